"""What allauth asks of the project: its words, its addresses, and how secrets are sealed."""

from __future__ import annotations

import base64
import time
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import REAUTHENTICATION_TIMEOUT
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from fyrstod.access.limits import address_of
from fyrstod.people.sign_in_record import Event, note
from fyrstod.protection import sealing
from fyrstod.protection.errors import CannotOpen
from fyrstod.protection.keys import installation_key

SEALED_FOR = b"people second factor"

WRONG_CODE = _("That code was not right. Wait for the next one in your app and try again.")
TOO_MANY = _("There have been many wrong tries. Wait five minutes and try again.")


class AccountAdapter(DefaultAccountAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Look at both and try again."
        ),
        "enter_current_password": _("This is not the password you have now. Try again."),
        "incorrect_password": _("The password is not right. Try again."),
        "incorrect_code": WRONG_CODE,
        "too_many_login_attempts": TOO_MANY,
        "rate_limited": TOO_MANY,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def is_reauthentication_required(self, *, app: str | None = None) -> bool:
        """Not again by whoever signed in a moment ago."""
        request: HttpRequest = self.request
        records = get_authentication_records(request, request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return bool(time.time() - latest >= REAUTHENTICATION_TIMEOUT)

    def login(self, request: HttpRequest, user: Any) -> None:
        """On record first: a session that the journal cannot tell of is not opened."""
        note(user, Event.DONE)
        super().login(request, user)

    def respond_user_inactive(self, request: HttpRequest, user: Any) -> HttpResponse:
        return redirect("account_login")


class MFAAdapter(DefaultMFAAdapter):
    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": WRONG_CODE,
    }

    def encrypt(self, text: str) -> str:
        return base64.b64encode(installation_key().wrap(text.encode(), SEALED_FOR)).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Raises CannotOpen where the installation has another key than it was sealed with."""
        try:
            return installation_key().unwrap(base64.b64decode(encrypted_text), SEALED_FOR).decode()
        except sealing.Altered:
            raise CannotOpen from None

    def get_totp_issuer(self) -> str:
        return "Fyrstöd"
