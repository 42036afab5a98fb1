"""From a self-assessment and its plan to one `Document`, and to the words on the pages."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _

from fyrstod.collaboration import assessment as rules
from fyrstod.collaboration.assessment import AreaStanding, Carried, DutyStanding, Gap, Standing
from fyrstod.core.assessments import (
    Action,
    Answer,
    Assessment,
    Holders,
    Role,
    Scope,
    State,
    Status,
)
from fyrstod.documents.tree import (
    Block,
    Bullets,
    Document,
    Field,
    Fields,
    Paragraph,
    Section,
    Table,
)
from fyrstod.drafts.papers import attached, labels, reference_of
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Pack

SCHEMA = "fyrstod-action-plan-1"
"""The name of the JSON inside the PDF; its schema is docs/schema/fyrstod-action-plan-1.json."""

_LONGEST_CELL = 60
"""Unit: characters. A longer name of an action is cut in tables; it stands whole below."""


# ── Words ───────────────────────────────────────────────────────────────────


def status_name(status: Status) -> str:
    return {
        Status.PLANNED: _("Planned"),
        Status.BEGUN: _("Begun"),
        Status.DONE: _("Done"),
        Status.SET_ASIDE: _("Set aside"),
    }[status]


def holders_name(holders: Holders) -> str:
    return {
        Holders.ONE: _("One person"),
        Holders.MORE: _("More than one"),
        Holders.NOBODY: _("Nobody just now"),
    }[holders]


def state_name(state: State | None, pack: Pack, language: str) -> str:
    """How something stands, in the pack's words."""
    if state is None:
        return _("Not answered yet")
    found = (named.title.in_language(language) for named in pack.states if named.id == state)
    return next(found, str(state))


def told(answer: Answer, pack: Pack, language: str) -> str:
    """An answer in words, a line for each part; "" where nothing is said."""
    lines = [
        state_name(answer.state, pack, language) if answer.state else "",
        answer.reason if answer.state is State.DOES_NOT_FIT else "",
        *(f"{label}: {value}" for label, value in beside(answer, pack, language)),
    ]
    return "\n".join(line for line in lines if line)


def beside(answer: Answer, pack: Pack, language: str) -> list[tuple[str, str]]:
    """(label, value) for what is said beside how something stands."""
    rows = (
        (_("Seen in"), answer.evidence),
        (_("Owner"), rules.words_for(rules.known(answer.owner, pack), pack, language)),
        (_("Deputy"), rules.words_for(rules.known(answer.deputy, pack), pack, language)),
        (_("Holds the role"), holders_name(answer.holders) if answer.holders else ""),
    )
    return [(label, value) for label, value in rows if value]


@dataclass(frozen=True, slots=True)
class Planned:
    """An action in words. `title` is what it is about, "" for one of the person's own.

    `status` is "" where nothing more is decided than that it shall be done some day.
    """

    action: Action
    title: str
    role: str
    deputy: str
    status: str
    lacks_date: bool

    @property
    def name(self) -> str:
        """What it is called in a list: what it is about, or the first words of what to do."""
        return self.title or _cut(self.action.what)


def planned(action: Action, pack: Pack, language: str) -> Planned:
    title = rules.title_of(action.about, pack)
    lacks_date = bool(rules.undated([action]))
    only_wished = lacks_date and action.status is Status.PLANNED
    return Planned(
        action,
        title.in_language(language) if title else "",
        rules.words_for(rules.known(action.role, pack), pack, language),
        rules.words_for(rules.known(action.deputy, pack), pack, language),
        "" if only_wished else status_name(action.status),
        lacks_date,
    )


def told_dates(actions: Iterable[Action]) -> str:
    """How many actions left to do lack a date, "" where none is left to do."""
    actions = tuple(actions)
    left, without = rules.live(actions), rules.undated(actions)
    if not left:
        return ""
    if not without:
        return _("Every action that is left to do has a date.")
    numbers = {"number": len(without), "all": len(left)}
    return _("Actions left to do without a date: %(number)s of %(all)s.") % numbers


