"""What a pack holds, as frozen dataclasses.

The shape of each TOML file under `content/<pack>/<version>/` is one class here:
the key of a table (`[[question]]`) is the name in the comment above the class.
Unknown keys are refused, so a misspelt key never hides a text.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field, StringConstraints

from fyrstod.packs.base import STRICT, Id, Named, Text, Version, Words
from fyrstod.packs.cards import Act, Fact, Precedence, RuleCard
from fyrstod.packs.disposal import Disposal, RecordKind
from fyrstod.packs.facts import RoomFact
from fyrstod.packs.local import Forum, Overlay, Routine
from fyrstod.packs.table import AgendaItem, ForumKind, HeldBack, TableQuestion
from fyrstod.packs.together import (
    Agency,
    Area,
    PlanDuty,
    Recommendation,
    SharedWord,
    Timeline,
)


class Side(StrEnum):
    PROTECTIVE = "protective"
    RISK = "risk"


class Level(StrEnum):
    """Where in a life a factor lies. The order is the order of pages, not of weight."""

    INDIVIDUAL = "individual"
    FAMILY = "family"
    PEERS = "peers"
    SCHOOL_WORK = "school-work"
    COMMUNITY = "community"
    ONLINE = "online"
    IDEOLOGICAL = "ideological"


class Strength(StrEnum):
    """How much research stands behind a factor, for groups; it says nothing about one person."""

    STRONG = "strong"
    SOME = "some"
    WEAK = "weak"
    PRACTICE = "practice"


class Kind(StrEnum):
    """The kinds of answer a report can ask for."""

    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    DATE = "date"
    TIME = "time"
    PERIOD = "period"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    GROUP = "group"


class Need(StrEnum):
    REQUIRED = "required"
    RECOMMENDED = "recommended"
    IF_KNOWN = "if_known"


class Sensitivity(StrEnum):
    """How close to the skin a question goes. Plans go from the first to the last."""

    SAFE = "safe"
    EVERYDAY = "everyday"
    PERSONAL = "personal"
    SENSITIVE = "sensitive"


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """`pack.toml`: what this pack is.

    `format` counts what a pack must hold: 2 adds the law, working together and disposal to 1.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    version: Version
    title: Text
    date: datetime.date
    licence: Words
    publisher: Text
    format: Literal[1, 2] = 1


# process.toml [[step]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the five steps of the process map."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    lead: Text
    who: Text
    aims: tuple[Text, ...]
    time_limits: tuple[Text, ...]
    do: tuple[Text, ...]
    avoid: tuple[Text, ...]
    tools: tuple[
        Literal["guide", "worry", "factors", "advice", "concern-report", "police-report"], ...
    ]
    sources: tuple[Id, ...]


# questions/<theme>.toml [[question]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of the conversation guide.

    `askers` holds who may put it (`any` for everybody), `people` with whom.
    `starts_from` says whether it opens at strengths, at everyday ground or at the worry.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    theme: Id
    steps: Annotated[tuple[Id, ...], Field(min_length=1)]
    people: Annotated[tuple[Id, ...], Field(min_length=1)]
    askers: Annotated[tuple[Id, ...], Field(min_length=1)]
    form: Literal["open", "closed"]
    starts_from: Literal["strengths", "everyday", "worry"]
    sensitivity: Sensitivity
    text: Text
    why: Text
    protective: Text
    risk: Text
    follow_up: Text
    avoid: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


# advice.toml [[advice]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Advice on one situation: what to do, words that may help, what to avoid."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    moment: Literal["before", "during", "after", "special"]
    title: Text
    lead: Text
    do: Annotated[tuple[Text, ...], Field(min_length=3)]
    say: tuple[Text, ...]
    avoid: Annotated[tuple[Text, ...], Field(min_length=1)]
    people: tuple[Id, ...] = ()
    askers: tuple[Id, ...] = ()
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One published figure, as it was read. `says` puts it in plain words."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    value: Words
    says: Text
    source: Id


