"""Template words of our own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django import forms, template
from django.template.defaultfilters import stringfilter
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from fyrstod.core.text import unbroken
from fyrstod.drafts.fields import Wrong, named_errors
from fyrstod.packs import shelf
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Source
from fyrstod.web.content_changes import NAMES
from fyrstod.web.context import tel

register = template.Library()
register.filter(tel)
register.filter("unbroken", stringfilter(unbroken), is_safe=True)

_SHOWN = 20_000
"""Unit: texts in a language that are kept as they are shown. A pack has some thousands."""


@register.filter
def words(text: Text | None) -> str:
    """A pack's text in the language of the page: `{{ question.text|words }}`."""
    return _shown(text, get_language() or "sv") if text else ""


@lru_cache(_SHOWN)
def _shown(text: Text, language: str) -> str:
    return unbroken(text.in_language(language))


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


@dataclass(frozen=True, slots=True)
class ToMend:
    """One message, and the fields it is said of: a summary says it once."""

    message: str
    fields: tuple[Wrong, ...]


@register.simple_tag(takes_context=True)
def to_mend(context: template.Context) -> list[ToMend]:
    """What the summary at the top tells: what `errors` and `form` say, each message once."""
    form = context.get("form")
    found = [
        *(context.get("errors") or ()),
        *(named_errors(form) if isinstance(form, forms.BaseForm) else ()),
    ]
    by_message: dict[str, list[Wrong]] = {}
    for item in found:
        wrong = item if isinstance(item, Wrong) else Wrong(item[0], "", item[1])
        by_message.setdefault(wrong.message, []).append(wrong)
    return [ToMend(message, tuple(fields)) for message, fields in by_message.items()]


@register.simple_tag(takes_context=True)
def has_written(context: template.Context) -> bool:
    """Whether any text was written in what was sent, so that one can say that it is still here."""
    return any(_is_text(form) for value in context.flatten().values() for form in _forms(value))


def _forms(value: Any) -> Iterator[forms.BaseForm]:
    """The form that a page was given, or those of a page of several."""
    several = [value, *_several(value)]
    yield from (form for form in several if isinstance(form, forms.BaseForm) and form.is_bound)


def _several(value: Any) -> Iterable[Any]:
    found = getattr(value, "forms", ())
    return found if isinstance(found, Iterable) else ()


def _is_text(form: forms.BaseForm) -> bool:
    for name, field in form.fields.items():
        widget = field.widget
        if isinstance(widget, forms.TextInput | forms.Textarea | forms.MultiWidget):
            sent = widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
            parts = sent.values() if isinstance(sent, Mapping) else [sent]
            if any(isinstance(part, str) and part.strip() for part in parts):
                return True
    return False
