from __future__ import annotations

import re
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from fyrstod.packs.schema import Kind, Need, Report, ReportField, Section
from fyrstod.reports import rules
from fyrstod.reports.forms import SectionPage, without_row
from fyrstod.reports.rules import Answers, Filled
from tests.reports.made import TODAY, field, group, report, section, the_report, when

PEOPLE = group(
    "people",
    field("name"),
    field("phone"),
    field("home", address=True),
)
HOUSE = report(
    section("protected", field(rules.PROTECTED_DATA, Kind.YES_NO)), section("page", PEOPLE)
)
PAGE = HOUSE.sections[1]


def posted(**values: str) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in values.items():
        data[name] = value
    return data


def rows(*people: dict[str, str], **more: str) -> QueryDict:
    """A posted page of PEOPLE, a row for each."""
    values = {f"people-{n}-{name}": v for n, row in enumerate(people) for name, v in row.items()}
    return posted(**values, **more)


def typed(whole: Report, page: Section, data: QueryDict, answers: Answers | None = None) -> Any:
    form = SectionPage(page, Filled(whole, answers or {}), TODAY, data)
    assert form.is_valid(enforce=False), form.errors
    return form.typed()


def one_page(*fields: ReportField) -> tuple[Report, Section]:
    whole = report(section("page", *fields))
    return whole, whole.sections[0]


def test_what_is_typed_comes_out_as_the_rules_keep_it() -> None:
    whole, page = one_page(
        field("words", Kind.LONG_TEXT),
        field("day", Kind.DATE),
        field("hour", Kind.TIME),
        field("span", Kind.PERIOD),
        field("one", Kind.CHOICE),
        field("answer", Kind.YES_NO),
    )
    data = posted(
        words=" Hej\r\ndå ",
        day="20261101",
        hour="8.30",
        span_from="2026-9",
        span_to="",
        span_about="i höst",
        one="two",
        answer="yes",
    )

    given = typed(whole, page, data)

    assert given == {
        "words": "Hej\ndå",
        "day": "2026-11-01",
        "hour": "08:30",
        "span": {"from": "2026-09", "to": "", "about": "i höst"},
        "one": "two",
        "answer": "yes",
    }


def test_several_choices_are_taken_together() -> None:
    whole, page = one_page(field("some", Kind.CHOICES))
    data = QueryDict("some=two&some=one")

    given = typed(whole, page, data)

    assert given == {"some": ["one", "two"]}


def test_invisible_characters_are_gone_from_what_is_shown_again() -> None:
    whole, page = one_page(field("words"), field("span", Kind.PERIOD))
    data = posted(words="mitt\u202eåt", span_from="", span_to="", span_about="i\u202e höst")
    form = SectionPage(page, Filled(whole, {}), TODAY, data)

    valid = form.is_valid(enforce=False)
    shown = "".join(str(part["field"]) for part in form.parts)

    assert not valid
    assert "\u202e" not in shown
    assert 'value="mittåt"' in shown
    assert 'value="i höst"' in shown


def test_a_summary_line_names_the_question_and_leads_to_it() -> None:
    whole, page = one_page(field("words"), PEOPLE)
    data = posted(words="a\x00b", **{"people-0-name": "A", "people-1-name": "c\x00d"})
    form = SectionPage(page, Filled(whole, {}), TODAY, data)

    form.is_valid(enforce=False)

    assert [(wrong.target, wrong.name) for wrong in form.errors] == [
        ("id_words", "words"),
        ("id_people-1-name", "people, nummer 2: name"),
    ]


def test_a_wrong_day_in_a_period_is_said_of_the_right_one() -> None:
    whole, page = one_page(field("when", Kind.PERIOD))
    data = posted(when_from="2026-11-01", when_to="i går", when_about="")
    form = SectionPage(page, Filled(whole, {}), TODAY, data)

    form.is_valid(enforce=False)

    assert [(wrong.target, str(wrong)[: len("when – Till: ")]) for wrong in form.errors] == [
        ("id_when_1", "when – Till: ")
    ]


