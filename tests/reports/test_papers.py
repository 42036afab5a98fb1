from __future__ import annotations

import dataclasses
import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, assert_never

import jsonschema
import pytest
from django.utils import translation

from fyrstod.core.pieces import PieceKind
from fyrstod.documents.text import to_text
from fyrstod.documents.tree import (
    Bullets,
    Document,
    Field,
    Fields,
    Notice,
    Paragraph,
    Quote,
    Section,
    Signature,
    Table,
)
from fyrstod.packs import shelf
from fyrstod.packs.base import LANGUAGES, Language
from fyrstod.reports import papers, rules
from fyrstod.reports.papers import Paper
from fyrstod.reports.rules import Answers
from tests.drafts.conftest import piece
from tests.packs.bjorkdala import bjorkdala
from tests.reports import made
from tests.reports.made import NOON, WHO, example_paper, paper, the_report, the_section

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "fyrstod-report-1.json").read_text("utf-8")
)
BOTH = [(who, report_id) for who in WHO for report_id in ("concern", "police")]


def texts(document: Document) -> list[str]:
    """Every text on the paper, in its order."""
    return [text for section in document.sections for text in _texts(section)]


def _texts(section: Section) -> Iterator[str]:
    yield section.heading
    for block in section.blocks:
        match block:
            case Paragraph(text) | Quote(text) | Notice(text):
                yield text
            case Bullets(items):
                yield from items
            case Fields(fields) | Signature(fields):
                for item in fields:
                    yield from (item.label, item.value)
            case Table(caption, header, rows):
                yield caption
                yield from header
                for row in rows:
                    yield from row
            case _:
                assert_never(block)
    for inner in section.sections:
        yield from _texts(inner)


def section_of(document: Document, section_id: str, report_id: str = "concern") -> Section:
    heading = the_section(report_id, section_id).on_paper.in_language(document.language)
    return next(section for section in document.sections if section.heading == heading)


def notices(document: Document) -> list[str]:
    blocks = (block for section in document.sections for block in section.blocks)
    return [block.text for block in blocks if isinstance(block, Notice)]


@pytest.mark.parametrize(("who", "report_id"), BOTH)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_an_example_makes_a_whole_paper(
    who: str, report_id: str, language: Literal["sv", "en"]
) -> None:
    given = example_paper(who, report_id, language)

    document = papers.document(given)

    on_paper = "\n".join(texts(document))
    long_answers = [a for a in given.filled.given.values() if isinstance(a, str) and " " in a]
    assert all(answer in on_paper for answer in long_answers)
    assert all(item.text in on_paper for item in given.pieces)
    assert document.language == language
    assert document.title == given.report.document_title.in_language(language)


@pytest.mark.parametrize(("who", "report_id"), BOTH)
def test_no_heading_stands_alone(who: str, report_id: str) -> None:
    document = papers.document(example_paper(who, report_id))

    assert all(section.blocks or section.sections for section in document.sections)


def test_a_heading_without_content_is_not_printed() -> None:
    document = papers.document(paper("concern", {"worry_now": "Oro", "person_name": "Alma"}))

    headings = [the_section("concern", name).on_paper.sv for name in ("person", "why-now")]
    assert [section.heading for section in document.sections][1:-2] == headings


