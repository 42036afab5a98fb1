"""A room's own pages: what waits, its concerns, and one concern from top to bottom."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fyrstod.access.policy import Action, may
from fyrstod.drafts.http import leaves_for
from fyrstod.packs import shelf
from fyrstod.people.http import page
from fyrstod.people.models import Agency
from fyrstod.rooms import (
    disclosure_selectors,
    known_http,
    known_selectors,
    known_services,
    room_services,
    rules,
    selectors,
    services,
    words,
)
from fyrstod.rooms.http import concern_page, room_page, user_of
from fyrstod.rooms.models import Concern
from fyrstod.rooms.room_forms import (
    AddressForm,
    DescribeForm,
    DoneForm,
    HolderForm,
    IdentifyForm,
    OpenForm,
    ReviewForm,
    RoomForm,
    SearchForm,
    TaskForm,
)
from fyrstod.rooms.rows import IsClosed
from fyrstod.rooms.rules import About, Move, Status
from fyrstod.rooms.selectors import OpenConcern, OpenTask

F = TypeVar("F", bound=RoomForm)

SEARCH_RULE = "solpuf-15"
"""The rule card of the pack that says by what a case may be searched for."""


def address_of(concern: Concern, part: str = "") -> str:
    """The concern's page, at one of its parts."""
    whole = reverse("rooms:concern", args=[concern.agency_id, concern.reference])
    return f"{whole}#{part}" if part else whole


def typing_page(
    request: HttpRequest,
    fresh: F,
    save: Callable[[F], HttpResponse | None],
    *,
    template: str,
    back: str,
    context: dict[str, Any],
) -> HttpResponse:
    """A page where one types: show it, save it, or leave it for another language or for `back`.

    `save` answers once it is done; None where the form now says what is in the way. A form that
    has rows is shown again with more of them.
    """

    def shown(form: F, status: int = 200) -> HttpResponse:
        unsaved = request.method == "POST"
        given = {"form": form, "back_url": back, "unsaved": unsaved, **context}
        return render(request, template, given, status=status)

    if request.method != "POST":
        return shown(fresh)
    if leaves_for(request).startswith(("language", "more-")):
        return shown(fresh.as_typed(request.POST.dict()))
    form = fresh.over(request.POST.dict())
    if leaves_for(request) == "back" and form.is_untouched:
        return redirect(back)
    if form.is_valid() and (answer := save(form)) is not None:
        return answer
    return shown(form, 422)


