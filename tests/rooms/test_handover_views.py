"""The pages on which a concern goes from one to the next, and the one that a coordinator reads."""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, Membership, User
from fyrstod.rooms import handover_services, selectors, services
from fyrstod.rooms.contents import Briefing, Person
from fyrstod.rooms.models import BriefingVersion, Concern, Handover
from fyrstod.rooms.rules import Offer
from tests.people.made import signed_in
from tests.rooms import made
from tests.rooms.test_room_views import _queries as queries
from tests.rooms.test_room_views import page

pytestmark = pytest.mark.django_db(databases="__all__")

WORDS = Briefing(decided="We wait, since the club helps.")


@pytest.fixture
def leila(school: Agency) -> User:
    user = made.person("Leila")
    made.member(user, school, Role.PRACTITIONER)
    return user


@pytest.fixture
def noor(school: Agency) -> User:
    user = made.person("Noor")
    made.member(user, school, Role.COORDINATOR)
    return user


@pytest.fixture
def handover(concern: Concern, teacher: User, leila: User) -> Handover:
    return made.handover(concern, teacher, leila)


def of_room(room: Agency, name: str = "handovers") -> str:
    return reverse(f"rooms:{name}", args=[room.pk])


def answer_page(handover: Handover) -> str:
    return page(handover.concern, f"handovers/{handover.pk}/")


def leaves(user: User, room: Agency) -> None:
    Membership.objects.filter(user=user, agency=room).update(
        ended_at=timezone.now(), ended_by=User.objects.get(email="proposer@bjorkdala.example")
    )


def shown(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def ask(concern: Concern, to: User, **other: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "to": str(to.pk), f"concern_{concern.pk}": "on"} | other


def test_a_concern_is_handed_over_with_three_clicks(
    concern: Concern, teacher: User, leila: User, school: Agency
) -> None:
    giver, next_one = signed_in(teacher), signed_in(leila)
    assert "Robin Påhitt" in shown(giver, of_room(school))

    asked = giver.post(of_room(school), ask(concern, leila))
    assert asked.headers["Location"] == of_room(school)
    assert "Kim har frågat Leila" in shown(giver, of_room(school))
    (offered,) = Handover.objects.all()
    assert answer_page(offered) in shown(next_one, "/sv/room/")
    assert answer_page(offered) in shown(next_one, page(concern))
    answered = next_one.post(answer_page(offered), {"answer": "accept"})

    assert answered.headers["Location"] == page(concern)
    assert "Leila har tagit över den" in shown(giver, "/sv/room/")
    concern.refresh_from_db()
    assert concern.holder == leila


def test_a_concern_about_nobody_named_yet_is_told_by_its_reference(
    school: Agency, teacher: User, leila: User
) -> None:
    concern = made.concern(school, teacher, person=Person())
    handover = made.handover(concern, teacher, leila)

    for user, address in ((teacher, of_room(school)), (leila, "/sv/room/")):
        assert re.search(rf">{concern.reference}\s*</a>", shown(signed_in(user), address))
    assert answer_page(handover) in shown(signed_in(leila), of_room(school))


def test_a_double_click_is_one_offer_and_one_answer(
    concern: Concern, teacher: User, leila: User, school: Agency
) -> None:
    giver, next_one, typed = signed_in(teacher), signed_in(leila), ask(concern, leila)

    twice = [giver.post(of_room(school), typed).status_code for _ in range(2)]
    (offered,) = Handover.objects.all()
    answered = [
        next_one.post(answer_page(offered), {"answer": "accept"}).status_code for _ in range(2)
    ]

    assert (twice, answered) == ([302, 302], [302, 302])
    about = Entry.objects.filter(about=concern.reference, action__startswith="handover.")
    assert list(about.order_by("number").values_list("action", flat=True)) == [
        "handover.offered",
        "handover.accepted",
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Välj minst en oro."),
        ({"to": ""}, "Välj vem som ska ta över."),
        ({"to": str(uuid.uuid4())}, "inte längre medarbetare"),
    ],
)
def test_what_is_missing_is_said_and_what_was_ticked_is_kept(
    concern: Concern, teacher: User, leila: User, typed: dict[str, str], words: str
) -> None:
    given = ask(concern, leila) | typed
    if not typed:
        del given[f"concern_{concern.pk}"]

    answer = signed_in(teacher).post(of_room(concern.agency), given)

    told = answer.content.decode()
    assert answer.status_code == 422
    assert words in told
    assert told.count(" checked") == 1
    assert not Handover.objects.exists()


def test_somebody_else_changed_who_is_responsible_in_another_tab(
    concern: Concern, teacher: User, leila: User
) -> None:
    client = signed_in(teacher)
    services.set_holder(by=teacher, concern=concern, holder=leila)

    answer = client.post(of_room(concern.agency), ask(concern, leila))

    assert answer.status_code == 422
    assert "kan inte längre lämna över" in answer.content.decode()


