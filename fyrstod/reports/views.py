"""The two reports in the browser: task list, one thing a page, check, document, where to send."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language, gettext, gettext_lazy, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from fyrstod.access.limits import count, limited
from fyrstod.access.public import content_page
from fyrstod.core.pieces import Piece
from fyrstod.documents.html import to_html
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.http import ensure_draft, hand_over, leaves_for, with_draft
from fyrstod.drafts.papers import now
from fyrstod.drafts.services import OpenDraft
from fyrstod.packs import shelf
from fyrstod.packs.schema import Report, ReportField, Section
from fyrstod.reports import changes, papers, selectors, services
from fyrstod.reports.forms import SectionPage, without_row
from fyrstod.reports.papers import Paper
from fyrstod.reports.rules import Filled
from fyrstod.reports.services import ChangedElsewhere, answers_in

HTMX = "HX-Request"
"""The header by which a browser with script asks for the next page in the same answer."""
PUSH_URL = "HX-Push-Url"
"""The header that tells such a browser which address the page it got stands at."""
FORMATS = ("pdf", "docx", "txt", "json")
"""What the document page offers, the most useful first."""
FILE_NAMES = {
    "concern": gettext_noop("concern-report"),
    "police": gettext_noop("police-report"),
}
"""What a file of each report is called, before its reference; plain letters in every language."""
SHARED = {
    "concern": gettext_noop("Shared with the concern report: a change applies to both."),
    "police": gettext_noop("Shared with the police report: a change applies to both."),
}
"""What a page says of an answer that the report named here asks for too."""

DOUBT = gettext_lazy(
    "The number does not hold together. Check it, or write the date of birth alone. A reserve "
    "number may stand."
)
"""What a page says of a personal identity number that nobody can have."""

FROM_A_CONCERN = gettext_lazy(
    "Filled in from the concern. What you change here changes nothing in it."
)
NOT_FILLED_IN = gettext_lazy(
    "Left out: protected personal data. It may show where the person is. Write it only if it is "
    "safe."
)
"""What a page says beside a question that a concern in a room answers, or would have."""


def _language() -> Literal["sv", "en"]:
    return "en" if get_language() == "en" else "sv"


def _filled(report: Report, draft: OpenDraft) -> Filled:
    return Filled(report, answers_in(draft.contents))


def _address(report: Report, section: Section) -> str:
    return reverse("reports:section", args=[report.id, section.id])


@require_safe
def intro(request: HttpRequest, report_id: str) -> HttpResponse:
    report = selectors.report_or_404(report_id)
    context = {
        "report": report,
        "variants": selectors.variants(report),
        "outline": selectors.outline(report),
        "sources": shelf.sources(report.sources),
        "other": selectors.other_than(report),
        "receiver": selectors.receiver_of(report),
        "timeline": selectors.timeline_after(report),
    }
    return content_page(request, "reports/intro.html", context)


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest, report_id: str) -> HttpResponse:
    if request.method == "GET":
        return redirect("reports:intro", report_id)
    count(request, "draft")
    draft, new = ensure_draft(request, Contents(pack=shelf.current().edition))
    response = redirect("reports:tasks", report_id)
    if new:
        hand_over(response, draft.ticket)
    return response


@require_safe
@with_draft
def task_list(request: HttpRequest, draft: OpenDraft, report_id: str) -> HttpResponse:
    report = selectors.report_or_404(report_id)
    filled = _filled(report, draft)
    other = Filled(selectors.other_than(report), filled.answers)
    context = {
        "report": report,
        "since": changes.since_made(filled, draft.contents),
        "parts": selectors.parts(filled, draft.contents),
        "doubts": filled.doubts(timezone.localdate()),
        "doubt": DOUBT,
        "next": next((section for section, _field in filled.missing), None),
        "danger": filled.in_danger,
        "anything": bool(filled.given or draft.contents.pieces),
        "receiver": selectors.receiver_of(filled.report),
        "timeline": selectors.timeline_after(filled.report),
        "other": other.report,
        "other_begun": selectors.is_begun(other),
    }
    return render(request, "reports/tasks.html", context)


@require_http_methods(["GET", "POST"])
@with_draft
def section(
    request: HttpRequest, draft: OpenDraft, report_id: str, section_id: str
) -> HttpResponse:
    report = selectors.report_or_404(report_id)
    here = selectors.section_or_404(report, section_id)
    filled = _filled(report, draft)
    if request.method == "POST":
        return _save(request, draft, filled, here)
    if here not in filled.sections:
        return redirect("reports:tasks", report_id)
    page = _page(here, filled, add_row=request.GET.get("add", ""))
    return _section_page(request, draft, page)


def _page(
    here: Section, filled: Filled, data: QueryDict | None = None, *, add_row: str = ""
) -> SectionPage:
    return SectionPage(here, filled, timezone.localdate(), data, add_row=add_row)


def _save(request: HttpRequest, draft: OpenDraft, filled: Filled, here: Section) -> HttpResponse:
    posted = request.POST
    leaves = leaves_for(request)
    stays = "add_row" in posted or "remove_row" in posted or leaves == "language"
    data = without_row(posted, posted["remove_row"]) if "remove_row" in posted else posted
    page = _page(here, filled, data)
    seen = posted.get("seen", "")
    if not page.is_valid(enforce=not stays and not leaves and "later" not in posted):
        return _section_page(request, draft, page, seen=seen, status=422)
    try:
        after, answers = services.save_section(draft, filled.answers, here, page.typed(), seen)
    except ChangedElsewhere as problem:
        context: dict[str, Any] = {
            "problem": str(problem),
            "saved": _words(Filled(filled.report, problem.saved), here),
        }
        mark = services.mark_of(here, problem.saved)
        return _section_page(request, draft, page, seen=mark, status=409, **context)
    request.draft = after  # type: ignore[attr-defined]  # read by the context processor
    filled = Filled(filled.report, answers)
    if stays:
        return _again(request, after, filled, here)
    if leaves or "later" in posted:
        tasks = reverse("reports:tasks", args=[filled.report.id])
        return redirect(_back(filled, here, _return_to(request)) if leaves else tasks)
    following = selectors.section_after(filled, here)
    if following and not _return_to(request):
        return _onward(request, after, filled, following)
    return redirect("reports:check", filled.report.id)


def _again(request: HttpRequest, draft: OpenDraft, filled: Filled, here: Section) -> HttpResponse:
    """The same page: with a row more or less than before, or in the other language."""
    add_row = request.POST.get("add_row", "")
    if HTMX in request.headers:
        page = _page(here, filled, add_row=add_row)
        return _section_page(request, draft, page)
    query = urlencode({k: v for k, v in (("from", _return_to(request)), ("add", add_row)) if v})
    return redirect(_address(filled.report, here) + (f"?{query}" if query else ""))


def _back(filled: Filled, here: Section, return_to: str) -> str:
    """The address of the page before this one."""
    if return_to:
        return reverse("reports:check", args=[filled.report.id])
    if before := selectors.section_before(filled, here):
        return _address(filled.report, before)
    return reverse("reports:tasks", args=[filled.report.id])


def _onward(
    request: HttpRequest, draft: OpenDraft, filled: Filled, following: Section
) -> HttpResponse:
    """The next page: by redirect, or in this answer where the browser can put it in place."""
    address = _address(filled.report, following)
    if HTMX not in request.headers:
        return redirect(address)
    # From here on the answer is the next page: its language link must lead there too.
    request.path_info = address
    page = _page(following, filled)
    response = _section_page(request, draft, page, fresh=True)
    response[PUSH_URL] = address
    return response


def _section_page(
    request: HttpRequest,
    draft: OpenDraft,
    page: SectionPage,
    *,
    seen: str | None = None,
    status: int = 200,
    fresh: bool = False,
    **more: Any,
) -> HttpResponse:
    """A section's page. `fresh` is a page that the request itself did not ask for."""
    here, filled = page.section, page.filled
    report = filled.report
    shared = gettext(SHARED[selectors.OTHER[report.id]])
    page.add_note(shared, selectors.shared_with_other(filled))
    filled_in = selectors.from_a_concern(draft.contents, filled.answers)
    page.add_note(str(FROM_A_CONCERN), filled_in)
    left_out = selectors.left_out_for_protection(draft.contents, filled.answers)
    page.add_note(str(NOT_FILLED_IN), left_out)
    doubts = filled.doubts(timezone.localdate())
    page.add_note(format_html("<strong>{}</strong>", DOUBT), {field.id for _s, field in doubts})
    before = selectors.section_before(filled, here)
    taken = {piece.id for piece in selectors.pieces_for(report, draft.contents)}
    mark = f"{report.id}.{here.id}"
    return_to = "" if fresh else _return_to(request)
    pieces = [piece for piece in draft.contents.pieces if piece.kind in here.pieces]
    linked = selectors.linked_to(here, draft.contents) if here.side else ()
    context = {
        "report": report,
        "section": here,
        "page": page,
        "seen": services.mark_of(here, filled.answers) if seen is None else seen,
        "action": _address(report, here),
        "back": mark,
        "back_url": _back(filled, here, return_to),
        "place": filled.sections.index(here) + 1 if here in filled.sections else 0,
        "total": len(filled.sections) if selectors.knows_its_length(filled) else 0,
        "danger": filled.in_danger,
        # Who has just saved a number on the page before is told here, since that page is gone.
        "doubts": [(section, field) for section, field in doubts if section == before],
        "doubt": DOUBT,
        "return_to": return_to,
        "cards": _cards(pieces, taken, mark),
        "linked": _cards(linked, taken, mark),
        "sources": shelf.sources(here.sources),
        **more,
    }
    response = render(request, "reports/section.html", context, status=status)
    if request.method == "POST":
        response[PUSH_URL] = "false"
    return response


