"""One step as the shortest Django view would take it.

The same three queries and the same next page as `reports.views.section`, from the same
context and template. Left out is what Fyrstöd adds: the draft lies open in its row, what was
posted is taken as it comes, and nothing looks for another tab.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.models import Draft
from fyrstod.drafts.rules import DRAFT_LIFETIME, Ticket
from fyrstod.drafts.services import OpenDraft
from fyrstod.reports import selectors, views
from fyrstod.reports.rules import Filled

COOKIE = "bare"


@require_POST
def step(request: HttpRequest, report_id: str, section_id: str) -> HttpResponse:
    pk = uuid.UUID(request.COOKIES[COOKIE])
    report = selectors.report_or_404(report_id)
    here = selectors.section_or_404(report, section_id)
    _read(pk)
    with transaction.atomic():
        saved = _read(pk)
        answers = saved["answers"]
        posted = request.POST.items()
        answers |= {name: text for name, text in posted if isinstance(answers.get(name), str)}
        expires_at = timezone.now() + DRAFT_LIFETIME
        sealed = json.dumps(saved).encode()
        Draft.objects.filter(pk=pk).update(sealed=sealed, expires_at=expires_at)
    pieces = (Piece(**{**piece, "kind": PieceKind(piece["kind"])}) for piece in saved["pieces"])
    contents = Contents(pack=saved["pack"], pieces=tuple(pieces), answers=answers)
    draft = OpenDraft(Ticket(pk, b""), contents, expires_at)
    request.draft = draft  # type: ignore[attr-defined]  # read by the context processor
    filled = Filled(report, answers)
    following = selectors.section_after(filled, here)
    if following is None:
        raise Http404
    return views._onward(request, draft, filled, following)  # the very same page as theirs


def _read(pk: uuid.UUID) -> dict[str, Any]:
    row = Draft.objects.filter(pk=pk, expires_at__gt=timezone.now()).get()
    saved: dict[str, Any] = json.loads(bytes(row.sealed))
    return saved
