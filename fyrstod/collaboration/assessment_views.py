"""Recommendations in the browser: reading them, answering, seeing how it stands, planning."""

from __future__ import annotations

import functools
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, Literal, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from fyrstod.access.limits import count, limited
from fyrstod.access.public import by_id_or_404, content_page
from fyrstod.collaboration import assessment as rules
from fyrstod.collaboration import assessment_papers as papers
from fyrstod.collaboration import assessment_services as services
from fyrstod.collaboration.assessment_forms import (
    ROLES,
    ActionForm,
    AnswersPage,
    ScopeForm,
)
from fyrstod.collaboration.assessment_papers import Paper
from fyrstod.collaboration.assessment_services import (
    ActionChangedElsewhere,
    AnswersChangedElsewhere,
    PlanFull,
)
from fyrstod.core.assessments import Action, Assessment, Scope
from fyrstod.documents.html import to_html
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.http import ensure_draft, hand_over, leaves_for, with_draft
from fyrstod.drafts.papers import now
from fyrstod.drafts.services import OpenDraft
from fyrstod.packs import shelf
from fyrstod.packs.together import Area, PlanDuty, Recommendation

P = ParamSpec("P")

# What only takes a POST sends a visit on instead of refusing it: such an address is opened by
# the language switch on an error page, and by the back button.
GET_OR_POST = ["GET", "POST"]
FORMATS = ("pdf", "docx", "txt", "json")
"""What the document page offers, the most useful first."""
FILE_NAME = gettext_noop("action-plan")
"""What a file of it is called, before its reference; plain letters in every language."""


def _language() -> Literal["sv", "en"]:
    return "en" if get_language() == "en" else "sv"


# ── To read ─────────────────────────────────────────────────────────────────


@require_safe
def recommendations(request: HttpRequest) -> HttpResponse:
    pack = shelf.current()
    groups = [(area, rules.of_area(pack, area)) for area in pack.areas]
    context = {
        "scopes": [
            (scope, [group for group in groups if group[0].scope == scope and group[1]])
            for scope in ("internal", "external")
        ]
    }
    return content_page(request, "collaboration/assessment/recommendations.html", context)


@require_safe
def recommendation(request: HttpRequest, recommendation_id: str) -> HttpResponse:
    pack = shelf.current()
    here = by_id_or_404(pack.recommendations, recommendation_id)
    area = by_id_or_404(pack.areas, here.area)
    context = {
        "recommendation": here,
        "area": area,
        "others": [item for item in rules.of_area(pack, area) if item.id != here.id],
        "owner": next((role for role in pack.roles if role.id == here.owner), None),
        "duties": [duty for duty in pack.plan_duties if here.id in duty.covered_by],
    }
    return content_page(request, "collaboration/assessment/recommendation.html", context)


# ── To answer ───────────────────────────────────────────────────────────────


