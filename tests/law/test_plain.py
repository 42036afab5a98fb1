"""A situation as JSON, and its answer."""

from __future__ import annotations

import dataclasses
import datetime
import json
from pathlib import Path

import pytest

from fyrstod.law import plain
from fyrstod.law.advice import Rulebook, advise
from fyrstod.law.situation import BadSituation, Situation
from fyrstod.packs.base import Text
from fyrstod.packs.loader import load
from fyrstod.packs.schema import Pack
from tests.packs import tiny_law

DAY = datetime.date(2026, 11, 25)


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    return load(tiny_law.write(tmp_path / "2026.1"))


def test_a_situation_may_say_its_day() -> None:
    question = plain.read(b'{"from": "school", "age": 19, "on_date": "2026-11-25"}')

    assert question == plain.Question(Situation(sender="school", age=19), DAY)


def test_a_situation_without_a_day_leaves_it_open() -> None:
    assert plain.read(b"{}") == plain.Question(Situation(), None)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", "situation"),
        (b"[]", "situation"),
        (b"{", "situation"),
        (b"\xff", "situation"),
        (b"[" * 90_000, "situation"),
        (b" " * (plain.MAX_BYTES + 1), "situation"),
        (b'{"age": 17, "age": 19}', "situation"),
        (b'{"on_date": "25/11"}', "on_date"),
        (b'{"on_date": 20261125}', "on_date"),
        (b'{"age": -1}', "age"),
        (b'{"name": "Kim"}', "name"),
    ],
)
def test_what_is_no_situation_is_refused_at_its_field(data: bytes, field: str) -> None:
    with pytest.raises(BadSituation) as caught:
        plain.read(data)

    assert [fault.field for fault in caught.value.faults] == [field]


def test_the_answer_is_data_that_json_can_carry(pack: Pack) -> None:
    situation = Situation(sender="social-services", receiver="police", age=19)

    answer = plain.answer(advise(situation, Rulebook.of(pack), DAY), pack)

    assert json.loads(json.dumps(answer)) == answer
    assert answer["on_date"] == "2026-11-25"
    assert answer["pack"] == "tiny 2026.1"
    assert [verdict["rule"] for verdict in answer["verdicts"]] == ["young", "bar"]  # type: ignore[attr-defined]  # a list, as JSON
    assert answer["prevails"] == [
        {
            "rule": "young",
            "over": "bar",
            "outcome": "weighed",
            "why": {"sv": "Undantaget bryter.", "en": "The exception breaks it."},
        }
    ]
    assert answer["would_change"] == [
        {
            "fact": "identified",
            "rules": ["bar"],
            "why": {"sv": "Fråga?", "en": "Question?"},
        }
    ]


def test_the_answer_says_why_an_expected_rule_does_not_apply(pack: Pack) -> None:
    situation = Situation(sender="social-services", receiver="police", age=30)

    answer = plain.answer(advise(situation, Rulebook.of(pack), DAY), pack)

    assert answer["does_not_apply"] == [
        {
            "rule": "young",
            "title": {"sv": "Unga", "en": "The young"},
            "statute": None,
            "why": {"sv": "För gammal.", "en": "Too old."},
        }
    ]


def test_a_statute_is_told_as_data(pack: Pack) -> None:
    answer = plain.answer(advise(Situation(sender="social-services"), Rulebook.of(pack), DAY), pack)

    (bar,) = (verdict for verdict in answer["verdicts"] if verdict["rule"] == "bar")  # type: ignore[attr-defined]  # a list, as JSON
    assert bar["statute"] == {"sfs": "2009:400", "chapter": 26, "section": "1"}


def test_the_answer_says_which_rules_are_local(pack: Pack) -> None:
    local = dataclasses.replace(pack, local=(("rules", "young"),))
    situation = Situation(sender="social-services", receiver="police", age=19)

    answer = plain.answer(advise(situation, Rulebook.of(local), DAY), local)

    told = json.loads(json.dumps(answer))["verdicts"]
    assert {verdict["rule"]: verdict["local"] for verdict in told} == {"young": True, "bar": False}


def test_the_answer_says_what_must_happen_first_and_what_holds_meanwhile(pack: Pack) -> None:
    wait, then = Text(sv="på begäran", en="on request"), Text(sv="Ring.", en="Call.")
    young, bar = (next(card for card in pack.rules if card.id == name) for name in ("young", "bar"))
    cards = (
        dataclasses.replace(bar, only_when=wait, urgent=True),
        dataclasses.replace(young, while_open=then),
    )
    changed = dataclasses.replace(pack, rules=cards)
    situation = Situation(sender="social-services", receiver="police")

    answer = plain.answer(advise(situation, Rulebook.of(changed), DAY), changed)

    told = json.loads(json.dumps(answer))
    assert [(v["only_when"], v["urgent"]) for v in told["verdicts"]] == [
        ({"sv": "på begäran", "en": "on request"}, True)
    ]
    assert told["still_open"] == [
        {
            "rule": "young",
            "title": {"sv": "Unga", "en": "The young"},
            "says": {"sv": "Ring.", "en": "Call."},
        }
    ]
