"""What an administrator types."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fyrstod.access.policy import Role
from fyrstod.core.text import has_hidden
from fyrstod.packs import shelf
from fyrstod.people.models import (
    ROLE_NAMES,
    Agency,
    Municipality,
    RescueKind,
)

WHOLE = "all"
"""The choice of the whole municipality, among the ids of its agencies."""


def visible(value: str) -> None:
    if has_hidden(value):
        raise ValidationError(_("The name holds invisible characters. Write it by hand."))


def kinds_of_agency() -> list[tuple[str, str]]:
    language = get_language() or "sv"
    return [(kind.id, kind.name.in_language(language)) for kind in shelf.current().agencies]


class AgencyForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What kind of agency is it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the kind of agency.")},
    )
    name = forms.CharField(
        label=_("What is it called here?"),
        help_text=_("As people at work say it, for instance Alskolan or Individ och familj."),
        max_length=120,
        validators=[visible],
        error_messages={"required": _("Write what the agency is called.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds_of_agency()  # type: ignore[attr-defined]  # of a choice
        self.fields["name"].widget.attrs["autocomplete"] = "off"


class ProposalForm(forms.Form):
    """Who, where and as what. The place and the role are checked together by the service."""

    email = forms.EmailField(
        label=_("Work e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write the person's work e-mail."),
            "invalid": _("This does not look like an e-mail address. Look it over."),
        },
    )
    name = forms.CharField(
        label=_("Name"),
        help_text=_("Somebody who has an account already keeps the name that stands there."),
        max_length=120,
        validators=[visible],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Write the person's name.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        widget=forms.RadioSelect,
        choices=[(str(role), ROLE_NAMES[role]) for role in Role],
        error_messages={"required": _("Choose a role.")},
    )
    place = forms.ChoiceField(
        label=_("Where?"), error_messages={"required": _("Choose where the role is held.")}
    )

    def __init__(
        self, *args: Any, municipality: Municipality, agencies: list[Agency], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.municipality = municipality
        self.agencies = {str(agency.id): agency for agency in agencies}
        whole = _("The whole of %(name)s") % {"name": municipality.name}
        choices = [(key, agency.name) for key, agency in self.agencies.items()]
        self.fields["place"].choices = [  # type: ignore[attr-defined]  # of a choice
            ("", _("Choose a place")),
            *choices,
            (WHOLE, whole),
        ]

    def place_and_role(self) -> dict[str, Any]:
        place = self.agencies.get(self.cleaned_data["place"], self.municipality)
        return {"place": place, "role": Role(self.cleaned_data["role"])}


class RescueForm(forms.Form):
    kind = forms.ChoiceField(
        label=_("What does the person need?"),
        widget=forms.RadioSelect,
        choices=RescueKind.choices,
        error_messages={"required": _("Choose what the person needs.")},
    )