@dataclass(frozen=True, slots=True)
class ThinRole:
    """A role to look at: `why` in sentences, and what it carries."""

    role: str
    why: tuple[str, ...]
    carries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContinuityInWords:
    roles: tuple[ThinRole, ...]
    without_owner: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.roles and not self.without_owner


def thin_roles(pack: Pack, assessment: Assessment, language: str) -> ContinuityInWords:
    """What would stop if somebody left, in words."""
    found = rules.continuity(pack, assessment)

    def names(items: Iterable[Carried]) -> tuple[str, ...]:
        return tuple(
            item.title.in_language(language) if isinstance(item.title, Text) else _cut(item.title)
            for item in items
        )

    roles = tuple(
        ThinRole(
            rules.words_for(check.role, pack, language),
            tuple(
                _why(
                    check.holders,
                    names(check.without_deputy),
                    for_nothing=1 < len(check.without_deputy) == len(check.carries),
                )
            ),
            names(check.carries),
        )
        for check in found.roles
    )
    return ContinuityInWords(roles, names(found.without_owner))


def _why(
    holders: Holders | None, without_deputy: tuple[str, ...], *, for_nothing: bool
) -> Iterator[str]:
    """`for_nothing`: nothing of all that the role carries has a deputy, so none is named."""
    if holders is Holders.NOBODY:
        yield _("Nobody holds the role just now.")
    if holders is Holders.ONE:
        yield _("One person alone holds the role.")
    if without_deputy and for_nothing:
        yield _("Nobody stands in for anything that the role carries.")
    elif without_deputy:
        yield _("Nobody stands in for: %(what)s.") % {"what": "; ".join(without_deputy)}