@page(None, "GET")
def week(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    weeks = selectors.week(user, timezone.localdate())
    for each in weeks:
        if each.reads and not each.is_empty:
            room_services.look_over(by=user, room=each.room, at="week")
    rooms = {week.room for week in weeks}
    only_counts = any(not week.reads for week in weeks)
    context = {
        "weeks": [(each, disclosure_selectors.doors(each.room, user)) for each in weeks],
        "only_counts": only_counts,
        # Those of an auditor, who has no other way into the room.
        "journals": [r for r in selectors.rooms_of(user, Action.READ_JOURNAL) if r not in rooms],
    }
    return render(request, "rooms/room_week.html", context)


@require_safe
@room_page(Action.OPEN_ROOM)
def room(request: HttpRequest, room: Agency) -> HttpResponse:
    return _list(request, room, closed=False)


@require_safe
@room_page(Action.OPEN_ROOM)
def closed(request: HttpRequest, room: Agency) -> HttpResponse:
    return _list(request, room, closed=True)


def _list(request: HttpRequest, room: Agency, *, closed: bool) -> HttpResponse:
    reads = may(user_of(request), Action.READ_CONCERN, room)
    if reads:
        room_services.look_over(by=user_of(request), room=room, at="list")
    rows = Paginator(selectors.concerns_of(room, closed=closed), selectors.PAGE)
    part = rows.get_page(request.GET.get("page"))
    context = {
        "closed": closed,
        "page": part,
        "lines": selectors.lines(room, part.object_list, with_names=reads),
        "reads": reads,
        "writes": may(user_of(request), Action.WRITE_CONCERN, room),
    }
    return render(request, "rooms/room_list.html", context)


@require_http_methods(["GET", "POST"])
@room_page(Action.READ_CONCERN)
def search(request: HttpRequest, room: Agency) -> HttpResponse:
    context: dict[str, Any] = {
        "rule": next((rule for rule in shelf.current().rules if rule.id == SEARCH_RULE), None),
        "writes": may(user_of(request), Action.WRITE_CONCERN, room),
    }

    def find(form: SearchForm) -> HttpResponse:
        found = room_services.look_up(by=user_of(request), room=room, wanted=form.search)
        return render(
            request,
            "rooms/room_search.html",
            {**context, "form": form, "found": found, "looked": True},
        )

    return typing_page(
        request,
        SearchForm(),
        find,
        template="rooms/room_search.html",
        back=reverse("rooms:room", args=[room.pk]),
        context=context,
    )


@require_http_methods(["GET", "POST"])
@room_page(Action.WRITE_CONCERN)
def open_new(request: HttpRequest, room: Agency) -> HttpResponse:
    user = user_of(request)

    def save(form: OpenForm) -> HttpResponse:
        answers = known_http.ask_first(request, room, form)
        if isinstance(answers, HttpResponse):
            return answers
        concern = services.open_concern(
            by=user,
            room=room,
            about=About(form.cleaned_data["about"]),
            why_now=form.cleaned_data["why_now"],
            person=form.person(),
            review_on=form.cleaned_data["review_on"],
            pack=shelf.current().edition,
            concern_id=form.cleaned_data["id"],
            answers=answers,
        )
        return redirect(address_of(concern))

    return typing_page(
        request,
        OpenForm.blank(),
        save,
        template="rooms/room_open.html",
        back=reverse("rooms:room", args=[room.pk]),
        context={},
    )


@require_safe
@concern_page(Action.READ_CONCERN)
def concern(request: HttpRequest, concern: Concern) -> HttpResponse:
    user, room, today = user_of(request), concern.agency, timezone.localdate()
    opened = selectors.open_concern(concern)
    known = known_selectors.known_to(room, opened.person, besides=concern)
    services.look(by=user, concern=concern)
    known_services.meet(by=user, room=room, known=known)
    status = Status(concern.status)
    writes = may(user, Action.WRITE_CONCERN, concern) and not concern.is_closed
    here = selectors.practitioners_of(room)
    context = {
        "concern": concern,
        "open": opened,
        "writes": writes,
        "reveals": may(user, Action.REVEAL_ADDRESS, concern),
        "sees_looks": may(user, Action.SEE_LOOKS, concern),
        "known": known,
        "same": [each for each in known if each.is_same],
        "asked": [each for each in known if each.is_open],
        "others": [each for each in known if not (each.is_same or each.is_open)],
        "next": rules.next_step(
            status,
            review_on=concern.review_on,
            has_pieces=bool(opened.of_kind(*selectors.WORRIES)),
            today=today,
        ),
        "steps": [(move, words.MOVE[move]) for move in rules.steps_from(status)],
        "holder_has_left": concern.holder is not None and concern.holder not in here,
        "today": today,
    }
    return render(request, "rooms/room_concern.html", context)


def to_write(request: HttpRequest, concern: Concern, at: str) -> OpenConcern:
    """A concern for a page where something of it is changed. Raises IsClosed."""
    if concern.is_closed:
        raise IsClosed
    return opened_on_record(request, concern, at)


def opened_on_record(request: HttpRequest, concern: Concern, at: str) -> OpenConcern:
    """A concern for a page that shows a part of it, which is put on record when it is shown."""
    opened = selectors.open_concern(concern)
    if request.method == "GET":
        services.look(by=user_of(request), concern=concern, at=at)
    return opened


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def describe(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "description")
    context: dict[str, Any] = {"concern": concern, "person": opened.person}

    def save(form: DescribeForm) -> HttpResponse | None:
        try:
            services.describe(
                by=user_of(request),
                concern=concern,
                about=About(form.cleaned_data["about"]),
                why_now=form.cleaned_data["why_now"],
                seen=form.cleaned_data["seen"],
            )
        except services.ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            form.now_shows(problem.version)
            context["saved"] = problem.saved
            return None
        return redirect(address_of(concern, "why"))

    return typing_page(
        request,
        DescribeForm.of(concern, opened.matter),
        save,
        template="rooms/room_describe.html",
        back=address_of(concern, "why"),
        context=context,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def person(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "person")
    context: dict[str, Any] = {"concern": concern, "person": opened.person}

    def save(form: IdentifyForm) -> HttpResponse | None:
        written = form.person()
        if opened.person.protected and opened.person.address and not written.address:
            if not written.protected:
                form.ask_for_address()
                return None
            written = dataclasses.replace(written, address=opened.person.address)
        try:
            services.identify(
                by=user_of(request),
                concern=concern,
                person=written,
                seen=form.cleaned_data["seen"],
            )
        except services.ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            form.now_shows(problem.version)
            context["saved"] = problem.saved
            return None
        known = known_selectors.known_to(concern.agency, written, besides=concern)
        return redirect(address_of(concern, "earlier" if known else ""))

    return typing_page(
        request,
        IdentifyForm.of(opened.person, opened.identity.version),
        save,
        template="rooms/room_person.html",
        back=address_of(concern),
        context=context,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.REVEAL_ADDRESS)
def address(request: HttpRequest, concern: Concern) -> HttpResponse:
    context: dict[str, Any] = {
        "concern": concern,
        "person": opened_on_record(request, concern, "person").person,
    }

    def show(form: AddressForm) -> HttpResponse | None:
        try:
            found = services.reveal_address(
                by=user_of(request),
                concern=concern,
                reason=form.cleaned_data["reason"],
                piece_id=form.cleaned_data["id"],
            )
        except services.ShownOnce as problem:
            form.add_error(None, str(problem))
            form.asks_again()
            return None
        return render(request, "rooms/room_address.html", {**context, "address": found})

    return typing_page(
        request,
        AddressForm.blank(),
        show,
        template="rooms/room_address.html",
        back=address_of(concern),
        context=context,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def review(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "reviews")

    def save(form: ReviewForm) -> HttpResponse:
        services.review(
            by=user_of(request),
            concern=concern,
            contents=form.note(),
            review_on=form.cleaned_data["review_on"],
            piece_id=form.cleaned_data["id"],
        )
        return redirect(address_of(concern, "reviews"))

    return typing_page(
        request,
        ReviewForm.blank(),
        save,
        template="rooms/room_review.html",
        back=address_of(concern, "reviews"),
        context={
            "concern": concern,
            "person": opened.person,
            "last": next(iter(opened.reviews), None),
            "left_to_do": [task for task in opened.tasks if task.row.done_at is None],
        },
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def holder(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "person")
    people = selectors.practitioners_of(concern.agency)
    fresh = HolderForm(initial={"holder": str(concern.holder_id or "")}, people=people)

    def save(form: HolderForm) -> HttpResponse | None:
        try:
            services.set_holder(by=user_of(request), concern=concern, holder=form.chosen())
        except services.CannotHold as problem:
            form.add_error("holder", str(problem))
            return None
        return redirect(address_of(concern))

    return typing_page(
        request,
        fresh,
        save,
        template="rooms/room_holder.html",
        back=address_of(concern),
        context={"concern": concern, "person": opened.person},
    )


@require_POST
@concern_page(Action.WRITE_CONCERN)
def move(request: HttpRequest, concern: Concern) -> HttpResponse:
    step = request.POST.get("step", "")
    if step not in set(Move):
        raise Http404
    services.move(by=user_of(request), concern=concern, step=Move(step))
    return redirect(address_of(concern))


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def add_task(request: HttpRequest, concern: Concern) -> HttpResponse:
    opened = to_write(request, concern, "tasks")
    user = user_of(request)

    def save(form: TaskForm) -> HttpResponse | None:
        try:
            services.add_task(
                by=user,
                concern=concern,
                text=form.cleaned_data["text"],
                due_on=form.due(),
                doer=form.chosen(),
                task_id=form.cleaned_data["id"],
            )
        except services.CannotHold as problem:
            form.add_error("doer", str(problem))
            return None
        return redirect(address_of(concern, "todo"))

    return typing_page(
        request,
        TaskForm.blank(user, selectors.practitioners_of(concern.agency)),
        save,
        template="rooms/room_task.html",
        back=address_of(concern, "todo"),
        context={"concern": concern, "person": opened.person},
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def change_task(request: HttpRequest, concern: Concern, task_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "tasks")
    task = _task_or_404(opened, task_id)
    context: dict[str, Any] = {"concern": concern, "person": opened.person, "task": task}

    def save(form: TaskForm) -> HttpResponse | None:
        try:
            services.change_task(
                by=user_of(request),
                concern=concern,
                task=task.row,
                text=form.cleaned_data["text"],
                due_on=form.due(),
                doer=form.chosen(),
                seen=form.cleaned_data["seen"] or 0,
            )
        except services.CannotHold as problem:
            form.add_error("doer", str(problem))
            return None
        except services.ChangedMeanwhile as problem:
            form.add_error(None, str(problem))
            form.now_shows(problem.version)
            context["saved"] = task
            return None
        return redirect(address_of(concern, "todo"))

    return typing_page(
        request,
        TaskForm.of(task.row, task.errand, selectors.practitioners_of(concern.agency)),
        save,
        template="rooms/room_task.html",
        back=address_of(concern, "todo"),
        context=context,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.WRITE_CONCERN)
def finish_task(request: HttpRequest, concern: Concern, task_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "tasks")
    task = _task_or_404(opened, task_id)

    def save(form: DoneForm) -> HttpResponse:
        services.finish_task(
            by=user_of(request),
            concern=concern,
            task=task.row,
            answer=form.cleaned_data["answer"],
        )
        return redirect(address_of(concern, "todo"))

    return typing_page(
        request,
        DoneForm(initial={"answer": task.errand.answer}),
        save,
        template="rooms/room_task_done.html",
        back=address_of(concern, "todo"),
        context={"concern": concern, "person": opened.person, "task": task},
    )


@require_POST
@concern_page(Action.WRITE_CONCERN)
def take_up_task(request: HttpRequest, concern: Concern, task_id: uuid.UUID) -> HttpResponse:
    task = _task_or_404(selectors.open_concern(concern), task_id)
    services.take_up_task(by=user_of(request), concern=concern, task=task.row)
    return redirect(address_of(concern, "todo"))


def _task_or_404(opened: OpenConcern, task_id: uuid.UUID) -> OpenTask:
    task = opened.task(task_id)
    if task is None:
        raise Http404
    return task
