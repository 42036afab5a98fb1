"""The assessment of a disclosure, for the case file: a short text to paste, and a document."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from fyrstod.collaboration import sharing_selectors as selectors
from fyrstod.collaboration.sharing_selectors import Answer, Kind, Said, Told, Weighed, statute_of
from fyrstod.documents.tree import (
    Block,
    Document,
    Field,
    Fields,
    Notice,
    Paragraph,
    Section,
    Table,
)
from fyrstod.drafts.contents import Sharing
from fyrstod.drafts.papers import labels, made_with, reference_of, versions_of
from fyrstod.law.situation import to_data
from fyrstod.packs.cards import RuleCard
from fyrstod.packs.schema import Pack

BLANK = "____"
"""What stands in the text where the writer is to write."""

GROUPS = {
    Kind.FIRST: gettext_noop("Comes first"),
    Kind.MUST: gettext_noop("Must be told, where the conditions are met"),
    Kind.MUST_WHEN: gettext_noop("Must be told in some cases"),
    Kind.MAY: gettext_noop("May be told, if the conditions are met"),
    Kind.WITH_CONSENT: gettext_noop("May be told with consent"),
    Kind.MAY_NOT: gettext_noop("Stands in the way"),
    Kind.SET_ASIDE: gettext_noop("Without effect here"),
    Kind.ASK_WITHOUT_NAMING: gettext_noop("Open without naming anybody"),
}
TO_FILL_IN = {
    gettext_noop("What is handed over"): 3,
    gettext_noop("Why the receiver needs it"): 2,
    gettext_noop("How each condition was judged"): 4,
    gettext_noop("What is held back, and why"): 2,
    gettext_noop("What the person has been told, or why not yet"): 2,
    gettext_noop("Decided by (name and role)"): 1,
    gettext_noop("Date"): 1,
}
"""What the law cannot know, and a reader of the case file looks for; lines to write it on."""


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What an assessment is made of, and nothing it must look up elsewhere but the pack in use."""

    pack: Pack
    sharing: Sharing
    day: datetime.date
    language: Literal["sv", "en"]
    created: datetime.datetime

    @cached_property
    def answer(self) -> Answer:
        return selectors.answer(self.sharing, self.language, self.day)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        return selectors.said(self.sharing, self.language, self.day)

    def is_local(self, card: RuleCard) -> bool:
        return ("rules", card.id) in self.pack.local

    @property
    def has_local_words(self) -> bool:
        return any(self.is_local(verdict.card) for verdict in self.answer.advice.verdicts)

    @property
    def made_with(self) -> str:
        return made_with(self.pack, self.language, local=self.has_local_words)


def data_of(paper: Paper) -> dict[str, Any]:
    """What the assessment rests on, as plain data."""
    return {
        **versions_of(paper.pack, local=paper.has_local_words),
        "situation": to_data(paper.sharing.situation),
        "on_date": paper.day.isoformat(),
        "rules": [verdict.card.id for verdict in paper.answer.advice.verdicts],
    }


def document(paper: Paper) -> Document:
    """The whole assessment as a tree. The same paper gives the same tree, to the letter."""
    with translation.override(paper.language):
        return Document(
            title=_("Assessment of a disclosure"),
            subtitle=selectors.parties(paper.sharing, paper.language),
            language=paper.language,
            reference=reference_of(data_of(paper)),
            pack=paper.made_with,
            created=paper.created,
            recipient="",
            secrecy=_(
                "Secrecy: chapter ____, section ____ of the Public Access to Information and "
                "Secrecy Act (2009:400).\nDate: ____\nAuthority: ____"
            ),
            sections=tuple(_sections(paper)),
            labels=labels(),
        )


def text(paper: Paper) -> str:
    """The same in short, to paste into a case file: one line for each thing."""
    with translation.override(paper.language):
        return "\n".join(_lines(paper))


def _lines(paper: Paper) -> Iterator[str]:
    yield _("Assessment of a disclosure")
    yield _line(_("From and to"), selectors.parties(paper.sharing, paper.language))
    yield from _known(paper)
    yield ""
    for group in paper.answer.groups:
        # To ask without a name is no disclosure.
        if group.kind is not Kind.ASK_WITHOUT_NAMING:
            marked = "; ".join(_marked(told.card, paper) for told in group.told)
            yield _line(_(GROUPS[group.kind]), marked)
    yield ""
    for label in TO_FILL_IN:
        yield _line(_(label), BLANK)
    yield ""
    yield _basis(paper)


