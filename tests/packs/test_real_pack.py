"""What the common pack promises beyond what `check` asks of any pack."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from fyrstod.packs.base import LANGUAGES, Text
from fyrstod.packs.check import CheckReport, check, pinned_digest, texts_of
from fyrstod.packs.loader import Loaded, load_with_origin
from fyrstod.packs.schema import Factor, Pack, Side, Strength
from fyrstod.packs.table import DIFFERENCES

FOLDER = Path(__file__).parents[2] / "content" / "fyrstod" / "2026.2"


@pytest.fixture(scope="module")
def loaded() -> Loaded:
    return load_with_origin(FOLDER)


@pytest.fixture(scope="module")
def pack(loaded: Loaded) -> Pack:
    return loaded.pack


@pytest.fixture(scope="module")
def report(loaded: Loaded) -> CheckReport:
    return check(loaded)


def test_the_pack_has_no_fault(report: CheckReport) -> None:
    assert report.faults == ()


def test_the_list_of_releases_can_be_read() -> None:
    assert (FOLDER.parent / "releases.toml").is_file()
    pinned_digest(FOLDER)


def test_every_answer_has_a_short_noun_to_be_filed_under(pack: Pack) -> None:
    headings = [
        (one.id, one.heading)
        for report in pack.reports
        for field in report.all_fields()
        for one in (field, *field.fields)
    ]
    headings += [
        (section.id, section.on_paper) for report in pack.reports for section in report.sections
    ]

    unfit = [
        name
        for name, words in headings
        if words is None or any("?" in w or len(w) > 40 for w in (words.sv, words.en))
    ]

    assert unfit == []


def test_there_is_enough_of_everything(report: CheckReport) -> None:
    assert report.counts["questions"] >= 80
    assert report.counts["risk_factors"] >= 22
    assert report.counts["protective_factors"] >= 20
    assert report.counts["steps"] == 5
    assert report.counts["themes"] == 10
    assert report.counts["agenda"] >= 8
    assert report.counts["table_questions"] >= 12


def test_at_least_a_third_of_the_questions_start_from_strengths(pack: Pack) -> None:
    starts = Counter(question.starts_from for question in pack.questions)

    assert starts["strengths"] * 3 >= len(pack.questions)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("field", ["text", "why", "protective", "risk", "follow_up", "avoid"])
def test_no_two_questions_share_a_text(pack: Pack, field: str, language: str) -> None:
    written = Counter(
        " ".join(getattr(question, field).in_language(language).casefold().split())
        for question in pack.questions
    )

    assert [text for text, times in written.items() if times > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "field", ["looks_like", "does_not_mean", "care_eye", "security_eye", "do", "evidence"]
)
def test_no_two_factors_share_a_text(pack: Pack, field: str, language: str) -> None:
    written = Counter(getattr(factor, field).in_language(language) for factor in pack.factors)

    assert [text for text, times in written.items() if times > 1] == []


def test_a_meeting_takes_up_what_protects_what_is_unknown_and_who_tells(pack: Pack) -> None:
    items = [item.id for item in pack.agenda]
    moments = [moment.id for moment in pack.agenda_moments]

    assert {"purpose", "what-may-be-said", "round", "what-protects", "unknown"} <= set(items)
    assert {"the-persons-view", "decisions", "actions", "who-tells", "next-review"} <= set(items)
    assert [item.moment for item in pack.agenda] == sorted(
        (item.moment for item in pack.agenda), key=moments.index
    )


def test_several_questions_serve_each_way_in_which_pictures_can_differ(pack: Pack) -> None:
    served = Counter(one for question in pack.table_questions for one in question.serves)

    assert {difference for difference, times in served.items() if times < 3} == set()
    assert {question.serves[0] for question in pack.table_questions} == set(DIFFERENCES)


def test_no_reason_and_no_forum_lacks_a_name_of_its_own(pack: Pack) -> None:
    assert {"not-needed", "about-somebody-else", "said-no", "secrecy", "other"} <= {
        reason.id for reason in pack.held_back
    }
    assert {"sspf", "own-team", "ad-hoc", "other"} <= {kind.id for kind in pack.forum_kinds}
    assert next(kind for kind in pack.forum_kinds if kind.id == "council").speaks_of == "situation"


def test_every_theme_step_and_person_has_questions(pack: Pack) -> None:
    assert {question.theme for question in pack.questions} == {theme.id for theme in pack.themes}
    assert {step for question in pack.questions for step in question.steps} == {
        step.id for step in pack.steps
    }
    assert {person for question in pack.questions for person in question.people} == {
        person.id for person in pack.people
    }


def test_every_asker_finds_questions_for_every_person_in_every_step(pack: Pack) -> None:
    plans = {
        (asker.id, person.id, step.id): sum(
            person.id in question.people
            and step.id in question.steps
            and not {asker.id, "any"}.isdisjoint(question.askers)
            for question in pack.questions
        )
        for asker in pack.askers
        for person in pack.people
        for step in pack.steps
    }

    assert {plan: count for plan, count in plans.items() if count < 12} == {}


SEEN_FIGURES = {
    ("perceived-threat-safety", "j22", "0.30"),
    ("perceived-threat-values", "j22", "0.28"),
    ("contempt-for-other-groups", "j22", "0.25"),
    ("rejects-democracy", "j22", "0.17"),
    ("strong-group-identity", "j22", "0.21"),
    ("aggression", "j22", "0.24"),
    ("low-mood", "j22", "0.07"),
    ("collective-grievance", "j22", "0.19"),
    ("experienced-discrimination", "j22", "0.11"),
    ("dissatisfaction-with-institutions", "j22", "0.11"),
    ("empathy", "j22", "−0.16"),
    ("hope-for-the-future", "mi20", "−0.08"),
}
"""Each figure that somebody read in its source. A figure from memory never ships."""


def test_no_figure_ships_that_was_not_read_in_its_source(pack: Pack) -> None:
    shipped = {
        (factor.id, figure.source, figure.value.split("=")[1].replace(",", " ").split()[0])
        for factor in pack.factors
        for figure in factor.figures
    }

    assert shipped == SEEN_FIGURES


def figure_of(factor: Factor) -> float:
    """The size of a factor's figure, whichever way it points."""
    value = factor.figures[0].value.split("=")[1].replace("−", "-").replace(",", " ")
    return abs(float(value.split()[0]))


