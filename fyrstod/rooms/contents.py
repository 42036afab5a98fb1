"""What lies sealed in a room, once it is open.

Not only free text: what may reveal an opinion is here too (links to factors, why now, outcome,
what kind of piece it is), so that nothing can filter, sort or count by it.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, ClassVar, Literal, TypeVar

from pydantic import ConfigDict, Field, JsonValue, StringConstraints

from fyrstod.core.adapters import adapter_of
from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.law.grounds import Ground
from fyrstod.packs.base import Text

MAX_FACTORS = 200
MAX_LINE = 200
MAX_ROWS = 30
"""How many decisions, or things to do, one meeting can have."""

_STRICT = ConfigDict(extra="forbid")
_Id = Annotated[str, StringConstraints(max_length=80)]
_Line = Annotated[str, StringConstraints(max_length=MAX_LINE)]
_Long = Annotated[str, StringConstraints(max_length=MAX_LONG_TEXT)]


class NoteKind(StrEnum):
    """What a piece in a room is. The first three are those of a draft too."""

    SEEN = "seen"
    TOLD = "told"
    INTERPRETED = "interpreted"
    UNKNOWN = "unknown"
    """What nobody knows yet, and who might."""
    VIEW = "view"
    """The view of the person, or of the guardians, in their own words."""
    INFORMED = "informed"
    """What the person or the guardians were told."""
    REVIEW = "review"
    """What was seen at a review: what changed, what was decided and why."""
    ADDRESS = "address"
    """Why a hidden address was shown to somebody. Is on record, and tells nothing of the person."""


class Voice(StrEnum):
    """Whose view it is, or who was told."""

    PERSON = "person"
    GUARDIANS = "guardians"


class Outcome(StrEnum):
    WENT_WELL = "went-well"
    HANDED_OVER = "handed-over"
    NO_GROUND = "no-ground"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a concern is about. `pack` is the content that links and answers were given under.

    `record` and `rule` are ids of the pack: what kind of record the room holds, and the disposal
    rule that gave the date, under the content `clock_pack`; all empty until it is closed, and
    `rule` where the records officer decides.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    why_now: _Long = ""
    pack: _Line = ""
    outcome: Outcome | None = None
    outcome_text: _Long = ""
    record: _Id = ""
    rule: _Id = ""
    clock_pack: _Line = ""
    disposal_reason: _Long = ""
    answers: dict[str, JsonValue] = field(default_factory=dict)
    """Answers to the questions of both reports, by field id, as a draft holds them."""
    filled: dict[_Id, _Id] = field(default_factory=dict)
    """Marks of what the concern itself filled in of them, as `drafts.contents.Origin` has them."""
    chosen: dict[Literal["concern", "police"], dict[_Id, bool]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who a concern is about. `number` has twelve digits, or is empty.

    `protected`: protected personal data (skyddade personuppgifter); the address is then shown
    only when asked for with a reason.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    name: _Line = ""
    number: _Line = ""
    contact: _Long = ""
    address: _Long = ""
    guardians: _Long = ""
    protected: bool = False

    @property
    def is_known(self) -> bool:
        return bool(self.name or self.number)


class SamePerson(StrEnum):
    """What somebody answered when two concerns may be about the same person."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Whether two concerns are about the same person.

    `unlike`: their personal identity numbers were both there, and not the same, when it was given.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    same: SamePerson
    unlike: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """Where a received piece came from: the other agency, who noted it there, and when it came.

    `disclosure` is the id that both rooms know the telling by.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    agency: _Line
    noted_by: _Line
    on: _Line
    disclosure: _Id


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One version of a piece.

    `date` is as in `core.pieces.Piece`. `decided` is what a review came to. `reason` says why it
    was corrected or taken away; empty for the first version. `gone`: taken away, and kept for
    whoever must see what stood here. `answered_by`: the id of the piece that tells what was
    unknown here. `came`: it was received from another room.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    kind: NoteKind
    text: _Long
    decided: _Long = ""
    date: _Line = ""
    source: _Line = ""
    voice: Voice | None = None
    factors: Annotated[tuple[_Id, ...], Field(max_length=MAX_FACTORS)] = ()
    pack: _Line = ""
    reason: _Line = ""
    gone: bool = False
    answered_by: _Id = ""
    came: Came | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What is to be done. `answer` is what came of it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    text: _Long
    answer: _Long = ""


class PaperKind(StrEnum):
    CONCERN_REPORT = "concern-report"
    POLICE_REPORT = "police-report"
    LETTER = "letter"
    EXPORT = "export"
    OTHER = "other"


class Direction(StrEnum):
    MADE = "made"
    SENT = "sent"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A paper of a concern: made here, sent or received.

    `number` is its registration number (diarienummer) in the agency's own case system. `data`
    is what the paper was made from, so that the same paper can be made again.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    kind: PaperKind
    direction: Direction
    title: _Line
    date: datetime.date
    other_party: _Line = ""
    number: _Line = ""
    note: _Long = ""
    data: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Briefing:
    """What a writer adds, for whoever comes next, to what the concern itself tells."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    decided: _Long = ""
    promised: _Long = ""
    contacts: _Long = ""
    told: _Long = ""
    """What the person and the family know, and what they do not."""
    protects: _Long = ""
    worries: _Long = ""
    unknown: _Long = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why somebody does not take over a concern."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    text: _Long


