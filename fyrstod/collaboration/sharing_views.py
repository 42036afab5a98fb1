"""Who may be told what: six questions, an answer on one page, and the rule cards behind it."""

from __future__ import annotations

from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from fyrstod.access.limits import count, limited
from fyrstod.access.public import by_id_or_404, content_page
from fyrstod.collaboration import sharing_papers as papers
from fyrstod.collaboration import sharing_rules as rules
from fyrstod.collaboration import sharing_selectors as selectors
from fyrstod.collaboration import sharing_services as services
from fyrstod.collaboration.sharing_forms import DayForm, ReceiverForm, SharingForm
from fyrstod.collaboration.sharing_papers import Paper
from fyrstod.collaboration.sharing_rules import QUESTIONS, Question
from fyrstod.collaboration.sharing_services import AnsweredElsewhere
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts.contents import Contents, Sharing
from fyrstod.drafts.http import ensure_draft, hand_over, leaves_for, with_draft
from fyrstod.drafts.papers import now
from fyrstod.drafts.services import OpenDraft
from fyrstod.law import shelf as law
from fyrstod.packs import shelf

FORMATS = ("pdf", "docx", "txt")
"""What the answer can be taken away as, the most useful first."""
FILE_NAME = gettext_noop("assessment-of-disclosure")
"""What a file of it is called, before its reference; plain letters in every language."""
FILLED_IN = gettext_noop(
    "Filled in from where you came from or what you have written. Change it if it is wrong."
)


def _language() -> Literal["sv", "en"]:
    return "en" if get_language() == "en" else "sv"


@require_safe
def sharing(request: HttpRequest) -> HttpResponse:
    return content_page(request, "collaboration/sharing/start.html", {"questions": QUESTIONS})


@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    if request.method == "GET":
        return redirect("collaboration:sharing")
    count(request, "draft")
    draft, new = ensure_draft(request, Contents(pack=shelf.current().edition))
    form = ReceiverForm(request.POST)
    receiver = form.cleaned_data["to"] if form.is_valid() else ""
    today = timezone.localdate()
    draft = services.begin(draft.ticket, receiver=receiver or None, today=today)
    response = redirect(_onward(services.sharing_in(draft.contents, today)))
    if new:
        hand_over(response, draft.ticket)
    return response


def _onward(sharing: Sharing) -> str:
    """The address of the first question that is left, or of the answer."""
    if following := rules.next_to_ask(sharing):
        return reverse("collaboration:sharing_question", args=[following.id])
    return reverse("collaboration:sharing_answer")


@require_http_methods(["GET", "POST"])
@with_draft
def question(request: HttpRequest, draft: OpenDraft, about: str) -> HttpResponse:
    here = selectors.question_or_404(about)
    today = timezone.localdate()
    saved = services.sharing_in(draft.contents, today)
    if request.method == "GET":
        return _question_page(request, here, saved)
    form = _form(here, saved, request.POST)
    typed = {}
    if "skip" not in request.POST:
        if not form.is_valid():
            seen = request.POST.get("seen", "")
            return _question_page(request, here, saved, form=form, seen=seen, status=422)
        typed = form.typed()
    seen = request.POST.get("seen", "")
    try:
        after = services.answer(draft.ticket, here, typed, seen=seen, today=today)
    except AnsweredElsewhere as problem:
        errors = [(form.first.auto_id, str(problem))]
        return _question_page(request, here, problem.sharing, form=form, errors=errors, status=409)
    return redirect(_next_address(request, here, after))


def _next_address(request: HttpRequest, here: Question, after: Sharing) -> str:
    """Where a saved answer leads, by the button that was pressed."""
    leaves = leaves_for(request)
    if leaves == "language":
        return request.path + ("?from=answer" if _return_to(request) else "")
    if leaves:
        return _back(request, here)
    return reverse("collaboration:sharing_answer") if _return_to(request) else _onward(after)


def _form(question: Question, saved: Sharing, data: QueryDict | None = None) -> SharingForm:
    day = saved.on_date or timezone.localdate()
    facts = rules.facts_to_ask(question, saved.situation, law.current(), day)
    filled_in = not set(question.facts).isdisjoint(rules.not_looked_at(saved))
    note = gettext(FILLED_IN) if filled_in else ""
    return SharingForm(facts, saved.situation, data, note=note)