def test_an_offer_of_what_another_room_has_finds_nothing(
    concern: Concern, social: Agency, investigator: User
) -> None:
    colleague = made.person("Tove")
    made.member(colleague, social, Role.PRACTITIONER)

    answer = signed_in(investigator).post(of_room(social), ask(concern, colleague))

    assert answer.status_code == 410
    assert not Handover.objects.exists()


def test_whoever_declines_must_say_why_and_the_giver_reads_it(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    client = signed_in(leila)
    empty = client.post(answer_page(handover), {"answer": "decline"})
    assert empty.status_code == 422
    assert "Skriv varför" in empty.content.decode()

    client.post(answer_page(handover), {"answer": "decline", "reason": "Jag känner familjen."})

    giver = signed_in(teacher)
    assert "Leila kan inte ta över den" in shown(giver, "/sv/room/")
    for address in (answer_page(handover), page(concern)):
        assert "Jag känner familjen." in shown(giver, address)


def test_an_answered_offer_shows_its_answer_and_takes_no_other(
    concern: Concern, handover: Handover, leila: User, teacher: User, noor: User
) -> None:
    client = signed_in(leila)
    client.post(answer_page(handover), {"answer": "accept"})

    again = client.post(answer_page(handover), {"answer": "decline", "reason": "Nej."})
    back = signed_in(teacher).post(f"{answer_page(handover)}take-back/")
    coordinators = signed_in(noor).post(f"{answer_page(handover)}take-back/")

    assert again.status_code == 422
    assert "redan mottagen" in again.content.decode()
    assert back.status_code == coordinators.status_code == 409
    assert "redan mottagen" in back.content.decode()
    assert page(concern) in back.content.decode()
    assert page(concern) not in coordinators.content.decode()
    assert "<form" not in shown(client, answer_page(handover)).split("<main")[1].split("</main")[0]
    assert Handover.objects.get().state == Offer.ACCEPTED


def test_an_offer_is_taken_back_from_the_list(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    answer = signed_in(teacher).post(f"{answer_page(handover)}take-back/")

    assert answer.headers["Location"] == of_room(concern.agency)
    late = signed_in(leila).post(answer_page(handover), {"answer": "accept"})
    assert late.status_code == 422
    assert "tagits tillbaka" in late.content.decode()
    assert answer_page(handover) not in shown(signed_in(leila), "/sv/room/")


def test_who_was_asked_and_left_is_named_so_that_it_is_taken_back(
    concern: Concern, handover: Handover, teacher: User, leila: User, noor: User
) -> None:
    leaves(leila, concern.agency)

    for client, name in ((teacher, "handovers"), (noor, "handovers"), (noor, "continuity")):
        assert "Arbetar inte här längre." in shown(signed_in(client), of_room(concern.agency, name))
    assert signed_in(leila).get(answer_page(handover)).status_code == 404


@pytest.mark.parametrize("part", ["briefing/", "briefing/write/", "briefing/pdf/"])
def test_a_briefing_is_for_the_room_alone(
    concern: Concern, investigator: User, noor: User, teacher: User, part: str
) -> None:
    assert signed_in(investigator).get(page(concern, part)).status_code == 404
    assert signed_in(noor).get(page(concern, part)).status_code == 403
    assert signed_in(teacher).get(page(concern, part)).status_code == 200


def test_a_briefing_is_drawn_from_the_concern_and_told_in_the_writers_words(
    concern: Concern, teacher: User
) -> None:
    services.add_task(by=teacher, concern=concern, text="Ring klubben.", due_on=None, doer=teacher)
    client = signed_in(teacher)

    written = client.post(
        page(concern, "briefing/write/"), {"seen": "0", "decided": "Vi avvaktar."}
    )

    told = shown(client, page(concern, "briefing/"))
    assert written.headers["Location"] == page(concern, "briefing/")
    for words in ("Robin Påhitt", "Ring klubben.", "Vi avvaktar.", "070-174 06 05"):
        assert words in told.replace("\N{NO-BREAK SPACE}", " ")
    actions = list(Entry.objects.order_by("number").values_list("action", flat=True))
    assert actions[-2:] == ["briefing.written", "briefing.read"]


def test_what_was_written_meanwhile_stands_beside_what_was_typed(
    concern: Concern, teacher: User, leila: User
) -> None:
    handover_services.write_briefing(by=leila, concern=concern, words=WORDS, seen=0)
    client = signed_in(teacher)
    typed = {"seen": "0", "decided": "Vi går vidare."}

    first = client.post(page(concern, "briefing/write/"), typed)
    told = first.content.decode()
    again = client.post(page(concern, "briefing/write/"), typed | {"seen": "1"})

    assert first.status_code == 422
    assert "We wait, since the club helps." in told
    assert "Vi går vidare." in told
    assert again.status_code == 302
    assert "We wait, since the club helps." in shown(client, page(concern, "briefing/"))
    assert BriefingVersion.objects.count() == 2


def test_a_closed_concern_is_read_and_written_no_more(concern: Concern, teacher: User) -> None:
    client = signed_in(teacher)
    Concern.objects.filter(pk=concern.pk).update(
        status="closed", closed_at=timezone.now(), closed_by=teacher
    )

    assert "briefing/write/" not in shown(client, page(concern, "briefing/"))
    answer = client.post(page(concern, "briefing/write/"), {"seen": "0", "decided": "Sent."})
    assert answer.status_code == 409
    assert not BriefingVersion.objects.exists()


def test_a_paper_that_is_taken_out_is_on_record(concern: Concern, teacher: User) -> None:
    client = signed_in(teacher)

    answer = client.get(page(concern, "briefing/pdf/"))

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="overlamning-')
    assert client.get(page(concern, "briefing/zip/")).status_code == 404
    last = Entry.objects.order_by("number").last()
    assert last is not None
    assert (last.action, last.kind) == ("briefing.exported", "pdf")


def test_what_somebody_left_behind_is_with_nobody_and_the_coordinator_hands_it_on(
    concern: Concern, teacher: User, leila: User, noor: User, school: Agency
) -> None:
    coordinator = signed_in(noor)
    assert concern.reference not in shown(coordinator, of_room(school))

    leaves(teacher, school)

    for address in (of_room(school), of_room(school, "continuity"), "/sv/room/"):
        told = shown(coordinator, address)
        assert concern.reference in told
        assert "Robin" not in told
        assert "Three teachers" not in told
    coordinator.post(of_room(school), ask(concern, leila))
    (offered,) = Handover.objects.all()
    signed_in(leila).post(
        answer_page(offered), {"answer": "decline", "reason": "Robin bor granne med mig."}
    )
    told = shown(coordinator, "/sv/room/")
    assert "Leila kan inte ta över den" in told
    assert "granne" not in told
    assert "granne" not in shown(coordinator, of_room(school))


def test_a_coordinator_offers_no_concern_that_somebody_has(
    concern: Concern, noor: User, leila: User, school: Agency
) -> None:
    answer = signed_in(noor).post(of_room(school), ask(concern, leila))

    assert answer.status_code == 422
    assert not Handover.objects.exists()


def test_continuity_tells_what_hangs_on_one_person_and_what_is_late(
    concern: Concern, teacher: User, noor: User, school: Agency
) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    Concern.objects.filter(pk=concern.pk).update(review_on=yesterday)

    told = shown(signed_in(noor), of_room(school, "continuity"))

    assert "Dagen har passerat för ett öppet ärende om oro." in told
    for words in ("Medarbetare", "Samordnare", "En person", "Arkivansvarig", "Ingen"):
        assert words in told
    assert "Robin" not in told


def test_continuity_is_for_whoever_coordinates_the_room(
    teacher: User, investigator: User, school: Agency, concern: Concern
) -> None:
    assert signed_in(teacher).get(of_room(school, "continuity")).status_code == 403
    assert signed_in(investigator).get(of_room(school, "continuity")).status_code == 404


def test_queries_are_as_many_for_one_handover_as_for_twenty(
    concern: Concern, handover: Handover, teacher: User, leila: User, noor: User
) -> None:
    school = concern.agency
    made.concern(school, teacher)
    clients = [(signed_in(teacher), of_room(school)), (signed_in(leila), of_room(school))]
    clients += [(signed_in(leila), "/sv/room/"), (signed_in(teacher), "/sv/room/")]
    clients += [(signed_in(noor), of_room(school, name)) for name in ("handovers", "continuity")]
    clients += [(signed_in(teacher), page(concern, "briefing/"))]
    gone = made.person("Borta")
    made.member(gone, school, Role.PRACTITIONER)
    made.concern(school, gone, review_on=datetime.date(2026, 1, 1))
    answered = made.handover(made.concern(school, teacher), teacher, leila)
    handover_services.accept(by=leila, concern=answered.concern, handover=answered)
    leaves(gone, school)
    for client, address in clients:
        client.get(address)
    one = [queries(client, address) for client, address in clients]

    make: list[Callable[[Concern], Any]] = [
        lambda new: made.handover(new, teacher, leila),
        lambda new: handover_services.accept(
            by=leila, concern=new, handover=made.handover(new, teacher, leila)
        ),
        lambda new: Concern.objects.filter(pk=new.pk).update(holder=gone),
        lambda new: None,
    ]
    for number in range(20):
        make[number % 4](made.concern(school, teacher, person=Person(name=f"Person {number}")))
        handover_services.write_briefing(
            by=teacher, concern=concern, words=Briefing(decided=f"Beslut {number}"), seen=number
        )

    assert [queries(client, address) for client, address in clients] == one


def test_the_week_shows_what_waits_and_what_was_answered_lately(
    concern: Concern, handover: Handover, teacher: User, leila: User
) -> None:
    today = timezone.localdate()
    (mine,) = selectors.week(leila, today)
    assert [each.row for each in mine.offers] == [handover]

    handover_services.accept(by=leila, concern=concern, handover=handover)

    (his,) = selectors.week(teacher, today)
    assert [each.row.pk for each in his.answers] == [handover.pk]
    long_ago = timezone.now() - selectors.ANSWERS - datetime.timedelta(days=1)
    Handover.objects.update(ended_at=long_ago)
    (his,) = selectors.week(teacher, today)
    assert his.answers == []
