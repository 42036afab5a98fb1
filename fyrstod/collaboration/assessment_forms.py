"""What is typed in a self-assessment and its plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from fyrstod.collaboration import assessment as rules
from fyrstod.core.assessments import (
    Action,
    Answer,
    Assessment,
    Holders,
    Role,
    Scope,
    State,
    Status,
)
from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.drafts.fields import (
    PartialDateField,
    PlainTextField,
    Wrong,
    fingerprint,
    named_errors,
)
from fyrstod.packs import shelf
from fyrstod.packs.schema import ShowIf
from fyrstod.packs.together import PlanDuty, Recommendation

MAX_NAME = 200
"""Unit: characters, of a role or of whom the answers are for."""
ROLES = "roles"
"""The id of the page's list of roles, that the inputs for roles suggest from."""
HOLDERS = [
    (Holders.ONE, gettext_lazy("One person")),
    (Holders.MORE, gettext_lazy("More than one")),
    (Holders.NOBODY, gettext_lazy("Nobody just now")),
]
STATUSES = [
    (Status.PLANNED, gettext_lazy("Planned")),
    (Status.BEGUN, gettext_lazy("Begun")),
    (Status.DONE, gettext_lazy("Done")),
    (Status.SET_ASIDE, gettext_lazy("Set aside")),
]


def _language() -> str:
    return get_language() or "sv"


def _state_names() -> dict[State, str]:
    """The words of the pack for how something stands."""
    known = {named.id: named.title for named in shelf.current().states}
    return {state: known[state].in_language(_language()) for state in State if state in known}


