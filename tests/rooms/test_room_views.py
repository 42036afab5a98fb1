from __future__ import annotations

import base64
import datetime
import re
import uuid
from contextlib import ExitStack

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from fyrstod.access.policy import Role
from fyrstod.journal.models import Entry, Head
from fyrstod.people.models import Agency, Membership, Municipality, User
from fyrstod.protection import services as protection
from fyrstod.protection.models import ConcernKey
from fyrstod.rooms import selectors, services
from fyrstod.rooms.contents import NoteKind, Person
from fyrstod.rooms.models import Concern
from tests.people.made import signed_in
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])

SOON = (timezone.localdate() + datetime.timedelta(days=9)).isoformat()


def page(concern: Concern, part: str = "") -> str:
    return f"/sv/room/{concern.agency_id}/{concern.reference}/{part}"


def filled(**other: str) -> dict[str, str]:
    given = {
        "id": str(uuid.uuid4()),
        "about": "child",
        "why_now": "Tre lärare har sagt samma sak.",
        "review_on": SOON,
    }
    return given | other


PAGES = ("", "describe/", "person/", "review/", "holder/", "tasks/add/", "address/")


@pytest.mark.parametrize("part", PAGES)
def test_a_practitioner_opens_every_page_of_a_concern(
    teacher: User, concern: Concern, part: str
) -> None:
    answer = signed_in(teacher).get(page(concern, part))

    assert answer.status_code == 200
    assert "Robin Påhitt" in answer.content.decode()


@pytest.mark.parametrize("part", PAGES)
def test_a_stranger_finds_nothing(investigator: User, concern: Concern, part: str) -> None:
    answer = signed_in(investigator).get(page(concern, part))

    assert answer.status_code == 404
    assert "Robin" not in answer.content.decode()


@pytest.mark.parametrize("part", PAGES)
def test_a_coordinator_may_see_the_list_but_no_concern(
    school: Agency, concern: Concern, part: str
) -> None:
    coordinator = made.person("Noor")
    made.member(coordinator, school, Role.COORDINATOR)

    answer = signed_in(coordinator).get(page(concern, part))

    assert answer.status_code == 403
    assert "Robin" not in answer.content.decode()


def test_a_coordinator_sees_references_and_no_names(school: Agency, concern: Concern) -> None:
    coordinator = made.person("Noor")
    made.member(coordinator, school, Role.COORDINATOR)
    client = signed_in(coordinator)

    for address in ("/sv/room/", f"/sv/room/{school.pk}/"):
        shown = client.get(address).content.decode()
        assert "Robin" not in shown
        assert page(concern) not in shown
    assert concern.reference in shown


def test_a_concern_is_opened_with_two_answers_and_a_double_click_opens_one(
    school: Agency, teacher: User
) -> None:
    client, typed = signed_in(teacher), filled()

    first = client.post(f"/sv/room/{school.pk}/new/", typed)
    second = client.post(f"/sv/room/{school.pk}/new/", typed)

    concern = Concern.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == page(concern)
    assert selectors.open_concern(concern).person == Person()
    assert "Ingen namngiven ännu" in client.get(page(concern)).content.decode()


def test_somebody_known_here_is_met_before_anything_is_saved(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    typed = filled(name="Någon Annan", number="19121212-1212")

    answer = client.post(f"/sv/room/{school.pk}/new/", typed)

    shown = answer.content.decode()
    assert page(concern) in shown
    assert "Three teachers have said the same thing." in shown
    assert "Tre lärare har sagt samma sak." in shown
    assert Concern.objects.count() == 1
    assert Entry.objects.filter(action="summary.read", about=concern.reference).exists()


def test_what_another_room_knows_is_not_met_here(
    social: Agency, investigator: User, concern: Concern
) -> None:
    answer = signed_in(investigator).post(
        f"/sv/room/{social.pk}/new/", filled(name="Robin Påhitt", number="191212121212")
    )

    assert answer.status_code == 302
    assert Concern.objects.count() == 2


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"number": "19121212-1213"}, "inget personnummer"),
        ({"why_now": ""}, "Skriv varför oron kommer upp nu."),
        ({"review_on": "2020-01-01"}, "Dagen har redan varit."),
        ({"name": "Robin\u202eevil"}, "osynliga tecken"),
        ({"why_now": "a" * 20_001}, "1 tecken för mycket"),
        ({"about": "dangerous"}, "about"),
    ],
)
def test_what_cannot_be_saved_is_said_and_kept_on_the_page(
    school: Agency, teacher: User, typed: dict[str, str], said: str
) -> None:
    answer = signed_in(teacher).post(
        f"/sv/room/{school.pk}/new/", filled(contact="Ring efter åtta.") | typed
    )

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Ring efter åtta." in answer.content.decode()
    assert not Concern.objects.exists()