@pytest.mark.parametrize("report_id", ["concern", "police"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_stands_under_a_noun_and_not_under_the_question(
    report_id: str, language: Language
) -> None:
    document = papers.document(example_paper("fifteen-year-old", report_id, language))

    under = [section.heading for section in document.sections]
    under += [
        item.label
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Fields)
        for item in block.items
    ]
    assert [words for words in under if words.endswith("?")] == []


def test_a_field_without_a_heading_stands_under_its_question() -> None:
    asked = made.report(made.section("why", made.field("Vad hände?")))
    given = dataclasses.replace(paper("concern", {"Vad hände?": "Inget."}), report=asked)

    section = papers.document(given).sections[1]

    assert section == Section("why", (Fields((Field("Vad hände?", "Inget."),)),))


def test_a_section_of_one_question_has_one_heading_and_not_two() -> None:
    answers: Answers = {
        "how_known": ["told_by_someone"],
        "witnesses": [{"witness_name": "Kim"}],
        "online_accounts": [{"account_service": "Ett spel", "account_seen": "Ett hot. " * 20}],
    }

    sections = {it.heading: it for it in papers.document(paper("police", answers)).sections}

    (source,) = sections["Källa"].blocks
    (witnesses,) = sections["Vittnen"].blocks
    (account,) = sections["Konton på nätet"].sections
    assert isinstance(source, Paragraph)
    assert isinstance(witnesses, Table)
    assert (witnesses.caption, account.heading) == ("", "")


def test_several_entries_are_told_apart_by_number_also_in_a_section_of_one_question() -> None:
    rows = [
        {"account_service": name, "account_seen": "Ett hot. " * 20}
        for name in ("Ett spel", "Ett till")
    ]

    sections = papers.document(paper("police", {"online_accounts": rows})).sections

    (accounts,) = (it for it in sections if it.heading == "Konton på nätet")
    assert [entry.heading for entry in accounts.sections] == [
        "Konton och kanaler · 1",
        "Konton och kanaler · 2",
    ]


def test_a_paper_ends_with_who_signs_it_and_room_to_do_so() -> None:
    answers: Answers = {"reporter_name": "Karin Exempelsson", "reporter_role": "Mentor"}

    known = papers.document(paper("concern", answers)).sections[-1]
    unknown = papers.document(paper("police", {})).sections[-1]

    lines = [("Namn", "Karin Exempelsson"), ("Titel", "Mentor")]
    room = [("Ort och datum", ""), ("Namnteckning", "")]
    assert known.heading == unknown.heading == "Underskrift"
    assert signed(known) == lines + room
    assert signed(unknown) == [(label, "") for label, _value in lines] + room


def signed(section: Section) -> list[tuple[str, str]]:
    (block,) = section.blocks
    assert isinstance(block, Signature)
    return [(item.label, item.value) for item in block.items]


def test_the_same_paper_gives_the_same_tree_whatever_language_is_active() -> None:
    given = example_paper("adult", "concern")

    with translation.override("en"):
        first = papers.document(given)
    with translation.override("sv"):
        second = papers.document(given)

    assert first == second


def test_the_reference_follows_the_answers_alone() -> None:
    given = example_paper("adult", "concern")
    later = dataclasses.replace(given, language="en", created=NOON + datetime.timedelta(days=1))
    other_ids = dataclasses.replace(
        given, pieces=tuple(dataclasses.replace(item, id="new") for item in given.pieces)
    )
    changed = dataclasses.replace(given, answers={**given.answers, "worry_now": "Annat"})
    fewer = dataclasses.replace(given, pieces=given.pieces[1:])

    reference = papers.document(given).reference

    assert papers.document(later).reference == papers.document(other_ids).reference == reference
    others = {papers.document(other).reference for other in (changed, fewer)}
    assert len({reference, *others}) == 3


def test_what_is_left_unanswered_is_listed_last_with_where_it_belongs() -> None:
    document = papers.document(paper("concern", {"report_about": "adult", "worry_now": "Oro"}))

    last = document.sections[-2]
    listed = [item for block in last.blocks if isinstance(block, Bullets) for item in block.items]
    fields = {
        field.id: f"{section.on_paper.sv}: {field.on_paper.sv}"
        for section in the_report("concern").sections
        for field in section.fields
    }
    assert fields["protective_factors"] in listed
    assert the_section("concern", "hope").on_paper.sv in listed
    assert the_section("concern", "seen").on_paper.sv in listed
    assert fields["worry_now"] not in listed
    assert fields["interpreter_language"] not in listed
    assert fields["guardians"] not in listed
    assert the_section("concern", "interpreted").on_paper.sv not in listed


def test_a_paper_with_every_answer_lists_nothing_unanswered() -> None:
    answers: dict[str, Any] = {}
    for field in the_report("police").all_fields():
        answers[field.id] = {
            "period": {"from": "2026", "to": "", "about": ""},
            "choices": [o.id for o in field.options],
            "group": [{inner.id: "yes" for inner in field.fields}],
        }.get(field.kind, field.options[0].id if field.options else "yes")
    answers |= {"reporting_as": "organisation", "protected_data": "no"}

    given = paper("police", answers, piece(), piece(kind=PieceKind.TOLD))

    assert "Obesvarat" not in texts(papers.document(given))


def test_danger_is_said_before_anything_else_and_112_with_it() -> None:
    in_danger = papers.document(paper("police", {"danger_now": "yes"}))
    safe = papers.document(paper("police", {"danger_now": "no"}))

    first = in_danger.sections[0].blocks[0]
    assert isinstance(first, Notice)
    assert "112" in first.text
    assert notices(safe) == []


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_the_answers_told_first_are_fields_of_the_report(report_id: str) -> None:
    fields = {field.id for field in the_report(report_id).all_fields()}

    assert {name for names in papers.BRIEF[report_id].values() for name in names} <= fields


def test_who_it_is_about_and_who_reports_stand_at_the_top() -> None:
    answers: Answers = {
        "worry_now": "Oro",
        "person_name": "Alma Påhittsson",
        "reporter_name": "Karin Exempelsson",
        "reporter_workplace": "Storängsskolan",
    }

    top = papers.document(paper("concern", answers)).sections[0]

    assert [
        (item.label, item.value)
        for block in top.blocks
        if isinstance(block, Fields)
        for item in block.items
    ] == [("Personen", "Alma Påhittsson"), ("Anmäls av", "Karin Exempelsson, Storängsskolan")]


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_answers_of_one_word_stand_at_the_top_and_take_no_heading(report_id: str) -> None:
    answers: Answers = {"danger_now": "no", "report_about": "adult", "protected_data": "no"}

    document = papers.document(paper(report_id, answers))

    told = {
        item.label
        for block in document.sections[0].blocks
        if isinstance(block, Fields)
        for item in block.items
    }
    headings = {section.heading for section in document.sections}
    assert {"I fara just nu", "Skyddade personuppgifter"} <= told
    assert headings == {"", "Obesvarat", "Underskrift"}


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_who_it_is_about_is_told_before_what_it_is_about(report_id: str) -> None:
    names = [section.id for section in the_report(report_id).sections]

    story = names.index({"concern": "why-now", "police": "what"}[report_id])

    assert names.index("protected") < names.index("person") < story


PROTECTED: dict[str, Any] = {
    "report_about": "child",
    "protected_data": "yes",
    "person_name": "Alma Påhittsson",
    "person_address": "Hemliga gatan 1",
    "person_where_now": "Hemliga simhallen",
    "person_school": "Hemliga skolan",
    "guardians": [
        {"guardian_name": "Lisbet", "guardian_address": "Hemliga gatan 2"},
        {"guardian_address": "Hemliga gatan 3"},
    ],
}


@pytest.mark.parametrize("protected", ["yes", "unknown"])
@pytest.mark.parametrize("report_id", ["concern", "police"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_protected_addresses_are_nowhere_on_the_paper_or_in_its_data(
    report_id: str, language: Literal["sv", "en"], protected: str
) -> None:
    given = paper(report_id, {**PROTECTED, "protected_data": protected}, language=language)

    document = papers.document(given)
    blocks = papers.copy_blocks(given)

    everything = [to_text(document), json.dumps(papers.data_of(given)), str(blocks)]
    everything += [item.data.decode() for item in document.attachments]
    assert not [text for text in everything if "Hemliga" in text]
    assert "Alma" in everything[0]
    assert len(notices(document)) == 1


def test_a_paper_says_whether_somebody_is_protected_or_only_may_be() -> None:
    said = [
        notices(papers.document(paper("concern", {**PROTECTED, "protected_data": answer})))
        for answer in ("yes", "unknown")
    ]

    assert said[0][0].startswith("Skyddade personuppgifter.")
    assert said[1][0].startswith("Det är inte känt om någon har skyddade personuppgifter.")


def test_addresses_are_printed_where_nobody_is_protected() -> None:
    document = papers.document(paper("concern", {**PROTECTED, "protected_data": "no"}))

    printed = to_text(document)

    assert [f"Hemliga gatan {number}" in printed for number in (1, 2, 3)] == [True, True, True]
    assert notices(document) == []


def test_what_an_answer_has_closed_is_neither_printed_nor_in_the_data() -> None:
    answers: Answers = {
        "danger_now": "no",
        "danger_what": "En gammal fara",
        "report_about": "adult",
        "family_informed": "yes",
        "family_response": "Ett gammalt svar",
        "wants_feedback": "yes",
    }
    given = paper("concern", answers)

    everything = to_text(papers.document(given)) + json.dumps(
        papers.data_of(given), ensure_ascii=False
    )

    assert "En gammal fara" not in everything
    assert "Ett gammalt svar" not in everything
    assert papers.data_of(given)["answers"] == {"danger_now": "no", "report_about": "adult"}


def test_pieces_stand_by_kind_and_date_with_when_and_where_before_the_words() -> None:
    given = paper(
        "concern",
        {},
        piece("utan dag"),
        piece("senare", date="2026-11-12", source="matsalen"),
        piece("tidigare", date="2026-11", source="korridoren\nvid trappan"),
        piece("hört", kind=PieceKind.TOLD, date="2026-01-01"),
    )

    blocks = section_of(papers.document(given), "seen").blocks

    assert [
        (item.label, item.value)
        for block in blocks
        if isinstance(block, Fields)
        for item in block.items
    ] == [
        ("2026-11 · korridoren vid trappan", "tidigare"),
        ("2026-11-12 · matsalen", "senare"),
        ("Okänt datum", "utan dag"),
    ]


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_an_interpretation_is_said_to_be_the_writers_own(report_id: str) -> None:
    given = paper(report_id, {}, piece("Jag tror.", kind=PieceKind.INTERPRETED))

    section = section_of(papers.document(given), "interpreted", report_id)

    assert isinstance(section.blocks[0], Paragraph)
    assert "egen tolkning" in section.blocks[0].text
    assert "Jag tror." not in " ".join(_texts(section_of_seen(given)))


def section_of_seen(given: Paper) -> Section:
    """What stands on the paper outside the interpretation, as one section."""
    heading = the_section(given.report.id, "interpreted").on_paper.sv
    rest = [item for item in papers.document(given).sections if item.heading != heading]
    return Section("", (), tuple(rest))


def test_factors_are_named_in_a_concern_with_a_word_of_caution() -> None:
    given = paper("concern", {}, piece("Hon tröstade.", factors=("empathy",)))
    label = next(f.label.sv for f in shelf.current().factors if f.id == "empathy")

    on_paper = texts(papers.document(given))

    assert f"Hon tröstade.\nDen som skriver kopplar det till: {label}." in on_paper
    assert any("forskning om grupper" in text for text in on_paper)
    assert papers.data_of(given)["pieces"][0]["factors"] == ["empathy"]


def test_a_police_paper_names_no_factor() -> None:
    given = paper("police", {}, piece("Hon tröstade.", factors=("empathy", "justifies-violence")))
    labels = [label for f in shelf.current().factors for label in (f.label.sv, f.label.en)]

    on_paper = to_text(papers.document(given))

    assert not [label for label in labels if label in on_paper]
    assert papers.data_of(given)["pieces"][0]["factors"] == []
    assert "empathy" not in json.dumps(papers.data_of(given))


def test_pieces_linked_to_protection_are_told_under_protection_too() -> None:
    given = paper(
        "concern",
        {},
        piece("Hon tröstade.", date="2026-11-04", source="slöjden", factors=("empathy",)),
        piece("Hon hotade.", factors=("justifies-violence",)),
    )

    under = list(_texts(section_of(papers.document(given), "protection")))

    assert "Hon tröstade.\n(2026-11-04 · slöjden)" in under
    assert "Hon hotade." not in " ".join(under)


def test_a_small_group_is_a_table_and_a_large_one_an_entry_each() -> None:
    small = [{"guardian_name": "Lisbet", "guardian_phone": "1"}, {"guardian_name": "Tomas"}]
    large = [{"guardian_name": "Lisbet " * 20}, {"guardian_name": "Tomas"}]
    child: dict[str, Any] = {"report_about": "child"}

    tabled = section_of(
        papers.document(paper("concern", {**child, "guardians": small})), "parents-and-guardians"
    )
    listed = section_of(
        papers.document(paper("concern", {**child, "guardians": large})), "parents-and-guardians"
    )

    label = next(f.on_paper.sv for f in the_report("concern").all_fields() if f.id == "guardians")
    assert [type(block) for block in tabled.blocks] == [Table]
    assert isinstance(tabled.blocks[0], Table)
    assert tabled.blocks[0].rows == (("Lisbet", "1"), ("Tomas", "–"))
    assert listed.blocks == ()
    assert [inner.heading for inner in listed.sections] == [f"{label} · 1", f"{label} · 2"]


def test_what_was_left_out_is_told_on_both_papers() -> None:
    for report_id in ("concern", "police"):
        given = paper(report_id, {f"left_out_{report_id}": "Sådant om hälsa."})

        under = _texts(section_of(papers.document(given), "left-out", report_id))

        assert "Sådant om hälsa." in list(under)


@pytest.mark.parametrize(
    ("period", "words"),
    [
        ({"from": "2026-09", "to": "2026-11-20", "about": ""}, "från 2026-09 till 2026-11-20"),
        ({"from": "2026-11-17", "to": "2026-11-17", "about": ""}, "2026-11-17"),
        ({"from": "2026", "to": "", "about": "i våras"}, "2026 · i våras"),
        (
            {"from": "2026", "to": "", "about": "i våras", "ongoing": "yes"},
            "sedan 2026, pågår fortfarande · i våras",
        ),
        (
            {"from": "", "to": "", "about": "i våras", "ongoing": "yes"},
            "pågår fortfarande · i våras",
        ),
        ({"from": "", "to": "2026", "about": rules.ROUGHLY}, "till 2026 · ungefär"),
        ({"from": "", "to": "", "about": "i höst"}, "i höst"),
    ],
)
def test_a_period_is_told_in_words(period: dict[str, str], words: str) -> None:
    field = next(f for f in the_report("police").all_fields() if f.id == "incident_when")

    assert papers.shown(field, period, "sv") == words


def test_the_subtitle_says_whom_or_where_and_when() -> None:
    concern = papers.document(paper("concern", {"person_name": "Alma Påhittsson"}))
    unnamed = papers.document(paper("concern", {}))
    police = papers.document(
        paper(
            "police",
            {
                "incident_place": "Ekbacka torg",
                "incident_when": {"from": "2026-11-17", "to": "", "about": "på kvällen"},
            },
        )
    )

    assert concern.subtitle == "Gäller Alma Påhittsson"
    assert unnamed.subtitle == ""
    assert police.subtitle == "Ekbacka torg, 2026-11-17"


@pytest.mark.parametrize(("who", "report_id"), BOTH)
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_data_follow_their_published_schema(
    who: str, report_id: str, language: Literal["sv", "en"]
) -> None:
    document = papers.document(example_paper(who, report_id, language))

    data = json.loads(document.attachments[0].data)

    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert data["reference"] == document.reference
    assert data["schema"] == papers.SCHEMA


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_paper_names_the_overlay_that_gave_words_to_its_template(
    language: Literal["sv", "en"],
) -> None:
    """Björkdala has put its own words in the concern report alone."""
    concern, police = (
        papers.document(
            dataclasses.replace(example_paper("adult", name, language), pack=bjorkdala())
        )
        for name in ("concern", "police")
    )

    data = json.loads(concern.attachments[0].data)
    overlay = bjorkdala().overlay
    assert overlay is not None
    assert concern.pack == f"{police.pack} · {overlay.about.title.in_language(language)} 2026.1"
    assert (data["pack"], data["overlay"]) == (bjorkdala().edition, "bjorkdala 2026.1")
    assert "overlay" not in json.loads(police.attachments[0].data)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)


@pytest.mark.parametrize(
    "change",
    [
        {"reference": "FS-1"},
        {"report": "other"},
        {"score": 7},
        {"answers": {"worry_now": ""}},
        {"answers": {"guardians": [{}]}},
        {"pieces": [{"kind": "heard", "date": "", "source": "", "text": "a", "factors": []}]},
    ],
)
def test_the_schema_refuses_what_no_paper_holds(change: dict[str, object]) -> None:
    data = json.loads(papers.document(example_paper("adult", "police")).attachments[0].data)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({**data, **change})


def test_copy_blocks_stand_in_the_order_of_the_form_also_when_empty() -> None:
    given = paper("police", {"incident_place": "Ekbacka torg"})

    blocks = papers.copy_blocks(given)

    assert [block.title for block in blocks] == [
        block.title.sv for block in the_report("police").copy_blocks
    ]
    assert [block.text for block in blocks if block.text] == ["Ekbacka torg"]


@pytest.mark.parametrize(
    ("answers", "runs_on"),
    [
        ({"incident_when": {"from": "2026-11-17", "to": "2026-11-19"}}, False),
        ({"incident_when": {"from": "2026-11-17"}, "incident_time": "10:15"}, False),
        ({"incident_place": "Ekbacka torg"}, False),
        ({"incident_place": "Ekbackens skola, korridoren utanför matsalen"}, True),
        ({"incident_what": "Han ropade två gånger att läraren skulle få ångra sig."}, True),
        ({"traces": [{"trace_what": "Ett mejl till den gemensamma brevlådan"}]}, True),
    ],
)
def test_only_running_text_is_worth_copying(answers: dict[str, Any], runs_on: bool) -> None:
    (block,) = (found for found in papers.copy_blocks(paper("police", answers)) if found.text)

    assert block.runs_on is runs_on


def test_a_piece_is_running_text() -> None:
    given = paper("police", {}, piece("Hon sprang."))

    (block,) = (found for found in papers.copy_blocks(given) if found.text)

    assert block.runs_on


NOT_FOR_THE_FORM = {"concern": set[str](), "police": {"police_ground", "left_out_police"}}
"""The writer's own grounds for telling the police: on the paper, but no box asks for them."""


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_every_answer_stands_in_one_copy_block(report_id: str) -> None:
    report = the_report(report_id)
    in_blocks = [name for block in report.copy_blocks for name in block.fields]

    asked = {field.id for section in report.sections for field in section.fields}

    assert sorted(in_blocks) == sorted(asked - NOT_FOR_THE_FORM[report_id])


def test_copy_blocks_tell_apart_what_was_seen_and_what_was_told() -> None:
    given = paper(
        "police",
        {"how_known": ["saw_self"]},
        piece("Hon sprang.", date="2026-11-17", source="torget"),
        piece("Han skrek.", kind=PieceKind.TOLD, source="en granne"),
        piece("Jag tror.", kind=PieceKind.INTERPRETED),
    )

    text = next(block.text for block in papers.copy_blocks(given) if block.text)

    assert "2026-11-17 · torget (sett eller hört av den som skriver)\nHon sprang." in text
    assert "Okänt datum · en granne (berättat för den som skriver)\nHan skrek." in text
    assert "Jag tror." not in text


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_text_that_looks_like_code_reaches_the_tree_to_the_letter(report_id: str) -> None:
    typed = '#read("/etc/passwd") </w:t> =HYPERLINK("x") <script>alert(1)</script> 🦉'
    field = "worry_now" if report_id == "concern" else "incident_what"

    document = papers.document(paper(report_id, {field: typed}, piece(typed)))

    assert texts(document).count(typed) == 2
