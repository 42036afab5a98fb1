"""The assessment for the case file."""

from __future__ import annotations

import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pytest

from fyrstod.collaboration import sharing_papers as papers
from fyrstod.collaboration import sharing_selectors as selectors
from fyrstod.collaboration.sharing_papers import BLANK, TO_FILL_IN, Paper
from fyrstod.collaboration.sharing_rules import QUESTIONS
from fyrstod.collaboration.sharing_selectors import Kind
from fyrstod.documents.text import to_text
from fyrstod.documents.tree import Fields, Table
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts.contents import Sharing
from fyrstod.law.situation import Situation
from fyrstod.packs import shelf
from tests.packs.bjorkdala import bjorkdala

DAY = datetime.date(2026, 11, 25)
CREATED = datetime.datetime(2026, 11, 25, 14, 5, tzinfo=ZoneInfo("Europe/Stockholm"))
PUPIL: dict[str, Any] = {
    "sender": "school",
    "receiver": "social-services",
    "age": 15,
    "matter": "child-harm",
}


def paper(language: Literal["sv", "en"] = "sv", **facts: Any) -> Paper:
    asked = tuple(question.id for question in QUESTIONS)
    return Paper(
        pack=shelf.current(),
        sharing=Sharing(situation=Situation(**(facts or PUPIL)), asked=asked),
        day=DAY,
        language=language,
        created=CREATED,
    )


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_text_names_each_rule_on_telling_with_its_statute(
    language: Literal["sv", "en"],
) -> None:
    made = paper(language)

    text = papers.text(made)

    for group in made.answer.groups:
        for told in group.told:
            title = told.card.title.in_language(language)
            here = group.kind is not Kind.ASK_WITHOUT_NAMING
            assert text.count(title) == here
            if here:
                assert selectors.statute_of(told.card, language) in text


def test_the_text_says_what_is_known_what_is_not_and_what_the_writer_fills_in() -> None:
    text = papers.text(paper())

    assert "Från och till: Kommunal skola → Socialtjänsten" in text
    assert "Känt: Personens ålder: 15 år; Vad det gäller: Ett barn kan fara illa" in text
    assert "Inte känt: " in text
    assert text.count(BLANK) == len(TO_FILL_IN)
    assert "2026-11-25" in text
    assert "inte juridisk rådgivning" in text


def test_what_is_unclear_is_marked_where_the_rule_stands() -> None:
    text = papers.text(paper(sender="school", receiver="police", age=19, matter="risk-of-crime"))

    assert "10 kap. 15 a § OSL (2009:400) – oklart, fråga en jurist" in text


def test_a_duty_that_waits_stands_apart_with_what_it_waits_for() -> None:
    text = papers.text(paper(sender="school", receiver="police", age=15, matter="concern"))

    (line,) = (line for line in text.splitlines() if line.startswith("Ska lämnas i vissa fall: "))
    assert "– på begäran, och efter en avvägning, oklart, fråga en jurist" in line
    assert "4 § lagen (2025:170) – på begäran, aldrig oombedd" in line
    assert "Ska lämnas, om" not in text


def test_the_document_holds_every_condition_and_which_rule_comes_first() -> None:
    made = paper(sender="school", receiver="police", age=19, matter="risk-of-crime")

    written = flat(to_text(papers.document(made)))

    for group in made.answer.groups:
        for told in group.told:
            assert flat(told.card.says.sv) in written
            for condition in told.verdict.conditions:
                assert flat(condition.sv) in written
    for weighed in made.answer.weighed:
        assert written.count(flat(weighed.why)) == 1
    assert "Bara på begäran, aldrig oombedd." in written


def test_which_rule_comes_first_is_a_table_with_a_row_for_each_two_that_pull_apart() -> None:
    made = paper(sender="school", receiver="police", age=19, matter="risk-of-crime")

    (section,) = (
        it
        for it in papers.document(made).sections
        if it.heading == "Hur reglerna vägs mot varandra"
    )

    _lead, table = section.blocks
    assert isinstance(table, Table)
    assert table.header == ("Det här går först", "Före det här", "Varför")
    assert [row[2] for row in table.rows] == [weighed.why for weighed in made.answer.weighed]
    assert all(first and then for first, then, _why in table.rows)


def test_nothing_known_still_makes_a_paper() -> None:
    made = Paper(pack=shelf.current(), sharing=Sharing(), day=DAY, language="sv", created=CREATED)

    assert "Från och till: Inte besvarat: vem som berättar och för vem" in papers.text(made)
    assert papers.document(made).sections


def test_what_is_not_known_is_marked_as_missing() -> None:
    (known,) = (s for s in papers.document(paper()).sections if s.heading == "Det här är känt")

    (fields,) = known.blocks
    assert isinstance(fields, Fields)
    assert {field.missing for field in fields.items if field.value == "Inte känt"} == {True}


def test_the_reference_follows_what_was_answered_and_not_the_moment_or_language() -> None:
    first = papers.document(paper())

    assert papers.document(paper("en")).reference == first.reference
    assert papers.document(paper("sv", **{**PUPIL, "age": 16})).reference != first.reference


@pytest.mark.parametrize("file_format", ["pdf", "docx", "txt"])
def test_it_can_be_written_as_every_format_that_is_offered(file_format: str) -> None:
    assert len(WRITERS[file_format].write(papers.document(paper()))) > 1_000


def test_a_local_rule_is_called_local_and_its_overlay_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    national = paper()
    monkeypatch.setattr(shelf, "_in_use", [bjorkdala()])
    local = paper()

    printed = to_text(papers.document(local))

    assert "I Björkdalas SSPF börjar vi utan namn (Lokalt)" in printed
    assert papers.document(local).pack == f"{national.made_with} · Björkdala kommuns tillägg 2026.1"
    assert "(Lokalt)" not in to_text(papers.document(national))
    assert papers.data_of(local)["overlay"] == "bjorkdala 2026.1"
    assert "overlay" not in papers.data_of(national)