# factors/risk.toml, factors/protective.toml [[factor]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A risk or protective factor, always with what it does not mean.

    `protects_against` is given for a protective factor only.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    side: Side
    level: Level
    label: Text
    looks_like: Text
    does_not_mean: Text
    care_eye: Text
    security_eye: Text
    do: Text
    strength: Strength
    evidence: Text
    figures: tuple[Figure, ...] = ()
    protects_against: Text | None = None
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


# evidence.toml [[source]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was read, when, how much of it, and what it cannot say."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    citation: Words
    year: int | None = None
    url: Words
    read: Literal["abstract", "opening", "page", "full"]
    read_on: datetime.date
    status: Literal["seen", "secondary", "unverified"]
    limits: Text


EMERGENCY_CONTACTS = ("emergency-112", "police-11414", "cve-support-line")
"""Whom to call, on every page; the same wherever Fyrstöd runs."""


# contacts.toml [[contact]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody to call or a page to open. `checked` is shown beside it."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    name: Text
    phone: Words | None = None
    url: Words | None = None
    hours: Text | None = None
    use: Text
    checked: datetime.date
    status: Literal["seen", "secondary", "unverified"]
    source: Id


# glossary.toml [[term]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    word: Text
    meaning: Text


# worry.toml [[prompt]]
@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """A question to oneself while writing, against bias. Shown beside the kinds it fits."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    kinds: Annotated[tuple[Literal["seen", "told", "interpreted"], ...], Field(min_length=1)]
    text: Text
    why: Text
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


# worry.toml [[next_step]]
TARGET_PAGES = (
    "emergency",
    "guide",
    "worry",
    "factors",
    "advice",
    "concern-report",
    "police-report",
    "contacts",
    "save",
    "erase",
)
Target = Annotated[
    str,
    StringConstraints(
        pattern=rf"^(?:{'|'.join(TARGET_PAGES)}|(?:advice|plan):[a-z0-9_-]+)$", max_length=80
    ),
]
"""Where a next step leads: a page, `advice:<topic>`, or `plan:<person>` for a conversation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A way on from a worry: words and one link, never a level."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    text: Text
    target: Target
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    label: Text
    hint: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowIf:
    """Shown when the answer to `field` is one of `is_one_of`."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    field: Id
    is_one_of: Annotated[tuple[Words, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportField:
    """One thing a report asks for.

    An answer is kept under `id`, whichever report asks, so the same id in both
    reports is the same answer and must have the same kind and options.
    `max_length` counts characters, for the two text kinds. `dates` says whether
    a date may lie in the future. `address` marks what is left out when the
    person has protected personal data. `fields` belongs to a group, which repeats.
    The writer is asked by `label`; a receiver finds the answer under `heading`.
    `filled_from` is what a concern in a room fills in; in a group it stands on the
    field that takes one line a row.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    kind: Kind
    label: Text
    why: Text
    need: Need
    heading: Text | None = None
    hint: Text | None = None
    example: Text | None = None
    avoid: Text | None = None
    options: tuple[Option, ...] = ()
    max_length: Annotated[int, Field(ge=1, le=20_000)] | None = None
    dates: Literal["past", "any"] = "past"
    address: bool = False
    show_if: ShowIf | None = None
    fields: tuple[ReportField, ...] = ()
    filled_from: RoomFact | None = None

    @property
    def on_paper(self) -> Text:
        return self.heading or self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One page of a report and one heading on paper, `heading` where `title` asks the writer.

    `pieces` names the kinds of pieces told on this page; `side` puts the
    pieces linked to factors of that side under this heading on paper.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    lead: Text
    heading: Text | None = None
    do_not_write: Text | None = None
    pieces: tuple[Literal["seen", "told", "interpreted"], ...] = ()
    side: Side | None = None
    show_if: ShowIf | None = None
    fields: tuple[ReportField, ...] = ()
    sources: tuple[Id, ...] = ()

    @property
    def on_paper(self) -> Text:
        return self.heading or self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One way to hand a report over. `contact` points at contacts.toml."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    text: Text
    contact: Id | None = None
    show_if: ShowIf | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyBlock:
    """A block of text to copy into the receiver's own form, in that form's order."""

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Id
    title: Text
    fields: tuple[Id, ...] = ()
    pieces: tuple[Literal["seen", "told", "interpreted"], ...] = ()


