"""What an answer must be, and which questions apply. No database, request or clock.

The page, the command line and the API all check answers here, so that none of them
takes what another refuses.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from fyrstod.core import dates, numbers
from fyrstod.core.errors import DomainError
from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.core.text import MAX_LONG_TEXT, has_hidden, unify_newlines
from fyrstod.drafts.contents import MAX_PIECES
from fyrstod.drafts.fields import too_long
from fyrstod.packs.schema import Kind, Need, Report, ReportField, Section, ShowIf

Value = str | list[str] | dict[str, str] | list[dict[str, Any]]
"""A checked answer: text, option ids, a period's parts, or a group's rows."""
Answers = Mapping[str, Value]

MAX_GROUP_ROWS = 20
MAX_SHORT_TEXT = 200
"""Unit: characters, of a source and of the words beside a period."""
ROUGHLY = "~"
"""How a period keeps a bare "about"; a paper says it in its own language."""
DANGER_NOW = "danger_now"
"""The field of both reports that asks whether somebody is in danger now."""
PROTECTED_DATA = "protected_data"
"""The field of both reports that asks for protected personal data (skyddade personuppgifter)."""
HOLDS_BACK = frozenset({"yes", "unknown"})
"""The answers to it that hold addresses back: not to know is not to know that it is safe."""

IDENTITY_NUMBER = "person_identity_number"
"""The field of both reports that asks for a personal identity or coordination number."""


class BadAnswer(DomainError):
    """An answer that cannot be kept. `part` names the part of a period or row of a group."""

    def __init__(self, message: str, part: str = "") -> None:
        super().__init__(message)
        self.part = part


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer, and where: a field id, or a path such as "guardians.1.name"."""

    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.field}: {self.message}"


def check(field: ReportField, raw: object, today: datetime.date) -> Value:
    """The answer as it is kept; "" or an empty list where nothing was answered.

    Raises BadAnswer. Whether an answer is required is not asked here.
    """
    return _CHECKS[field.kind](field, raw, today)


def _text(field: ReportField, raw: object, today: datetime.date) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise BadAnswer(_("Write this as text."))
    text = unify_newlines(raw).strip()
    if has_hidden(text):
        raise BadAnswer(_hidden_found())
    limit = field.max_length or MAX_LONG_TEXT
    if len(text) > limit:
        raise BadAnswer(too_long(len(text), limit))
    if field.kind is Kind.SHORT_TEXT and "\n" in text:
        raise BadAnswer(_("Write this on one line."))
    return text


def _date(field: ReportField, raw: object, today: datetime.date) -> str:
    text = _plain(raw)
    if not text:
        return ""
    try:
        day = dates.parse_day(text)
    except ValueError:
        raise BadAnswer(_("Write the date as 2026-11-23.")) from None
    if field.dates == "past" and day > today:
        raise BadAnswer(_("The date lies in the future. Check the year, month and day."))
    return day.isoformat()


def _time(field: ReportField, raw: object, today: datetime.date) -> str:
    text = _plain(raw)
    try:
        return dates.parse_time(text) if text else ""
    except ValueError:
        raise BadAnswer(_("Write the time as 08:30.")) from None


def _period(field: ReportField, raw: object, today: datetime.date) -> dict[str, str] | str:
    if raw in (None, ""):
        return ""
    if not isinstance(raw, Mapping) or set(raw) - {"from", "to", "about", "ongoing"}:
        raise BadAnswer(_("Give the period as from, to, about and ongoing."))
    about = raw.get("about")
    if isinstance(about, bool):
        about = ROUGHLY if about else ""
    period = {"about": _text_part("about", about)}
    for part in ("from", "to"):
        text = _plain(raw.get(part))
        try:
            period[part] = dates.parse(text) if text else ""
        except ValueError:
            message = _("Write the date as 2026-11-23, or only the year and month: 2026-11.")
            raise BadAnswer(message, part) from None
        if field.dates == "past" and period[part] and dates.begins_after(period[part], today):
            message = _("The date lies in the future. Check the year, month and day.")
            raise BadAnswer(message, part)
    if period["from"] and period["to"]:
        shared = min(len(period["from"]), len(period["to"]))
        if period["to"][:shared] < period["from"][:shared]:
            raise BadAnswer(_("The period ends before it begins."), "to")
    if _goes_on(raw.get("ongoing")):
        if period["to"]:
            message = _("What still goes on has no last day. Empty this, or take the tick away.")
            raise BadAnswer(message, "to")
        if not any(period.values()):
            raise BadAnswer(_("Write when it began too, if only roughly."), "from")
        period["ongoing"] = "yes"
    return period if any(period.values()) else ""


