"""allauth's forms in our words, without placeholders, and what is typed with a sign-in link."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth import password_validation
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

from fyrstod.people.adapters import WRONG_CODE
from fyrstod.people.models import User, normal_email
from fyrstod.people.sign_in_record import Event, note

CODE_IS_GOOD_FOR = 90
"""Unit: seconds. A code of 30 seconds is taken one step before and after its own."""

NEW_PASSWORD = _(
    "At least 12 characters. Four words that do not belong together are easy to remember."
)
CODE = _("Code from your app")
WRITE_PASSWORD = _("Write your password.")
WRITE_CODE = _("Write the code.")


def _plain(form: forms.Form, **words: tuple[Any, Any, Any]) -> None:
    """Give fields their label, hint and what is said when they are empty."""
    for name, (label, hint, required) in words.items():
        field = form.fields[name]
        field.label, field.help_text = label, hint
        field.error_messages["required"] = required
        field.widget.attrs.pop("placeholder", None)


class LoginForm(account.LoginForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            login=(_("Work e-mail"), "", _("Write your work e-mail.")),
            password=(_("Password"), "", WRITE_PASSWORD),
        )
        self.fields["login"].error_messages["invalid"] = _(
            "This does not look like an e-mail address. Look it over."
        )
        self.fields["login"].widget.attrs["autocomplete"] = "username"

    def clean_login(self) -> str:
        return normal_email(super().clean_login())


class ReauthenticateForm(account.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=(_("Password"), "", WRITE_PASSWORD))


class ChangePasswordForm(account.ChangePasswordForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(
            self,
            oldpassword=(_("The password you have now"), "", WRITE_PASSWORD),
            password1=(_("New password"), NEW_PASSWORD, _("Write a new password.")),
            password2=(_("The new password again"), "", _("Write the new password once more.")),
        )


class _OnceOnly(forms.Form):
    """A code from the app is taken once, for as long as it would be right."""

    user: User

    def clean_code(self) -> str:
        code: str = super().clean_code()  # type: ignore[misc]  # of the form beside this one
        name = f"people code {self.user.id} {''.join(code.split())}"
        if not cache.add(name, "used", timeout=CODE_IS_GOOD_FOR):
            note(self.user, Event.WRONG_CODE)
            raise forms.ValidationError(WRONG_CODE)
        return code


class AuthenticateForm(_OnceOnly, mfa.AuthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=(CODE, _("Or one of your recovery codes."), WRITE_CODE))


class ReauthenticateWithCodeForm(_OnceOnly, mfa.ReauthenticateForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=(CODE, _("Or one of your recovery codes."), WRITE_CODE))


class ActivateForm(totp.ActivateTOTPForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=(CODE, _("Six digits. They change every half minute."), WRITE_CODE))
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class AskForPasswordForm(forms.Form):
    email = forms.EmailField(
        label=_("Work e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={
            "required": _("Write your work e-mail."),
            "invalid": _("This does not look like an e-mail address. Look it over."),
        },
    )


class SetPasswordForm(forms.Form):
    """A code from a link, and the password it gives somebody the right to set."""

    code = forms.CharField(
        label=_("Your one-time code"),
        help_text=_("It is in the message you were given. It holds for three days, once."),
        max_length=60,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "data-from-fragment": "",
            }
        ),
        error_messages={"required": _("Write the code you were given.")},
    )
    password = forms.CharField(
        label=_("New password"),
        help_text=NEW_PASSWORD,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write a new password.")},
    )
    password_again = forms.CharField(
        label=_("The new password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": _("Write the new password once more.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, again = cleaned.get("password"), cleaned.get("password_again")
        if first and again and first != again:
            self.add_error("password_again", _("The two passwords are not the same."))
        return cleaned

    def check_password_of(self, user: User) -> bool:
        """Whether the password is good enough for this person; says so on the form if not."""
        try:
            password_validation.validate_password(self.cleaned_data["password"], user)
        except forms.ValidationError as problem:
            self.add_error("password", problem)
        return self.is_valid()
