"""What is typed about a concern's papers, and about a draft on its way into a room."""

from __future__ import annotations

import datetime
import uuid
from typing import Any, Literal

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.fields import PartialDateField, PlainTextField
from fyrstod.people.models import Agency, User
from fyrstod.rooms import paper_letter, paper_rules, selectors, words
from fyrstod.rooms.contents import MAX_LINE, Direction, NoteKind, PaperKind, Sheet, Voice
from fyrstod.rooms.models import Concern
from fyrstod.rooms.paper_letter import Letter
from fyrstod.rooms.room_forms import OpenForm, RoomForm, long_text
from fyrstod.rooms.rules import About, tidy_reference
from fyrstod.rooms.selectors import OpenConcern, OpenPaper, OpenPiece


def line(label: Any, *, missing: Any = "", **more: Any) -> PlainTextField:
    """`missing` is said when it is empty; without it the field may be."""
    return PlainTextField(
        label=label,
        max_length=MAX_LINE,
        required=bool(missing),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": missing} if missing else None,
        **more,
    )


class DayField(PartialDateField):
    """A whole day that has been, or today."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(whole=True, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return datetime.date.fromisoformat(text) if text else None


def _today() -> str:
    return timezone.localdate().isoformat()


AFTERWARDS = [
    ("erase", gettext_lazy("Erase it, once all of it is in the room")),
    ("keep", gettext_lazy("Keep it in this browser, until it erases itself")),
]


class AfterwardsForm(RoomForm):
    """What becomes of the draft when it is in the room."""

    afterwards = forms.ChoiceField(
        label=gettext_lazy("And the draft?"),
        choices=AFTERWARDS,
        widget=forms.RadioSelect,
        initial="erase",
        error_messages={"required": gettext_lazy("Choose what becomes of the draft.")},
    )

    @property
    def erases(self) -> bool:
        return bool(self.cleaned_data["afterwards"] == "erase")


class MoveIntoForm(AfterwardsForm):
    """`differs`: both have answered some questions, and not alike."""

    keeps = forms.ChoiceField(
        label=gettext_lazy("Where the answers differ"),
        choices=[
            ("room", gettext_lazy("Keep the answers that are in the room")),
            ("draft", gettext_lazy("Put the answers of the draft in their place")),
        ],
        widget=forms.RadioSelect,
        initial="room",
        error_messages={"required": gettext_lazy("Choose which answers are kept.")},
    )
    field_order = ("keeps", "afterwards")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.more["differs"]:
            del self.fields["keeps"]

    @property
    def replaces(self) -> bool:
        return self.cleaned_data.get("keeps") == "draft"


class MoveNewForm(OpenForm, AfterwardsForm):
    """A new concern from a draft, filled in as far as its answers go."""

    field_order = (*OpenForm.field_order, "afterwards")

    @classmethod
    def over_draft(cls, contents: Contents) -> MoveNewForm:
        answers = contents.answers
        person = paper_rules.person_in(answers)
        return cls(
            initial={
                **OpenForm.blank().initial,
                **{name: getattr(person, name) for name in type(person).__dataclass_fields__},
                "about": paper_rules.about_in(answers) or "",
                "why_now": paper_rules.why_now_in(answers),
                "afterwards": "keep" if paper_rules.goes_nowhere(contents) else "erase",
            }
        )


class WhichConcernForm(RoomForm):
    reference = line(
        gettext_lazy("The concern’s reference"),
        help_text=gettext_lazy("For example K7QF-3M2X. It stands at the top of its page."),
        missing=gettext_lazy("Write the reference, or choose a concern in the list below."),
    )

    def clean_reference(self) -> str:
        room: Agency = self.more["room"]
        reference = tidy_reference(self.cleaned_data["reference"])
        found = selectors.concern_in(room, reference) if reference else None
        if found is None:
            raise forms.ValidationError(_("There is no concern with that reference in this room."))
        if found.is_closed:
            raise forms.ValidationError(_("That concern is closed. Open it again first."))
        return reference


class SentForm(RoomForm):
    """A paper that has gone out."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    to = line(gettext_lazy("To whom?"), missing=gettext_lazy("Write to whom it was sent."))
    date = DayField(
        label=gettext_lazy("When?"),
        error_messages={"required": gettext_lazy("Write the day it was sent.")},
    )
    number = line(
        gettext_lazy("Registration number"),
        help_text=gettext_lazy("In your case system (diarienummer), if it has got one."),
    )

    @classmethod
    def of(cls, paper: OpenPaper) -> SentForm:
        sheet = paper.sheet
        receivers = {
            PaperKind.CONCERN_REPORT: _("The social services"),
            PaperKind.POLICE_REPORT: _("The police"),
        }
        sent = sheet.direction is Direction.SENT
        return cls(
            initial={
                "seen": paper.row.version,
                "to": sheet.other_party or receivers.get(sheet.kind, ""),
                "date": sheet.date.isoformat() if sent else _today(),
                "number": sheet.number,
            }
        )


