from __future__ import annotations

import dataclasses
import datetime
import io
import json
from pathlib import Path
from typing import Any, Literal

import docx
import jsonschema
import pytest
from django.utils import translation

from fyrstod.collaboration import assessment_papers as papers
from fyrstod.collaboration.assessment_papers import Paper
from fyrstod.core.assessments import Action, Assessment, Holders, Role, Round, Scope, State, Status
from fyrstod.documents.text import to_text
from fyrstod.documents.tree import Document, Fields
from fyrstod.documents.writers import WRITERS
from fyrstod.packs.schema import Pack
from tests.collaboration.answered import OTHER_ID, SOME_ID, action, answer, assessment, role
from tests.documents.test_pdf import faults

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "fyrstod-action-plan-1.json").read_text(
        "utf-8"
    )
)
NOON = datetime.datetime(2026, 11, 25, 12, 0, tzinfo=datetime.UTC)
NASTY = '#read("/etc/passwd") </w:t> =HYPERLINK("x") <script>alert(1)</script> 🦉'
FULL = assessment(
    answer(
        "decision",
        State.PARTLY,
        evidence="Beslut 2026-02-11",
        owner=role("coordinator"),
        holders=Holders.ONE,
    ),
    answer("deputy", owner=Role(words="Fältgruppens samordnare"), deputy=role("security")),
    answer("routine", State.DOES_NOT_FIT, reason="Grannen håller i det."),
    answer("agreement", State.NOT_YET),
    answer("duty-picture", State.NOT_YET),
    rounds=(Round(day="2025-11-20", pack="fyrstod 2026.1", states={"decision": State.NOT_YET}),),
    actions=(
        action(
            "Skriv en överenskommelse",
            about="agreement",
            role=role("head"),
            by="2027-03-31",
            follow_up="2027-05",
            done_when="Den är påskriven.",
            status=Status.BEGUN,
        ),
        action("Ring polisen", id=OTHER_ID),
    ),
)


def paper(pack: Pack, given: Assessment = FULL, language: Literal["sv", "en"] = "sv") -> Paper:
    return Paper(pack=pack, assessment=given, language=language, created=NOON)


def headings(document: Document) -> list[str]:
    return [section.heading for section in document.sections if section.heading]


# ── What it says ────────────────────────────────────────────────────────────


def test_a_role_without_any_deputy_lists_what_it_carries_once(pack: Pack) -> None:
    alone = assessment(
        *(answer(name, State.IN_PLACE, owner=role("head")) for name in ("decision", "routine"))
    )

    sections = papers.document(paper(pack, alone)).sections

    (continuity,) = (it for it in sections if it.heading == "Det som håller när någon slutar")
    fields = continuity.blocks[0]
    assert isinstance(fields, Fields)
    (field,) = fields.items
    assert field.value == "Ingen är ersättare för något av det som rollen bär.\nRollen bär:"
    assert field.points == ("Ett beslut", "En rutin")


def test_the_paper_tells_the_plan_what_is_missing_what_holds_and_how_it_stands(pack: Pack) -> None:
    document = papers.document(paper(pack))

    assert (document.title, document.subtitle) == (
        "Åtgärdsplan för samverkan",
        "Björkdala kommun",
    )
    assert headings(document) == [
        "Det här ska vi göra",
        "Inte planerat än",
        "Det lagen kräver av kommunen",
        "Det som håller när någon slutar",
        "Det som har ändrats sedan sist",
        "Så är läget",
    ]


@pytest.mark.parametrize(
    "told",
    [
        "Skriv en överenskommelse",
        "Klart senast: 2027-03-31",
        "Den är påskriven.",
        "- Ett beslut",
        "Fattas än: Ett beslut; En överenskommelse.",
        "En enda person har rollen.",
        "Det här äger ingen roll än:",
        "Från ”Inte än” till ”Delvis”.",
        "Syns i: Beslut 2026-02-11",
        "Ägare: Fältgruppens samordnare",
        "Grannen håller i det.",
        "Åtgärder kvar att göra utan datum: 1 av 2.",
        "Klart senast: Datum saknas",
        "Inte besvarat än",
    ],
)
def test_what_was_answered_and_planned_stands_on_paper(pack: Pack, told: str) -> None:
    assert told in to_text(papers.document(paper(pack)))


def test_what_nobody_has_answered_is_not_told_as_missing(pack: Pack) -> None:
    given = assessment(answer("agreement"))

    text = to_text(papers.document(paper(pack, given)))

    assert "Kvar att besvara: Ett beslut." in text
    assert "inte färdigbesvarat än" in text
    assert "Fattas än" not in text


def test_a_duty_that_is_said_not_to_fit_is_told_as_answered_and_as_law(pack: Pack) -> None:
    given = assessment(
        answer("agreement", State.DOES_NOT_FIT, reason="Vi är för små."),
        answer("decision", State.DOES_NOT_FIT, reason="Grannen har ett."),
    )

    document = papers.document(paper(pack, given))

    text = " ".join(to_text(document).split())
    assert "Enligt svaren: passar inte oss." in text
    assert "Det är lag och inget val. Skyldigheten gäller också när den inte passar." in text
    assert "Inte än" not in text
    assert "Inte planerat än" in headings(document)


@pytest.mark.parametrize(
    ("actions", "told"),
    [
        ((), ""),
        ((action(status=Status.DONE),), ""),
        ((action(by="2027"), action(status=Status.SET_ASIDE)), "har ett datum"),
        ((action(by="2027"), action()), "1 av 2"),
    ],
)
def test_how_many_actions_lack_a_date_is_told_of_those_left_to_do(
    actions: tuple[Action, ...], told: str
) -> None:
    with translation.override("sv"):
        said = papers.told_dates(actions)

    assert told in said
    assert bool(said) is bool(told)


