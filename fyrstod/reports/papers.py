"""From checked answers to one `Document`: what the report says on paper."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.documents.tree import (
    Block,
    Bullets,
    Document,
    Field,
    Fields,
    Notice,
    Paragraph,
    Section,
    Signature,
    Table,
)
from fyrstod.drafts.papers import attached, labels, made_with, reference_of, versions_of
from fyrstod.packs.schema import CopyBlock, Factor, Kind, Need, Pack, Report, ReportField
from fyrstod.packs.schema import Section as PackSection
from fyrstod.reports import rules
from fyrstod.reports.rules import Answers, Filled

SCHEMA = "fyrstod-report-1"
"""The name of the JSON inside the PDF; its schema is docs/schema/fyrstod-report-1.json."""

BRIEF: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "concern": {
        gettext_noop("In danger now"): ("danger_now",),
        gettext_noop("The person"): ("person_name", "person_birth_year"),
        gettext_noop("It is about"): ("report_about",),
        gettext_noop("Protected personal data"): ("protected_data",),
        gettext_noop("The family knows"): ("family_informed",),
        gettext_noop("The adult’s consent"): ("adult_consent",),
        gettext_noop("Reported by"): ("reporter_name", "reporter_role", "reporter_workplace"),
        gettext_noop("Telephone"): ("reporter_phone",),
    },
    "police": {
        gettext_noop("In danger now"): ("danger_now",),
        gettext_noop("Protected personal data"): ("protected_data",),
        gettext_noop("When"): ("incident_when", "incident_time"),
        gettext_noop("Where"): ("incident_place",),
        gettext_noop("Reported by"): ("reporter_name", "reporter_role", "reporter_workplace"),
        gettext_noop("Contact at the workplace"): ("organisation_contact",),
        gettext_noop("Telephone"): ("reporter_phone",),
    },
}
"""For each report, what a receiver looks for first, and the answers that tell it."""
BRIEF_ALONE = frozenset({"danger_now", "report_about", "protected_data"})
"""Answers of one word that stand there and nowhere else, so that none takes a heading alone."""

_WIDEST_TABLE = 4
"""Unit: columns. More, or longer cells, read better as one entry after the other."""
_LONGEST_CELL = 60
"""Unit: characters."""

_TYPED = frozenset({Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.GROUP})
"""Answers in own words; the others are a day, a time or a choice."""
_LONGEST_TO_TYPE = 30
"""Unit: characters. What is longer is worth copying."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a paper is made of, and nothing it must look up elsewhere.

    `answers` may hold more than the report puts; only what applies is printed.
    """

    pack: Pack
    report: Report
    answers: Answers
    pieces: tuple[Piece, ...]
    language: Literal["sv", "en"]
    created: datetime.datetime

    @cached_property
    def filled(self) -> Filled:
        return Filled(self.report, self.answers)

    @property
    def names_factors(self) -> bool:
        """A police report holds what happened, never what a factor may say of somebody."""
        return self.report.id == "concern"

    @property
    def has_local_words(self) -> bool:
        """Whether an overlay has given words to the report's template."""
        report = self.report.id
        return any(
            (part, item_id) == ("reports", report) or part.startswith(f"{report}_")
            for part, item_id in self.pack.local
        )

    def text(self, name: str) -> str:
        """A plain answer, or "" where there is none."""
        value = self.filled.given.get(name)
        return value if isinstance(value, str) else ""


def document(paper: Paper) -> Document:
    """The paper as a tree. The same paper gives the same tree, to the letter."""
    with translation.override(paper.language):
        return _Writer(paper).document()


def data_of(paper: Paper) -> dict[str, Any]:
    """The answers as plain data for a receiver's own system, with what is shown and no more."""
    return {
        "schema": SCHEMA,
        "report": paper.report.id,
        **versions_of(paper.pack, local=paper.has_local_words),
        "language": paper.language,
        "created": paper.created.isoformat(),
        "answers": paper.filled.given,
        "pieces": [
            {
                "kind": str(piece.kind),
                "date": piece.date,
                "source": piece.source,
                "text": piece.text,
                "factors": list(piece.factors) if paper.names_factors else [],
            }
            for piece in in_order(paper.pieces)
        ],
    }


