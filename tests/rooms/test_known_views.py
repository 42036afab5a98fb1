"""A new concern is about somebody known, or of the same name: asked, and gone on with."""

from __future__ import annotations

import dataclasses
import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fyrstod.access.policy import Role
from fyrstod.core.text import MAX_LONG_TEXT
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, User
from fyrstod.rooms import end_services, selectors
from fyrstod.rooms.contents import Outcome, Person, SamePerson
from fyrstod.rooms.models import Concern, Namesake
from fyrstod.rooms.rules import Why
from tests.people.made import again, signed_in
from tests.rooms import made
from tests.rooms.test_room_views import _queries, filled, page

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


def new(school: Agency) -> str:
    return f"/sv/room/{school.pk}/new/"


def namesake(**other: str) -> dict[str, str]:
    """A new concern about somebody of the earlier one's name, with no number."""
    return filled(why_now=WHY, name="robin  påhitt") | other


def test_the_same_name_asks_before_anything_is_saved(
    school: Agency, teacher: User, concern: Concern
) -> None:
    shown = signed_in(teacher).post(new(school), namesake()).content.decode()

    assert f"Gäller {concern.reference} samma person?" in shown
    for value in SamePerson:
        assert f'name="{concern.reference}-same" value="{value}"' in shown
    # It may be somebody else, so nothing that was written there is told here.
    assert "Three teachers have said the same thing." not in shown
    assert Concern.objects.count() == 1
    entries = Entry.objects.filter(about=concern.reference, who=teacher.pk)
    assert [each.action for each in entries] == ["concern.opened", "likeness.read"]