def _goes_on(raw: object) -> bool:
    """Whether somebody says that a period has not ended. Nobody is taken to say so."""
    if raw in ("yes", "no", "", None) or isinstance(raw, bool):
        return raw is True or raw == "yes"
    raise BadAnswer(_("Choose one of: %(options)s.") % {"options": "yes, no"}, "ongoing")


def _text_part(part: str, raw: object) -> str:
    text = _plain(raw)
    if has_hidden(text):
        raise BadAnswer(_hidden_found(), part)
    if len(text) > MAX_SHORT_TEXT or "\n" in unify_newlines(text):
        raise BadAnswer(_("Write at most 200 characters on one line."), part)
    return text


def _hidden_found() -> str:
    return _(
        "The text held invisible characters that change how it is read. They are taken "
        "away now. Look the text over and save again."
    )


def _choice(field: ReportField, raw: object, today: datetime.date) -> str:
    if raw in (None, ""):
        return ""
    if field.kind is Kind.YES_NO and isinstance(raw, bool):
        return "yes" if raw else "no"
    allowed = options_of(field)
    if not isinstance(raw, str) or raw not in allowed:
        raise BadAnswer(_("Choose one of: %(options)s.") % {"options": ", ".join(allowed)})
    return raw


def _choices(field: ReportField, raw: object, today: datetime.date) -> list[str]:
    if raw in (None, ""):
        return []
    allowed = options_of(field)
    if not isinstance(raw, list | tuple) or any(item not in allowed for item in raw):
        raise BadAnswer(_("Choose among: %(options)s.") % {"options": ", ".join(allowed)})
    return [option for option in allowed if option in raw]


def _group(field: ReportField, raw: object, today: datetime.date) -> list[dict[str, Any]]:
    if raw in (None, ""):
        return []
    if not isinstance(raw, list | tuple) or not all(isinstance(row, Mapping) for row in raw):
        raise BadAnswer(_("Give one set of answers for each."))
    if len(raw) > MAX_GROUP_ROWS:
        raise BadAnswer(_("There is room for %(limit)s here.") % {"limit": MAX_GROUP_ROWS})
    known = {inner.id: inner for inner in field.fields}
    rows = []
    for number, row in enumerate(raw):
        for name in row:
            if name not in known:
                raise BadAnswer(_("There is no such question."), f"{number}.{name}")
        kept: dict[str, Any] = {}
        for name, inner in known.items():
            try:
                value = check(inner, row.get(name), today)
            except BadAnswer as problem:
                part = f"{number}.{name}" + (f".{problem.part}" if problem.part else "")
                raise BadAnswer(str(problem), part) from None
            if value:
                kept[name] = value
        if kept:
            rows.append(kept)
    return rows


def _plain(raw: object) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise BadAnswer(_("Write this as text."))
    return raw.strip()


_CHECKS: dict[Kind, Callable[[ReportField, object, datetime.date], Value]] = {
    Kind.SHORT_TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.PERIOD: _period,
    Kind.CHOICE: _choice,
    Kind.YES_NO: _choice,
    Kind.CHOICES: _choices,
    Kind.GROUP: _group,
}


def options_of(field: ReportField) -> tuple[str, ...]:
    """The ids an answer may hold, for the kinds that choose."""
    if field.kind is Kind.YES_NO:
        return ("yes", "no")
    return tuple(option.id for option in field.options)


def applies(show_if: ShowIf | None, answers: Answers) -> bool:
    """Whether a condition holds. A question nobody answered yet hides what hangs on it."""
    if show_if is None:
        return True
    answer = answers.get(show_if.field, "")
    given = answer if isinstance(answer, list) else [answer]
    return any(item in show_if.is_one_of for item in given)


def settled(report: Report, answers: Answers) -> dict[str, Value]:
    """The answers to the questions that a report puts.

    An answer that another answer has hidden steps back, and with it what hangs on it.
    """
    live = dict(answers)
    while True:
        put = {
            field.id
            for section in report.sections
            if applies(section.show_if, live)
            for field in section.fields
            if applies(field.show_if, live)
        }
        if live.keys() <= put:
            return live
        live = {name: value for name, value in live.items() if name in put}