# reports/concern.toml, reports/police.toml
@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report template: its pages in order, and where the paper goes.

    `suggests` names the kinds of piece that are ticked until the writer has chosen, and `choose`
    says what the receiver needs of them.
    """

    __pydantic_config__: ClassVar[ConfigDict] = STRICT
    id: Literal["concern", "police"]
    title: Text
    lead: Text
    document_title: Text
    recipient: Text
    before: Annotated[tuple[Text, ...], Field(min_length=1)]
    secrecy: Text
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]
    channels: Annotated[tuple[Channel, ...], Field(min_length=1)]
    copy_blocks: tuple[CopyBlock, ...] = ()
    sources: Annotated[tuple[Id, ...], Field(min_length=1)]
    suggests: tuple[Literal["seen", "told", "interpreted"], ...] = ("seen", "told")
    choose: Text | None = None

    def all_fields(self) -> tuple[ReportField, ...]:
        return tuple(field for section in self.sections for field in section.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A whole pack, frozen, with the hash of the files it came from.

    Where an overlay lies over it, `overlay` says so, and `local` names what is not national, by
    part and id: what was added, and what was reworded.
    """

    about: About
    digest: str
    steps: tuple[Step, ...]
    themes: tuple[Named, ...]
    people: tuple[Named, ...]
    askers: tuple[Named, ...]
    levels: tuple[Named, ...]
    strengths: tuple[Named, ...]
    questions: tuple[Question, ...]
    advice: tuple[Advice, ...]
    factors: tuple[Factor, ...]
    sources: tuple[Source, ...]
    contacts: tuple[Contact, ...]
    terms: tuple[Term, ...]
    prompts: tuple[Prompt, ...]
    next_steps: tuple[NextStep, ...]
    reports: tuple[Report, ...]
    facts: tuple[Fact, ...] = ()
    acts: tuple[Act, ...] = ()
    rules: tuple[RuleCard, ...] = ()
    precedence: tuple[Precedence, ...] = ()
    agencies: tuple[Agency, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    shared_words: tuple[SharedWord, ...] = ()
    areas: tuple[Area, ...] = ()
    roles: tuple[Named, ...] = ()
    states: tuple[Named, ...] = ()
    recommendations: tuple[Recommendation, ...] = ()
    plan_duties: tuple[PlanDuty, ...] = ()
    agenda_moments: tuple[Named, ...] = ()
    agenda: tuple[AgendaItem, ...] = ()
    differences: tuple[Named, ...] = ()
    table_questions: tuple[TableQuestion, ...] = ()
    held_back: tuple[HeldBack, ...] = ()
    forum_kinds: tuple[ForumKind, ...] = ()
    record_kinds: tuple[RecordKind, ...] = ()
    disposals: tuple[Disposal, ...] = ()
    forums: tuple[Forum, ...] = ()
    routines: tuple[Routine, ...] = ()
    overlay: Overlay | None = None
    local: tuple[tuple[str, str], ...] = ()

    @property
    def edition(self) -> str:
        """The pack and its version, as data name it."""
        return f"{self.about.id} {self.about.version}"

    @property
    def editions(self) -> tuple[str, ...]:
        """The pack and its version, and those of an overlay over it."""
        if self.overlay is None:
            return (self.edition,)
        return self.edition, f"{self.overlay.about.id} {self.overlay.about.version}"
