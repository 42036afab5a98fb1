"""A small pack of recommendations, and answers to it. All places are made up."""

from __future__ import annotations

import dataclasses
from typing import Any

from fyrstod.core.assessments import Action, Answer, Assessment, Role, Scope, State
from fyrstod.packs import shelf
from fyrstod.packs.base import Named, Text
from fyrstod.packs.schema import Pack
from fyrstod.packs.together import Area, PlanDuty, Recommendation

SOME_ID = "11111111-1111-4111-8111-111111111111"
OTHER_ID = "22222222-2222-4222-8222-222222222222"


def text(sv: str, en: str = "") -> Text:
    return Text(sv=sv, en=en or f"{sv} (en)")


def named(name: str, sv: str, en: str = "") -> Named:
    return Named(id=name, title=text(sv, en), lead=text(f"Det betyder {sv.lower()}."))


ROLES = (
    named("coordinator", "Brottsförebyggande samordnare", "Crime prevention coordinator"),
    named("head", "Socialchef", "Head of social services"),
    named("security", "Säkerhetschef", "Head of security"),
)
STATES = (
    named("in-place", "På plats", "In place"),
    named("partly", "Delvis", "Partly"),
    named("not-yet", "Inte än", "Not yet"),
    named("does-not-fit", "Passar inte oss", "Does not fit us"),
)
AREAS = (
    Area(id="mandate", scope="internal", title=text("Uppdrag"), lead=text("Vem gör vad.")),
    Area(id="forum", scope="external", title=text("Forum"), lead=text("Var man möts.")),
    Area(id="empty", scope="external", title=text("Tomt"), lead=text("Inget än.")),
)


def recommendation(name: str, area: str, sv: str) -> Recommendation:
    return Recommendation(
        id=name,
        area=area,
        title=text(sv),
        why=text(f"{sv}: därför."),
        first_step=text(f"{sv}: börja här."),
        in_place=text(f"{sv}: så ser det ut."),
        owner="coordinator",
        sources=(shelf.current().sources[0].id,),
    )


def pack() -> Pack:
    """The pack in use, with these recommendations and no others."""
    return dataclasses.replace(
        shelf.current(),
        areas=AREAS,
        roles=ROLES,
        states=STATES,
        recommendations=(
            recommendation("decision", "mandate", "Ett beslut"),
            recommendation("deputy", "mandate", "En ersättare"),
            recommendation("routine", "mandate", "En rutin"),
            recommendation("agreement", "forum", "En överenskommelse"),
            recommendation("agenda", "forum", "En dagordning"),
        ),
        plan_duties=(
            PlanDuty(
                id="duty-agreement",
                title=text("Överenskommelse"),
                text=text("Kommunen ska verka för en överenskommelse."),
                rule="k196-9",
                covered_by=("agreement", "decision"),
            ),
            PlanDuty(
                id="duty-picture",
                title=text("Lägesbild"),
                text=text("Kommunen ska ta fram en lägesbild."),
                rule="k196-4",
            ),
        ),
    )


def answer(about: str, state: State | None = State.IN_PLACE, **more: Any) -> Answer:
    return Answer(about=about, state=state, **more)


def action(what: str = "Utse en ersättare", **more: Any) -> Action:
    return Action(**{"id": SOME_ID, "what": what, **more})


def assessment(*answers: Answer, **more: Any) -> Assessment:
    values: dict[str, Any] = {
        "scope": Scope.MUNICIPALITY,
        "name": "Björkdala kommun",
        "pack": "fyrstod 2026.2",
        "day": "2026-11-23" if answers else "",
        "answers": answers,
    }
    return Assessment(**{**values, **more})


def role(name: str) -> Role:
    return Role(id=name)
