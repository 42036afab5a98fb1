"""Each broken pack is the small one that holds law, with one change, and is refused for it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from fyrstod.packs.loader import Fault
from tests.packs import tiny, tiny_law

RULES = "rules/secrecy.toml"
RECOMMENDATIONS = "recommendations.toml"


@dataclass(frozen=True)
class Broken:
    file: str
    old: str
    new: str
    place: str
    reason: str
    blamed: str = ""


BROKEN = {
    "a statute without a book": Broken(
        RULES, 'sfs = "2009:400"', 'sfs = "2009:401"', "bar.statute", "'2009:401' is not among"
    ),
    "a practice with a statute": Broken(
        RULES,
        'basis = "practice"',
        'basis = "practice"\nstatute = { sfs = "2009:400", section = "1" }',
        "young.statute",
        "is given for a statute, and only then",
    ),
    "a statute that is not named": Broken(
        RULES,
        'statute = { sfs = "2009:400", chapter = 26, section = "1" }\n',
        "",
        "bar.statute",
        "is given for a statute, and only then",
    ),
    "a rule that ends before it begins": Broken(
        RULES,
        "valid_from = 2025-04-01",
        "valid_from = 2025-04-01\nvalid_to = 2025-03-31",
        "young.valid_to",
        "comes before valid_from",
    ),
    "a condition that says two things": Broken(
        RULES,
        '{ fact = "age", below = 21 }',
        '{ fact = "age", below = 21, is_one_of = ["x"] }',
        "young.age",
        "a condition is",
    ),
    "a condition that says nothing": Broken(
        RULES, '{ fact = "age", below = 21 }', '{ fact = "age" }', "young.age", "a condition is"
    ),
    "words for a number": Broken(
        RULES,
        '{ fact = "age", below = 21 }',
        '{ fact = "age", is_one_of = ["young"] }',
        "young.age",
        "belong to numbers",
    ),
    "a number for a word": Broken(
        RULES,
        '{ fact = "age", below = 21 }',
        '{ fact = "matter", below = 21 }',
        "young.matter",
        "belong to numbers",
    ),
    "a word for yes or no": Broken(
        RULES,
        "is_one_of = [false]",
        'is_one_of = ["no"]',
        "bar.identified",
        "is true or false",
    ),
    "a word that no situation has": Broken(
        RULES,
        '{ fact = "age", below = 21 }',
        '{ fact = "matter", is_one_of = ["mood"] }',
        "young.matter",
        "no such word: mood",
    ),
    "a word in what is missed that no situation has": Broken(
        RULES,
        '{ fact = "age", at_least = 21 }',
        '{ fact = "matter", is_one_of = ["mood"] }',
        "young.matter",
        "no such word: mood",
    ),
    "a precedence for nobody": Broken(
        RULES,
        'effects = ["must", "may", "with-consent"]',
        'rules = ["x9"], effects = ["must", "may", "with-consent"]',
        "opens.prevails.rules",
        "'x9' is not among the rules",
    ),
    "a precedence that names no card": Broken(
        RULES,
        'over = { effects = ["may-not"] }',
        "over = { }",
        "opens.over",
        "names no card",
    ),
    "a duty that meets a bar and nothing says which prevails": Broken(
        RULES,
        'effects = ["must", "may", "with-consent"]',
        'effects = ["may", "with-consent"]',
        "[[precedence]]",
        "where must meets may-not",
        "rules",
    ),
    "a word of a situation that is not explained": Broken(
        "situation.toml", 'id = "guard"', 'id = "watch"', "sender-role.values", "explain these"
    ),
    "a fact that nothing asks for": Broken(
        "situation.toml", 'fact = "age"', 'fact = "matter"', "age", "no [[fact]] asks for it"
    ),
    "an agency that leans on no known rule": Broken(
        "agencies/all.toml", 'rules = ["young"]', 'rules = ["x9"]', "police.rules", "'x9' is not"
    ),
    "what happens after, on no known rule": Broken(
        "agencies/all.toml", 'rule = "young"', 'rule = "x9"', "police.after.1.rule", "'x9' is not"
    ),
    "an event of no known agency": Broken(
        "timelines.toml",
        'agency = "school"',
        'agency = "x9"',
        "police.events.three.agency",
        "'x9' is not",
    ),
    "a meaning of no known agency": Broken(
        "shared-words.toml",
        'agency = "school"',
        'agency = "x9"',
        "risk.meanings.2.agency",
        "'x9' is not",
    ),
    "a recommendation owned by nobody": Broken(
        RECOMMENDATIONS, 'owner = "coordinator"', 'owner = "x9"', "deputy.owner", "'x9' is not"
    ),
    "a duty covered by no known recommendation": Broken(
        RECOMMENDATIONS,
        'covered_by = ["deputy"]',
        'covered_by = ["x9"]',
        "picture.covered_by",
        "'x9'",
    ),
    "an answer that the page does not know": Broken(
        RECOMMENDATIONS, 'id = "partly"', 'id = "nearly"', "[[state]]", "in this order: in-place"
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tiny_law.write(tmp_path / "2026.1")


def test_the_small_pack_with_law_is_whole(folder: Path) -> None:
    assert tiny.faults_of(folder) == ()


@pytest.mark.parametrize("name", BROKEN)
def test_a_pack_with_broken_law_is_refused(folder: Path, name: str) -> None:
    broken = BROKEN[name]
    tiny.change(folder, broken.file, broken.old, broken.new)

    faults = tiny.faults_of(folder)

    assert any(
        (fault.file, fault.place) == (broken.blamed or broken.file, broken.place)
        and broken.reason in fault.reason
        for fault in faults
    ), faults


def test_a_pack_of_the_first_format_needs_no_law(tmp_path: Path) -> None:
    folder = tiny.write(tmp_path / "2026.1")

    assert tiny.faults_of(folder) == ()


@pytest.mark.parametrize("file", sorted(set(tiny_law.FILES) - {"pack.toml"}))
def test_a_pack_of_the_second_format_needs_every_part(folder: Path, file: str) -> None:
    (folder / file).unlink()

    reasons = {fault.reason for fault in tiny.faults_of(folder)}

    assert "nothing here; a pack needs it" in reasons


@pytest.mark.parametrize("key", ["basis", "verified", "sources", "says"])
def test_a_rule_card_without_what_it_rests_on_is_refused(folder: Path, key: str) -> None:
    lines = tiny_law.RULES.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith(f"{key} ="))
    (folder / RULES).write_text("\n".join(lines[:first] + lines[first + 1 :]), encoding="utf-8")

    faults = tiny.faults_of(folder)

    assert Fault(RULES, f"rule 1 (bar) {key}", "is missing") in faults
