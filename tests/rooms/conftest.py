from __future__ import annotations

import pytest

from fyrstod.access.policy import Role
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.rooms.models import Concern
from tests.rooms import made


@pytest.fixture
def municipality(db: None) -> Municipality:
    return Municipality.objects.create(name="Björkdala")


@pytest.fixture
def school(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Ekbackens skola", "school")


@pytest.fixture
def social(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Socialtjänsten", "social-services")


@pytest.fixture
def teacher(school: Agency) -> User:
    user = made.person("Kim")
    made.member(user, school, Role.PRACTITIONER)
    return user


@pytest.fixture
def investigator(social: Agency) -> User:
    user = made.person("Elin")
    made.member(user, social, Role.PRACTITIONER)
    return user


@pytest.fixture
def concern(school: Agency, teacher: User) -> Concern:
    return made.concern(school, teacher)
