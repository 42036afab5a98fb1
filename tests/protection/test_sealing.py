"""Sealing, opening and comparing, on bytes alone."""

from __future__ import annotations

import datetime
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fyrstod.protection import sealing
from fyrstod.protection.sealing import Altered

TODAY = datetime.date(2026, 11, 25)
KEYS = st.binary(min_size=32, max_size=32)


@given(key=KEYS, plain=st.binary(max_size=4096), bound_to=st.binary(max_size=64))
def test_what_is_sealed_opens_again(key: bytes, plain: bytes, bound_to: bytes) -> None:
    assert sealing.unseal(key, sealing.seal(key, plain, bound_to), bound_to) == plain


@given(key=KEYS, plain=st.binary(max_size=256), data=st.data())
def test_any_altered_bit_is_noticed(key: bytes, plain: bytes, data: st.DataObject) -> None:
    sealed = bytearray(sealing.seal(key, plain, b"here"))
    place = data.draw(st.integers(0, len(sealed) - 1))
    sealed[place] ^= 1 << data.draw(st.integers(0, 7))

    with pytest.raises(Altered):
        sealing.unseal(key, bytes(sealed), b"here")


@given(key=KEYS, other=KEYS)
def test_another_key_opens_nothing(key: bytes, other: bytes) -> None:
    sealed = sealing.seal(key, b"plain", b"here")

    if other != key:
        with pytest.raises(Altered):
            sealing.unseal(other, sealed, b"here")


@given(sealed=st.binary(max_size=64))
def test_bytes_of_any_kind_are_refused_and_nothing_breaks(sealed: bytes) -> None:
    with pytest.raises(Altered):
        sealing.unseal(bytes(32), sealed, b"here")


@given(one=st.text(max_size=20), other=st.text(max_size=20), row=st.uuids(), another=st.uuids())
def test_two_places_are_never_taken_for_each_other(
    one: str, other: str, row: uuid.UUID, another: uuid.UUID
) -> None:
    same = (one, row) == (other, another)

    assert (sealing.place(one, row) == sealing.place(other, another)) is same


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    key = sealing.new_key()

    assert sealing.seal(key, b"plain", b"") != sealing.seal(key, b"plain", b"")


def test_a_fingerprint_names_a_key_and_tells_nothing_of_it() -> None:
    key = bytes(range(32))

    mark = sealing.fingerprint(key)

    assert mark == sealing.fingerprint(key) != sealing.fingerprint(bytes(32))
    assert [len(group) for group in mark.split("-")] == [4, 4, 4, 4]
    assert mark.replace("-", "") not in key.hex()


@given(name=st.text(max_size=40))
def test_a_name_made_comparable_stays_as_it_is(name: str) -> None:
    once = sealing.normal_name(name)

    assert sealing.normal_name(once) == once


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("20100102-2384", "201001022384"),
        (" 2010 01 02–2384 ", "201001022384"),
        ("100102-2384", "201001022384"),
        ("1001022384", "201001022384"),
        ("261125-2380", "202611252380"),  # born today
        ("261126-2380", "192611262380"),  # not born yet, so a hundred years ago
        ("850101-1234", "198501011234"),
        ("200101+1234", "192001011234"),
        ("100162-2384", "201001622384"),  # a coordination number
        ("261186-2380", "192611862380"),  # one for a day that has not come
        ("２０１００１０２２３８４", "201001022384"),
        ("20100102-TF12", "20100102tf12"),
        ("", ""),
    ],
)
def test_a_number_gets_twelve_digits_however_it_was_typed(typed: str, normal: str) -> None:
    assert sealing.normal_number(typed, TODAY) == normal