def test_it_has_to_be_answered_and_not_knowing_is_an_answer(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client, given = signed_in(teacher), namesake(anyway="1")

    unanswered = client.post(new(school), given)

    assert unanswered.status_code == 422
    assert "eller att ni inte vet ännu" in unanswered.content.decode()
    assert WHY in unanswered.content.decode()
    assert Concern.objects.count() == 1

    answered = client.post(new(school), given | {f"{concern.reference}-same": "unknown"})

    assert answered.status_code == 302
    shown = client.get(answered.headers["Location"]).content.decode()
    assert "Vi vet inte ännu" in shown
    assert "Three teachers have said the same thing." not in shown


@pytest.mark.parametrize(("same", "is_told"), [("yes", True), ("no", False)])
def test_what_was_answered_decides_what_each_shows_of_the_other(
    school: Agency, teacher: User, concern: Concern, same: str, is_told: bool
) -> None:
    client = signed_in(teacher)

    answer = client.post(new(school), namesake(anyway="1") | {f"{concern.reference}-same": same})

    opened = Concern.objects.exclude(pk=concern.pk).get()
    assert answer.headers["Location"] == page(opened)
    from_new = client.get(page(opened)).content.decode()
    from_old = client.get(page(concern)).content.decode()
    assert ("Three teachers have said the same thing." in from_new) is is_told
    assert (WHY in from_old) is is_told
    assert (f'href="{page(concern)}"' in from_new) is is_told
    assert (f'href="{page(opened)}"' in from_old) is is_told


def test_the_same_number_is_stated_without_asking(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)

    shown = client.post(new(school), typed(name="Någon Annan")).content.decode()
    opened = client.post(new(school), typed(name="Någon Annan", anyway="1"))

    assert "Samma personnummer." in shown
    assert "samma person?" not in shown
    assert opened.status_code == 302
    assert not Namesake.objects.exists()


def test_the_same_name_with_another_number_is_somebody_else(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)

    answer = client.post(new(school), namesake(number="20050902-2380"))

    assert answer.status_code == 302
    shown = client.get(answer.headers["Location"]).content.decode()
    assert "Ett annat personnummer." in shown
    assert "Three teachers have said the same thing." not in shown


def test_a_namesake_that_came_meanwhile_is_asked_of_too(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    given = namesake(anyway="1") | {f"{concern.reference}-same": "no"}
    between = made.concern(school, teacher)

    answer = client.post(new(school), given)

    assert answer.status_code == 422
    assert f"Gäller {between.reference} samma person?" in answer.content.decode()


def test_two_concerns_stand_beside_each_other_and_the_answer_can_be_changed(
    school: Agency, teacher: User, concern: Concern
) -> None:
    other = made.concern(school, teacher, person=Person(name="Robin Påhitt"))
    client, address = signed_in(teacher), page(other, f"same/{concern.reference}/")

    shown = client.get(address).content.decode()
    yes = client.post(address, {"same": "yes", "seen": "0"})
    undone = client.post(address, {"same": "unknown", "seen": "1"})

    for word in (concern.reference, other.reference, "19121212-1212", "Ett barn", "Inte känt"):
        assert word in shown
    assert "Storgatan" not in shown
    assert "Three teachers" not in shown
    assert yes.status_code == undone.status_code == 302
    assert yes.headers["Location"] == page(other) + "#earlier"
    assert "Vi vet inte ännu" in client.get(page(other)).content.decode()


def test_two_tabs_show_what_the_other_one_answered(
    school: Agency, teacher: User, concern: Concern
) -> None:
    other = made.concern(school, teacher, person=Person(name="Robin Påhitt"))
    client, address = signed_in(teacher), page(other, f"same/{concern.reference}/")
    client.post(address, {"same": "yes", "seen": "0"})

    second = client.post(address, {"same": "no", "seen": "0"})
    saved = client.post(address, {"same": "no", "seen": "1"})

    assert second.status_code == 422
    assert "Ja, det är samma person" in second.content.decode()
    assert "Kim" in second.content.decode()
    assert saved.status_code == 302


def test_a_protected_person_is_marked_and_no_address_is_shown(
    school: Agency, teacher: User
) -> None:
    hidden = made.concern(school, teacher, person=dataclasses.replace(made.PERSON, protected=True))
    other = made.concern(school, teacher, person=Person(name="Robin Påhitt"))
    client = signed_in(teacher)

    for shown in (
        client.post(new(school), namesake()),
        client.get(page(other)),
        client.get(page(other, f"same/{hidden.reference}/")),
    ):
        assert "Skyddade personuppgifter" in shown.content.decode()
        assert "Storgatan" not in shown.content.decode()


def test_a_number_that_is_added_leads_to_the_one_who_is_found(
    school: Agency, teacher: User, concern: Concern
) -> None:
    unnamed = made.concern(school, teacher, person=Person())
    client = signed_in(teacher)
    assert "Andra ärenden" not in client.get(page(unnamed)).content.decode()

    answer = client.post(page(unnamed, "person/"), {"number": "19121212-1212", "seen": "1"})

    assert answer.headers["Location"] == page(unnamed) + "#earlier"
    assert "Samma personnummer." in client.get(page(unnamed)).content.decode()


def test_an_erased_one_is_said_to_be_gone_and_one_that_never_was_is_not_there(
    school: Agency, teacher: User, concern: Concern
) -> None:
    officer = made.person("Ove")
    made.member(officer, school, Role.RECORDS_OFFICER)
    other = made.concern(school, teacher, person=Person(name="Robin Påhitt"))
    client, address = signed_in(teacher), page(other, f"same/{concern.reference}/")
    end_services.erase(by=again(officer), concern=concern, why=Why.MISTAKE)

    assert client.get(address).status_code == 410
    assert client.post(address, {"same": "yes", "seen": "0"}).status_code == 410
    for nobody in ("K7QF-3M2X", other.reference):
        assert client.get(page(other, f"same/{nobody}/")).status_code == 404


def test_who_may_not_write_or_is_a_stranger_answers_nothing(
    school: Agency, social: Agency, teacher: User, investigator: User, concern: Concern
) -> None:
    officer = made.person("Ove")
    made.member(officer, school, Role.RECORDS_OFFICER)
    other = made.concern(school, teacher, person=Person(name="Robin Påhitt"))
    address = page(other, f"same/{concern.reference}/")

    for user, status in ((again(officer), 403), (investigator, 404)):
        client = signed_in(user)
        assert client.get(address).status_code == status
        assert client.post(address, {"same": "yes", "seen": "0"}).status_code == status
    assert not Namesake.objects.exists()
    assert "same/" not in signed_in(again(officer)).get(page(other)).content.decode()


def test_queries_are_as_many_for_one_earlier_concern_as_for_twelve(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    asking = namesake()
    made.concern(school, teacher)
    client.get(page(concern))
    one = _queries(client, page(concern)), _queries(client, new(school), asking)

    for _number in range(11):
        made.concern(school, teacher)
    before = Entry.objects.count()
    twelve = _queries(client, page(concern)), _queries(client, new(school), asking)

    assert twelve == one
    # The page itself and twelve others, and then all thirteen.
    looks = Entry.objects.order_by("number")[before:]
    assert [look.action for look in looks] == [
        "concern.read",
        *["summary.read"] * 12,
        *["likeness.read"] * 13,
    ]
    assert {look.about for look in looks[1:13]} == set(
        Concern.objects.exclude(pk=concern.pk).values_list("reference", flat=True)
    )
    assert journal.verify(municipality_id=school.municipality_id, room_id=school.pk).whole


def test_queries_are_as_many_for_one_answer_as_for_twelve(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)

    def opened(earlier: list[Concern]) -> tuple[int, int]:
        person = Person(name="Robin Påhitt")
        answers = [(each, SamePerson.YES) for each in earlier]
        with CaptureQueriesContext(connection) as caught:
            made_now = made.concern(school, teacher, person=person, answers=answers)
        return len(caught), _queries(client, page(made_now))

    opened([concern])
    one = opened([concern])
    more = [made.concern(school, teacher) for _number in range(11)]

    assert opened([concern, *more]) == one
