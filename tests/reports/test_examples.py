"""The two fictitious concerns in examples/, made into every kind of document."""

from __future__ import annotations

import io
import json
from typing import Literal

import page
import pikepdf
import pytest

from fyrstod.documents.writers import WRITERS
from fyrstod.drafts.papers import reference_of
from fyrstod.packs import shelf
from fyrstod.packs.schema import Side
from fyrstod.reports import papers
from tests.documents.test_pdf import pages_of
from tests.reports.made import EXAMPLES, WHO, example, example_paper, paper

BOTH = [(who, report_id) for who in WHO for report_id in ("concern", "police")]


@pytest.mark.parametrize(("who", "report_id"), BOTH)
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("file_format", sorted(WRITERS))
def test_an_example_is_made_in_every_format_and_the_same_twice(
    who: str, report_id: str, language: Literal["sv", "en"], file_format: str
) -> None:
    document = papers.document(example_paper(who, report_id, language))
    write = WRITERS[file_format].write

    written = write(document)

    assert len(written) > 2000
    assert written == write(document)


@pytest.mark.parametrize(("who", "report_id"), BOTH)
@pytest.mark.parametrize("profile", ["ua1", "3a"])
def test_the_pdf_of_an_example_can_be_read_by_all_and_archived(
    who: str, report_id: str, profile: str
) -> None:
    written = WRITERS["pdf"].write(papers.document(example_paper(who, report_id)))

    failures = page.validate_pdf_bytes(written, profile=profile).failures

    assert [f"{failure.rule_id}: {failure.message}" for failure in failures] == []


@pytest.mark.parametrize("report_id", ["concern", "police"])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_sheet_where_an_unanswered_report_is_signed_tells_of_it_too(
    report_id: str, language: Literal["sv", "en"]
) -> None:
    pages = pages_of(WRITERS["pdf"].write(papers.document(paper(report_id, {}, language=language))))

    told, signed = pages[-1].split({"sv": "Underskrift", "en": "Signed"}[language], 1)
    assert "•" in told
    assert {"sv": "Namnteckning", "en": "Signature"}[language] in signed


@pytest.mark.parametrize(("who", "report_id"), BOTH)
def test_the_pdf_carries_the_answers_as_data(who: str, report_id: str) -> None:
    given = example_paper(who, report_id)
    written = WRITERS["pdf"].write(papers.document(given))

    with pikepdf.open(io.BytesIO(written)) as opened:
        data = json.loads(opened.attachments["answers.json"].get_file().read_bytes())

    assert data == {**papers.data_of(given), "reference": reference_of(papers.data_of(given))}


@pytest.mark.parametrize("who", WHO)
def test_an_example_tells_of_strengths_as_fully_as_of_worries(who: str) -> None:
    sides = {factor.id: factor.side for factor in shelf.current().factors}
    given = example(who, "concern")

    linked = [sides[factor] for piece in given["pieces"] for factor in piece.get("factors", ())]

    assert linked.count(Side.PROTECTIVE) >= linked.count(Side.RISK)
    assert len(given["answers"]["protective_factors"]) >= len(given["answers"]["worry_now"])


@pytest.mark.parametrize(("who", "report_id"), BOTH)
def test_an_example_with_protected_data_names_no_place(who: str, report_id: str) -> None:
    answers = example(who, report_id)["answers"]
    written = json.dumps(example(who, report_id), ensure_ascii=False).casefold()
    places = ("björkdala", "verkstad", "enheten", "bygdegård", "vårdcentral", "skolan", "08-")

    named = [place for place in places if place in written]

    assert (named == []) is (answers["protected_data"] == "yes")


def test_the_examples_are_plainly_made_up() -> None:
    """A situation names nobody, so it is not among them."""
    for path in EXAMPLES.glob("*.[cp]*.json"):
        assert "påhittad" in path.read_text(encoding="utf-8")
