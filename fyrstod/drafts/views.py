"""The draft's own pages: its overview, its file, its end, and its pieces."""

from __future__ import annotations

import contextlib
import dataclasses
import re
import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from fyrstod.access.limits import count
from fyrstod.access.public import content_page
from fyrstod.core.errors import DomainError
from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.drafts import files, selectors, services
from fyrstod.drafts.contents import Contents, ReportId
from fyrstod.drafts.fields import fingerprint
from fyrstod.drafts.forms import OpenFileForm, PassphraseForm, PieceForm
from fyrstod.drafts.http import (
    draft_of,
    hand_over,
    leaves_for,
    require_operator,
    take_back,
    ticket_of,
    with_draft,
)
from fyrstod.drafts.services import OpenDraft
from fyrstod.packs import shelf
from fyrstod.packs.base import Text
from fyrstod.packs.schema import Side

_SECTION_BACK = re.compile(r"(concern|police)\.([a-z0-9_-]{1,60})")


def way_back(request: HttpRequest) -> tuple[str, str]:
    """Where a piece was opened from: the mark that forms carry along, and its address."""
    mark = request.POST.get("back") or request.GET.get("back") or "worry"
    if match := _SECTION_BACK.fullmatch(mark):
        try:
            return mark, reverse("reports:section", args=match.groups())
        except NoReverseMatch:
            pass
    if mark == "plan":
        return mark, reverse("guide:my_plan")
    return "worry", reverse("guide:pieces")


def _report_of(mark: str) -> ReportId | None:
    """The report that a piece was opened from."""
    match = _SECTION_BACK.fullmatch(mark)
    return match and ("concern" if match[1] == "concern" else "police")


