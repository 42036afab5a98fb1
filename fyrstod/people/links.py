"""One-time codes with which a person sets a password.

The code stands in the fragment of the link, behind #. A browser sends that to no server, so it
is in no log and in no Referer; without script the person types it. Only its digest is kept.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import logging
import re
import secrets

from django.conf import settings
from django.core.mail import get_connection, send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fyrstod.core.errors import DomainError
from fyrstod.people.models import (
    LINK_LASTS,
    Municipality,
    SignInLink,
    User,
    active_memberships,
    normal_email,
)
from fyrstod.people.sign_in_record import Event, note

logger = logging.getLogger(__name__)


class NoSuchLink(DomainError):
    """The code is wrong, used or too old. Which of them is not said."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The code is not right, or no longer holds. Ask whoever gave it to you for a "
                "new one."
            )
        )


class NoMail(DomainError):
    """The mail server did not answer, or did not take the message. Its own words are not kept."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The mail server does not answer just now, so nothing was sent. Try again in a "
                "while, or turn to an administrator at your municipality."
            )
        )


def _digest(code: str) -> str:
    letters = re.sub(r"[^A-Z2-7]", "", code.upper())
    return hashlib.sha256(letters.encode()).hexdigest()


@transaction.atomic
def make(*, user: User, municipality: Municipality, made_by: User | None = None) -> str:
    """A new code for a person, in groups that can be read aloud. Earlier ones end."""
    now = timezone.now()
    # Every index begins with the municipality, so they are named, although it may be any.
    everywhere = Municipality.objects.values("id")
    SignInLink.objects.filter(user=user, municipality__in=everywhere, used_at=None).update(
        used_at=now
    )
    letters = base64.b32encode(secrets.token_bytes(15)).decode()
    SignInLink.objects.create(
        municipality=municipality,
        user=user,
        digest=_digest(letters),
        made_by=made_by,
        made_at=now,
    )
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def find(code: str) -> SignInLink:
    """Raises NoSuchLink."""
    link = (
        SignInLink.objects.select_related("user")
        .filter(
            municipality__in=Municipality.objects.values("id"),
            digest=_digest(code),
            used_at=None,
            made_at__gt=timezone.now() - LINK_LASTS,
            user__is_active=True,
        )
        .first()
    )
    if link is None:
        raise NoSuchLink
    return link


@transaction.atomic
def use(*, link: SignInLink, password: str) -> None:
    """Set the password, once. Raises NoSuchLink where somebody else was first."""
    taken = SignInLink.objects.filter(id=link.id, used_at=None).update(used_at=timezone.now())
    if not taken:
        raise NoSuchLink
    link.user.set_password(password)
    link.user.save(update_fields=["password"])
    note(link.user, Event.PASSWORD_SET)


def address(request: HttpRequest, code: str) -> str:
    return f"{request.build_absolute_uri(reverse('account_set_password'))}#{code}"


def send(
    request: HttpRequest, user: User, code: str, connection: BaseEmailBackend | None = None
) -> None:
    """Raises NoMail. The code holds all the same, so it can be handed over in another way."""
    words = {"user": user, "code": code, "link": address(request, code)}
    try:
        send_mail(
            subject=_("Set your password in Fyrstöd"),
            message=render_to_string("account/email/set_password.txt", words),
            from_email=settings.DEFAULT_FROM_EMAIL,
            recipient_list=[user.email],
            connection=connection,
        )
    except OSError as problem:
        _log(problem)
        raise NoMail from None


def send_to_forgetful(request: HttpRequest, email: str) -> None:
    """Send a link to the person with this address, where there is one who works somewhere.

    Raises NoMail, and then for every address: whether there is such a person is not told. An
    earlier link holds until the server has answered.
    """
    user = User.objects.filter(email=normal_email(email), is_active=True).first()
    here = active_memberships(user)
    connection = get_connection()
    try:
        connection.open()
    except OSError as problem:
        _log(problem)
        raise NoMail from None
    try:
        if user is not None and here:
            code = make(user=user, municipality=here[0].municipality)
            with contextlib.suppress(NoMail):
                send(request, user, code, connection)
    finally:
        with contextlib.suppress(OSError):
            connection.close()


def _log(problem: OSError) -> None:
    """What kind of fault it was. The server's words may hold an address."""
    logger.warning("the mail server took no message: %s", type(problem).__name__)
