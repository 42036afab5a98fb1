"""The pages where one room tells another, and where the other answers."""

from __future__ import annotations

import dataclasses
import uuid
from collections.abc import Callable
from typing import Any, Literal, TypeVar

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fyrstod.access.limits import limited
from fyrstod.access.policy import Action, may
from fyrstod.core.identifying import Span
from fyrstod.documents.tree import Document
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts.papers import now
from fyrstod.law import shelf as law
from fyrstod.packs import shelf
from fyrstod.people.models import Agency
from fyrstod.reports.views import FORMATS
from fyrstod.rooms import (
    disclosure_papers,
    disclosure_rules,
    disclosure_selectors,
    disclosure_services,
    selectors,
    table_selectors,
    words,
)
from fyrstod.rooms.contents import Disclosed, Naming
from fyrstod.rooms.disclosure_forms import (
    AcceptForm,
    ConsentBackForm,
    DeclineForm,
    FactsForm,
    GroundForm,
    ObjectForm,
    SendBackForm,
    WhatForm,
    WhyForm,
)
from fyrstod.rooms.disclosure_rules import Lacks, State
from fyrstod.rooms.disclosure_services import OfferGone
from fyrstod.rooms.http import concern_page, room_page, user_of
from fyrstod.rooms.models import Concern, Parcel
from fyrstod.rooms.room_forms import RoomForm, first_look
from fyrstod.rooms.room_views import address_of, opened_on_record, to_write, typing_page
from fyrstod.rooms.selectors import OpenConcern, OpenDisclosure, OpenReceipt
from fyrstod.rooms.services import ChangedMeanwhile

F = TypeVar("F", bound=RoomForm)

RECORD = gettext_noop("disclosure")
"""What the file of a record is called, before a reference; plain letters in every language."""
PAGES = {
    Lacks.CONTENT: "disclosure_what",
    Lacks.GROUND: "disclosure_facts",
    Lacks.PURPOSE: "disclosure_why",
    Lacks.CONSENT: "disclosure_why",
}
"""The page where a draft says what it lacks."""


def _language() -> Literal["sv", "en"]:
    return "en" if get_language() == "en" else "sv"


def _to(name: str, concern: Concern, pk: uuid.UUID) -> str:
    return reverse(f"rooms:{name}", args=[concern.agency_id, concern.reference, pk])


def _given_or_404(opened: OpenConcern, disclosure_id: uuid.UUID) -> OpenDisclosure:
    found = opened.disclosure(disclosure_id) or table_selectors.told_at_table(
        opened.concern, disclosure_id
    )
    if found is None:
        raise Http404
    return found


