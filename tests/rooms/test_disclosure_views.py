"""The pages where one room tells another, as the one who tells, the other, and strangers."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.rooms import disclosure_services, selectors
from fyrstod.rooms.contents import Disclosed, Naming
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.models import Concern, Disclosure, Parcel, Receipt
from tests.people.made import signed_in
from tests.rooms import given, made
from tests.rooms.worked import on_form

pytestmark = pytest.mark.django_db(databases="__all__")

PIECE = "Praised an attack during the break."


@pytest.fixture
def police(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Polisen Björkdala", "police")


@pytest.fixture
def officer(police: Agency) -> User:
    user = made.person("Sam")
    made.member(user, police, Role.PRACTITIONER)
    return user


@pytest.fixture
def teller(teacher: User) -> Client:
    return signed_in(teacher)


def page(concern: Concern, part: str = "") -> str:
    return reverse("rooms:concern", args=[concern.agency_id, concern.reference]) + part


def of(disclosure: Disclosure, part: str = "") -> str:
    return page(disclosure.concern, f"given/{disclosure.pk}/{part}")


def waits(room: Agency, disclosure: Disclosure, part: str = "") -> str:
    return reverse("rooms:offer", args=[room.pk, disclosure.pk]) + part


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def send(client: Client, address: str, **typed: Any) -> Any:
    """Open a page, fill in its form and send it."""
    return client.post(address, on_form(client.get(address), **typed))


def test_from_the_concern_to_an_offer_that_the_other_room_accepts(
    concern: Concern, teller: Client, police: Agency, officer: User
) -> None:
    client = teller
    send(client, page(concern, "pieces/add/"), kind="seen", text=PIECE)
    (written,) = selectors.open_concern(concern).pieces

    answer = send(
        client,
        page(concern, "given/new/"),
        to=str(police.pk),
        naming="name",
        **{f"piece_{written.id}": "on"},
    )
    (disclosure,) = Disclosure.objects.all()
    assert answer["Location"] == of(disclosure, "facts/")
    answer = send(client, answer["Location"], matter="risk-of-crime")
    assert answer["Location"] == of(disclosure, "ground/")
    shown = client.get(answer["Location"])
    assert given.RULE in text(shown)
    answer = send(client, answer["Location"], rule=given.RULE, judged="A date is set.")
    assert answer["Location"] == of(disclosure, "why/")
    answer = send(client, answer["Location"], purpose="To plan.", held_back="His sister.")
    assert answer["Location"] == of(disclosure)
    shown = client.get(of(disclosure))
    assert "Offer it" in text(shown) or "Erbjud det" in text(shown)
    client.post(of(disclosure, "offer/"), {"seen": shown.context["given"].row.version})

    other = signed_in(officer)
    week = text(other.get(reverse("rooms:week")))
    assert "Ekbackens skola" in week
    offer = text(other.get(waits(police, disclosure)))
    assert "To plan." in offer
    assert "A date is set." in offer
    assert PIECE not in offer
    assert made.PERSON.name not in offer
    answer = send(other, waits(police, disclosure, "accept/"), into="new")
    received = text(other.get(answer["Location"]))
    assert PIECE in received
    assert made.PERSON.name in received
    assert "His sister." not in received
    assert Disclosure.objects.get().state == State.ACCEPTED


def test_a_rule_that_forbids_or_does_not_fit_cannot_be_chosen(
    concern: Concern, teacher: User, teller: Client, police: Agency
) -> None:
    there = given.draft(concern, teacher, police)

    for rule in ("osl-26-1", "made-up", ""):
        answer = send(teller, of(there, "ground/"), rule=rule)
        assert answer.status_code == 422, rule


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("what/", {"to": "nowhere"}),
        ("what/", {"naming": "everybody"}),
        ("facts/", {"age": "-1"}),
        ("facts/", {"age": "many"}),
        ("ground/", {"rule": "other", "other_ground": ""}),
        ("why/", {"purpose": " "}),
        ("why/", {"purpose": "x" * 20_001}),
        ("why/", {"purpose": "a\u202eb"}),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_lost(
    concern: Concern, teller: Client, police: Agency, part: str, typed: dict[str, str]
) -> None:
    there = given.draft(concern, concern.opened_by, police)

    answer = send(teller, of(there, part), **typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors
    assert selectors.open_concern(concern).given[0].disclosed.handed.purpose == "To plan together."


def test_a_draft_that_somebody_else_changed_shows_that_first(
    concern: Concern, teacher: User, teller: Client, police: Agency
) -> None:
    there = given.draft(concern, teacher, police)
    before = on_form(teller.get(of(there, "why/")), purpose="Mine.")
    send(teller, of(there, "why/"), purpose="Theirs.")

    answer = teller.post(of(there, "why/"), before)

    assert answer.status_code == 422
    again = on_form(answer)
    assert teller.post(of(there, "why/"), again).status_code == 302
    assert selectors.open_concern(concern).given[0].disclosed.handed.purpose == "Mine."


def test_a_double_click_offers_once(
    concern: Concern, teacher: User, teller: Client, police: Agency
) -> None:
    there = given.draft(concern, teacher, police)

    for _click in range(2):
        assert teller.post(of(there, "offer/"), {"seen": there.version}).status_code == 302

    assert Parcel.objects.count() == 1


@pytest.mark.parametrize("seen", ["", "0", "99", "many", "9" * 400])
def test_what_is_offered_is_what_was_in_sight(
    concern: Concern, teacher: User, teller: Client, police: Agency, seen: str
) -> None:
    there = given.draft(concern, teacher, police)

    assert teller.post(of(there, "offer/"), {"seen": seen}).status_code == 409

    assert not Parcel.objects.exists()


def test_the_writer_alone_is_reminded_of_what_may_identify(
    concern: Concern, teacher: User, teller: Client, police: Agency, officer: User
) -> None:
    situation = dataclasses.replace(given.KNOWN, identified=False)
    handed = given.on("ask-without-naming", situation, asks="What would you do with Robin Påhitt?")
    there = disclosure_services.draft(
        by=teacher,
        concern=concern,
        to=police,
        disclosed=Disclosed(handed=handed),
        disclosure_id=new_id(),
        seen=0,
    )

    shown = teller.get(of(there))
    assert [text for _kind, text in shown.context["may_identify"]] == ["Robin Påhitt"]

    teller.post(of(there, "offer/"), {"seen": there.version})
    offer = signed_in(officer).get(waits(police, there))
    assert "may_identify" not in offer.context
    assert handed.naming is Naming.UNNAMED


def test_a_ground_in_own_words_waits_for_a_second_person_on_their_week(
    concern: Concern, teacher: User, teller: Client, police: Agency, school: Agency
) -> None:
    colleague = made.person("Noa")
    made.member(colleague, school, Role.PRACTITIONER)
    other = signed_in(colleague)
    there = given.offer(concern, teacher, police, handed=given.on_own_words())

    assert of(there) in text(other.get(reverse("rooms:week")))
    assert of(there) not in text(teller.get(reverse("rooms:week")))
    assert teller.post(of(there, "confirm/"), {"seen": there.version}).status_code == 409
    answer = send(other, of(there, "back/"), reason="Name the section.")
    assert answer.status_code == 302
    assert "Name the section." in text(teller.get(of(there)))


def test_an_offer_that_was_answered_or_taken_back_says_so(
    concern: Concern, teacher: User, teller: Client, police: Agency, officer: User
) -> None:
    there = given.offer(concern, teacher, police)
    teller.post(of(there, "withdraw/"))
    other = signed_in(officer)

    for part in ("", "accept/", "decline/"):
        assert other.get(waits(police, there, part)).status_code == 409
    assert other.post(waits(police, there, "accept/"), {"into": "new"}).status_code == 409


def test_who_does_not_belong_to_the_room_finds_no_offer(
    concern: Concern, teacher: User, teller: Client, police: Agency
) -> None:
    there = given.offer(concern, teacher, police)

    assert teller.get(waits(police, there)).status_code == 404
    assert teller.get(waits(concern.agency, there)).status_code == 404


def test_into_a_concern_that_is_open_here(
    concern: Concern, teacher: User, police: Agency, officer: User
) -> None:
    there = given.offer(concern, teacher, police)
    theirs = made.concern(police, officer)
    other = signed_in(officer)
    address = waits(police, there, "accept/")

    for reference in ("", "K7QF-3M2X", concern.reference):
        answer = send(other, address, into="there", reference=reference)
        assert answer.status_code == 422, reference
    send(other, address, into="there", reference=theirs.reference)

    assert Receipt.objects.get().concern_id == theirs.pk


def test_declined_with_why(
    concern: Concern, teacher: User, teller: Client, police: Agency, officer: User
) -> None:
    there = given.offer(concern, teacher, police)

    send(signed_in(officer), waits(police, there, "decline/"), reason="Ask social services.")

    assert "Ask social services." in text(teller.get(of(there)))
    assert of(there) in text(teller.get(reverse("rooms:week")))


def test_an_objection_is_seen_in_both_rooms(
    concern: Concern, teacher: User, teller: Client, police: Agency, officer: User
) -> None:
    there = given.offer(concern, teacher, police)
    other = signed_in(officer)
    answer = send(other, waits(police, there, "accept/"), into="new")

    send(teller, of(there, "object/"), text="It was another pupil.")

    assert "It was another pupil." in text(teller.get(of(there)))
    assert "It was another pupil." in text(other.get(answer["Location"]))


@pytest.mark.parametrize("file_format", ["pdf", "docx", "txt", "json"])
def test_the_record_tells_the_ground_and_not_what_the_pieces_say(
    concern: Concern, teacher: User, teller: Client, police: Agency, file_format: str
) -> None:
    there = given.offer(concern, teacher, police)

    answer = teller.get(of(there, f"record/{file_format}/"))

    assert answer.status_code == 200
    assert concern.reference in answer["Content-Disposition"]
    if file_format == "txt":
        said = answer.content.decode()
        assert "Polisen Björkdala" in said
        assert "10 kap. 15 a §" in said.replace("\xa0", " ")
        assert PIECE not in said


@pytest.mark.parametrize("many", [1, 6])
def test_the_page_asks_with_the_same_number_of_queries_however_much_is_told(
    teller: Client,
    police: Agency,
    concern: Concern,
    django_assert_num_queries: DjangoAssertNumQueries,
    many: int,
) -> None:
    for _each in range(many):
        there = given.offer(concern, concern.opened_by, police)
    teller.get(of(there))

    with django_assert_num_queries(20):
        teller.get(of(there))


def test_a_question_alone_is_asked_without_a_piece_or_a_name(
    concern: Concern, teller: Client, police: Agency
) -> None:
    answer = send(teller, page(concern, "given/new/"), to=str(police.pk), naming="unnamed")
    answer = send(teller, answer["Location"])
    answer = send(teller, answer["Location"], rule="ask-without-naming")
    assert answer["Location"].endswith("/why/")
    answer = send(teller, answer["Location"], purpose="For advice.", asks="What do you do?")

    assert teller.get(answer["Location"]).context["lacking"] == []
