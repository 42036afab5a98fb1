"""What is typed about a concern, its person, its reviews and what is to be done."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Mapping, MutableMapping
from typing import Any, Self

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fyrstod.core.errors import DomainError
from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.drafts.fields import PartialDateField, PlainTextField
from fyrstod.people.models import User
from fyrstod.rooms import vault, words
from fyrstod.rooms.contents import MAX_LINE, Errand, Matter, Note, NoteKind, Person
from fyrstod.rooms.models import Concern, Task
from fyrstod.rooms.rules import About, tidy_reference
from fyrstod.rooms.selectors import Search

FIRST_LOOK = datetime.timedelta(days=14)
"""When a new concern is looked at again, unless somebody chooses another day."""
DIGITS_OF_A_NUMBER = 8
"""So many digits and no letter: a personal identity number was meant, and not a name."""


def long_text(label: Any, *, missing: Any = "", rows: int = 4, **more: Any) -> PlainTextField:
    """`missing` is said when it is empty; without it the field may be."""
    return PlainTextField(
        label=label,
        max_length=MAX_LONG_TEXT,
        required=bool(missing),
        widget=forms.Textarea(attrs={"rows": rows}),
        error_messages={"required": missing} if missing else None,
        **more,
    )


class ComingDayField(PartialDateField):
    """A whole day from today on."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(whole=True, may_be_future=True, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        day = datetime.date.fromisoformat(text) if text else None
        if day and day < timezone.localdate():
            raise forms.ValidationError(_("The day has passed. Choose today or a later day."))
        return day


def first_look() -> datetime.date:
    return timezone.localdate() + FIRST_LOOK


class RoomForm(forms.Form):
    """`more` is what a form needs besides: kept, so that the same form can be made again."""

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: MutableMapping[str, Any] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.more = more

    def over(self, data: Mapping[str, Any]) -> Self:
        """The same form, filled in."""
        return type(self)(data, initial=self.initial, **self.more)

    def as_typed(self, typed: Mapping[str, Any]) -> Self:
        """What was typed so far, shown again as it stands and not yet checked."""
        return type(self)(initial=dict(typed), **self.more)

    @property
    def is_untouched(self) -> bool:
        hidden = {field.name for field in self.hidden_fields()}
        return not set(self.changed_data) - hidden

    def now_shows(self, version: int | uuid.UUID) -> None:
        """What was saved meanwhile is in sight now: the next save replaces it."""
        self.data = {**self.data, "seen": str(version)}


class AboutForm(RoomForm):
    about = forms.ChoiceField(
        label=gettext_lazy("Whom is the concern about?"),
        help_text=gettext_lazy("It decides which rules and which time limits apply."),
        choices=[(about, words.ABOUT[about]) for about in About],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whom the concern is about.")},
    )
    why_now = long_text(
        gettext_lazy("Why now?"),
        help_text=gettext_lazy(
            "What has happened, or been said, that makes you open this just now?"
        ),
        missing=gettext_lazy("Write why the concern comes up now. A sentence or two will do."),
    )


class PersonForm(RoomForm):
    """Who somebody is. All of it may be left open."""

    name = PlainTextField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("Leave it empty if it is not known yet."),
        required=False,
        max_length=MAX_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    number = PlainTextField(
        label=gettext_lazy("Personal identity number or coordination number"),
        help_text=gettext_lazy(
            "With it you are sure to find earlier concerns about the same person. For example "
            "19121212-1212."
        ),
        required=False,
        max_length=MAX_LINE,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "govuk-input--width-10", "spellcheck": "false"}
        ),
    )
    protected = forms.BooleanField(
        label=gettext_lazy("The person has protected personal data"),
        help_text=gettext_lazy(
            "The mark then stands beside the name everywhere. The address is shown only to those "
            "who say why they need it."
        ),
        required=False,
    )
    contact = long_text(
        gettext_lazy("How to reach the person"),
        help_text=gettext_lazy("For example a phone number, or through whom."),
        rows=2,
    )
    address = long_text(gettext_lazy("Address"), rows=2)
    guardians = long_text(
        gettext_lazy("Guardians"),
        help_text=gettext_lazy("Names, and how to reach them. One of them on each line."),
        rows=2,
    )

    def clean_number(self) -> str:
        try:
            return vault.whole_number(self.cleaned_data["number"])
        except DomainError as problem:
            raise forms.ValidationError(str(problem)) from None

    def person(self) -> Person:
        return Person(**{name: self.cleaned_data[name] for name in PersonForm.base_fields})


class OpenForm(PersonForm, AboutForm):
    """A new concern. `id` is its own from the start, so that a double click opens one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    review_on = ComingDayField(
        label=gettext_lazy("When will you look at it again?"),
        help_text=gettext_lazy("We suggest two weeks from now. You are reminded under My week."),
        error_messages={"required": gettext_lazy("Choose a day to look at it again.")},
    )
    field_order = ("id", "about", "why_now", *PersonForm.base_fields, "review_on")

    @classmethod
    def blank(cls) -> OpenForm:
        return cls(initial={"id": uuid.uuid4(), "review_on": first_look().isoformat()})


class DescribeForm(AboutForm):
    seen = forms.IntegerField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, concern: Concern, matter: Matter) -> DescribeForm:
        return cls(
            initial={"seen": concern.version, "about": concern.kind, "why_now": matter.why_now}
        )


class IdentifyForm(PersonForm):
    """`keeps_address`: it is hidden, so that an empty field leaves it as it is."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.more.get("keeps_address"):
            self.fields["address"].label = _("New address")
            self.fields["address"].help_text = _(
                "The address that is saved is not shown here. Leave this empty to keep it."
            )

    def ask_for_address(self) -> None:
        """Nobody sees a hidden address by taking the mark away."""
        self.add_error(
            "address",
            _(
                "Write the address before you take the mark away. The one that is hidden is "
                "shown only to those who say why they need it."
            ),
        )

    @classmethod
    def of(cls, person: Person, version: int) -> IdentifyForm:
        kept = {name: getattr(person, name) for name in PersonForm.base_fields}
        if person.protected:
            kept["address"] = ""
        return cls(initial={**kept, "seen": version}, keeps_address=person.protected)