def _return_to(request: HttpRequest) -> str:
    asked = request.POST.get("return_to") or request.GET.get("from")
    return "check" if asked == "check" else ""


def _cards(pieces: Iterable[Piece], taken: set[str], back: str) -> list[dict[str, Any]]:
    """Pieces as components/piece.html wants them, and whether each is in the report."""
    language = _language()
    return [
        {
            "piece": piece,
            "taken": piece.id in taken,
            "factor_names": selectors.factor_names(piece, language),
            "change_url": f"{reverse('drafts:piece', args=[piece.id])}?back={back}",
            "factors_url": f"{reverse('drafts:piece_factors', args=[piece.id])}?back={back}",
            "remove_url": f"{reverse('drafts:piece_remove', args=[piece.id])}?back={back}",
        }
        for piece in pieces
    ]


def _words(filled: Filled, section: Section) -> list[dict[str, str]]:
    """What a section holds, as the rows of a summary list."""
    return [_row(field, filled) for field in filled.fields(section) if field.id in filled.given]


def _row(field: ReportField, filled: Filled) -> dict[str, str]:
    language = _language()
    return {
        "key": field.label.in_language(language),
        "value": papers.shown(field, filled.given[field.id], language),
    }


@require_http_methods(["GET", "POST"])
@with_draft
def check_answers(request: HttpRequest, draft: OpenDraft, report_id: str) -> HttpResponse:
    report = selectors.report_or_404(report_id)
    if request.method == "POST":
        shown, taken = request.POST.getlist("shown"), request.POST.getlist("pieces")
        draft = services.choose_pieces(draft.ticket, report, shown=shown, taken=taken)
        if "document" in request.POST:
            _note_made(draft, _filled(report, draft))
            return redirect("reports:document", report_id)
        return redirect(reverse("reports:check", args=[report_id]) + "#pieces")
    contents = draft.contents
    filled = _filled(report, draft)
    other = Filled(selectors.other_than(report), filled.answers)
    context = {
        "report": report,
        "parts": [
            (
                part.title,
                [row for task in part.tasks for row in _summary(task.section, filled, contents)],
            )
            for part in selectors.parts(filled, contents)
        ],
        "danger": filled.in_danger,
        "withheld": [
            ": ".join(field.label.in_language(_language()) for field in path)
            for path in filled.withheld
        ],
        "may_protect": filled.may_protect,
        "since": changes.since_made(filled, contents),
        "missing": filled.missing,
        "doubts": filled.doubts(timezone.localdate()),
        "doubt": DOUBT,
        "worth_adding": filled.worth_adding,
        "pieces": contents.pieces,
        "offered": selectors.offered(contents),
        "taken": {piece.id for piece in selectors.pieces_for(report, contents)},
        "receiver": selectors.receiver_of(filled.report),
        "timeline": selectors.timeline_after(filled.report),
        "other": other.report,
        "other_begun": selectors.is_begun(other),
        "difference": selectors.difference(filled, other, contents),
    }
    return render(request, "reports/check.html", context)