# ── The paper ───────────────────────────────────────────────────────────────


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What a paper is made of, and nothing it must look up elsewhere."""

    pack: Pack
    assessment: Assessment
    language: Literal["sv", "en"]
    created: datetime.datetime

    @cached_property
    def areas(self) -> tuple[AreaStanding, ...]:
        return rules.areas(self.pack, self.assessment)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        return rules.in_order(self.assessment.actions)

    @cached_property
    def unplanned(self) -> tuple[Gap, ...]:
        return rules.unplanned(self.pack, self.assessment)

    @cached_property
    def duties(self) -> tuple[DutyStanding, ...]:
        return rules.duties(self.pack, self.assessment)


def document(paper: Paper) -> Document:
    """The paper as a tree. The same paper gives the same tree, to the letter."""
    with translation.override(paper.language):
        return _Writer(paper).document()


def data_of(paper: Paper) -> dict[str, Any]:
    """The answers and the plan as plain data, with what is shown and no more."""
    assessment = paper.assessment

    def role(given: Role) -> dict[str, str]:
        held = rules.known(given, paper.pack)
        return {"id": held.id, "words": held.words}

    def said(answer: Answer) -> dict[str, Any]:
        return {
            "about": answer.about,
            "state": answer.state and str(answer.state),
            "reason": answer.reason if answer.state is State.DOES_NOT_FIT else "",
            "evidence": answer.evidence,
            "owner": role(answer.owner),
            "deputy": role(answer.deputy),
            "holders": answer.holders and str(answer.holders),
        }

    asked = [item.recommendation.id for area in paper.areas for item in area.standings]
    asked += [duty.id for duty in rules.asked_duties(paper.pack, assessment)]
    answers = (assessment.answer(about) for about in asked)
    return {
        "schema": SCHEMA,
        "scope": str(assessment.scope),
        "name": assessment.name,
        "pack": paper.pack.edition,
        "answered_under": assessment.pack,
        "answered": assessment.day,
        "language": paper.language,
        "created": paper.created.isoformat(),
        "answers": [said(answer) for answer in answers if answer != Answer(about=answer.about)],
        "rounds": [
            {
                "day": earlier.day,
                "pack": earlier.pack,
                "states": {about: str(state) for about, state in earlier.states.items()},
            }
            for earlier in assessment.rounds
        ],
        "actions": [
            {
                "about": action.about,
                "what": action.what,
                "role": role(action.role),
                "deputy": role(action.deputy),
                "by": action.by,
                "follow_up": action.follow_up,
                "done_when": action.done_when,
                "status": str(action.status),
            }
            for action in paper.actions
        ],
        "without_date": len(rules.undated(paper.actions)),
        "duties": [
            {
                "id": item.duty.id,
                "state": item.state and str(item.state),
                "missing": [recommendation.id for recommendation in item.missing],
                "unanswered": [recommendation.id for recommendation in item.unanswered],
            }
            for item in paper.duties
        ],
    }


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.pack = paper.pack
        self.language = paper.language

    def document(self) -> Document:
        paper = self.paper
        about = self.pack.about
        data = data_of(paper)
        reference = reference_of(data)
        return Document(
            title=_("Action plan for working together"),
            subtitle=paper.assessment.name,
            language=self.language,
            reference=reference,
            pack=f"{about.title.in_language(self.language)} {about.version}",
            created=paper.created,
            recipient="",
            secrecy="",
            sections=tuple(self._sections()),
            labels=labels(),
            attachments=(
                attached(
                    "plan.json",
                    _("The answers and the plan as data"),
                    {**data, "reference": reference},
                ),
            ),
        )

    def _sections(self) -> Iterator[Section]:
        yield Section("", tuple(self._opening()))
        yield Section(_("What we shall do"), tuple(self._glance()), tuple(self._actions()))
        if unplanned := self.paper.unplanned:
            items = tuple(self._words(gap.title) for gap in unplanned)
            lead = Paragraph(_("By the answers there is more to do. This has no action yet:"))
            yield Section(_("Not planned yet"), (lead, Bullets(items)))
        if self.paper.duties:
            yield Section(_("What the law asks of the municipality"), tuple(self._duties()))
        yield Section(_("What holds when somebody leaves"), tuple(self._continuity()))
        if moved := rules.moved(self.paper.areas):
            yield Section(_("What has moved since last time"), (self._moved(moved),))
        yield Section(_("How it stands"), (self._about_answers(),), tuple(self._areas()))

    def _opening(self) -> Iterator[Block]:
        assessment = self.paper.assessment
        whom = (
            _("A whole municipality")
            if assessment.scope is Scope.MUNICIPALITY
            else _("One agency, unit or workplace")
        )
        items = [Field(_("For"), f"{assessment.name} ({whom.lower()})")]
        if assessment.day:
            items.append(Field(_("Last answered"), assessment.day))
        yield Fields(tuple(items))
        yield Paragraph(
            _(
                "The plan builds on what those who answered say themselves. It is made to be "
                "worked with, and compares nobody with anybody else."
            )
        )

    def _glance(self) -> Iterator[Block]:
        actions = [planned(item, self.pack, self.language) for item in self.paper.actions]
        if not actions:
            yield Paragraph(_("The plan holds no action yet."))
            return
        if dates := told_dates(self.paper.actions):
            yield Paragraph(dates)
        yield Table(
            _("The plan at a glance"),
            (_("What"), _("Which role"), _("By when"), _("Follow-up")),
            tuple(
                (
                    _cut(f"{number}. {item.name}"),
                    _cut(item.role) or "–",
                    item.action.by or (_("Date missing") if item.lacks_date else "–"),
                    item.action.follow_up or "–",
                )
                for number, item in enumerate(actions, start=1)
            ),
        )

    def _actions(self) -> Iterator[Section]:
        for number, action in enumerate(self.paper.actions, start=1):
            item = planned(action, self.pack, self.language)
            rows = (
                (_("What"), action.what),
                (_("Which role"), item.role or _("No role yet")),
                (_("Stands in"), item.deputy or _("Nobody yet")),
                (
                    _("By when"),
                    action.by or (_("Date missing") if item.lacks_date else _("No date")),
                ),
                (_("Follow-up"), action.follow_up or _("No date yet")),
                (_("Seen to be done by"), action.done_when),
                (_("Has come to"), item.status),
            )
            fields = tuple(Field(label, value) for label, value in rows if value)
            yield Section(f"{number}. {item.name}", (Fields(fields),))

    def _duties(self) -> Iterator[Block]:
        yield Paragraph(
            _(
                "This is what the answers say of what the law on municipal crime prevention asks "
                "for. It is no legal review."
            )
        )
        yield Paragraph(_("These are duties, and no recommendations to choose among."))
        yield Fields(
            tuple(
                Field(self._words(item.duty.title), "\n".join(self._duty(item)))
                for item in self.paper.duties
            )
        )

    def _duty(self, item: DutyStanding) -> Iterator[str]:
        yield self._words(item.duty.text)
        state = _("Not fully answered yet") if item.is_half_answered else self._state(item.state)
        yield _("By the answers: %(state)s.") % {"state": state.lower()}
        if item.missing:
            titles = "; ".join(self._words(missing.title) for missing in item.missing)
            yield _("Still missing: %(what)s.") % {"what": titles}
        if item.set_aside:
            yield _("It is law and not a choice. The duty holds also where it does not fit.")
        if item.unanswered:
            titles = "; ".join(self._words(waiting.title) for waiting in item.unanswered)
            yield _("Left to answer: %(what)s.") % {"what": titles}

    def _continuity(self) -> Iterator[Block]:
        found = thin_roles(self.pack, self.paper.assessment, self.language)
        if found.holds:
            yield Paragraph(
                _(
                    "No role that is named here has one holder alone or lacks a deputy, and "
                    "nothing lacks an owner."
                )
            )
            return
        if found.roles:
            yield Fields(
                tuple(
                    Field(
                        item.role,
                        "\n".join((*item.why, _("The role carries:"))),
                        points=item.carries,
                    )
                    for item in found.roles
                )
            )
        if found.without_owner:
            yield Paragraph(_("No role owns this yet:"))
            yield Bullets(found.without_owner)

    def _moved(self, moved: Iterable[Standing]) -> Block:
        return Fields(
            tuple(
                Field(
                    self._words(item.recommendation.title),
                    _("From “%(before)s” to “%(now)s”.")
                    % {
                        "before": self._state(item.before),
                        "now": self._state(item.answer.state),
                    },
                )
                for item in moved
            )
        )

    def _about_answers(self) -> Block:
        return Paragraph(
            _("Each area as it was answered. Nothing is added up: every part has its own worth.")
        )

    def _areas(self) -> Iterator[Section]:
        last = self.paper.assessment.rounds[-1] if self.paper.assessment.rounds else None
        for item in self.paper.areas:
            header = (_("Recommendation"), _("Now"), *((last.day,) if last else ()))
            rows = tuple(
                (
                    self._words(standing.recommendation.title),
                    self._state(standing.answer.state),
                    *((self._before(standing.before),) if last else ()),
                )
                for standing in item.standings
            )
            title = self._words(item.area.title)
            more = tuple(self._more(item.standings))
            yield Section(title, (Table("", header, rows), *((Fields(more),) if more else ())))

    def _more(self, standings: Iterable[Standing]) -> Iterator[Field]:
        """What is said beside how something stands: evidence, owner, why it does not fit."""
        for standing in standings:
            answer = standing.answer
            lines = [
                f"{label}: {value}" for label, value in beside(answer, self.pack, self.language)
            ]
            if answer.state is State.DOES_NOT_FIT and answer.reason:
                lines.insert(0, answer.reason)
            if lines:
                yield Field(self._words(standing.recommendation.title), "\n".join(lines))

    def _words(self, text: Text) -> str:
        return text.in_language(self.language)

    def _before(self, state: State | None) -> str:
        return self._state(state) if state else _("Not answered")

    def _state(self, state: State | None) -> str:
        return state_name(state, self.pack, self.language)


def _cut(text: str) -> str:
    """A text short enough for a cell or a heading."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_CELL else f"{line[: _LONGEST_CELL - 1].rstrip()}…"