class ScopeForm(forms.Form):
    """For whom the answers are given."""

    scope = forms.ChoiceField(
        label=gettext_lazy("Whom do you answer for?"),
        choices=[
            (Scope.MUNICIPALITY, gettext_lazy("A whole municipality")),
            (Scope.AGENCY, gettext_lazy("One agency, unit or workplace")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose whom you answer for.")},
    )
    name = PlainTextField(
        label=gettext_lazy("What is it called?"),
        help_text=gettext_lazy("For example “Björkdala municipality” or “Ekbacka school”."),
        max_length=MAX_NAME,
        error_messages={"required": gettext_lazy("Write what it is called.")},
    )

    @classmethod
    def over(cls, assessment: Assessment | None) -> ScopeForm:
        if assessment is None:
            return cls()
        return cls(initial={"scope": assessment.scope, "name": assessment.name})


class RoleField(PlainTextField):
    """A role in words. One of the pack's is known by its name, whichever language it is in."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput({"list": ROLES, "autocomplete": "off"})
        super().__init__(required=False, max_length=MAX_NAME, widget=widget, **kwargs)

    def clean(self, value: Any) -> Role:
        return rules.role_named(str(super().clean(value) or ""), shelf.current())


def _words(role: Role) -> str:
    return rules.words_for(role, shelf.current(), _language())


class AnswerForm(forms.Form):
    """How one thing stands. Owner and deputy are asked for where something is to be carried on."""

    state = forms.ChoiceField(
        label=gettext_lazy("How does it stand?"), required=False, widget=forms.RadioSelect
    )
    reason = PlainTextField(
        label=gettext_lazy("Why does it not fit?"),
        help_text=gettext_lazy("Needed where it does not fit. One sentence is enough."),
        required=False,
        max_length=MAX_LONG_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )
    evidence = PlainTextField(
        label=gettext_lazy("How can one see it?"),
        help_text=gettext_lazy("A decision, a routine or a date. Name no person who seeks help."),
        required=False,
        max_length=MAX_LONG_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )
    owner = RoleField(label=gettext_lazy("Which role owns it?"))
    deputy = RoleField(label=gettext_lazy("Which role stands in?"))
    holders = forms.ChoiceField(
        label=gettext_lazy("How many hold the owner’s role today?"),
        choices=HOLDERS,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(
        self, about: Recommendation | PlanDuty, answer: Answer, data: QueryDict | None = None
    ) -> None:
        self.about = about
        self.asks_to_fit = isinstance(about, Recommendation)
        super().__init__(
            data,
            prefix=about.id,
            initial={
                "state": answer.state,
                "reason": answer.reason,
                "evidence": answer.evidence,
                "owner": _words(answer.owner),
                "deputy": _words(answer.deputy),
                "holders": answer.holders,
            },
        )
        states = tuple(State) if self.asks_to_fit else rules.DUTY_STATES
        names = _state_names()
        field: Any = self.fields["state"]
        field.choices = [(state, names[state]) for state in states if state in names]
        if self.asks_to_fit:
            reason: Any = self.fields["reason"]
            reason.show_if = ShowIf(field="state", is_one_of=(State.DOES_NOT_FIT,))
        else:
            del self.fields["reason"]
        if isinstance(about, Recommendation):
            usual = _words(Role(id=about.owner))
            self.fields["owner"].help_text = _("Often: %(role)s.") % {"role": usual}

    @property
    def more(self) -> list[forms.BoundField]:
        """What is asked where something is to be carried on; folded away on the page."""
        return [self[name] for name in ("evidence", "owner", "deputy", "holders")]

    @property
    def held(self) -> list[State]:
        """The answers that `more` is asked for."""
        return sorted(rules.HELD)

    @property
    def has_more(self) -> bool:
        """Whether something stands in `more`, or must be looked at there."""
        return any(field.value() or field.errors for field in self.more)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        asks_why = given.get("state") == State.DOES_NOT_FIT and "reason" not in self.errors
        if asks_why and not given.get("reason"):
            self.add_error("reason", _("Write why it does not fit. One sentence is enough."))
        owner, deputy = given.get("owner"), given.get("deputy")
        if owner and owner == deputy and given.get("holders") != Holders.MORE:
            self.add_error(
                "deputy",
                _(
                    "The same role cannot stand in for itself, unless more than one hold it. "
                    "Name another, or leave it empty."
                ),
            )
        return given

    def answer(self) -> Answer:
        """What was typed, after `is_valid`."""
        given = self.cleaned_data
        return Answer(
            about=self.about.id,
            state=State(given["state"]) if given["state"] else None,
            reason=given.get("reason", ""),
            evidence=given["evidence"],
            owner=given["owner"],
            deputy=given["deputy"],
            holders=Holders(given["holders"]) if given["holders"] else None,
        )


class AnswersPage:
    """The forms of one page: one for each thing asked there."""

    def __init__(
        self,
        asked: Sequence[Recommendation] | Sequence[PlanDuty],
        assessment: Assessment,
        data: QueryDict | None = None,
    ) -> None:
        self.forms = [AnswerForm(item, assessment.answer(item.id), data) for item in asked]

    @property
    def abouts(self) -> list[str]:
        return [form.about.id for form in self.forms]

    def is_valid(self) -> bool:
        return not [form for form in self.forms if not form.is_valid()]

    def typed(self) -> list[Answer]:
        return [form.answer() for form in self.forms]

    @property
    def errors(self) -> list[Wrong]:
        """What is wrong, for the summary at the top."""
        return [
            error
            for form in self.forms
            for error in named_errors(form, f"{form.about.title.in_language(_language())}: ")
        ]


class ActionForm(forms.Form):
    """One action of the plan. `seen` is the mark of the action as the form was shown."""

    seen = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    what = PlainTextField(
        label=gettext_lazy("What shall be done?"),
        help_text=gettext_lazy("Begin with a verb. Small enough to be done is good."),
        max_length=MAX_LONG_TEXT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Write what shall be done.")},
    )
    role = RoleField(label=gettext_lazy("Which role does it?"))
    deputy = RoleField(label=gettext_lazy("Which role stands in?"))
    by = PartialDateField(
        label=gettext_lazy("By when?"),
        help_text=gettext_lazy("For example 2027-03-31. A month, 2027-03, is fine too."),
        required=False,
        may_be_future=True,
    )
    follow_up = PartialDateField(
        label=gettext_lazy("When do you follow it up?"),
        help_text=gettext_lazy("The same day or later."),
        required=False,
        may_be_future=True,
    )
    done_when = PlainTextField(
        label=gettext_lazy("How can one see that it is done?"),
        required=False,
        max_length=MAX_LONG_TEXT,
        widget=forms.Textarea({"rows": 2}),
    )
    status = forms.ChoiceField(
        label=gettext_lazy("How far has it come?"),
        choices=STATUSES,
        widget=forms.RadioSelect,
        initial=Status.PLANNED,
        error_messages={"required": gettext_lazy("Choose how far it has come.")},
    )

    @classmethod
    def over(cls, action: Action) -> ActionForm:
        return cls(
            initial={
                "seen": fingerprint(action),
                "what": action.what,
                "role": _words(action.role),
                "deputy": _words(action.deputy),
                "by": action.by,
                "follow_up": action.follow_up,
                "done_when": action.done_when,
                "status": action.status,
            }
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        by, follow_up = given.get("by"), given.get("follow_up")
        if by and follow_up and _is_before(follow_up, by):
            self.add_error(
                "follow_up",
                _("You follow it up before it is to be done. Check both dates."),
            )
        return given

    def action(self, action_id: str, about: str) -> Action:
        """What was typed, after `is_valid`."""
        given = self.cleaned_data
        return Action(
            id=action_id,
            about=about,
            what=given["what"],
            role=given["role"],
            deputy=given["deputy"],
            by=given["by"],
            follow_up=given["follow_up"],
            done_when=given["done_when"],
            status=Status(given["status"]),
        )

    def show_other_tab(self, saved: Action, message: str) -> None:
        """Say that another tab saved this action first, and let the next save replace it."""
        self.add_error("what", message)
        self.data = {**self.data, "seen": fingerprint(saved)}


def _is_before(first: str, second: str) -> bool:
    """Whether a partial date lies wholly before another."""
    shared = min(len(first), len(second))
    return first[:shared] < second[:shared]
