"""Part 1 in the browser: conversation guide, process map, sorting a worry, factors."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from fyrstod.access.limits import count
from fyrstod.access.public import by_id_or_404, content_page
from fyrstod.drafts.fields import Wrong, named_errors
from fyrstod.drafts.http import (
    ensure_draft,
    hand_over,
    leaves_for,
    require_operator,
    with_draft,
)
from fyrstod.drafts.services import OpenDraft
from fyrstod.guide import rules, selectors, services
from fyrstod.guide.forms import ChoicesForm, LensForm, OwnQuestionForm, SearchForm
from fyrstod.guide.selectors import Choices
from fyrstod.guide.services import NoPlan, PlanChangedElsewhere, TooManyOwnQuestions
from fyrstod.packs import shelf
from fyrstod.packs.schema import Factor

# What only takes a POST sends a visit on instead of refusing it: such an address is opened by
# the language switch on an error page, and by the back button.
GET_OR_POST = ["GET", "POST"]


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    return content_page(request, "guide/start.html", {"form": ChoicesForm()})


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    form = ChoicesForm(request.GET)
    if form.is_valid():
        return redirect("guide:plan", *form.cleaned_data.values())
    return render(request, "guide/start.html", {"form": form}, status=422)


@require_safe
def plan(request: HttpRequest, asker: str, person: str, step: str) -> HttpResponse:
    choices = selectors.choices_or_404(asker, person, step)
    context = {
        "choices": choices,
        "phases": selectors.phases(selectors.suggested(choices)),
        "before": selectors.advice_for(choices, "before"),
        "during": selectors.advice_for(choices, "during"),
        "special": selectors.advice_made_for(choices),
    }
    return content_page(request, "guide/plan.html", context)


@require_http_methods(GET_OR_POST)
def begin_plan(request: HttpRequest, asker: str, person: str, step: str) -> HttpResponse:
    choices = selectors.choices_or_404(asker, person, step)
    if request.method == "GET":
        return redirect("guide:plan", *choices.ids)
    count(request, "draft")
    draft, new = ensure_draft(request, services.new_contents(choices))
    response = redirect("guide:my_plan")
    if new:
        hand_over(response, draft.ticket)
    else:
        services.choose(draft.ticket, choices)
    return response


@require_http_methods(GET_OR_POST)
@with_draft
def my_plan(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    if request.method == "GET":
        return _my_plan_page(request, draft)
    ticked = request.POST.getlist("questions")
    try:
        services.tick(draft.ticket, ticked, request.POST.get("seen", ""))
    except PlanChangedElsewhere as problem:
        return _my_plan_page(
            request,
            problem.draft,
            status=409,
            errors=[("pick", str(problem))],
            ticked=set(ticked),
        )
    return redirect("guide:my_plan")


@require_http_methods(GET_OR_POST)
@with_draft
def change_choices(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    if request.method == "GET":
        return redirect("guide:my_plan")
    form = ChoicesForm(request.POST)
    if not form.is_valid():
        return _my_plan_page(
            request, draft, status=422, errors=list(named_errors(form)), choices_form=form
        )
    services.choose(draft.ticket, selectors.choices_or_404(**form.cleaned_data))
    return redirect("guide:my_plan")


@require_http_methods(GET_OR_POST)
@with_draft
def drop_question(request: HttpRequest, draft: OpenDraft, question_id: str) -> HttpResponse:
    if request.method == "POST":
        services.drop(draft.ticket, question_id)
    return redirect(reverse("guide:my_plan") + "#questions")


@require_http_methods(GET_OR_POST)
@with_draft
def add_own(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    if request.method == "GET":
        return redirect("guide:my_plan")
    leaves = leaves_for(request)
    if leaves == "language":
        typed = OwnQuestionForm(initial=request.POST.dict())
        return _my_plan_page(request, draft, own_form=typed)
    if leaves == "back" and not request.POST.get("text", "").strip():
        return redirect("guide:start")
    form = OwnQuestionForm(request.POST)
    if form.is_valid():
        try:
            services.add_own(draft.ticket, form.question())
            return redirect("guide:start" if leaves else reverse("guide:my_plan") + "#own")
        except (NoPlan, TooManyOwnQuestions) as problem:
            form.add_error("text", str(problem))
    return _my_plan_page(request, draft, status=422, errors=list(named_errors(form)), own_form=form)


@require_http_methods(GET_OR_POST)
@with_draft
def remove_own(request: HttpRequest, draft: OpenDraft, question_id: uuid.UUID) -> HttpResponse:
    if request.method == "POST":
        services.remove_own(draft.ticket, str(question_id))
    return redirect(reverse("guide:my_plan") + "#own")


def _my_plan_page(
    request: HttpRequest,
    draft: OpenDraft,
    *,
    status: int = 200,
    errors: Sequence[Wrong | tuple[str, str]] | None = None,
    ticked: set[str] | None = None,
    choices_form: ChoicesForm | None = None,
    own_form: OwnQuestionForm | None = None,
) -> HttpResponse:
    saved = draft.contents.plan
    choices = selectors.choices_of(saved)
    context: dict[str, Any] = {
        "choices": choices,
        "errors": errors,
        "pick_open": ticked is not None,
        "choices_form": choices_form or ChoicesForm(initial=_initial(choices)),
        "own_form": own_form or OwnQuestionForm.blank(),
        "own_unsaved": own_form is not None,
    }
    if saved is not None and choices is not None:
        chosen = selectors.chosen(saved)
        if ticked is None:
            ticked = {question.id for question in chosen}
        others = selectors.themes(selectors.not_suggested(choices))
        context |= {
            "seen": services.mark_of(saved),
            "own": saved.own,
            "phases": selectors.phases(chosen),
            "suggested": selectors.phases(selectors.suggested(choices)),
            "others": others,
            "open_themes": [
                group.theme.id
                for group in others
                if any(question.id in ticked for question in group.questions)
            ],
            "ticked": ticked,
        }
    return render(request, "guide/my_plan.html", context, status=status)


def _initial(choices: Choices | None) -> dict[str, str]:
    return dict(zip(("asker", "person", "step"), choices.ids, strict=True)) if choices else {}


@require_safe
@with_draft
def pocket(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    saved = draft.contents.plan
    choices = selectors.choices_of(saved)
    if saved is None or choices is None:
        return redirect("guide:my_plan")
    context = {
        "choices": choices,
        "phases": selectors.phases(selectors.chosen(saved)),
        "own": saved.own,
        "before": selectors.advice_for(choices, "before"),
        "during": selectors.advice_for(choices, "during"),
    }
    return render(request, "guide/pocket.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    context = {"themes": selectors.themes(selectors.questions())}
    return content_page(request, "guide/questions.html", context)


@require_safe
def theme(request: HttpRequest, theme_id: str) -> HttpResponse:
    themes = shelf.current().themes
    here = by_id_or_404(themes, theme_id)
    of_theme = [question for question in selectors.questions() if question.theme == here.id]
    context = {
        "theme": here,
        "questions": rules.in_order(of_theme, selectors.questions()),
        "following": selectors.after(themes, here),
    }
    return content_page(request, "guide/theme.html", context)


@require_safe
def advice(request: HttpRequest) -> HttpResponse:
    return content_page(request, "guide/advice.html", {"moments": selectors.advice_by_moment()})


@require_safe
def advice_topic(request: HttpRequest, advice_id: str) -> HttpResponse:
    every = shelf.current().advice
    here = by_id_or_404(every, advice_id)
    context = {"topic": here, "following": selectors.after(every, here)}
    return content_page(request, "guide/advice_topic.html", context)


@require_safe
def process(request: HttpRequest) -> HttpResponse:
    return content_page(request, "guide/process.html", {"steps": shelf.current().steps})


@require_safe
def step(request: HttpRequest, step_id: str) -> HttpResponse:
    steps = shelf.current().steps
    here = by_id_or_404(steps, step_id)
    context = {
        "step": here,
        "steps": steps,
        "timelines": selectors.timelines_for(here),
        "following": selectors.after(steps, here),
    }
    return content_page(request, "guide/step.html", context)


@require_safe
def worry(request: HttpRequest) -> HttpResponse:
    return content_page(request, "guide/worry.html", {"prompts": shelf.current().prompts})


@require_http_methods(GET_OR_POST)
def begin_worry(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return redirect("guide:worry")
    count(request, "draft")
    draft, new = ensure_draft(request, services.new_contents())
    response = redirect("guide:pieces")
    if new:
        hand_over(response, draft.ticket)
    return response


@require_safe
@with_draft
def pieces(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    context = {
        "kinds": rules.by_kind(draft.contents.pieces).items(),
        "any_pieces": bool(draft.contents.pieces),
        "prompts": shelf.current().prompts,
        "lens": draft.contents.lens,
    }
    return render(request, "guide/pieces.html", context)


@require_http_methods(GET_OR_POST)
@with_draft
def lens(request: HttpRequest, draft: OpenDraft, page: str) -> HttpResponse:
    form = LensForm(request.POST)
    if request.method == "POST" and form.is_valid():
        services.turn_lens(draft.ticket, form.cleaned_data["lens"])
    return redirect(f"guide:{page}")


@require_safe
@with_draft
def picture(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    contents = draft.contents
    pack = shelf.current()
    context = {
        "places": selectors.picture(contents),
        "sides": selectors.sides(contents.lens),
        "unlinked": rules.unlinked(contents.pieces, pack.factors),
        "gaps": rules.gaps(contents.pieces, pack.factors),
        "pieces": contents.pieces,
        "lens": contents.lens,
    }
    return render(request, "guide/picture.html", context)


@require_safe
@with_draft
def next_steps(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    pack = shelf.current()
    context = {
        "next_steps": pack.next_steps,
        "gaps": rules.gaps(draft.contents.pieces, pack.factors),
    }
    return render(request, "guide/next.html", context)


@require_safe
def factors(request: HttpRequest, side: str = "", level_id: str = "") -> HttpResponse:
    pack = shelf.current()
    level = by_id_or_404(pack.levels, level_id) if level_id else None
    shown = [
        factor
        for factor in pack.factors
        if (not side or factor.side == side) and (level is None or factor.level == level.id)
    ]
    context = {
        "levels": selectors.factor_levels(shown),
        "all_levels": pack.levels,
        "side": side,
        "level": level,
    }
    return content_page(request, "guide/factors.html", context)


@require_http_methods(GET_OR_POST)
def factor_search(request: HttpRequest) -> HttpResponse:
    """For browsers without script. The words come by POST, so no address or log holds them."""
    if request.method == "GET":
        return redirect("guide:factors")
    require_operator()
    count(request, "search")
    form = SearchForm(request.POST)
    found: tuple[Factor, ...] = ()
    if form.is_valid():
        found = selectors.find_factors(form.cleaned_data["words"], get_language() or "sv")
    context = {
        "form": form,
        "words": form.cleaned_data.get("words", ""),
        "levels": selectors.factor_levels(found),
    }
    return render(request, "guide/factor_search.html", context, status=422 if form.errors else 200)


@require_safe
def factor(request: HttpRequest, factor_id: str) -> HttpResponse:
    pack = shelf.current()
    here = by_id_or_404(pack.factors, factor_id)
    context = {
        "factor": here,
        "level": by_id_or_404(pack.levels, here.level),
        "strengths": pack.strengths,
        "others": selectors.factor_levels(
            other for other in pack.factors if other.level == here.level and other.id != here.id
        ),
    }
    return content_page(request, "guide/factor.html", context)
