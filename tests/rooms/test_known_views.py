"""A new concern turns out to be about somebody known, and one goes on in the earlier one."""

from __future__ import annotations

import dataclasses
import re
import uuid

import pytest
from django.test import Client

from fyrstod.access.policy import Role
from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.people.models import Agency, User
from fyrstod.rooms import end_services, selectors
from fyrstod.rooms.contents import Outcome, Person
from fyrstod.rooms.models import Concern
from tests.people.made import again, signed_in
from tests.rooms import made
from tests.rooms.test_room_views import filled, page

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])

WHY = "Två till har hört Robin säga det."


def typed(**other: str) -> dict[str, str]:
    """A new concern as it was typed, about the person of the earlier one."""
    return filled(why_now=WHY) | {"name": "robin påhitt", "number": "19121212-1212"} | other


def carried(client: Client, concern: Concern, **other: str) -> str:
    """The earlier concern's page, with what was typed for a new one."""
    answer = client.post(page(concern, "go-on/"), typed(**other) | {"leave": "language"})
    assert answer.status_code == 200
    return answer.content.decode()


def saved(client: Client, concern: Concern, **other: str) -> int:
    sent = {"id": str(uuid.uuid4()), "kind": "told", "text": WHY, "source": "mentorn"}
    return client.post(page(concern, "go-on/"), sent | other).status_code


def test_the_page_of_somebody_known_takes_what_was_typed_along(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    given = typed(guardians="Kim Påhitt, 070-174 06 06")

    met = client.post(f"/sv/room/{school.pk}/new/", given).content.decode()

    assert f'formaction="{page(concern, "go-on/")}"' in met
    brought = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', met))
    shown = client.post(page(concern, "go-on/"), brought | {"leave": "language"}).content.decode()
    assert WHY in shown
    assert "Kim Påhitt, 070-174 06 06" in shown
    assert not selectors.open_concern(concern).pieces


def test_saved_it_is_a_piece_and_the_person_has_what_was_lacking(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)

    assert saved(client, concern, guardians="Kim Påhitt", contact="Genom mentorn") == 302

    opened = selectors.open_concern(concern)
    (piece,) = opened.pieces
    assert (piece.note.text, piece.note.kind, piece.note.source) == (WHY, "told", "mentorn")
    assert opened.person == dataclasses.replace(
        made.PERSON, guardians="Kim Påhitt", contact="070-174 06 05\nGenom mentorn"
    )
    assert Concern.objects.count() == 1


def test_a_double_click_writes_it_once(teacher: User, concern: Concern) -> None:
    client, piece_id = signed_in(teacher), str(uuid.uuid4())

    for _click in range(2):
        assert saved(client, concern, id=piece_id, contact="Genom mentorn") == 302

    opened = selectors.open_concern(concern)
    assert len(opened.pieces) == 1
    assert opened.person.contact == "070-174 06 05\nGenom mentorn"


def test_another_number_or_name_is_told_and_replaces_nothing(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)

    shown = carried(client, concern, name="Robin Annan")
    saved(client, concern, name="Robin Annan")

    assert "Du skrev namnet <bdi>Robin Annan</bdi>." in shown
    assert selectors.open_concern(concern).person == made.PERSON


def test_what_is_saved_already_is_not_asked_again(teacher: User, concern: Concern) -> None:
    shown = carried(signed_in(teacher), concern, contact=made.PERSON.contact)

    assert "Det du skrev om personen" not in shown


def test_a_hidden_address_stays_hidden_and_a_new_one_comes_beside_it(
    school: Agency, teacher: User
) -> None:
    hidden = made.concern(school, teacher, person=dataclasses.replace(made.PERSON, protected=True))
    client = signed_in(teacher)

    shown = carried(client, hidden, address="Nygatan 2")
    saved(client, hidden, address="Nygatan 2")

    assert "Storgatan" not in shown
    assert "Storgatan" not in client.get(page(hidden)).content.decode()
    assert selectors.open_concern(hidden).person.address == "Storgatan 1, Björkdala\nNygatan 2"


def test_a_mark_that_was_typed_is_set(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)

    assert 'name="protected"' in carried(client, concern, protected="on")
    saved(client, concern, protected="on")

    assert selectors.open_concern(concern).person.protected


def test_somebody_without_a_name_gets_the_one_that_was_typed(school: Agency, teacher: User) -> None:
    unnamed = made.concern(school, teacher, person=Person(number=made.PERSON.number))
    client = signed_in(teacher)

    saved(client, unnamed, name="Robin Påhitt")

    assert selectors.open_concern(unnamed).person.name == "Robin Påhitt"


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ({"kind": ""}, "Välj vad det är för pusselbit."),
        ({"text": " "}, "Skriv vad pusselbiten handlar om"),
        ({"contact": "a" * MAX_LONG_TEXT}, "för långt"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept_on_the_page(
    teacher: User, concern: Concern, other: dict[str, str], said: str
) -> None:
    sent = {"id": str(uuid.uuid4()), "kind": "told", "text": WHY, "guardians": "Kim Påhitt"}

    answer = signed_in(teacher).post(page(concern, "go-on/"), sent | other)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Kim Påhitt" in answer.content.decode()
    opened = selectors.open_concern(concern)
    assert (opened.pieces, opened.person) == ((), made.PERSON)


def test_another_language_loses_nothing(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)
    sent = {"id": str(uuid.uuid4()), "text": WHY, "guardians": "Kim Påhitt", "leave": "language"}

    shown = client.post(page(concern, "go-on/").replace("/sv/", "/en/"), sent).content.decode()

    assert "Go on in the earlier concern" in shown
    assert WHY in shown
    assert "Kim Påhitt" in shown


def test_in_a_closed_concern_nothing_is_written_and_the_words_can_be_copied(
    school: Agency, teacher: User, concern: Concern
) -> None:
    end_services.close(
        by=teacher,
        concern=concern,
        outcome=Outcome.NO_GROUND,
        outcome_text="",
        aware=True,
        record="working-notes",
        seen=concern.version,
    )
    client = signed_in(teacher)

    met = client.post(f"/sv/room/{school.pk}/new/", typed()).content.decode()
    answer = client.post(page(concern, "go-on/"), typed() | {"leave": "language"})

    assert "go-on/" not in met
    assert answer.status_code == 409
    assert WHY in answer.content.decode()


def test_who_has_lost_the_role_meanwhile_writes_nothing_and_keeps_the_words(
    school: Agency, teacher: User, concern: Concern
) -> None:
    coordinator = made.person("Noor")
    made.member(coordinator, school, Role.COORDINATOR)

    answer = signed_in(again(coordinator)).post(page(concern, "go-on/"), typed())

    assert answer.status_code == 403
    assert WHY in answer.content.decode()
    assert "Storgatan" not in answer.content.decode()


def test_without_anything_typed_there_is_a_new_piece_to_write(
    teacher: User, concern: Concern
) -> None:
    answer = signed_in(teacher).get(page(concern, "go-on/"))

    assert answer.headers["Location"] == page(concern, "pieces/add/")