class Naming(StrEnum):
    """What a disclosure tells of who it is about. Identity is a choice of its own."""

    UNNAMED = "unnamed"
    NAME = "name"
    """Name and personal identity number."""
    ALL = "all"
    """Also how to reach the person and the guardians; a protected address never."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A yes that a disclosure rests on. `withdrawn_on` is empty as long as it holds."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    how: _Long
    given_on: _Line
    withdrawn_on: _Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copied:
    """A piece as it was when it was handed on, with who had noted it and when."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    id: _Id
    note: Note
    noted_by: _Line
    noted_on: _Line


class Stands(StrEnum):
    """How one practitioner sees a person. Both may be true, and neither is more than the other."""

    AT_RISK = "at-risk"
    A_RISK = "a-risk"
    BOTH = "both"
    CANNOT_SAY = "cannot-say"


class Agrees(StrEnum):
    """What the person says of a goal."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
    NOT_ASKED = "not-asked"


class Course(StrEnum):
    """How far what was planned has come. It is about the plan, and not about the person."""

    NOT_BEGUN = "not-begun"
    UNDER_WAY = "under-way"
    DONE = "done"
    CHANGED = "changed"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Perspective:
    """One practitioner's own view, in their own words but for where they stand."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    kind: Literal["perspective"] = "perspective"
    stands: Stands
    worries: _Long = ""
    protects: _Long = ""
    unknown: _Long = ""
    can_do: _Long = ""
    urgency: _Long = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    text: _Long
    reason: _Long = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """What an agency has taken on at a meeting. `agency` is its id, `role` who does it there."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    text: _Long
    agency: _Id
    role: _Line = ""
    due_on: _Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What came of a meeting. `taken_up` are ids of the agenda of the pack."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    kind: Literal["minutes"] = "minutes"
    held_on: _Line
    present: _Long
    taken_up: Annotated[tuple[_Id, ...], Field(max_length=MAX_FACTORS)] = ()
    decisions: Annotated[tuple[Decision, ...], Field(max_length=MAX_ROWS)] = ()
    dissent: _Long = ""
    deeds: Annotated[tuple[Deed, ...], Field(max_length=MAX_ROWS)] = ()
    review_on: _Line = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One aim of the plan, and who does what for it.

    `protects` is the protective factor of the pack that it strengthens, "" for none. `wish` is
    the person's own.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    kind: Literal["goal"] = "goal"
    text: _Long
    protects: _Id = ""
    doing: _Long = ""
    agency: _Id = ""
    role: _Line = ""
    due_on: _Line = ""
    wish: _Long = ""
    agrees: Agrees = Agrees.NOT_ASKED


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """What has become of a goal since last time. `goal` is the id of the words it stands in."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    kind: Literal["follow-up"] = "follow-up"
    goal: _Id
    course: Course
    changed: _Long
    onward: _Long = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a table ended, as one of its rooms says it."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    kind: Literal["ending"] = "ending"
    achieved: _Long
    kept: _Long
    tells: _Long


