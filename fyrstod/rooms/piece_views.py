"""The pages of a concern's pieces: write, link, correct, take away, and see them together."""

from __future__ import annotations

import dataclasses
import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fyrstod.access.policy import Action, may
from fyrstod.drafts.http import leaves_for
from fyrstod.drafts.selectors import factors_to_tick, links_after
from fyrstod.packs import shelf
from fyrstod.packs.schema import Side
from fyrstod.rooms import piece_services, selectors, services
from fyrstod.rooms.contents import NoteKind, Voice
from fyrstod.rooms.http import concern_page, user_of
from fyrstod.rooms.models import Concern
from fyrstod.rooms.piece_forms import (
    FORMS,
    AnswerForm,
    AwayForm,
    InformedForm,
    NoteForm,
    PieceNoteForm,
    UnknownForm,
    ViewForm,
)
from fyrstod.rooms.piece_selectors import TOLD_OF
from fyrstod.rooms.room_views import address_of, opened_on_record, to_write, typing_page
from fyrstod.rooms.selectors import OpenConcern, OpenPiece

PARTS = {NoteKind.UNKNOWN: "sides", NoteKind.VIEW: "voices", NoteKind.INFORMED: "voices"}
"""Where on the concern's page a kind of piece stands; the others stand in the order of time."""


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def add_piece(request: HttpRequest, concern: Concern) -> HttpResponse:
    kind = request.GET.get("kind", "")
    return _add(request, concern, PieceNoteForm.blank(kind=kind if kind in TOLD_OF else ""))


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def add_unknown(request: HttpRequest, concern: Concern) -> HttpResponse:
    return _add(request, concern, UnknownForm.blank())


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def add_view(request: HttpRequest, concern: Concern) -> HttpResponse:
    return _add(request, concern, ViewForm.blank(voice=_voice(request)))


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def add_informed(request: HttpRequest, concern: Concern) -> HttpResponse:
    return _add(request, concern, InformedForm.blank(voice=_voice(request)))


def _voice(request: HttpRequest) -> str:
    voice = request.GET.get("voice", "")
    return voice if voice in set(Voice) else ""


