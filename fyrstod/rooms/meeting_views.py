"""The pages of a table's meetings, its plan, its ending, and its paper."""

from __future__ import annotations

import uuid
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from fyrstod.access.limits import limited
from fyrstod.access.policy import Action
from fyrstod.drafts.papers import now
from fyrstod.packs import shelf
from fyrstod.rooms import (
    disclosure_services,
    meeting_papers,
    meeting_selectors,
    table_services,
)
from fyrstod.rooms.contents import Goal, Minutes
from fyrstod.rooms.disclosure_rules import UNANSWERED
from fyrstod.rooms.http import concern_page, user_of
from fyrstod.rooms.meeting_forms import EndingForm, FollowUpForm, GoalForm, MinutesForm
from fyrstod.rooms.models import Concern
from fyrstod.rooms.paper_views import file_of, language_here
from fyrstod.rooms.room_views import typing_page
from fyrstod.rooms.rows import IsClosed
from fyrstod.rooms.seats import TableOver
from fyrstod.rooms.selectors import OpenDisclosure
from fyrstod.rooms.services import ChangedMeanwhile
from fyrstod.rooms.table_http import address_of_table, table_or_404, table_to_write
from fyrstod.rooms.table_selectors import OpenTable, OpenWord

F = TypeVar("F", MinutesForm, GoalForm, FollowUpForm)

RECORD = gettext_noop("table")
"""What the file of a table is called, before a reference; plain letters in every language."""


def _language() -> str:
    return get_language() or "sv"


def _word_or_404(table: OpenTable, word_id: uuid.UUID, kind: type[Minutes | Goal]) -> OpenWord:
    word = table.word(str(word_id))
    if word is None or not isinstance(word.said.words, kind):
        raise Http404
    return word


def _own_or_404(table: OpenTable, word_id: uuid.UUID, kind: type[Minutes | Goal]) -> OpenWord:
    """Words of this room. Raises NotYourWords for those that came from another."""
    word = _word_or_404(table, word_id, kind)
    if not word.is_own:
        raise table_services.NotYourWords
    return word


def _written(
    request: HttpRequest,
    table: OpenTable,
    fresh: F,
    *,
    template: str,
    part: str,
    kind: type[Minutes | Goal] | None = None,
    **more: Any,
) -> HttpResponse:
    """A page where something is said at a table. With `kind` it corrects words of that kind."""
    concern = table.concern
    back = address_of_table(concern, table.seat.table, part)
    context = {"concern": concern, "person": table.opened.person, "table": table, **more}

    def save(form: F) -> HttpResponse | None:
        seen = form.cleaned_data["seen"]
        corrected = _own_or_404(table, seen, kind) if kind and seen else None
        try:
            table_services.write(
                by=user_of(request),
                concern=concern,
                seat=table.seat,
                words=form.words(),
                word_id=form.cleaned_data["id"],
                replaces=corrected.id if corrected else "",
            )
        except ChangedMeanwhile as problem:
            assert corrected is not None  # noqa: S101 - for the type checker: raised for no other
            again = table_or_404(request, concern, table.seat.table)
            latest = meeting_selectors.latest_of(again, corrected)
            form.add_error(None, str(problem))
            form.now_shows(uuid.UUID(latest.id))
            context["saved"] = _shown(again, latest)
            return None
        return redirect(back)

    return typing_page(request, fresh, save, template=template, back=back, context=context)