def test_only_the_wrong_part_of_a_period_is_marked() -> None:
    whole, page = one_page(field("when", Kind.PERIOD))
    data = posted(when_from="2026-11-01", when_to="i går", when_about="")
    form = SectionPage(page, Filled(whole, {}), TODAY, data)

    form.is_valid(enforce=False)

    inputs = re.findall(r'<input[^>]*name="(\w+)"([^>]*)>', str(form.form["when"]))
    assert [name for name, rest in inputs if 'aria-invalid="true"' in rest] == ["when_to"]


def test_every_part_of_a_period_that_must_be_written_is_marked_but_the_tick() -> None:
    whole, page = one_page(field("when", Kind.PERIOD, Need.REQUIRED))
    form = SectionPage(page, Filled(whole, {}), TODAY, posted(when_from=""))

    form.is_valid(enforce=True)

    inputs = re.findall(r'<input[^>]*name="(\w+)"([^>]*)>', str(form.form["when"]))
    assert [name for name, rest in inputs if 'aria-invalid="true"' in rest] == [
        "when_from",
        "when_to",
        "when_about",
    ]


def test_that_something_goes_on_is_a_tick_of_its_own() -> None:
    whole, page = one_page(field("when", Kind.PERIOD))
    data = posted(when_from="2026-11-01", when_to="", when_about="", when_ongoing="on")
    ticked = typed(whole, page, data)["when"]

    shown = [
        str(SectionPage(page, Filled(whole, {"when": value}), TODAY).form["when"])
        for value in (ticked, {"from": "2026-11-01", "to": "", "about": ""})
    ]

    assert ticked["ongoing"] == "yes"
    assert ["checked" in field for field in shown] == [True, False]


def test_a_required_group_is_asked_for_by_name_in_its_first_row() -> None:
    whole, page = one_page(group("people", field("name"), need=Need.REQUIRED))
    pages = [SectionPage(page, Filled(whole, {}), TODAY, data) for data in (rows({}), posted(a=""))]

    for form in pages:
        form.is_valid(enforce=True)

    for form in pages:
        assert [(wrong.target, wrong.name) for wrong in form.errors] == [
            ("id_people-0-name", "people: name")
        ]


def test_what_is_required_is_asked_for_only_when_going_on() -> None:
    whole, page = one_page(field("words", need=Need.REQUIRED))

    going_on = SectionPage(page, Filled(whole, {}), TODAY, posted(words=""))
    later = SectionPage(page, Filled(whole, {}), TODAY, posted(words=""))

    assert not going_on.is_valid(enforce=True)
    assert [wrong.target for wrong in going_on.errors] == ["id_words"]
    assert later.is_valid(enforce=False)


def test_what_is_required_behind_a_closed_question_is_not_asked_for() -> None:
    whole, page = one_page(
        field("a", Kind.YES_NO), field("b", need=Need.REQUIRED, show_if=when("a", "yes"))
    )

    outcomes = [
        SectionPage(page, Filled(whole, {}), TODAY, posted(a=a, b="")).is_valid(enforce=True)
        for a in ("no", "yes")
    ]

    assert outcomes == [True, False]


def test_a_required_group_wants_one_row() -> None:
    whole, page = one_page(group("people", field("name"), need=Need.REQUIRED))

    outcomes = [
        SectionPage(page, Filled(whole, {}), TODAY, rows({"name": name})).is_valid(enforce=True)
        for name in ("", "A")
    ]

    assert outcomes == [False, True]


def test_a_begun_row_wants_what_it_needs_and_an_empty_one_does_not() -> None:
    whole, page = one_page(group("people", field("name", need=Need.REQUIRED), field("phone")))
    data = rows({"name": "A", "phone": ""}, {"name": "", "phone": "1"}, {"name": "", "phone": ""})
    form = SectionPage(page, Filled(whole, {}), TODAY, data)

    valid = form.is_valid(enforce=True)

    assert not valid
    assert [wrong.target for wrong in form.errors] == ["id_people-1-name"]


