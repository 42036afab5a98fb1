"""What somebody asks a journal for."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fyrstod.drafts.fields import PartialDateField, PlainTextField
from fyrstod.journal.rules import End, head_in
from fyrstod.people.models import User
from fyrstod.rooms.record_selectors import Chain, Wanted
from fyrstod.rooms.rules import tidy_reference

ANYBODY, BY_ITSELF = "", "installation"
MAX_HEAD = 1000
"""Unit: characters of the line with a head."""


class ChooseForm(forms.Form):
    """Which entries to show. It is sent as a form, so that nothing typed comes in an address."""

    reference = PlainTextField(
        label=gettext_lazy("Reference of a concern"),
        help_text=gettext_lazy("For example K7QF-3M2X. An erased concern is found too."),
        required=False,
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "class": "govuk-input--width-10", "spellcheck": "false"}
        ),
    )
    who = forms.ChoiceField(
        label=gettext_lazy("Who"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose somebody in the list.")},
    )
    since = PartialDateField(
        label=gettext_lazy("From and with"),
        help_text=gettext_lazy("For example 2026-11-01."),
        required=False,
        whole=True,
        may_be_future=True,
    )
    until = PartialDateField(
        label=gettext_lazy("To and with"), required=False, whole=True, may_be_future=True
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any] | None, *, people: Iterable[User], of_a_concern: bool = False
    ) -> None:
        super().__init__(data)
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)  # noqa: S101 - for the type checker
        who.choices = [
            (ANYBODY, _("Anybody")),
            *((str(user.pk), user.name) for user in people),
            (BY_ITSELF, _("The installation itself")),
        ]
        if of_a_concern:
            del self.fields["reference"]

    def clean_reference(self) -> str:
        typed: str = self.cleaned_data["reference"]
        tidy = tidy_reference(typed)
        if typed and not tidy:
            raise forms.ValidationError(_("This is no reference. It looks like K7QF-3M2X."))
        return tidy

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day lies before the first one."))
        return cleaned

    @property
    def chooses(self) -> bool:
        """Whether only some of the entries are asked for."""
        return self.is_bound and any(self.data.get(name) for name in self.fields)

    def wanted(self, reference: str = "") -> Wanted:
        """`reference`: of the concern whose page it is."""
        given = self.cleaned_data if self.is_bound else {}
        who = given.get("who") or ""
        return Wanted(
            reference=reference or given.get("reference", ""),
            who=uuid.UUID(who) if who not in (ANYBODY, BY_ITSELF) else None,
            by_itself=who == BY_ITSELF,
            since=_day(given.get("since")),
            until=_day(given.get("until")),
            before=given.get("before"),
        )


def _day(text: str | None) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


class VerifyForm(forms.Form):
    head = forms.CharField(
        label=gettext_lazy("The last line of an export"),
        help_text=gettext_lazy(
            "It begins with “head”. Leave it empty to follow the journal as it stands here."
        ),
        required=False,
        max_length=MAX_HEAD,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocomplete": "off"}),
    )

    def __init__(self, data: Mapping[str, Any] | None = None, *, chain: Chain) -> None:
        super().__init__(data)
        self.chain = chain

    def clean_head(self) -> End | None:
        line = self.cleaned_data["head"].strip()
        if not line:
            return None
        try:
            head = head_in(line)
        except ValueError:
            head = None
        if head is None:
            raise forms.ValidationError(_("This is not the last line of an exported journal."))
        if (head.municipality_id, head.room_id) != (self.chain.municipality_id, self.chain.room_id):
            raise forms.ValidationError(_("The line comes from another journal than this one."))
        return head
