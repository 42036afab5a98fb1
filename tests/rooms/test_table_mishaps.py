"""What goes wrong at a table: late, twice, half, on a ground that fell, or to nobody any more."""

from __future__ import annotations

import dataclasses
import datetime
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.law import shelf as law
from fyrstod.law.advice import Rulebook
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, Membership, Municipality, User
from fyrstod.rooms import disclosure_services, end_services, table_services
from fyrstod.rooms.contents import Ending, Footing, Goal, Minutes
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.disclosure_services import GroundFell, OfferGone
from fyrstod.rooms.models import Concern, Disclosure, Receipt, Seat, Word
from fyrstod.rooms.rules import Why
from tests.people.made import signed_in
from tests.rooms import given, made, seated
from tests.rooms.seated import Sitting
from tests.rooms.test_room_views import page
from tests.rooms.worked import on_form

pytestmark = pytest.mark.django_db(databases="__all__")

MINUTES = Minutes(held_on="2026-11-20", present="Kim, Elin and Sam")


@pytest.fixture
def police(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Polisen Björkdala", "police")


@pytest.fixture
def officer(police: Agency) -> User:
    return seated.somebody(police, "Sam")


@pytest.fixture
def guests(
    social: Agency, investigator: User, police: Agency, officer: User
) -> list[tuple[Agency, User]]:
    return [(social, investigator), (police, officer)]


@pytest.fixture
def around(concern: Concern, teacher: User, guests: list[tuple[Agency, User]]) -> list[Sitting]:
    return seated.table_of(concern, teacher, *guests)


def at(sitting: Sitting, part: str = "") -> str:
    return page(sitting.concern, f"table/{sitting.seat.table}/{part}")


def events(room: Agency) -> list[str]:
    rows = Entry.objects.filter(room_id=room.pk).order_by("number")
    return [row.action for row in rows if row.action.startswith(("table.", "perspective."))]


def meetings(sitting: Sitting) -> int:
    return len(sitting.table().meetings)


def stand(sitting: Sitting, other: Sitting, footing: Footing) -> None:
    seat = Seat.objects.get(pk=sitting.seat.pk)
    table_services.stand_on(
        by=sitting.by,
        concern=sitting.concern,
        seat=seat,
        footings={**sitting.table().seated.footings, str(other.agency.pk): footing},
        seen=seat.version,
    )


def taken_in(sitting: Sitting, other: Sitting, **more: Any) -> Disclosure:
    offer = given.offer(sitting.concern, sitting.by, other.agency, **more)
    disclosure_services.accept(by=other.by, offer=given.waiting(offer), concern=other.concern)
    return offer


def test_whoever_gave_a_perspective_before_anybody_came_still_waits_for_everybody(
    concern: Concern, teacher: User, guests: list[tuple[Agency, User]]
) -> None:
    host = seated.convened(concern, teacher)
    host.give()
    guest, late = (seated.joined(host, *each) for each in guests)
    for one, other in ((host, guest), (guest, host)):
        seated.stand(one, other)

    guest.give()

    assert len(guest.table().perspectives) == len(host.table().perspectives) == 1
    late.give()
    assert len(guest.table().perspectives) == 2


def test_a_late_perspective_is_on_record_with_those_who_had_opened_theirs(
    around: list[Sitting],
) -> None:
    school, social, police = around
    school.give()
    social.give()
    table_services.open_perspectives(by=school.by, concern=school.concern, seat=school.seat)
    assert events(social.agency).count("perspective.opened") == 1

    police.give()

    for sitting in (school, social):
        assert events(sitting.agency).count("perspective.opened") == 2
    assert events(police.agency).count("perspective.opened") == 1


def test_what_another_agency_has_taken_in_is_no_ground_for_telling_this_one(
    around: list[Sitting],
) -> None:
    school, social, police = around
    offer = taken_in(school, police)

    with pytest.raises(GroundFell):
        stand(school, social, Footing(told=str(offer.pk)))

    stand(school, police, Footing(told=str(offer.pk)))


def test_a_consent_taken_back_after_it_was_chosen_tells_nothing_more(
    around: list[Sitting],
) -> None:
    school, _social, police = around
    offer = taken_in(school, police, handed=given.on_consent())
    stand(school, police, Footing(told=str(offer.pk)))
    school.write(MINUTES)
    disclosure_services.take_back_consent(
        by=school.by, concern=school.concern, disclosure=offer, on=timezone.localdate()
    )

    school.write(dataclasses.replace(MINUTES, dissent="After."))

    assert meetings(police) == 1
    assert [place.agency for place in school.table().not_reached] == [police.agency]
    shown = signed_in(school.by).get(at(school, "grounds/")).content.decode()
    assert "Grunden håller inte längre" in shown


def test_a_rule_that_expired_after_it_was_chosen_tells_nothing_more(
    around: list[Sitting], monkeypatch: pytest.MonkeyPatch
) -> None:
    school, social, police = around
    school.write(MINUTES)
    pack = shelf.current()
    rules = tuple(
        dataclasses.replace(card, valid_to=datetime.date(2026, 1, 1))
        if card.id == seated.RULE
        else card
        for card in pack.rules
    )
    book = Rulebook.of(dataclasses.replace(pack, rules=rules))
    monkeypatch.setattr(law, "current", lambda: book)

    school.write(dataclasses.replace(MINUTES, dissent="After."))

    assert meetings(social) == meetings(police) == 1
    assert meetings(school) == 2
    assert len(school.table().not_reached) == 2


def test_a_closed_agency_is_not_reached_and_the_page_says_so(around: list[Sitting]) -> None:
    school, social, police = around
    Agency.objects.filter(pk=police.agency.pk).update(closed_at=timezone.now())

    school.write(MINUTES)
    school.give()
    social.give()

    assert not Receipt.objects.filter(agency=police.agency, word__isnull=False).exists()
    assert meetings(social) == 1
    assert len(school.table().perspectives) == 2
    client = signed_in(school.by)
    for part in ("", "grounds/", "end/"):
        shown = client.get(at(school, part)).content.decode()
        assert "Har stängt sitt rum och får inget mer" in shown
    assert "Välj grunderna för att berätta" not in client.get(at(school)).content.decode()


def test_two_who_say_yes_to_the_same_invitation_sit_down_once(
    concern: Concern, teacher: User, social: Agency, investigator: User
) -> None:
    host = seated.convened(concern, teacher)
    offer = given.waiting(seated.invited(host, social))
    colleague = seated.somebody(social, "Robin")
    theirs = made.concern(social, investigator)
    disclosure_services.accept(by=investigator, offer=offer, concern=theirs)

    with pytest.raises(OfferGone):
        disclosure_services.accept_in_new(
            by=colleague, offer=offer, review_on=None, pack="", concern_id=new_id()
        )

    (seat,) = Seat.objects.filter(agency=social)
    assert (seat.concern, seat.joined_by) == (theirs, investigator)
    assert events(social).count("table.joined") == 1


def test_a_room_that_sits_down_again_says_yes_by_whoever_answers_now(
    around: list[Sitting],
) -> None:
    school, social, _police = around
    table_services.leave(by=social.by, concern=social.concern, seat=social.seat)
    colleague = seated.somebody(social.agency, "Robin")
    offer = given.waiting(seated.invited(school, social.agency))
    disclosure_services.accept(by=colleague, offer=offer, concern=social.concern)

    word = school.write(MINUTES)

    assert Receipt.objects.get(word=word.pk, agency=social.agency).accepted_by == colleague


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("perspective/", {"stands": "both", "worries": "Alone.", "protects": "The coach."}),
        ("meeting/", {"held_on": "2026-11-20", "present": "Kim and Elin"}),
        ("plan/", {"text": "Back to football.", "agrees": "yes"}),
        ("end/", {"achieved": "Trains.", "kept": "The plan.", "tells": "Kim."}),
        ("leave/", {}),
    ],
)
def test_a_double_click_does_it_once(
    around: list[Sitting], part: str, typed: dict[str, str]
) -> None:
    sitting = around[1 if part == "leave/" else 0]
    client = signed_in(sitting.by)
    form = on_form(client.get(at(sitting, part)), **typed)

    answers = [client.post(at(sitting, part), form) for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Word.objects.count() == (0 if part == "leave/" else 1)
    assert events(sitting.agency).count("table.left") == (part == "leave/")
    assert events(sitting.agency).count("table.ended") == (part == "end/")


def test_a_double_click_on_a_follow_up_and_on_opening_does_it_once(around: list[Sitting]) -> None:
    school, social, _police = around
    goal = school.write(Goal(text="Back to football."))
    client = signed_in(social.by)
    address = at(social, f"plan/{goal.pk}/follow/")
    form = on_form(client.get(address), course="done", changed="Trains.")
    for _click in range(2):
        assert client.post(address, form).status_code == 302
    assert Word.objects.filter(agency=social.agency).count() == 1

    school.give()
    social.give()
    for _click in range(2):
        assert client.post(at(social, "open/")).status_code == 302
    assert events(school.agency).count("perspective.opened") == 1


@pytest.mark.parametrize("part", ["perspective/", "meeting/", "leave/"])
def test_who_lost_the_role_between_two_pages_writes_nothing(
    around: list[Sitting], part: str
) -> None:
    _school, social, _police = around
    client = signed_in(social.by)
    form = on_form(client.get(at(social, part)))
    Membership.objects.filter(user=social.by).update(ended_at=timezone.now(), ended_by=social.by)

    answer = client.post(at(social, part), form | {"stands": "both", "worries": "-"})

    assert answer.status_code == 404
    assert not Word.objects.exists()
    assert not Seat.objects.filter(left_at__isnull=False).exists()


@pytest.mark.parametrize(
    "deed",
    [
        pytest.param(lambda sitting: sitting.write(MINUTES), id="minutes"),
        pytest.param(lambda sitting: sitting.give(), id="perspective"),
    ],
)
def test_a_failure_on_the_way_leaves_every_room_as_it_was(
    around: list[Sitting],
    monkeypatch: pytest.MonkeyPatch,
    deed: Callable[[Sitting], object],
) -> None:
    """As when the process is killed between the rooms' writes."""
    school, *rest = around
    for sitting in rest:
        sitting.give()
    words = Word.objects.count()
    before = [events(sitting.agency) for sitting in around]

    def killed(*_args: Any, **_given: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(table_services, "note_beside", killed)
        with pytest.raises(KeyboardInterrupt):
            deed(school)

    assert [events(sitting.agency) for sitting in around] == before
    assert Word.objects.count() == words
    assert not Receipt.objects.filter(word__isnull=False).exists()
    assert not Disclosure.objects.filter(word__isnull=False).exists()
    assert not Seat.objects.filter(opened_at__isnull=False).exists()
    deed(school)
    assert Word.objects.count() == words + 1


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_erasing_the_concern_that_convened_a_table_ends_it_for_the_others(
    around: list[Sitting],
) -> None:
    school, social, police = around
    school.write(MINUTES)
    records = made.person("Ove")
    made.member(records, school.agency, Role.RECORDS_OFFICER)

    end_services.erase(by=records, concern=school.concern, why=Why.MISTAKE)

    assert events(social.agency)[-1] == events(police.agency)[-1] == "table.ended"
    assert meetings(social) == 1
    assert not social.table().is_open
    assert signed_in(social.by).get(at(social)).status_code == 200
    table_services.add_ending(
        by=social.by,
        concern=social.concern,
        seat=social.seat,
        ending=Ending(achieved="Trains.", kept="Our minutes.", tells="Elin."),
        word_id=new_id(),
    )
    assert len(police.table().endings) == 1
    for sitting in around:
        room = sitting.agency
        assert journal.verify(municipality_id=room.municipality_id, room_id=room.pk).whole


def together(*deeds: Callable[[], object]) -> list[BaseException]:
    """Do some things at once, each on a connection of its own; what went wrong."""
    begin, problems = threading.Barrier(len(deeds)), list[BaseException]()

    def run(deed: Callable[[], object]) -> None:
        begin.wait()
        try:
            for _time in range(5):
                deed()
        except Exception as problem:  # noqa: BLE001 - the test shows whatever it is
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return problems


def only_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time")


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_rooms_that_write_at_the_same_table_at_once_lose_nothing(around: list[Sitting]) -> None:
    only_postgresql()

    assert together(*(partial(each.write, MINUTES) for each in around)) == []

    assert [meetings(sitting) for sitting in around] == [15, 15, 15]
    for sitting in around:
        room = sitting.agency
        assert events(room).count("table.came") == 10
        assert journal.verify(municipality_id=room.municipality_id, room_id=room.pk).whole


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_rooms_that_tell_each_other_at_once_while_both_write_lose_nothing(
    around: list[Sitting],
) -> None:
    only_postgresql()
    school, social, _police = around

    def tell(one: Sitting, other: Sitting) -> None:
        handed = seated.on_rule(one.agency, other.agency)
        taken_in(one, other, handed=handed)
        one.write(MINUTES)

    assert together(lambda: tell(school, social), lambda: tell(social, school)) == []

    told = Disclosure.objects.filter(word=None, state=State.ACCEPTED)
    assert told.exclude(to__kind="police").count() == 10 + 1
    assert meetings(school) == meetings(social) == 10


@pytest.mark.django_db(databases="__all__", transaction=True)
def test_nobody_sits_down_at_a_table_in_the_moment_when_it_ends(
    concern: Concern, teacher: User, social: Agency, investigator: User
) -> None:
    only_postgresql()
    theirs = made.concern(social, investigator)
    ending = Ending(achieved="-", kept="-", tells="-")
    for _time in range(5):
        host = seated.convened(concern, teacher)
        offer = given.waiting(seated.invited(host, social))
        together(
            partial(disclosure_services.accept, by=investigator, offer=offer, concern=theirs),
            partial(
                table_services.end,
                by=teacher,
                concern=concern,
                seat=host.seat,
                ending=ending,
                word_id=new_id(),
            ),
        )
    assert not Seat.objects.filter(ended_at=None).exists()
