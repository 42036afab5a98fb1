"""Keys, and what they seal."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from pytest_django.fixtures import DjangoAssertNumQueries, Settings

from fyrstod.core.ids import new_id
from fyrstod.protection import services
from fyrstod.protection.errors import (
    CannotOpen,
    KeyLost,
    NoInstallationKey,
    WrongInstallationKey,
)
from fyrstod.protection.models import ConcernKey, RoomKey
from tests.protection.conftest import Room

pytestmark = pytest.mark.django_db(databases="__all__")


def test_what_a_concern_seals_is_opened_with_its_key_from_the_store(room: Room) -> None:
    concern_id, cipher = room.with_concern()
    row_id = new_id()
    sealed = cipher.seal("Alva såg det på rasten.".encode(), row_id=row_id, what="piece")

    again = services.open_concern(concern_id=concern_id, **room.ids)

    plain = again.unseal(sealed, row_id=row_id, what="piece").decode()
    assert plain == "Alva såg det på rasten."
    assert b"rasten" not in sealed


def test_a_very_long_text_is_kept_whole(room: Room) -> None:
    _concern_id, cipher = room.with_concern()
    text = ("\u202e<b>å\0" * 40_000).encode()[:200_000]
    row_id = new_id()

    sealed = cipher.seal(text, row_id=row_id, what="piece")

    assert cipher.unseal(sealed, row_id=row_id, what="piece") == text


def test_two_rows_that_change_place_do_not_open(room: Room) -> None:
    _concern_id, cipher = room.with_concern()
    one, other = new_id(), new_id()
    sealed = cipher.seal(b"one", row_id=one, what="piece")

    with pytest.raises(CannotOpen):
        cipher.unseal(sealed, row_id=other, what="piece")


def test_a_text_put_in_another_column_does_not_open(room: Room) -> None:
    _concern_id, cipher = room.with_concern()
    row_id = new_id()
    sealed = cipher.seal(b"one", row_id=row_id, what="piece")

    with pytest.raises(CannotOpen):
        cipher.unseal(sealed, row_id=row_id, what="identity")


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_one_altered_byte_is_noticed(room: Room, place: int) -> None:
    _concern_id, cipher = room.with_concern()
    row_id = new_id()
    sealed = bytearray(cipher.seal(b"one", row_id=row_id, what="piece"))
    sealed[place] ^= 1

    with pytest.raises(CannotOpen):
        cipher.unseal(bytes(sealed), row_id=row_id, what="piece")


def test_another_concern_of_the_same_room_does_not_open_it(room: Room) -> None:
    _one, cipher = room.with_concern()
    _other, others_cipher = room.with_concern()
    row_id = new_id()
    sealed = cipher.seal(b"one", row_id=row_id, what="piece")

    with pytest.raises(CannotOpen):
        others_cipher.unseal(sealed, row_id=row_id, what="piece")


def test_another_room_finds_no_key_to_the_concern(room: Room, new_room: Callable[[], Room]) -> None:
    concern_id, _cipher = room.with_concern()

    with pytest.raises(KeyLost):
        services.open_concern(concern_id=concern_id, **new_room().ids)


def test_a_concerns_key_moved_to_another_room_does_not_open(
    room: Room, new_room: Callable[[], Room]
) -> None:
    concern_id, _cipher = room.with_concern()
    other = new_room()
    ConcernKey.objects.filter(pk=concern_id).update(**other.ids)

    with pytest.raises(CannotOpen):
        services.open_concern(concern_id=concern_id, **other.ids)


def test_two_concerns_whose_keys_change_place_do_not_open(room: Room) -> None:
    (one, _), (other, _) = room.with_concern(), room.with_concern()
    ConcernKey.objects.filter(pk=one).update(wrapped=ConcernKey.objects.get(pk=other).wrapped)

    with pytest.raises(CannotOpen):
        services.open_concern(concern_id=one, **room.ids)


def test_a_rooms_key_moved_to_another_room_does_not_open(
    new_room: Callable[[], Room],
) -> None:
    one, other = new_room(), new_room()
    RoomKey.objects.filter(pk=one.room_id).update(
        wrapped=RoomKey.objects.get(pk=other.room_id).wrapped
    )

    with pytest.raises(CannotOpen):
        one.with_concern()


def test_a_wrong_installation_key_is_named_with_the_right_one_and_writes_nothing(
    room: Room, another_installation_key: Callable[[], None]
) -> None:
    concern_id, _cipher = room.with_concern()
    needed = RoomKey.objects.get().sealed_by
    before = set(ConcernKey.objects.values_list("pk", flat=True))
    another_installation_key()

    with pytest.raises(WrongInstallationKey) as opened:
        services.open_concern(concern_id=concern_id, **room.ids)
    with pytest.raises(WrongInstallationKey):
        room.with_concern()
    with pytest.raises(WrongInstallationKey):
        services.blind_index(kind="name", value="Alva", **room.ids)

    assert needed in str(opened.value)
    assert set(ConcernKey.objects.values_list("pk", flat=True)) == before


def test_a_room_keeps_its_keys_when_they_are_asked_for_again(room: Room) -> None:
    concern_id, cipher = room.with_concern()
    row_id = new_id()
    sealed = cipher.seal(b"one", row_id=row_id, what="piece")

    services.make_room_key(**room.ids)

    again = services.open_concern(concern_id=concern_id, **room.ids)
    assert again.unseal(sealed, row_id=row_id, what="piece") == b"one"
    assert RoomKey.objects.count() == 1


def test_without_an_installation_key_nothing_is_made(settings: Settings) -> None:
    settings.FYRSTOD_KEY = ""

    with pytest.raises(NoInstallationKey):
        services.make_room_key(**Room().ids)

    assert not RoomKey.objects.exists()


def test_a_room_without_keys_says_that_they_are_lost_and_makes_none() -> None:
    with pytest.raises(KeyLost):
        Room().with_concern()

    assert not ConcernKey.objects.exists()
    assert not RoomKey.objects.exists()


def test_a_destroyed_key_is_lost_and_the_others_are_left(room: Room) -> None:
    (gone, _), (kept, _) = room.with_concern(), room.with_concern()

    services.destroy_concern_key(concern_id=gone, municipality_id=room.municipality_id)

    with pytest.raises(KeyLost):
        services.open_concern(concern_id=gone, **room.ids)
    assert services.open_concern(concern_id=kept, **room.ids)


def test_no_municipality_destroys_anothers_key(room: Room) -> None:
    concern_id, _cipher = room.with_concern()

    services.destroy_concern_key(concern_id=concern_id, municipality_id=new_id())

    assert services.open_concern(concern_id=concern_id, **room.ids)


def test_a_concern_never_gets_a_second_key(room: Room) -> None:
    concern_id, _cipher = room.with_concern()

    with pytest.raises(IntegrityError), transaction.atomic(using="keys"):
        services.make_concern_key(concern_id=concern_id, **room.ids)


@pytest.mark.parametrize("count", [1, 50])
def test_many_concerns_are_opened_in_one_question_to_each_store(
    room: Room, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    wanted = [room.with_concern()[0] for _number in range(count)]

    with (
        django_assert_num_queries(1, using="keys"),
        django_assert_num_queries(1, using="ledger"),
    ):
        found = services.open_concerns(concern_ids=wanted, **room.ids)

    assert set(found) == set(wanted)


def test_a_concern_that_is_not_there_is_left_out_of_many(room: Room) -> None:
    concern_id, _cipher = room.with_concern()

    found = services.open_concerns(concern_ids=[concern_id, new_id()], **room.ids)

    assert set(found) == {concern_id}


def index(room: Room, kind: str, value: str) -> bytes:
    return services.blind_index(kind=kind, value=value, **room.ids)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("name", "Alva  Ek ", "alva ek"),
        ("name", "Bjo\u0308rn", "BJÖRN"),
        ("number", "20100102-2384", "201001022384"),
        ("number", "100102-2384", "201001022384"),
    ],
)
def test_the_same_value_is_found_however_it_was_typed(
    room: Room, kind: str, one: str, other: str
) -> None:
    assert index(room, kind, one) == index(room, kind, other)


def test_rooms_cannot_be_compared_by_their_indexes(new_room: Callable[[], Room]) -> None:
    assert index(new_room(), "name", "Alva Ek") != index(new_room(), "name", "Alva Ek")


def test_a_name_and_a_number_never_meet_in_the_index(room: Room) -> None:
    assert index(room, "name", "201001022384") != index(room, "number", "201001022384")


def test_a_cipher_shows_no_key_where_it_is_printed(room: Room) -> None:
    _concern_id, cipher = room.with_concern()

    assert repr(cipher) == "Cipher()"


def test_a_stranger_id_opens_nothing(room: Room) -> None:
    with pytest.raises(KeyLost):
        services.open_concern(concern_id=uuid.uuid4(), **room.ids)
