from __future__ import annotations

import dataclasses

import pytest

from fyrstod.documents.masthead import masthead, secrecy_parts
from tests.documents import samples


def test_the_masthead_says_to_whom_which_when_and_from_what() -> None:
    assert masthead(samples.document()) == (
        ("Till", "Socialtjänsten i Lillköping"),
        ("Referens", "FS-K7QX-M2DA"),
        ("Upprättad", "2026-11-23 14:05"),
        ("Stödmaterial", "Fyrstöd 2026.1"),
    )


def test_an_empty_recipient_is_left_out() -> None:
    document = dataclasses.replace(samples.document(), recipient="")

    assert masthead(document)[0] == ("Referens", "FS-K7QX-M2DA")


@pytest.mark.parametrize(
    ("secrecy", "parts"),
    [
        ("Sekretess: ____ kap. ____ §", ("Sekretess", ": ____ kap. ____ §")),
        (" Omfattas av sekretess\nStatut ____", ("Omfattas av sekretess", "\nStatut ____")),
        ("", ("", "")),
        ("____", ("", "____")),
    ],
)
def test_the_secrecy_mark_is_the_first_words(secrecy: str, parts: tuple[str, str]) -> None:
    document = dataclasses.replace(samples.document(), secrecy=secrecy)

    assert secrecy_parts(document) == parts
