"""What can be done with a draft."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.utils import timezone

from fyrstod.drafts import services
from fyrstod.drafts.contents import MAX_BYTES, Contents
from fyrstod.drafts.models import Draft
from fyrstod.drafts.rules import DRAFT_LIFETIME, Ticket
from fyrstod.drafts.services import DraftFull, DraftGone, OpenDraft
from tests.drafts.conftest import held, piece

pytestmark = pytest.mark.django_db


def let_expire(draft: OpenDraft) -> None:
    Draft.objects.filter(pk=draft.ticket.draft_id).update(expires_at=timezone.now())


def test_a_row_holds_an_id_a_clock_and_nothing_anybody_can_read() -> None:
    draft = services.start(Contents(pieces=(piece("Han sa något på rasten."),)))

    row = Draft.objects.values().get()

    assert set(row) == {"id", "sealed", "expires_at"}
    assert row["id"] == draft.ticket.draft_id
    assert b"rasten" not in bytes(row["sealed"])


def test_a_draft_is_read_with_its_ticket() -> None:
    contents = Contents(pieces=(piece(),))
    draft = services.start(contents)

    assert services.read(draft.ticket).contents == contents


def test_a_draft_is_gone_when_its_time_is_up() -> None:
    draft = services.start(Contents())
    let_expire(draft)

    with pytest.raises(DraftGone):
        services.read(draft.ticket)


def test_a_draft_opened_with_another_key_is_gone() -> None:
    draft = services.start(Contents())
    stranger = dataclasses.replace(Ticket.new(), draft_id=draft.ticket.draft_id)

    with pytest.raises(DraftGone):
        services.read(stranger)


def test_a_change_gives_the_draft_its_whole_time_again() -> None:
    draft = services.start(Contents())
    soon = timezone.now() + timedelta(minutes=1)
    Draft.objects.update(expires_at=soon)

    changed = services.change(draft.ticket, lambda contents: contents)

    assert changed.expires_at > soon
    assert Draft.objects.get().expires_at == changed.expires_at
    assert changed.expires_at - timezone.now() <= DRAFT_LIFETIME


def test_two_tabs_that_each_read_first_do_not_lose_each_others_pieces() -> None:
    draft = services.start(Contents())
    one, other = piece("Från ena fliken."), piece("Från den andra.")

    services.change(draft.ticket, lambda contents: contents.with_piece(one))
    services.change(draft.ticket, lambda contents: contents.with_piece(other))

    assert held(draft).pieces == (one, other)


def test_a_change_that_fails_leaves_the_draft_as_it_was() -> None:
    draft = services.start(Contents(pieces=(piece(),)))
    before = held(draft)

    def fail(_contents: Contents) -> Contents:
        raise DraftFull

    with pytest.raises(DraftFull):
        services.change(draft.ticket, fail)

    assert held(draft) == before


def test_a_draft_that_grows_too_large_says_so_and_stays_as_it_was() -> None:
    draft = services.start(Contents())
    huge = Contents(answers={"worry_now": "a" * MAX_BYTES})

    with pytest.raises(DraftFull):
        services.change(draft.ticket, lambda _contents: huge)

    assert held(draft) == Contents()


def test_a_draft_too_large_from_the_start_is_never_stored() -> None:
    with pytest.raises(DraftFull):
        services.start(Contents(answers={"worry_now": "a" * MAX_BYTES}))

    assert not Draft.objects.exists()


def test_erasing_takes_this_draft_and_no_other() -> None:
    mine, other = services.start(Contents()), services.start(Contents(pack="other"))

    services.erase(mine.ticket)

    assert held(other) == Contents(pack="other")
    with pytest.raises(DraftGone):
        services.read(mine.ticket)


def test_nobody_erases_a_draft_whose_key_they_do_not_have() -> None:
    draft = services.start(Contents())

    services.erase(dataclasses.replace(Ticket.new(), draft_id=draft.ticket.draft_id))

    assert held(draft) == Contents()


def test_a_draft_past_its_time_is_erased_when_its_owner_asks() -> None:
    draft = services.start(Contents())
    let_expire(draft)

    services.erase(draft.ticket)

    assert not Draft.objects.exists()


def test_a_new_draft_sweeps_away_those_past_their_time() -> None:
    old = services.start(Contents())
    let_expire(old)

    new = services.start(Contents())

    assert [row.pk for row in Draft.objects.all()] == [new.ticket.draft_id]