def _sections(paper: Paper) -> Iterator[Section]:
    yield Section("", (Notice(_basis(paper)),))
    known = [
        Field(it.fact.title.in_language(paper.language), it.value, not it.known)
        for it in paper.said
    ]
    yield Section(_("What is known"), (Fields(tuple(known)),))
    for group in paper.answer.groups:
        fields = tuple(_field(told, paper) for told in group.told)
        yield Section(_(GROUPS[group.kind]), (Fields(fields),))
    if weighed := tuple(_weighed(it, paper) for it in paper.answer.weighed):
        header = (_("This comes first"), _("Before this"), _("Why"))
        lead = _("Here the rules pull apart. The table shows which comes first, and why.")
        blocks = Paragraph(lead), Table("", header, weighed)
        yield Section(_("How the rules stand to each other"), blocks)
    if receivers := tuple(_field(told, paper) for told in paper.answer.receivers):
        yield Section(_("What the receiver does"), (Fields(receivers),))
    blanks = tuple(Field(_(label), "", lines=lines) for label, lines in TO_FILL_IN.items())
    yield Section(_("To fill in by hand"), (Fields(blanks),))
    if doubtful := list(_doubtful(paper)):
        yield Section(_("Ask a lawyer about"), tuple(_doubts(doubtful, paper)))


def _doubts(cards: Iterable[RuleCard], paper: Paper) -> Iterator[Block]:
    yield Paragraph(_("We could not confirm this, or the sources call it unclear."))
    yield Fields(
        tuple(
            Field(
                _cited(card, paper),
                card.unclear.in_language(paper.language)
                if card.unclear
                else _("Not confirmed when we looked %(day)s.") % {"day": card.verified_on},
            )
            for card in cards
        )
    )


def _field(told: Told, paper: Paper) -> Field:
    lines = [told.card.says.in_language(paper.language)]
    if told.card.only_when:
        when = told.card.only_when.in_language(paper.language)
        lines.append(_("Only %(when)s.") % {"when": when})
    points = tuple(text.in_language(paper.language) for text in told.verdict.conditions)
    return Field(_cited(told.card, paper), "\n".join(lines), points=points)


def _known(paper: Paper) -> Iterator[str]:
    told = [it for it in paper.said if it.fact.fact not in ("from", "to")]
    for label, known in ((_("Known"), True), (_("Not known"), False)):
        facts = [_fact(it, paper) for it in told if it.known is known]
        if facts:
            yield _line(label, "; ".join(facts))


def _fact(item: Said, paper: Paper) -> str:
    title = item.fact.title.in_language(paper.language)
    return f"{title}: {item.value}" if item.known else title


def _cited(card: RuleCard, paper: Paper) -> str:
    """A card by its title and its statute."""
    title, statute = card.title.in_language(paper.language), statute_of(card, paper.language)
    if paper.is_local(card):
        title = f"{title} ({_('Local')})"
    return f"{title}, {statute}" if statute else title


def _marked(card: RuleCard, paper: Paper) -> str:
    """A card as it is cited, with what must first happen and whether somebody has to ask."""
    marks = [card.only_when.in_language(paper.language)] if card.only_when else []
    if _is_doubtful(card):
        marks.append(_("unclear, ask a lawyer"))
    cited = _cited(card, paper)
    return f"{cited} – {', '.join(marks)}" if marks else cited


def _weighed(weighed: Weighed, paper: Paper) -> tuple[str, str, str]:
    """Which rules come first, before which ones, and why."""

    def titles(cards: Iterable[RuleCard]) -> str:
        return "\n\n".join(card.title.in_language(paper.language) for card in cards)

    return titles(weighed.first), titles(weighed.then), weighed.why


def _doubtful(paper: Paper) -> Iterator[RuleCard]:
    for group in paper.answer.groups:
        for told in group.told:
            if _is_doubtful(told.card) and group.kind is not Kind.ASK_WITHOUT_NAMING:
                yield told.card


def _is_doubtful(card: RuleCard) -> bool:
    return bool(card.unclear) or card.verified == "unverified"


def _basis(paper: Paper) -> str:
    return _(
        "The rules as they stood on %(day)s, from %(pack)s. This supports a judgement; it is not "
        "legal advice."
    ) % {"day": paper.day, "pack": paper.made_with}


def _line(label: str, value: str) -> str:
    return f"{label}: {value}"
