"""What a concern in a room knows of that a report may ask for, by the names a pack uses.

Which question takes what is content (`filled_from` in `reports/*.toml`); how a room knows it is
code.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

RoomFact = Literal[
    "concern.about",
    "concern.why_now",
    "concern.holder",
    "concern.colleague",
    "identity.protected",
    "identity.name",
    "identity.number",
    "identity.contact",
    "identity.address",
    "identity.guardians",
    "pieces.view",
    "pieces.informed",
    "pieces.unknown",
    "writer.speaks_for",
    "writer.name",
    "writer.workplace",
]
"""`concern.holder` works with it, `concern.colleague` too, where that is not the writer."""

CHOICES: Final[Mapping[RoomFact, frozenset[str]]] = {
    "concern.about": frozenset({"child", "adult"}),
    "identity.protected": frozenset({"yes"}),
    "writer.speaks_for": frozenset({"organisation"}),
}
"""The facts that are one of some words; the question that takes one must offer them all."""
ONE_EACH: Final[frozenset[RoomFact]] = frozenset({"identity.guardians"})
"""Facts of which each line is one of its kind: they fill a group, one row a line."""
LONG: Final[frozenset[RoomFact]] = frozenset(
    {"concern.why_now", "identity.contact", "pieces.view", "pieces.informed", "pieces.unknown"}
)
"""Facts of more than a line."""
SHOWS_PLACE: Final[frozenset[RoomFact]] = frozenset(
    {"identity.contact", "identity.address", "identity.guardians", "writer.workplace"}
)
"""Facts that may show where somebody is: never filled in where personal data are protected."""
