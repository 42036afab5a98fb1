"""The pages of a concern's end: as its practitioner, its records officer, and as nobody here."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from fyrstod.access.policy import Role
from fyrstod.people.models import Agency, User
from fyrstod.rooms import end_services, selectors, services
from fyrstod.rooms.contents import Direction, Outcome
from fyrstod.rooms.models import Concern
from fyrstod.rooms.rules import Status
from tests.pages import as_read
from tests.people.made import signed_in
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)

SOON = (timezone.localdate() + datetime.timedelta(days=400)).isoformat()
GONE = {
    "outcome": "no-ground",
    "outcome_text": "Det var en teaterpjäs.",
    "record": "working-notes",
    "aware": "on",
}


@pytest.fixture
def registrar(school: Agency) -> User:
    user = made.person("Rut")
    made.member(user, school, Role.RECORDS_OFFICER)
    return user


@pytest.fixture
def closed(concern: Concern, teacher: User) -> Concern:
    """Closed, and no rule gives a day."""
    return end_services.close(
        by=teacher,
        concern=concern,
        outcome=Outcome.OTHER,
        outcome_text="",
        record="other",
        aware=True,
        seen=concern.version,
    )


def page(concern: Concern, part: str) -> str:
    return f"/sv/room/{concern.agency_id}/{concern.reference}/{part}"


def close(client: Client, concern: Concern, **other: str) -> Any:
    return client.post(page(concern, "end/close/"), {"seen": str(concern.version), **GONE, **other})


def again(concern: Concern) -> Concern:
    return Concern.objects.get(pk=concern.pk)


PAGES = {
    "end/close/": {"GET", "POST"},
    "end/reopen/": {"POST"},
    "end/decide/": {"GET", "POST"},
    "end/erase/": {"GET", "POST"},
}
MAY = {
    "teacher": {"end/close/", "end/reopen/"},
    "registrar": {"end/decide/", "end/erase/"},
    "investigator": set[str](),
}


@pytest.mark.parametrize("who", MAY)
@pytest.mark.parametrize("part", PAGES)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_each_page_is_open_to_those_whose_work_it_is(
    request: pytest.FixtureRequest, concern: Concern, who: str, part: str, method: str
) -> None:
    request.getfixturevalue("teacher")
    client = signed_in(request.getfixturevalue(who))

    answer = getattr(client, method.lower())(page(concern, part))

    if who == "investigator":
        expected = {404}
    elif part not in MAY[who]:
        expected = {403}
    else:
        expected = {405} if method not in PAGES[part] else {200, 302, 422}
    assert answer.status_code in expected | ({405} if method not in PAGES[part] else set())
    assert again(concern).status == Status.NEW


def test_closing_shows_each_kind_of_record_with_its_day_before_one_chooses(
    concern: Concern, teacher: User
) -> None:
    shown = signed_in(teacher).get(page(concern, "end/close/")).content.decode()

    assert "Arbetsanteckningar" in shown
    assert re.search(r"Raderas \d{4}-\d\d-\d\d", shown)
    assert "TF (1949:105)" in shown
    assert "Ingen dag är satt" in shown
    assert "Utredning om ett barn" not in shown


def test_what_is_left_to_do_and_to_export_is_told_before_closing(
    concern: Concern, teacher: User
) -> None:
    services.add_task(by=teacher, concern=concern, text="Ring klubben.", due_on=None, doer=None)

    shown = signed_in(teacher).get(page(concern, "end/close/")).content.decode()

    assert "Ring klubben." in shown
    assert "Inget är exporterat med diarienummer." in shown


def test_closing_asks_what_is_not_in_the_case_system_and_names_it(
    concern: Concern, teacher: User
) -> None:
    made.paper(concern, teacher, number="")
    made.paper(concern, teacher, number="", direction=Direction.MADE)
    client = signed_in(teacher)

    answer = close(client, concern, aware="")

    shown = as_read(answer.content.decode())
    assert answer.status_code == 422
    assert not again(concern).is_closed
    for words in (
        "Finns allt som hör till ett ärende i ert ärendesystem?",
        "Det som står i oron: det är inte exporterat",
        "<bdi>A letter from the club</bdi> <span>Mottaget ",
        "<bdi>A letter from the club</bdi> <span>Gjort här, inte skickat ",
        "Läs vad det är, och kryssa i rutan om du avslutar ändå.",
        "Det var en teaterpjäs.",
    ):
        assert words in shown
    assert close(client, concern).status_code == 302
    looks = as_read(client.get(page(concern, "looks/")).content.decode())
    assert "Avslutade oron med vetskap om vad i den som inte finns i ärendesystemet" in looks


def test_what_was_written_after_an_export_is_asked_about(concern: Concern, teacher: User) -> None:
    made.export(concern, teacher)
    client = signed_in(teacher)
    nothing = client.get(page(concern, "end/close/")).content.decode()
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)

    asked = as_read(client.get(page(concern, "end/close/")).content.decode())

    assert 'name="aware"' not in nothing
    assert "En pusselbit som är nyare än exporten" in asked


def test_an_export_without_a_number_is_named_as_such(concern: Concern, teacher: User) -> None:
    client = signed_in(teacher)
    client.get(page(concern, "papers/export/txt/"))

    taken_out = as_read(client.get(page(concern, "end/close/")).content.decode())
    made.export(concern, teacher)
    noted = as_read(client.get(page(concern, "end/close/")).content.decode())

    said = "Hela oron togs ut som en handling"
    assert said in taken_out
    assert said not in noted


def test_what_is_in_the_case_system_is_closed_without_the_question(
    concern: Concern, teacher: User
) -> None:
    made.export(concern, teacher)

    assert close(signed_in(teacher), concern, aware="").status_code == 302


@pytest.mark.parametrize("papers", [0, 5])
def test_the_page_asks_with_the_same_number_of_queries_however_many_papers(
    concern: Concern,
    teacher: User,
    django_assert_num_queries: DjangoAssertNumQueries,
    papers: int,
) -> None:
    for _each in range(papers):
        made.paper(concern, teacher, number="")
    client = signed_in(teacher)
    client.get(page(concern, "end/close/"))

    with django_assert_num_queries(21):
        client.get(page(concern, "end/close/"))


def test_a_closed_concern_tells_its_end_and_its_clock(concern: Concern, teacher: User) -> None:
    client = signed_in(teacher)

    answer = close(client, concern)

    assert answer.headers["Location"] == page(concern, "#end")
    shown = client.get(page(concern, "")).content.decode()
    day = again(concern).erase_on
    assert day is not None
    for words in ("Ingen grund för oron hittades", "Det var en teaterpjäs.", day.isoformat()):
        assert words in shown
    assert "Öppna igen" in shown
    assert close(client, concern).status_code == 302


def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    concern: Concern, teacher: User
) -> None:
    answer = close(signed_in(teacher), concern, record="", outcome="")

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Välj hur det slutade." in shown
    assert "Välj vad som finns i rummet." in shown
    assert "Det var en teaterpjäs." in shown


@pytest.mark.parametrize("leave", ["back", "language"])
def test_leaving_the_page_never_does_the_deed(concern: Concern, teacher: User, leave: str) -> None:
    answer = close(signed_in(teacher), concern, leave=leave)

    assert not again(concern).is_closed
    if leave == "language":
        assert "Det var en teaterpjäs." in answer.content.decode()
    else:
        assert answer.status_code == 302


def test_what_changed_meanwhile_is_said_and_the_next_press_closes(
    concern: Concern, teacher: User
) -> None:
    client = signed_in(teacher)

    answer = close(client, concern, seen="7")

    assert answer.status_code == 422
    assert not again(concern).is_closed
    assert 'name="seen" value="1"' in answer.content.decode()


def test_opening_again_is_one_button(concern: Concern, teacher: User) -> None:
    client = signed_in(teacher)
    close(client, concern)

    client.post(page(concern, "end/reopen/"))

    assert again(concern).status == Status.WORKING
    assert again(concern).erase_on is None
    shown = client.get(page(concern, "end/close/")).content.decode()
    assert "Det var en teaterpjäs." in shown


def test_the_records_officer_meets_what_waits_by_reference_alone(
    closed: Concern, registrar: User, school: Agency
) -> None:
    shown = signed_in(registrar).get(f"/sv/room/{school.pk}/disposal/").content.decode()

    assert closed.reference in shown
    assert "Robin" not in shown
    assert "Tre månader efter den sista anteckningen." in shown


@pytest.mark.parametrize("who", ["teacher", "investigator"])
@pytest.mark.parametrize("part", ["", "erased/"])
def test_the_list_of_disposal_is_the_records_officers(
    request: pytest.FixtureRequest, closed: Concern, school: Agency, who: str, part: str
) -> None:
    client = signed_in(request.getfixturevalue(who))

    answer = client.get(f"/sv/room/{school.pk}/disposal/{part}")

    assert answer.status_code == (403 if who == "teacher" else 404)
    assert closed.reference not in answer.content.decode()


def test_where_nobody_can_decide_the_concern_says_whom_to_ask(
    closed: Concern, teacher: User, school: Agency
) -> None:
    client = signed_in(teacher)
    alone = client.get(page(closed, "")).content.decode()
    made.member(made.person("Rut"), school, Role.RECORDS_OFFICER)

    helped = client.get(page(closed, "")).content.decode()

    assert "Rummet har ingen arkivansvarig just nu." in alone
    assert "Rummet har ingen arkivansvarig just nu." not in helped


def test_a_day_is_set_with_a_reason(closed: Concern, registrar: User, school: Agency) -> None:
    client = signed_in(registrar)
    shown = client.get(page(closed, "end/decide/")).content.decode()
    assert "10 § ArkivL (1990:782)" in as_read(shown)

    answer = client.post(
        page(closed, "end/decide/"), {"what": "day", "erase_on": SOON, "reason": "Planen 4.2"}
    )

    assert answer.headers["Location"] == f"/sv/room/{school.pk}/disposal/"
    assert str(again(closed).erase_on) == SOON
    assert selectors.open_concern(again(closed)).matter.disposal_reason == "Planen 4.2"


def test_keeping_the_question_open_needs_no_day(closed: Concern, registrar: User) -> None:
    signed_in(registrar).post(
        page(closed, "end/decide/"), {"what": "wait", "erase_on": "", "reason": "Frågar arkivet."}
    )

    assert again(closed).disposal_open


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"what": "day", "erase_on": ""}, "Skriv dagen."),
        ({"what": "day", "erase_on": "2020-01-01"}, "Välj en dag efter i dag."),
        ({"what": "day", "erase_on": "snart"}, "2026-11-23."),
        ({"what": ""}, "Välj vad du beslutar."),
    ],
)
def test_a_day_that_cannot_be_is_refused_and_the_reason_kept(
    closed: Concern, registrar: User, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(registrar).post(
        page(closed, "end/decide/"), {"reason": "Planen 4.2", **typed}
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Planen 4.2" in answer.content.decode()


def test_where_the_law_gives_the_day_there_is_nothing_to_decide(
    concern: Concern, teacher: User, registrar: User
) -> None:
    close(signed_in(teacher), concern)

    answer = signed_in(registrar).get(page(concern, "end/decide/"))

    assert answer.headers["Location"] == page(concern, "#end")


def test_erasing_needs_a_reason_and_a_tick(concern: Concern, registrar: User) -> None:
    client = signed_in(registrar)

    for typed in ({}, {"why": "exported"}, {"sure": "on"}, {"why": "x9", "sure": "on"}):
        assert client.post(page(concern, "end/erase/"), typed).status_code == 422
    going_back = {"why": "exported", "sure": "on", "leave": "back"}
    assert client.post(page(concern, "end/erase/"), going_back).status_code == 302

    assert again(concern)


def test_erased_at_once_an_open_tab_says_so(
    concern: Concern, teacher: User, registrar: User, school: Agency
) -> None:
    tab, client = signed_in(teacher), signed_in(registrar)
    reference = page(concern, "")

    untrue = client.post(page(concern, "end/erase/"), {"why": "exported", "sure": "on"})
    answer = client.post(page(concern, "end/erase/"), {"why": "opened-by-mistake", "sure": "on"})

    assert untrue.status_code == 422
    assert "Inget diarienummer är antecknat" in untrue.content.decode()
    assert answer.headers["Location"] == f"/sv/room/{school.pk}/disposal/erased/"
    assert client.get(answer.headers["Location"]).status_code == 200
    assert not Concern.objects.exists()
    assert tab.get(reference).status_code == 410
    assert close(tab, concern).status_code == 410