def _summary(section: Section, filled: Filled, contents: Contents) -> list[dict[str, Any]]:
    """What a section holds, as rows of the check page, each with the way to change it."""
    address = f"{_address(filled.report, section)}?from=check"
    filled_in = selectors.from_a_concern(contents, filled.given)
    rows: list[dict[str, Any]] = [
        {
            **_row(field, filled),
            "url": f"{address}#id_{field.id}",
            "note": gettext("Filled in from the concern") if field.id in filled_in else "",
        }
        for field in filled.fields(section)
        if field.id in filled.given
    ]
    pieces = selectors.pieces_for(filled.report, contents)
    told = [
        f"{papers.head_of(piece)}\n{piece.text}"
        for piece in papers.in_order(pieces)
        if piece.kind in section.pieces
    ]
    if told:
        title = section.title.in_language(_language())
        rows.append({"key": title, "value": "\n\n".join(told), "url": address})
    return rows


def _note_made(draft: OpenDraft, filled: Filled) -> None:
    if not filled.missing:
        document = papers.document(_paper(draft, filled))
        services.note_made(draft, filled, document.reference, document.created)


def _paper(draft: OpenDraft, filled: Filled) -> Paper:
    return Paper(
        pack=shelf.current(),
        report=filled.report,
        answers=filled.answers,
        pieces=selectors.pieces_for(filled.report, draft.contents),
        language=_language(),
        created=now(),
    )


