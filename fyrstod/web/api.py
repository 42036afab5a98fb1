"""`/api/v1/`: the pack as data, and a report made from data. Nothing sent here is kept.

Everything but `render` is content: the same for everybody, and for a version of a pack the
same for ever. An error is one sentence under `detail`; faults in answers name their field.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError

from fyrstod import __version__
from fyrstod.access.limits import count
from fyrstod.access.public import as_content
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts.http import require_operator
from fyrstod.drafts.papers import now
from fyrstod.law import plain as law
from fyrstod.law import shelf as rulebook
from fyrstod.law.advice import advise
from fyrstod.law.situation import ABOUT, AGES, FACTS, BadSituation, roof_of
from fyrstod.packs import cards, schema, shelf, together
from fyrstod.packs.base import LANGUAGES, Language, Text
from fyrstod.packs.cards import FACT_VALUES, NUMBERS, Effect, FactName, Outcome
from fyrstod.packs.schema import Pack
from fyrstod.reports import plain
from fyrstod.reports.rules import Fault
from fyrstod.web import errors
from fyrstod.web.exports import pack_data, questions_data

ReportId = Literal["concern", "police"]

VERSION_CACHE: Final = "public, max-age=86400, immutable"
"""A released version of a pack is never edited, so its data need not be asked for again."""

PARTS: Final = {
    "questions": list[schema.Question],
    "factors": list[schema.Factor],
    "advice": list[schema.Advice],
    "steps": list[schema.Step],
    "sources": list[schema.Source],
    "facts": list[cards.Fact],
    "rules": list[cards.RuleCard],
    "agencies": list[together.Agency],
    "recommendations": list[together.Recommendation],
}
"""The parts of a pack that can be fetched alone, and what each is a list of."""


ORDER: Final = ("language", "format", "date")
"""What stands beside the answers in the body of `render`."""

View = Callable[..., HttpResponse]


class Sentence(Schema):
    """What went wrong, in the language of the browser."""

    detail: str


class FieldFault(Schema):
    """One thing wrong: the field, as a path such as `guardians.0.name`, and what to do."""

    field: str
    message: str


class Faults(Schema):
    faults: list[FieldFault]


class OverlayLink(Schema):
    """What a municipality has laid over a pack; the pack's data and digest are then of both."""

    id: str
    version: str
    title: Text
    digest: str


class PackLink(Schema):
    """A pack that is in use here."""

    id: str
    version: str
    title: Text
    date: str
    licence: str
    digest: str
    url: str
    overlay: OverlayLink | None


class ReportShape(Schema):
    """One report: the template as in the pack, and `questions` as `render` wants its answers."""

    report: schema.Report
    questions: list[dict[str, Any]]


class StatuteData(Schema):
    sfs: str
    chapter: int | str | None
    section: str


class VerdictData(Schema):
    """A rule that applies. `conditions` is what a human must judge; `local`: not national.

    `only_when` is what must first happen, or be weighed, before the rule asks or opens anything.
    An `urgent` rule is read before every other.
    """

    rule: str
    effect: Effect
    topic: str
    acts: str
    title: Text
    basis: str
    statute: StatuteData | None
    conditions: list[Text]
    why: Text
    unclear: Text | None
    only_when: Text | None
    urgent: bool
    verified: str
    verified_on: str
    local: bool


class DoesNotApplyData(Schema):
    """A rule that people expect, and why it does not apply."""

    rule: str
    title: Text
    statute: StatuteData | None
    why: Text


class WouldChangeData(Schema):
    """A fact that was not given and would change the answer, for these rules."""

    fact: str
    rules: list[str]
    why: Text


class PrevailsData(Schema):
    """Two rules that pull apart, and why the first prevails.

    `outcome` is what is left of the second. `weighed`: it stands where the conditions of the
    first are not met. `set-aside`: it does not stand in the way. `both-hold`: follow both.
    """

    rule: str
    over: str
    outcome: Outcome
    why: Text


class StillOpenData(Schema):
    """A rule of which it is not known whether it applies, and what holds until it is."""

    rule: str
    title: Text
    says: Text


class AdviceData(Schema):
    on_date: str
    pack: str
    verdicts: list[VerdictData]
    does_not_apply: list[DoesNotApplyData]
    would_change: list[WouldChangeData]
    prevails: list[PrevailsData]
    still_open: list[StillOpenData]


def _fact_schema(name: FactName) -> dict[str, Any]:
    if words := FACT_VALUES.get(name):
        return {"enum": [*words, None]}
    if name in NUMBERS:
        return {"type": ["integer", "null"], "minimum": 0, "maximum": roof_of(name)}
    return {"type": ["boolean", "null"]}