class AddressForm(RoomForm):
    id = forms.UUIDField(widget=forms.HiddenInput)
    reason = long_text(
        gettext_lazy("Why do you need the address?"),
        help_text=gettext_lazy("The reason is kept, with your name and the time."),
        missing=gettext_lazy("Write why you need the address."),
        rows=2,
    )

    def asks_again(self) -> None:
        """The next time it is sent, it is another question."""
        self.data = {**self.data, "id": str(uuid.uuid4())}

    @classmethod
    def blank(cls) -> AddressForm:
        return cls(initial={"id": uuid.uuid4()})


class ReviewForm(RoomForm):
    id = forms.UUIDField(widget=forms.HiddenInput)
    changed = long_text(
        gettext_lazy("What has changed since last time?"),
        help_text=gettext_lazy(
            "What has become better, what worse, and what is as before? Think of what protects as "
            "well as of what worries."
        ),
        missing=gettext_lazy("Write what has changed, or that nothing has."),
    )
    decided = long_text(
        gettext_lazy("What do you decide, and why?"),
        missing=gettext_lazy("Write what you decide, and why."),
    )
    review_on = ComingDayField(
        label=gettext_lazy("When will you look at it again?"),
        error_messages={"required": gettext_lazy("Choose a day to look at it again.")},
    )

    @classmethod
    def blank(cls) -> ReviewForm:
        return cls(initial={"id": uuid.uuid4(), "review_on": first_look().isoformat()})

    def note(self) -> Note:
        return Note(
            kind=NoteKind.REVIEW,
            text=self.cleaned_data["changed"],
            decided=self.cleaned_data["decided"],
            date=timezone.localdate().isoformat(),
        )


class _DoerForm(RoomForm):
    """A form that names somebody who works in the room, or nobody."""

    who = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in self.more["people"]}
        field = self.fields[self.who]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            ("", _("Nobody yet")),
            *((pk, person.name) for pk, person in self.people.items()),
        ]

    def chosen(self) -> User | None:
        return self.people.get(self.cleaned_data[self.who])


class TaskForm(_DoerForm):
    who = "doer"
    id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = long_text(
        gettext_lazy("What is to be done?"),
        missing=gettext_lazy("Write what is to be done."),
        rows=3,
    )
    doer = forms.ChoiceField(label=gettext_lazy("Who does it?"), required=False)
    due_on = PartialDateField(
        label=gettext_lazy("When is it to be done?"),
        help_text=gettext_lazy("For example 2026-12-01. Leave it empty if no day is set."),
        required=False,
        whole=True,
        may_be_future=True,
    )

    @classmethod
    def blank(cls, by: User, people: list[User]) -> TaskForm:
        return cls(initial={"id": uuid.uuid4(), "doer": str(by.pk)}, people=people)

    @classmethod
    def of(cls, task: Task, errand: Errand, people: list[User]) -> TaskForm:
        return cls(
            initial={
                "id": task.pk,
                "seen": task.version,
                "text": errand.text,
                "doer": str(task.doer_id or ""),
                "due_on": task.due_on.isoformat() if task.due_on else "",
            },
            # Somebody who has left stays named until another is chosen.
            people=[*people, *([task.doer] if task.doer and task.doer not in people else [])],
        )

    def due(self) -> datetime.date | None:
        day = self.cleaned_data["due_on"]
        return datetime.date.fromisoformat(day) if day else None


class DoneForm(RoomForm):
    answer = long_text(
        gettext_lazy("What came of it?"),
        help_text=gettext_lazy("A word or two is enough. You may leave it empty."),
    )


class HolderForm(_DoerForm):
    who = "holder"
    holder = forms.ChoiceField(label=gettext_lazy("Who is responsible?"), required=False)


class SearchForm(RoomForm):
    """One field: what is typed tells whether it is a reference, a number or a name."""

    wanted = PlainTextField(
        label=gettext_lazy("Reference, whole name or personal identity number"),
        help_text=gettext_lazy("For example K7QF-3M2X, Robin Påhitt or 19121212-1212."),
        max_length=MAX_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write what you are looking for.")},
    )

    def clean_wanted(self) -> str:
        wanted: str = self.cleaned_data["wanted"]
        try:
            self.search = self._meant(wanted)
        except DomainError as problem:
            raise forms.ValidationError(str(problem)) from None
        return wanted

    @staticmethod
    def _meant(wanted: str) -> Search:
        if reference := tidy_reference(wanted):
            return Search(reference=reference)
        digits = sum(character.isdigit() for character in wanted)
        if digits >= DIGITS_OF_A_NUMBER and not any(map(str.isalpha, wanted)):
            return Search(number=vault.whole_number(wanted))
        return Search(name=wanted)
