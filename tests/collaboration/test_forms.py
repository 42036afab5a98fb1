"""Two agencies are chosen."""

from __future__ import annotations

import pytest

from fyrstod.collaboration.forms import BesideForm


def test_two_different_agencies_may_be_chosen() -> None:
    form = BesideForm({"agency": "police", "other": "school"})

    assert form.is_valid()
    assert list(form.cleaned_data.values()) == ["police", "school"]


def test_nothing_chosen_shows_two_different_ones() -> None:
    form = BesideForm()

    assert form["agency"].value() != form["other"].value()


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"agency": "police"},
        {"agency": "police", "other": "police"},
        {"agency": "police", "other": "<b>"},
        {"agency": "nobody", "other": "police"},
    ],
)
def test_anything_else_is_refused(given: dict[str, str]) -> None:
    assert not BesideForm(given).is_valid()