def _shown(table: OpenTable, word: OpenWord) -> meeting_selectors.Meeting | meeting_selectors.Aim:
    if isinstance(word.said.words, Minutes):
        return meeting_selectors.meeting(table, word, _language())
    return meeting_selectors.aim(table, word)


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def write(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    table = table_to_write(request, concern, table_id)
    return _written(
        request,
        table,
        MinutesForm.blank(table),
        template="rooms/meeting_write.html",
        part="meetings",
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def correct(
    request: HttpRequest, concern: Concern, table_id: uuid.UUID, word_id: uuid.UUID
) -> HttpResponse:
    table = table_to_write(request, concern, table_id)
    word = meeting_selectors.latest_of(table, _own_or_404(table, word_id, Minutes))
    return _written(
        request,
        table,
        MinutesForm.correcting(table, word),
        template="rooms/meeting_write.html",
        part="meetings",
        kind=Minutes,
        corrects=word,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def add_goal(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    table = table_to_write(request, concern, table_id)
    return _written(
        request,
        table,
        GoalForm.blank(table),
        template="rooms/meeting_goal.html",
        part="plan",
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def change_goal(
    request: HttpRequest, concern: Concern, table_id: uuid.UUID, word_id: uuid.UUID
) -> HttpResponse:
    table = table_to_write(request, concern, table_id)
    word = meeting_selectors.latest_of(table, _own_or_404(table, word_id, Goal))
    return _written(
        request,
        table,
        GoalForm.correcting(table, word),
        template="rooms/meeting_goal.html",
        part="plan",
        kind=Goal,
        corrects=word,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def follow_up(
    request: HttpRequest, concern: Concern, table_id: uuid.UUID, word_id: uuid.UUID
) -> HttpResponse:
    """What has become of a goal, whichever room has written it."""
    table = table_to_write(request, concern, table_id)
    goal = meeting_selectors.latest_of(table, _word_or_404(table, word_id, Goal))
    return _written(
        request,
        table,
        FollowUpForm.blank(goal),
        template="rooms/meeting_follow.html",
        part="plan",
        aim=meeting_selectors.aim(table, goal),
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.SIT_AT_TABLE)
def end(request: HttpRequest, concern: Concern, table_id: uuid.UUID) -> HttpResponse:
    """End the table, as whoever convened it; once it has ended, say what this room keeps."""
    if concern.is_closed:
        raise IsClosed
    table = table_or_404(request, concern, table_id)
    seat, back = table.seat, address_of_table(concern, table_id, "ending")
    if not table.is_open and seat.ended_at is None:
        raise TableOver
    if table.is_open and not seat.is_convener:
        raise table_services.OnlyTheConvener
    if table.own_ending:
        return redirect(back)
    given: dict[str, Any] = {"by": user_of(request), "concern": concern, "seat": seat}

    def save(form: EndingForm) -> HttpResponse | None:
        said = {"ending": form.words(), "word_id": form.cleaned_data["id"]}
        if not table.is_open:
            table_services.add_ending(**given, **said)
            return redirect(back)
        try:
            for each in waiting:
                disclosure_services.withdraw(
                    by=user_of(request), concern=concern, disclosure=each.row
                )
        except disclosure_services.AnsweredAlready:
            # Somebody has sat down in this very moment: the writer sees it before the end.
            form.add_error(
                None,
                gettext("An agency has just answered. Look at who sits here now, and save again."),
            )
            context["table"] = table_or_404(request, concern, table_id)
            return None
        table_services.end(**given, **said)
        return redirect(back)

    waiting = _invitations_that_wait(table)
    context = {"concern": concern, "person": table.opened.person, "table": table}
    return typing_page(
        request,
        EndingForm.blank(),
        save,
        template="rooms/meeting_end.html",
        back=back,
        context=context,
    )


def _invitations_that_wait(table: OpenTable) -> list[OpenDisclosure]:
    return [
        each
        for each in table.opened.given
        if each.disclosed.handed.invitation is not None
        and each.disclosed.handed.table == str(table.seat.table)
        and each.row.state in UNANSWERED
    ]


@require_safe
@limited("document")
@concern_page(Action.READ_CONCERN)
def record(
    request: HttpRequest, concern: Concern, table_id: uuid.UUID, file_format: str
) -> HttpResponse:
    table = table_or_404(request, concern, table_id)
    made = meeting_papers.document(
        meeting_papers.Paper(
            table=table, pack=shelf.current(), language=language_here(), created=now()
        )
    )
    return file_of(made, file_format, gettext(RECORD))
