"""What has changed in the content, as its page tells it: in words, in one language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext, gettext_noop

from fyrstod.packs.base import LANGUAGES
from fyrstod.packs.compare import ChangedItem, PartChanges, compare, title_of
from fyrstod.packs.parts import taken_apart
from fyrstod.packs.schema import Pack

NAMES: Final[Mapping[str, str]] = {
    "reports": gettext_noop("The reports"),
    "concern_sections": gettext_noop("Concern report: pages"),
    "concern_fields": gettext_noop("Concern report: questions"),
    "concern_channels": gettext_noop("Concern report: where to send it"),
    "concern_copy_blocks": gettext_noop("Concern report: texts to copy"),
    "police_sections": gettext_noop("Police report: pages"),
    "police_fields": gettext_noop("Police report: questions"),
    "police_channels": gettext_noop("Police report: where to send it"),
    "police_copy_blocks": gettext_noop("Police report: texts to copy"),
    "steps": gettext_noop("The five steps"),
    "themes": gettext_noop("Themes of the questions"),
    "people": gettext_noop("Whom one talks with"),
    "askers": gettext_noop("Who asks"),
    "levels": gettext_noop("Parts of a life"),
    "strengths": gettext_noop("How strong evidence is"),
    "questions": gettext_noop("Questions to ask"),
    "advice": gettext_noop("Advice"),
    "factors": gettext_noop("Risk and protection"),
    "sources": gettext_noop("Sources"),
    "contacts": gettext_noop("Contacts"),
    "terms": gettext_noop("Words we use"),
    "prompts": gettext_noop("Questions to oneself"),
    "next_steps": gettext_noop("Ways on"),
    "facts": gettext_noop("What a situation may say"),
    "acts": gettext_noop("Acts of law"),
    "rules": gettext_noop("Rules"),
    "precedence": gettext_noop("Which rule prevails"),
    "agencies": gettext_noop("The agencies"),
    "timelines": gettext_noop("What happens after a report"),
    "shared_words": gettext_noop("Words that mean different things"),
    "areas": gettext_noop("Areas of the recommendations"),
    "roles": gettext_noop("Roles"),
    "states": gettext_noop("Answers to the recommendations"),
    "recommendations": gettext_noop("Recommendations"),
    "plan_duties": gettext_noop("What the law asks of a plan"),
    "agenda_moments": gettext_noop("Parts of a meeting"),
    "agenda": gettext_noop("Agenda of a meeting"),
    "differences": gettext_noop("In what pictures differ"),
    "table_questions": gettext_noop("Questions when pictures differ"),
    "held_back": gettext_noop("Why something is held back"),
    "forum_kinds": gettext_noop("Kinds of forum"),
    "record_kinds": gettext_noop("Kinds of record"),
    "disposals": gettext_noop("When records are erased"),
    "forums": gettext_noop("Where we meet"),
    "routines": gettext_noop("Routines"),
}
"""What each part of a pack is called on the page."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text before and after. Empty where there was, or is, none."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Changed:
    """An item whose words, or something behind them, changed."""

    title: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """What is new, gone and changed in one part of the content."""

    name: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[Changed, ...]


def since(old: Pack, new: Pack, language: str) -> tuple[Part, ...]:
    """What came, went and changed between two packs."""
    return tuple(_part(part, language) for part in compare(old, new))


def _part(part: PartChanges, language: str) -> Part:
    return Part(
        gettext(NAMES[part.part]),
        tuple(item.title.in_language(language) for item in part.added),
        tuple(item.title.in_language(language) for item in part.removed),
        tuple(
            Changed(item.title.in_language(language), tuple(_words(item, language)))
            for item in part.changed
        ),
    )


def _words(item: ChangedItem, language: str) -> Iterator[Words]:
    """The texts that changed in the language of the page; ids and dates are no words."""
    for change in item.fields:
        _path, _dot, last = change.field.rpartition(".")
        if last in LANGUAGES and last == language:
            yield Words(change.old, change.new)


def added_by_overlay(pack: Pack, language: str) -> Iterable[tuple[str, tuple[str, ...]]]:
    """The names of what an overlay added, part by part."""
    if pack.overlay is None:
        return ()
    reworded = {(item.part, item.id) for item in pack.overlay.reworded}
    own = [key for key in pack.local if key not in reworded]
    parts = taken_apart(pack)
    return tuple(
        (
            gettext(NAMES[part]),
            tuple(
                title_of(parts[part][key]).in_language(language)
                for here, key in own
                if here == part
            ),
        )
        for part in parts
        if any(here == part for here, _key in own)
    )