def in_order(pieces: Iterable[Piece]) -> list[Piece]:
    """Oldest first, and last those that nobody has a date for."""
    return sorted(pieces, key=lambda piece: piece.date or "9999")


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.factors: dict[str, Factor] = {factor.id: factor for factor in paper.pack.factors}

    def document(self) -> Document:
        paper = self.paper
        data = data_of(paper)
        reference = reference_of(data)
        return Document(
            title=paper.report.document_title.in_language(paper.language),
            subtitle=self._subtitle(),
            language=paper.language,
            reference=reference,
            pack=made_with(paper.pack, paper.language, local=paper.has_local_words),
            created=paper.created,
            recipient=paper.report.recipient.in_language(paper.language),
            secrecy=paper.report.secrecy.in_language(paper.language),
            sections=tuple(self._sections()),
            labels=labels(),
            author=paper.text("reporter_name"),
            attachments=(
                attached(
                    "answers.json",
                    _("The answers of this report as data"),
                    {**data, "reference": reference},
                ),
            ),
        )

    def _subtitle(self) -> str:
        """Whom a concern is about, and where and when what the police are told of took place."""
        paper = self.paper
        if paper.report.id == "concern":
            name = paper.text("person_name")
            return _("About %(name)s") % {"name": name} if name else ""
        when = paper.filled.given.get("incident_when")
        days = _shown_days(when) if isinstance(when, dict) else ""
        return ", ".join(part for part in (paper.text("incident_place"), days) if part)

    def _sections(self) -> Iterator[Section]:
        paper = self.paper
        yield Section("", tuple(self._opening()))
        for section in paper.filled.sections:
            blocks, inner = tuple(self._blocks(section)), tuple(self._entries(section))
            if blocks or inner:
                yield Section(self._heading(section), blocks, inner)
        if unanswered := tuple(self._unanswered()):
            yield Section(
                _("Left unanswered"),
                (
                    Paragraph(_("The writer did not know, or chose not to answer:")),
                    Bullets(unanswered),
                ),
            )
        yield Section(_("Signed"), (self._signature(),))

    def _signature(self) -> Signature:
        """Who stands for the paper, and room to sign it by hand."""
        return Signature(
            (
                Field(_("Name"), self.paper.text("reporter_name")),
                Field(_("Title"), self.paper.text("reporter_role")),
                Field(_("Place and date"), ""),
                Field(_("Signature"), ""),
            )
        )

    def _opening(self) -> Iterator[Block]:
        """What a reader must know before anything else."""
        if self.paper.filled.in_danger:
            yield Notice(
                _(
                    "The writer judges that somebody is in danger now. In danger it is 112 that "
                    "applies; this paper does not take the place of that call."
                )
            )
        if self.paper.filled.may_protect:
            yield Notice(
                _(
                    "It is not known whether anyone has protected personal data. The answers to "
                    "the questions about address and whereabouts are left out on purpose. Read "
                    "the free text: it may still tell of a place. Ask the writer before you ask "
                    "for an address."
                )
            )
        elif self.paper.filled.protects:
            yield Notice(
                _(
                    "Protected personal data. The answers to the questions about address and "
                    "whereabouts are left out on purpose. Read the free text: it may still tell of "
                    "a place. Handle this paper by your routine for such data."
                )
            )
        if brief := tuple(self._brief()):
            yield Fields(brief)
        yield Paragraph(
            _(
                "The answers are the writer’s own words. What the writer has seen, been told and "
                "thinks stand apart from one another."
            )
        )
        if self.paper.names_factors and any(map(self._factor_names, self.paper.pieces)):
            yield Paragraph(
                _(
                    "Where the writer links something to a factor, it is a thought to look into. "
                    "Factors come from research on groups and do not tell what one person will do."
                )
            )

    def _brief(self) -> Iterator[Field]:
        given = self.paper.filled.given
        fields = {field.id: field for _section, field in self.paper.filled.asked}
        for label, names in BRIEF[self.paper.report.id].items():
            told = [self._shown(fields[name], given[name]) for name in names if name in given]
            if told:
                yield Field(_(label), ", ".join(told))

    def _blocks(self, section: PackSection) -> Iterator[Block]:
        """The plain answers of a section, and the pieces that belong under it."""
        given = self.paper.filled.given
        answered = [
            Field(self._heading(field), self._shown(field, given[field.id]))
            for field in self.paper.filled.fields(section)
            if field.id in given and field.id not in BRIEF_ALONE and field.kind is not Kind.GROUP
        ]
        alone = self._asks_one_thing(section)
        if answered:
            yield Paragraph(answered[0].value) if alone else Fields(tuple(answered))
        for field in self.paper.filled.fields(section):
            if field.kind is Kind.GROUP and (table := self._table(field)):
                yield dataclasses.replace(table, caption="") if alone else table
        for kind in section.pieces:
            yield from self._pieces(PieceKind(kind))
        if section.side and self.paper.names_factors:
            yield from self._linked(section)

    def _asks_one_thing(self, section: PackSection) -> bool:
        """Whether the heading of a section says all that the name of its question would say.

        A question that has no name for paper stands there in full, whatever is above it.
        """
        return (
            len(section.fields) == 1
            and bool(section.fields[0].heading)
            and not section.pieces
            and not (section.side and self.paper.names_factors)
        )

    def _table(self, group: ReportField) -> Table | None:
        """A group as a table, where every row fits on a line or two."""
        rows, columns = self._rows(group)
        cells = [
            tuple(
                self._shown(inner, row[inner.id]) if inner.id in row else "–" for inner in columns
            )
            for row in rows
        ]
        longest = max((len(cell) for row in cells for cell in row), default=0)
        if not rows or len(columns) > _WIDEST_TABLE or longest > _LONGEST_CELL:
            return None
        header = tuple(self._heading(inner) for inner in columns)
        return Table(self._heading(group), header, tuple(cells))

    def _rows(self, group: ReportField) -> tuple[list[dict[str, Any]], list[ReportField]]:
        """A group's rows, and those of its fields that any row answers."""
        rows = rules.rows_of(self.paper.filled.given.get(group.id))
        return rows, [inner for inner in group.fields if any(inner.id in row for row in rows)]

    def _entries(self, section: PackSection) -> Iterator[Section]:
        """The groups of a section that are too large for a table, one entry after the other."""
        for group in self.paper.filled.fields(section):
            rows, columns = self._rows(group)
            if rows and self._table(group) is None:
                for number, row in enumerate(rows, start=1):
                    items = [
                        Field(self._heading(inner), self._shown(inner, row[inner.id]))
                        for inner in columns
                        if inner.id in row
                    ]
                    heading = self._entry(section, group, number if len(rows) > 1 else 0)
                    yield Section(heading, (Fields(tuple(items)),))

    def _entry(self, section: PackSection, group: ReportField, number: int) -> str:
        """The heading of an entry; `number` is its place among several, 0 for the only one."""
        if number:
            return f"{self._heading(group)} · {number}"
        return "" if self._asks_one_thing(section) else self._heading(group)

    def _pieces(self, kind: PieceKind) -> Iterator[Block]:
        pieces = [piece for piece in in_order(self.paper.pieces) if piece.kind is kind]
        if not pieces:
            return
        if kind is PieceKind.INTERPRETED:
            yield Paragraph(
                _(
                    "This is the writer’s own interpretation. It is neither seen nor told, and "
                    "there may be other explanations."
                )
            )
        yield Fields(tuple(Field(head_of(piece), self._told(piece)) for piece in pieces))

    def _told(self, piece: Piece) -> str:
        names = self._factor_names(piece)
        if not names or not self.paper.names_factors:
            return piece.text
        linked = _("The writer links this to: %(factors)s.") % {"factors": "; ".join(names)}
        return f"{piece.text}\n{linked}"

    def _factor_names(self, piece: Piece, section: PackSection | None = None) -> list[str]:
        """The factors a piece is linked to; with `section` those of its side alone."""
        found = [self.factors[name] for name in piece.factors if name in self.factors]
        return [
            factor.label.in_language(self.paper.language)
            for factor in found
            if section is None or factor.side is section.side
        ]

    def _linked(self, section: PackSection) -> Iterator[Block]:
        """The pieces linked to the section's side, told again so that it is as full as the rest."""
        items = [
            Field("; ".join(names), f"{piece.text}\n({head_of(piece)})")
            for piece in in_order(self.paper.pieces)
            if (names := self._factor_names(piece, section))
        ]
        if items:
            yield Paragraph(_("Told elsewhere in this report, and linked by the writer to this:"))
            yield Fields(tuple(items))

    def _unanswered(self) -> Iterator[str]:
        filled = self.paper.filled
        # Nobody is asked to interpret, so only what was seen and told can be lacking.
        told = {str(piece.kind) for piece in self.paper.pieces} | {str(PieceKind.INTERPRETED)}
        for section in filled.sections:
            if set(section.pieces) - told:
                yield self._heading(section)
            for field in filled.fields(section):
                if field.need is not Need.IF_KNOWN and field.id not in filled.given:
                    heading = self._heading(section)
                    alone = self._asks_one_thing(section)
                    yield heading if alone else f"{heading}: {self._heading(field)}"

    def _heading(self, of: ReportField | PackSection) -> str:
        return of.on_paper.in_language(self.paper.language)

    def _shown(self, field: ReportField, value: object) -> str:
        return shown(field, value, self.paper.language)


