from __future__ import annotations

import dataclasses
import datetime

import pytest

from fyrstod.collaboration import assessment_services as services
from fyrstod.collaboration.assessment_services import (
    ActionChangedElsewhere,
    AnswersChangedElsewhere,
    PlanFull,
)
from fyrstod.core.assessments import Answer, Assessment, Role, Round, Scope, State
from fyrstod.drafts.contents import MAX_ACTIONS, MAX_ROUNDS
from fyrstod.drafts.fields import fingerprint
from fyrstod.packs.schema import Pack
from tests.collaboration.answered import OTHER_ID, SOME_ID, action, answer, assessment, role

TODAY = datetime.date(2026, 11, 25)
LAST_YEAR = Round(day="2025-11-20", pack="fyrstod 2026.1", states={"decision": State.PARTLY})


def saved(before: Assessment, *typed: Answer, seen: str | None = None) -> Assessment:
    mark = services.mark_of(before, [item.about for item in typed]) if seen is None else seen
    return services.save_answers(before, typed, seen=mark, today=TODAY)


# ── Whom ────────────────────────────────────────────────────────────────────


def test_it_begins_under_the_pack_in_use(pack: Pack) -> None:
    new = services.about_whom(None, scope=Scope.AGENCY, name="Ekbacka skola", pack=pack)

    version = f"{pack.about.id} {pack.about.version}"
    assert new == Assessment(scope=Scope.AGENCY, name="Ekbacka skola", pack=version)


def test_saying_anew_whom_it_is_for_loses_nothing(pack: Pack) -> None:
    before = assessment(answer("decision"), actions=(action(),))

    after = services.about_whom(before, scope=Scope.AGENCY, name="Polisen", pack=pack)

    assert after == dataclasses.replace(before, scope=Scope.AGENCY, name="Polisen")


# ── Answers ─────────────────────────────────────────────────────────────────


def test_answers_are_kept_with_the_day_and_others_stay() -> None:
    before = assessment(answer("routine"), answer("decision", State.NOT_YET))

    after = saved(before, answer("decision", State.PARTLY, evidence="Beslut"))

    assert after.answers == (
        answer("routine"),
        answer("decision", State.PARTLY, evidence="Beslut"),
    )
    assert after.day == "2026-11-25"


def test_an_answer_that_is_emptied_is_gone() -> None:
    assert saved(assessment(answer("decision")), answer("decision", None)).answers == ()


def test_what_another_tab_saved_is_not_lost_without_a_word() -> None:
    shown = assessment(answer("decision", State.NOT_YET))
    mark = services.mark_of(shown, ["decision"])
    elsewhere = saved(shown, answer("decision", State.PARTLY))

    with pytest.raises(AnswersChangedElsewhere) as problem:
        saved(elsewhere, answer("decision", State.IN_PLACE), seen=mark)

    assert problem.value.saved == elsewhere


def test_the_same_page_sent_twice_is_saved_once() -> None:
    shown = assessment(answer("decision", State.NOT_YET))
    mark = services.mark_of(shown, ["decision"])
    typed = answer("decision", State.PARTLY)

    once = saved(shown, typed, seen=mark)

    assert saved(once, typed, seen=mark) == once


# ── Rounds ──────────────────────────────────────────────────────────────────


def test_a_new_round_keeps_how_it_stood_and_asks_anew(pack: Pack) -> None:
    before = assessment(
        answer("decision", State.PARTLY, evidence="Beslut", owner=role("head")),
        pack="fyrstod 2026.1",
        day="2025-11-20",
        actions=(action(),),
    )

    after = services.start_round(before, pack)

    assert after.rounds == (LAST_YEAR,)
    assert after.answers == (answer("decision", None, evidence="Beslut", owner=role("head")),)
    assert (after.pack, after.day) == (services.version_of(pack), "")
    assert after.actions == before.actions


def test_a_second_press_of_the_button_begins_no_second_round(pack: Pack) -> None:
    once = services.start_round(assessment(answer("decision")), pack)

    assert services.start_round(once, pack) == once


def test_a_new_round_can_be_undone_until_something_is_saved_in_it(pack: Pack) -> None:
    before = assessment(answer("decision", evidence="Beslut"), answer("routine", State.NOT_YET))
    started = services.start_round(before, pack)

    assert services.may_undo_round(started)
    assert services.undo_round(started) == before


def test_once_something_is_saved_the_new_round_stays(pack: Pack) -> None:
    started = services.start_round(assessment(answer("decision")), pack)

    begun = saved(started, answer("routine", State.PARTLY))

    assert not services.may_undo_round(begun)
    assert services.undo_round(begun) == begun


def test_nothing_can_be_undone_before_the_second_round() -> None:
    assert not services.may_undo_round(assessment())
    assert not services.may_undo_round(assessment(answer("decision")))


def test_the_oldest_round_makes_room_for_the_newest(pack: Pack) -> None:
    full = assessment(answer("decision"), rounds=(LAST_YEAR,) * MAX_ROUNDS)

    after = services.start_round(full, pack)

    assert len(after.rounds) == MAX_ROUNDS
    assert after.rounds[-1].day == "2026-11-23"


# ── The plan ────────────────────────────────────────────────────────────────


def test_the_chosen_gaps_become_actions_with_their_first_step(pack: Pack) -> None:
    given = assessment(
        answer("deputy", State.PARTLY, deputy=role("security")),
        answer("routine", State.NOT_YET, owner=Role(words="Fältgruppen")),
        answer("agenda", State.NOT_YET),
    )

    after = services.plan_gaps(
        given, pack, chosen=["deputy", "routine", "unknown", "decision"], language="en"
    )

    deputy, routine = after.actions
    assert deputy.what == pack.recommendations[1].first_step.en
    assert (deputy.role, deputy.deputy) == (role("coordinator"), role("security"))
    assert (routine.about, routine.role) == ("routine", Role(words="Fältgruppen"))


def test_a_gap_chosen_twice_is_one_action(pack: Pack) -> None:
    given = assessment(answer("deputy", State.PARTLY))

    once = services.plan_gaps(given, pack, chosen=["deputy"], language="sv")

    assert services.plan_gaps(once, pack, chosen=["deputy"], language="sv") == once


def test_a_plan_has_room_for_so_many_actions_and_says_so(pack: Pack) -> None:
    full = assessment(answer("deputy", State.PARTLY), actions=(action(),) * MAX_ACTIONS)

    with pytest.raises(PlanFull):
        services.plan_gaps(full, pack, chosen=["deputy"], language="sv")
    with pytest.raises(PlanFull):
        services.put_action(full, action(id=OTHER_ID), seen="")


def test_an_action_is_put_in_once_and_then_takes_its_own_place() -> None:
    once = services.put_action(assessment(), action("Ring"), seen="")
    twice = services.put_action(once, action("Ring"), seen="")

    changed = services.put_action(once, action("Mejla"), seen=fingerprint(action("Ring")))

    assert once == twice
    assert changed.actions == (action("Mejla"),)


def test_an_action_changed_in_another_tab_is_not_lost_without_a_word() -> None:
    now = assessment(actions=(action("Ring"),))

    with pytest.raises(ActionChangedElsewhere) as problem:
        services.put_action(now, action("Mejla"), seen=fingerprint(action("Skriv")))

    assert problem.value.saved == action("Ring")


def test_removing_an_action_leaves_the_others() -> None:
    now = assessment(actions=(action("Ring"), action("Mejla", id=OTHER_ID)))

    assert services.remove_action(now, SOME_ID).actions == (action("Mejla", id=OTHER_ID),)
