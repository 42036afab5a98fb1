from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import translation

from fyrstod.drafts.contents import MAX_PIECES
from fyrstod.packs.schema import Kind, Need, Option, ReportField
from fyrstod.reports import rules
from fyrstod.reports.rules import BadAnswer, Filled
from tests.reports.made import TODAY, field, group, report, section, text, the_report, when

HIDDEN = ("a\x00b", "a\x07b", "mittåt \u202etxet", "a\ufeffb", "a\ud800b")
NASTY = ('#read("/etc/passwd")', "</w:t>", '=HYPERLINK("x")', "<script>alert(1)</script>", "🦉 ok")


def refusal(given: ReportField, raw: object) -> BadAnswer:
    with pytest.raises(BadAnswer) as caught:
        rules.check(given, raw, TODAY)
    return caught.value


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("nothing", [None, ""])
def test_no_answer_is_kept_as_nothing_whatever_the_kind(kind: Kind, nothing: object) -> None:
    asked = group("asked", field("inner")) if kind is Kind.GROUP else field("asked", kind)

    answer = rules.check(asked, nothing, TODAY)

    assert not answer


@pytest.mark.parametrize("typed", NASTY)
def test_text_that_looks_like_code_is_kept_to_the_letter(typed: str) -> None:
    answer = rules.check(field("asked", Kind.LONG_TEXT), typed, TODAY)

    assert answer == typed


@pytest.mark.parametrize("typed", HIDDEN)
def test_invisible_characters_are_refused_and_said(typed: str) -> None:
    problem = refusal(field("asked", Kind.LONG_TEXT), typed)

    assert "osynliga tecken" in str(problem)


def test_line_breaks_of_every_browser_become_one_kind() -> None:
    answer = rules.check(field("asked", Kind.LONG_TEXT), " a\r\nb\rc ", TODAY)

    assert answer == "a\nb\nc"


@pytest.mark.parametrize(
    ("language", "length", "limit"),
    [("sv", "50\N{NO-BREAK SPACE}000", "20\N{NO-BREAK SPACE}000"), ("en", "50,000", "20,000")],
)
def test_a_text_over_its_limit_is_refused_with_both_figures(
    language: str, length: str, limit: str
) -> None:
    with translation.override(language):
        problem = refusal(field("asked", Kind.LONG_TEXT, max_length=20_000), "x" * 50_000)

    assert length in str(problem)
    assert limit in str(problem)


def test_a_short_text_stands_on_one_line() -> None:
    problem = refusal(field("asked"), "first\nsecond")

    assert "en rad" in str(problem)


@pytest.mark.parametrize("raw", [12, 1.5, True, ["a"], {"a": "b"}])
@pytest.mark.parametrize("kind", [Kind.SHORT_TEXT, Kind.LONG_TEXT, Kind.DATE, Kind.TIME])
def test_other_data_than_text_is_refused_where_text_is_asked_for(kind: Kind, raw: object) -> None:
    problem = refusal(field("asked", kind), raw)

    assert str(problem)


@pytest.mark.parametrize(
    "typed", ["2026-02-30", "2026-13-01", "0026-01-01", "i går", "x" * 100_000]
)
def test_a_date_that_cannot_be_is_refused(typed: str) -> None:
    problem = refusal(field("asked", Kind.DATE), typed)

    assert "2026-11-23" in str(problem)


def test_a_date_may_lie_in_the_future_only_where_the_pack_says_so() -> None:
    tomorrow = (TODAY + datetime.timedelta(days=1)).isoformat()

    problem = refusal(field("asked", Kind.DATE), tomorrow)
    answer = rules.check(field("asked", Kind.DATE, dates="any"), tomorrow, TODAY)

    assert "framtiden" in str(problem)
    assert answer == tomorrow


@pytest.mark.parametrize(
    ("typed", "kept"), [("8.30", "08:30"), ("kl 08:30", "08:30"), ("8", "08:00"), ("2140", "21:40")]
)
def test_a_time_is_taken_as_people_write_it(typed: str, kept: str) -> None:
    answer = rules.check(field("asked", Kind.TIME), typed, TODAY)

    assert answer == kept