def head_of(piece: Piece) -> str:
    """When, and from whom or where."""
    source = " ".join(piece.source.split())
    return " · ".join(part for part in (piece.date or _("No date known"), source) if part)


def shown(field: ReportField, value: object, language: str) -> str:
    """An answer as a reader sees it, in a language whose translations are active."""
    match field.kind:
        case Kind.YES_NO:
            return _("Yes") if value == "yes" else _("No")
        case Kind.CHOICE | Kind.CHOICES:
            chosen = value if isinstance(value, list) else [value]
            names = [o.label.in_language(language) for o in field.options if o.id in chosen]
            return "; ".join(names)
        case Kind.PERIOD if isinstance(value, Mapping):
            return _shown_period(value)
        case Kind.GROUP if isinstance(value, list):
            return "\n\n".join(_shown_row(field, row, language) for row in value)
        case _:
            return str(value)


def _shown_row(group: ReportField, row: Mapping[str, Any], language: str) -> str:
    return "\n".join(
        f"{inner.on_paper.in_language(language)}: {shown(inner, row[inner.id], language)}"
        for inner in group.fields
        if row.get(inner.id)
    )


def _shown_period(period: Mapping[str, str]) -> str:
    about = period.get("about", "")
    words = _("roughly") if about == rules.ROUGHLY else about
    return " · ".join(part for part in (_shown_days(period), words) if part)