def _return_to(request: HttpRequest) -> str:
    asked = request.POST.get("return_to") or request.GET.get("from")
    return "answer" if asked == "answer" else ""


def _back(request: HttpRequest, here: Question) -> str:
    """Where one comes from: the answer, the question before, or the beginning."""
    if _return_to(request):
        return reverse("collaboration:sharing_answer")
    if before := rules.before(here):
        return reverse("collaboration:sharing_question", args=[before.id])
    return reverse("collaboration:sharing")


def _question_page(
    request: HttpRequest,
    here: Question,
    saved: Sharing,
    *,
    form: SharingForm | None = None,
    seen: str | None = None,
    errors: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "question": here,
        "form": form or _form(here, saved),
        "seen": services.mark_of(here, saved) if seen is None else seen,
        "errors": errors,
        "saved": [item for item in _said(saved) if item.question is here] if errors else [],
        "back_url": _back(request, here),
        "place": QUESTIONS.index(here) + 1,
        "total": len(QUESTIONS),
        "return_to": _return_to(request),
    }
    return render(request, "collaboration/sharing/question.html", context, status=status)


def _said(saved: Sharing) -> tuple[selectors.Said, ...]:
    return selectors.said(saved, _language(), saved.on_date or timezone.localdate())


@require_http_methods(["GET", "POST"])
@with_draft
def answer(request: HttpRequest, draft: OpenDraft) -> HttpResponse:
    today = timezone.localdate()
    form = DayForm.over(services.sharing_in(draft.contents, today).on_date)
    if request.method == "POST":
        form = DayForm(request.POST)
        if form.is_valid():
            services.choose_day(draft.ticket, form.chosen(), today=today)
            return redirect("collaboration:sharing_answer")
    paper = _paper(draft)
    receiver = selectors.receiver_of(paper.sharing)
    context: dict[str, Any] = {
        "answer": paper.answer,
        "acute": selectors.acute_advice(paper.sharing),
        "parties": selectors.parties(paper.sharing, paper.language),
        "missing": selectors.missing_question(paper.sharing),
        "report": rules.report_to_write(paper.sharing.situation),
        "said": paper.said,
        "sharing": paper.sharing,
        "day": paper.day,
        "form": form,
        "receiver": receiver,
        "contacts": selectors.contacts_of(receiver),
        "case_text": papers.text(paper),
        "formats": FORMATS,
    }
    status = 422 if form.errors else 200
    return render(request, "collaboration/sharing/answer.html", context, status=status)


def _paper(draft: OpenDraft) -> Paper:
    today = timezone.localdate()
    saved = services.sharing_in(draft.contents, today)
    return Paper(
        pack=shelf.current(),
        sharing=saved,
        day=saved.on_date or today,
        language=_language(),
        created=now(),
    )


@require_safe
@limited("document")
@with_draft
def download(request: HttpRequest, draft: OpenDraft, file_format: str) -> HttpResponse:
    if file_format not in FORMATS:
        raise Http404
    document = papers.document(_paper(draft))
    writer = WRITERS[file_format]
    response = HttpResponse(writer.write(document), content_type=writer.media_type)
    name = f"{gettext(FILE_NAME)}-{document.reference}.{writer.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def every_rule(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    context = {"shelves": selectors.every_rule(_language(), today), "today": today}
    return content_page(request, "collaboration/sharing/rules.html", context)


@require_safe
def rule(request: HttpRequest, rule_id: str) -> HttpResponse:
    card = by_id_or_404(shelf.current().rules, rule_id)
    language = _language()
    context = {
        "card": card,
        "today": timezone.localdate(),
        "when": selectors.conditions_of(card.when, language),
        "alternatives": [selectors.conditions_of(it, language) for it in card.alternatives],
        "unless": selectors.conditions_of(card.unless, language),
        "senders": [selectors.words_for("from", party, language) for party in card.senders],
        "receivers": [selectors.words_for("to", party, language) for party in card.receivers],
    }
    return content_page(request, "collaboration/sharing/rule.html", context)
