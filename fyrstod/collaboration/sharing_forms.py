"""A question about sharing as a form, built from the pack."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, cast

from django import forms
from django.forms import BoundField
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, gettext_lazy

from fyrstod.collaboration.sharing_rules import CRIME_MATTERS
from fyrstod.drafts.fields import PartialDateField, PlainTextField, waits_for
from fyrstod.law.situation import ATTRIBUTES, BadSituation, Situation, Value, parse
from fyrstod.packs import shelf
from fyrstod.packs.cards import NUMBERS, YES_NO, Fact, FactName, Party
from fyrstod.packs.schema import ShowIf

_BY_ATTRIBUTE: Mapping[str, FactName] = {attribute: name for name, attribute in ATTRIBUTES.items()}
YES_OR_NO: Mapping[str, bool] = {"yes": True, "no": False}


class FactField(forms.Field):
    """A fact. `why` and `show_if` are read by django/forms/field.html."""

    def __init__(self, fact: Fact, show_if: ShowIf | None, hint: str, **kwargs: Any) -> None:
        self.why = fact.matters.in_language(_language())
        self.show_if = show_if
        label = fact.question.in_language(_language())
        super().__init__(required=False, label=label, help_text=hint, **kwargs)


class NumberField(FactField, PlainTextField):
    """A whole number. What it may be is the law's own rule."""

    def __init__(self, fact: Fact, show_if: ShowIf | None, hint: str) -> None:
        self.fact = fact.fact
        widget = forms.TextInput(
            {"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-5"}
        )
        super().__init__(fact, show_if, hint, max_length=20, widget=widget)

    def clean(self, value: Any) -> int | None:
        text = super().clean(value)
        if not text:
            return None
        number: int | str = int(text) if text.isdecimal() else text
        group, dot, name = self.fact.partition(".")
        try:
            parse({group: {name: number} if dot else number})
        except BadSituation as problem:
            reason = problem.faults[0].reason.in_language(_language())
            raise forms.ValidationError(reason, code="bad") from None
        return int(text)


class ChoiceField(FactField, forms.ChoiceField):
    """One of the words that a fact may be, or yes or no. Nothing chosen: not known.

    `may_be_left` adds an answer that takes a choice back.
    """

    def __init__(self, fact: Fact, show_if: ShowIf | None, hint: str, *, may_be_left: bool) -> None:
        choices = _choices(fact)
        if may_be_left:
            choices.append(("", gettext("I do not know")))
        super().__init__(fact, show_if, hint, choices=choices, widget=forms.RadioSelect)
        self.error_messages["invalid_choice"] = gettext(
            "Choose one of the answers, or skip the question."
        )

    def clean(self, value: Any) -> Value:
        chosen = str(super().clean(value))
        return YES_OR_NO.get(chosen, chosen or None)


class SharingForm(forms.Form):
    """The facts of one question. The first is what its page is about.

    `note` is said beside it, before anything is chosen.
    """

    def __init__(
        self,
        facts: Sequence[FactName],
        situation: Situation,
        data: QueryDict | None = None,
        *,
        note: str = "",
    ) -> None:
        super().__init__(data)
        self.shown = tuple(fact for fact in facts if _can_be_asked(fact, situation))
        for name in self.shown:
            # The page has a button that leaves the first one open.
            is_first = name == self.shown[0]
            self.fields[ATTRIBUTES[name]] = field_of(
                name, situation, note=note if is_first else "", may_be_left=not is_first
            )

    @property
    def first(self) -> BoundField:
        return self[ATTRIBUTES[self.shown[0]]]

    @property
    def others(self) -> list[BoundField]:
        return [self[ATTRIBUTES[name]] for name in self.shown[1:]]

    def typed(self) -> dict[FactName, Value]:
        """What was answered, without what is asked for some other answer."""
        return answered(self, self.shown)


def field_of(
    name: FactName, situation: Situation, *, note: str = "", may_be_left: bool = True
) -> NumberField | ChoiceField:
    """The field of a fact, with what is known of it. `note` is said beside it."""
    known = {fact.fact: fact for fact in shelf.current().facts}
    show_if = _show_if(name, situation)
    hint = note
    if show_if:
        titles = _titles(known[_BY_ATTRIBUTE[show_if.field]])
        hint = waits_for(titles[value] for value in show_if.is_one_of)
    field: NumberField | ChoiceField
    if name in NUMBERS:
        field = NumberField(known[name], show_if, hint)
    else:
        field = ChoiceField(known[name], show_if, hint, may_be_left=may_be_left)
    field.initial = _typed(getattr(situation, ATTRIBUTES[name]))
    return field


def answered(form: forms.Form, names: Sequence[FactName]) -> dict[FactName, Value]:
    """What a form of facts says, without what is asked for some other answer."""
    found: dict[FactName, Value] = {}
    for name in names:
        show_if = cast("FactField", form.fields[ATTRIBUTES[name]]).show_if
        if show_if is None or form.cleaned_data.get(show_if.field) in show_if.is_one_of:
            found[name] = form.cleaned_data[ATTRIBUTES[name]]
    return found


class ReceiverForm(forms.Form):
    """Whom the page was about that a person came from."""

    to = forms.ChoiceField(choices=[(party, party) for party in Party], required=False)


class DayForm(forms.Form):
    """The day whose law is asked for."""

    day = PartialDateField(
        whole=True,
        required=False,
        label=gettext_lazy("The day"),
        help_text=gettext_lazy("For example 2026-11-23. Leave it empty for today."),
    )

    @classmethod
    def over(cls, day: datetime.date | None) -> DayForm:
        return cls(initial={"day": day.isoformat() if day else ""})

    def chosen(self) -> datetime.date | None:
        written = self.cleaned_data["day"]
        return datetime.date.fromisoformat(written) if written else None


def _language() -> str:
    return get_language() or "sv"


def _titles(fact: Fact) -> dict[str, str]:
    return {value.id: value.title.in_language(_language()) for value in fact.values}


def _can_be_asked(fact: FactName, situation: Situation) -> bool:
    """Whether two are one authority is no question before it is known where the sender works."""
    return fact != "same_authority" or situation.sender is not None


def _show_if(fact: FactName, situation: Situation) -> ShowIf | None:
    """Which answer on the same page a fact is asked for."""
    if fact == "same_authority" and situation.sender:
        return ShowIf(field=ATTRIBUTES["to"], is_one_of=(situation.sender,))
    if fact.startswith("crime.") or fact == "school_related":
        return ShowIf(field=ATTRIBUTES["matter"], is_one_of=CRIME_MATTERS)
    return None


def _choices(fact: Fact) -> list[tuple[str, str]]:
    if fact.fact in YES_NO:
        return [("yes", gettext("Yes")), ("no", gettext("No"))]
    return [
        (
            value.id,
            format_html(
                '{}<br><span class="small">{}</span>',
                value.title.in_language(_language()),
                value.lead.in_language(_language()),
            ),
        )
        for value in fact.values
    ]


def _typed(value: Value) -> Value:
    """A fact as its field shows it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
