"""What can be read of the pack for the guide, and of a draft for its own pages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from fyrstod.access.public import by_id_or_404
from fyrstod.drafts.contents import Contents, Plan
from fyrstod.guide import rules
from fyrstod.packs import shelf
from fyrstod.packs.base import Named
from fyrstod.packs.schema import Advice, Factor, Level, Question, Sensitivity, Side, Step
from fyrstod.packs.together import Timeline

T = TypeVar("T")


def after(items: Sequence[T], here: T) -> T | None:
    """The item that follows, where there is one."""
    place = items.index(here) + 1
    return items[place] if place < len(items) else None


def timelines_for(step: Step) -> tuple[Timeline, ...]:
    """What happens after each report that is written in a step."""
    return tuple(
        timeline for timeline in shelf.current().timelines if f"{timeline.id}-report" in step.tools
    )


@dataclass(frozen=True, slots=True)
class Choices:
    """The three choices behind a conversation plan."""

    asker: Named
    person: Named
    step: Step

    @property
    def ids(self) -> tuple[str, str, str]:
        return self.asker.id, self.person.id, self.step.id


def choices_or_404(asker: str, person: str, step: str) -> Choices:
    pack = shelf.current()
    return Choices(
        by_id_or_404(pack.askers, asker),
        by_id_or_404(pack.people, person),
        by_id_or_404(pack.steps, step),
    )


def choices_of(plan: Plan | None) -> Choices | None:
    """The choices of a saved plan; None where the pack in use does not know them."""
    if plan is None:
        return None
    try:
        return choices_or_404(plan.asker, plan.person, plan.step)
    except Http404:
        return None


def questions() -> tuple[Question, ...]:
    """Every question, in the pack's order of themes."""
    pack = shelf.current()
    return tuple(
        question
        for theme in pack.themes
        for question in pack.questions
        if question.theme == theme.id
    )


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of a conversation: questions that go as close to the skin as each other."""

    sensitivity: Sensitivity
    questions: tuple[Question, ...]


def plans_in_brief() -> dict[str, Any]:
    """Every plan in so few words that a browser can keep them all, in the language of the page.

    A plan is the places of its questions in `questions`; their texts stand on the pages of
    `themes`.
    """
    pack, every = shelf.current(), questions()
    language = get_language() or "sv"
    places = {question.id: place for place, question in enumerate(every)}
    made = (
        Choices(asker, person, step)
        for asker in pack.askers
        for person in pack.people
        for step in pack.steps
    )
    return {
        "themes": [reverse("guide:theme", args=[theme.id]) for theme in pack.themes],
        "questions": [(f"question-{question.id}", question.sensitivity) for question in every],
        "names": [
            {item.id: item.title.in_language(language) for item in items}
            for items in (pack.askers, pack.people, pack.steps)
        ],
        "plans": {
            "/".join(choices.ids): [places[question.id] for question in suggested(choices)]
            for choices in made
        },
    }


def phases(of: Iterable[Question]) -> tuple[Phase, ...]:
    ordered = tuple(of)
    return tuple(
        Phase(sensitivity, found)
        for sensitivity in Sensitivity
        if (found := tuple(q for q in ordered if q.sensitivity is sensitivity))
    )


def suggested(choices: Choices) -> tuple[Question, ...]:
    return rules.plan(questions(), *choices.ids)


@dataclass(frozen=True, slots=True)
class Theme:
    """A theme and some of its questions."""

    theme: Named
    questions: tuple[Question, ...]


def themes(of: Iterable[Question]) -> tuple[Theme, ...]:
    """Questions under their themes, in the pack's order; themes without any are left out."""
    kept = tuple(of)
    return tuple(
        Theme(theme, found)
        for theme in shelf.current().themes
        if (found := tuple(question for question in kept if question.theme == theme.id))
    )


def chosen(plan: Plan) -> tuple[Question, ...]:
    return rules.chosen(questions(), plan)


def not_suggested(choices: Choices) -> tuple[Question, ...]:
    """What else this asker may ask this person in this step."""
    there = {question.id for question in suggested(choices)}
    return tuple(q for q in rules.open_to(questions(), *choices.ids) if q.id not in there)


def advice_for(choices: Choices, *moments: str) -> tuple[Advice, ...]:
    """Advice for these moments that suits who talks with whom."""
    return tuple(
        item
        for item in shelf.current().advice
        if item.moment in moments
        and (not item.people or choices.person.id in item.people)
        and (not item.askers or choices.asker.id in item.askers)
    )


def advice_made_for(choices: Choices) -> tuple[Advice, ...]:
    """Advice on special situations that names this person or this asker."""
    return tuple(
        item
        for item in advice_for(choices, "special")
        if choices.person.id in item.people or choices.asker.id in item.askers
    )


MOMENTS = ("before", "during", "after", "special")


def advice_by_moment() -> tuple[tuple[str, tuple[Advice, ...]], ...]:
    advice = shelf.current().advice
    return tuple(
        (moment, tuple(item for item in advice if item.moment == moment)) for moment in MOMENTS
    )


def sides(lens: Literal["care", "security"]) -> tuple[Side, Side]:
    """Both sides, in the order of the lens."""
    if lens == "security":
        return Side.RISK, Side.PROTECTIVE
    return Side.PROTECTIVE, Side.RISK


@dataclass(frozen=True, slots=True)
class FactorLevel:
    """The factors of one level, both sides."""

    level: Named
    protective: tuple[Factor, ...]
    risk: tuple[Factor, ...]


def factor_levels(factors: Iterable[Factor]) -> tuple[FactorLevel, ...]:
    """Factors under their levels, in the pack's order; levels without any are left out."""
    kept = tuple(factors)
    found = []
    for level in shelf.current().levels:
        here = [factor for factor in kept if factor.level == level.id]
        if here:
            found.append(
                FactorLevel(
                    level,
                    tuple(factor for factor in here if factor.side is Side.PROTECTIVE),
                    tuple(factor for factor in here if factor.side is Side.RISK),
                )
            )
    return tuple(found)


def find_factors(words: str, language: str) -> tuple[Factor, ...]:
    """The factors in which every one of the words occurs, in the language of the page."""
    wanted = words.casefold().split()

    def text_of(factor: Factor) -> str:
        texts = (factor.label, factor.looks_like, factor.does_not_mean, factor.do)
        return " ".join(text.in_language(language) for text in texts).casefold()

    return tuple(
        factor
        for factor in shelf.current().factors
        if all(word in text_of(factor) for word in wanted)
    )


@dataclass(frozen=True, slots=True)
class PlaceInPicture:
    """A part of a life as the picture shows it."""

    level: Named
    place: rules.Place
    themes: tuple[Named, ...]


def picture(contents: Contents) -> tuple[PlaceInPicture, ...]:
    pack = shelf.current()
    levels = {level.id: level for level in pack.levels}
    return tuple(
        PlaceInPicture(levels[place.level], place, _themes_for(place.level))
        for place in rules.picture(contents.pieces, pack.factors)
        if place.level in levels
    )


def _themes_for(level: Level) -> tuple[Named, ...]:
    wanted = rules.LEVEL_THEMES[level]
    return tuple(theme for theme in shelf.current().themes if theme.id in wanted)
