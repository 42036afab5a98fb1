"""What a draft holds, once it is open."""

from __future__ import annotations

import dataclasses
import datetime
import re
import uuid
from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from pydantic import (
    AfterValidator,
    AwareDatetime,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
)

from fyrstod.core.adapters import adapter_of
from fyrstod.core.assessments import Assessment
from fyrstod.core.pieces import Piece
from fyrstod.law.situation import BadSituation, Situation, to_data
from fyrstod.law.situation import parse as parse_situation

MAX_PIECES = 200
MAX_OWN_QUESTIONS = 30
MAX_ANSWERS = 300
"""How many things one self-assessment may answer; a pack asks some thirty."""
MAX_ROUNDS = 20
MAX_ACTIONS = 100
MAX_BYTES = 2_000_000
"""Unit: bytes of a whole draft as JSON. About a thousand pages of text."""

_STRICT = ConfigDict(extra="forbid")
_Id = Annotated[str, StringConstraints(max_length=80)]
_Mark = Annotated[str, StringConstraints(max_length=32)]
ReportId = Literal["concern", "police"]


_OWN_ID = re.compile("[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def _own_id(value: str) -> str:
    """An id made here. A file made by hand may hold one that no address on a page can carry."""
    if not _OWN_ID.fullmatch(value):
        raise ValueError("not an id of ours")
    return value


def _with_own_id(piece: Piece) -> Piece:
    _own_id(piece.id)
    return piece


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnQuestion:
    """A question the person added to a conversation plan."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: Annotated[str, AfterValidator(_own_id)]
    text: Annotated[str, StringConstraints(max_length=500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A conversation plan being worked on: the three choices and what was picked and dropped."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    asker: _Id
    person: _Id
    step: _Id
    dropped: Annotated[tuple[_Id, ...], Field(max_length=300)] = ()
    picked: Annotated[tuple[_Id, ...], Field(max_length=300)] = ()
    own: Annotated[tuple[OwnQuestion, ...], Field(max_length=MAX_OWN_QUESTIONS)] = ()


def _within_limits(assessment: Assessment) -> Assessment:
    """An assessment that pages can show: not too much of anything, each action with our own id."""
    for parts, most in (
        (assessment.answers, MAX_ANSWERS),
        (assessment.rounds, MAX_ROUNDS),
        (assessment.actions, MAX_ACTIONS),
        *((earlier.states, MAX_ANSWERS) for earlier in assessment.rounds),
    ):
        if len(parts) > most:
            raise ValueError("more than an assessment holds")
    for action in assessment.actions:
        _own_id(action.id)
    return assessment


def _possible(situation: Situation) -> Situation:
    try:
        return parse_situation(to_data(situation))
    except BadSituation as problem:
        raise ValueError(str(problem)) from problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """A wish to tell, being thought through.

    `asked` names the questions that were answered or passed over. What the situation holds
    under any other was filled in from the rest of the draft, and nobody has looked at it yet.
    `on_date` is the day whose law is asked for; None: the day one looks.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    situation: Annotated[Situation, AfterValidator(_possible)] = field(default_factory=Situation)
    asked: Annotated[tuple[_Id, ...], Field(max_length=20)] = ()
    on_date: datetime.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The concern in a room that a draft was filled from.

    `answers` is a mark of the room's answers as they were then, so that what somebody else has
    answered there since is seen. `filled` and `pieces` are marks of what the concern filled in,
    by their ids: what still fits its mark is the concern's own. `left_out` names the questions
    that it leaves empty because of protected personal data. `language` is that of the words that
    were put around what the concern knew, so that another language is no change.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    room_id: uuid.UUID
    reference: Annotated[str, StringConstraints(max_length=20)]
    answers: Annotated[str, StringConstraints(max_length=80)] = ""
    filled: Annotated[dict[_Id, _Mark], Field(max_length=MAX_ANSWERS)] = field(default_factory=dict)
    pieces: Annotated[dict[_Id, _Mark], Field(max_length=MAX_PIECES)] = field(default_factory=dict)
    left_out: Annotated[tuple[_Id, ...], Field(max_length=MAX_ANSWERS)] = ()
    language: Literal["sv", "en"] = "sv"


def _of_our_time(moment: datetime.datetime) -> datetime.datetime:
    if not 2000 <= moment.year < 2200:
        raise ValueError("not a time at which a paper was made here")
    return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """When the document of a report was last made, and what it held.

    `answers` and `pieces` are marks by their ids, so that what has changed since can be told
    without a second copy of what was written.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    at: Annotated[AwareDatetime, AfterValidator(_of_our_time)]
    reference: Annotated[str, StringConstraints(max_length=20)]
    answers: Annotated[dict[_Id, _Mark], Field(max_length=MAX_ANSWERS)] = field(
        default_factory=dict
    )
    pieces: Annotated[dict[_Id, _Mark], Field(max_length=MAX_PIECES)] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """Everything in a draft. `pack` is the pack and version the answers were given under.

    `answers` is keyed by report field id and shared by both reports. `chosen`
    holds, for each report, which pieces the writer has taken in or kept out; a piece that
    is not there has not been asked about. `made` is how each report stood when its document was
    last made. `room` is set where a room filled the draft.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    pack: _Id = ""
    plan: Plan | None = None
    pieces: Annotated[
        tuple[Annotated[Piece, AfterValidator(_with_own_id)], ...], Field(max_length=MAX_PIECES)
    ] = ()
    answers: dict[str, JsonValue] = field(default_factory=dict)
    chosen: dict[ReportId, dict[_Id, bool]] = field(default_factory=dict)
    made: dict[ReportId, Made] = field(default_factory=dict)
    lens: Literal["care", "security"] = "care"
    assessment: Annotated[Assessment, AfterValidator(_within_limits)] | None = None
    sharing: Sharing | None = None
    room: Origin | None = None

    def piece(self, piece_id: str) -> Piece | None:
        return next((piece for piece in self.pieces if piece.id == piece_id), None)

    def with_piece(self, piece: Piece) -> Contents:
        """With a piece added, or put in the place of the one with the same id."""
        if self.piece(piece.id):
            pieces = tuple(piece if old.id == piece.id else old for old in self.pieces)
        else:
            pieces = (*self.pieces, piece)
        return dataclasses.replace(self, pieces=pieces)

    def taking(self, report: ReportId, piece_id: str) -> Contents:
        """With a piece chosen for a report."""
        chosen = {**self.chosen.get(report, {}), piece_id: True}
        return dataclasses.replace(self, chosen={**self.chosen, report: chosen})

    def without_piece(self, piece_id: str) -> Contents:
        return dataclasses.replace(
            self, pieces=tuple(piece for piece in self.pieces if piece.id != piece_id)
        )

    def with_assessment(self, assessment: Assessment) -> Contents:
        return dataclasses.replace(self, assessment=assessment)


def dump(contents: Contents) -> bytes:
    return adapter_of(Contents).dump_json(contents)


def parse(data: bytes) -> Contents:
    """Raises pydantic.ValidationError for anything that is not a draft's contents."""
    return adapter_of(Contents).validate_json(data)
