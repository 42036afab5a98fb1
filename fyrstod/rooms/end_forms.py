"""What is said when a concern ends."""

from __future__ import annotations

import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fyrstod.drafts.fields import PartialDateField
from fyrstod.rooms import words
from fyrstod.rooms.contents import Matter, Outcome
from fyrstod.rooms.end_selectors import Check
from fyrstod.rooms.end_services import NotRegistered
from fyrstod.rooms.models import Concern
from fyrstod.rooms.room_forms import RoomForm, long_text
from fyrstod.rooms.rules import Why


class CloseForm(RoomForm):
    """`choices` and `check` are those of `end_selectors`; the page shows each kind of record
    with its day, and what is not in the case system."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    outcome = forms.ChoiceField(
        label=gettext_lazy("How did it end?"),
        help_text=gettext_lazy("It is sealed with the rest, and nothing is ever counted by it."),
        choices=[(outcome, words.OUTCOME[outcome]) for outcome in Outcome],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it ended.")},
    )
    outcome_text = long_text(
        gettext_lazy("In your own words"),
        help_text=gettext_lazy(
            "What would somebody need to know who meets the same person in a year? Say what "
            "helped, too."
        ),
    )
    record = forms.ChoiceField(
        label=gettext_lazy("What does the room hold?"),
        help_text=gettext_lazy("It decides how long it is kept here. The day stands by each."),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what the room holds."),
            "invalid_choice": gettext_lazy("Choose what the room holds."),
        },
    )
    aware = forms.BooleanField(
        label=gettext_lazy("I know that this is not in our case system, and close anyway")
    )
    """Asked for where something here has no registration number."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["record"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(choice.kind.id, choice.kind.id) for choice in self.more["choices"]]
        aware = self.fields["aware"]
        aware.required = not self.more["check"].is_registered
        aware.error_messages["required"] = str(NotRegistered())

    @classmethod
    def of(cls, concern: Concern, matter: Matter, *, choices: Any, check: Check) -> CloseForm:
        """What was said last time stands there again, where the concern was closed before."""
        return cls(
            initial={
                "seen": concern.version,
                "outcome": matter.outcome or "",
                "outcome_text": matter.outcome_text,
                "record": matter.record,
            },
            choices=choices,
            check=check,
        )


class DecideForm(RoomForm):
    DAY, WAIT = "day", "wait"

    what = forms.ChoiceField(
        label=gettext_lazy("What do you decide?"),
        choices=[
            (DAY, gettext_lazy("It is erased on a day that I set")),
            (WAIT, gettext_lazy("I do not know yet. Keep asking me")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you decide.")},
    )
    erase_on = PartialDateField(
        label=gettext_lazy("When is it erased?"),
        help_text=gettext_lazy("For example 2031-12-01. Needed only if you set a day."),
        required=False,
        whole=True,
        may_be_future=True,
    )
    reason = long_text(
        gettext_lazy("Why?"),
        help_text=gettext_lazy(
            "Name the rule or the decision you rest on, such as your own plan for disposal. If "
            "you wait: what for?"
        ),
        missing=gettext_lazy("Write why, so that whoever comes after you can follow."),
        rows=3,
    )

    @classmethod
    def of(cls, concern: Concern, matter: Matter) -> DecideForm:
        day = concern.erase_on
        return cls(
            initial={
                "what": cls.DAY if day else "",
                "erase_on": day.isoformat() if day else "",
                "reason": matter.disposal_reason,
            }
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("what") == self.DAY and "erase_on" in self.cleaned_data:
            if not self.cleaned_data["erase_on"]:
                self.add_error("erase_on", _("Write the day."))
            elif self._day() <= timezone.localdate():
                self.add_error("erase_on", _("Choose a day after today."))
        return cleaned

    def _day(self) -> datetime.date:
        return datetime.date.fromisoformat(self.cleaned_data["erase_on"])

    @property
    def decided(self) -> datetime.date | None:
        return self._day() if self.cleaned_data["what"] == self.DAY else None


class EraseForm(RoomForm):
    WORDS: ClassVar = {
        Why.EXPORTED: gettext_lazy("All that must be kept is in our case system"),
        Why.MISTAKE: gettext_lazy("It was opened by mistake, or does not belong here"),
        Why.RULING: gettext_lazy("A court, an authority or our data protection officer said so"),
    }
    why = forms.ChoiceField(
        label=gettext_lazy("Why is it erased now?"),
        help_text=gettext_lazy(
            "What you choose stands in the journal for good. Free text would outlive the person’s "
            "own data, so there is none."
        ),
        choices=list(WORDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why it is erased now.")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("I know that nobody can get it back"),
        error_messages={"required": gettext_lazy("Tick the box, or leave the page as it was.")},
    )
