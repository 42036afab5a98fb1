"""What the few things in clear are called."""

from __future__ import annotations

from django.utils.translation import override

from fyrstod.core.identifying import Kind
from fyrstod.rooms.words import IDENTIFYING


def test_everything_that_may_identify_has_a_name_of_its_own_in_both_languages() -> None:
    assert list(IDENTIFYING) == list(Kind)
    for language in ("sv", "en"):
        with override(language):
            assert len(set(map(str, IDENTIFYING.values()))) == len(Kind)
    with override("sv"):
        assert str(IDENTIFYING[Kind.SCHOOL_CLASS]) == "Skolklass"