@pytest.mark.parametrize("typed", ["25:00", "kväll", "8:99"])
def test_a_time_that_cannot_be_is_refused(typed: str) -> None:
    problem = refusal(field("asked", Kind.TIME), typed)

    assert "08:30" in str(problem)


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ({"from": "2026-11-23", "to": "2026-11-01"}, "to"),
        ({"from": "2026-11", "to": "2026-10-30"}, "to"),
        ({"from": "2027"}, "from"),
        ({"to": "2026-02-30"}, "to"),
        ({"about": "x" * 201}, "about"),
        ({"about": "two\nlines"}, "about"),
        ({"about": "mitt\u202eåt"}, "about"),
        ({"from": "2026-10", "to": "2026-11", "ongoing": "yes"}, "to"),
        ({"ongoing": "yes"}, "from"),
        ({"from": "2026-10", "ongoing": "perhaps"}, "ongoing"),
        ({"from": "2026-10", "ongoing": 1}, "ongoing"),
        ({"from": 2026}, ""),
        ({"until": "2026"}, ""),
        (["2026"], ""),
        ("2026", ""),
    ],
)
def test_a_period_that_cannot_be_is_refused_at_its_part(raw: object, part: str) -> None:
    problem = refusal(field("asked", Kind.PERIOD), raw)

    assert problem.part == part


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ({"from": "2026-9", "to": "", "about": ""}, {"from": "2026-09", "to": "", "about": ""}),
        (
            {"from": "2026-11", "to": "2026-11-20"},
            {"from": "2026-11", "to": "2026-11-20", "about": ""},
        ),
        ({"about": True}, {"from": "", "to": "", "about": rules.ROUGHLY}),
        ({"from": "", "to": "", "about": " "}, ""),
        (
            {"from": "2026-11", "ongoing": False},
            {"from": "2026-11", "to": "", "about": ""},
        ),
        ({"from": "2026-11", "ongoing": "no"}, {"from": "2026-11", "to": "", "about": ""}),
        (
            {"from": "2026-11", "ongoing": True},
            {"from": "2026-11", "to": "", "about": "", "ongoing": "yes"},
        ),
        (
            {"about": "i höst", "ongoing": "yes"},
            {"from": "", "to": "", "about": "i höst", "ongoing": "yes"},
        ),
    ],
)
def test_a_period_is_kept_as_its_parts_and_goes_on_only_where_somebody_says_so(
    raw: object, kept: object
) -> None:
    answer = rules.check(field("asked", Kind.PERIOD), raw, TODAY)

    assert answer == kept


@pytest.mark.parametrize("kind", [Kind.CHOICE, Kind.YES_NO])
@pytest.mark.parametrize("raw", ["three", "One", ["one"], 1, {"one": 1}])
def test_an_unknown_choice_is_refused(kind: Kind, raw: object) -> None:
    problem = refusal(field("asked", kind), raw)

    assert str(problem)


@pytest.mark.parametrize("raw", ["one", ["one", "three"], [["one"]], [{}]])
def test_unknown_choices_among_several_are_refused(raw: object) -> None:
    problem = refusal(field("asked", Kind.CHOICES), raw)

    assert "one, two" in str(problem)


def test_choices_are_kept_once_each_and_in_the_order_of_the_pack() -> None:
    answer = rules.check(field("asked", Kind.CHOICES), ["two", "one", "two"], TODAY)

    assert answer == ["one", "two"]


def test_yes_and_no_may_be_given_as_data() -> None:
    answers = [rules.check(field("asked", Kind.YES_NO), raw, TODAY) for raw in (True, False)]

    assert answers == ["yes", "no"]


@pytest.mark.parametrize(
    ("raw", "part"),
    [
        ("a", ""),
        (["a"], ""),
        ({"name": "a"}, ""),
        ([{"name": "a"}] * (rules.MAX_GROUP_ROWS + 1), ""),
        ([{"name": "a"}, {"stranger": "b"}], "1.stranger"),
        ([{"name": ["a"]}], "0.name"),
        ([{}, {"seen": "2026-02-30"}], "1.seen"),
    ],
)
def test_a_group_is_refused_at_its_row_and_field(raw: object, part: str) -> None:
    asked = group("asked", field("name"), field("seen", Kind.DATE))

    problem = refusal(asked, raw)

    assert problem.part == part


