"""Form fields for what people type."""

from __future__ import annotations

import datetime

import pytest
from django import forms
from django.utils import timezone

from fyrstod.drafts.fields import PartialDateField, PlainTextField, Wrong, fingerprint, named_errors
from tests.drafts.conftest import piece


class TextForm(forms.Form):
    text = PlainTextField(max_length=20, label="Vad hände?")


@pytest.mark.parametrize(
    "hidden", ["\u202e", "\x00", "\x1b", "\ufeff", "\u2066", "\u200b", "\u200d"]
)
def test_hidden_characters_are_taken_away_said_and_the_rest_kept(hidden: str) -> None:
    form = TextForm({"text": f"Hej {hidden}du"})

    assert not form.is_valid()
    assert form.errors.as_data()["text"][0].code == "hidden"
    assert form["text"].value() == "Hej du"


def test_a_line_of_the_summary_names_the_field_where_it_stands_and_leads_to_it() -> None:
    form = TextForm({"text": "x" * 21})
    form.add_error(None, "Något till.")

    other, named = named_errors(form, "Ett beslut: ")

    assert (named.target, named.name) == ("id_text", "Ett beslut: Vad hände?")
    assert str(named).startswith("Ett beslut: Vad hände? – ")
    assert other == Wrong("", "", "Ett beslut: Något till.")


@pytest.mark.parametrize(
    "text",
    ["<script>alert(1)</script>", "=HYPERLINK(1)", '#read("/x")', "👩‍👩‍👧 så fint", "a\nb\tc"],
)
def test_what_only_looks_dangerous_is_text_like_any_other(text: str) -> None:
    field = PlainTextField()

    assert field.clean(text) == text


def test_line_breaks_of_every_system_become_one_kind() -> None:
    assert PlainTextField().clean("ett\r\ntvå\rtre") == "ett\ntvå\ntre"


def test_a_text_that_is_too_long_is_said_and_kept_whole() -> None:
    form = TextForm({"text": "a" * 21})

    assert form.errors.as_data()["text"][0].code == "max_length"
    assert form.errors["text"] == [
        "1 tecken för mycket: texten är 21, och högst 20 får plats. Korta den innan du sparar."
    ]
    assert form["text"].value() == "a" * 21


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("", ""),
        ("2026", "2026"),
        (" 2026-3 ", "2026-03"),
        ("2026.03.01", "2026-03-01"),
        ("20260301", "2026-03-01"),
    ],
)
def test_a_date_may_be_a_year_a_month_or_a_day(written: str, kept: str) -> None:
    assert PartialDateField(required=False).clean(written) == kept


@pytest.mark.parametrize(
    "written", ["i går", "2026-02-30", "2026-13", "0001", "12/3", "2026-1-1-1"]
)
def test_a_date_that_cannot_be_is_asked_for_again(written: str) -> None:
    with pytest.raises(forms.ValidationError) as caught:
        PartialDateField().clean(written)

    assert caught.value.code == "invalid"


def test_a_future_date_is_refused_where_none_can_be() -> None:
    tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()

    with pytest.raises(forms.ValidationError) as caught:
        PartialDateField().clean(tomorrow)

    assert caught.value.code == "future"
    assert PartialDateField(may_be_future=True).clean(tomorrow) == tomorrow


def test_a_whole_date_is_asked_for_where_a_month_is_too_little() -> None:
    with pytest.raises(forms.ValidationError):
        PartialDateField(whole=True).clean("2026-03")


def test_a_mark_tells_two_values_apart_and_is_the_same_for_the_same() -> None:
    one = piece("Ett.", id="1")

    assert fingerprint(one) == fingerprint(piece("Ett.", id="1"))
    assert fingerprint(one) != fingerprint(piece("Två.", id="1"))