@dataclass(frozen=True)
class Filled:
    """A report with answers: which of its pages and questions apply, and what they hold.

    `answers` may hold more than the report puts. Whoever shows or prints reads `given`, where
    nothing is that does not apply, and no address where data are or may be protected.
    """

    report: Report
    answers: Answers

    @cached_property
    def live(self) -> dict[str, Value]:
        return settled(self.report, self.answers)

    @property
    def in_danger(self) -> bool:
        """Whether the writer says that somebody is in danger now."""
        return self.answers.get(DANGER_NOW) == "yes"

    @property
    def protects(self) -> bool:
        """Whether somebody has or may have protected personal data: addresses are left out."""
        return self.answers.get(PROTECTED_DATA) in HOLDS_BACK

    @property
    def may_protect(self) -> bool:
        """Whether the writer does not know of any protection."""
        return self.answers.get(PROTECTED_DATA) == "unknown"

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections that apply, in order."""
        return tuple(s for s in self.report.sections if applies(s.show_if, self.live))

    def fields(self, section: Section) -> tuple[ReportField, ...]:
        """The fields of a section that apply."""
        return tuple(
            field
            for field in section.fields
            if applies(field.show_if, self.live) and not (self.protects and field.address)
        )

    def on_page(self, section: Section) -> tuple[ReportField, ...]:
        """The fields of a section's page: those that apply, and those that an answer beside
        them may make apply, since a page without script cannot show them afterwards."""
        beside = {field.id for field in section.fields}
        hides = self.protects and PROTECTED_DATA not in beside
        return tuple(
            field
            for field in section.fields
            if (applies(field.show_if, self.live) or hangs_on(field, beside))
            and not (hides and field.address)
        )

    def hidden_in(self, group: ReportField) -> frozenset[str]:
        """The fields of a group's rows that are kept out of sight."""
        if not self.protects:
            return frozenset()
        return frozenset(inner.id for inner in group.fields if inner.address)

    @cached_property
    def withheld(self) -> tuple[tuple[ReportField, ...], ...]:
        """What is left out where data may be protected: a field, or a group and one in it."""
        here = (
            field
            for section in (self.sections if self.protects else ())
            for field in section.fields
            if applies(field.show_if, self.live)
        )
        return tuple(
            path
            for field in here
            for path in ((field,), *((field, inner) for inner in field.fields))
            if path[-1].address
        )

    @cached_property
    def asked(self) -> tuple[tuple[Section, ReportField], ...]:
        """Every field that applies, with its section."""
        return tuple(
            (section, field) for section in self.sections for field in self.fields(section)
        )

    @cached_property
    def given(self) -> dict[str, Value]:
        """The answers as they may be shown, by field id, in the order of the report."""
        return {field.id: value for _s, field in self.asked if (value := self._shown(field))}

    def _shown(self, field: ReportField) -> Value | None:
        value = self.live.get(field.id)
        if field.kind is not Kind.GROUP:
            return value
        hidden = self.hidden_in(field)
        rows = [{k: v for k, v in row.items() if k not in hidden} for row in rows_of(value)]
        return [row for row in rows if row]

    @cached_property
    def missing(self) -> tuple[tuple[Section, ReportField], ...]:
        """Required fields that have no answer, and groups with a begun row that lacks something."""
        return tuple(
            (section, field)
            for section, field in self.asked
            if (field.need is Need.REQUIRED and field.id not in self.given) or any(self.gaps(field))
        )

    def gaps(self, group: ReportField) -> Iterator[tuple[int, ReportField]]:
        """What the begun rows of a group lack: (row number, field inside the group)."""
        hidden = self.hidden_in(group)
        needed = [i for i in group.fields if i.need is Need.REQUIRED and i.id not in hidden]
        for number, row in enumerate(rows_of(self.live.get(group.id)) if needed else ()):
            if row.keys() - hidden:
                yield from ((number, inner) for inner in needed if not row.get(inner.id))

    @cached_property
    def worth_adding(self) -> tuple[tuple[Section, ReportField], ...]:
        """Recommended fields that have no answer."""
        return tuple(
            (section, field)
            for section, field in self.asked
            if field.need is Need.RECOMMENDED and field.id not in self.given
        )

    def doubts(self, today: datetime.date) -> tuple[tuple[Section, ReportField], ...]:
        """Answers that are kept and printed as they stand, but that can hardly be right."""
        return tuple(
            (section, field)
            for section, field in self.asked
            if field.id == IDENTITY_NUMBER
            and numbers.cannot_be(str(self.given.get(field.id, "")), today)
        )


def without_addresses(reports: Iterable[Report], answers: Answers) -> dict[str, Value]:
    """The answers to several reports, but for those that tell where somebody is."""
    fields = {field.id: field for report in reports for field in report.all_fields()}
    kept: dict[str, Value] = {}
    for name, value in answers.items():
        field = fields.get(name)
        if field is None or field.address:
            continue
        hidden = {inner.id for inner in field.fields if inner.address}
        if hidden:
            rows = [{k: v for k, v in row.items() if k not in hidden} for row in rows_of(value)]
            kept[name] = [row for row in rows if row]
        else:
            kept[name] = value
    return {name: value for name, value in kept.items() if value}


