"""What is typed when one room tells another, and when the other answers."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any, Final, cast

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fyrstod.collaboration.sharing_forms import answered, field_of
from fyrstod.collaboration.sharing_selectors import statute_of
from fyrstod.law.grounds import Choosable
from fyrstod.law.situation import ATTRIBUTES, Situation
from fyrstod.packs.cards import FactName
from fyrstod.packs.schema import ShowIf
from fyrstod.people.models import Agency
from fyrstod.rooms import words
from fyrstod.rooms.contents import Consent, Disclosed, Handed, Naming
from fyrstod.rooms.paper_forms import DayField, WhichConcernForm
from fyrstod.rooms.room_forms import RoomForm, long_text
from fyrstod.rooms.selectors import OpenPiece

OTHER: Final = "other"
"""The choice of a ground in own words. No rule card has this id."""
FACTS: Final[tuple[FactName, ...]] = (
    *("matter", "crime.category", "crime.minimum_months", "crime.prison_in_scale"),
    *("crime.attempt", "school_related", "age", "consent.person", "consent.guardian"),
    *("from", "sender_role", "to", "same_authority"),
)
"""What the ground hangs on, besides whether somebody is named, which is chosen before."""


def _box(piece: OpenPiece) -> str:
    return f"piece_{piece.id}"


def _asked_for(field: forms.Field, on: ShowIf) -> None:
    """Let a field hide until another is answered so, where script runs."""
    field.show_if = on  # type: ignore[attr-defined]  # read by django/forms/field.html


class VersionedForm(RoomForm):
    """A page of a draft. `seen` is the version in sight, 0 for a draft that is new."""

    seen = forms.IntegerField(widget=forms.HiddenInput)


class WhatForm(VersionedForm):
    """To whom, which pieces, and whether they learn who it is about."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=gettext_lazy("To which agency?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose to which agency.")},
    )
    naming = forms.ChoiceField(
        label=gettext_lazy("Do they learn who it is about?"),
        help_text=gettext_lazy(
            "Who it is about is a choice of its own. To ask without a name is nearly always open."
        ),
        choices=[(naming, words.NAMING[naming]) for naming in Naming],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whether they learn who it is about.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receivers = {str(room.pk): room for room in self.more["receivers"]}
        field = cast("forms.ChoiceField", self.fields["to"])
        field.choices = [(pk, room.name) for pk, room in self.receivers.items()]
        for piece in self.more["pieces"]:
            head = (words.NOTE[piece.note.kind], piece.note.date, piece.note.source)
            self.fields[_box(piece)] = forms.BooleanField(
                label=piece.note.text,
                help_text=" · ".join(str(part) for part in head if part),
                required=False,
            )

    @property
    def boxes(self) -> list[forms.BoundField]:
        return [self[_box(piece)] for piece in self.more["pieces"]]

    @classmethod
    def of(
        cls,
        there: tuple[uuid.UUID, int, Agency, Disclosed] | None,
        *,
        receivers: list[Agency],
        pieces: tuple[OpenPiece, ...],
        to: str = "",
    ) -> WhatForm:
        """`there` is the draft that is changed: its id, version, receiver and contents.

        `to` is the receiver that a new one begins with.
        """
        initial: dict[str, Any] = {
            "id": uuid.uuid4(),
            "seen": 0,
            "naming": Naming.UNNAMED,
            "to": to,
        }
        if there:
            pk, version, receiver, disclosed = there
            initial = {
                "id": pk,
                "seen": version,
                "to": str(receiver.pk),
                "naming": disclosed.handed.naming,
                **{f"piece_{piece_id}": True for piece_id in disclosed.chosen},
            }
        return cls(initial=initial, receivers=receivers, pieces=pieces)

    def to_agency(self) -> Agency:
        room: Agency = self.receivers[self.cleaned_data["to"]]
        return room

    def chosen(self) -> tuple[str, ...]:
        return tuple(
            piece.id for piece in self.more["pieces"] if self.cleaned_data.get(_box(piece))
        )


class FactsForm(VersionedForm):
    """What is known of the situation, so that the rules that fit can be shown."""

    facts: tuple[FactName, ...] = FACTS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        situation: Situation = self.more["situation"]
        for name in self.facts:
            self.fields[ATTRIBUTES[name]] = field_of(name, situation)

    def situation(self) -> Situation:
        known = answered(self, self.facts)
        given: dict[str, Any] = {ATTRIBUTES[name]: known.get(name) for name in self.facts}
        before: Situation = self.more["situation"]
        return dataclasses.replace(before, **given)


def in_words(choice: Choosable) -> SafeString:
    """A rule as somebody chooses it: what it says, where it stands, and what must be judged."""
    language = get_language() or "sv"
    parts = [choice.ground.says.in_language(language)]
    if conditions := [text.in_language(language) for text in choice.conditions]:
        parts.append(_("You must judge: %(what)s") % {"what": " ".join(conditions)})
    if choice.open:
        parts.append(_("It also hangs on what is not answered yet."))
    statute = statute_of(choice.ground, language)
    return format_html(
        "{}{}",
        choice.ground.title.in_language(language),
        format_html_join(
            "", '<br><span class="small">{}</span>', ((part,) for part in (*parts, statute) if part)
        ),
    )


class GroundForm(VersionedForm):
    """Which rule it is told on, and how the writer judges it."""

    rule = forms.ChoiceField(
        label=gettext_lazy("On which ground do you tell?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a ground."),
            "invalid_choice": gettext_lazy(
                "That ground cannot be chosen any more. Choose one of those that are shown."
            ),
        },
    )
    other_ground = long_text(
        gettext_lazy("The ground in your own words"),
        help_text=gettext_lazy(
            "Asked for if you chose a ground that is not in the list. Name the statute, and why it "
            "opens here. A second person looks at it."
        ),
        rows=3,
    )
    judged = long_text(
        gettext_lazy("How do you judge that the ground holds?"),
        help_text=gettext_lazy(
            "The circumstances that you lean on. The other agency sees it before it answers."
        ),
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices: dict[str, Choosable] = {
            choice.ground.rule: choice for choice in self.more["choices"]
        }
        cast("forms.ChoiceField", self.fields["rule"]).choices = [
            *((rule, in_words(choice)) for rule, choice in self.choices.items()),
            (OTHER, _("Another ground, that I write myself")),
        ]
        _asked_for(self.fields["other_ground"], ShowIf(field="rule", is_one_of=(OTHER,)))

    @classmethod
    def of(cls, handed: Handed, version: int, choices: tuple[Choosable, ...]) -> GroundForm:
        chosen = handed.ground.rule if handed.ground else OTHER if handed.other_ground else ""
        return cls(
            initial={
                "seen": version,
                "rule": chosen,
                "other_ground": handed.other_ground,
                "judged": handed.judged,
            },
            choices=choices,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("rule") == OTHER and not given.get("other_ground"):
            self.add_error("other_ground", _("Write the ground: the statute, and why it opens."))
        return given

    def onto(self, handed: Handed) -> Handed:
        rule = self.cleaned_data["rule"]
        own = rule == OTHER
        return dataclasses.replace(
            handed,
            ground=None if own else self.choices[rule].ground,
            other_ground=self.cleaned_data["other_ground"] if own else "",
            judged=self.cleaned_data["judged"],
        )


class WhyForm(VersionedForm):
    """Why the other needs it, what is held back, and the consent where that is the ground."""

    purpose = long_text(
        gettext_lazy("Why do they need to know?"),
        help_text=gettext_lazy("The purpose. They see it before they answer."),
        missing=gettext_lazy("Write why they need to know."),
        rows=3,
    )
    asks = long_text(
        gettext_lazy("What do you ask of them?"),
        help_text=gettext_lazy("For example advice, a meeting, or what they know themselves."),
        rows=3,
    )
    held_back = long_text(
        gettext_lazy("What do you hold back, and why?"),
        help_text=gettext_lazy(
            "Stays in your room. Leave it empty if nothing was held back. Tell no more than the "
            "purpose needs."
        ),
        rows=3,
    )
    consent_how = long_text(
        gettext_lazy("How was the consent given?"),
        help_text=gettext_lazy("By whom, to what, and how: for example at a meeting, in writing."),
        missing=gettext_lazy("Write how the consent was given."),
        rows=2,
    )
    consent_on = DayField(
        label=gettext_lazy("When was it given?"),
        help_text=gettext_lazy("For example 2026-11-23."),
        error_messages={"required": gettext_lazy("Write the day it was given.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.more["asks_consent"]:
            del self.fields["consent_how"], self.fields["consent_on"]

    @classmethod
    def of(cls, disclosed: Disclosed, version: int, *, asks_consent: bool) -> WhyForm:
        handed = disclosed.handed
        return cls(
            initial={
                "seen": version,
                "purpose": handed.purpose,
                "asks": handed.asks,
                "held_back": disclosed.held_back,
                "consent_how": handed.consent.how if handed.consent else "",
                "consent_on": handed.consent.given_on if handed.consent else "",
            },
            asks_consent=asks_consent,
        )

    def onto(self, disclosed: Disclosed) -> Disclosed:
        given = self.cleaned_data
        consent = None
        if self.more["asks_consent"]:
            consent = Consent(how=given["consent_how"], given_on=given["consent_on"].isoformat())
        handed = dataclasses.replace(
            disclosed.handed, purpose=given["purpose"], asks=given["asks"], consent=consent
        )
        return dataclasses.replace(disclosed, handed=handed, held_back=given["held_back"])


class SendBackForm(VersionedForm):
    reason = long_text(
        gettext_lazy("Why do you send it back?"),
        help_text=gettext_lazy("Whoever wrote it sees it, and can change and ask again."),
        missing=gettext_lazy("Write why you send it back."),
        rows=3,
    )


class ConsentBackForm(RoomForm):
    on = DayField(
        label=gettext_lazy("When was the consent taken back?"),
        help_text=gettext_lazy("For example 2026-11-23."),
        error_messages={"required": gettext_lazy("Write the day it was taken back.")},
    )

    @classmethod
    def blank(cls) -> ConsentBackForm:
        return cls(initial={"on": timezone.localdate().isoformat()})


class ObjectForm(RoomForm):
    text = long_text(
        gettext_lazy("What is wrong, and what do you ask of them?"),
        help_text=gettext_lazy("It is seen in both rooms. What they received stays theirs."),
        missing=gettext_lazy("Write what is wrong."),
    )


class AcceptForm(WhichConcernForm):
    """Into which concern an offer is taken. `id` is that of a new one."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    into = forms.ChoiceField(
        label=gettext_lazy("Where does it go?"),
        choices=[
            ("new", gettext_lazy("Into a new concern")),
            ("there", gettext_lazy("Into a concern that is open here")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose where it goes.")},
    )
    field_order = ("into", "reference")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reference"].required = False
        _asked_for(self.fields["reference"], ShowIf(field="into", is_one_of=("there",)))
        self.fields["reference"].help_text = _(
            "Asked for if it goes into a concern that is open here. For example K7QF-3M2X."
        )

    @classmethod
    def blank(cls, room: Agency) -> AcceptForm:
        return cls(initial={"id": uuid.uuid4(), "into": "new"}, room=room)

    def clean_reference(self) -> str:
        if self.cleaned_data.get("into") != "there":
            return ""
        if not self.cleaned_data["reference"]:
            raise forms.ValidationError(_("Write the reference of the concern."))
        return super().clean_reference()


class DeclineForm(RoomForm):
    reason = long_text(
        gettext_lazy("Why do you decline?"),
        help_text=gettext_lazy(
            "The sender sees it. Say what you would need instead, or who it should go to."
        ),
        missing=gettext_lazy("Write why you decline. A sentence is enough."),
        rows=3,
    )