def test_empty_rows_of_a_group_are_left_aside() -> None:
    asked = group("asked", field("name"), field("phone"))

    answer = rules.check(asked, [{"name": ""}, {"name": "A", "phone": " "}, {}], TODAY)

    assert answer == [{"name": "A"}]


def test_a_begun_row_may_be_kept_before_it_holds_all_it_needs() -> None:
    asked = group("asked", field("name", need=Need.REQUIRED), field("phone"))

    answer = rules.check(asked, [{"phone": "1"}], TODAY)

    assert answer == [{"phone": "1"}]


def test_a_question_waits_for_the_answer_it_hangs_on() -> None:
    asked = report(section("page", field("a", Kind.YES_NO), field("b", show_if=when("a", "yes"))))

    shown = [
        [item.id for item in Filled(asked, answers).fields(asked.sections[0])]
        for answers in ({}, {"a": "no"}, {"a": "yes"})
    ]

    assert shown == [["a"], ["a"], ["a", "b"]]


def test_a_page_shows_also_what_an_answer_beside_it_may_call_for() -> None:
    elsewhere = section("first", field("x", Kind.YES_NO))
    page = section(
        "page",
        field("a", Kind.YES_NO),
        field("b", show_if=when("a", "yes")),
        field("c", show_if=when("x", "yes")),
    )

    shown = Filled(report(elsewhere, page), {}).on_page(page)

    assert [item.id for item in shown] == ["a", "b"]


def test_an_answer_behind_a_closed_question_is_not_given() -> None:
    asked = report(section("page", field("a", Kind.YES_NO), field("b", show_if=when("a", "yes"))))

    filled = Filled(asked, {"a": "no", "b": "said before"})

    assert filled.given == {"a": "no"}


def test_what_hangs_on_a_closed_question_closes_with_it() -> None:
    chain = report(
        section(
            "page",
            field("a", Kind.YES_NO),
            field("b", Kind.YES_NO, show_if=when("a", "yes")),
            field("c", show_if=when("b", "yes")),
        ),
        section("next", field("d"), show_if=when("b", "yes")),
    )

    filled = Filled(chain, {"a": "no", "b": "yes", "c": "said before", "d": "too"})

    assert filled.given == {"a": "no"}
    assert [item.id for item in filled.sections] == ["page"]


def test_answers_of_the_other_report_are_not_given() -> None:
    filled = Filled(the_report("concern"), {"incident_what": "Något", "worry_now": "Oro"})

    assert filled.given == {"worry_now": "Oro"}


ADDRESSES = report(
    section(
        "protected",
        field(
            rules.PROTECTED_DATA,
            Kind.CHOICE,
            options=tuple(Option(id=o, label=text(o)) for o in ("yes", "no", "unknown")),
        ),
    ),
    section(
        "people",
        field("home", address=True),
        group("guardians", field("name"), field("address", address=True)),
    ),
)


@pytest.mark.parametrize("protected", ["yes", "unknown"])
def test_no_address_is_given_of_somebody_who_has_or_may_have_protected_data(
    protected: str,
) -> None:
    answers: dict[str, Any] = {
        rules.PROTECTED_DATA: protected,
        "home": "Påhittsgatan 3",
        "guardians": [{"name": "A", "address": "Sagostigen 8"}, {"address": "Kvarnbacken 12"}],
    }

    filled = Filled(ADDRESSES, answers)

    assert filled.given == {rules.PROTECTED_DATA: protected, "guardians": [{"name": "A"}]}
    assert [item.id for item in filled.on_page(ADDRESSES.sections[1])] == ["guardians"]


def test_addresses_are_given_until_protected_data_are_known_of() -> None:
    answers: dict[str, Any] = {"home": "Påhittsgatan 3", "guardians": [{"address": "Sagostigen 8"}]}

    filled = Filled(ADDRESSES, answers)

    assert filled.given == answers


