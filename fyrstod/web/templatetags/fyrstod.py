"""Template words of our own."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from fyrstod.packs import shelf
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Source
from fyrstod.web.content_changes import NAMES
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


@register.simple_tag
def local(part: str, item_id: str, report: str = "") -> SafeString | str:
    """A mark where an item, or some of its words, is not national: `{% local "contacts" id %}`.

    With `report` for a part of a report: `{% local "channels" channel.id report.id %}`.
    """
    name = f"{report}_{part}" if report else part
    if (name, item_id) not in shelf.current().local:
        return ""
    return render_to_string("components/local.html")


@register.filter
def part_name(part: str) -> str:
    """What a part of the content is called: `{{ item.part|part_name }}`."""
    return gettext(NAMES[part])
