from __future__ import annotations

from dataclasses import dataclass

from fyrstod.core.adapters import adapter_of


@dataclass(frozen=True)
class Visit:
    day: str


def test_a_type_has_one_adapter() -> None:
    assert adapter_of(Visit) is adapter_of(Visit)


def test_what_differs_in_what_it_holds_has_another() -> None:
    assert adapter_of(tuple[Visit, ...]).validate_python([{"day": "Monday"}]) == (Visit("Monday"),)
    assert adapter_of(tuple[str, ...]).validate_python(["Monday"]) == ("Monday",)
