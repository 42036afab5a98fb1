"""A draft on its way into a room, the reports made from a concern, and its papers."""

from __future__ import annotations

import contextlib
import uuid
from typing import Any, Literal

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from fyrstod.access.limits import count, limited
from fyrstod.access.policy import Action, may
from fyrstod.core.errors import DomainError
from fyrstod.documents.html import to_html
from fyrstod.documents.tree import Document
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents, ReportId
from fyrstod.drafts.fields import fingerprint
from fyrstod.drafts.http import draft_of, hand_over, require_operator, take_back
from fyrstod.drafts.papers import now
from fyrstod.drafts.services import DraftGone, OpenDraft
from fyrstod.packs import shelf
from fyrstod.packs.schema import ReportField
from fyrstod.people.http import page
from fyrstod.people.models import Agency
from fyrstod.reports.papers import shown
from fyrstod.reports.selectors import report_or_404
from fyrstod.reports.services import answers_in
from fyrstod.reports.views import FILE_NAMES, FORMATS
from fyrstod.rooms import (
    known_http,
    paper_export,
    paper_letter,
    paper_reports,
    paper_rules,
    paper_selectors,
    paper_services,
    selectors,
    table_selectors,
)
from fyrstod.rooms.contents import Direction, PaperKind, Sheet
from fyrstod.rooms.http import concern_page, room_page, user_of
from fyrstod.rooms.models import Concern
from fyrstod.rooms.paper_filling import Filling
from fyrstod.rooms.paper_forms import (
    AfterwardsForm,
    ExportedForm,
    HandedForm,
    LetterForm,
    MoveIntoForm,
    MoveNewForm,
    ReceivedForm,
    SentForm,
    WhichConcernForm,
)
from fyrstod.rooms.paper_rules import REPORTS
from fyrstod.rooms.room_views import address_of, opened_on_record, to_write, typing_page
from fyrstod.rooms.rows import IsClosed
from fyrstod.rooms.rules import About
from fyrstod.rooms.selectors import OpenConcern, OpenPaper
from fyrstod.rooms.services import ChangedMeanwhile

LETTER = gettext_noop("letter")
EXPORT = gettext_noop("concern")
"""What files are called, before a reference; plain letters in every language."""


def language_here() -> Literal["sv", "en"]:
    return "en" if get_language() == "en" else "sv"


@page(None, "GET")
def move(request: HttpRequest) -> HttpResponse:
    """Where the draft's own page leads: the room, or which of them."""
    rooms = selectors.rooms_of(user_of(request), Action.WRITE_CONCERN)
    if len(rooms) == 1:
        return redirect("rooms:draft_here", rooms[0].pk)
    draft = draft_of(request)
    return render(request, "rooms/paper_rooms.html", {"rooms": rooms, "contents": draft.contents})


def _draft_for(request: HttpRequest, room: Agency) -> OpenDraft:
    """The browser's draft. Raises FromAnotherRoom, so that none is shown as if it could move."""
    draft = draft_of(request)
    if draft.contents.room and draft.contents.room.room_id != room.pk:
        raise paper_services.FromAnotherRoom
    return draft


@require_http_methods(["GET", "POST"])
@room_page(Action.WRITE_CONCERN)
def move_here(request: HttpRequest, room: Agency) -> HttpResponse:
    """What would be moved, and whereto."""
    draft = _draft_for(request, room)
    open_ones = selectors.concerns_of(room)[: selectors.PAGE]

    def choose(form: WhichConcernForm) -> HttpResponse:
        return redirect("rooms:draft_into", room.pk, form.cleaned_data["reference"])

    return typing_page(
        request,
        WhichConcernForm(room=room),
        choose,
        template="rooms/paper_move.html",
        back=reverse("drafts:overview"),
        context={
            "moving": paper_selectors.moving(room, draft.contents),
            "answers": _answers(draft.contents),
            "lines": selectors.lines(room, open_ones, with_names=True),
            "origin": draft.contents.room,
        },
    )


