"""Whatever three rooms do to each other, in whatever order: no room reads what it was not given."""

from __future__ import annotations

from collections import Counter
from typing import ClassVar

import pytest

from tests.rooms.walking import Walk, run


class Disclosing(Walk):
    happened: ClassVar[Counter[str]] = Counter()


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_whatever_three_rooms_do() -> None:
    run(Disclosing, walks=8, steps=20)
    assert Disclosing.happened["accepted"]