_BODY: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "required": ["answers", "format"],
    "properties": {
        "answers": {
            "type": "object",
            "description": "Question id to answer. What each takes is under `questions` of the "
            "report: text, an option id, a list of them, `{from, to, about, ongoing}` for a "
            "period, a list of objects for a group.",
            "additionalProperties": True,
        },
        "pieces": {
            "type": "array",
            "maxItems": 200,
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["kind", "text"],
                "properties": {
                    "kind": {"enum": ["seen", "told", "interpreted"]},
                    "date": {"type": "string", "description": "2026, 2026-11 or 2026-11-23"},
                    "source": {"type": "string", "maxLength": 200},
                    "text": {"type": "string", "minLength": 1, "maxLength": 20_000},
                    "factors": {"type": "array", "items": {"type": "string"}},
                },
            },
        },
        "language": {"enum": ["sv", "en"], "default": "sv"},
        "format": {"enum": ["pdf", "docx", "html", "txt", "json"]},
        "date": {
            "type": "string",
            "description": "The moment on the paper as ISO 8601; now where it is left out. The "
            "same body with a date gives the same bytes.",
        },
    },
}

_SITUATION: Final[dict[str, Any]] = {
    "type": "object",
    "additionalProperties": False,
    "description": "A fact left out, or null, is not known. The words are explained in the "
    "pack’s situation.",
    "properties": {
        **{name: _fact_schema(name) for name in FACTS if "." not in name},
        **{
            group: {
                "type": ["object", "null"],
                "additionalProperties": False,
                "properties": {
                    name.partition(".")[2]: _fact_schema(name)
                    for name in FACTS
                    if name.startswith(f"{group}.")
                },
            }
            for group in ("crime", "consent")
        },
        ABOUT: {
            "enum": [*AGES, None],
            "description": "What is known of somebody’s age where the age itself is not.",
        },
        "on_date": {
            "type": ["string", "null"],
            "format": "date",
            "description": "The day asked for; today where it is left out.",
        },
    },
}

_FILES: Final = {
    "200": {
        "description": "The report as a file",
        "content": {
            writer.media_type: {"schema": {"type": "string", "contentMediaType": writer.media_type}}
            for writer in WRITERS.values()
        },
    }
}

api = NinjaAPI(
    title="Fyrstöd",
    version=__version__,
    description="Content packs as data, and reports made from data. Nothing sent here is stored "
    "or logged. Pack texts are under CC BY 4.0.",
    docs_url=None,
    openapi_url=None,  # ours below is kept by caches, as the rest
    urls_namespace="api",
)


@api.exception_handler(ValidationError)
def _no_such_path(request: HttpRequest, problem: ValidationError) -> HttpResponse:
    """Paths alone are checked by the framework, so what does not fit one is not there."""
    return errors.not_found(request, problem)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, problem: Http404) -> HttpResponse:
    return errors.not_found(request, problem)


@api.exception_handler(plain.NotReadable)
def _not_readable(request: HttpRequest, problem: plain.NotReadable) -> HttpResponse:
    return JsonResponse({"detail": str(problem)}, status=400)


@api.exception_handler(plain.Refused)
def _refused(request: HttpRequest, problem: plain.Refused) -> HttpResponse:
    faults = [{"field": fault.field, "message": fault.message} for fault in problem.faults]
    return JsonResponse({"faults": faults}, status=422)


@api.exception_handler(BadSituation)
def _bad_situation(request: HttpRequest, problem: BadSituation) -> HttpResponse:
    language = get_language() or "sv"
    faults = [
        {"field": fault.field, "message": fault.reason.in_language(language)}
        for fault in problem.faults
    ]
    return JsonResponse({"faults": faults}, status=422)


def _content(data: object) -> HttpResponse:
    return as_content(JsonResponse(data, safe=False, json_dumps_params={"ensure_ascii": False}))


def _of_version(data: object) -> HttpResponse:
    """What a released version holds for ever, unless an overlay that may change lies over it."""
    response = _content(data)
    if shelf.current().overlay is None:
        response["Cache-Control"] = VERSION_CACHE
    return response


def _pack_or_404(pack_id: str, version: str) -> Pack:
    pack = shelf.current()
    if (pack.about.id, pack.about.version) != (pack_id, version):
        raise Http404
    return pack


@api.get("/openapi.json", include_in_schema=False)
def openapi(request: HttpRequest) -> HttpResponse:
    return _content(api.get_openapi_schema())


@api.get("/packs/", response=list[PackLink], summary="The packs in use here")
def packs(request: HttpRequest) -> HttpResponse:
    pack = shelf.current()
    about = pack.about
    return _content(
        [
            {
                "id": about.id,
                "version": about.version,
                "title": {"sv": about.title.sv, "en": about.title.en},
                "date": about.date.isoformat(),
                "licence": about.licence,
                "digest": pack.digest,
                "url": reverse("api:whole_pack", args=[about.id, about.version]),
                "overlay": _overlay_of(pack),
            }
        ]
    )


