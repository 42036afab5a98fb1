"""What somebody had written when something went wrong: shown again, so that it can be copied."""

from __future__ import annotations

from django.http import HttpRequest

from fyrstod.law.situation import ATTRIBUTES

SHORT = 3
"""Values of so few characters are choices, not words somebody would miss."""
NOT_SHOWN = frozenset(
    {"passphrase", "passphrase_again", "password", "password_again", "code"}
    | {"oldpassword", "password1", "password2"}
    | {"id", "seen", "back", "leave", "return_to"}
    | {"kind", "factors", "pieces", "question", "questions", "gaps", "scope", "status"}
    | {"about", "anyway", "doer", "holder", "protected", "step", "voice"}
    | {"to", *ATTRIBUTES.values()}
)
"""Fields whose values are secrets, or ids that mean nothing to the person who sent them."""
NOT_SHOWN_IN_ANY = ("-state", "-holders")
"""How the names of more such fields end, where a page asks the same of several things."""


def typed_in(request: HttpRequest) -> list[str]:
    """What somebody wrote in the form that could not be taken, to be copied from the answer."""
    return [
        value
        for name, values in request.POST.lists()
        for value in values
        if len(value) > SHORT and name not in NOT_SHOWN and not name.endswith(NOT_SHOWN_IN_ANY)
    ]
