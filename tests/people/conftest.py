from __future__ import annotations

import pytest

from tests.people.made import Place, make_place


@pytest.fixture
def place(db: None) -> Place:
    return make_place()


@pytest.fixture
def elsewhere(db: None) -> Place:
    return make_place("Granvik")
