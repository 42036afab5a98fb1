"""Who has looked: as those of the room, its auditor, and those who have no business there."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.journal import services as journal
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.rooms import end_services, services
from fyrstod.rooms.contents import Outcome
from fyrstod.rooms.models import Concern
from tests.people.made import signed_in
from tests.rooms import made
from tests.rooms.made import PERSON

pytestmark = pytest.mark.django_db(databases="__all__", transaction=True)

TODAY = timezone.localdate()


@pytest.fixture
def registrar(school: Agency) -> User:
    user = made.person("Rut")
    made.member(user, school, Role.RECORDS_OFFICER)
    return user


@pytest.fixture
def auditor(school: Agency) -> User:
    user = made.person("Aron")
    made.member(user, school, Role.AUDITOR)
    return user


def looks_of(concern: Concern) -> str:
    return f"/en/room/{concern.agency_id}/{concern.reference}/looks/"


def journal_of(room: Agency, part: str = "") -> str:
    return f"/en/room/{room.pk}/journal/{part}"


def roles_of(municipality: Municipality, part: str = "") -> str:
    return f"/en/room/roles/{municipality.pk}/journal/{part}"


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def lines_of(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def fill(room: Agency, how_many: int, *, about: str = "", who: User | None = None) -> None:
    for _ in range(how_many):
        journal.record(
            municipality_id=room.municipality_id,
            room_id=room.pk,
            who=who.pk if who else None,
            role="practitioner",
            action="concern.read",
            about=about,
        )


def test_the_concern_says_who_looked_when_and_in_which_role(
    concern: Concern, teacher: User, registrar: User
) -> None:
    services.look(by=registrar, concern=concern)

    page = text(signed_in(teacher).get(looks_of(concern)))

    assert "Opened a new concern" in page
    assert "Read the concern" in page
    assert "<bdi>Rut</bdi>" in page
    assert "Records officer" in page
    assert str(TODAY) in page


def test_whoever_reads_who_has_looked_stands_there_too(concern: Concern, teacher: User) -> None:
    page = text(signed_in(teacher).get(looks_of(concern)))

    assert "Read who has looked at the concern" in page
    assert Entry.objects.get(action="looks.read").about == concern.reference


def test_the_concern_shows_nothing_of_another_concern(
    concern: Concern, school: Agency, teacher: User
) -> None:
    other = made.concern(school, teacher)

    page = text(signed_in(teacher).get(looks_of(concern)))

    assert other.reference not in page
    assert page.count("Opened a new concern") == 1


def test_the_concern_leads_to_who_has_looked(concern: Concern, teacher: User) -> None:
    page = signed_in(teacher).get(f"/en/room/{concern.agency_id}/{concern.reference}/")

    assert looks_of(concern) in page.content.decode()


def test_the_auditor_reads_by_reference_and_never_whom_it_is_about(
    concern: Concern, school: Agency, auditor: User
) -> None:
    client = signed_in(auditor)

    page = text(client.get(journal_of(school)))

    assert concern.reference in page
    assert "Robin" not in page
    assert PERSON.number not in page
    assert client.get(looks_of(concern)).status_code == 403


@pytest.mark.parametrize("part", ["", "verify/", "export/"])
def test_a_practitioner_does_not_review_the_journal_and_a_stranger_finds_none(
    concern: Concern, school: Agency, teacher: User, investigator: User, part: str
) -> None:
    assert signed_in(teacher).post(journal_of(school, part)).status_code == 403
    assert signed_in(investigator).post(journal_of(school, part)).status_code == 404


def test_reading_the_journal_is_on_record(school: Agency, auditor: User) -> None:
    signed_in(auditor).get(journal_of(school))

    entry = Entry.objects.get(action="journal.read")
    assert (entry.who, entry.role, entry.room_id) == (auditor.pk, Role.AUDITOR, school.pk)


def test_a_page_holds_a_hundred_and_leads_to_the_older_ones(school: Agency, auditor: User) -> None:
    fill(school, 150)
    client = signed_in(auditor)

    first = client.get(journal_of(school))
    older = first.context["looks"].older
    second = client.post(journal_of(school), {"before": older})

    assert [look.number for look in first.context["looks"].looks] == list(range(151, 51, -1))
    assert [look.number for look in second.context["looks"].looks] == list(range(51, 0, -1))
    assert second.context["looks"].older is None
    assert "Show older entries" not in text(second)


def test_a_page_has_as_many_queries_however_long_the_journal_is(
    school: Agency, auditor: User, teacher: User
) -> None:
    client = signed_in(auditor)
    fill(school, 1, who=teacher)
    with CaptureQueriesContext(connection) as few:
        client.get(journal_of(school))
    fill(school, 50, who=teacher)
    fill(school, 50, who=auditor)

    with CaptureQueriesContext(connection) as many:
        client.get(journal_of(school))

    assert len(many) == len(few)


def test_entries_are_chosen_by_reference_by_person_and_by_period(
    concern: Concern, school: Agency, teacher: User, auditor: User
) -> None:
    fill(school, 1)
    client = signed_in(auditor)

    def chosen(**what: str) -> list[str]:
        answer = client.post(journal_of(school), what)
        return [look.what for look in answer.context["looks"].looks]

    tomorrow = str(TODAY + datetime.timedelta(days=1))
    assert chosen(reference=concern.reference.lower()) == ["Opened a new concern"]
    assert chosen(who=str(teacher.pk)) == ["Opened a new concern"]
    assert chosen(who="installation") == ["Read the concern"]
    assert "Opened a new concern" in chosen(since=str(TODAY), until=str(TODAY))
    assert chosen(since=tomorrow) == []


def test_what_cannot_be_chosen_is_said_and_nothing_is_shown(school: Agency, auditor: User) -> None:
    client = signed_in(auditor)

    for what, said in (
        ({"reference": "Robin"}, "This is no reference"),
        ({"who": "Robin"}, "Choose somebody in the list"),
        ({"since": "2026-11-30", "until": "2026-11-01"}, "before the first one"),
        ({"since": "sometime"}, "Write the date"),
    ):
        answer = client.post(journal_of(school), what)
        assert answer.status_code == 422
        assert said in text(answer)
        assert "<table" not in text(answer)


def test_nothing_chosen_stands_in_an_address(school: Agency, auditor: User) -> None:
    fill(school, 150)

    page = text(signed_in(auditor).post(journal_of(school), {"since": str(TODAY)}))

    assert 'href="?' not in page
    assert f"{journal_of(school)}?" not in page


def test_an_empty_choice_says_how_to_see_all(school: Agency, auditor: User) -> None:
    page = text(signed_in(auditor).post(journal_of(school), {"reference": "K7QF-3M2X"}))

    assert "Nothing on record fits what you chose." in page
    assert f'href="{journal_of(school)}"' in page


def test_somebody_who_is_no_longer_here_is_shown_as_such(school: Agency, auditor: User) -> None:
    fill(school, 1, who=User(name="nobody"))

    assert "Somebody who is no longer here" in text(signed_in(auditor).get(journal_of(school)))


def test_a_whole_journal_is_said_to_be_whole_and_a_cut_tail_to_need_a_head(
    concern: Concern, school: Agency, auditor: User
) -> None:
    page = text(signed_in(auditor).post(journal_of(school, "verify/")))

    assert "The journal is whole" in page
    assert "Only the last line of an export" in page
    assert Entry.objects.filter(action="journal.verified", who=auditor.pk).exists()


def test_the_first_broken_entry_is_named(concern: Concern, school: Agency, auditor: User) -> None:
    fill(school, 3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE journal_entry SET role = 'auditor' WHERE number = 2")

    page = text(signed_in(auditor).post(journal_of(school, "verify/")))

    assert "The journal is not whole" in page
    assert "Entry 2 was altered or moved." in page
    assert not Entry.objects.filter(action="journal.verified").exists()


def test_a_cut_tail_is_found_against_the_last_line_of_an_export(
    concern: Concern, school: Agency, auditor: User
) -> None:
    client = signed_in(auditor)
    fill(school, 3)
    head = lines_of(client.post(journal_of(school, "export/")))[-1]
    number = head["head"]["number"]
    before = Entry.objects.get(number=number - 2)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM journal_entry WHERE number > %s", [before.number])
        cursor.execute(
            "UPDATE journal_head SET number = %s, hash = %s", [before.number, before.hash]
        )

    alone = text(client.post(journal_of(school, "verify/")))
    against = text(client.post(journal_of(school, "verify/"), {"head": json.dumps(head)}))

    assert "The journal is whole" in alone
    assert "The journal is not whole" in against


@pytest.mark.parametrize("line", ["robin", "[1]", '{"number": 1}', '{"head": {"number": 1}}'])
def test_another_line_than_a_head_is_refused_with_a_sentence(
    school: Agency, auditor: User, line: str
) -> None:
    answer = signed_in(auditor).post(journal_of(school, "verify/"), {"head": line})

    assert answer.status_code == 422
    assert "not the last line of an exported journal" in text(answer)


def test_a_head_of_another_room_is_refused(school: Agency, social: Agency, auditor: User) -> None:
    made.member(auditor, social, Role.AUDITOR)
    client = signed_in(auditor)
    head = lines_of(client.post(journal_of(social, "export/")))[-1]

    answer = client.post(journal_of(school, "verify/"), {"head": json.dumps(head)})

    assert answer.status_code == 422
    assert "comes from another journal" in text(answer)


def test_an_export_ends_with_its_own_entry_and_the_head_that_the_page_shows(
    concern: Concern, school: Agency, auditor: User
) -> None:
    client = signed_in(auditor)

    answer = client.post(journal_of(school, "export/"))

    *entries, last = lines_of(answer)
    assert "attachment" in answer["Content-Disposition"]
    assert str(school.pk) in answer["Content-Disposition"]
    assert entries[-1]["action"] == "export-journal"
    assert entries[-1]["who"] == str(auditor.pk)
    assert last["head"]["hash"] == entries[-1]["hash"]
    page = text(client.get(journal_of(school)))
    assert Entry.objects.get(action="journal.read").hash in page


def test_the_journal_says_in_which_format_something_was_taken_out(
    concern: Concern, school: Agency, teacher: User, auditor: User
) -> None:
    # As it was written before the format was.
    journal.record(
        municipality_id=school.municipality_id,
        room_id=school.pk,
        who=teacher.pk,
        role="practitioner",
        action="concern.exported",
        about=concern.reference,
    )
    client = signed_in(auditor)
    signed_in(teacher).get(f"/en/room/{school.pk}/{concern.reference}/papers/export/docx/")
    lines_of(client.post(journal_of(school, "export/")))

    page = text(client.get(journal_of(school)))

    assert "Took the whole concern out as a paper" in page
    assert "Took the whole concern out as a Word document" in page
    assert "Exported the journal, as lines of JSON" in page
    assert "The journal is whole" in text(client.post(journal_of(school, "verify/")))


@pytest.mark.parametrize(
    ("closed", "said", "not_said"),
    [
        (False, "Saw why the concern is open", "Saw what came of the concern"),
        (True, "Saw what came of the concern", "Saw why the concern is open"),
    ],
)
def test_what_was_seen_of_another_concern_is_told_by_how_far_it_had_come(
    concern: Concern, school: Agency, teacher: User, *, closed: bool, said: str, not_said: str
) -> None:
    other = made.concern(school, teacher)
    if closed:
        end_services.close(
            by=teacher,
            concern=concern,
            outcome=Outcome.NO_GROUND,
            outcome_text="",
            record="working-notes",
            seen=concern.version,
            aware=True,
        )
    client = signed_in(teacher)
    client.get(f"/en/room/{school.pk}/{other.reference}/")

    page = text(client.get(looks_of(concern)))

    assert said in page
    assert not_said not in page


def test_an_export_is_asked_for_and_never_fetched_by_following_a_link(
    school: Agency, auditor: User
) -> None:
    assert signed_in(auditor).get(journal_of(school, "export/")).status_code == 405


def test_the_journal_of_roles_is_read_by_an_auditor_of_the_municipality(
    municipality: Municipality, school: Agency, auditor: User
) -> None:
    client = signed_in(auditor)

    assert roles_of(municipality) in text(client.get(journal_of(school)))
    assert "Read the journal" in text(client.get(roles_of(municipality)))
    assert "The journal is whole" in text(client.post(roles_of(municipality, "verify/")))
    assert lines_of(client.post(roles_of(municipality, "export/")))[-1]["head"]


def test_whoever_gives_roles_does_not_review_them(
    municipality: Municipality, teacher: User, registrar: User
) -> None:
    administrator = made.person("Ada")
    made.member(administrator, municipality, Role.ADMINISTRATOR)
    stranger = made.person("Eva")
    made.member(
        stranger,
        made.agency(Municipality.objects.create(name="Granvik"), "A", "school"),
        Role.AUDITOR,
    )

    for user in (administrator, teacher, registrar):
        assert signed_in(user).get(roles_of(municipality)).status_code == 403
    assert signed_in(stranger).get(roles_of(municipality)).status_code == 404


def test_a_role_in_the_journal_leads_to_its_page(municipality: Municipality, auditor: User) -> None:
    role = made.member(made.person("Ada"), municipality, Role.ADMINISTRATOR)
    journal.record(
        municipality_id=municipality.pk,
        room_id=municipality.pk,
        who=None,
        role="installation",
        action="first-administrator",
        about=str(role.pk),
        kind=Role.ADMINISTRATOR,
    )

    page = text(signed_in(auditor).get(roles_of(municipality)))

    assert "Named one of the first two administrators" in page
    assert f"/en/people/{municipality.pk}/roles/{role.pk}/" in page
