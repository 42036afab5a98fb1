"""Erasing a concern: whole or gone, wherever the process is killed."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.utils import timezone

from fyrstod.core.errors import DomainError
from fyrstod.core.ids import new_id
from fyrstod.drafts.models import Draft
from fyrstod.protection import services
from fyrstod.protection.errors import KeyLost
from fyrstod.protection.models import ConcernKey, Erasure
from tests.protection.conftest import Room

pytestmark = pytest.mark.django_db(databases="__all__")


class Killed(BaseException):
    """The process ends here."""


@pytest.fixture
def entries(monkeypatch: pytest.MonkeyPatch) -> list[Erasure]:
    """A part above that holds one row of each concern, and what it has journaled.

    A draft stands in for the row: it too lies in the database of the rooms.
    """
    written: list[Erasure] = []
    monkeypatch.setattr(services, "_removers", [])

    @services.with_an_erasure
    def remove(erasure: Erasure) -> None:
        count, _by_model = Draft.objects.filter(pk=erasure.pk).delete()
        if count:
            written.append(erasure)

    return written


@pytest.fixture
def concern_id(room: Room) -> uuid.UUID:
    concern_id, _cipher = room.with_concern()
    add_row(concern_id)
    return concern_id


def add_row(concern_id: uuid.UUID) -> None:
    Draft.objects.create(id=concern_id, sealed=b"x", expires_at=timezone.now())


def begin(concern_id: uuid.UUID, room: Room, by: uuid.UUID | None = None) -> None:
    services.begin_erasure(
        concern_id=concern_id,
        room_id=room.room_id,
        municipality_id=room.municipality_id,
        reference="K-7",
        by=by,
        role="records-officer",
    )


def assert_gone(concern_id: uuid.UUID, room: Room) -> None:
    assert not ConcernKey.objects.filter(pk=concern_id).exists()
    assert not Draft.objects.filter(pk=concern_id).exists()
    assert Erasure.objects.get(pk=concern_id).finished_at is not None
    with pytest.raises(KeyLost):
        services.open_concern(concern_id=concern_id, **room.ids)


def test_an_erasure_takes_key_and_rows_and_is_journaled_once(
    room: Room, concern_id: uuid.UUID, entries: list[Erasure]
) -> None:
    by = new_id()

    begin(concern_id, room, by)
    services.finish_erasure(concern_id=concern_id)

    assert_gone(concern_id, room)
    assert [(e.pk, e.reference, e.decided_by, e.role) for e in entries] == [
        (concern_id, "K-7", by, "records-officer")
    ]


def test_a_concern_is_gone_from_the_moment_it_is_decided(room: Room, concern_id: uuid.UUID) -> None:
    begin(concern_id, room)

    assert ConcernKey.objects.filter(pk=concern_id).exists()
    with pytest.raises(KeyLost):
        services.open_concern(concern_id=concern_id, **room.ids)
    assert services.being_erased(**room.ids) == {concern_id}
    assert services.erased(
        municipality_id=room.municipality_id, concern_ids=[concern_id, new_id()]
    ) == {concern_id}


def test_other_concerns_are_left_alone(
    room: Room, concern_id: uuid.UUID, entries: list[Erasure]
) -> None:
    kept, _cipher = room.with_concern()
    add_row(kept)
    begin(concern_id, room)

    services.finish_erasures()

    assert services.open_concern(concern_id=kept, **room.ids)
    assert Draft.objects.filter(pk=kept).exists()
    assert services.being_erased(**room.ids) == frozenset()


def test_killed_before_the_decision_the_concern_is_whole(
    room: Room,
    concern_id: uuid.UUID,
    entries: list[Erasure],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Erasure.objects, "get_or_create", killed)
        with pytest.raises(Killed):
            begin(concern_id, room)

    assert services.finish_erasures() == 0
    assert services.open_concern(concern_id=concern_id, **room.ids)
    assert Draft.objects.filter(pk=concern_id).exists()
    assert entries == []


def killed(*given: object, **named: object) -> None:
    raise Killed


def after(step: Callable[..., object]) -> Callable[..., None]:
    def and_killed(*given: object, **named: object) -> None:
        step(*given, **named)
        raise Killed

    return and_killed


@pytest.mark.parametrize(
    "moment",
    ["before the key", "after the key", "in the rows", "before it is noted", "after all"],
)
def test_killed_after_the_decision_the_concern_is_gone_at_the_next_start(
    room: Room,
    concern_id: uuid.UUID,
    entries: list[Erasure],
    monkeypatch: pytest.MonkeyPatch,
    moment: str,
) -> None:
    begin(concern_id, room)
    with monkeypatch.context() as patch:
        if moment == "before the key":
            patch.setattr(services, "destroy_concern_key", killed)
        elif moment == "after the key":
            patch.setattr(services, "destroy_concern_key", after(services.destroy_concern_key))
        elif moment == "in the rows":
            patch.setattr(services, "_removers", [killed])
        elif moment == "before it is noted":
            patch.setattr(Erasure, "save", killed)
        else:
            patch.setattr(Erasure, "save", after(Erasure.save))
        with pytest.raises(Killed):
            services.finish_erasure(concern_id=concern_id)

    services.finish_erasures()

    assert_gone(concern_id, room)
    assert [entry.pk for entry in entries] == [concern_id]


def test_an_erasure_that_cannot_be_completed_keeps_no_other_waiting(
    room: Room, concern_id: uuid.UUID, entries: list[Erasure], monkeypatch: pytest.MonkeyPatch
) -> None:
    stuck = new_id()
    begin(stuck, room)
    begin(concern_id, room)
    (removes,) = services._removers

    def refuse(erasure: Erasure) -> None:
        if erasure.pk == stuck:
            raise DomainError
        removes(erasure)

    monkeypatch.setattr(services, "_removers", [refuse])

    with pytest.raises(DomainError):
        services.finish_erasures()

    assert_gone(concern_id, room)
    assert Erasure.objects.get(pk=stuck).finished_at is None


def test_the_first_decision_stands(room: Room, concern_id: uuid.UUID) -> None:
    first = new_id()
    begin(concern_id, room, first)

    begin(concern_id, room, new_id())

    assert Erasure.objects.get().decided_by == first


def test_nothing_waits_once_all_is_finished(
    room: Room, concern_id: uuid.UUID, entries: list[Erasure]
) -> None:
    begin(concern_id, room)

    assert services.finish_erasures() == 1
    assert services.finish_erasures() == 0


def test_an_older_backup_that_is_laid_back_loses_what_was_erased_since(
    room: Room, concern_id: uuid.UUID, entries: list[Erasure]
) -> None:
    wrapped = ConcernKey.objects.get(pk=concern_id).wrapped
    begin(concern_id, room)
    services.finish_erasure(concern_id=concern_id)
    first = Erasure.objects.get().finished_at
    ConcernKey.objects.create(id=concern_id, wrapped=wrapped, **room.ids)
    add_row(concern_id)

    assert services.finish_erasures(again=True) == 1

    assert_gone(concern_id, room)
    assert Erasure.objects.get().finished_at == first
    assert [entry.pk for entry in entries] == [concern_id, concern_id]


def test_a_part_is_asked_once_however_often_it_says_so(
    room: Room, concern_id: uuid.UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Erasure] = []
    monkeypatch.setattr(services, "_removers", [])
    services.with_an_erasure(asked.append)
    remover = services._removers[0]
    services.with_an_erasure(remover)
    begin(concern_id, room)

    services.finish_erasure(concern_id=concern_id)

    assert len(asked) == 1
