"""A guided step: save a page and get the next in the same answer, ours and as bare as can be."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from urllib.parse import urlencode

from django.utils import timezone

from bench import example
from bench.bare.views import COOKIE as BARE_COOKIE
from bench.installation import OURS, Server, served
from bench.load import CONNECTIONS, Request, ask, per_second, request
from bench.results import Measured, Part, share
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import dump
from fyrstod.drafts.http import COOKIE
from fyrstod.drafts.models import Draft
from fyrstod.packs.schema import Section
from fyrstod.reports.forms import SectionPage
from fyrstod.reports.rules import Filled
from fyrstod.reports.services import mark_of

LEAST = 0.8
LAPS = 4
"""How many times the report is walked through before the same words come again."""


def measure(*, rounds: int, seconds: int) -> Part:
    ours, bare = "Fyrstöd", "A bare Django view"
    rates: dict[str, list[float]] = {ours: [], bare: []}
    with served(OURS) as our_server, served("bench.bare.wsgi") as bare_server:
        ways = {ours: partial(_ours, our_server), bare: partial(_bare, bare_server)}
        servers = {ours: our_server, bare: bare_server}
        _must_be_alike(servers, ways)
        for number in range(rounds):
            for name in sorted(ways, reverse=bool(number % 2)):
                walks = [ways[name]() for _connection in range(CONNECTIONS)]
                rates[name].append(per_second(servers[name], walks, seconds))
    measured = [
        Measured(name, "requests/s", tuple(values), ours=name == ours)
        for name, values in rates.items()
    ]
    return Part(
        title="A guided step",
        how=(
            "A page of the concern report is posted as htmx does: the draft is opened, the answers "
            "checked and saved, and the next page comes in the same answer. "
            f"{CONNECTIONS} connections walk through the whole report, each with a draft of its "
            f"own and new words every time; {rounds} rounds of {seconds} s, taking turns. The bare "
            "view (`bench/bare/`) makes the same three queries and answers with the same page, "
            "byte for byte as long, from the same context and template. It keeps the draft as "
            "plain JSON, checks nothing and has four of Django’s own middlewares."
        ),
        measured=tuple(measured),
        targets=(share("Of the bare view’s rate", *measured, least=LEAST),),
        marks={ours: LEAST * measured[1].median},
    )


def _ours(server: Server) -> list[Request]:
    draft = drafts.start(example.contents(LAPS - 1))
    return _walk(
        server,
        path=f"/sv/reports/{example.report().id}/page",
        cookie=f"{COOKIE}={draft.ticket.to_cookie()}",
    )


def _bare(server: Server) -> list[Request]:
    """The same draft, lying open in its row."""
    contents = example.contents(LAPS - 1)
    pk = drafts.start(contents).ticket.draft_id
    Draft.objects.filter(pk=pk).update(sealed=dump(contents))
    return _walk(server, path=f"/sv/bare/{example.report().id}", cookie=f"{BARE_COOKIE}={pk}")


def _walk(server: Server, *, path: str, cookie: str) -> list[Request]:
    """Some laps through the report, ending where they began.

    The last step stands first as well as last. Done twice it changes nothing, and the load
    generator may take one request from the beginning to look at.
    """
    headers = {
        "Cookie": cookie,
        "HX-Request": "true",
        "Sec-Fetch-Site": "same-origin",
        "Accept-Encoding": "gzip, deflate, br",
    }
    steps = [
        request(server, f"{path}/{section.id}/", headers, urlencode(form, doseq=True).encode())
        for section, form in _forms()
    ]
    return [*steps[-1:], *steps[:-1]]


def _forms() -> Iterator[tuple[Section, Mapping[str, object]]]:
    today = timezone.localdate()
    for lap in range(LAPS):
        before = example.answers((lap - 1) % LAPS)
        filled = Filled(example.report(), example.answers(lap))
        for section in filled.sections[:-1]:  # the last leads to another kind of page
            yield section, _form(section, filled, today) | {"seen": mark_of(section, before)}


def _form(section: Section, filled: Filled, today: datetime.date) -> dict[str, object]:
    """What a browser sends for a page that is filled in."""
    sent: dict[str, object] = {}
    for form in SectionPage(section, filled, today).forms:
        for field in form:
            value = field.value()
            if isinstance(value, dict):
                parts = ((f"{field.html_name}_{part}", value[part]) for part in value)
                sent.update(parts)
            elif value:
                sent[field.html_name] = value
    return sent


def _must_be_alike(
    servers: Mapping[str, Server], ways: Mapping[str, Callable[[], list[Request]]]
) -> None:
    """Every step of a whole walk is taken once, and both sites answer with the same page."""
    walks = [[(servers[name], step) for step in way()] for name, way in ways.items()]
    for steps in zip(*walks, strict=True):
        answers = [ask(server, step) for server, step in steps]
        pages = [answer.partition(b"\r\n\r\n")[2] for _status, answer in answers]
        if any(status != 200 for status, _answer in answers) or len({*map(len, pages)}) > 1:
            path = steps[0][1].split(b" ")[1].decode()
            raise RuntimeError(f"{path}: {[(answers[i][0], len(pages[i])) for i in range(2)]}")