def test_an_action_without_a_date_is_not_said_to_be_planned(pack: Pack) -> None:
    with translation.override("sv"):
        wished, begun, planned = (
            papers.planned(item, pack, "sv")
            for item in (action(), action(status=Status.BEGUN), action(by="2027"))
        )

    assert (wished.status, wished.lacks_date) == ("", True)
    assert (begun.status, begun.lacks_date) == ("Påbörjat", True)
    assert (planned.status, planned.lacks_date) == ("Planerat", False)


def test_nothing_is_added_up_on_paper(pack: Pack) -> None:
    text = to_text(papers.document(paper(pack)))

    assert "%" not in text
    assert " av 5" not in text


def test_an_agency_gets_no_word_of_what_binds_a_municipality(pack: Pack) -> None:
    given = dataclasses.replace(FULL, scope=Scope.AGENCY, name="Ekbacka skola")

    document = papers.document(paper(pack, given))

    assert "Det lagen kräver av kommunen" not in headings(document)
    assert "brottsförebyggande ansvar" not in to_text(document)


def test_a_plan_without_an_answer_is_a_whole_paper_too(pack: Pack) -> None:
    document = papers.document(paper(pack, assessment()))

    assert "Det finns inga åtgärder i planen än." in to_text(document)
    assert all(section.blocks or section.sections for section in document.sections)


def test_the_same_paper_gives_the_same_tree_whatever_language_is_active(pack: Pack) -> None:
    with translation.override("en"):
        first = papers.document(paper(pack))
    with translation.override("sv"):
        second = papers.document(paper(pack))

    assert first == second


def test_the_reference_follows_answers_and_plan_and_not_the_language(pack: Pack) -> None:
    reference = papers.document(paper(pack)).reference
    changed = dataclasses.replace(FULL, actions=FULL.actions[:1])

    assert papers.document(paper(pack, language="en")).reference == reference
    assert papers.document(paper(pack, changed)).reference != reference


def test_a_long_text_is_whole_where_it_is_told_and_short_in_the_table(pack: Pack) -> None:
    long = "Bjud in skolan, polisen och fritiden till ett första möte i januari. " * 40
    given = assessment(actions=(action(long),))

    text = to_text(papers.document(paper(pack, given)))

    assert " ".join(text.split()).count(" ".join(long.split())) == 1
    assert "Bjud in skolan, polisen och fritiden till ett första möte i…" in " ".join(text.split())


# ── The data ────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("given", [FULL, assessment()], ids=["full", "empty"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_data_follow_their_published_schema(
    pack: Pack, given: Assessment, language: Literal["sv", "en"]
) -> None:
    document = papers.document(paper(pack, given, language))

    data = json.loads(document.attachments[0].data)

    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.Draft202012Validator(SCHEMA).validate(data)
    assert data["reference"] == document.reference


@pytest.mark.parametrize(
    "change",
    [
        {"total": 7},
        {"scope": "region"},
        {"answers": [{"about": "decision", "state": "good"}]},
        {"actions": [{"what": "Ring"}]},
        {"reference": "FS-1"},
    ],
)
def test_the_schema_refuses_what_no_paper_holds(pack: Pack, change: dict[str, Any]) -> None:
    data = json.loads(papers.document(paper(pack)).attachments[0].data)

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate({**data, **change})


def test_what_the_pack_no_longer_asks_stays_in_the_draft_and_off_the_paper(pack: Pack) -> None:
    given = assessment(answer("gone", evidence="Förr"), answer("decision", owner=role("gone")))

    data = papers.data_of(paper(pack, given))

    assert [item["about"] for item in data["answers"]] == ["decision"]
    assert data["answers"][0]["owner"] == {"id": "", "words": ""}
    assert "Förr" not in to_text(papers.document(paper(pack, given)))


# ── In every format ─────────────────────────────────────────────────────────


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("given", [FULL, assessment()], ids=["full", "empty"])
def test_the_pdf_is_accessible_and_fit_for_an_archive(
    pack: Pack, given: Assessment, language: Literal["sv", "en"]
) -> None:
    written = WRITERS["pdf"].write(papers.document(paper(pack, given, language)))

    assert faults(written) == []


def test_a_pdf_filled_to_its_limits_stays_accessible(pack: Pack) -> None:
    long = "abcdefghij" * 2_000
    given = assessment(
        answer("decision", State.PARTLY, evidence=long, owner=Role(words="x" * 200)),
        answer("routine", State.DOES_NOT_FIT, reason=long),
        name="y" * 200,
        actions=(action(long, role=Role(words="z" * 200), done_when=long),),
    )

    assert faults(WRITERS["pdf"].write(papers.document(paper(pack, given)))) == []


@pytest.mark.parametrize("file_format", sorted(WRITERS))
def test_text_that_looks_like_code_is_only_text(pack: Pack, file_format: str) -> None:
    given = assessment(
        answer("decision", State.PARTLY, evidence=NASTY, owner=Role(words=NASTY)),
        name=NASTY,
        actions=(action(NASTY, id=SOME_ID),),
    )

    written = WRITERS[file_format].write(papers.document(paper(pack, given)))

    assert written
    if file_format == "html":
        assert b"<script>" not in written


def test_the_word_document_has_the_plan_as_a_table(pack: Pack) -> None:
    written = WRITERS["docx"].write(papers.document(paper(pack)))

    opened = docx.Document(io.BytesIO(written))

    assert [cell.text for cell in opened.tables[0].rows[0].cells] == [
        "Vad",
        "Vilken roll",
        "Klart senast",
        "Uppföljning",
    ]
    assert opened.tables[0].rows[1].cells[2].text == "2027-03-31"
