"""What must hold for a meeting at the table, across a pack's files."""

from __future__ import annotations

from collections.abc import Iterator

from fyrstod.packs import forbidden
from fyrstod.packs.base import LANGUAGES
from fyrstod.packs.loader import Fault, Loaded
from fyrstod.packs.table import DIFFERENCES

FILE = "table.toml"


def faults(loaded: Loaded) -> Iterator[Fault]:
    if loaded.pack.about.format == 1:
        return
    yield from _differences(loaded)
    yield from _agenda(loaded)
    yield from _questions(loaded)
    if all(kind.speaks_of == "situation" for kind in loaded.pack.forum_kinds):
        yield Fault(FILE, "[[forum_kind]]", "in none of them can a person be spoken of")


def _differences(loaded: Loaded) -> Iterator[Fault]:
    if tuple(one.id for one in loaded.pack.differences) != DIFFERENCES:
        yield Fault(FILE, "[[difference]]", f"in this order: {', '.join(DIFFERENCES)}")
    served = {one for question in loaded.pack.table_questions for one in question.serves}
    for difference in DIFFERENCES:
        if difference not in served:
            reason = f"nobody is asked anything where {difference} differs"
            yield Fault(FILE, "[[question]]", reason)


def _agenda(loaded: Loaded) -> Iterator[Fault]:
    used = {item.moment for item in loaded.pack.agenda}
    for moment in loaded.pack.agenda_moments:
        if moment.id not in used:
            yield Fault(FILE, moment.id, "no item of the agenda belongs to this moment")


def _questions(loaded: Loaded) -> Iterator[Fault]:
    """What professionals ask one another is no more about kinds of people than a factor is."""
    for question in loaded.pack.table_questions:
        file = loaded.file_of("table_questions", question.id)
        for language in LANGUAGES:
            for hit in forbidden.find(question.text.in_language(language), language):
                reason = f"{hit.word!r} asks about {hit.group}; ask about behaviour"
                yield Fault(file, f"{question.id}.text.{language}", reason)