def test_markup_is_text_and_nothing_else(school: Agency, teacher: User) -> None:
    client = signed_in(teacher)
    client.post(
        f"/sv/room/{school.pk}/new/",
        filled(name="<script>alert(1)</script>", why_now="<img src=x onerror=alert(1)>"),
    )

    shown = client.get(page(Concern.objects.get())).content.decode()

    assert "<script>alert" not in shown
    assert "<img src=x" not in shown
    assert "&lt;img src=x onerror=alert(1)&gt;" in shown


@pytest.mark.parametrize(
    "wanted", ["{reference}", "ROBIN PÅHITT", "19121212-1212", "121212+1212", " 191212121212 "]
)
def test_search_finds_the_exact_reference_name_or_number(
    school: Agency, teacher: User, concern: Concern, wanted: str
) -> None:
    asked = wanted.format(reference=concern.reference.lower())

    answer = signed_in(teacher).post(f"/sv/room/{school.pk}/search/", {"wanted": asked})

    assert page(concern) in answer.content.decode()
    entry = Entry.objects.filter(action="room.searched").get()
    assert (entry.about, entry.kind) == ("", "")


@pytest.mark.parametrize("wanted", ["Robin", "teachers", "Påhitt Robin", "legitimises"])
def test_search_finds_nothing_by_part_of_a_name_or_by_words(
    school: Agency, teacher: User, concern: Concern, wanted: str
) -> None:
    answer = signed_in(teacher).post(f"/sv/room/{school.pk}/search/", {"wanted": wanted})

    assert page(concern) not in answer.content.decode()
    assert "Inget hittat i rummet" in answer.content.decode()


def test_two_of_the_same_name_are_both_found_and_told_apart_by_number(
    school: Agency, teacher: User, concern: Concern
) -> None:
    made.concern(school, teacher, person=Person(name="Robin Påhitt", number="201003142385"))

    answer = signed_in(teacher).post(f"/sv/room/{school.pk}/search/", {"wanted": "Robin Påhitt"})

    shown = answer.content.decode()
    assert "19121212-1212" in shown
    assert "20100314-2385" in shown


def test_search_never_looks_into_another_room(
    social: Agency, investigator: User, concern: Concern
) -> None:
    answer = signed_in(investigator).post(
        f"/sv/room/{social.pk}/search/", {"wanted": concern.reference}
    )

    assert page(concern) not in answer.content.decode()


def test_a_protected_address_is_shown_only_for_a_reason_which_is_kept(
    school: Agency, teacher: User
) -> None:
    hidden = Person(name="Alex Låtsas", address="Sekretessvägen 9", protected=True)
    concern = made.concern(school, teacher, person=hidden)
    client = signed_in(teacher)

    for part in ("", "person/", "address/"):
        shown = client.get(page(concern, part)).content.decode()
        assert "Sekretessvägen" not in shown
        assert "Skyddade personuppgifter" in shown
    without = client.post(page(concern, "address/"), {"id": str(uuid.uuid4()), "reason": ""})
    assert "Sekretessvägen" not in without.content.decode()

    given = {"id": str(uuid.uuid4()), "reason": "Hembesök i morgon."}
    shown = client.post(page(concern, "address/"), given).content.decode()

    assert "Sekretessvägen 9" in shown
    opened = selectors.open_concern(concern)
    assert [piece.note.text for piece in opened.pieces] == ["Hembesök i morgon."]
    assert opened.pieces[0].note.kind is NoteKind.ADDRESS
    assert not opened.here
    assert Entry.objects.filter(action="address.shown", about=concern.reference).count() == 1


def test_a_shown_address_is_gone_with_the_next_page_that_is_loaded(
    school: Agency, teacher: User
) -> None:
    hidden = Person(name="Alex Låtsas", address="Sekretessvägen 9", protected=True)
    concern = made.concern(school, teacher, person=hidden)
    client, address = signed_in(teacher), page(concern, "address/")
    given = {"id": str(uuid.uuid4()), "reason": "Hembesök i morgon."}

    shown = client.post(address, given)
    reloaded = client.post(address, given)

    assert "Sekretessvägen 9" in shown.content.decode()
    assert shown.headers["Cache-Control"] == "no-store"
    assert reloaded.status_code == 422
    assert "Fråga en gång till" in reloaded.content.decode()
    for after in (reloaded, client.get(address), client.get(page(concern))):
        assert "Sekretessvägen" not in after.content.decode()
    # What is asked once more is another question, with its own entry.
    again = re.search(r'name="id" value="([^"]+)"', reloaded.content.decode())
    assert again
    assert "Sekretessvägen 9" in client.post(address, given | {"id": again[1]}).content.decode()
    assert Entry.objects.filter(action="address.shown", about=concern.reference).count() == 2