def test_missing_is_what_applies_and_is_required_and_unanswered() -> None:
    asked = report(
        section(
            "page",
            field("a", Kind.YES_NO, Need.REQUIRED),
            field("b", need=Need.REQUIRED, show_if=when("a", "yes")),
            field("c", need=Need.RECOMMENDED),
        )
    )

    lacking = [
        [item.id for _section, item in Filled(asked, answers).missing]
        for answers in ({}, {"a": "no"}, {"a": "yes"}, {"a": "yes", "b": "x"})
    ]

    assert lacking == [["a"], [], ["b"], []]
    assert [item.id for _section, item in Filled(asked, {}).worth_adding] == ["c"]


def test_a_begun_row_that_lacks_what_it_needs_is_missing() -> None:
    asked = group("people", field("name", need=Need.REQUIRED), field("phone"))
    whole = report(section("page", asked))

    filled = Filled(whole, {"people": [{"name": "A"}, {"phone": "1"}]})

    assert [item.id for _section, item in filled.missing] == ["people"]
    assert [(number, inner.id) for number, inner in filled.gaps(asked)] == [(1, "name")]


def test_all_faults_of_a_set_of_answers_are_told_with_their_place() -> None:
    asked = report(
        section(
            "page",
            field("a", Kind.YES_NO, Need.REQUIRED),
            field("b", Kind.DATE, Need.REQUIRED),
            group("people", field("name", need=Need.REQUIRED), field("phone")),
        )
    )
    raw = {"b": "2026-02-30", "people": [{"phone": "1"}], "stranger": 1}

    kept, faults = rules.check_all(asked, raw, TODAY)

    assert kept == {"people": [{"phone": "1"}]}
    assert [fault.field for fault in faults] == ["b", "stranger", "a", "people.0.name"]


def test_a_fault_reads_as_one_line() -> None:
    _kept, faults = rules.check_all(the_report("police"), {"x" * 200: 1}, TODAY)

    line = str(faults[0])

    assert line.startswith("x" * 80 + ": ")
    assert "\n" not in line


FACTORS = frozenset({"empathy"})


def test_a_whole_piece_is_taken() -> None:
    raw = {
        "kind": "told",
        "date": "2026-11",
        "source": "granne",
        "text": " Hon skrattade.\r\n",
        "factors": ["empathy"],
    }

    pieces, faults = rules.check_pieces([raw], FACTORS, TODAY)

    assert faults == ()
    assert [(p.kind, p.date, p.source, p.text, p.factors) for p in pieces] == [
        ("told", "2026-11", "granne", "Hon skrattade.", ("empathy",))
    ]


@pytest.mark.parametrize(
    ("raw", "place"),
    [
        ("text", "pieces.0"),
        ({"kind": "heard", "text": "a"}, "pieces.0.kind"),
        ({"kind": ["seen"], "text": "a"}, "pieces.0.kind"),
        ({"kind": "seen", "text": "  "}, "pieces.0.text"),
        ({"kind": "seen", "text": "x" * 20_001}, "pieces.0.text"),
        ({"kind": "seen", "text": "mitt\u202eåt"}, "pieces.0.text"),
        ({"kind": "seen", "text": "a", "source": "x" * 201}, "pieces.0.source"),
        ({"kind": "seen", "text": "a", "source": 7}, "pieces.0.source"),
        ({"kind": "seen", "text": "a", "date": "2026-11-24"}, "pieces.0.date"),
        ({"kind": "seen", "text": "a", "date": "2026-02-30"}, "pieces.0.date"),
        ({"kind": "seen", "text": "a", "factors": ["unknown"]}, "pieces.0.factors"),
        ({"kind": "seen", "text": "a", "factors": "empathy"}, "pieces.0.factors"),
        ({"kind": "seen", "text": "a", "colour": "red"}, "pieces.0.colour"),
    ],
)
def test_a_piece_is_refused_at_its_part(raw: object, place: str) -> None:
    pieces, faults = rules.check_pieces([raw], FACTORS, TODAY)

    assert pieces == ()
    assert [fault.field for fault in faults] == [place]


def test_more_pieces_than_a_draft_can_hold_are_refused_as_one_fault() -> None:
    pieces, faults = rules.check_pieces([{}] * (MAX_PIECES + 1), FACTORS, TODAY)

    assert pieces == ()
    assert [fault.field for fault in faults] == ["pieces"]
