"""What is chosen and typed in the guide."""

from __future__ import annotations

import uuid
from typing import Any, cast

from django import forms
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_lazy

from fyrstod.drafts.contents import OwnQuestion
from fyrstod.drafts.fields import PlainTextField
from fyrstod.packs import shelf
from fyrstod.packs.base import Named
from fyrstod.packs.schema import Step

OWN_QUESTION_LENGTH = 500
"""Unit: characters, as `drafts.contents.OwnQuestion` holds."""


class ChoicesForm(forms.Form):
    """The three choices behind a conversation plan."""

    asker = forms.ChoiceField(
        label=gettext_lazy("Who are you?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who you are.")},
    )
    person = forms.ChoiceField(
        label=gettext_lazy("Who will you talk with?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who you will talk with.")},
    )
    step = forms.ChoiceField(
        label=gettext_lazy("Where in the process are you?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where in the process you are.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pack = shelf.current()
        self._offer("asker", pack.askers)
        self._offer("person", pack.people)
        self._offer("step", pack.steps)

    def _offer(self, name: str, items: tuple[Named, ...] | tuple[Step, ...]) -> None:
        language = get_language() or "sv"
        field = cast("forms.ChoiceField", self.fields[name])
        field.choices = [
            (
                item.id,
                format_html(
                    '{}<br><span class="small">{}</span>',
                    item.title.in_language(language),
                    item.lead.in_language(language),
                ),
            )
            for item in items
        ]
        field.error_messages["invalid_choice"] = field.error_messages["required"]


class OwnQuestionForm(forms.Form):
    """A question in own words. The id comes with the form, so a double submit adds one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    text = PlainTextField(
        label=gettext_lazy("Your own question"),
        help_text=gettext_lazy("At most 500 characters. Leave out names: the question is enough."),
        max_length=OWN_QUESTION_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the question you want to add.")},
    )

    @classmethod
    def blank(cls) -> OwnQuestionForm:
        return cls(initial={"id": uuid.uuid4()})

    def question(self) -> OwnQuestion:
        return OwnQuestion(id=str(self.cleaned_data["id"]), text=self.cleaned_data["text"])


class LensForm(forms.Form):
    """Which eye reads first. Both are always shown."""

    lens = forms.ChoiceField(choices=[("care", "care"), ("security", "security")])


class SearchForm(forms.Form):
    words = PlainTextField(
        label=gettext_lazy("Search among the factors"),
        help_text=gettext_lazy("One or a few words, for example “friends” or “sleep”."),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write a word to search for.")},
    )
