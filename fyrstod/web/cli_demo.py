"""The fictitious municipality, for whoever wants to try rooms without a real person in them.

Who is in it is told here; what fills it is `cli_demo_filling`, which takes long to import.
"""

from __future__ import annotations

import functools
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Final

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.utils import timezone
from pydantic import ConfigDict

from fyrstod.access.policy import Role
from fyrstod.core.adapters import adapter_of
from fyrstod.people.models import ROLE_NAMES, Municipality

FILE: Final = Path(__file__).parent / "demo" / "bjorkdala.toml"
PASSWORD: Final = "fyra-stod-i-bjorkdala"  # noqa: S105 - printed for everybody who tries
SECRET: Final = "BJORKDALAFYRSTODPAHITTADKOMMUN22"  # noqa: S105 - as above
"""What the code app of each fictitious person holds, in base32."""
STEP: Final = 30
"""Unit: seconds that a code is new. Source: RFC 6238."""
CONCERNS: Final = "concern"
"""The part of the file that only the filling reads."""

STRICT = ConfigDict(extra="forbid")


class AlreadyFilled(Exception):
    """There is a municipality already: fictitious people never come beside real ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoAgency:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoWorker:
    """`roles` are pairs of a role and an agency's id, "" for the whole municipality."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: str
    name: str
    email: str
    roles: tuple[tuple[Role, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    municipality: str
    agency: tuple[DemoAgency, ...]
    person: tuple[DemoWorker, ...]


def raw() -> dict[str, Any]:
    """The file, with its concerns."""
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


@functools.cache
def read() -> Demo:
    data = raw()
    del data[CONCERNS]
    return adapter_of(Demo).validate_python(data)


def code(email: str, at: float | None = None) -> str | None:
    """The six digits that the code app of a fictitious person shows; None for anybody else."""
    if email.strip().casefold() not in {person.email for person in read().person}:
        return None
    counter = int((time.time() if at is None else at) // STEP)
    return str(format_hotp_value(hotp_value(SECRET, counter)))


def fill(*, once: bool = False) -> list[str]:
    """Fill it where nobody is yet, and tell who can sign in, as lines to print.

    Where a municipality is here already, `once` tells the same if it is this one, and nothing if
    it is another. Raises AlreadyFilled without `once`, and DomainError.
    """
    if not Municipality.objects.exists():
        # All the rooms' services, which a second start has no use for.
        from fyrstod.web import cli_demo_filling  # noqa: PLC0415

        cli_demo_filling.fill(timezone.localdate())
    elif not once:
        raise AlreadyFilled
    elif not Municipality.objects.filter(name=read().municipality).exists():
        return []
    return accounts()


def accounts() -> list[str]:
    """Who can sign in, as lines to print."""
    demo = read()
    names = {agency.id: agency.name for agency in demo.agency}
    lines = [f"{demo.municipality}. Everybody’s password: {PASSWORD}", ""]
    for person in demo.person:
        roles: dict[str, list[str]] = {}
        for role, place in person.roles:
            roles.setdefault(str(ROLE_NAMES[role]), []).append(names.get(place, ""))
        told = "; ".join(
            f"{role}{': ' if any(places) else ''}{', '.join(filter(None, places))}"
            for role, places in roles.items()
        )
        lines.append(f"  {person.email:<28} {person.name} – {told}")
    return [
        *lines,
        "",
        "The six digits: fyrstod demo code EMAIL (a new code each half minute, good once), or put",
        f"{SECRET} in a code app.",
    ]
