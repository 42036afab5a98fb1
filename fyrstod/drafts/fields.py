"""Form fields for what people type, shared by every form over a draft."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from fyrstod.core import dates
from fyrstod.core.adapters import adapter_of
from fyrstod.core.text import has_hidden, unify_newlines, without_hidden


def too_long(length: int, limit: int) -> str:
    """What is said of a text over its limit, in the words and figures of the count below it."""

    def figure(number: int) -> str:
        return number_format(number, use_l10n=True, force_grouping=True)

    return gettext(
        "%(over)s characters too many: the text is %(length)s, and at most %(limit)s fit. Shorten "
        "it before you save."
    ) % {"over": figure(length - limit), "length": figure(length), "limit": figure(limit)}


class PlainTextField(forms.CharField):
    """Text without hidden characters. Found ones are taken away, said, and the rest kept."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "hidden": _(
            "The text held invisible characters that change how it is read. They are taken "
            "away now. Look the text over and save again."
        ),
    }

    def to_python(self, value: Any) -> str | None:
        return super().to_python(unify_newlines(value) if isinstance(value, str) else value)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and has_hidden(value):
            raise forms.ValidationError(self.error_messages["hidden"], code="hidden")
        if value and self.max_length and len(value) > self.max_length:
            raise forms.ValidationError(too_long(len(value), self.max_length), code="max_length")

    def bound_data(self, data: Any, initial: Any) -> Any:
        return without_hidden(data) if isinstance(data, str) else data


class PartialDateField(forms.CharField):
    """A year, a month or a day, as "2026", "2026-11" or "2026-11-23"."""

    default_error_messages: ClassVar[dict[str, Any]] = {
        "invalid": _("Write the date as 2026-11-23, or only the year and month: 2026-11."),
        "future": _("The date lies in the future. Check the year, month and day."),
    }

    def __init__(self, *, may_be_future: bool = False, whole: bool = False, **kwargs: Any) -> None:
        self.may_be_future = may_be_future
        self.whole = whole
        super().__init__(**kwargs)
        if whole:
            self.error_messages["invalid"] = _("Write the date as 2026-11-23.")
        self.widget.attrs.update(autocomplete="off", **{"class": "govuk-input--width-10"})

    def clean(self, value: Any) -> str:
        text = str(super().clean(value) or "").strip()
        if not text:
            return ""
        try:
            day = dates.parse_day(text).isoformat() if self.whole else dates.parse(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not self.may_be_future and dates.begins_after(day, timezone.localdate()):
            raise forms.ValidationError(self.error_messages["future"], code="future")
        return day


def waits_for(options: Iterable[str]) -> str:
    """What a question says that is asked for some answers to another, named by their labels.

    A page without script shows it all the time.
    """
    chosen = gettext(" or ").join(gettext("“%(option)s”") % {"option": name} for name in options)
    return gettext("Answer this if you chose: %(options)s.") % {"options": chosen}


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing to mend: the id of its input, which field it is, and what is wrong.

    `target` and `name` are "" where it is no single field.
    """

    target: str
    name: str
    message: str

    def __str__(self) -> str:
        return f"{self.name} – {self.message}" if self.name else self.message


def named_errors(form: forms.BaseForm, of: str = "") -> Iterator[Wrong]:
    """What is wrong in a form, in its order, for the summary at the top of a page.

    `of` says more of where the field stands. An error of one input of several carries the name
    of that input as its code.
    """
    found = form.errors.as_data()
    for name in (NON_FIELD_ERRORS, *form.fields):
        for problem in found.get(name, ()):
            for message in map(str, problem.messages):
                if name in form.fields:
                    yield Wrong(
                        _input_of(form[name], problem.code), f"{of}{form[name].label}", message
                    )
                else:
                    yield Wrong("", "", f"{of}{message}")


def _input_of(field: forms.BoundField, part: str | None) -> str:
    # A widget with one input has no such names, and Django's types do not tell them of any.
    names = getattr(field.field.widget, "widgets_names", [])
    if f"_{part}" not in names:
        return field.auto_id
    return f"{field.auto_id}_{names.index(f'_{part}')}"


def fingerprint(value: object) -> str:
    """A short mark of a saved value, by which a form knows that another tab changed it."""
    written = json.dumps(adapter_of(object).dump_python(value, mode="json"), sort_keys=True)
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()
