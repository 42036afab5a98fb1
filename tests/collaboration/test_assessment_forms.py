from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from fyrstod.collaboration.assessment_forms import ActionForm, AnswerForm, ScopeForm
from fyrstod.core.assessments import Answer, Holders, Role, Scope, State, Status
from fyrstod.packs.schema import Pack
from tests.collaboration.answered import SOME_ID, action, answer, assessment, role

HIDDEN = "Beslut\u202e 2026"


def typed(about: str, **given: str) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({f"{about}-{name}": value for name, value in given.items()})
    return data


def form(pack: Pack, **given: str) -> AnswerForm:
    """The first recommendation as somebody filled it in."""
    return AnswerForm(pack.recommendations[0], Answer(about="decision"), typed("decision", **given))


# ── An answer ───────────────────────────────────────────────────────────────


def test_an_answer_is_what_was_typed(pack: Pack) -> None:
    filled = form(
        pack,
        state="partly",
        evidence="Beslut 2026",
        owner="Socialchef",
        deputy="Fältgruppens samordnare",
        holders="one",
    )

    assert filled.is_valid()
    assert filled.answer() == Answer(
        about="decision",
        state=State.PARTLY,
        evidence="Beslut 2026",
        owner=role("head"),
        deputy=Role(words="Fältgruppens samordnare"),
        holders=Holders.ONE,
    )


def test_nothing_needs_an_answer(pack: Pack) -> None:
    filled = form(pack)

    assert filled.is_valid()
    assert filled.answer() == Answer(about="decision")


def test_what_does_not_fit_needs_a_reason_and_nothing_else_does(pack: Pack) -> None:
    without = form(pack, state="does-not-fit", reason="  ")

    assert list(without.errors) == ["reason"]
    assert form(pack, state="does-not-fit", reason="Grannen har en.").is_valid()
    assert form(pack, state="not-yet").is_valid()


@pytest.mark.parametrize("name", ["state", "holders"])
def test_an_answer_that_is_not_offered_is_refused(pack: Pack, name: str) -> None:
    assert list(form(pack, **{name: "excellent"}).errors) == [name]


@pytest.mark.parametrize("name", ["reason", "evidence"])
def test_a_text_may_be_as_long_as_anywhere_and_no_longer(pack: Pack, name: str) -> None:
    assert form(pack, **{name: "x" * 20_000}).is_valid()
    assert list(form(pack, **{name: "x" * 20_001}).errors) == [name]


@pytest.mark.parametrize("name", ["reason", "evidence", "owner", "deputy"])
def test_hidden_characters_are_taken_away_and_said(pack: Pack, name: str) -> None:
    filled = form(pack, **{name: HIDDEN})

    assert list(filled.errors) == [name]
    assert filled[name].value() == "Beslut 2026"


def test_a_role_has_room_for_a_name_and_not_for_a_story(pack: Pack) -> None:
    assert list(form(pack, owner="x" * 201).errors) == ["owner"]


def test_a_role_stands_in_for_itself_only_where_more_than_one_hold_it(pack: Pack) -> None:
    same = {"owner": "Socialchef", "deputy": "Head of social services"}

    assert list(form(pack, **same).errors) == ["deputy"]
    assert list(form(pack, **same, holders="one").errors) == ["deputy"]
    assert form(pack, **same, holders="more").is_valid()


def test_a_role_of_the_pack_is_shown_in_the_language_of_the_page(pack: Pack) -> None:
    saved = answer("decision", owner=role("head"))

    with translation.override("en"):
        shown = AnswerForm(pack.recommendations[0], saved)

    assert shown["owner"].value() == "Head of social services"


def test_a_duty_never_does_not_fit(pack: Pack) -> None:
    duty = pack.plan_duties[1]

    shown: Any = AnswerForm(duty, Answer(about=duty.id))
    sent = AnswerForm(duty, Answer(about=duty.id), typed(duty.id, state="does-not-fit"))

    assert [value for value, _name in shown.fields["state"].choices] == [
        "in-place",
        "partly",
        "not-yet",
    ]
    assert "reason" not in shown.fields
    assert list(sent.errors) == ["state"]


# ── Whom ────────────────────────────────────────────────────────────────────


def test_whom_it_is_for_must_be_said(pack: Pack) -> None:
    assert list(ScopeForm({}).errors) == ["scope", "name"]
    assert list(ScopeForm({"scope": "region", "name": "x" * 201}).errors) == ["scope", "name"]
    assert ScopeForm.over(assessment(scope=Scope.AGENCY))["scope"].value() == Scope.AGENCY


# ── An action ───────────────────────────────────────────────────────────────


def planned(**given: str) -> ActionForm:
    return ActionForm({"what": "Ring polisen", "status": "planned", **given})


def test_an_action_is_what_was_typed(pack: Pack) -> None:
    filled = planned(
        role="Socialchef", by="2027-03", follow_up="2027.4.15", done_when="Mötet är bokat."
    )

    assert filled.is_valid()
    assert filled.action(SOME_ID, "decision") == action(
        "Ring polisen",
        about="decision",
        role=role("head"),
        by="2027-03",
        follow_up="2027-04-15",
        done_when="Mötet är bokat.",
        status=Status.PLANNED,
    )


@pytest.mark.parametrize(
    ("by", "follow_up"),
    [
        ("2027-03-31", "2027-03-31"),
        ("2027-03-31", "2027-03"),
        ("2027-03-31", "2027"),
        ("2027", "2027-01-01"),
        ("", "2027-01-01"),
        ("2099-12", ""),
    ],
)
def test_a_plan_may_lie_in_the_future_and_be_followed_up_then_or_later(
    pack: Pack, by: str, follow_up: str
) -> None:
    assert planned(by=by, follow_up=follow_up).is_valid()


@pytest.mark.parametrize(
    ("by", "follow_up"),
    [("2027-03-31", "2027-03-30"), ("2027-03", "2027-02-28"), ("2027", "2026-12")],
)
def test_nothing_is_followed_up_before_it_is_to_be_done(
    pack: Pack, by: str, follow_up: str
) -> None:
    assert list(planned(by=by, follow_up=follow_up).errors) == ["follow_up"]


@pytest.mark.parametrize("day", ["2027-02-30", "i vår", "27-03-31", "0001-01-01"])
def test_a_day_that_cannot_be_is_refused_and_kept_in_sight(pack: Pack, day: str) -> None:
    filled = planned(by=day)

    assert list(filled.errors) == ["by"]
    assert filled["by"].value() == day


@pytest.mark.parametrize(
    ("given", "wrong"),
    [({"what": ""}, "what"), ({"status": "great"}, "status"), ({"what": HIDDEN}, "what")],
)
def test_an_action_needs_words_and_a_status_of_ours(
    pack: Pack, given: dict[str, str], wrong: str
) -> None:
    assert list(planned(**given).errors) == [wrong]
