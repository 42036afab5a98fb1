"""What is typed to lay a table, to ask others to it, and to give a perspective."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any, Final, cast

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fyrstod.collaboration import selectors as collaboration
from fyrstod.law.grounds import Choosable
from fyrstod.packs.base import Text
from fyrstod.packs.cards import FactName
from fyrstod.people.models import Agency
from fyrstod.rooms import words
from fyrstod.rooms.contents import Footing, Handed, Perspective, Setting, Stands
from fyrstod.rooms.disclosure_forms import FACTS, FactsForm, VersionedForm, in_words
from fyrstod.rooms.room_forms import RoomForm, long_text
from fyrstod.rooms.selectors import OpenDisclosure

NOTHING: Final = "nothing"
"""The choice to tell an agency nothing of what is written at the table."""
TOLD: Final = "told-"
"""Before the id of what an agency has taken in, where its ground is the choice."""


class ConveneForm(RoomForm):
    """`id` is that of the seat that the room takes, so that a double click lays one table."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    table = forms.UUIDField(widget=forms.HiddenInput)
    purpose = long_text(
        gettext_lazy("What do you want to reach together?"),
        help_text=gettext_lazy(
            "Those you ask read it before they answer. Write no name, and nothing that tells who "
            "it is about."
        ),
        missing=gettext_lazy("Write what you want to reach together. A sentence or two will do."),
    )
    forum = forms.ChoiceField(
        label=gettext_lazy("In which form do you meet?"),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.forums = _forums()
        language = get_language() or "sv"
        cast("forms.ChoiceField", self.fields["forum"]).choices = [
            *((key, name.in_language(language)) for key, name in self.forums.items()),
            ("", _("None of these, or not decided yet")),
        ]

    @classmethod
    def blank(cls) -> ConveneForm:
        return cls(initial={"id": uuid.uuid4(), "table": uuid.uuid4(), "forum": ""})

    def setting(self) -> Setting:
        forum = self.cleaned_data["forum"]
        return Setting(
            table=str(self.cleaned_data["table"]),
            purpose=self.cleaned_data["purpose"],
            forum=forum,
            forum_name=self.forums.get(forum),
        )


def _forums() -> dict[str, Text]:
    """The forums where one person may be spoken of: the municipality's own, then other kinds."""
    kinds = [(kind, own) for kind, own in collaboration.forums() if kind.speaks_of == "person"]
    here = {forum.id: forum.name for _kind, own in kinds for forum in own}
    return here | {kind.id: kind.title for kind, own in kinds if not own}


class InviteForm(RoomForm):
    """Whom to ask, and what. Who it is about is never part of it."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    to = forms.ChoiceField(
        label=gettext_lazy("Which agency do you ask?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose which agency you ask.")},
    )
    asks = long_text(
        gettext_lazy("What do you ask them?"),
        help_text=gettext_lazy(
            "For example if they can sit down with you, and what you hope they can add. No name, "
            "no date, no place that tells who it is."
        ),
        missing=gettext_lazy("Write what you ask them."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.receivers = {str(room.pk): room for room in self.more["receivers"]}
        cast("forms.ChoiceField", self.fields["to"]).choices = [
            (pk, room.name) for pk, room in self.receivers.items()
        ]

    @classmethod
    def blank(cls, receivers: list[Agency], to: str = "") -> InviteForm:
        return cls(initial={"id": uuid.uuid4(), "to": to}, receivers=receivers)

    def to_agency(self) -> Agency:
        room: Agency = self.receivers[self.cleaned_data["to"]]
        return room


class KnownForm(FactsForm):
    """What the ground for telling an agency at the table hangs on."""

    facts: tuple[FactName, ...] = ("identified", *FACTS)


class FootingForm(VersionedForm):
    """On what an agency is told what this room writes at the table."""

    rule = forms.ChoiceField(
        label=gettext_lazy("On which ground do you tell?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose a ground, or that they are told nothing."),
            "invalid_choice": gettext_lazy(
                "That ground cannot be chosen any more. Choose one of those that are shown."
            ),
        },
    )
    judged = long_text(
        gettext_lazy("How do you judge that the ground holds?"),
        help_text=gettext_lazy("The circumstances that you lean on. Stands in both rooms."),
        rows=3,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices: dict[str, Choosable] = {
            choice.ground.rule: choice for choice in self.more["choices"]
        }
        given: list[OpenDisclosure] = self.more["given"]
        cast("forms.ChoiceField", self.fields["rule"]).choices = [
            *((f"{TOLD}{each.row.pk}", _as_told(each)) for each in given),
            *((rule, in_words(choice)) for rule, choice in self.choices.items()),
            (NOTHING, _("None yet. They are told nothing of what we write here")),
        ]

    @classmethod
    def of(
        cls,
        footing: Footing,
        version: int,
        *,
        choices: tuple[Choosable, ...],
        given: list[OpenDisclosure],
    ) -> FootingForm:
        chosen = f"{TOLD}{footing.told}" if footing.told else ""
        if footing.handed.ground:
            chosen = footing.handed.ground.rule
        return cls(
            initial={"seen": version, "rule": chosen, "judged": footing.handed.judged},
            choices=choices,
            given=given,
        )

    def footing(self, known: Handed) -> Footing:
        """`known` holds what is known of the situation."""
        rule = self.cleaned_data["rule"]
        if rule.startswith(TOLD):
            return Footing(handed=_only_known(known), told=rule.removeprefix(TOLD))
        if rule == NOTHING:
            return Footing(handed=_only_known(known))
        return Footing(
            handed=dataclasses.replace(
                known, ground=self.choices[rule].ground, judged=self.cleaned_data["judged"]
            )
        )


def _only_known(handed: Handed) -> Handed:
    return dataclasses.replace(handed, ground=None, judged="")


def _as_told(given: OpenDisclosure) -> str:
    """A disclosure that the other has taken in, as a ground to choose."""
    handed, language = given.disclosed.handed, get_language() or "sv"
    ground = handed.ground.title.in_language(language) if handed.ground else handed.other_ground
    return _("The same as what they accepted %(day)s: %(ground)s") % {
        "day": given.row.answered_at.date().isoformat() if given.row.answered_at else "",
        "ground": ground,
    }


class PerspectiveForm(RoomForm):
    """One's own view. What protects and what worries are asked for in the same way."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    stands = forms.ChoiceField(
        label=gettext_lazy("How does it look from where you are?"),
        help_text=gettext_lazy("Both can be true. Nobody’s answer weighs more than another’s."),
        choices=[(stand, words.STANDS[stand]) for stand in Stands],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how it looks to you.")},
    )
    protects = long_text(
        gettext_lazy("What protects?"),
        help_text=gettext_lazy(
            "Persons, places, interests, plans: what holds, and when it is well."
        ),
        missing=gettext_lazy("Write what protects, or that you do not know."),
    )
    worries = long_text(
        gettext_lazy("What worries you?"),
        help_text=gettext_lazy("What you have seen or heard yourself, and from whom."),
        missing=gettext_lazy("Write what worries you, or that nothing does."),
    )
    unknown = long_text(
        gettext_lazy("What do you not know?"),
        help_text=gettext_lazy("What would you want to know before you make up your mind?"),
        rows=3,
    )
    can_do = long_text(
        gettext_lazy("What can your agency do?"),
        help_text=gettext_lazy("What is in your power, and what is not."),
        rows=3,
    )
    urgency = long_text(
        gettext_lazy("How urgent is it, in your own words?"),
        help_text=gettext_lazy("And why. Is somebody in danger now: call 112."),
        rows=2,
    )

    @classmethod
    def of(cls, before: Perspective | None) -> PerspectiveForm:
        """What was given last time is there to be changed."""
        known = {name: getattr(before, name) for name in _VIEW} if before else {}
        return cls(initial={"id": uuid.uuid4(), **known})

    def perspective(self) -> Perspective:
        given = self.cleaned_data
        texts = {name: given[name] for name in _VIEW if name != "stands"}
        return Perspective(stands=Stands(given["stands"]), **texts)


_VIEW = ("stands", "protects", "worries", "unknown", "can_do", "urgency")


class LeaveForm(RoomForm):
    """Nothing is typed: the button alone is the answer."""