def test_why_an_address_was_shown_is_read_where_the_looks_are_and_not_in_the_journal(
    school: Agency, teacher: User
) -> None:
    hidden = Person(name="Alex Låtsas", address="Sekretessvägen 9", protected=True)
    concern = made.concern(school, teacher, person=hidden)
    client = signed_in(teacher)
    reason = "Hembesök i morgon."
    client.post(page(concern, "address/"), {"id": str(uuid.uuid4()), "reason": reason})

    assert reason in client.get(page(concern, "looks/")).content.decode()
    assert reason not in client.get(page(concern)).content.decode()
    entry = Entry.objects.get(action="address.shown")
    assert (entry.about, entry.kind, entry.result) == (concern.reference, "", "done")


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_no_reason_shows_no_address_from_a_page_or_a_service(
    school: Agency, teacher: User, reason: str
) -> None:
    hidden = Person(name="Alex Låtsas", address="Sekretessvägen 9", protected=True)
    concern = made.concern(school, teacher, person=hidden)
    given = {"id": str(uuid.uuid4()), "reason": reason}

    answer = signed_in(teacher).post(page(concern, "address/"), given)

    assert answer.status_code == 422
    assert "Sekretessvägen" not in answer.content.decode()
    with pytest.raises(services.NoReason):
        services.reveal_address(by=teacher, concern=concern, reason=reason, piece_id=uuid.uuid4())
    assert not Entry.objects.filter(action="address.shown").exists()


def test_a_hidden_address_stays_when_the_rest_is_changed(school: Agency, teacher: User) -> None:
    hidden = Person(name="Alex Låtsas", address="Sekretessvägen 9", protected=True)
    concern = made.concern(school, teacher, person=hidden)

    signed_in(teacher).post(
        page(concern, "person/"), {"seen": "1", "name": "Alex Låtsas-Ny", "protected": "on"}
    )

    assert selectors.open_concern(concern).person == Person(
        name="Alex Låtsas-Ny", address="Sekretessvägen 9", protected=True
    )


def test_nobody_sees_a_hidden_address_by_taking_the_mark_away(
    school: Agency, teacher: User
) -> None:
    hidden = Person(name="Alex Låtsas", address="Sekretessvägen 9", protected=True)
    concern = made.concern(school, teacher, person=hidden)
    client = signed_in(teacher)

    answer = client.post(page(concern, "person/"), {"seen": "1", "name": "Alex Låtsas"})

    assert answer.status_code == 422
    assert "Sekretessvägen" not in client.get(page(concern)).content.decode()
    assert selectors.open_concern(concern).person == hidden


def test_two_who_write_who_it_is_lose_nothing(
    teacher: User, school: Agency, concern: Concern
) -> None:
    other = made.person("Noor")
    made.member(other, school, Role.PRACTITIONER)
    client = signed_in(teacher)
    client.get(page(concern, "person/"))
    services.identify(by=other, concern=concern, person=Person(name="Robin Nyhitt"), seen=1)

    answer = client.post(page(concern, "person/"), {"seen": "1", "name": "Robin Mitthitt"})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Robin Nyhitt" in shown
    assert "Robin Mitthitt" in shown
    client.post(page(concern, "person/"), {"seen": "2", "name": "Robin Mitthitt"})
    assert selectors.open_concern(concern).person.name == "Robin Mitthitt"