class ReceivedForm(RoomForm):
    """A document that came in, or that went out another way."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way did it go?"),
        choices=[
            (Direction.RECEIVED, gettext_lazy("It came in to us")),
            (Direction.SENT, gettext_lazy("We sent it")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which way it went.")},
    )
    title = line(
        gettext_lazy("What is it?"),
        help_text=gettext_lazy("For example “Answer to the concern report”."),
        missing=gettext_lazy("Write what the document is."),
    )
    other_party = line(gettext_lazy("From whom, or to whom?"))
    date = DayField(
        label=gettext_lazy("When?"),
        error_messages={"required": gettext_lazy("Write the day it came or went.")},
    )
    number = line(
        gettext_lazy("Registration number"),
        help_text=gettext_lazy("In your case system (diarienummer), if it has got one."),
    )
    note = long_text(
        gettext_lazy("What does it say, in short?"),
        help_text=gettext_lazy("The document itself is kept in your case system, not here."),
    )

    @classmethod
    def blank(cls) -> ReceivedForm:
        return cls(initial={"id": uuid.uuid4(), "direction": Direction.RECEIVED, "date": _today()})

    def sheet(self) -> Sheet:
        given = self.cleaned_data
        return Sheet(
            kind=PaperKind.OTHER,
            direction=Direction(given["direction"]),
            title=given["title"],
            date=given["date"],
            other_party=given["other_party"],
            number=given["number"],
            note=given["note"],
        )


class ExportedForm(RoomForm):
    id = forms.UUIDField(widget=forms.HiddenInput)
    number = line(
        gettext_lazy("Registration number (diarienummer)"),
        help_text=gettext_lazy("The number that your case system gave the export."),
        missing=gettext_lazy("Write the registration number. Without it nobody finds the export."),
    )
    date = DayField(
        label=gettext_lazy("When was it registered?"),
        error_messages={"required": gettext_lazy("Write the day it was registered.")},
    )

    @classmethod
    def blank(cls) -> ExportedForm:
        return cls(initial={"id": uuid.uuid4(), "date": _today()})

    def sheet(self) -> Sheet:
        return Sheet(
            kind=PaperKind.EXPORT,
            direction=Direction.MADE,
            title=_("The whole concern"),
            date=self.cleaned_data["date"],
            number=self.cleaned_data["number"],
        )


class HandedForm(RoomForm):
    date = DayField(
        label=gettext_lazy("When did they get it?"),
        error_messages={"required": gettext_lazy("Write the day they got it.")},
    )
    told = long_text(
        gettext_lazy("What were they told, and how did they take it?"),
        help_text=gettext_lazy("It is kept among what they were told."),
        missing=gettext_lazy("Write what they were told. A sentence is enough."),
    )

    @classmethod
    def of(cls, letter: Letter) -> HandedForm:
        told = "\n".join((letter.told, *letter.pieces))[:MAX_LONG_TEXT]
        return cls(initial={"date": _today(), "told": told})


class LetterForm(RoomForm):
    """A letter. `id` is its own from the start; `seen` is the version in sight, 0 for a new one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=gettext_lazy("To whom?"),
        choices=[(voice, words.VOICE[voice]) for voice in Voice],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose to whom you write.")},
    )
    plain = forms.BooleanField(
        label=gettext_lazy("Write in short, plain words, as to a child"),
        help_text=gettext_lazy("For a child, or whoever finds reading hard."),
        required=False,
    )
    why = long_text(
        gettext_lazy("Why are you worried?"),
        help_text=gettext_lazy(
            "Write to the reader, as you would say it across a table. Tell what was done or said, "
            "and pass no judgement."
        ),
        missing=gettext_lazy("Write why you are worried."),
    )
    told = long_text(
        gettext_lazy("What do you tell?"),
        help_text=gettext_lazy("In your own words. What you ticked below stands after it."),
        missing=gettext_lazy("Write what you tell, or that you want to tell it when you meet."),
    )
    held_back = long_text(
        gettext_lazy("What do you hold back, and why?"),
        help_text=gettext_lazy(
            "It stays in the concern and never stands in the letter. Leave it empty if you tell "
            "all."
        ),
    )
    says_held_back = forms.BooleanField(
        label=gettext_lazy("Let the letter say that not everything is told"),
        help_text=gettext_lazy("Take it away where the words alone could do harm."),
        required=False,
    )
    waits = long_text(
        gettext_lazy("Is the letter not to be given yet? Write why."),
        help_text=gettext_lazy(
            "For example that it could put somebody at risk just now, and when you think of it "
            "again. It stays in the concern. Leave it empty if you give it now."
        ),
        rows=2,
    )
    contact = long_text(
        gettext_lazy("Whom can the reader ask?"),
        help_text=gettext_lazy("A name, and a number where somebody answers."),
        missing=gettext_lazy("Write whom the reader can ask."),
        rows=2,
    )
    names_sources = forms.BooleanField(
        label=gettext_lazy("Name where it comes from"),
        help_text=gettext_lazy(
            "The sources of what you ticked above. Leave it out if it could put somebody at risk."
        ),
        required=False,
    )

    ground = long_text(
        gettext_lazy("Which law gives you the task?"),
        help_text=gettext_lazy(
            "Your data protection officer knows. Left empty, the letter says that one can ask."
        ),
        rows=2,
    )
    shared = long_text(
        gettext_lazy("Who has got something from you, or may get it?"),
        help_text=gettext_lazy(
            "For example the social services. Leave out what the reader must not know."
        ),
        rows=2,
    )
    officer = long_text(
        gettext_lazy("How does one reach your data protection officer?"),
        help_text=gettext_lazy("An address or a number that is answered."),
        rows=2,
    )
    by_law = ("ground", "shared", "officer")
    """What the rules on data protection ask a letter to tell, where somebody knows it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.more["adult"]:
            # Nobody has the custody of an adult, so there is nobody else to write to.
            self.fields["to"].widget = forms.HiddenInput()
            self.fields["plain"].label = _("Write in short, plain words")
            self.fields["plain"].help_text = _("For whoever finds reading hard.")
        for piece in self.more["pieces"]:
            head = " · ".join(part for part in (piece.note.date, piece.note.source) if part)
            self.fields[_box(piece)] = forms.BooleanField(
                label=piece.note.text, help_text=head, required=False
            )

    @property
    def boxes(self) -> list[forms.BoundField]:
        """What is written already, each to be taken into the letter or not."""
        return [self[_box(piece)] for piece in self.more["pieces"]]

    @property
    def rest(self) -> list[forms.BoundField]:
        apart = {*self.by_law, *(_box(piece) for piece in self.more["pieces"])}
        return [field for field in self.visible_fields() if field.name not in apart]

    @property
    def of_the_law(self) -> list[forms.BoundField]:
        return [self[name] for name in self.by_law]

    def clean_to(self) -> Voice:
        return Voice.PERSON if self.more["adult"] else Voice(self.cleaned_data["to"])

    @classmethod
    def blank(cls, opened: OpenConcern, by: User) -> LetterForm:
        """To the person, filled in with what a letter can take from the concern itself."""
        return cls(
            initial={
                "id": uuid.uuid4(),
                "seen": 0,
                "to": Voice.PERSON,
                "says_held_back": True,
                "contact": f"{by.name}, {opened.concern.agency.name}",
            },
            pieces=tellable(opened),
            adult=is_adult(opened),
        )

    @classmethod
    def of(cls, opened: OpenConcern, paper: OpenPaper) -> LetterForm:
        letter = paper_letter.letter_in(paper.sheet)
        return cls(
            initial={
                "id": paper.row.pk,
                "seen": paper.row.version,
                "names_sources": bool(letter.sources),
                **{f"piece_{piece_id}": True for piece_id in letter.piece_ids},
                **{
                    name: getattr(letter, name)
                    for name in (
                        "to",
                        "plain",
                        "why",
                        "told",
                        "held_back",
                        "says_held_back",
                        "waits",
                        "contact",
                        *cls.by_law,
                    )
                },
            },
            pieces=tellable(opened),
            adult=is_adult(opened),
        )

    def letter(
        self,
        opened: OpenConcern,
        *,
        language: Literal["sv", "en"],
        operator: str,
        operator_contact: str,
    ) -> Letter:
        given = self.cleaned_data
        to = given["to"]
        taken = [piece for piece in self.more["pieces"] if given[_box(piece)]]
        sources = {piece.note.source: None for piece in taken if piece.note.source}
        return Letter(
            to=to,
            name=opened.person.name if to is Voice.PERSON else "",
            plain=given["plain"],
            language=language,
            why=given["why"],
            told=given["told"],
            pieces=tuple(piece.note.text for piece in taken),
            piece_ids=tuple(piece.id for piece in taken),
            held_back=given["held_back"],
            says_held_back=given["says_held_back"],
            waits=given["waits"],
            adult=is_adult(opened),
            regime=paper_letter.regime_of(opened.concern.agency.kind),
            ground=given["ground"],
            shared=given["shared"],
            officer=given["officer"],
            contact=given["contact"],
            agency=_office(opened.concern),
            operator=operator,
            operator_contact=operator_contact,
            holds=paper_letter.holds_of(opened),
            sources=tuple(sources) if given["names_sources"] else (),
        )


def is_adult(opened: OpenConcern) -> bool:
    """Whether the person has come of age, so that nobody has the custody of them."""
    return opened.concern.kind != About.CHILD


def tellable(opened: OpenConcern) -> tuple[OpenPiece, ...]:
    """The pieces that a letter can take in: what was seen and told."""
    return opened.of_kind(NoteKind.SEEN, NoteKind.TOLD)


def _box(piece: OpenPiece) -> str:
    return f"piece_{piece.id}"


def _office(concern: Concern) -> str:
    return f"{concern.agency.name}, {concern.agency.municipality.name}"
