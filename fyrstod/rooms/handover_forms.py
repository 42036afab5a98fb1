"""What is typed when a concern goes from one to the next."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fyrstod.people.models import User
from fyrstod.rooms import words
from fyrstod.rooms.contents import Briefing
from fyrstod.rooms.handover_selectors import Giving
from fyrstod.rooms.room_forms import RoomForm, long_text
from fyrstod.rooms.selectors import Line, OpenBriefing

_BOX = "concern_"


class BriefingForm(RoomForm):
    """`seen` is the number of the version in sight, 0 for none."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    decided = long_text(
        words.BRIEFING["decided"],
        help_text=gettext_lazy("Also what you chose not to do."),
    )
    promised = long_text(
        words.BRIEFING["promised"],
        help_text=gettext_lazy(
            "Also what you said in passing, and whoever waits to hear from you."
        ),
    )
    contacts = long_text(
        words.BRIEFING["contacts"],
        help_text=gettext_lazy("Who knows most, who answers, and when it is best to call."),
        rows=3,
    )
    told = long_text(
        words.BRIEFING["told"],
        help_text=gettext_lazy("What have they been told, by whom, and what do they not know yet?"),
    )
    protects = long_text(
        words.BRIEFING["protects"],
        help_text=gettext_lazy("Who and what helps, and how does one keep it going?"),
    )
    worries = long_text(
        words.BRIEFING["worries"],
        help_text=gettext_lazy("What should be looked at first?"),
    )
    unknown = long_text(
        words.BRIEFING["unknown"],
        help_text=gettext_lazy("What did you never find out, and who might know?"),
        rows=3,
    )

    @classmethod
    def of(cls, saved: OpenBriefing | None) -> BriefingForm:
        kept = {name: getattr(saved.words, name) for name in words.BRIEFING} if saved else {}
        return cls(initial={"seen": saved.row.number if saved else 0, **kept})

    def briefing(self) -> Briefing:
        return Briefing(**{name: self.cleaned_data[name] for name in words.BRIEFING})


class GiveForm(RoomForm):
    """Which concerns, and to whom. `id` is that of the whole offer, so that a double click
    makes one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=gettext_lazy("Who is asked to take over?"),
        help_text=gettext_lazy("The practitioners of this room. Talk with each other first."),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose who is asked to take over."),
            "invalid_choice": gettext_lazy(
                "That person is no practitioner in this room any more. Choose somebody else."
            ),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.given: Giving = self.more["giving"]
        self.people: dict[str, User] = {str(it.pk): it for it in self.given.people}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(pk, person.name) for pk, person in self.people.items()]
        for line in self.given.free:
            self.fields[_box(line)] = forms.BooleanField(label=_name(line), required=False)

    @classmethod
    def blank(cls, giving: Giving) -> GiveForm:
        return cls(initial={"id": uuid.uuid4()}, giving=giving)

    @property
    def own(self) -> list[forms.BoundField]:
        return [self[_box(line)] for line in self.given.own]

    @property
    def unheld(self) -> list[forms.BoundField]:
        return [self[_box(line)] for line in self.given.unheld]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if not self.concerns:
            first = next(iter([*self.own, *self.unheld]), None)
            self.add_error(first.name if first else None, _("Choose at least one concern."))
        return cleaned

    @property
    def concerns(self) -> set[uuid.UUID]:
        """Those that were ticked, also where the list does not hold them any more."""
        found = set()
        for name in self.data:
            if name.startswith(_BOX):
                try:
                    found.add(uuid.UUID(name.removeprefix(_BOX)))
                except ValueError:
                    continue
        return found

    def recipient(self) -> User:
        return self.people[self.cleaned_data["to"]]


def _box(line: Line) -> str:
    return f"{_BOX}{line.concern.pk}"


def _name(line: Line) -> str:
    """Who it is about, for whoever may read it, and the reference."""
    reference = line.concern.reference
    if line.person is None:
        return reference
    return f"{line.person.name or _('Nobody named yet')} · {reference}"


class AnswerForm(RoomForm):
    ACCEPT, DECLINE = "accept", "decline"
    ANSWERS: ClassVar = [
        (ACCEPT, gettext_lazy("I take it over")),
        (DECLINE, gettext_lazy("I cannot take it over")),
    ]
    answer = forms.ChoiceField(
        label=gettext_lazy("What do you answer?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you answer.")},
    )
    reason = long_text(
        gettext_lazy("If you cannot: why?"),
        help_text=gettext_lazy(
            "It is sealed with the concern. The practitioners here read it, the coordinator sees "
            "only that you declined."
        ),
        rows=3,
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.cleaned_data.get("answer") == self.DECLINE and not self.cleaned_data.get("reason"):
            self.add_error(
                "reason", _("Write why, so that the one who asked can find another way.")
            )
        return cleaned

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["answer"] == self.ACCEPT)
