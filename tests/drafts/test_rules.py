"""Sealing and opening."""

from __future__ import annotations

import dataclasses
import uuid

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from fyrstod.drafts.contents import MAX_BYTES, MAX_PIECES, Contents
from fyrstod.drafts.rules import CannotOpen, Ticket, TooLarge, fits, seal, unseal
from tests.drafts.conftest import piece

CONTENTS = Contents(pack="fyrstod 2026.1", pieces=(piece("Hemligt i klarspråk."),))


def test_a_sealed_draft_opens_with_its_own_ticket() -> None:
    ticket = Ticket.new()

    assert unseal(seal(CONTENTS, ticket), ticket) == CONTENTS


def test_nothing_of_the_text_can_be_read_in_what_is_sealed() -> None:
    assert b"Hemligt" not in seal(CONTENTS, Ticket.new())


def test_sealing_twice_never_gives_the_same_bytes() -> None:
    ticket = Ticket.new()

    assert seal(CONTENTS, ticket) != seal(CONTENTS, ticket)


def test_another_key_does_not_open_it() -> None:
    ticket = Ticket.new()
    stranger = dataclasses.replace(Ticket.new(), draft_id=ticket.draft_id)

    with pytest.raises(CannotOpen):
        unseal(seal(CONTENTS, ticket), stranger)


def test_a_sealed_draft_put_in_another_drafts_row_does_not_open() -> None:
    ticket = Ticket.new()
    moved = dataclasses.replace(ticket, draft_id=uuid.uuid4())

    with pytest.raises(CannotOpen):
        unseal(seal(CONTENTS, ticket), moved)


@pytest.mark.parametrize("place", [0, 12, -1])
def test_one_changed_byte_is_noticed(place: int) -> None:
    ticket = Ticket.new()
    sealed = bytearray(seal(CONTENTS, ticket))
    sealed[place] ^= 1

    with pytest.raises(CannotOpen):
        unseal(bytes(sealed), ticket)


@pytest.mark.parametrize("length", [0, 5, 12, 20])
def test_a_row_cut_off_does_not_open(length: int) -> None:
    ticket = Ticket.new()

    with pytest.raises(CannotOpen):
        unseal(seal(CONTENTS, ticket)[:length], ticket)


def test_a_draft_beyond_its_size_is_not_sealed() -> None:
    with pytest.raises(TooLarge):
        seal(Contents(answers={"worry_now": "a" * MAX_BYTES}), Ticket.new())


def test_a_draft_with_more_pieces_than_can_be_opened_is_not_sealed() -> None:
    with pytest.raises(TooLarge):
        seal(Contents(pieces=tuple(piece() for _ in range(MAX_PIECES + 1))), Ticket.new())


def test_what_could_not_be_opened_again_is_not_sealed() -> None:
    with pytest.raises(ValidationError):
        seal(Contents(pack="p" * 81), Ticket.new())


def test_a_key_is_told_to_fit_whatever_it_locks() -> None:
    ticket = Ticket.new()
    nonce = bytes(12)
    sealed = nonce + AESGCM(ticket.key).encrypt(nonce, b"of another day", ticket.draft_id.bytes)

    assert fits(sealed, ticket)
    assert not fits(sealed, Ticket(ticket.draft_id, bytes(32)))
    assert not fits(b"", ticket)


def test_a_ticket_survives_the_cookie() -> None:
    ticket = Ticket.new()

    assert Ticket.from_cookie(ticket.to_cookie()) == ticket


@pytest.mark.parametrize("value", ["", "x", "å" * 64, "A" * 65, "A" * 68, "../../etc/passwd"])
def test_a_cookie_that_is_no_ticket_is_no_ticket(value: str) -> None:
    assert Ticket.from_cookie(value) is None


@given(st.text(max_size=100))
def test_any_text_in_the_cookie_is_taken_calmly(value: str) -> None:
    ticket = Ticket.from_cookie(value)

    assert ticket is None or ticket.to_cookie() == value