@require_safe
@with_draft
def preview(request: HttpRequest, draft: OpenDraft, report_id: str) -> HttpResponse:
    filled = _filled(selectors.report_or_404(report_id), draft)
    if filled.missing:
        return redirect("reports:check", report_id)
    document = papers.document(_paper(draft, filled))
    context = {
        "report": filled.report,
        "paper": to_html(document),
        "since": changes.since_made(filled, draft.contents),
        "reference": document.reference,
        "formats": FORMATS,
    }
    return render(request, "reports/document.html", context)


@require_safe
@limited("document")
@with_draft
def download(
    request: HttpRequest, draft: OpenDraft, report_id: str, file_format: str
) -> HttpResponse:
    if file_format not in FORMATS:
        raise Http404
    filled = _filled(selectors.report_or_404(report_id), draft)
    if filled.missing:
        return redirect("reports:check", report_id)
    document = papers.document(_paper(draft, filled))
    writer = WRITERS[file_format]
    response = HttpResponse(writer.write(document), content_type=writer.media_type)
    name = f"{gettext(FILE_NAMES[report_id])}-{document.reference}.{writer.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@with_draft
def where_to_send(request: HttpRequest, draft: OpenDraft, report_id: str) -> HttpResponse:
    filled = _filled(selectors.report_or_404(report_id), draft)
    other = Filled(selectors.other_than(filled.report), filled.answers)
    context = {
        "report": filled.report,
        "channels": list(selectors.channels_for(filled)),
        "since": changes.since_made(filled, draft.contents),
        "copy_blocks": papers.copy_blocks(_paper(draft, filled)),
        "missing": filled.missing,
        "receiver": selectors.receiver_of(filled.report),
        "timeline": selectors.timeline_after(filled.report),
        "other": other.report,
        "other_begun": selectors.is_begun(other),
    }
    return render(request, "reports/send.html", context)
