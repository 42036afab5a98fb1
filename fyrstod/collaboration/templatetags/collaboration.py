"""Template words of working together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from fyrstod.access.public import by_id_or_404
from fyrstod.collaboration import sharing_rules
from fyrstod.collaboration.mentions import Finder, Mention
from fyrstod.collaboration.sharing_selectors import statute_of
from fyrstod.core.text import unbroken
from fyrstod.law.grounds import Ground
from fyrstod.packs import shelf
from fyrstod.packs.base import Text
from fyrstod.packs.cards import RuleCard
from fyrstod.packs.schema import Contact
from fyrstod.packs.table import ForumKind
from fyrstod.packs.together import After, Agency, Event

register = template.Library()


@register.filter
def agency(agency_id: str) -> Agency:
    return by_id_or_404(shelf.current().agencies, agency_id)


@register.filter
def rule(rule_id: str) -> RuleCard:
    return by_id_or_404(shelf.current().rules, rule_id)


@register.filter
def statute(card: RuleCard | Ground) -> str:
    """Where a rule stands: `{{ card|statute }}`; "" for what no statute says."""
    return unbroken(statute_of(card, get_language() or "sv"))


@register.filter
def standing(card: RuleCard, today: datetime.date) -> str:
    """Whether a rule holds today: `{{ card|standing:today }}`; see `sharing_rules.standing`."""
    return sharing_rules.standing(card, today)


@register.filter
def contact(contact_id: str) -> Contact:
    return by_id_or_404(shelf.current().contacts, contact_id)


@register.filter
def forum_kind(kind_id: str) -> ForumKind:
    return by_id_or_404(shelf.current().forum_kinds, kind_id)


@register.filter
def explained(text: Text) -> SafeString:
    """A text in which the shared words lead to what they mean: `{{ agency.task|explained }}`."""
    (only,) = explained_each((text,))
    return only


@register.filter
def explained_each(texts: Iterable[Text]) -> list[SafeString]:
    """The same for texts that stand together: a word leads on the first time alone."""
    language = get_language() or "sv"
    finder = Finder(shelf.current().shared_words, language)
    page = reverse("collaboration:words")

    def as_html(piece: str | Mention) -> SafeString:
        if isinstance(piece, str):
            return format_html("{}", piece)
        return format_html(
            '<a class="shared" href="{}#word-{}">{}</a>', page, piece.id, piece.written
        )

    return [
        format_html_join("", "{}", ((as_html(piece),) for piece in finder.split(given)))
        for given in (unbroken(text.in_language(language)) for text in texts)
    ]


@register.filter
def each_explained(points: Sequence[After] | Sequence[Event]) -> list[tuple[After | Event, str]]:
    """Each thing that happens, with its text explained as `explained_each` does."""
    return list(zip(points, explained_each(point.text for point in points), strict=True))