def _add(request: HttpRequest, concern: Concern, fresh: NoteForm) -> HttpResponse:
    opened = to_write(request, concern, "pieces")
    part = PARTS.get(fresh.writes, "pieces")

    def save(form: NoteForm) -> HttpResponse:
        piece = services.write_piece(
            by=user_of(request),
            concern=concern,
            contents=dataclasses.replace(form.note(), pack=shelf.current().edition),
            piece_id=form.cleaned_data["id"],
        )
        if "then_factors" in request.POST and fresh.writes in TOLD_OF:
            return _to("piece_factors", concern, piece.pk)
        return redirect(address_of(concern, part))

    return typing_page(
        request,
        fresh,
        save,
        template="rooms/piece_write.html",
        back=address_of(concern, part),
        context={"concern": concern, "person": opened.person, "kind": fresh.writes},
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def correct(request: HttpRequest, concern: Concern, piece_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "pieces")
    piece = _piece_or_404(opened, piece_id)
    if request.method == "GET" and piece.note.gone:
        return _to("piece_versions", concern, piece_id)
    part = PARTS.get(piece.note.kind, "pieces")
    context: dict[str, Any] = {
        "concern": concern,
        "person": opened.person,
        "kind": piece.note.kind,
        "piece": piece,
    }

    def save(form: NoteForm) -> HttpResponse | None:
        try:
            services.correct_piece(
                by=user_of(request),
                concern=concern,
                piece=piece.row,
                contents=form.note(piece.note),
                seen=form.cleaned_data["seen"],
            )
        except services.ChangedMeanwhile as problem:
            _show_saved(form, problem, context)
            return None
        if "then_factors" in request.POST and piece.note.kind in TOLD_OF:
            return _to("piece_factors", concern, piece_id)
        return redirect(address_of(concern, part))

    return typing_page(
        request,
        FORMS[piece.note.kind].correcting(piece),
        save,
        template="rooms/piece_write.html",
        back=address_of(concern, part),
        context=context,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def answer(request: HttpRequest, concern: Concern, piece_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "pieces")
    unknown = _piece_or_404(opened, piece_id)
    if unknown.note.kind != NoteKind.UNKNOWN:
        raise Http404
    if request.method == "GET" and unknown.note.gone:
        return _to("piece_versions", concern, piece_id)
    context: dict[str, Any] = {
        "concern": concern,
        "person": opened.person,
        "kind": NoteKind.SEEN,
        "unknown": unknown,
    }

    def save(form: NoteForm) -> HttpResponse | None:
        try:
            piece = piece_services.answer_unknown(
                by=user_of(request),
                concern=concern,
                unknown=unknown,
                contents=dataclasses.replace(form.note(), pack=shelf.current().edition),
                piece_id=form.cleaned_data["id"],
                seen=form.cleaned_data["seen"],
            )
        except services.ChangedMeanwhile as problem:
            _show_saved(form, problem, context)
            return None
        if "then_factors" in request.POST:
            return _to("piece_factors", concern, piece.pk)
        return redirect(address_of(concern, "sides"))

    return typing_page(
        request,
        AnswerForm.answering(unknown),
        save,
        template="rooms/piece_write.html",
        back=address_of(concern, "sides"),
        context=context,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def take_away(request: HttpRequest, concern: Concern, piece_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "pieces")
    piece = _piece_or_404(opened, piece_id)
    part = PARTS.get(piece.note.kind, "pieces")
    if piece.note.gone:
        return redirect(address_of(concern, part))
    context: dict[str, Any] = {"concern": concern, "person": opened.person, "piece": piece}

    def save(form: AwayForm) -> HttpResponse | None:
        try:
            services.correct_piece(
                by=user_of(request),
                concern=concern,
                piece=piece.row,
                contents=dataclasses.replace(
                    piece.note, gone=True, reason=form.cleaned_data["reason"]
                ),
                seen=form.cleaned_data["seen"],
            )
        except services.ChangedMeanwhile as problem:
            _show_saved(form, problem, context)
            return None
        return redirect(address_of(concern, part))

    return typing_page(
        request,
        AwayForm(initial={"seen": piece.row.latest}),
        save,
        template="rooms/piece_away.html",
        back=address_of(concern, part),
        context=context,
    )


def _show_saved(
    form: NoteForm | AwayForm, problem: services.ChangedMeanwhile, context: dict[str, Any]
) -> None:
    """Show what somebody else saved beside what is typed here, which the next save puts over it."""
    form.add_error(None, str(problem))
    form.now_shows(problem.version)
    context["saved"] = problem.saved


@require_POST
@concern_page(Action.WRITE_CONCERN)
def bring_back(request: HttpRequest, concern: Concern, piece_id: uuid.UUID) -> HttpResponse:
    """Undo that a piece is taken away, or that a question is answered."""
    piece = _piece_or_404(to_write(request, concern, "pieces"), piece_id)
    try:
        services.correct_piece(
            by=user_of(request),
            concern=concern,
            piece=piece.row,
            contents=dataclasses.replace(piece.note, gone=False, answered_by="", reason=""),
            seen=piece.row.latest,
        )
    except services.ChangedMeanwhile:
        return _to("piece_versions", concern, piece_id)
    return redirect(address_of(concern, PARTS.get(piece.note.kind, "pieces")))


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def link_factors(request: HttpRequest, concern: Concern, piece_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "pieces")
    piece = _piece_or_404(opened, piece_id)
    if piece.note.kind not in TOLD_OF:
        raise Http404
    if request.method == "GET" and piece.note.gone:
        return _to("piece_versions", concern, piece_id)
    linked, seen, problems = piece.note.factors, str(piece.row.latest), []
    if request.method == "POST":
        linked = links_after(request.POST.getlist("factors"), piece.note.factors)
        seen = request.POST.get("seen", "")
        edition = piece.note.pack if linked == piece.note.factors else shelf.current().edition
        if leaves_for(request) != "language":
            try:
                services.correct_piece(
                    by=user_of(request),
                    concern=concern,
                    piece=piece.row,
                    contents=dataclasses.replace(
                        piece.note, factors=linked, pack=edition, reason=""
                    ),
                    seen=int(seen) if seen.isdecimal() else 0,
                )
            except services.ChangedMeanwhile as problem:
                problems, seen = [("", str(problem))], str(problem.version)
            else:
                return redirect(address_of(concern, "pieces"))
    context = {
        "concern": concern,
        "person": opened.person,
        "piece": piece,
        "linked": linked,
        "levels": factors_to_tick(linked, (Side.PROTECTIVE, Side.RISK)),
        "seen": seen,
        "errors": problems,
        "unsaved": request.method == "POST",
        "back_url": address_of(concern, "pieces"),
    }
    return render(request, "rooms/piece_factors.html", context, status=422 if problems else 200)


@require_safe
@concern_page(Action.READ_CONCERN)
def versions(request: HttpRequest, concern: Concern, piece_id: uuid.UUID) -> HttpResponse:
    opened = opened_on_record(request, concern, "versions")
    piece = _piece_or_404(opened, piece_id)
    context = {
        "concern": concern,
        "person": opened.person,
        "piece": piece,
        "versions": selectors.versions_of(concern, piece.row),
        "writes": _writes(request, concern),
        "back_url": address_of(concern, PARTS.get(piece.note.kind, "pieces")),
    }
    return render(request, "rooms/piece_versions.html", context)


@require_safe
@concern_page(Action.READ_CONCERN)
def picture(request: HttpRequest, concern: Concern) -> HttpResponse:
    return _page_of_its_own(request, concern, "picture")


@require_safe
@concern_page(Action.READ_CONCERN)
def timeline(request: HttpRequest, concern: Concern) -> HttpResponse:
    return _page_of_its_own(request, concern, "timeline")


def _page_of_its_own(request: HttpRequest, concern: Concern, name: str) -> HttpResponse:
    opened = opened_on_record(request, concern, name)
    context = {
        "concern": concern,
        "open": opened,
        "person": opened.person,
        "alone": True,
        "writes": _writes(request, concern),
        "back_url": address_of(concern),
    }
    return render(request, f"rooms/piece_{name}.html", context)


def _writes(request: HttpRequest, concern: Concern) -> bool:
    return may(user_of(request), Action.WRITE_CONCERN, concern) and not concern.is_closed


def _piece_or_404(opened: OpenConcern, piece_id: uuid.UUID) -> OpenPiece:
    piece = opened.piece(piece_id)
    if piece is None or piece.note.kind not in FORMS:
        raise Http404
    return piece


def _to(name: str, concern: Concern, piece_id: uuid.UUID) -> HttpResponse:
    return redirect(f"rooms:{name}", concern.agency_id, concern.reference, piece_id)