def _shown_days(period: Mapping[str, str]) -> str:
    start, end = period.get("from", ""), period.get("to", "")
    if start and end and start != end:
        return _("from %(start)s to %(end)s") % {"start": start, "end": end}
    if period.get("ongoing"):
        ongoing = _("since %(start)s, still going on") if start else _("still going on")
        return ongoing % {"start": start}
    # A lone first day is that day: only the writer can say that something goes on.
    if start or not end:
        return start
    return _("until %(end)s") % {"end": end}


@dataclass(frozen=True, slots=True)
class ToPaste:
    """What is written for one box of the receiver's own form; `text` is empty where nothing is.

    `runs_on`: there is more to it than a day or a place, which are typed as fast as they are
    copied.
    """

    title: str
    text: str
    runs_on: bool


def copy_blocks(paper: Paper) -> tuple[ToPaste, ...]:
    """A text for each box of the receiver's own form, in its order; empty ones too."""
    with translation.override(paper.language):
        return tuple(_to_paste(paper, block) for block in paper.report.copy_blocks)


def _to_paste(paper: Paper, block: CopyBlock) -> ToPaste:
    fields = {field.id: field for _section, field in paper.filled.asked}
    answers = [
        (fields[name], shown(fields[name], value, paper.language))
        for name in block.fields
        if (value := paper.filled.given.get(name))
    ]
    pieces = [piece for piece in in_order(paper.pieces) if piece.kind in block.pieces]
    alone = len(block.fields) == 1 and not block.pieces
    texts = [
        told if alone else f"{field.on_paper.in_language(paper.language)}\n{told}"
        for field, told in answers
    ]
    texts += [f"{head_of(piece)} ({_kind_name(piece.kind)})\n{piece.text}" for piece in pieces]
    typed = [told for field, told in answers if field.kind in _TYPED]
    return ToPaste(
        block.title.in_language(paper.language),
        "\n\n".join(texts),
        bool(pieces) or sum(map(len, typed)) > _LONGEST_TO_TYPE,
    )


def _kind_name(kind: PieceKind) -> str:
    return {
        PieceKind.SEEN: _("seen or heard by the writer"),
        PieceKind.TOLD: _("told to the writer"),
        PieceKind.INTERPRETED: _("the writer’s own interpretation"),
    }[kind]
