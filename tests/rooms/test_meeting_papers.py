"""What a table's paper says, and what of a table goes along when a concern is exported."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest
from jsonschema import Draft202012Validator

from fyrstod.core.ids import new_id
from fyrstod.documents.text import to_text
from fyrstod.documents.tree import Document, Fields, Section
from fyrstod.documents.writers import WRITERS
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, Municipality, User
from fyrstod.rooms import (
    handover_paper,
    meeting_papers,
    paper_export,
    paper_selectors,
    selectors,
    table_selectors,
    table_services,
)
from fyrstod.rooms.contents import (
    Agrees,
    Course,
    Decision,
    Deed,
    Ending,
    FollowUp,
    Goal,
    Minutes,
    Stands,
)
from fyrstod.rooms.models import Concern
from tests.documents.test_pdf import faults
from tests.people.made import signed_in
from tests.rooms import made, seated
from tests.rooms.seated import Sitting
from tests.rooms.test_room_views import page

pytestmark = pytest.mark.django_db(databases="__all__")

CREATED = datetime.datetime(2026, 11, 26, 14, 5, tzinfo=ZoneInfo("Europe/Stockholm"))
LANGUAGES: tuple[Literal["sv", "en"], ...] = ("sv", "en")
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "fyrstod-concern-1.json").read_text("utf-8")
)


@pytest.fixture
def police(municipality: Municipality) -> Agency:
    return made.agency(municipality, "Polisen Björkdala", "police")


@pytest.fixture
def around(
    concern: Concern, teacher: User, social: Agency, investigator: User, police: Agency
) -> list[Sitting]:
    officer = seated.somebody(police, "Sam")
    return seated.table_of(concern, teacher, (social, investigator), (police, officer))


@pytest.fixture
def told(around: list[Sitting]) -> list[Sitting]:
    """A table that has gone all the way."""
    school, social, police = around
    school.give(Stands.AT_RISK, worries="Alone at lunch.", protects="The coach.")
    social.give(Stands.A_RISK, worries="Threats at home.")
    police.give(Stands.BOTH, protects="Has kept every promise.")
    minutes = Minutes(
        held_on="2026-11-20",
        present="School and social services",
        taken_up=("purpose",),
        decisions=(Decision(text="We wait.", reason="The club helps."), Decision(text="We meet.")),
        dissent="The police would rather act now.",
        deeds=(Deed(text="Call the coach.", agency=str(social.agency.pk), role="investigator"),),
        review_on="2026-12-14",
    )
    school.write(minutes)
    goal = social.write(
        Goal(
            text="Back in the team.",
            protects="warm-clear-parenting",
            doing="Ask the club.",
            agency=str(school.agency.pk),
            role="mentor",
            due_on="2026-12-10",
            wish="To play matches.",
            agrees=Agrees.PARTLY,
        ),
    )
    for course, changed in (
        (Course.UNDER_WAY, "Trains on Tuesdays."),
        (Course.DONE, "Plays, and sleeps worse."),
    ):
        police.write(FollowUp(goal=str(goal.pk), course=course, changed=changed))
    ending = Ending(achieved="Plays again.", kept="The plan.", tells="Kim, on Friday.")
    table_services.end(
        by=school.by, concern=school.concern, seat=school.seat, ending=ending, word_id=new_id()
    )
    return around


def paper(sitting: Sitting, language: Literal["sv", "en"] = "en") -> Document:
    return meeting_papers.document(
        meeting_papers.Paper(
            table=sitting.table(), pack=shelf.current(), language=language, created=CREATED
        )
    )


def flat(document: Document) -> str:
    return " ".join(to_text(document).replace("\N{NO-BREAK SPACE}", " ").split())


def test_the_paper_says_what_all_say_and_that_some_say_more(around: list[Sitting]) -> None:
    for sitting, stands in zip(around, (Stands.BOTH, Stands.A_RISK, Stands.BOTH), strict=True):
        sitting.give(stands)

    text = flat(paper(around[0]))

    assert "All say: The person is a risk: may harm others." in text
    assert "The rest we see differently" in text


def test_the_paper_tells_all_that_a_room_has_of_the_table(told: list[Sitting]) -> None:
    for sitting in told:
        text = flat(paper(sitting))
        for words in (
            seated.PURPOSE,
            "Alone at lunch.",
            "Threats at home.",
            "Has kept every promise.",
            "We see it differently",
            "School and social services",
            "Why we meet, and with what right",
            "We wait.",
            "Why: The club helps.",
            "The police would rather act now.",
            "Call the coach.",
            "2026-12-14",
            "Back in the team.",
            "To play matches.",
            "Partly",
            "Trains on Tuesdays.",
            "Plays, and sleeps worse.",
            "Kim, on Friday.",
        ):
            assert words in text, words
        assert text.index("Plays, and sleeps worse.") < text.index("Trains on Tuesdays.")


def test_every_agency_has_the_same_places_to_speak_in(told: list[Sitting]) -> None:
    school, *_rest = told

    (views,) = [each for each in paper(school).sections if each.heading == "Perspectives"]

    def labels(section: Section) -> list[str]:
        return [
            item.label
            for block in section.blocks
            if isinstance(block, Fields)
            for item in block.items
        ]

    assert [each.heading for each in views.sections] == [each.agency.name for each in told]
    assert len({tuple(labels(each)) for each in views.sections}) == 1


def test_what_is_not_opened_is_in_no_paper_and_no_export_of_another_room(
    around: list[Sitting],
) -> None:
    school, social, _police = around
    school.give(Stands.AT_RISK, worries="Only ours so far.")

    for extension in ("txt", "json", "html"):
        assert "Only ours so far." not in WRITERS[extension].write(paper(social)).decode()
        assert "Only ours so far." in WRITERS[extension].write(paper(school)).decode()
    assert "Only ours so far." not in json.dumps(data(social))
    assert "Only ours so far." not in flat(paper_export.document(export(social)))
    social.give()
    assert "Only ours so far." not in json.dumps(data(social))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_empty_table_says_what_is_not_there(
    concern: Concern, teacher: User, language: Literal["sv", "en"]
) -> None:
    text = flat(paper(seated.convened(concern, teacher), language))

    missing = {
        "en": ("No meeting is written down.", "No goal is written down.", "has not ended"),
        "sv": ("Inget möte är antecknat.", "Inget mål är skrivet.", "är inte avslutat"),
    }
    assert all(words in text for words in missing[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_paper_is_whole_for_a_screen_reader_and_an_archive(
    told: list[Sitting], language: Literal["sv", "en"]
) -> None:
    assert faults(WRITERS["pdf"].write(paper(told[0], language))) == []


@pytest.mark.parametrize("file_format", ["pdf", "docx", "txt", "json"])
def test_a_reader_gets_the_paper_by_its_address(told: list[Sitting], file_format: str) -> None:
    school, *_rest = told
    address = page(school.concern, f"table/{school.seat.table}/record/{file_format}/")

    answer = signed_in(school.by).get(address)

    assert answer.status_code == 200
    assert f"bord-{school.concern.reference}.{file_format}" in answer["Content-Disposition"]


def export(sitting: Sitting) -> paper_export.Export:
    opened = selectors.open_concern(sitting.concern)
    return paper_export.Export(
        opened=opened,
        versions=paper_selectors.versions_by_piece(sitting.concern),
        tables=table_selectors.tables_of(opened),
        pack=shelf.current(),
        language="en",
        created=CREATED,
    )


def data(sitting: Sitting) -> dict[str, Any]:
    return paper_export.data_of(export(sitting))


def test_the_export_carries_the_seat_and_the_words_and_holds_to_its_schema(
    told: list[Sitting],
) -> None:
    for sitting in told:
        found = data(sitting)
        Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(
            found
        )
        (table,) = found["tables"]
        assert [each["agency"] for each in table["seats"]] == [each.agency.name for each in told]
        own = {word["words"]["kind"] for word in table["words"] if word["own"]}
        came = {word["agency"] for word in table["words"] if not word["own"]}
        assert own >= {"perspective"}
        assert came == {each.agency.name for each in told} - {sitting.agency.name}
        assert all(word["came"] for word in table["words"] if not word["own"])
        text = flat(paper_export.document(export(sitting)))
        assert "The police would rather act now." in text
        assert "Plays, and sleeps worse." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_comes_next_finds_the_table_in_the_briefing(
    told: list[Sitting], language: Literal["sv", "en"]
) -> None:
    for sitting in told:
        opened = selectors.open_concern(sitting.concern)
        brief = handover_paper.Brief(
            opened=opened,
            tables=table_selectors.tables_of(opened),
            pack=shelf.current(),
            language=language,
            created=CREATED,
        )
        text = flat(handover_paper.document(brief))
        for words in (
            "We wait.",
            "The club helps.",
            "The police would rather act now.",
            "Back in the team.",
            "To play matches.",
            "Plays, and sleeps worse.",
            *(each.agency.name for each in told),
        ):
            assert words in text, words


def test_the_day_to_look_together_is_among_the_days_to_remember(around: list[Sitting]) -> None:
    school, *_rest = around
    school.write(Minutes(held_on="2026-11-20", present="All.", review_on="2026-12-14"))
    address = page(school.concern, "briefing/").replace("/sv/", "/en/")

    told = signed_in(school.by).get(address).content.decode()

    assert "2026-12-14" in told
    assert "Look at it together with the others at the table" in told


def test_what_has_been_corrected_goes_along_with_what_it_says_now(around: list[Sitting]) -> None:
    school, social, _police = around
    first = school.write(Goal(text="First."))
    table_services.write(
        by=school.by,
        concern=school.concern,
        seat=school.seat,
        words=Goal(text="Then."),
        word_id=new_id(),
        replaces=str(first.pk),
    )

    (table,) = data(social)["tables"]

    assert [(word["words"]["text"], word["replaces"]) for word in table["words"]] == [
        ("First.", ""),
        ("Then.", str(first.pk)),
    ]
