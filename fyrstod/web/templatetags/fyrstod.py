"""Template words of our own."""

from __future__ import annotations

from django import template
from django.utils.translation import get_language

from fyrstod.packs.base import Text
from fyrstod.web.context import tel

register = template.Library()
register.filter(tel)


@register.filter
def words(text: Text | None) -> str:
    """A pack's text in the language of the page: `{{ question.text|words }}`."""
    return text.in_language(get_language() or "sv") if text else ""