def test_a_very_small_link_is_called_weak_and_a_rather_small_one_is_not(pack: Pack) -> None:
    measured = [factor for factor in pack.factors if factor.figures]

    assert {factor.strength for factor in measured if figure_of(factor) < 0.15} == {Strength.WEAK}
    assert {factor.strength for factor in measured if figure_of(factor) >= 0.15} == {Strength.SOME}


def of_side(pack: Pack, side: Side) -> list[Factor]:
    return [factor for factor in pack.factors if factor.side is side]


def length(factor: Factor) -> int:
    return sum(len(text.sv) + len(text.en) for _, text in texts_of(factor))


def test_protection_is_described_at_about_the_same_length_as_risk(pack: Pack) -> None:
    risk, protection = (
        statistics.mean(map(length, of_side(pack, side))) for side in (Side.RISK, Side.PROTECTIVE)
    )

    assert 0.75 < protection / risk < 1.33


BETTER_MARKS: dict[str, Callable[[Text], bool]] = {
    "Swedish quotes are ” on both sides": lambda text: not set('“„"') & set(text.sv),
    "English quotes are curly": lambda text: '"' not in text.en and "'" not in text.en,
    "no hyphen stands as a dash": lambda text: " - " not in text.sv + text.en,
    "no double space": lambda text: "  " not in text.sv + text.en,
}


@pytest.mark.parametrize("is_good", BETTER_MARKS.values(), ids=BETTER_MARKS.keys())
def test_the_texts_are_well_set(loaded: Loaded, is_good: Callable[[Text], bool]) -> None:
    texts = [
        (file, item.id, path, text)
        for file, item in loaded.items()
        for path, text in texts_of(item)
    ]

    assert [row for row in texts if not is_good(row[3])] == []


def test_both_languages_are_written_and_not_copied(loaded: Loaded) -> None:
    copied = [
        (file, item.id, path)
        for file, item in loaded.items()
        for path, text in texts_of(item)
        if text.sv == text.en and len(text.sv.split()) > 3
    ]

    assert copied == []