def test_a_question_that_waits_says_for_what() -> None:
    whole, page = one_page(
        field("a", Kind.YES_NO), field("b", show_if=when("a", "yes"), hint=PAGE.lead)
    )
    form = SectionPage(page, Filled(whole, {}), TODAY)

    shown = str(list(form.parts)[1]["field"].as_field_group())

    assert "Svara om du valde: ”Ja”. lead" in shown
    assert 'data-show-if="a" data-show-values="yes"' in shown


def test_a_question_that_waits_for_another_page_is_shown_outright() -> None:
    first = section("first", field("a", Kind.YES_NO))
    page = section("page", field("b", show_if=when("a", "yes")))

    form = SectionPage(page, Filled(report(first, page), {"a": "yes"}), TODAY)
    shown = str(next(form.parts)["field"].as_field_group())

    assert "data-show-if" not in shown
    assert "Svara om" not in shown


def test_a_saved_answer_is_filled_in_again() -> None:
    whole, page = one_page(field("words"), field("span", Kind.PERIOD))
    answers: Answers = {"words": "Hej", "span": {"from": "2026", "to": "", "about": "~"}}

    form = SectionPage(page, Filled(whole, answers), TODAY)
    shown = "".join(str(part["field"]) for part in form.parts)

    assert [part in shown for part in ('value="Hej"', 'value="2026"', 'value="ungefär"')] == [
        True
    ] * 3


def test_an_option_carries_its_hint_without_being_markup_itself() -> None:
    about = the_report("concern")
    page = next(item for item in about.sections if item.id == "about-whom")

    with translation.override("en"):
        shown = str(next(SectionPage(page, Filled(about, {}), TODAY).parts)["field"])

    hint = page.fields[0].options[0].hint
    assert hint is not None
    assert f'<br><span class="small">{hint.en}</span>' in shown


def test_a_group_opens_with_one_blank_row() -> None:
    form = SectionPage(PAGE, Filled(HOUSE, {}), TODAY)

    assert [row.name for row in form.groups["people"].rows] == ["people-0"]


def test_a_filled_group_opens_with_its_rows_and_gets_another_when_asked() -> None:
    answers: Answers = {"people": [{"name": "A"}, {"name": "B"}]}

    opened = SectionPage(PAGE, Filled(HOUSE, answers), TODAY).groups["people"]
    added = SectionPage(PAGE, Filled(HOUSE, answers), TODAY, add_row="people").groups["people"]

    assert [len(opened.rows), len(added.rows)] == [2, 3]
    assert "autofocus" in str(added.rows[2].form["name"])
    assert "autofocus" not in str(added.rows[1].form["name"])


def test_a_full_group_takes_no_more_rows() -> None:
    answers: Answers = {"people": [{"name": str(n)} for n in range(rules.MAX_GROUP_ROWS)]}

    people = SectionPage(PAGE, Filled(HOUSE, answers), TODAY, add_row="people").groups["people"]

    assert people.full
    assert len(people.rows) == rules.MAX_GROUP_ROWS


def test_only_the_first_row_says_why_each_thing_is_asked() -> None:
    answers: Answers = {"people": [{"name": "A"}, {"name": "B"}]}

    people = SectionPage(PAGE, Filled(HOUSE, answers), TODAY).groups["people"]

    said = ["why" in str(row.form["name"].as_field_group()) for row in people.rows]
    assert said == [True, False]


def test_empty_rows_are_left_out_wherever_they_stand() -> None:
    given = typed(HOUSE, PAGE, rows({"name": "A"}, {"name": " "}, {"name": "C"}, {"name": ""}))

    assert given == {"people": [{"name": "A"}, {"name": "C"}]}


@pytest.mark.parametrize("number", ["abc", "-1", "1000000000", "9" * 5000, "²", ""])
def test_a_strange_row_count_loses_no_row(number: str) -> None:
    data = rows({"name": "A"}, {"name": "B"}, **{"people-rows": number})

    given = typed(HOUSE, PAGE, data)

    assert given == {"people": [{"name": "A"}, {"name": "B"}]}