@require_safe
@with_draft
def overview(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    return render(request, "drafts/overview.html", {"contents": draft.contents})


@require_http_methods(["GET", "POST"])
@with_draft
def save(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    form = PassphraseForm(request.POST or None)
    if form.is_valid():
        count(request, "passphrase")
        data = files.to_file(draft.contents, form.cleaned_data["passphrase"])
        response = HttpResponse(data, content_type="application/octet-stream")
        name = f"fyrstod-{timezone.localdate().isoformat()}.fyrstod"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    return render(request, "drafts/save.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def open_file(request: HttpRequest) -> HttpResponse:
    require_operator()
    with contextlib.suppress(DomainError):
        request.draft = draft_of(request)  # type: ignore[attr-defined]  # read by the context
    has_draft = hasattr(request, "draft")
    data, sent = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = OpenFileForm(data, sent, asks_to_replace=has_draft)
    contents = _unlocked(request, form) if form.is_bound else None
    if contents is not None and form.is_valid():
        return _seal_opened(request, contents)
    return render(request, "drafts/open.html", {"form": form}, status=422 if form.errors else 200)


def _unlocked(request: HttpRequest, form: OpenFileForm) -> Contents | None:
    """What the file holds. Tried also when the box is not ticked: both faults are told at once."""
    form.full_clean()
    sent = form.cleaned_data
    if "file" not in sent or "passphrase" not in sent:
        return None
    count(request, "passphrase")
    try:
        return files.from_file(sent["file"], sent["passphrase"])
    except files.WrongPassphrase as problem:
        form.add_error("passphrase", str(problem))
    except files.NotADraftFile as problem:
        form.add_error("file", str(problem))
    return None


def _seal_opened(request: HttpRequest, contents: Contents) -> HttpResponse:
    """Seal what a file held under the key this browser has, or under a new one."""
    response = redirect("drafts:overview")
    ticket = ticket_of(request)
    if ticket is not None and hasattr(request, "draft"):
        services.change(ticket, lambda _: contents)
    else:
        hand_over(response, services.start(contents).ticket)
    return response


@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest) -> HttpResponse:
    """Ask first, then erase. The second step also takes a draft that can no longer be read."""
    if request.method == "GET":
        return _ask_before_erasing(request)
    if ticket := ticket_of(request):
        services.erase(ticket)
    response = redirect("drafts:erased")
    take_back(response)
    return response


@with_draft
def _ask_before_erasing(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    return render(request, "drafts/erase.html", {"contents": draft.contents})


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return content_page(request, "drafts/erased.html")


@require_http_methods(["GET", "POST"])
@with_draft
def add_piece(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    question_id, question = _question(request, draft)
    if request.method == "GET":
        kind = request.GET.get("kind", "")
        form = PieceForm.blank(kind if kind in set(PieceKind) else "")
        if question:
            form = PieceForm.answering(question, _person_asked(draft))
        return _piece_page(request, form, question=(question_id, question))
    if leaves_for(request) == "language":
        form = PieceForm.as_typed(request.POST.dict(), question)
        return _piece_page(request, form, question=(question_id, question))
    mark, back = way_back(request)
    form = PieceForm(request.POST)
    if leaves_for(request) == "back" and form.is_untouched(question, _person_asked(draft)):
        return redirect(back)
    if form.is_valid() and question:
        form.require_answer(question)
    if not form.is_valid():
        return _piece_page(request, form, question=(question_id, question))

    def put(contents: Contents) -> Contents:
        saved = contents.piece(str(form.cleaned_data["id"]))
        piece = form.piece(saved.factors if saved else ())
        after, report = contents.with_piece(piece), _report_of(mark)
        # What is written for a report is in it, whatever its kind.
        return after.taking(report, piece.id) if report and not saved else after

    services.change(draft.ticket, put)
    if "then_factors" in request.POST:
        return _to_factors(form.cleaned_data["id"], request)
    return redirect(back)


@require_http_methods(["GET", "POST"])
@with_draft
def edit_piece(request: HttpRequest, draft: OpenDraft, piece_id: uuid.UUID) -> HttpResponse:
    if request.method == "GET":
        shown = _piece_or_404(draft, piece_id)
        return _piece_page(request, PieceForm.over(shown), shown)
    # A piece removed in another tab comes back with what was typed here: nothing is lost.
    piece = draft.contents.piece(str(piece_id))
    if leaves_for(request) == "language":
        return _piece_page(request, PieceForm.as_typed(request.POST.dict()), piece)
    form = PieceForm({**request.POST.dict(), "id": str(piece_id)})
    if form.is_valid():
        clash: list[Piece] = []

        def put(contents: Contents) -> Contents:
            saved = contents.piece(str(piece_id))
            new = form.piece(saved.factors if saved else ())
            if saved and form.cleaned_data["seen"] != fingerprint(saved) and saved != new:
                clash.append(saved)
                return contents
            return contents.with_piece(new)

        services.change(draft.ticket, put)
        if not clash:
            if "then_factors" in request.POST:
                return _to_factors(piece_id, request)
            return redirect(way_back(request)[1])
        form.show_other_tab(clash[0])
    return _piece_page(request, form, piece)


@require_http_methods(["GET", "POST"])
@with_draft
def remove_piece(request: HttpRequest, draft: OpenDraft, piece_id: uuid.UUID) -> HttpResponse:
    mark, back = way_back(request)
    if request.method == "POST":
        services.change(draft.ticket, lambda contents: contents.without_piece(str(piece_id)))
        return redirect(back)
    context = {"piece": _piece_or_404(draft, piece_id), "back": mark, "back_url": back}
    return render(request, "drafts/piece_remove.html", context)


@require_http_methods(["GET", "POST"])
@with_draft
def link_factors(request: HttpRequest, draft: OpenDraft, piece_id: uuid.UUID) -> HttpResponse:
    piece = _piece_or_404(draft, piece_id)
    mark, back = way_back(request)
    if request.method == "POST":
        ticked = request.POST.getlist("factors")

        def put(contents: Contents) -> Contents:
            saved = contents.piece(str(piece_id))
            if saved is None:
                return contents
            links = selectors.links_after(ticked, saved.factors)
            return contents.with_piece(dataclasses.replace(saved, factors=links))

        services.change(draft.ticket, put)
        if leaves_for(request) == "language":
            return _to_factors(piece_id, request)
        return redirect(back)
    sides = [Side.PROTECTIVE, Side.RISK]
    if draft.contents.lens == "security":
        sides.reverse()
    context = {
        "piece": piece,
        "levels": selectors.factors_to_tick(piece.factors, sides),
        "linked": piece.factors,
        "back": mark,
        "back_url": back,
    }
    return render(request, "drafts/piece_factors.html", context)


def _question(request: HttpRequest, draft: OpenDraft) -> tuple[str, Text | None]:
    """The id and words of the question a piece answers, where there is one."""
    wanted = request.POST.get("question") or request.GET.get("question", "")
    for question in shelf.current().questions:
        if question.id == wanted:
            return wanted, question.text
    for own in draft.contents.plan.own if draft.contents.plan else ():
        if own.id == wanted:
            return wanted, Text(sv=own.text, en=own.text)
    return "", None


def _person_asked(draft: OpenDraft) -> str:
    """Who the plan prepares for, in words."""
    plan = draft.contents.plan
    people = [p for p in shelf.current().people if plan and p.id == plan.person]
    return people[0].title.in_language(_language()) if people else ""


def _language() -> str:
    return get_language() or "sv"


def _to_factors(piece_id: uuid.UUID, request: HttpRequest) -> HttpResponse:
    mark, _back = way_back(request)
    return redirect(f"{reverse('drafts:piece_factors', args=[piece_id])}?back={mark}")


def _piece_or_404(draft: OpenDraft, piece_id: uuid.UUID) -> Piece:
    piece = draft.contents.piece(str(piece_id))
    if piece is None:
        raise Http404
    return piece


def _piece_page(
    request: HttpRequest,
    form: PieceForm,
    piece: Piece | None = None,
    question: tuple[str, Text | None] = ("", None),
) -> HttpResponse:
    mark, back = way_back(request)
    context = {
        "form": form,
        "piece": piece,
        "question_id": question[0],
        "question": question[1],
        "prompts": selectors.prompts_for(form["kind"].value()),
        "back": mark,
        "back_url": back,
        "unsaved": request.method == "POST",
    }
    status = 422 if form.errors else 200
    return render(request, "drafts/piece.html", context, status=status)