def _received_or_404(opened: OpenConcern, receipt_id: uuid.UUID) -> OpenReceipt:
    found = opened.receipt(receipt_id) or table_selectors.received_at_table(
        opened.concern, receipt_id
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@concern_page(Action.DISCLOSE)
def begin(request: HttpRequest, concern: Concern) -> HttpResponse:
    """What is told, to whom, and whether with a name: the first page of a draft."""
    opened = to_write(request, concern, "disclosure")
    return _what(request, opened, None)


@require_http_methods(["GET", "POST"])
@concern_page(Action.DISCLOSE)
def what(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    opened = to_write(request, concern, "disclosure")
    found = _given_or_404(opened, disclosure_id)
    if found.row.state != State.DRAFT or found.disclosed.handed.invitation:
        return redirect(_to("disclosure", concern, disclosure_id))
    return _what(request, opened, found)


def _what(request: HttpRequest, opened: OpenConcern, found: OpenDisclosure | None) -> HttpResponse:
    concern = opened.concern
    receivers = disclosure_selectors.receivers(concern.agency)
    pieces = disclosure_selectors.tellable(opened)

    def save(form: WhatForm) -> HttpResponse | None:
        to = form.to_agency()
        before = found.disclosed if found else Disclosed()
        naming = Naming(form.cleaned_data["naming"])
        handed = dataclasses.replace(before.handed, naming=naming)
        is_new = found is None or found.row.to_id != to.pk
        known = disclosure_selectors.known(opened, handed, to, is_new_receiver=is_new)
        disclosed = dataclasses.replace(
            before,
            handed=disclosure_rules.with_situation(handed, known),
            chosen=form.chosen(),
        )
        return _kept(request, form, opened, form.cleaned_data["id"], disclosed, to=to)

    there = (found.row.pk, found.row.version, found.row.to, found.disclosed) if found else None
    return typing_page(
        request,
        WhatForm.of(there, receivers=receivers, pieces=pieces, to=request.GET.get("to", "")),
        save,
        template="rooms/disclosure_what.html",
        back=_to("disclosure", concern, found.row.pk) if found else address_of(concern, "doors"),
        context={
            "concern": concern,
            "person": opened.person,
            "nobody": not receivers,
        },
    )


def _kept(
    request: HttpRequest,
    form: Any,
    opened: OpenConcern,
    disclosure_id: uuid.UUID,
    disclosed: Disclosed,
    *,
    to: Agency,
) -> HttpResponse | None:
    """Save a page of a draft and go on to what it lacks, or to the whole of it."""
    concern = opened.concern
    try:
        disclosure_services.draft(
            by=user_of(request),
            concern=concern,
            to=to,
            disclosed=disclosed,
            disclosure_id=disclosure_id,
            seen=form.cleaned_data["seen"],
        )
    except ChangedMeanwhile as problem:
        form.add_error(None, str(problem))
        form.now_shows(problem.version)
        return None
    here = request.resolver_match.url_name if request.resolver_match else ""
    # What is told may be nothing but a question, and that is written last.
    left = [
        PAGES[lack]
        for lack in disclosure_rules.lacks(disclosed, law.current())
        if lack is not Lacks.CONTENT and PAGES[lack] != here
    ]
    onward = next(iter(left), "disclosure")
    return redirect(_to(onward, concern, disclosure_id))


def _page_of_draft(
    request: HttpRequest,
    concern: Concern,
    disclosure_id: uuid.UUID,
    page: Callable[[OpenConcern, OpenDisclosure], HttpResponse],
) -> HttpResponse:
    """A page of a draft; what is on its way already is shown as it stands instead."""
    opened = to_write(request, concern, "disclosure")
    found = _given_or_404(opened, disclosure_id)
    if found.row.state != State.DRAFT:
        return redirect(_to("disclosure", concern, disclosure_id))
    return page(opened, found)


@require_http_methods(["GET", "POST"])
@concern_page(Action.DISCLOSE)
def facts(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    """What is known, so that only the rules that fit are shown next."""

    def page(opened: OpenConcern, found: OpenDisclosure) -> HttpResponse:
        handed = found.disclosed.handed

        def save(form: FactsForm) -> HttpResponse | None:
            after = disclosure_rules.with_situation(handed, form.situation())
            disclosed = dataclasses.replace(found.disclosed, handed=after)
            answer = _kept(request, form, opened, disclosure_id, disclosed, to=found.row.to)
            if answer is None:
                return None
            return redirect(_to("disclosure_ground", concern, disclosure_id))

        return typing_page(
            request,
            FactsForm(
                initial={"seen": found.row.version},
                situation=disclosure_rules.situation_of(handed),
            ),
            save,
            template="rooms/disclosure_facts.html",
            back=_to("disclosure_what", concern, disclosure_id),
            context={"concern": concern, "person": opened.person, "to": found.row.to},
        )

    return _page_of_draft(request, concern, disclosure_id, page)


@require_http_methods(["GET", "POST"])
@concern_page(Action.DISCLOSE)
def ground(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    def page(opened: OpenConcern, found: OpenDisclosure) -> HttpResponse:
        handed = found.disclosed.handed
        choices = disclosure_selectors.grounds_for(handed)

        def save(form: GroundForm) -> HttpResponse | None:
            disclosed = dataclasses.replace(found.disclosed, handed=form.onto(handed))
            return _kept(request, form, opened, disclosure_id, disclosed, to=found.row.to)

        return typing_page(
            request,
            GroundForm.of(handed, found.row.version, choices),
            save,
            template="rooms/disclosure_ground.html",
            back=_to("disclosure_facts", concern, disclosure_id),
            context={
                "concern": concern,
                "person": opened.person,
                "to": found.row.to,
                "choices": choices,
            },
        )

    return _page_of_draft(request, concern, disclosure_id, page)


@require_http_methods(["GET", "POST"])
@concern_page(Action.DISCLOSE)
def why(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    def page(opened: OpenConcern, found: OpenDisclosure) -> HttpResponse:
        asks_consent = disclosure_rules.rests_on_consent(found.disclosed.handed, law.current())

        def save(form: WhyForm) -> HttpResponse | None:
            disclosed = form.onto(found.disclosed)
            return _kept(request, form, opened, disclosure_id, disclosed, to=found.row.to)

        return typing_page(
            request,
            WhyForm.of(found.disclosed, found.row.version, asks_consent=asks_consent),
            save,
            template="rooms/disclosure_why.html",
            back=_to("disclosure", concern, disclosure_id),
            context={"concern": concern, "person": opened.person, "to": found.row.to},
        )

    return _page_of_draft(request, concern, disclosure_id, page)


@require_safe
@concern_page(Action.READ_CONCERN)
def given(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    """A disclosure from the draft to the answer: what it says, and the one thing to do next."""
    opened = opened_on_record(request, concern, "disclosure")
    return _given(request, opened, _given_or_404(opened, disclosure_id))


def _given(
    request: HttpRequest,
    opened: OpenConcern,
    found: OpenDisclosure,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    concern, row, disclosed = opened.concern, found.row, found.disclosed
    user = user_of(request)
    is_draft = row.state == State.DRAFT
    handed = disclosed.handed
    chosen = [
        piece for piece in disclosure_selectors.tellable(opened) if piece.id in disclosed.chosen
    ]
    may_identify: tuple[Span, ...] = ()
    if handed.naming is Naming.UNNAMED and row.state in (State.DRAFT, State.TO_CONFIRM):
        texts = disclosure_rules.texts_of((piece.note for piece in chosen), handed)
        may_identify = disclosure_rules.may_identify(texts, opened.person)
    lacking = disclosure_rules.lacks(disclosed, law.current()) if is_draft else ()
    writes = may(user, Action.DISCLOSE, concern)
    is_waiting = row.state in disclosure_rules.UNANSWERED
    context = {
        "concern": concern,
        "person": opened.person,
        "given": found,
        "handed": handed,
        "pieces": [piece.note for piece in chosen]
        if is_draft
        else [copied.note for copied in handed.pieces],
        "ground": disclosure_papers.ground_rows(handed, _language()),
        "events": disclosure_papers.of_given(concern.agency, concern.reference, found).events,
        "lacking": [
            (lack, words.LACKS[lack], _to(PAGES[lack], concern, row.pk)) for lack in lacking
        ],
        "may_identify": [(words.IDENTIFYING[span.kind], span.text) for span in may_identify],
        "fell": is_waiting
        and not lacking
        and disclosure_rules.fell(handed, law.current(), timezone.localdate()),
        "is_draft": is_draft,
        "needs_second": disclosure_rules.needs_second_person(
            handed, room_demands=concern.agency.second_eyes
        ),
        "writes": writes and not concern.is_closed,
        "may_withdraw": writes and is_waiting,
        "may_confirm": row.state == State.TO_CONFIRM
        and row.made_by_id != user.pk
        and not concern.is_closed
        and may(user, Action.CONFIRM_DISCLOSURE, concern),
        "may_object": writes and row.state == State.ACCEPTED,
        "consent_stands": writes and handed.consent and not handed.consent.withdrawn_on,
        "problem": problem,
    }
    return render(request, "rooms/disclosure_given.html", context, status=status)


def _done_with(
    request: HttpRequest,
    concern: Concern,
    disclosure_id: uuid.UUID,
    deed: Callable[[OpenDisclosure], object],
) -> HttpResponse:
    """Do something with a disclosure and show what became of it, or why it could not be done."""
    opened = selectors.open_concern(concern)
    found = _given_or_404(opened, disclosure_id)
    try:
        deed(found)
    except (
        ChangedMeanwhile,
        disclosure_services.NotReady,
        disclosure_services.GroundFell,
        disclosure_services.ReceiverClosed,
        disclosure_services.SecondPersonNeeded,
        disclosure_services.AnsweredAlready,
    ) as problem:
        again = selectors.open_concern(concern)
        return _given(
            request, again, _given_or_404(again, disclosure_id), problem=str(problem), status=409
        )
    return redirect(_to("disclosure", concern, disclosure_id))


def _seen(request: HttpRequest) -> int:
    seen = request.POST.get("seen", "")
    return int(seen) if seen.isdecimal() and len(seen) < 10 else 0


@require_POST
@concern_page(Action.DISCLOSE)
def make_offer(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    return _done_with(
        request,
        concern,
        disclosure_id,
        lambda found: disclosure_services.offer(
            by=user_of(request), concern=concern, disclosure=found.row, seen=_seen(request)
        ),
    )


@require_POST
@concern_page(Action.CONFIRM_DISCLOSURE)
def confirm(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    return _done_with(
        request,
        concern,
        disclosure_id,
        lambda found: disclosure_services.confirm(
            by=user_of(request), concern=concern, disclosure=found.row, seen=_seen(request)
        ),
    )


@require_POST
@concern_page(Action.DISCLOSE)
def withdraw(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    was_draft = (
        _given_or_404(selectors.open_concern(concern), disclosure_id).row.state == State.DRAFT
    )
    answer = _done_with(
        request,
        concern,
        disclosure_id,
        lambda found: disclosure_services.withdraw(
            by=user_of(request), concern=concern, disclosure=found.row
        ),
    )
    return redirect(address_of(concern, "doors")) if was_draft else answer


def _typed_about(
    request: HttpRequest,
    concern: Concern,
    disclosure_id: uuid.UUID,
    form: F,
    deed: Callable[[F, OpenDisclosure], object],
    *,
    template: str,
    fits: Callable[[OpenDisclosure], bool],
) -> HttpResponse:
    """A page with one form about a disclosure, where it can be used at all."""
    opened = opened_on_record(request, concern, "disclosure")
    found = _given_or_404(opened, disclosure_id)
    page = _to("disclosure", concern, disclosure_id)
    if not fits(found):
        return redirect(page)

    def save(filled: F) -> HttpResponse:
        return _done_with(request, concern, disclosure_id, lambda there: deed(filled, there))

    return typing_page(
        request,
        form,
        save,
        template=template,
        back=page,
        context={"concern": concern, "person": opened.person, "given": found},
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.CONFIRM_DISCLOSURE)
def send_back(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    user = user_of(request)
    found = _given_or_404(selectors.open_concern(concern), disclosure_id)
    return _typed_about(
        request,
        concern,
        disclosure_id,
        SendBackForm(initial={"seen": found.row.version}),
        lambda form, there: disclosure_services.send_back(
            by=user,
            concern=concern,
            disclosure=there.row,
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"],
        ),
        template="rooms/disclosure_back.html",
        fits=lambda there: there.row.state == State.TO_CONFIRM and there.row.made_by_id != user.pk,
    )


@require_http_methods(["GET", "POST"])
@concern_page(Action.DISCLOSE)
def consent_back(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    return _typed_about(
        request,
        concern,
        disclosure_id,
        ConsentBackForm.blank(),
        lambda form, there: disclosure_services.take_back_consent(
            by=user_of(request),
            concern=concern,
            disclosure=there.row,
            on=form.cleaned_data["on"],
        ),
        template="rooms/disclosure_consent.html",
        fits=_has_consent,
    )


def _has_consent(there: OpenDisclosure) -> bool:
    consent = there.disclosed.handed.consent
    return consent is not None and not consent.withdrawn_on


@require_http_methods(["GET", "POST"])
@concern_page(Action.DISCLOSE)
def object_to(request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID) -> HttpResponse:
    found = _given_or_404(selectors.open_concern(concern), disclosure_id)
    return _typed_about(
        request,
        concern,
        disclosure_id,
        ObjectForm(initial={"text": found.disclosed.objection}),
        lambda form, there: disclosure_services.object_to(
            by=user_of(request),
            concern=concern,
            disclosure=there.row,
            text=form.cleaned_data["text"],
        ),
        template="rooms/disclosure_object.html",
        fits=lambda there: there.row.state == State.ACCEPTED,
    )


@require_safe
@limited("document")
@concern_page(Action.READ_CONCERN)
def given_file(
    request: HttpRequest, concern: Concern, disclosure_id: uuid.UUID, file_format: str
) -> HttpResponse:
    opened = opened_on_record(request, concern, "disclosure")
    found = _given_or_404(opened, disclosure_id)
    record = disclosure_papers.of_given(concern.agency, concern.reference, found)
    return _file(record, file_format)


def _file(record: disclosure_papers.Record, file_format: str) -> HttpResponse:
    if file_format not in FORMATS:
        raise Http404
    made: Document = disclosure_papers.document(record, language=_language(), created=now())
    writer = WRITERS[file_format]
    response = HttpResponse(writer.write(made), content_type=writer.media_type)
    name = f"{gettext(RECORD)}-{record.reference}.{writer.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
@room_page(Action.ANSWER_OFFER)
def offers(request: HttpRequest, room: Agency) -> HttpResponse:
    """What waits for an answer in this room, and what of ours waits for others."""
    context = {"doors": disclosure_selectors.doors(room, user_of(request))}
    return render(request, "rooms/disclosure_offers.html", context)


def _offer(room: Agency, offer_id: uuid.UUID) -> Parcel:
    """What waits for the room. Raises OfferGone where it did wait here once."""
    found = disclosure_selectors.offer_in(room, offer_id)
    if found is not None:
        return found
    if disclosure_selectors.was_offered(room, offer_id):
        raise OfferGone
    raise Http404


@require_safe
@room_page(Action.ANSWER_OFFER)
def offer(request: HttpRequest, room: Agency, offer_id: uuid.UUID) -> HttpResponse:
    found = _offer(room, offer_id)
    handed = disclosure_services.read_offer(by=user_of(request), offer=found)
    context = {
        "offer": found,
        "handed": handed,
        "ground": disclosure_papers.ground_rows(handed, _language()),
        "fell": disclosure_rules.fell(handed, law.current(), timezone.localdate()),
    }
    return render(request, "rooms/disclosure_offer.html", context)


@require_http_methods(["GET", "POST"])
@room_page(Action.ANSWER_OFFER)
def accept(request: HttpRequest, room: Agency, offer_id: uuid.UUID) -> HttpResponse:
    found = _offer(room, offer_id)
    user = user_of(request)

    def save(form: AcceptForm) -> HttpResponse | None:
        try:
            if form.cleaned_data["into"] == "new":
                receipt = disclosure_services.accept_in_new(
                    by=user,
                    offer=found,
                    review_on=first_look(),
                    pack=shelf.current().edition,
                    concern_id=form.cleaned_data["id"],
                )
            else:
                concern = selectors.concern_in(room, form.cleaned_data["reference"])
                if concern is None:
                    raise Http404
                receipt = disclosure_services.accept(by=user, offer=found, concern=concern)
        except disclosure_services.GroundFell as problem:
            form.add_error(None, str(problem))
            return None
        taken = selectors.open_concern(receipt.concern).receipt(receipt.pk)
        if taken and (setting := taken.received.handed.invitation):
            return redirect(_to("table", receipt.concern, uuid.UUID(setting.table)))
        return redirect(_to("receipt", receipt.concern, receipt.pk))

    open_ones = selectors.concerns_of(room)[: selectors.PAGE]
    return typing_page(
        request,
        AcceptForm.blank(room),
        save,
        template="rooms/disclosure_accept.html",
        back=reverse("rooms:offer", args=[room.pk, offer_id]),
        context={
            "offer": found,
            "lines": selectors.lines(room, open_ones, with_names=True),
        },
    )


@require_http_methods(["GET", "POST"])
@room_page(Action.ANSWER_OFFER)
def decline(request: HttpRequest, room: Agency, offer_id: uuid.UUID) -> HttpResponse:
    found = _offer(room, offer_id)

    def save(form: DeclineForm) -> HttpResponse:
        disclosure_services.decline(
            by=user_of(request), offer=found, reason=form.cleaned_data["reason"]
        )
        return redirect("rooms:offers", room.pk)

    return typing_page(
        request,
        DeclineForm(),
        save,
        template="rooms/disclosure_decline.html",
        back=reverse("rooms:offer", args=[room.pk, offer_id]),
        context={"offer": found},
    )


@require_safe
@concern_page(Action.READ_CONCERN)
def received(request: HttpRequest, concern: Concern, receipt_id: uuid.UUID) -> HttpResponse:
    opened = opened_on_record(request, concern, "disclosure")
    found = _received_or_404(opened, receipt_id)
    handed = found.received.handed
    context = {
        "concern": concern,
        "person": opened.person,
        "found": found,
        "handed": handed,
        "pieces": [copied.note for copied in handed.pieces],
        "ground": disclosure_papers.ground_rows(handed, _language()),
    }
    return render(request, "rooms/disclosure_received.html", context)


@require_safe
@limited("document")
@concern_page(Action.READ_CONCERN)
def received_file(
    request: HttpRequest, concern: Concern, receipt_id: uuid.UUID, file_format: str
) -> HttpResponse:
    opened = opened_on_record(request, concern, "disclosure")
    found = _received_or_404(opened, receipt_id)
    record = disclosure_papers.of_received(concern.agency, concern.reference, found)
    return _file(record, file_format)
