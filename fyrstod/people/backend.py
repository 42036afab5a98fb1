"""How the user of a session is read."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.models import Authenticator
from django.db.models import Exists, OuterRef

from fyrstod.people.models import User


class PeopleBackend(AuthenticationBackend):
    """allauth's, by e-mail alone. One query tells the user and whether there is a second factor."""

    def get_user(self, user_id: Any) -> User | None:
        codes = Authenticator.objects.filter(user=OuterRef("id"), type=Authenticator.Type.TOTP)
        found = User.objects.annotate(has_codes=Exists(codes)).filter(id=user_id).first()
        if found is None or not self.user_can_authenticate(found):
            return None
        found.has_second_factor = found.has_codes
        return found
