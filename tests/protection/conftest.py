"""A room with its keys, and a concern in it."""

from __future__ import annotations

import base64
import os
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from pytest_django.fixtures import Settings

from fyrstod.core.ids import new_id
from fyrstod.protection import services
from fyrstod.protection.services import Cipher


@dataclass(frozen=True)
class Room:
    """A room that may have keys, named as the services name it."""

    room_id: uuid.UUID = field(default_factory=new_id)
    municipality_id: uuid.UUID = field(default_factory=new_id)

    @property
    def ids(self) -> dict[str, uuid.UUID]:
        return {"room_id": self.room_id, "municipality_id": self.municipality_id}

    def with_concern(self) -> tuple[uuid.UUID, Cipher]:
        concern_id = new_id()
        return concern_id, services.make_concern_key(concern_id=concern_id, **self.ids)


@pytest.fixture
def new_room() -> Callable[[], Room]:
    def make() -> Room:
        room = Room()
        services.make_room_key(**room.ids)
        return room

    return make


@pytest.fixture
def room(new_room: Callable[[], Room]) -> Room:
    return new_room()


@pytest.fixture
def another_installation_key(settings: Settings) -> Callable[[], None]:
    """Change the installation's key under the rooms' feet."""

    def change() -> None:
        settings.FYRSTOD_KEY = base64.b64encode(os.urandom(32)).decode()

    return change
