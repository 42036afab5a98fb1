"""Shared words and a timeline that are made up."""

from __future__ import annotations

from fyrstod.packs.base import Text
from fyrstod.packs.together import Event, Meaning, SharedWord, Timeline


def said(text: str) -> Text:
    return Text(sv=text, en=text)


def shared_word(word_id: str, sv: str, en: str) -> SharedWord:
    return SharedWord(
        id=word_id,
        word=Text(sv=sv, en=en),
        lead=said("lead"),
        meanings=(
            Meaning(agency="school", text=said("one")),
            Meaning(agency="police", text=said("another")),
        ),
        ask=said("which?"),
        sources=("practice",),
    )


def timeline(*agencies: str | None, title: str = "Du hör av dig") -> Timeline:
    """One event for each of the agencies named, in that order; None is the reader."""
    return Timeline(
        id="concern",
        title=said("Efteråt"),
        lead=said("lead"),
        events=tuple(
            Event(
                id=f"event-{place}",
                when=said("Genast"),
                title=said(title),
                text=said("text"),
                agency=agency,
            )
            for place, agency in enumerate(agencies)
        ),
        sources=("practice",),
    )