@require_http_methods(GET_OR_POST)
def begin(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return redirect("collaboration:recommendations")
    count(request, "draft")
    draft, new = ensure_draft(request, Contents(pack=services.version_of(shelf.current())))
    begun = draft.contents.assessment is not None
    response = redirect("collaboration:assessment" if begun else "collaboration:assessment_whom")
    if new:
        hand_over(response, draft.ticket)
    return response


@require_http_methods(GET_OR_POST)
@with_draft
def about_whom(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    saved = draft.contents.assessment
    if request.method == "GET":
        return _whom_page(request, ScopeForm.over(saved), begun=saved is not None)
    if leaves_for(request) == "language":
        typed = ScopeForm(initial=request.POST.dict())
        return _whom_page(request, typed, begun=saved is not None, unsaved=True)
    form = ScopeForm(request.POST)
    if not form.is_valid():
        return _whom_page(request, form, begun=saved is not None, status=422)
    scope, name = Scope(form.cleaned_data["scope"]), form.cleaned_data["name"]

    def put(contents: Contents) -> Contents:
        about = services.about_whom(
            contents.assessment, scope=scope, name=name, pack=shelf.current()
        )
        return contents.with_assessment(about)

    drafts.change(draft.ticket, put)
    return redirect("collaboration:assessment")


def _whom_page(
    request: HttpRequest, form: ScopeForm, *, begun: bool, status: int = 200, **more: Any
) -> HttpResponse:
    context = {"form": form, "begun": begun, **more}
    return render(request, "collaboration/assessment/whom.html", context, status=status)


def with_assessment(
    view: Callable[Concatenate[HttpRequest, OpenDraft, Assessment, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Give a view the assessment of the draft, or ask whom it is for where there is none yet.

    What was typed when another tab had erased it is shown, so that it can be copied.
    """

    @with_draft
    @functools.wraps(view)
    def opened(
        request: HttpRequest, draft: OpenDraft, /, *args: P.args, **kwargs: P.kwargs
    ) -> HttpResponse:
        if draft.contents.assessment is not None:
            return view(request, draft, draft.contents.assessment, *args, **kwargs)
        if request.method == "GET":
            return redirect("collaboration:assessment_whom")
        typed = [
            value
            for name, values in request.POST.lists()
            for value in values
            if name.endswith(("reason", "evidence", "owner", "deputy", "what", "role", "done_when"))
        ]
        kept = [value for value in typed if value.strip()]
        return _whom_page(request, ScopeForm(), begun=False, status=409, typed=kept)

    return opened


def _change(draft: OpenDraft, edit: Callable[[Assessment], Assessment]) -> None:
    """Edit the assessment of a draft. One that another tab erased meanwhile stays erased."""

    def put(contents: Contents) -> Contents:
        if contents.assessment is None:
            return contents
        return contents.with_assessment(edit(contents.assessment))

    drafts.change(draft.ticket, put)


@require_safe
@with_assessment
def task_list(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    pack = shelf.current()
    areas = rules.areas(pack, assessment)
    said = [assessment.answer(duty.id).state for duty in rules.asked_duties(pack, assessment)]
    context = {
        "assessment": assessment,
        "scopes": [
            (scope, [item for item in areas if item.area.scope == scope])
            for scope in ("internal", "external")
        ],
        "next": next((item.area for item in areas if not item.answered), None),
        "anything": any(item.begun for item in areas),
        "law": {"answered": all(said), "begun": any(said)} if said else None,
        "may_undo": services.may_undo_round(assessment),
        "last": assessment.rounds[-1] if assessment.rounds else None,
        "older_pack": assessment.pack != services.version_of(pack),
    }
    return render(request, "collaboration/assessment/tasks.html", context)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One page of answers, and the addresses before and after it; "" at either end."""

    title: str
    lead: str
    asked: Sequence[Recommendation] | Sequence[PlanDuty]
    place: int
    total: int
    before: str = ""
    after: str = ""


@require_http_methods(GET_OR_POST)
@with_assessment
def area(
    request: HttpRequest, draft: OpenDraft, assessment: Assessment, area_id: str
) -> HttpResponse:
    pack = shelf.current()
    areas = [item.area for item in rules.areas(pack, assessment)]
    here = by_id_or_404(areas, area_id)
    place = areas.index(here)
    following = areas[place + 1] if place + 1 < len(areas) else None
    law_page = reverse("collaboration:assessment_law")
    last = law_page if rules.asked_duties(pack, assessment) else ""
    sheet = Sheet(
        title=here.title.in_language(_language()),
        lead=here.lead.in_language(_language()),
        asked=rules.of_area(pack, here),
        place=place + 1,
        total=len(areas) + bool(last),
        before=_area_address(areas[place - 1]) if place else "",
        after=_area_address(following) if following else last,
    )
    return _answers(request, draft, assessment, sheet)


def _area_address(area: Area) -> str:
    return reverse("collaboration:assessment_area", args=[area.id])


@require_http_methods(GET_OR_POST)
@with_assessment
def law(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    pack = shelf.current()
    asked = rules.asked_duties(pack, assessment)
    if not asked:
        return redirect("collaboration:assessment")
    areas = rules.areas(pack, assessment)
    sheet = Sheet(
        title=gettext("What the law asks beside this"),
        lead=gettext(
            "The law on municipal crime prevention asks for this too. No recommendation covers it."
        ),
        asked=asked,
        place=len(areas) + 1,
        total=len(areas) + 1,
        before=_area_address(areas[-1].area) if areas else "",
    )
    return _answers(request, draft, assessment, sheet)


def _answers(
    request: HttpRequest, draft: OpenDraft, assessment: Assessment, sheet: Sheet
) -> HttpResponse:
    """One page of answers: shown, or saved and left for the next."""
    if request.method == "GET":
        page = AnswersPage(sheet.asked, assessment)
        mark = services.mark_of(assessment, page.abouts)
        return _answers_page(request, assessment, sheet, page, seen=mark)
    page = AnswersPage(sheet.asked, assessment, request.POST)
    seen = request.POST.get("seen", "")
    if not page.is_valid():
        return _answers_page(request, assessment, sheet, page, seen=seen, status=422)

    def save(now: Assessment) -> Assessment:
        today = timezone.localdate()
        return services.save_answers(now, page.typed(), seen=seen, today=today)

    try:
        _change(draft, save)
    except AnswersChangedElsewhere as problem:
        mark = services.mark_of(problem.saved, page.abouts)
        told = {"problem": str(problem), "saved": _rows(sheet.asked, problem.saved)}
        return _answers_page(request, problem.saved, sheet, page, seen=mark, status=409, **told)
    return redirect(_next_address(request, sheet))


def _next_address(request: HttpRequest, sheet: Sheet) -> str:
    """Where a saved page leads, by the button that was pressed."""
    leaves = leaves_for(request)
    if leaves == "language":
        return request.path + ("?from=check" if _return_to(request) else "")
    if leaves:
        return _back(request, sheet)
    if "later" in request.POST:
        return reverse("collaboration:assessment")
    if _return_to(request) or not sheet.after:
        return reverse("collaboration:assessment_check")
    return sheet.after


def _return_to(request: HttpRequest) -> str:
    asked = request.POST.get("return_to") or request.GET.get("from")
    return "check" if asked == "check" else ""


def _back(request: HttpRequest, sheet: Sheet) -> str:
    """Where one comes from: the check page, the page before, or the list of areas."""
    if _return_to(request):
        return reverse("collaboration:assessment_check")
    return sheet.before or reverse("collaboration:assessment")


def _answers_page(
    request: HttpRequest,
    assessment: Assessment,
    sheet: Sheet,
    page: AnswersPage,
    *,
    seen: str,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    pack = shelf.current()
    last = assessment.rounds[-1] if assessment.rounds else None
    context = {
        "sheet": sheet,
        "page": page,
        "cards": [(form, last.states.get(form.about.id) if last else None) for form in page.forms],
        "last": last,
        "law": rules.by_law(pack, assessment),
        "states": pack.states,
        "roles_id": ROLES,
        "roles": pack.roles,
        "seen": seen,
        "action": request.path_info,
        "return_to": _return_to(request),
        "back_url": _back(request, sheet),
        **more,
    }
    return render(request, "collaboration/assessment/answers.html", context, status=status)


def _rows(
    asked: Sequence[Recommendation] | Sequence[PlanDuty], assessment: Assessment, url: str = ""
) -> list[dict[str, str]]:
    """What is answered, as the rows of a summary list; with `url` each leads to its page."""
    return [
        {
            "key": item.title.in_language(_language()),
            "value": papers.told(assessment.answer(item.id), shelf.current(), _language()),
            "url": f"{url}?from=check#{item.id}" if url else "",
        }
        for item in asked
    ]


@require_safe
@with_assessment
def check_answers(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    pack = shelf.current()
    areas = rules.areas(pack, assessment)
    parts = [
        (
            item.area.title.in_language(_language()),
            _rows(rules.of_area(pack, item.area), assessment, _area_address(item.area)),
        )
        for item in areas
    ]
    if asked := rules.asked_duties(pack, assessment):
        address = reverse("collaboration:assessment_law")
        title = gettext("What the law asks beside this")
        parts.append((title, _rows(asked, assessment, address)))
    context = {
        "assessment": assessment,
        "parts": parts,
        "unanswered": [item.area for item in areas if not item.answered],
    }
    return render(request, "collaboration/assessment/check.html", context)


# ── To see ──────────────────────────────────────────────────────────────────


@require_safe
@with_assessment
def result(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    pack = shelf.current()
    areas = rules.areas(pack, assessment)
    context = {
        "assessment": assessment,
        "areas": areas,
        "anything": any(item.begun for item in areas),
        "last": assessment.rounds[-1] if assessment.rounds else None,
        "moved": rules.moved(areas),
        "states": pack.states,
        "may_undo": services.may_undo_round(assessment),
    }
    return render(request, "collaboration/assessment/result.html", context)


@require_http_methods(GET_OR_POST)
@with_assessment
def new_round(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    """Ask first, then keep how it stands and begin anew."""
    if request.method == "GET":
        context = {"assessment": assessment, "may_start": bool(assessment.day)}
        return render(request, "collaboration/assessment/new_round.html", context)
    _change(draft, lambda now: services.start_round(now, shelf.current()))
    return redirect("collaboration:assessment")


@require_http_methods(GET_OR_POST)
@with_assessment
def undo_round(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    if request.method == "POST":
        _change(draft, services.undo_round)
    return redirect("collaboration:assessment")


# ── To plan ─────────────────────────────────────────────────────────────────


@require_safe
@with_assessment
def plan(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    return _plan_page(request, assessment)


def _plan_page(
    request: HttpRequest,
    assessment: Assessment,
    *,
    status: int = 200,
    errors: Sequence[tuple[str, str]] = (),
) -> HttpResponse:
    pack = shelf.current()
    language = _language()
    unplanned = rules.unplanned(pack, assessment)
    context = {
        "assessment": assessment,
        "errors": errors,
        "actions": [
            papers.planned(item, pack, language) for item in rules.in_order(assessment.actions)
        ],
        "dates": papers.told_dates(assessment.actions),
        "unplanned": [(gap, rules.words_for(gap.owner, pack, language)) for gap in unplanned],
        "to_plan": {gap.about for gap in unplanned},
        "duties": rules.duties(pack, assessment),
        "continuity": papers.thin_roles(pack, assessment, language),
        "answered": any(item.begun for item in rules.areas(pack, assessment)),
    }
    return render(request, "collaboration/assessment/plan.html", context, status=status)


@require_http_methods(GET_OR_POST)
@with_assessment
def take_gaps(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    if request.method == "GET":
        return redirect("collaboration:plan")
    chosen = request.POST.getlist("gaps")

    def take(now: Assessment) -> Assessment:
        return services.plan_gaps(now, shelf.current(), chosen=chosen, language=_language())

    try:
        _change(draft, take)
    except PlanFull as problem:
        return _plan_page(request, assessment, status=422, errors=[("gaps", str(problem))])
    return redirect(reverse("collaboration:plan") + "#actions")


@require_safe
@with_assessment
def add_action(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    """Give a new action its id, in the address of the page where it is written.

    Whoever saves, goes back and saves again is then on the page of the action that there is.
    """
    return redirect("collaboration:plan_new", uuid.uuid4())


@require_http_methods(GET_OR_POST)
@with_assessment
def new_action(
    request: HttpRequest, draft: OpenDraft, assessment: Assessment, action_id: uuid.UUID
) -> HttpResponse:
    if request.method == "GET":
        if assessment.action(str(action_id)):
            return redirect("collaboration:plan_action", action_id)
        return _action_page(request, ActionForm())
    if leaves_for(request) == "language":
        return _action_page(request, ActionForm(initial=request.POST.dict()))
    return _save_action(request, draft, ActionForm(request.POST), action_id)


@require_http_methods(GET_OR_POST)
@with_assessment
def edit_action(
    request: HttpRequest, draft: OpenDraft, assessment: Assessment, action_id: uuid.UUID
) -> HttpResponse:
    saved = assessment.action(str(action_id))
    if request.method == "GET":
        if saved is None:
            raise Http404
        return _action_page(request, ActionForm.over(saved), saved)
    if leaves_for(request) == "language":
        return _action_page(request, ActionForm(initial=request.POST.dict()), saved)
    return _save_action(request, draft, ActionForm(request.POST), action_id, saved)


def _save_action(
    request: HttpRequest,
    draft: OpenDraft,
    form: ActionForm,
    action_id: uuid.UUID,
    saved: Action | None = None,
) -> HttpResponse:
    if not form.is_valid():
        return _action_page(request, form, saved)
    try:
        _change(draft, lambda now: _with_action(now, form, str(action_id)))
    except ActionChangedElsewhere as problem:
        form.show_other_tab(problem.saved, str(problem))
        return _action_page(request, form, problem.saved)
    except PlanFull as problem:
        form.add_error("what", str(problem))
        return _action_page(request, form, saved)
    return redirect(reverse("collaboration:plan") + "#actions")


def _with_action(now: Assessment, form: ActionForm, action_id: str) -> Assessment:
    saved = now.action(action_id)
    action = form.action(action_id, saved.about if saved else "")
    return services.put_action(now, action, seen=form.cleaned_data["seen"])


def _action_page(
    request: HttpRequest, form: ActionForm, saved: Action | None = None
) -> HttpResponse:
    """The page of an action. `saved` is the one in the plan, None for one that is new."""
    pack = shelf.current()
    about = saved.about if saved else ""
    context = {
        "form": form,
        "is_new": saved is None,
        "unsaved": request.method == "POST",
        "about": rules.title_of(about, pack),
        "recommendation": next((r for r in pack.recommendations if r.id == about), None),
        "roles_id": ROLES,
        "roles": pack.roles,
    }
    status = 422 if form.errors else 200
    return render(request, "collaboration/assessment/action.html", context, status=status)


@require_http_methods(GET_OR_POST)
@with_assessment
def remove_action(
    request: HttpRequest, draft: OpenDraft, assessment: Assessment, action_id: uuid.UUID
) -> HttpResponse:
    if request.method == "POST":
        _change(draft, lambda now: services.remove_action(now, str(action_id)))
        return redirect(reverse("collaboration:plan") + "#actions")
    action = assessment.action(str(action_id))
    if action is None:
        raise Http404
    context = {"planned": papers.planned(action, shelf.current(), _language())}
    return render(request, "collaboration/assessment/remove.html", context)


# ── On paper ────────────────────────────────────────────────────────────────


def _paper(assessment: Assessment) -> Paper:
    return Paper(pack=shelf.current(), assessment=assessment, language=_language(), created=now())


@require_safe
@with_assessment
def preview(request: HttpRequest, draft: OpenDraft, assessment: Assessment) -> HttpResponse:
    document = papers.document(_paper(assessment))
    context = {
        "assessment": assessment,
        "dates": papers.told_dates(assessment.actions),
        "paper": to_html(document),
        "reference": document.reference,
    }
    return render(request, "collaboration/assessment/document.html", context)


@require_safe
@limited("document")
@with_assessment
def download(
    request: HttpRequest, draft: OpenDraft, assessment: Assessment, file_format: str
) -> HttpResponse:
    if file_format not in FORMATS:
        raise Http404
    document = papers.document(_paper(assessment))
    writer = WRITERS[file_format]
    response = HttpResponse(writer.write(document), content_type=writer.media_type)
    name = f"{gettext(FILE_NAME)}-{document.reference}.{writer.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
