"""What holds of the real pack's law in every situation."""

from __future__ import annotations

import dataclasses
import datetime

from hypothesis import assume, given, settings
from hypothesis import strategies as some

from fyrstod.law.advice import Advice, advise, pulls_apart
from fyrstod.law.situation import AGES, ATTRIBUTES, Situation, parse, to_data
from fyrstod.packs.cards import FACT_VALUES, YES_NO, Effect, FactName
from tests.law.real import PACK, RULES

CARDS = {card.id: card for card in PACK.rules}
PERMITS = {Effect.MUST, Effect.MAY}
FORWARD = {*PERMITS, Effect.WITH_CONSENT, Effect.ASK_WITHOUT_NAMING}
CONSENTS = ("consent_person", "consent_guardian")


def value_of(fact: FactName) -> some.SearchStrategy[str | int | bool]:
    if words := FACT_VALUES.get(fact):
        return some.sampled_from(words)
    if fact in YES_NO:
        return some.booleans()
    if fact == "age":
        return some.sampled_from((0, 14, 17, 18, 19, 20, 21, 35, 90))
    return some.sampled_from((0, 5, 6, 11, 12, 24))


situations = some.builds(
    Situation,
    **{attribute: some.none() | value_of(fact) for fact, attribute in ATTRIBUTES.items()},
    about=some.none() | some.sampled_from(sorted(AGES)),
)
days = some.dates(datetime.date(2025, 1, 1), datetime.date(2029, 1, 1))
steadily = settings(max_examples=300, derandomize=True, deadline=None)


def permissions(advice: Advice) -> set[str]:
    return {
        verdict.card.id
        for verdict in advice.verdicts
        if verdict.card.effect in PERMITS and verdict.card.topic == "disclosure"
    }


@steadily
@given(situations, days, some.sampled_from(CONSENTS))
def test_a_yes_never_takes_a_permission_away(
    situation: Situation, day: datetime.date, who: str
) -> None:
    assume(getattr(situation, who) != "cannot")
    with_yes = dataclasses.replace(situation, **{who: "given"})  # type: ignore[arg-type]  # a consent is words

    before, after = (permissions(advise(s, RULES, day)) for s in (situation, with_yes))

    assert before <= after


@steadily
@given(situations, days)
def test_where_two_verdicts_pull_apart_one_prevails_for_a_reason(
    situation: Situation, day: datetime.date
) -> None:
    advice = advise(situation, RULES, day)

    cards = [verdict.card for verdict in advice.verdicts]
    apart = {frozenset((a.id, b.id)) for a in cards for b in cards if pulls_apart(a, b)}
    said = {frozenset((item.rule, item.over)) for item in advice.prevails}
    assert said == apart
    assert all(item.why.sv and item.why.en for item in advice.prevails)


@steadily
@given(situations, days)
def test_there_is_always_a_way_forward(situation: Situation, day: datetime.date) -> None:
    advice = advise(situation, RULES, day)

    effects = {verdict.card.effect for verdict in advice.verdicts}
    assert effects & FORWARD
    assert "ask-without-naming" in {verdict.card.id for verdict in advice.verdicts}


@steadily
@given(situations, days)
def test_no_verdict_rests_on_a_rule_outside_its_days(
    situation: Situation, day: datetime.date
) -> None:
    advice = advise(situation, RULES, day)

    named = {verdict.card.id for verdict in advice.verdicts}
    named |= {rule for change in advice.would_change for rule in change.rules}
    named |= {rule for item in advice.prevails for rule in (item.rule, item.over)}
    for card in map(CARDS.__getitem__, named):
        assert card.valid_from is None or card.valid_from <= day
        assert card.valid_to is None or day <= card.valid_to


@steadily
@given(situations, days, some.data())
def test_a_fact_that_is_not_asked_for_changes_nothing(
    situation: Situation, day: datetime.date, data: some.DataObject
) -> None:
    advice = advise(situation, RULES, day)
    asked = {change.fact for change in advice.would_change}
    unknown = [fact for fact, value in situation.facts().items() if value is None]
    idle = [fact for fact in unknown if fact not in asked]
    assume(idle)
    fact = data.draw(some.sampled_from(idle))
    learnt = {ATTRIBUTES[fact]: data.draw(value_of(fact))}

    after = advise(dataclasses.replace(situation, **learnt), RULES, day)  # type: ignore[arg-type]  # each fact has its own type

    assert [v.card.id for v in after.verdicts] == [v.card.id for v in advice.verdicts]


@steadily
@given(situations, days)
def test_the_same_question_has_the_same_answer(situation: Situation, day: datetime.date) -> None:
    assert advise(situation, RULES, day) == advise(situation, RULES, day)


@steadily
@given(situations)
def test_a_situation_is_read_as_it_was_written(situation: Situation) -> None:
    assert parse(to_data(situation)) == situation
