"""The pages of a table's meetings, its plan and its ending."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.rooms import (
    disclosure_services,
    end_services,
    selectors,
    services,
    table_services,
)
from fyrstod.rooms.contents import (
    MAX_ROWS,
    Agrees,
    Course,
    Deed,
    Ending,
    FollowUp,
    Goal,
    Minutes,
    Outcome,
    Words,
)
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.models import Concern, Disclosure, Seat
from tests.people.made import signed_in
from tests.rooms import made, seated
from tests.rooms.seated import Sitting
from tests.rooms.test_room_views import _queries as queries
from tests.rooms.test_room_views import page

pytestmark = pytest.mark.django_db(databases="__all__")

PROTECTS = "warm-clear-parenting"
"""A protective factor of the pack."""


@pytest.fixture
def police(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Polisen Björkdala", "police")


@pytest.fixture
def around(
    concern: Concern, teacher: User, social: Agency, investigator: User, police: Agency
) -> list[Sitting]:
    officer = seated.somebody(police, "Sam")
    return seated.table_of(concern, teacher, (social, investigator), (police, officer))


def at(sitting: Sitting, part: str = "") -> str:
    return page(sitting.concern, f"table/{sitting.seat.table}/{part}")


def shown(sitting: Sitting, part: str = "") -> str:
    answer = signed_in(sitting.by).get(at(sitting, part))
    assert answer.status_code == 200
    return answer.content.decode()


def held(**other: Any) -> Minutes:
    return Minutes(**({"held_on": "2026-11-20", "present": "Kim och Elin"} | other))


def minutes(**other: str) -> dict[str, str]:
    """What is typed of a meeting."""
    return {
        "id": str(uuid.uuid4()),
        "held_on": "2026-11-20",
        "present": "Skolan\nSocialtjänsten",
    } | other


def goal(**other: str) -> dict[str, str]:
    return {"id": str(uuid.uuid4()), "text": "Tillbaka i laget.", "agrees": "partly"} | other


def followed(**other: str) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "course": "under-way",
        "changed": "Tränar igen, men sover sämre.",
    } | other


def ending(**other: str) -> dict[str, str]:
    return {
        "id": str(uuid.uuid4()),
        "achieved": "Tränar igen.",
        "kept": "Planen.",
        "tells": "Kim, på fredag.",
    } | other


def said_by(sitting: Sitting) -> list[Words]:
    return [word.said.words for word in sitting.table().current]


# ── Minutes ─────────────────────────────────────────────────────────────────


def test_minutes_are_typed_once_and_read_by_everybody_at_the_table(
    around: list[Sitting],
) -> None:
    school, social, police = around
    typed = minutes(
        taken_up_purpose="on",
        decision_0="Vi väntar med anmälan.",
        decision_0_why="Klubben hjälper.",
        dissent="Polisen: vi ser det som mer bråttom.",
        deed_0="Ring tränaren.",
        deed_0_agency=str(social.agency.pk),
        deed_0_role="handläggare",
        deed_0_due="2026-12-01",
        review_on="2026-12-14",
    )

    answer = signed_in(school.by).post(at(school, "meeting/"), typed)

    assert answer.headers["Location"] == f"{at(school)}#meetings"
    for sitting in around:
        told = shown(sitting)
        for words in (
            "Vi väntar med anmälan.",
            "Klubben hjälper.",
            "Polisen: vi ser det som mer bråttom.",
            "Varför vi ses, och med vilken rätt",
            "Ring tränaren.",
            "handläggare",
            "2026-12-14",
        ):
            assert words in told, words
    (task,) = selectors.open_concern(social.concern).tasks
    assert task.errand.text == "handläggare: Ring tränaren."
    assert "handläggare: Ring tränaren." in signed_in(social.by).get("/sv/room/").content.decode()
    assert at(school, f"meeting/{school.table().meetings[0].id}/") in shown(school)
    assert "meeting/" not in re.sub(r"table/[^\"]*/meeting/\"", "", shown(police))


def test_the_page_is_filled_with_those_at_the_table_and_the_agenda(around: list[Sitting]) -> None:
    school, social, police = around

    told = shown(school, "meeting/")

    assert f"{school.agency.name}\n{social.agency.name}\n{police.agency.name}" in told
    assert "Sekretess gäller mellan er" in told
    assert "/sv/collaboration/table/" in told
    assert told.count("Beslut ") >= 3


def test_a_double_click_writes_once(around: list[Sitting]) -> None:
    school, *_rest = around
    client, typed = signed_in(school.by), minutes(decision_0="Vi väntar.")

    twice = [client.post(at(school, "meeting/"), typed).status_code for _click in range(2)]

    assert twice == [302, 302]
    assert len(school.table().meetings) == 1


def test_more_rows_come_without_saving_and_with_what_was_typed(around: list[Sitting]) -> None:
    school, *_rest = around
    client = signed_in(school.by)
    typed = minutes(
        decision_0="Ett",
        decision_1="Två",
        decision_2="Tre",
        deed_2_role="mentor",
        dissent="Kvar.",
        taken_up_unknown="on",
        leave="more-decision",
    )

    told = client.post(at(school, "meeting/"), typed).content.decode()

    assert 'name="decision_5"' in told
    assert 'name="decision_6"' not in told
    assert 'name="deed_3"' not in told
    for words in ("Ett", "Två", "Tre", "mentor", "Kvar."):
        assert words in told
    assert 'name="taken_up_unknown"' in told
    assert re.search(r'name="taken_up_unknown"[^>]*checked', told)
    assert not school.table().meetings
    filled = typed | {
        "leave": "",
        "decision_4": "Fem",
        **{f"decision_{row}_why": "" for row in (3, 4)},
    }
    del filled["deed_2_role"]
    assert client.post(at(school, "meeting/"), filled).status_code == 302
    (saved,) = said_by(school)
    assert isinstance(saved, Minutes)
    assert [each.text for each in saved.decisions] == ["Ett", "Två", "Tre", "Fem"]


def test_rows_end_at_the_most_that_a_meeting_holds(around: list[Sitting]) -> None:
    school, *_rest = around
    typed = minutes(leave="more-deed") | {f"deed_{MAX_ROWS - 1}": "Sist.", "deed_9999": "Fel."}

    told = signed_in(school.by).post(at(school, "meeting/"), typed).content.decode()

    assert f'name="deed_{MAX_ROWS - 1}"' in told
    assert f'name="deed_{MAX_ROWS}"' not in told
    assert "more-deed" not in told


def test_rows_stay_when_the_language_changes(around: list[Sitting]) -> None:
    school, *_rest = around
    typed = minutes(decision_4="Femte.", leave="language")

    address = at(school, "meeting/").replace("/sv/", "/en/")
    told = signed_in(school.by).post(address, typed).content.decode()

    assert "Femte." in told
    assert "Decision 5" in told


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"held_on": ""}, "Skriv vilken dag ni träffades."),
        ({"held_on": "2999-01-01"}, "Datumet ligger i framtiden."),
        ({"present": ""}, "Skriv vilka som var med."),
        ({"decision_1_why": "För att."}, "Beslut 2 har ett skäl."),
        ({"deed_0": "Ring."}, "Välj vilken verksamhet som gör det som står på rad 1."),
        ({"deed_1_role": "mentor"}, "Skriv vad som ska göras på rad 2"),
        ({"deed_0": "Ring.", "deed_0_agency": str(uuid.uuid4())}, "Välj en verksamhet som sitter"),
        (
            {"deed_0": "Ring.", "deed_0_due": "snart"},
            "Skriv en dag som finns, i formen 2026-11-23.",
        ),
        ({"review_on": "2026-11-20"}, "Ni träffades 2026-11-20. Välj en senare dag."),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(
    around: list[Sitting], typed: dict[str, str], words: str
) -> None:
    school, *_rest = around
    given = minutes(dissent="Det här skrev jag.") | typed

    answer = signed_in(school.by).post(at(school, "meeting/"), given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Det här skrev jag." in answer.content.decode()
    assert not school.table().meetings


def test_minutes_are_corrected_by_the_room_that_wrote_them(around: list[Sitting]) -> None:
    school, social, _police = around
    deeds = (Deed(text="Ring.", agency=str(social.agency.pk), role="mentor"),)
    word = school.write(held(dissent="Först.", deeds=deeds, taken_up=("purpose", "gone-since")))
    told = shown(school, f"meeting/{word.pk}/")
    for words in ("Först.", "Ring.", "mentor", "2026-11-20"):
        assert words in told
    typed = minutes(
        seen=str(word.pk),
        dissent="Sedan.",
        taken_up_purpose="on",
        deed_0="Ring.",
        deed_0_agency=str(social.agency.pk),
        deed_0_role="mentor",
    )

    answer = signed_in(school.by).post(at(school, f"meeting/{word.pk}/"), typed)

    assert answer.status_code == 302
    (now,) = social.table().meetings
    assert isinstance(now.said.words, Minutes)
    assert now.said.words.dissent == "Sedan."
    assert now.said.words.taken_up == ("purpose", "gone-since")
    assert len(selectors.open_concern(social.concern).tasks) == 1


def test_two_tabs_that_correct_the_same_minutes_lose_neither(around: list[Sitting]) -> None:
    school, social, _police = around
    word = school.write(held())
    client, address = signed_in(school.by), at(school, f"meeting/{word.pk}/")
    first = minutes(seen=str(word.pk), dissent="Från den ena.")
    second = minutes(seen=str(word.pk), dissent="Från den andra.")
    assert client.post(address, first).status_code == 302

    answer = client.post(address, second)

    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Från den ena." in told
    assert "Från den andra." in told
    found = re.search(r'name="seen" value="([^"]+)"', told)
    assert found
    assert client.post(address, second | {"seen": found[1]}).status_code == 302
    (now,) = social.table().meetings
    assert isinstance(now.said.words, Minutes)
    assert now.said.words.dissent == "Från den andra."


def test_minutes_of_another_room_are_not_corrected_here(around: list[Sitting]) -> None:
    school, social, _police = around
    word, own = school.write(held()), social.write(held())
    client = signed_in(social.by)

    asked = client.get(at(social, f"meeting/{word.pk}/"))
    sent = client.post(at(social, f"meeting/{own.pk}/"), minutes(seen=str(word.pk)))

    assert (asked.status_code, sent.status_code) == (409, 409)
    assert "Ett annat rum har skrivit det här" in asked.content.decode()
    assert len(school.table().meetings) == 2


def test_the_page_says_whom_it_does_not_reach(
    concern: Concern, teacher: User, social: Agency, investigator: User
) -> None:
    host = seated.convened(concern, teacher)
    guest = seated.joined(host, social, investigator)
    for part in ("meeting/", "plan/"):
        assert "inget, förrän ni väljer en grund" in shown(host, part)

    host.write(held(dissent="Inte nådd."))

    assert "Har inte nått någon annan" in shown(host)
    assert "Inte nådd." not in shown(guest)


def test_what_the_own_room_has_done_is_not_left_to_do(around: list[Sitting]) -> None:
    school, social, _police = around
    deeds = (
        Deed(text="Tala med klassen.", agency=str(school.agency.pk)),
        Deed(text="Ring hem.", agency=str(social.agency.pk)),
    )
    school.write(held(deeds=deeds))
    left = "Vad som är kvar att göra"
    assert shown(school).split(left)[1].count("Tala med klassen.") == 2

    (task,) = selectors.open_concern(school.concern).tasks
    services.finish_task(by=school.by, concern=school.concern, task=task.row, answer="")

    assert shown(school).split(left)[1].count("Tala med klassen.") == 1
    assert shown(school).split(left)[1].count("Ring hem.") == 2


# ── The plan ────────────────────────────────────────────────────────────────


def test_a_goal_tells_what_it_strengthens_who_does_what_and_what_the_person_wants(
    around: list[Sitting],
) -> None:
    school, social, police = around
    typed = goal(
        protects=PROTECTS,
        doing="Ring tränaren.",
        agency=str(social.agency.pk),
        role="handläggare",
        due_on="2026-12-10",
        wish="Jag vill spela matcher.",
    )

    answer = signed_in(school.by).post(at(school, "plan/"), typed)

    assert answer.headers["Location"] == f"{at(school)}#plan"
    told = shown(police)
    for words in ("Tillbaka i laget.", "Stärker:", "Jag vill spela matcher.", "handläggare"):
        assert words in told
    (seen,) = police.table().goals
    assert isinstance(seen.said.words, Goal)
    assert seen.said.words.agrees is Agrees.PARTLY


def test_a_new_goal_offers_every_protection_and_reminds_to_ask(around: list[Sitting]) -> None:
    school, *_rest = around

    told = shown(school, "plan/")

    assert f'value="{PROTECTS}"' in told
    assert "<optgroup" in told
    assert "Om ingen har frågat än" in told
    assert 'value="justifies-violence"' not in told


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"text": ""}, "Skriv vad ni vill nå."),
        ({"agrees": ""}, "Välj vad personen säger om det."),
        ({"agrees": "perhaps"}, "perhaps"),
        ({"protects": "justifies-violence"}, "Välj någon av dem i listan"),
        ({"doing": "Ring."}, "Välj vilken verksamhet som gör det."),
        ({"role": "mentor"}, "Skriv vad som görs"),
    ],
)
def test_what_a_goal_lacks_is_said(
    around: list[Sitting], typed: dict[str, str], words: str
) -> None:
    school, *_rest = around

    answer = signed_in(school.by).post(at(school, "plan/"), goal(wish="Kvar.") | typed)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kvar." in answer.content.decode()
    assert not school.table().goals


def test_a_goal_is_changed_by_its_room_and_keeps_its_follow_ups(around: list[Sitting]) -> None:
    school, social, police = around
    word = school.write(Goal(text="Först.", protects=PROTECTS, agrees=Agrees.YES))
    social.write(FollowUp(goal=str(word.pk), course=Course.UNDER_WAY, changed="Går bättre."))
    address = at(school, f"plan/{word.pk}/")
    assert "Först." in shown(school, f"plan/{word.pk}/")
    client = signed_in(school.by)

    assert client.post(address, goal(seen=str(word.pk), text="Sedan.")).status_code == 302
    again = client.post(address, goal(seen=str(word.pk), text="En annan flik."))

    assert again.status_code == 422
    assert "Sedan." in again.content.decode()
    told = shown(police)
    assert "Sedan." in told
    assert "Går bättre." in told
    assert "Först." not in told


def test_a_factor_of_an_older_version_stays_with_its_goal(around: list[Sitting]) -> None:
    school, *_rest = around
    word = school.write(Goal(text="Mål.", protects="gone-since"))

    address = at(school, f"plan/{word.pk}/")
    typed = goal(seen=str(word.pk), protects="gone-since")

    assert "Från en tidigare version" in shown(school, f"plan/{word.pk}/")
    assert signed_in(school.by).post(address, typed).status_code == 302


def test_a_follow_up_shows_last_time_beside_what_is_typed(around: list[Sitting]) -> None:
    school, social, police = around
    word = school.write(Goal(text="Tillbaka i laget.", doing="Ring tränaren.", wish="Matcher."))
    first = shown(social, f"plan/{word.pk}/follow/")
    assert "Ring tränaren." in first
    assert "Matcher." in first
    client = signed_in(social.by)
    address = at(social, f"plan/{word.pk}/follow/")
    typed = followed()
    twice = [client.post(address, typed).status_code for _click in range(2)]
    assert twice == [302, 302]
    assert "Tränar igen, men sover sämre." in shown(police, f"plan/{word.pk}/follow/")

    client.post(address, followed(course="done", changed="Spelar match.", onward="Fortsätt."))

    told = shown(police)
    assert told.index("Spelar match.") < told.index("Tränar igen, men sover sämre.")
    assert "Gången före" in told
    assert len(police.table().follow_ups(police.table().goals[0])) == 2


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"course": ""}, "Välj hur långt planen har kommit."),
        ({"changed": ""}, "Skriv vad som har ändrats"),
    ],
)
def test_what_a_follow_up_lacks_is_said(
    around: list[Sitting], typed: dict[str, str], words: str
) -> None:
    school, *_rest = around
    word = school.write(Goal(text="Mål."))

    answer = signed_in(school.by).post(
        at(school, f"plan/{word.pk}/follow/"), followed(onward="Kvar.") | typed
    )

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert "Kvar." in answer.content.decode()


# ── The end ─────────────────────────────────────────────────────────────────


def test_the_convener_ends_it_and_the_invitations_that_wait_are_taken_back(
    around: list[Sitting], municipality: Municipality
) -> None:
    school, social, police = around
    health = made.agency(municipality, "Vårdcentralen", "health")
    offer = seated.invited(school, health)
    told = shown(school, "end/")
    assert "Inbjudan tas tillbaka" in told
    assert social.agency.name in told
    client, typed = signed_in(school.by), ending()

    twice = [client.post(at(school, "end/"), typed).status_code for _click in range(2)]

    assert twice == [302, 302]
    assert Disclosure.objects.get(pk=offer.pk).state == State.WITHDRAWN
    assert Seat.objects.filter(table=school.seat.table, ended_at=None).count() == 0
    for sitting in (social, police):
        assert "Kim, på fredag." in shown(sitting)
        assert at(sitting, "end/") in shown(sitting)
    assert len(school.table().endings) == 1


def test_once_it_has_ended_each_says_what_it_keeps_one_time(around: list[Sitting]) -> None:
    school, social, _police = around
    signed_in(school.by).post(at(school, "end/"), ending())
    client = signed_in(social.by)
    assert "Vad ert rum behåller" in shown(social, "end/")

    client.post(at(social, "end/"), ending(kept="Våra anteckningar."))

    assert "Våra anteckningar." in shown(school)
    again = client.get(at(social, "end/"))
    assert again.headers["Location"] == f"{at(social)}#ending"
    assert at(social, "end/") not in shown(social)


def test_an_answer_in_the_very_moment_of_the_end_is_seen_first(
    around: list[Sitting],
    municipality: Municipality,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    school, *_rest = around
    health = made.agency(municipality, "Vårdcentralen", "health")
    seated.invited(school, health)

    def answered(**_given: object) -> None:
        raise disclosure_services.AnsweredAlready

    monkeypatch.setattr(disclosure_services, "withdraw", answered)

    answer = signed_in(school.by).post(at(school, "end/"), ending())

    assert answer.status_code == 422
    assert "har just svarat" in answer.content.decode()
    assert school.table().is_open


@pytest.mark.parametrize("part", ["achieved", "kept", "tells"])
def test_an_ending_says_all_three(around: list[Sitting], part: str) -> None:
    school, *_rest = around

    answer = signed_in(school.by).post(at(school, "end/"), ending(**{part: ""}))

    assert answer.status_code == 422
    assert school.table().is_open


def test_only_the_convener_ends_it(around: list[Sitting]) -> None:
    _school, social, _police = around

    answer = signed_in(social.by).post(at(social, "end/"), ending())

    assert answer.status_code == 409
    assert "Kim, på fredag." in answer.content.decode()
    assert social.table().is_open


# ── Who may, and where it stops ─────────────────────────────────────────────


def own_pages(sitting: Sitting) -> list[str]:
    """Every page of a room that has written minutes and a goal."""
    notes, aim = sitting.write(held()), sitting.write(Goal(text="Mål."))
    return [
        "meeting/",
        f"meeting/{notes.pk}/",
        "plan/",
        f"plan/{aim.pk}/",
        f"plan/{aim.pk}/follow/",
        "end/",
        "record/txt/",
    ]


def test_another_room_at_the_table_finds_nothing_by_this_room_s_address(
    around: list[Sitting],
) -> None:
    school, social, _police = around
    client = signed_in(social.by)

    for part in own_pages(school):
        assert client.get(at(school, part)).status_code == 404, part
        assert client.post(at(school, part), {}).status_code in (404, 405), part


def test_a_table_of_another_room_is_not_found_by_one_s_own_concern(
    around: list[Sitting], teacher: User, school: Agency
) -> None:
    first, *_rest = around
    other = made.concern(school, teacher)
    client = signed_in(teacher)

    for part in own_pages(first):
        address = page(other, f"table/{first.seat.table}/{part}")
        assert client.get(address).status_code == 404, part


def test_a_role_that_does_not_sit_at_tables_gets_403_and_the_reader_the_paper(
    around: list[Sitting],
) -> None:
    school, *_rest = around
    coordinator, officer = made.person("Noor"), made.person("Ove")
    made.member(coordinator, school.agency, Role.COORDINATOR)
    made.member(officer, school.agency, Role.RECORDS_OFFICER)

    for part in own_pages(school):
        assert signed_in(coordinator).get(at(school, part)).status_code == 403, part
        expected = 200 if part == "record/txt/" else 403
        assert signed_in(officer).get(at(school, part)).status_code == expected, part


def test_a_word_of_another_kind_or_of_none_is_not_found(around: list[Sitting]) -> None:
    school, *_rest = around
    notes, aim = school.write(held()), school.write(Goal(text="Mål."))
    client = signed_in(school.by)

    for part in (
        f"meeting/{aim.pk}/",
        f"plan/{notes.pk}/",
        f"plan/{notes.pk}/follow/",
        f"plan/{uuid.uuid4()}/",
        "record/exe/",
    ):
        assert client.get(at(school, part)).status_code == 404, part
    crossed = client.post(at(school, f"plan/{aim.pk}/"), goal(seen=str(notes.pk)))
    assert crossed.status_code == 404


def test_nothing_is_written_where_the_room_has_left_or_the_table_has_ended(
    around: list[Sitting],
) -> None:
    school, social, police = around
    pages = own_pages(police)[:-1]
    table_services.leave(by=police.by, concern=police.concern, seat=police.seat)
    client = signed_in(police.by)

    for part in pages:
        asked, sent = client.get(at(police, part)), client.post(at(police, part), minutes())
        assert (asked.status_code, sent.status_code) == (409, 409), part
    said = Ending(achieved="-", kept="-", tells="-")
    table_services.end(
        by=school.by, concern=school.concern, seat=school.seat, ending=said, word_id=new_id()
    )
    late = signed_in(social.by).post(at(social, "meeting/"), minutes(dissent="För sent."))
    assert late.status_code == 409
    assert "För sent." in late.content.decode()


@pytest.mark.parametrize("part", ["meeting/", "plan/", "end/"])
@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"id": "not-an-id"},
        {"id": "", "seen": "not-an-id", "held_on": "\x00", "present": "\u202eKim", "agrees": "yes"},
    ],
)
def test_odd_input_is_answered_and_nothing_is_written(
    around: list[Sitting], part: str, typed: dict[str, str]
) -> None:
    school, *_rest = around

    answer = signed_in(school.by).post(at(school, part), typed)

    assert answer.status_code == 422
    assert not school.table().words


def test_an_id_that_another_concern_has_used_writes_nothing(
    around: list[Sitting],
) -> None:
    school, social, _police = around
    word = social.write(held())

    answer = signed_in(school.by).post(at(school, "meeting/"), minutes(id=str(word.pk)))

    assert answer.status_code == 409
    assert len(school.table().meetings) == 1


def test_nothing_is_written_from_a_concern_that_is_closed(around: list[Sitting]) -> None:
    _school, social, _police = around
    pages = own_pages(social)[:-1]
    row = Concern.objects.get(pk=social.concern.pk)
    end_services.close(
        by=social.by,
        concern=row,
        outcome=Outcome.WENT_WELL,
        outcome_text="",
        record="working-notes",
        seen=row.version,
        aware=True,
    )

    for part in pages:
        assert signed_in(social.by).get(at(social, part)).status_code == 409, part
    assert signed_in(social.by).get(at(social, "record/txt/")).status_code == 200


# ── How much is asked of the database ───────────────────────────────────────


def test_a_page_asks_as_much_for_one_meeting_as_for_many(around: list[Sitting]) -> None:
    school, social, police = around
    parts = ["", *own_pages(school)]
    client = signed_in(school.by)
    before = [queries(client, at(school, part)) for part in parts]
    again = [queries(client, at(school, part)) for part in parts]

    for sitting in (school, social, police):
        for number in range(4):
            sitting.write(held(dissent=f"Olika {number}."))
            word = sitting.write(Goal(text=f"Mål {number}.", protects=PROTECTS))
            follow = FollowUp(goal=str(word.pk), course=Course.DONE, changed="Klart.")
            school.write(follow)

    assert [queries(client, at(school, part)) for part in parts] == again
    assert before == again
