"""The rule cards of the real pack against situations whose answer was read from the statutes."""

from __future__ import annotations

import datetime
import itertools
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fyrstod.law.advice import Advice, advise
from fyrstod.law.situation import parse
from fyrstod.packs.cards import Party
from tests.law.real import PACK, RULES, SITUATIONS
from tests.law.small import open_facts

ROOT = Path(__file__).parent.parent.parent
BOUNDARIES = ["2025-04-01", "2025-07-01", "2025-12-01", "2026-01-15", "2028-07-01"]
DAY = datetime.timedelta(days=1)


def answer(row: dict[str, Any]) -> Advice:
    return advise(parse(row["given"]), RULES, row["on_date"])


def telling(advice: Advice) -> set[str]:
    """The cards on telling that bind or free the one who tells."""
    return {
        verdict.card.id
        for verdict in advice.verdicts
        if verdict.card.topic == "disclosure" and verdict.card.acts == "sender"
    }


def following(advice: Advice) -> set[str]:
    """The cards on what follows: what the receiver does, and how."""
    applying = {v.card.id for v in advice.verdicts if v.card.topic != "records"}
    return applying - telling(advice)


@pytest.mark.parametrize("row", SITUATIONS, ids=lambda row: row["id"])
def test_the_cards_answer_as_the_statutes_do(row: dict[str, Any]) -> None:
    advice = answer(row)

    assert telling(advice) == set(row["applies"])
    assert following(advice) == set(row.get("then", ()))
    assert set(row.get("would_change", ())) <= set(open_facts(advice))
    assert set(row.get("does_not_apply", ())) <= {item.card.id for item in advice.does_not_apply}


def test_every_situation_stands_once() -> None:
    ids = [row["id"] for row in SITUATIONS]

    assert len(ids) == len(set(ids)) >= 120


def test_every_sender_meets_every_receiver() -> None:
    met = {(row["given"].get("from"), row["given"].get("to")) for row in SITUATIONS}

    assert met >= set(itertools.product(Party, Party))


@pytest.mark.parametrize("age", [17, 18, 20, 21, 35, None])
def test_every_age_at_which_the_law_turns_is_there(age: int | None) -> None:
    assert any(row["given"].get("age") == age for row in SITUATIONS)


@pytest.mark.parametrize("boundary", BOUNDARIES)
def test_each_change_of_the_law_is_tried_on_both_sides(boundary: str) -> None:
    first = datetime.date.fromisoformat(boundary)
    days = {row["on_date"] for row in SITUATIONS}

    assert {first - DAY, first} <= days


def test_every_card_is_tried_both_ways() -> None:
    applying = [{verdict.card.id for verdict in answer(row).verdicts} for row in SITUATIONS]
    always = {"ask-without-naming", "cve-support-line", "gdpr-35"}

    assert set().union(*applying) == {card.id for card in PACK.rules}
    assert set.intersection(*applying) == always


def test_the_table_for_lawyers_is_current() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "script" / "law-table", "--check"], capture_output=True, check=False
    )

    assert done.returncode == 0, done.stderr.decode()