Words = Annotated[Perspective | Minutes | Goal | FollowUp | Ending, Field(discriminator="kind")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a room has written at a table: the same in every room that it reaches.

    `replaces` is the id of the words that these correct. `pack` is the content they lean on.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    table: _Id
    agency: _Line
    written_by: _Line
    on: _Line
    pack: _Line = ""
    replaces: _Id = ""
    words: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a table is, as whoever is invited to it reads it before they answer.

    `forum` is an id of the pack, with its name as it read then.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    table: _Id
    purpose: _Long
    forum: _Id = ""
    forum_name: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What one room tells another, and on which ground: the same words in both rooms.

    Either `ground` (a rule card) or `other_ground` (the statute in own words) is there.
    `situation` is what was known when the ground was chosen, as `law.situation.parse` reads it.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    about: _Line = ""
    naming: Naming = Naming.UNNAMED
    purpose: _Long = ""
    asks: _Long = ""
    ground: Ground | None = None
    other_ground: _Long = ""
    judged: _Long = ""
    consent: Consent | None = None
    situation: dict[str, JsonValue] = field(default_factory=dict)
    pieces: Annotated[tuple[Copied, ...], Field(max_length=MAX_FACTORS)] = ()
    person: Person | None = None
    table: _Id = ""
    """The table that it is told at; "" where it is told outside any."""
    invitation: Setting | None = None
    said: Said | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """A disclosure as the room that tells keeps it.

    `chosen` are the ids of its pieces; what they said is copied into `handed` when it is offered.
    `answer` is why the other declined, `sent_back` why a second person did, and `objection` what
    was said after it was taken in.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    handed: Handed = Handed()
    chosen: Annotated[tuple[_Id, ...], Field(max_length=MAX_FACTORS)] = ()
    held_back: _Long = ""
    sent_back: _Long = ""
    answer: _Long = ""
    objection: _Long = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """What a room has taken in, as it keeps it; and what the sender has said against it since."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    handed: Handed
    from_reference: _Line
    objection: _Long = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """On what ground a room tells another what it writes at a table.

    Either `handed` says it, or `told`: the id of what the other has taken in on that ground.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    handed: Handed = Handed()
    told: _Id = ""

    @property
    def says_something(self) -> bool:
        """Whether a ground is chosen; before that, only what is known is kept."""
        return bool(self.told or self.handed.ground or self.handed.other_ground)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seated:
    """A room's place at a table. `footings` go by the id of the agency that is told."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT
    setting: Setting
    convener: _Line
    footings: dict[_Id, Footing] = field(default_factory=dict)


Contents = (
    Matter
    | Person
    | Answer
    | Note
    | Errand
    | Sheet
    | Briefing
    | Reason
    | Handed
    | Disclosed
    | Received
    | Said
    | Seated
)
T = TypeVar(
    "T",
    Matter,
    Person,
    Answer,
    Note,
    Errand,
    Sheet,
    Briefing,
    Reason,
    Handed,
    Disclosed,
    Received,
    Said,
    Seated,
)


def dump(contents: Contents) -> bytes:
    """Raises pydantic.ValidationError for contents that could not be read again."""
    adapter = adapter_of(type(contents))
    plain = adapter.dump_json(contents)
    adapter.validate_json(plain)
    return plain


def parse(kind: type[T], plain: bytes) -> T:
    """Raises pydantic.ValidationError."""
    return adapter_of(kind).validate_json(plain)
