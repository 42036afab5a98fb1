"""What is typed about a draft and its pieces."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.core.text import MAX_LONG_TEXT, unify_newlines
from fyrstod.drafts.fields import PartialDateField, PlainTextField, fingerprint
from fyrstod.drafts.files import MAX_FILE_BYTES, MAX_PASSPHRASE, MIN_PASSPHRASE
from fyrstod.packs.base import LANGUAGES, Text


def opening(question: Text, language: str) -> str:
    """How a piece that answers a question begins, so that it keeps which one it was."""
    with translation.override(language):
        words = {"question": question.in_language(language)}
        return _("Question: %(question)s\nAnswer: ") % words


def _opening_here(question: Text) -> str:
    return opening(question, get_language() or "sv")


def only_asks(text: str, question: Text) -> bool:
    """Whether a text holds the question alone, in whichever language it was begun."""
    alone = unify_newlines(text).strip()
    return any(alone == opening(question, language).strip() for language in LANGUAGES)


class PieceFields(forms.Form):
    """What is asked about a piece, in a draft as in a room."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of piece is it?"),
        choices=[
            (PieceKind.SEEN, gettext_lazy("I have seen or heard it myself")),
            (PieceKind.TOLD, gettext_lazy("Somebody has told me")),
            (PieceKind.INTERPRETED, gettext_lazy("It is what I think it may mean")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what kind of piece it is.")},
    )
    text = PlainTextField(
        label=gettext_lazy("What happened, or what was said?"),
        help_text=gettext_lazy("Write what a camera or a microphone would have caught."),
        max_length=MAX_LONG_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": gettext_lazy("Write what the piece is about.")},
    )
    date = PartialDateField(
        label=gettext_lazy("When?"),
        help_text=gettext_lazy("For example 2026-11-23. A month, 2026-11, is fine too."),
        required=False,
    )
    source = PlainTextField(
        label=gettext_lazy("Where does it come from?"),
        help_text=gettext_lazy(
            "Who told you, or where you saw it: “form tutor”, “school corridor”."
        ),
        required=False,
        max_length=200,
    )


class PieceForm(PieceFields):
    """One piece. `seen` is the mark of the piece as the form was shown."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)

    @classmethod
    def blank(cls, kind: str) -> PieceForm:
        return cls(initial={"id": uuid.uuid4(), "kind": kind})

    @classmethod
    def answering(cls, question: Text, person: str) -> PieceForm:
        """A blank piece that begins with the question it answers, and with who was asked."""
        return cls(
            initial={
                "id": uuid.uuid4(),
                "kind": PieceKind.TOLD,
                "text": _opening_here(question),
                "source": person,
            }
        )

    @classmethod
    def over(cls, piece: Piece) -> PieceForm:
        return cls(
            initial={
                "id": piece.id,
                "seen": fingerprint(piece),
                "kind": piece.kind,
                "text": piece.text,
                "date": piece.date,
                "source": piece.source,
            }
        )

    @classmethod
    def as_typed(cls, typed: Mapping[str, str], question: Text | None = None) -> PieceForm:
        """What was typed so far, shown again as it stands and not yet checked.

        A question that nobody has answered yet is put in the language of the page.
        """
        if question and only_asks(typed.get("text", ""), question):
            typed = {**typed, "text": _opening_here(question)}
        return cls(initial=dict(typed))

    def is_untouched(self, question: Text | None, person: str) -> bool:
        """Whether a new piece holds no more than it began with: the question and who was asked."""
        text, date, source = (self.data.get(name, "") for name in ("text", "date", "source"))
        begun = not only_asks(text, question) if question else text.strip()
        return not begun and not date.strip() and source.strip() in ("", person)

    def require_answer(self, question: Text) -> None:
        """Ask for the answer where the text still holds the question alone."""
        if only_asks(self.cleaned_data.get("text", ""), question):
            self.add_error("text", _("Write the answer after the question."))

    def piece(self, factors: tuple[str, ...]) -> Piece:
        return Piece(
            id=str(self.cleaned_data["id"]),
            kind=PieceKind(self.cleaned_data["kind"]),
            text=self.cleaned_data["text"],
            date=self.cleaned_data["date"],
            source=self.cleaned_data["source"],
            factors=factors,
        )

    def show_other_tab(self, saved: Piece) -> None:
        """Say that another tab saved this piece first, and let the next save replace it."""
        self.add_error(
            "text",
            _(
                "This piece was changed in another tab, and nothing is saved from here yet. "
                "There it says: “%(text)s” Save again to put your text in its place."
            )
            % {"text": saved.text},
        )
        self.data = {**self.data, "seen": fingerprint(saved)}


class PassphraseForm(forms.Form):
    passphrase = forms.CharField(
        label=gettext_lazy("Passphrase"),
        help_text=gettext_lazy(
            "At least 12 characters; four or five words that do not belong together are good. "
            "Nobody can open the file without it, and we cannot help."
        ),
        min_length=MIN_PASSPHRASE,
        max_length=MAX_PASSPHRASE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={
            "required": gettext_lazy("Write a passphrase to lock the file with."),
            "min_length": gettext_lazy("The passphrase needs at least 12 characters."),
        },
    )
    passphrase_again = forms.CharField(
        label=gettext_lazy("The same passphrase again"),
        max_length=MAX_PASSPHRASE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": gettext_lazy("Write the passphrase once more.")},
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, again = cleaned.get("passphrase"), cleaned.get("passphrase_again")
        if first and again and first != again:
            self.add_error("passphrase_again", _("The two passphrases are not the same."))
        return cleaned


class OpenFileForm(forms.Form):
    """`replace` is asked for when the browser already holds a draft."""

    file = forms.FileField(
        label=gettext_lazy("Your saved file"),
        widget=forms.FileInput(attrs={"accept": ".fyrstod"}),
        error_messages={
            "required": gettext_lazy("Choose the file you saved. It is at most 2 MB."),
            "empty": gettext_lazy("The file is empty. Choose another."),
        },
    )
    passphrase = forms.CharField(
        label=gettext_lazy("Its passphrase"),
        max_length=MAX_PASSPHRASE,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("Write the passphrase of the file.")},
    )

    def __init__(self, *args: Any, asks_to_replace: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_to_replace:
            self.fields["replace"] = forms.BooleanField(
                label=gettext_lazy("Yes, replace the draft I have open with the one in the file"),
                error_messages={
                    "required": gettext_lazy(
                        "You have a draft open. Tick the box if the file shall take its place."
                    )
                },
            )
            self.order_fields(["file", "replace", "passphrase"])

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE_BYTES:
            raise forms.ValidationError(_("The file is larger than a draft can be."))
        data: bytes = file.read()
        return data