def test_a_review_keeps_what_changed_what_was_decided_and_the_next_day(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    typed = {
        "id": str(uuid.uuid4()),
        "changed": "Robin kommer till träningen igen.",
        "decided": "Vi följer upp, eftersom skyddet har blivit starkare.",
        "review_on": SOON,
    }

    for _twice in range(2):
        client.post(page(concern, "review/"), typed)

    concern.refresh_from_db()
    assert concern.review_on == datetime.date.fromisoformat(SOON)
    shown = client.get(page(concern)).content.decode()
    assert shown.count("Robin kommer till träningen igen.") == 1
    assert "Vi följer upp, eftersom skyddet har blivit starkare." in shown


def test_a_task_is_added_changed_done_and_taken_up_again(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)
    typed = {"id": str(uuid.uuid4()), "text": "Ring tränaren.", "doer": str(teacher.pk)}

    client.post(page(concern, "tasks/add/"), typed)
    task = selectors.open_concern(concern).tasks[0]
    client.post(
        page(concern, f"tasks/{task.row.pk}/"),
        typed | {"seen": "1", "text": "Ring tränaren i kväll.", "due_on": SOON, "doer": ""},
    )
    client.post(page(concern, f"tasks/{task.row.pk}/done/"), {"answer": "Det gick bra."})
    done = selectors.open_concern(concern).tasks[0]
    client.post(page(concern, f"tasks/{task.row.pk}/undo/"))
    after = selectors.open_concern(concern).tasks[0]

    assert (done.errand.text, done.errand.answer) == ("Ring tränaren i kväll.", "Det gick bra.")
    assert done.row.done_by == teacher
    assert done.row.doer is None
    assert (after.row.done_at, after.errand.answer) == (None, "Det gick bra.")


def test_the_work_moves_on_step_by_step(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)

    for step in ("begin", "follow", "resume"):
        assert client.post(page(concern, "move/"), {"step": step}).status_code == 302
    stays = client.post(page(concern, "move/"), {"step": "begin"})

    concern.refresh_from_db()
    assert stays.status_code == 409
    assert concern.status == "working"
    assert client.post(page(concern, "move/"), {"step": "erase"}).status_code == 404


def test_who_lost_the_role_between_two_pages_keeps_what_was_typed(
    teacher: User, school: Agency, concern: Concern
) -> None:
    client = signed_in(teacher)
    client.get(page(concern, "review/"))
    made.member(teacher, school, Role.COORDINATOR)
    end = timezone.now()
    teacher_role = Membership.objects.filter(user=teacher, role=Role.PRACTITIONER)
    teacher_role.update(ended_at=end, ended_by=teacher)

    answer = client.post(
        page(concern, "review/"),
        {"id": str(uuid.uuid4()), "changed": "Mina ord.", "decided": "x", "review_on": SOON},
    )

    assert answer.status_code == 403
    assert "Mina ord." in answer.content.decode()
    assert "Robin" not in answer.content.decode()


def test_a_concern_erased_while_a_tab_is_open_is_said_to_be_gone(
    teacher: User, school: Agency, concern: Concern
) -> None:
    client = signed_in(teacher)
    protection.begin_erasure(
        concern_id=concern.pk,
        room_id=school.pk,
        municipality_id=school.municipality_id,
        reference=concern.reference,
        by=teacher.pk,
        role="records-officer",
    )

    answer = client.post(page(concern, "tasks/add/"), {"id": "x", "text": "Mina egna ord."})

    assert answer.status_code == 410
    assert "Oron är raderad" in answer.content.decode()
    assert "Mina egna ord." in answer.content.decode()
    assert "Robin" not in client.get(f"/sv/room/{school.pk}/").content.decode()


def test_the_week_shows_what_nobody_has(school: Agency, teacher: User, concern: Concern) -> None:
    gone = made.person("Noor")
    membership = made.member(gone, school, Role.PRACTITIONER)
    services.set_holder(by=teacher, concern=concern, holder=gone)
    services.add_task(by=teacher, concern=concern, text="Ring.", due_on=None, doer=gone)
    membership.ended_at, membership.ended_by = timezone.now(), teacher
    membership.save()

    (week,) = selectors.week(teacher, timezone.localdate())

    assert [line.concern for line in week.unheld] == [concern]
    assert [task.errand.text for task in week.free_tasks] == ["Ring."]
    assert "Ring." in signed_in(teacher).get("/sv/room/").content.decode()


def test_an_administrator_reaches_no_room(municipality: Municipality, concern: Concern) -> None:
    administrator = made.person("Ada")
    made.member(administrator, municipality, Role.ADMINISTRATOR)
    client = signed_in(administrator)

    assert client.get(page(concern)).status_code == 403
    assert client.get(f"/sv/room/{concern.agency_id}/").status_code == 403
    assert "Du har ingen roll i något rum." in client.get("/sv/room/").content.decode()


def test_lists_show_fifty_at_a_time(school: Agency, teacher: User) -> None:
    for number in range(selectors.PAGE + 1):
        made.concern(school, teacher, person=Person(name=f"Person {number}"))
    client = signed_in(teacher)

    first = client.get(f"/sv/room/{school.pk}/").content.decode()
    second = client.get(f"/sv/room/{school.pk}/?page=2").content.decode()

    assert first.count('class="line"') == selectors.PAGE
    assert second.count('class="line"') == 1


def _queries(client: Client, address: str, sent: dict[str, str] | None = None) -> int:
    with ExitStack() as stack:
        caught = [
            stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in ("default", "keys", "ledger")
        ]
        answer = client.post(address, sent) if sent else client.get(address)
        assert answer.status_code == 200
    return sum(len(queries) for queries in caught)


def test_queries_are_as_many_for_one_as_for_fifty(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    addresses = ("/sv/room/", f"/sv/room/{school.pk}/", page(concern))
    for address in addresses:
        client.get(address)
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    services.add_task(by=teacher, concern=concern, text="Ring.", due_on=None, doer=None)
    one = [_queries(client, address) for address in addresses]

    for number in range(49):
        services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
        services.add_task(by=teacher, concern=concern, text="Ring.", due_on=None, doer=None)
        made.concern(school, teacher, person=Person(name=f"Person {number}"))

    assert [_queries(client, address) for address in addresses] == one


def test_a_wrong_key_is_named_and_nothing_is_written(
    school: Agency, teacher: User, concern: Concern, settings: Settings
) -> None:
    client = signed_in(teacher)
    settings.FYRSTOD_KEY = base64.b64encode(bytes(32)).decode()
    settings.FYRSTOD_KEY_FILE = settings.FYRSTOD_KEY_COMMAND = ""

    looked = client.get(page(concern))
    wrote = client.post(f"/sv/room/{school.pk}/new/", filled(why_now="Mina egna ord."))

    assert looked.status_code == wrote.status_code == 503
    assert "Lägg tillbaka nyckelfil" in looked.content.decode()
    assert "Mina egna ord." in wrote.content.decode()
    assert Concern.objects.count() == 1


def test_a_broken_journal_stops_what_cannot_be_put_on_record_with_a_clear_page(
    school: Agency, teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    Head.objects.update(number=0)

    looked = client.get(page(concern))
    wrote = client.post(f"/sv/room/{school.pk}/new/", filled(why_now="Mina egna ord."))

    assert looked.status_code == wrote.status_code == 503
    assert "bruten vid post 1" in looked.content.decode()
    assert "Robin" not in looked.content.decode()
    assert "Mina egna ord." in wrote.content.decode()
    assert Concern.objects.count() == 1
    assert Entry.objects.count() == 1


def test_a_lost_key_says_what_to_lay_back(teacher: User, concern: Concern, school: Agency) -> None:
    client = signed_in(teacher)
    ConcernKey.objects.all().delete()

    answer = client.post(page(concern, "review/"), {"changed": "Mina egna ord."})

    assert answer.status_code == 503
    assert "säkerhetskopia från samma dag" in answer.content.decode()
    assert "Mina egna ord." in answer.content.decode()
    assert "Robin" not in client.get(f"/sv/room/{school.pk}/").content.decode()


def test_a_text_larger_than_the_place_takes_is_refused_with_the_reason(
    school: Agency, teacher: User
) -> None:
    answer = signed_in(teacher).post(
        f"/sv/room/{school.pk}/new/", filled(why_now="å" * 200_000, name="Robin Påhitt")
    )

    assert answer.status_code == 422
    assert "180\xa0000 tecken för mycket" in answer.content.decode()
    assert answer.content.decode().count("å" * 200_000) == 1
    assert not Concern.objects.exists()


def test_names_in_a_list_and_a_page_that_was_refused_are_on_record(
    teacher: User, school: Agency, concern: Concern
) -> None:
    coordinator = made.person("Yusuf")
    made.member(coordinator, school, Role.COORDINATOR)

    signed_in(teacher).get(f"/sv/room/{school.pk}/")
    refused = signed_in(coordinator).get(page(concern))
    signed_in(coordinator).get(f"/sv/room/{school.pk}/")

    assert refused.status_code == 403
    assert 'href="/sv/room/"' in refused.content.decode().partition("<main")[2]
    entries = Entry.objects.filter(room_id=school.pk).order_by("number")
    assert list(entries.values_list("who", "role", "action", "result"))[-2:] == [
        (teacher.pk, "practitioner", "list.read", "done"),
        (coordinator.pk, "coordinator", "room.asked", "refused"),
    ]