@require_http_methods(["GET", "POST"])
@room_page(Action.WRITE_CONCERN)
def move_new(request: HttpRequest, room: Agency) -> HttpResponse:
    user, draft = user_of(request), _draft_for(request, room)
    moving = paper_selectors.moving(room, draft.contents)

    def save(form: MoveNewForm) -> HttpResponse:
        answers = known_http.ask_first(request, room, form, moves=True)
        if isinstance(answers, HttpResponse):
            return answers
        concern = paper_services.open_with_draft(
            by=user,
            room=room,
            contents=draft.contents,
            about=About(form.cleaned_data["about"]),
            why_now=form.cleaned_data["why_now"],
            person=form.person(),
            review_on=form.cleaned_data["review_on"],
            concern_id=form.cleaned_data["id"],
            answers=answers,
        )
        return _moved(draft, form, concern)

    return typing_page(
        request,
        MoveNewForm.over_draft(draft.contents),
        save,
        template="rooms/paper_new.html",
        back=reverse("rooms:draft_here", args=[room.pk]),
        context={"moving": moving},
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def move_into(request: HttpRequest, concern: Concern) -> HttpResponse:
    draft = _draft_for(request, concern.agency)
    opened = to_write(request, concern, "concern")
    from_here = paper_selectors.comes_from(draft.contents, concern)
    differ = paper_rules.clashes(opened.matter.answers, draft.contents.answers)
    known = _fields()

    def save(form: MoveIntoForm) -> HttpResponse:
        paper_services.move_draft(
            by=user_of(request),
            concern=concern,
            contents=draft.contents,
            replaces=form.replaces,
        )
        return _moved(draft, form, concern)

    rest = paper_rules.goes_nowhere(draft.contents)
    return typing_page(
        request,
        MoveIntoForm(
            initial={
                "keeps": "draft" if from_here else "room",
                "afterwards": "keep" if rest else "erase",
            },
            differs=bool(differ),
        ),
        save,
        template="rooms/paper_into.html",
        back=reverse("rooms:draft_here", args=[concern.agency_id]),
        context={
            "concern": concern,
            "person": opened.person,
            "moving": paper_selectors.moving(concern.agency, draft.contents),
            "differ": [
                {
                    "key": field.label.in_language(language_here()),
                    "room": _value(field, opened.matter.answers),
                    "draft": _value(field, draft.contents.answers),
                }
                for name in differ
                if (field := known.get(name))
            ],
        },
    )


def _moved(draft: OpenDraft, form: AfterwardsForm, concern: Concern) -> HttpResponse:
    """On to the concern. The rows are committed by now, so the draft may go."""
    response = redirect(address_of(concern))
    if form.erases:
        drafts.erase(draft.ticket)
        take_back(response)
    return response


def _fields() -> dict[str, ReportField]:
    return {field.id: field for report in shelf.current().reports for field in report.all_fields()}


def _value(field: ReportField, answers: dict[str, Any]) -> str:
    fitting = answers_in(Contents(answers={field.id: answers.get(field.id)}))
    return shown(field, fitting[field.id], language_here()) if field.id in fitting else ""


def _answers(contents: Contents) -> list[dict[str, str]]:
    """What is answered in either report, as the rows of a summary list."""
    fields, language = _fields(), language_here()
    return [
        {"key": fields[name].label.in_language(language), "value": shown(fields[name], v, language)}
        for name, v in answers_in(contents).items()
    ]


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def write_report(request: HttpRequest, concern: Concern, report_id: str) -> HttpResponse:
    """Open a draft filled with the concern. One that is open already is not written over unasked.

    A draft that this concern has filled goes on where it stands, or first takes in what is new in
    the concern since.
    """
    report_id = _report_or_404(report_id)
    require_operator()
    if concern.is_closed:
        raise IsClosed
    there: OpenDraft | None = None
    with contextlib.suppress(DomainError):
        there = draft_of(request)
    onward = redirect("reports:tasks", report_id)
    begins_anew = "replace" in request.POST
    goes_on = there if there and paper_selectors.comes_from(there.contents, concern) else None
    if goes_on and not begins_anew:
        return _go_on(request, concern, report_id, goes_on) or onward
    if request.method == "GET" or (there and not begins_anew):
        opened = opened_on_record(request, concern, "person")
        filling = paper_selectors.filling_of(opened, writer=user_of(request))
        return _begin_page(request, opened, report_id, filling, there)
    count(request, "draft")
    contents = paper_services.fill_draft(by=user_of(request), concern=concern)
    if there:
        with contextlib.suppress(DraftGone):
            drafts.change(there.ticket, lambda _before: contents)
            return onward
    hand_over(onward, drafts.start(contents).ticket)
    return onward


def _go_on(
    request: HttpRequest, concern: Concern, report_id: ReportId, there: OpenDraft
) -> HttpResponse | None:
    """What is new in the concern, to be taken into the report or not; None: on with it."""
    if request.method == "POST":
        if "take_in" in request.POST:
            by = user_of(request)
            drafts.change(
                there.ticket,
                lambda contents: paper_services.renew_draft(
                    by=by, concern=concern, contents=contents
                ),
            )
        return None
    opened = opened_on_record(request, concern, "person")
    found = paper_selectors.filling_of(opened, writer=user_of(request), there=there.contents)
    return _begin_page(request, opened, report_id, found) if found.news else None


def _begin_page(
    request: HttpRequest,
    opened: OpenConcern,
    report_id: ReportId,
    filling: Filling,
    other: OpenDraft | None = None,
) -> HttpResponse:
    """What the concern fills in. `other` is a draft from elsewhere that is open already."""
    asked = {field.id for field in report_or_404(report_id).all_fields()}
    context = {
        "concern": opened.concern,
        "person": opened.person,
        "report_id": report_id,
        "has_draft": other,
        "news": filling.news,
        "filled": [field for field in filling.filled if field.id in asked],
        "left_out": [field for field in filling.left_out if field.id in asked],
        "too_long": [field for field in filling.too_long if field.id in asked],
    }
    return render(request, "rooms/paper_begin.html", context)


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def keep_report(request: HttpRequest, concern: Concern, report_id: str) -> HttpResponse:
    report = _report_or_404(report_id)
    draft = draft_of(request)
    contents = draft.contents
    if not paper_selectors.comes_from(contents, concern) or contents.room is None:
        raise paper_services.FromAnotherRoom
    if paper_reports.filled_in(contents, report).missing:
        return redirect("reports:check", report_id)
    opened = to_write(request, concern, "concern")
    context: dict[str, Any] = {
        "concern": concern,
        "person": opened.person,
        "report_id": report_id,
        "seen": request.POST.get("seen", contents.room.answers),
        "id": request.POST.get("id") or uuid.uuid4(),
    }
    if request.method == "POST":
        try:
            paper = paper_services.keep_report(
                by=user_of(request),
                concern=concern,
                contents=contents,
                sheet=paper_reports.sheet_of(
                    contents, report, language=language_here(), created=now()
                ),
                paper_id=_id_or_404(request),
                seen=context["seen"],
            )
        except ChangedMeanwhile as problem:
            context["seen"] = fingerprint(problem.saved.answers)
            context["problem"] = str(problem)
            context["saved"] = _answers(Contents(answers=problem.saved.answers))
            return render(request, "rooms/paper_keep.html", context, status=409)
        response = redirect("rooms:paper", concern.agency_id, concern.reference, paper.pk)
        if "erase" in request.POST:
            drafts.erase(draft.ticket)
            take_back(response)
        return response
    return render(request, "rooms/paper_keep.html", context)


def _report_or_404(report_id: str) -> ReportId:
    for known in REPORTS:
        if known == report_id:
            return known
    raise Http404


def _id_or_404(request: HttpRequest) -> uuid.UUID:
    try:
        return uuid.UUID(request.POST.get("id", ""))
    except ValueError:
        raise Http404 from None


def _paper_or_404(opened: OpenConcern, paper_id: uuid.UUID) -> OpenPaper:
    paper = opened.paper(paper_id)
    if paper is None:
        raise Http404
    return paper


def _document(sheet: Sheet) -> Document | None:
    """What a kept paper says; None for one that lies elsewhere."""
    if paper_reports.is_report(sheet):
        return paper_reports.document(sheet, now())
    if sheet.kind is PaperKind.LETTER:
        return paper_letter.document(sheet, now())
    return None


@require_safe
@concern_page(Action.READ_CONCERN)
def paper(request: HttpRequest, concern: Concern, paper_id: uuid.UUID) -> HttpResponse:
    opened = opened_on_record(request, concern, "paper")
    found = _paper_or_404(opened, paper_id)
    document = _document(found.sheet)
    made_with = found.sheet.data.get("pack")
    is_letter = found.sheet.kind is PaperKind.LETTER
    context = {
        "concern": concern,
        "person": opened.person,
        "paper": found,
        "document": to_html(document) if document else "",
        "formats": FORMATS,
        "writes": may(user_of(request), Action.WRITE_CONCERN, concern) and not concern.is_closed,
        "is_letter": is_letter,
        "letter": paper_letter.letter_in(found.sheet) if is_letter else None,
        "out": found.sheet.direction is not Direction.MADE,
        "is_export": found.sheet.kind is PaperKind.EXPORT,
        "other_pack": made_with
        if made_with and paper_reports.pack_of(found.sheet).edition != made_with
        else "",
    }
    return render(request, "rooms/paper_one.html", context)


@require_safe
@limited("document")
@concern_page(Action.READ_CONCERN)
def paper_file(
    request: HttpRequest, concern: Concern, paper_id: uuid.UUID, file_format: str
) -> HttpResponse:
    opened = opened_on_record(request, concern, "paper")
    sheet = _paper_or_404(opened, paper_id).sheet
    document = _document(sheet)
    if document is None:
        raise Http404
    name = FILE_NAMES[str(sheet.data["report"])] if paper_reports.is_report(sheet) else LETTER
    return file_of(document, file_format, gettext(name))


def file_of(document: Document, file_format: str, name: str) -> HttpResponse:
    """A paper to save. Its name tells its kind and a reference without meaning, and no more."""
    if file_format not in FORMATS:
        raise Http404
    writer = WRITERS[file_format]
    response = HttpResponse(writer.write(document), content_type=writer.media_type)
    response["Content-Disposition"] = (
        f'attachment; filename="{name}-{document.reference}.{writer.extension}"'
    )
    return response


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def sent(request: HttpRequest, concern: Concern, paper_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "paper")
    found = _paper_or_404(opened, paper_id)
    if found.sheet.kind in (PaperKind.EXPORT, PaperKind.LETTER):
        raise Http404
    context: dict[str, Any] = {"concern": concern, "person": opened.person, "paper": found}
    back = reverse("rooms:paper", args=[concern.agency_id, concern.reference, paper_id])

    def save(form: SentForm) -> HttpResponse | None:
        given = form.cleaned_data
        try:
            paper_services.mark_sent(
                by=user_of(request),
                concern=concern,
                paper=found.row,
                to=given["to"],
                date=given["date"],
                number=given["number"],
                seen=given["seen"],
            )
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            form.now_shows(problem.version)
            context["saved"] = paper_export.paper_line(problem.saved)
            return None
        return redirect(back)

    return typing_page(
        request,
        SentForm.of(found),
        save,
        template="rooms/paper_sent.html",
        back=back,
        context=context,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def received(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "papers")

    def save(form: ReceivedForm) -> HttpResponse:
        paper_services.register(
            by=user_of(request),
            concern=concern,
            sheet=form.sheet(),
            paper_id=form.cleaned_data["id"],
        )
        return redirect(address_of(concern, "papers"))

    return typing_page(
        request,
        ReceivedForm.blank(),
        save,
        template="rooms/paper_received.html",
        back=address_of(concern, "papers"),
        context={"concern": concern, "person": opened.person},
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def letter(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "papers")
    fresh = LetterForm.blank(opened, user_of(request))
    return _letter_page(request, opened, fresh, address_of(concern, "papers"))


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def change_letter(request: HttpRequest, concern: Concern, paper_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "paper")
    found = _letter_or_404(opened, paper_id)
    back = reverse("rooms:paper", args=[concern.agency_id, concern.reference, paper_id])
    return _letter_page(request, opened, LetterForm.of(opened, found), back)


def _letter_or_404(opened: OpenConcern, paper_id: uuid.UUID) -> OpenPaper:
    found = _paper_or_404(opened, paper_id)
    if found.sheet.kind is not PaperKind.LETTER:
        raise Http404
    return found


def _letter_page(
    request: HttpRequest, opened: OpenConcern, fresh: LetterForm, back: str
) -> HttpResponse:
    concern = opened.concern
    context: dict[str, Any] = {"concern": concern, "person": opened.person}

    def save(form: LetterForm) -> HttpResponse | None:
        written = form.letter(
            opened,
            language=language_here(),
            operator=settings.FYRSTOD_OPERATOR,
            operator_contact=settings.FYRSTOD_CONTACT,
        )
        try:
            kept = paper_services.write_letter(
                by=user_of(request),
                concern=concern,
                sheet=paper_letter.sheet_of(written, now().date()),
                paper_id=form.cleaned_data["id"],
                seen=form.cleaned_data["seen"],
            )
        except ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            form.now_shows(problem.version)
            context["saved"] = paper_letter.letter_in(problem.saved)
            return None
        except paper_services.AlreadySent as problem:
            form.add_error(None, str(problem))
            return None
        return redirect("rooms:paper", concern.agency_id, concern.reference, kept.pk)

    return typing_page(
        request, fresh, save, template="rooms/paper_letter.html", back=back, context=context
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def handed(request: HttpRequest, concern: Concern, paper_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "paper")
    found = _letter_or_404(opened, paper_id)
    written = paper_letter.letter_in(found.sheet)

    def save(form: HandedForm) -> HttpResponse:
        paper_services.hand_over(
            by=user_of(request),
            concern=concern,
            paper=found.row,
            date=form.cleaned_data["date"],
            told=form.cleaned_data["told"],
            voice=written.to,
        )
        return redirect(address_of(concern, "papers"))

    return typing_page(
        request,
        HandedForm.of(written),
        save,
        template="rooms/paper_handed.html",
        back=reverse("rooms:paper", args=[concern.agency_id, concern.reference, paper_id]),
        context={"concern": concern, "person": opened.person, "paper": found},
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.EXPORT_CONCERN)
def export(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = opened_on_record(request, concern, "concern")

    def save(form: ExportedForm) -> HttpResponse:
        paper_services.note_export(
            by=user_of(request),
            concern=concern,
            sheet=form.sheet(),
            paper_id=form.cleaned_data["id"],
        )
        return redirect(address_of(concern, "papers"))

    return typing_page(
        request,
        ExportedForm.blank(),
        save,
        template="rooms/paper_export.html",
        back=address_of(concern, "papers"),
        context={
            "concern": concern,
            "person": opened.person,
            "exports": [paper for paper in opened.papers if paper.sheet.kind is PaperKind.EXPORT],
            "formats": FORMATS,
        },
    )


@require_safe
@limited("document")
@concern_page(Action.EXPORT_CONCERN)
def export_file(request: HttpRequest, concern: Concern, file_format: str) -> HttpResponse:
    if file_format not in FORMATS:
        raise Http404
    opened = selectors.open_concern(concern)
    paper_services.export(by=user_of(request), concern=concern, file_format=file_format)
    document = paper_export.document(
        paper_export.Export(
            opened=opened,
            versions=paper_selectors.versions_by_piece(concern),
            tables=table_selectors.tables_of(opened),
            pack=shelf.current(),
            language=language_here(),
            created=now(),
        )
    )
    return file_of(document, file_format, gettext(EXPORT))
