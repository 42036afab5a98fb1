"""What a concern knows of that a report may ask for, by the names a pack uses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from fyrstod.packs.facts import SHOWS_PLACE, RoomFact
from fyrstod.people.models import User
from fyrstod.rooms import words
from fyrstod.rooms.contents import NoteKind, Voice
from fyrstod.rooms.paper_rules import whole
from fyrstod.rooms.rules import About
from fyrstod.rooms.selectors import OpenConcern, OpenPiece


@dataclass(frozen=True, slots=True)
class Facts:
    """`held_back` is what may show where somebody with protected personal data is."""

    known: Mapping[RoomFact, str]
    held_back: frozenset[RoomFact] = frozenset()


def facts_of(opened: OpenConcern, *, writer: User) -> Facts:
    """What can be filled in for somebody who writes a report now."""
    concern, person = opened.concern, opened.person
    holder = concern.holder
    informed = opened.of_kind(NoteKind.INFORMED)
    everything: dict[RoomFact, str] = {
        "concern.about": "child" if concern.kind == About.CHILD else "adult",
        "concern.why_now": opened.matter.why_now,
        "concern.holder": holder.name if holder else "",
        "concern.colleague": holder.name if holder and holder != writer else "",
        "identity.protected": "yes" if person.protected else "",
        "identity.name": person.name,
        "identity.number": whole(person.number),
        "identity.contact": person.contact,
        "identity.address": " ".join(person.address.split()),
        "identity.guardians": person.guardians,
        "pieces.view": _told(
            piece
            for piece in opened.of_kind(NoteKind.VIEW)
            if piece.note.voice is not Voice.GUARDIANS
        ),
        "pieces.informed": _told(informed, says_who=True),
        "pieces.unknown": "\n".join(_question(piece) for piece in opened.of_kind(NoteKind.UNKNOWN)),
        "writer.speaks_for": "organisation",
        "writer.name": writer.name,
        "writer.workplace": concern.agency.name,
    }
    known = {fact: value for fact, value in everything.items() if value}
    if not person.protected:
        return Facts(known)
    held_back = SHOWS_PLACE & known.keys()
    return Facts({fact: known[fact] for fact in known if fact not in held_back}, held_back)


def _told(pieces: Iterable[OpenPiece], *, says_who: bool = False) -> str:
    return "\n\n".join(_dated(piece, says_who=says_who) for piece in pieces)


def _dated(piece: OpenPiece, *, says_who: bool) -> str:
    who = words.VOICE[piece.note.voice] if says_who and piece.note.voice else ""
    head = ", ".join(part for part in (piece.note.date, str(who)) if part)
    return f"{head}: {piece.note.text}" if head else piece.note.text


def _question(piece: OpenPiece) -> str:
    if not piece.note.source:
        return piece.note.text
    return _("%(question)s (Might know: %(who)s)") % {
        "question": piece.note.text,
        "who": piece.note.source,
    }