@pytest.mark.parametrize(
    "name", ["people-99-name", "people-1000000000-name", "people-x-name", "people-"]
)
def test_rows_that_no_page_holds_cost_nothing(name: str) -> None:
    form = SectionPage(PAGE, Filled(HOUSE, {}), TODAY, posted(**{name: "A"}))

    valid = form.is_valid(enforce=True)

    assert valid
    assert form.typed() == {"people": []}
    assert len(form.groups["people"].rows) <= rules.MAX_GROUP_ROWS


def test_a_removed_row_is_as_if_left_empty() -> None:
    data = rows({"name": "A"}, {"name": "B"}, {"name": "C"})

    given = typed(HOUSE, PAGE, without_row(data, "people-1"))

    assert given == {"people": [{"name": "A"}, {"name": "C"}]}


def test_removing_the_second_row_leaves_the_twelfth() -> None:
    data = rows(*({"name": str(number)} for number in range(12)))

    given = typed(HOUSE, PAGE, without_row(data, "people-1"))

    assert [row["name"] for row in given["people"]] == [str(n) for n in range(12) if n != 1]


PROTECTED: Answers = {
    rules.PROTECTED_DATA: "yes",
    "people": [
        {"name": "A", "home": "Ekbacka 1"},
        {"name": "B", "home": "Ekbacka 2"},
        {"name": "C"},
    ],
}


def as_shown(answers: Answers) -> list[dict[str, str]]:
    """What a browser sends back of an untouched page of PEOPLE."""
    people = SectionPage(PAGE, Filled(HOUSE, answers), TODAY).groups["people"]
    return [
        {"out_of_sight": row.out_of_sight}
        | {name: row.form.initial.get(name, "") for name in row.form.fields}
        for row in people.rows
    ]


def test_a_protected_address_is_neither_shown_nor_told_by_its_mark() -> None:
    people = SectionPage(PAGE, Filled(HOUSE, PROTECTED), TODAY).groups["people"]

    shown = "".join(f"{row.form}{row.out_of_sight}" for row in people.rows)

    assert "Ekbacka" not in shown
    assert [bool(row.out_of_sight) for row in people.rows] == [True, True, False]


def test_a_protected_address_stays_with_its_person_when_a_row_is_emptied() -> None:
    sent = as_shown(PROTECTED)
    sent[0] |= {"name": "", "phone": ""}

    given = typed(HOUSE, PAGE, rows(*sent), PROTECTED)

    assert given["people"] == [{"name": "B", "home": "Ekbacka 2"}, {"name": "C"}]


def test_a_protected_address_stays_with_its_person_when_a_row_is_removed() -> None:
    data = without_row(rows(*as_shown(PROTECTED)), "people-0")

    given = typed(HOUSE, PAGE, data, PROTECTED)

    assert given["people"] == [{"name": "B", "home": "Ekbacka 2"}, {"name": "C"}]


def test_a_protected_address_stays_with_its_person_when_rows_moved_in_another_tab() -> None:
    sent = as_shown(PROTECTED)
    now: Answers = {
        rules.PROTECTED_DATA: "yes",
        "people": [{"name": "C"}, {"name": "B", "home": "Ekbacka 2"}],
    }

    given = typed(HOUSE, PAGE, rows(*sent), now)

    assert given["people"] == [{"name": "A"}, {"name": "B", "home": "Ekbacka 2"}, {"name": "C"}]


def test_a_row_that_holds_a_protected_address_alone_is_not_lost_unseen() -> None:
    answers: Answers = {rules.PROTECTED_DATA: "yes", "people": [{"home": "Ekbacka 1"}]}

    given = typed(HOUSE, PAGE, rows(*as_shown(answers)), answers)

    assert given["people"] == [{"home": "Ekbacka 1"}]


def test_a_posted_protected_address_is_not_taken() -> None:
    data = rows({"name": "A", "home": "Ekbacka 9"})

    given = typed(HOUSE, PAGE, data, {rules.PROTECTED_DATA: "yes"})

    assert given["people"] == [{"name": "A"}]
