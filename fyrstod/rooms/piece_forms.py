"""What is typed about a piece, an open question, a view, and what somebody was told."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, MutableMapping
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from fyrstod.core.ids import new_id
from fyrstod.drafts.fields import PartialDateField, PlainTextField
from fyrstod.drafts.forms import PieceFields
from fyrstod.drafts.selectors import Prompts, prompts_for
from fyrstod.rooms import words
from fyrstod.rooms.contents import MAX_LINE, Note, NoteKind, Voice
from fyrstod.rooms.room_forms import RoomForm, long_text
from fyrstod.rooms.selectors import OpenPiece


def _why(label: Any) -> PlainTextField:
    return PlainTextField(
        label=label,
        help_text=gettext_lazy("What stood here before stays readable, with your reason."),
        max_length=MAX_LINE,
        error_messages={"required": gettext_lazy("Write why. A few words will do.")},
    )


def _seen() -> forms.IntegerField:
    return forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class NoteForm(RoomForm):
    """A new piece with an id of its own from the start, or a correction with its reason.

    `writes` is the kind of a new one where nobody is asked.
    """

    writes: ClassVar[NoteKind]

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        initial: MutableMapping[str, Any] | None = None,
        corrects: bool = False,
    ) -> None:
        super().__init__(data, initial=initial, corrects=corrects)
        if corrects:
            self.fields["reason"] = _why(gettext_lazy("Why do you correct it?"))
            self.fields["seen"] = _seen()
        else:
            self.fields["id"] = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def blank(cls, **initial: str) -> NoteForm:
        return cls(initial={"id": new_id(), **initial})

    @classmethod
    def correcting(cls, piece: OpenPiece) -> NoteForm:
        note = piece.note
        return cls(
            initial={
                "seen": piece.row.latest,
                **{name: getattr(note, name) for name in ("kind", "text", "date", "source")},
                "voice": note.voice or "",
            },
            corrects=True,
        )

    def note(self, before: Note | None = None) -> Note:
        """What was typed; what was not asked about stays as it was before."""
        given = {name: self.cleaned_data[name] for name in self.fields if name in _OF_A_NOTE}
        if "kind" in given:
            given["kind"] = NoteKind(given["kind"])
        if "voice" in given:
            given["voice"] = Voice(given["voice"])
        kept = before or Note(kind=self.writes, text="")
        return dataclasses.replace(kept, **given, gone=False, answered_by="")


_OF_A_NOTE = {field.name for field in dataclasses.fields(Note)}


class PieceNoteForm(NoteForm, PieceFields):
    writes = NoteKind.SEEN

    @property
    def prompts(self) -> Prompts:
        return prompts_for(self["kind"].value() or "")


class AnswerForm(PieceNoteForm):
    """A piece that tells what was not known."""

    seen = _seen()

    @classmethod
    def answering(cls, unknown: OpenPiece) -> NoteForm:
        return cls.blank(
            kind=NoteKind.TOLD, source=unknown.note.source, seen=str(unknown.row.latest)
        )


class UnknownForm(NoteForm):
    writes = NoteKind.UNKNOWN
    text = long_text(
        gettext_lazy("What do we not know?"),
        help_text=gettext_lazy("Ask it as a question, about what protects or about what worries."),
        missing=gettext_lazy("Write what you do not know."),
    )
    source = PlainTextField(
        label=gettext_lazy("Who might know?"),
        help_text=gettext_lazy("For example the form tutor, a parent, or the person."),
        required=False,
        max_length=MAX_LINE,
    )


def _voice(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=[(voice, words.VOICE[voice]) for voice in Voice],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose who it is.")},
    )


class ViewForm(NoteForm):
    writes = NoteKind.VIEW
    voice = _voice(gettext_lazy("Whose view is it?"))
    text = long_text(
        gettext_lazy("What do they say themselves?"),
        help_text=gettext_lazy("Use their own words as far as you can. Do not weigh them here."),
        missing=gettext_lazy("Write what they say."),
    )
    date = PartialDateField(
        label=gettext_lazy("When did they say it?"),
        help_text=gettext_lazy("For example 2026-11-23. A month, 2026-11, is fine too."),
        error_messages={"required": gettext_lazy("Write when. A month is fine too.")},
    )
    source = PlainTextField(
        label=gettext_lazy("To whom, and how?"),
        help_text=gettext_lazy("For example: in a talk with the school counsellor."),
        required=False,
        max_length=MAX_LINE,
    )


class InformedForm(NoteForm):
    writes = NoteKind.INFORMED
    voice = _voice(gettext_lazy("Who was told?"))
    text = long_text(
        gettext_lazy("What were they told?"),
        help_text=gettext_lazy("Also what they answered, if they did."),
        missing=gettext_lazy("Write what they were told."),
    )
    date = PartialDateField(
        label=gettext_lazy("On which day?"),
        help_text=gettext_lazy("For example 2026-11-23."),
        whole=True,
        error_messages={"required": gettext_lazy("Write on which day they were told.")},
    )
    source = PlainTextField(
        label=gettext_lazy("By whom?"),
        max_length=MAX_LINE,
        error_messages={"required": gettext_lazy("Write who told them.")},
    )

    @classmethod
    def blank(cls, **initial: str) -> NoteForm:
        return super().blank(date=timezone.localdate().isoformat(), **initial)


FORMS: dict[NoteKind, type[NoteForm]] = {
    NoteKind.SEEN: PieceNoteForm,
    NoteKind.TOLD: PieceNoteForm,
    NoteKind.INTERPRETED: PieceNoteForm,
    NoteKind.UNKNOWN: UnknownForm,
    NoteKind.VIEW: ViewForm,
    NoteKind.INFORMED: InformedForm,
}
"""By which form a piece of a kind is written and corrected."""


class AwayForm(RoomForm):
    reason = _why(gettext_lazy("Why is it taken away?"))
    seen = _seen()