def hangs_on(field: ReportField, ids: set[str]) -> bool:
    """Whether a field waits for an answer to one of `ids`."""
    return field.show_if is not None and field.show_if.field in ids


def rows_of(value: object) -> list[dict[str, Any]]:
    """A group's rows; none where nothing was answered."""
    return value if isinstance(value, list) else []


def check_all(
    report: Report, raw: Mapping[str, object], today: datetime.date
) -> tuple[dict[str, Value], tuple[Fault, ...]]:
    """Check a whole set of answers: what can be kept, and every fault.

    Answers to questions that do not apply are checked too, and then left aside by
    whoever writes the paper.
    """
    fields = {field.id: field for field in report.all_fields()}
    kept: dict[str, Value] = {}
    faults: list[Fault] = []
    for name, value in raw.items():
        if name not in fields:
            faults.append(Fault(str(name)[:80], _("There is no such question in this report.")))
            continue
        try:
            if answer := check(fields[name], value, today):
                kept[name] = answer
        except BadAnswer as problem:
            path = f"{name}.{problem.part}" if problem.part else name
            faults.append(Fault(path, str(problem)))
    faulty = {fault.field.split(".")[0] for fault in faults}
    filled = Filled(report, kept)
    for _section, field in filled.missing:
        if field.id in faulty:
            continue
        places = [f"{field.id}.{number}.{inner.id}" for number, inner in filled.gaps(field)]
        message = _("This is needed and has no answer.")
        faults.extend(Fault(place, message) for place in places or [field.id])
    return kept, tuple(faults)


def check_pieces(
    raw: Sequence[object], factor_ids: frozenset[str], today: datetime.date
) -> tuple[tuple[Piece, ...], tuple[Fault, ...]]:
    """Pieces given as plain data: `{"kind", "date", "source", "text", "factors"}` each."""
    if len(raw) > MAX_PIECES:
        message = _("Give the pieces as a list of at most %(limit)s.") % {"limit": MAX_PIECES}
        return (), (Fault("pieces", message),)
    pieces: list[Piece] = []
    faults: list[Fault] = []
    for number, item in enumerate(raw):
        place = f"pieces.{number}"
        if not isinstance(item, Mapping):
            faults.append(Fault(place, _("Give each piece as an object.")))
            continue
        found = list(_piece_faults(place, item, factor_ids, today))
        faults.extend(found)
        if not found:
            date = _plain(item.get("date") or "")
            pieces.append(
                Piece(
                    id=str(item.get("id") or f"piece-{number + 1}"),
                    kind=PieceKind(item["kind"]),
                    text=unify_newlines(item["text"]).strip(),
                    date=dates.parse(date) if date else "",
                    source=_plain(item.get("source") or ""),
                    factors=tuple(item.get("factors") or ()),
                )
            )
    return tuple(pieces), tuple(faults)


def _piece_faults(
    place: str, item: Mapping[str, object], factor_ids: frozenset[str], today: datetime.date
) -> Iterator[Fault]:
    for name in item:
        if name not in ("id", "kind", "date", "source", "text", "factors"):
            yield Fault(f"{place}.{str(name)[:80]}", _("There is no such part of a piece."))
    kinds = [str(kind) for kind in PieceKind]
    if item.get("kind") not in kinds:
        yield Fault(
            f"{place}.kind", _("Choose one of: %(options)s.") % {"options": ", ".join(kinds)}
        )
    text = item.get("text")
    if not isinstance(text, str) or not text.strip():
        yield Fault(f"{place}.text", _("Write what the piece is about."))
    elif len(text) > MAX_LONG_TEXT or has_hidden(text):
        yield Fault(f"{place}.text", _("Write at most 20,000 plain characters."))
    source = item.get("source") or ""
    if not isinstance(source, str) or len(source) > MAX_SHORT_TEXT or has_hidden(source):
        yield Fault(f"{place}.source", _("Write at most 200 plain characters."))
    date = item.get("date") or ""
    try:
        if not isinstance(date, str) or (date and dates.begins_after(dates.parse(date), today)):
            yield Fault(f"{place}.date", _("A piece has already happened; check the date."))
    except ValueError:
        yield Fault(
            f"{place}.date",
            _("Write the date as 2026-11-23, or only the year and month: 2026-11."),
        )
    factors = item.get("factors") or []
    if not isinstance(factors, list) or any(
        not isinstance(factor, str) or factor not in factor_ids for factor in factors
    ):
        yield Fault(f"{place}.factors", _("A factor here is not in the pack."))
