"""Template words of our own."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.translation import get_language

from fyrstod.packs import shelf
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Source
from fyrstod.web.context import tel

register = template.Library()
register.filter(tel)


@register.filter
def words(text: Text | None) -> str:
    """A pack's text in the language of the page: `{{ question.text|words }}`."""
    return text.in_language(get_language() or "sv") if text else ""


@register.filter
def sources(ids: Iterable[str]) -> tuple[Source, ...]:
    """The sources behind an item: `{% for source in question.sources|sources %}`."""
    return shelf.sources(ids)
