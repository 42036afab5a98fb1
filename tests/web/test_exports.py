"""A pack as plain data."""

from __future__ import annotations

import json
from typing import Any

import pytest

from fyrstod.packs import shelf
from fyrstod.packs.schema import Kind, Report
from fyrstod.web.exports import pack_data, questions_data

KINDS = {str(kind) for kind in Kind}


@pytest.fixture(params=["concern", "police"])
def report(request: pytest.FixtureRequest) -> Report:
    return next(report for report in shelf.current().reports if report.id == request.param)


def every_question(questions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        inner
        for question in questions
        for inner in [question, *every_question(question.get("fields", []))]
    ]


def test_every_part_of_the_pack_is_exported_as_json_can_hold_it() -> None:
    pack = shelf.current()

    data = json.loads(json.dumps(pack_data(pack)))

    assert data["about"]["version"] == pack.about.version
    assert data["digest"] == pack.digest
    assert [question["id"] for question in data["questions"]] == [q.id for q in pack.questions]
    assert [factor["label"]["sv"] for factor in data["factors"]] == [
        factor.label.sv for factor in pack.factors
    ]


def test_questions_come_in_the_order_of_the_report(report: Report) -> None:
    questions = questions_data(report)

    assert [question["id"] for question in questions] == [f.id for f in report.all_fields()]


def test_each_question_says_what_an_answer_must_be(report: Report) -> None:
    for question in every_question(questions_data(report)):
        assert question["kind"] in KINDS
        assert question["label"].keys() == {"sv", "en"}
        assert question["required"] == (question["need"] == "required")
        assert bool(question["options"]) == (question["kind"] in ("choice", "choices", "yes_no"))
        assert (question["max_length"] is not None) == question["kind"].endswith("_text")
        assert ("fields" in question) == (question["kind"] == "group")


def test_a_yes_or_no_question_has_its_two_options(report: Report) -> None:
    options = [q["options"] for q in questions_data(report) if q["kind"] == "yes_no"]

    assert options
    assert all(option == ["yes", "no"] for option in options)


def test_a_question_in_a_conditional_section_says_when_it_is_asked(report: Report) -> None:
    conditions = {question["id"]: question["show_if"] for question in questions_data(report)}

    for section in report.sections:
        for field in section.fields:
            show_if = field.show_if or section.show_if
            assert conditions[field.id] == (
                show_if and {"field": show_if.field, "is_one_of": list(show_if.is_one_of)}
            )
