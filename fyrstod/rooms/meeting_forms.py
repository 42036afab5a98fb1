"""What is typed of a table's meetings, its plan and its ending."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any, Final, cast

from django import forms
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fyrstod.collaboration.selectors import agenda
from fyrstod.core.ids import new_id
from fyrstod.drafts.fields import PartialDateField, PlainTextField
from fyrstod.drafts.selectors import factors_to_tick
from fyrstod.packs.base import Named
from fyrstod.packs.schema import Side
from fyrstod.packs.table import AgendaItem
from fyrstod.rooms import meeting_selectors, piece_selectors, words
from fyrstod.rooms.contents import (
    MAX_LINE,
    MAX_ROWS,
    Agrees,
    Course,
    Decision,
    Deed,
    Ending,
    FollowUp,
    Goal,
    Minutes,
)
from fyrstod.rooms.room_forms import RoomForm, long_text
from fyrstod.rooms.table_selectors import OpenTable, OpenWord

ROWS: Final = 3
"""How many rows there are to begin with, and how many more come at a time."""
MORE: Final = "more-"
"""What a button that asks for more rows is called, before the rows it asks for."""


def _day(label: Any, **more: Any) -> PartialDateField:
    """A whole day that may lie ahead."""
    return PartialDateField(label=label, required=False, whole=True, may_be_future=True, **more)


def _role(**more: Any) -> PlainTextField:
    return PlainTextField(
        label=gettext_lazy("In which role?"),
        required=False,
        max_length=MAX_LINE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        **more,
    )


def _agencies(table: OpenTable, *also: str) -> list[tuple[str, str]]:
    """Those that can take something on, and those that have done so before."""
    there = [str(place.agency.pk) for place in table.places if place.is_open]
    names = dict.fromkeys(filter(None, (*there, *also)))
    return [(name, meeting_selectors.name_of(table, name)) for name in names]


def _agency(label: Any, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", _("Choose an agency")), *choices],
        error_messages={"invalid_choice": _("Choose an agency that sits at the table.")},
    )


def _rows(typed: Mapping[str, Any], kind: str) -> int:
    """How many rows of a kind a page shows, once more of them are asked for or not."""
    there = max((row + 1 for row in range(MAX_ROWS) if f"{kind}_{row}" in typed), default=0)
    more = ROWS if typed.get("leave") == f"{MORE}{kind}" else 0
    return min(max(there, ROWS) + more, MAX_ROWS)


def _box(item: AgendaItem) -> str:
    return f"taken_up_{item.id}"


class WordsForm(RoomForm):
    """Something new that is said at a table. `id` is its own, so that a double click is one.

    `seen` is the id of the words in sight that it corrects, None where it corrects none.
    """

    id = forms.UUIDField(widget=forms.HiddenInput)
    seen = forms.UUIDField(required=False, widget=forms.HiddenInput)

    @classmethod
    def _beginning(cls, corrects: OpenWord | None = None) -> dict[str, Any]:
        return {"id": new_id(), "seen": uuid.UUID(corrects.id) if corrects else ""}


class MinutesForm(WordsForm):
    held_on = PartialDateField(
        label=gettext_lazy("When did you meet?"),
        help_text=gettext_lazy("For example 2026-11-23."),
        whole=True,
        error_messages={"required": gettext_lazy("Write the day you met.")},
    )
    present = long_text(
        gettext_lazy("Who was there?"),
        help_text=gettext_lazy(
            "One on each line. Agency and role say more in a year than a name does. Write too if "
            "the person or the family was there."
        ),
        missing=gettext_lazy("Write who was there."),
    )
    dissent = long_text(
        gettext_lazy("In their own words"),
        help_text=gettext_lazy(
            "Keep it as they said it, and say whose it is. Nothing is evened out: what only one "
            "of you sees may be what turns out to matter."
        ),
    )
    review_on = _day(
        gettext_lazy("When do you look at it together again?"),
        help_text=gettext_lazy("For example 2026-12-14. Leave it empty if no day is set."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = self.data if self.is_bound else self.initial
        self.decided = range(_rows(typed, "decision"))
        self.done = range(_rows(typed, "deed"))
        for _moment, items in agenda():
            for item in items:
                title = item.title.in_language(get_language() or "sv")
                self.fields[_box(item)] = forms.BooleanField(label=title, required=False)
        for row in self.decided:
            self.fields[f"decision_{row}"] = long_text(_("What is decided?"), rows=2)
            self.fields[f"decision_{row}_why"] = long_text(_("Why?"), rows=2)
        for row in self.done:
            self.fields[f"deed_{row}"] = long_text(_("What is to be done?"), rows=2)
            self.fields[f"deed_{row}_agency"] = _agency(
                _("Which agency does it?"), self.more["agencies"]
            )
            self.fields[f"deed_{row}_role"] = _role()
            self.fields[f"deed_{row}_due"] = _day(_("By when?"))
        self.order_fields(
            [
                *("id", "seen", "held_on", "present"),
                *(name for name in self.fields if name.startswith("taken_up_")),
                *(name for name in self.fields if name.startswith("decision_")),
                "dissent",
                *(name for name in self.fields if name.startswith("deed_")),
                "review_on",
            ]
        )

    @classmethod
    def blank(cls, table: OpenTable) -> MinutesForm:
        present = "\n".join(place.agency.name for place in table.places if place.is_open)
        return cls(
            initial={
                **cls._beginning(),
                "held_on": timezone.localdate().isoformat(),
                "present": present,
            },
            agencies=_agencies(table),
            before=(),
        )

    @classmethod
    def correcting(cls, table: OpenTable, word: OpenWord) -> MinutesForm:
        minutes = meeting_selectors.meeting(table, word, "sv").minutes
        initial: dict[str, Any] = {
            **cls._beginning(word),
            "held_on": minutes.held_on,
            "present": minutes.present,
            "dissent": minutes.dissent,
            "review_on": minutes.review_on,
            **{f"taken_up_{item}": True for item in minutes.taken_up},
        }
        for row, decision in enumerate(minutes.decisions):
            initial[f"decision_{row}"] = decision.text
            initial[f"decision_{row}_why"] = decision.reason
        for row, deed in enumerate(minutes.deeds):
            initial[f"deed_{row}"] = deed.text
            initial[f"deed_{row}_agency"] = deed.agency
            initial[f"deed_{row}_role"] = deed.role
            initial[f"deed_{row}_due"] = deed.due_on
        return cls(
            initial=initial,
            agencies=_agencies(table, *(deed.agency for deed in minutes.deeds)),
            before=minutes.taken_up,
        )

    @property
    def agenda(self) -> list[tuple[Named, list[tuple[AgendaItem, forms.BoundField]]]]:
        """The agenda of the pack, each item with its box."""
        return [
            (moment, [(item, self[_box(item)]) for item in items]) for moment, items in agenda()
        ]

    @property
    def decision_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"decision_{row}"], self[f"decision_{row}_why"]] for row in self.decided]

    @property
    def deed_rows(self) -> list[list[forms.BoundField]]:
        parts = ("", "_agency", "_role", "_due")
        return [[self[f"deed_{row}{part}"] for part in parts] for row in self.done]

    @property
    def may_have_more(self) -> dict[str, bool]:
        return {"decision": len(self.decided) < MAX_ROWS, "deed": len(self.done) < MAX_ROWS}

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for row in self.decided:
            if given.get(f"decision_{row}_why") and not given.get(f"decision_{row}"):
                self.add_error(
                    f"decision_{row}",
                    _("Decision %(number)s has a reason. Write what was decided, too.")
                    % {"number": row + 1},
                )
        for row in self.done:
            text, agency = given.get(f"deed_{row}"), given.get(f"deed_{row}_agency")
            begun = agency or given.get(f"deed_{row}_role") or given.get(f"deed_{row}_due")
            if begun and not text:
                self.add_error(
                    f"deed_{row}",
                    _("Write what is to be done in row %(number)s, or empty the row.")
                    % {"number": row + 1},
                )
            if text and not agency and f"deed_{row}_agency" not in self.errors:
                self.add_error(
                    f"deed_{row}_agency",
                    _("Choose which agency does what stands in row %(number)s.")
                    % {"number": row + 1},
                )
        held, review = given.get("held_on"), given.get("review_on")
        if held and review and review <= held:
            self.add_error("review_on", _("You met %(day)s. Choose a later day.") % {"day": held})
        return given

    def words(self) -> Minutes:
        given = self.cleaned_data
        shown = [item.id for _moment, items in agenda() for item in items]
        return Minutes(
            held_on=given["held_on"],
            present=given["present"],
            taken_up=(
                *(name for name in shown if given[f"taken_up_{name}"]),
                # Of another version of the pack, so nobody took them away here.
                *(name for name in self.more["before"] if name not in shown),
            ),
            decisions=tuple(
                Decision(text=given[f"decision_{row}"], reason=given[f"decision_{row}_why"])
                for row in self.decided
                if given[f"decision_{row}"]
            ),
            dissent=given["dissent"],
            deeds=tuple(
                Deed(
                    text=given[f"deed_{row}"],
                    agency=given[f"deed_{row}_agency"],
                    role=given[f"deed_{row}_role"],
                    due_on=given[f"deed_{row}_due"],
                )
                for row in self.done
                if given[f"deed_{row}"]
            ),
            review_on=given["review_on"],
        )


class GoalForm(WordsForm):
    text = long_text(
        gettext_lazy("What do you want to reach?"),
        help_text=gettext_lazy(
            "In plain words, so that all of you can see when you are there. For example: Robin "
            "trains with the team again."
        ),
        missing=gettext_lazy("Write what you want to reach."),
        rows=3,
    )
    protects = forms.ChoiceField(
        label=gettext_lazy("What protection does it strengthen?"),
        help_text=gettext_lazy("Most goals make something stronger that already holds."),
        required=False,
        error_messages={
            "invalid_choice": gettext_lazy("Choose one of those in the list, or none of these.")
        },
    )
    doing = long_text(
        gettext_lazy("What is done for it?"),
        help_text=gettext_lazy("The next step is enough."),
        rows=3,
    )
    role = _role(
        help_text=gettext_lazy("For example “mentor”. A role outlives the person who has it.")
    )
    due_on = _day(gettext_lazy("By when?"), help_text=gettext_lazy("For example 2026-12-14."))
    wish = long_text(
        gettext_lazy("What does the person want?"),
        help_text=gettext_lazy(
            "Their own wish, in their own words, also when it is another than yours."
        ),
        rows=3,
    )
    agrees = forms.ChoiceField(
        label=gettext_lazy("Does the person agree with the goal?"),
        choices=[(agrees, words.AGREES[agrees]) for agrees in Agrees],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what the person says of it.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"] = _agency(_("Which agency does it?"), self.more["agencies"])
        cast("forms.ChoiceField", self.fields["protects"]).choices = _protection(
            self.more["before"]
        )
        self.order_fields(
            [
                *("id", "seen", "text", "protects", "doing", "agency", "role", "due_on"),
                *("wish", "agrees"),
            ]
        )

    @classmethod
    def blank(cls, table: OpenTable) -> GoalForm:
        return cls(
            initial={**cls._beginning(), "agrees": Agrees.NOT_ASKED},
            agencies=_agencies(table),
            before="",
        )

    @classmethod
    def correcting(cls, table: OpenTable, word: OpenWord) -> GoalForm:
        goal = meeting_selectors.aim(table, word).goal
        return cls(
            initial={
                **cls._beginning(word),
                **{name: getattr(goal, name) for name in _OF_A_GOAL},
            },
            agencies=_agencies(table, goal.agency),
            before=goal.protects,
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("doing") and not given.get("agency") and "agency" not in self.errors:
            self.add_error("agency", _("Choose which agency does it."))
        begun = given.get("agency") or given.get("role") or given.get("due_on")
        if begun and not given.get("doing"):
            self.add_error("doing", _("Write what is done, or empty who does it and when."))
        return given

    def words(self) -> Goal:
        given = {name: self.cleaned_data[name] for name in _OF_A_GOAL}
        return Goal(**given | {"agrees": Agrees(given["agrees"])})


_OF_A_GOAL: Final = (*("text", "protects", "doing", "agency", "role", "due_on", "wish", "agrees"),)


def _protection(before: str) -> list[Any]:
    """The protective factors of the pack by where in a life they lie, and none of them."""
    language = get_language() or "sv"
    groups = [
        (
            each.level.title.in_language(language),
            [(factor.id, factor.label.in_language(language)) for factor in factors],
        )
        for each in factors_to_tick((), (Side.PROTECTIVE,))
        for _side, factors in each.sides
        if factors
    ]
    known = {name for _title, factors in groups for name, _label in factors}
    if before and before not in known:
        (older,) = piece_selectors.names_of((before,), language)
        groups.append((_("From an earlier version"), [(older.id, older.label)]))
    return [("", _("None of these")), *groups]


class FollowUpForm(WordsForm):
    """What has become of a goal. `goal` is the id of the words it stands in."""

    course = forms.ChoiceField(
        label=gettext_lazy("How far has the plan come?"),
        help_text=gettext_lazy("It is about what you planned, and not about the person."),
        choices=[(course, words.COURSE[course]) for course in Course],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose how far the plan has come.")},
    )
    changed = long_text(
        gettext_lazy("What has changed since last time?"),
        help_text=gettext_lazy(
            "What has become better, what harder, and what is as before? Write what you have "
            "seen, and who has told the rest."
        ),
        missing=gettext_lazy("Write what has changed, or that nothing has."),
    )
    onward = long_text(gettext_lazy("How do you go on?"), rows=3)

    @classmethod
    def blank(cls, goal: OpenWord) -> FollowUpForm:
        return cls(initial=cls._beginning(), goal=goal.id)

    def words(self) -> FollowUp:
        return FollowUp(
            goal=self.more["goal"],
            course=Course(self.cleaned_data["course"]),
            changed=self.cleaned_data["changed"],
            onward=self.cleaned_data["onward"],
        )


class EndingForm(WordsForm):
    achieved = long_text(
        gettext_lazy("What was achieved?"),
        help_text=gettext_lazy("What is stronger now, and what did not become as you had hoped?"),
        missing=gettext_lazy("Write what was achieved, or that nothing was."),
    )
    kept = long_text(
        gettext_lazy("What does your room keep?"),
        help_text=gettext_lazy(
            "What goes into your case system, and what is erased with the concern."
        ),
        missing=gettext_lazy("Write what your room keeps."),
        rows=3,
    )
    tells = long_text(
        gettext_lazy("Who tells the person, and when?"),
        help_text=gettext_lazy("The person is to know that you no longer meet about them."),
        missing=gettext_lazy("Write who tells the person, and when."),
        rows=3,
    )

    @classmethod
    def blank(cls) -> EndingForm:
        return cls(initial=cls._beginning())

    def words(self) -> Ending:
        given = self.cleaned_data
        return Ending(achieved=given["achieved"], kept=given["kept"], tells=given["tells"])