def _overlay_of(pack: Pack) -> dict[str, Any] | None:
    if pack.overlay is None:
        return None
    about = pack.overlay.about
    return {
        "id": about.id,
        "version": about.version,
        "title": {"sv": about.title.sv, "en": about.title.en},
        "digest": pack.overlay.digest,
    }


@api.get(
    "/packs/{pack_id}/{version}/",
    response={200: schema.Pack, 404: Sentence},
    summary="A whole pack",
)
def whole_pack(request: HttpRequest, pack_id: str, version: str) -> HttpResponse:
    return _of_version(pack_data(_pack_or_404(pack_id, version)))


def _part(name: str) -> View:
    def part(request: HttpRequest, pack_id: str, version: str) -> HttpResponse:
        return _of_version(pack_data(_pack_or_404(pack_id, version))[name])

    part.__name__ = f"pack_{name}"
    return part


for _name, _type in PARTS.items():
    api.get(
        f"/packs/{{pack_id}}/{{version}}/{_name}",
        response={200: _type, 404: Sentence},
        summary=f"The {_name} of a pack",
    )(_part(_name))


@api.get(
    "/packs/{pack_id}/{version}/reports/{report_id}",
    response={200: ReportShape, 404: Sentence},
    summary="One report of a pack",
)
def report(request: HttpRequest, pack_id: str, version: str, report_id: ReportId) -> HttpResponse:
    pack = _pack_or_404(pack_id, version)
    (index,) = (n for n, found in enumerate(pack.reports) if found.id == report_id)
    return _of_version(
        {
            "report": pack_data(pack)["reports"][index],
            "questions": questions_data(pack.reports[index]),
        }
    )


@dataclass(frozen=True, slots=True)
class _Order:
    """How the report is wanted."""

    language: Language
    format: str
    created: datetime.datetime


def _order_in(given: Mapping[str, object]) -> _Order:
    """What a request asks for beside its answers. Raises Refused."""
    language, file_format, date = (given.get(name) for name in ORDER)
    faults = []
    if language not in (None, *LANGUAGES):
        faults.append(_not_among("language", LANGUAGES))
    if file_format not in tuple(WRITERS):
        faults.append(_not_among("format", tuple(WRITERS)))
    created = now()
    if date is not None:
        try:
            created = plain.moment(str(date))
        except (ValueError, OverflowError):
            faults.append(Fault("date", _("Write the moment as 2026-11-23T14:30.")))
    if faults:
        raise plain.Refused(tuple(faults))
    return _Order("en" if language == "en" else "sv", str(file_format), created)


def _not_among(field: str, options: tuple[str, ...]) -> Fault:
    return Fault(field, _("Choose one of: %(options)s.") % {"options": ", ".join(options)})


@api.post(
    "/render/{report_id}",
    response={
        400: Sentence,
        403: Sentence,
        413: Sentence,
        415: Sentence,
        422: Faults,
        429: Sentence,
    },
    summary="Make a report from answers",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": _BODY}}},
        "responses": _FILES,
    },
)
def render(request: HttpRequest, report_id: ReportId) -> HttpResponse:
    """Check answers and give the report back as a file. Nothing is stored or logged."""
    require_operator()
    count(request, "api")
    if request.content_type != "application/json":
        return JsonResponse({"detail": _("Send JSON, as application/json.")}, status=415)
    given = plain.read(request.body)
    order = _order_in(given)
    count(request, "document")
    document = plain.document(
        {name: value for name, value in given.items() if name not in ORDER},
        pack=shelf.current(),
        report_id=report_id,
        language=order.language,
        created=order.created,
    )
    writer = WRITERS[order.format]
    response = HttpResponse(writer.write(document), content_type=writer.media_type)
    name = f"{document.reference}.{writer.extension}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@api.post(
    "/advice",
    response={
        200: AdviceData,
        403: Sentence,
        413: Sentence,
        415: Sentence,
        422: Faults,
        429: Sentence,
    },
    summary="What may be told, to whom and on which rule",
    openapi_extra={
        "requestBody": {"required": True, "content": {"application/json": {"schema": _SITUATION}}}
    },
)
def advice(request: HttpRequest) -> HttpResponse:
    """Hold a situation against the rule cards. Nothing is stored or logged."""
    require_operator()
    count(request, "api")
    if request.content_type != "application/json":
        return JsonResponse({"detail": _("Send JSON, as application/json.")}, status=415)
    question = law.read(request.body)
    day = question.on_date or timezone.localdate()
    answer = law.answer(advise(question.situation, rulebook.current(), day), shelf.current())
    return JsonResponse(answer, json_dumps_params={"ensure_ascii": False})
