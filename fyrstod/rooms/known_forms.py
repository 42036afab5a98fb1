"""Whether it is the same person, and what was typed for a new concern, taken into an earlier."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Self

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fyrstod.core.errors import DomainError
from fyrstod.rooms import vault, words
from fyrstod.rooms.contents import Person, SamePerson
from fyrstod.rooms.known_rules import FREE
from fyrstod.rooms.known_selectors import Known
from fyrstod.rooms.piece_forms import PieceNoteForm
from fyrstod.rooms.room_forms import PersonForm, RoomForm


class SameForm(RoomForm):
    """The question about one other concern; on a page of several, each has its own prefix."""

    same = forms.ChoiceField(
        choices=[(same, words.SAME[same]) for same in SamePerson],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy(
                "Choose whether it is the same person, or that you do not know yet."
            )
        },
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, reference: str, among: bool = False, **given: Any) -> None:
        super().__init__(*args, **given)
        self.more |= {"reference": reference, "among": among}
        self.prefix = reference if among else None
        self.fields["same"].label = _("Is %(reference)s about the same person?") % {
            "reference": reference
        }

    @classmethod
    def of(cls, known: Known) -> SameForm:
        told = known.told
        return cls(
            initial={"same": told.same if told else "", "seen": told.version if told else 0},
            reference=known.concern.reference,
        )

    def answer(self) -> SamePerson:
        return SamePerson(self.cleaned_data["same"])


class GoOnForm(PieceNoteForm, PersonForm):
    """A piece, and what the earlier concern lacks about the person. `saved` is what it holds."""

    def __init__(self, *args: Any, saved: Person, **given: Any) -> None:
        super().__init__(*args, **given)
        self.more["saved"] = self.saved = saved

    def as_typed(self, typed: Mapping[str, Any]) -> Self:
        """Why a new concern was to be opened becomes the words of the piece."""
        if "why_now" in typed:
            typed = {**typed, "id": uuid.uuid4(), "text": typed["why_now"]}
        return super().as_typed(typed)

    @property
    def adds(self) -> list[Any]:
        """The fields that say more about the person than what is saved."""
        lacking = [name for name in ("name", "number", "protected") if not self._kept(name)]
        more = [name for name in FREE if (self[name].value() or "") not in self._kept(name)]
        return [self[name] for name in (*lacking, *more) if self[name].value()]

    def _kept(self, name: str) -> Any:
        """What is saved, as far as it is shown: nobody learns a hidden address by trying."""
        hidden = name == "address" and self.saved.protected
        return "" if hidden else getattr(self.saved, name)

    @property
    def unlike(self) -> list[tuple[Any, str, str]]:
        """Name and number, where another is saved: the field, what was typed, and what is saved."""
        pairs = [
            ("name", _plain(self["name"].value()), _plain(self.saved.name)),
            ("number", _digits(self["number"].value()), self.saved.number),
        ]
        return [
            (self[name], self[name].value(), getattr(self.saved, name))
            for name, typed, saved in pairs
            if typed and saved and typed != saved
        ]


def _plain(name: str | None) -> str:
    return " ".join((name or "").casefold().split())


def _digits(number: str | None) -> str:
    try:
        return vault.whole_number(number or "")
    except DomainError:
        return number or ""
