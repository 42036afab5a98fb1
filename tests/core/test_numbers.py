from __future__ import annotations

import datetime

import pytest

from fyrstod.core.numbers import cannot_be

TODAY = datetime.date(2026, 11, 23)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "19121212-1212",
        "191212121212",
        "1912 12 12 – 1212",
        "121212+1212",
        "121212-1212",
        "19701063-2391",
        "701063-2391",
    ],
)
def test_a_number_that_holds_together_is_let_through(typed: str) -> None:
    assert not cannot_be(typed, TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "20100114",
        "2010-01-14",
        "100114",
        "20100114-",
        "20100114-XXXX",
        "100114-????",
        "20100174",
        "20100114-12",
        "19890101-A123",
        "VGR-2010-55",
        "50-123456",
        "okänt",
        "född 2010, 20101345 stod det på lappen",
    ],
)
def test_a_birth_date_a_part_of_a_number_and_another_kind_of_number_are_let_through(
    typed: str,
) -> None:
    assert not cannot_be(typed, TODAY)


@pytest.mark.parametrize(
    "typed",
    [
        "19121212-1213",
        "121212-1213",
        "20101312-1212",
        "20100230-1234",
        "19121212-0000",
        "20301212-1217",
        "20101345",
        "20270101",
        "101345",
        "20100114-123",
        "20100114-12345",
    ],
)
def test_a_number_that_nobody_can_have_is_doubted(typed: str) -> None:
    assert cannot_be(typed, TODAY)
