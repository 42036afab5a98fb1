"""Content pages from memory, beside the quickest answer the server can give."""

from __future__ import annotations

import re
from collections.abc import Mapping

from django.urls import reverse
from django.utils import translation

from bench.installation import OURS, Server, served
from bench.load import CONNECTIONS, Request, ask, floor_per_second, per_second, request
from bench.results import Measured, Part, proportion, share
from fyrstod.packs import shelf

LEAST = 0.7
HEADERS = {"Accept-Encoding": "gzip, deflate, br", "Accept-Language": "sv"}


def measure(*, rounds: int, seconds: int) -> Part:
    floor = "The server alone, answering 404"
    with served(OURS) as ours, served("bench.floor") as nothing:
        nowhere = request(nothing, "/sv/nowhere/", HEADERS)
        asked = _asked(ours)
        rates: dict[str, list[float]] = {floor: [], **{name: [] for name in asked}}
        for _round in range(rounds):
            rates[floor].append(floor_per_second(nothing, [[nowhere]], seconds))
            for name, one in asked.items():
                rates[name].append(per_second(ours, [[one]], seconds))
    measured = [
        Measured(name, "requests/s", tuple(values), ours=name != floor)
        for name, values in rates.items()
    ]
    slowest = min(measured[1:], key=lambda one: proportion(one, measured[0]))
    return Part(
        title="Content pages",
        how=(
            f"Pages that are the same for everybody, asked for by {CONNECTIONS} connections as a "
            f"browser does, with compression; {rounds} rounds of {seconds} s, taking turns. The "
            "floor is a WSGI application that answers 404 and does nothing else, without Django, "
            "under the same server. 304 is for a browser that has the page already."
        ),
        measured=tuple(measured),
        targets=(
            share(f"Of the floor, the slowest ({slowest.name})", slowest, measured[0], least=LEAST),
        ),
        marks={one.name: LEAST * measured[0].median for one in measured[1:]},
    )


def _asked(server: Server) -> Mapping[str, Request]:
    """What is asked for, each asked for once before so that memory holds it."""
    pack = shelf.current()
    plan = [pack.askers[0].id, pack.people[0].id, pack.steps[0].id]
    with translation.override("sv"):
        factor = reverse("guide:factor", args=[pack.factors[0].id])
        paths = {
            "Start of the guide": reverse("guide:start"),
            "A conversation plan": reverse("guide:plan", args=plan),
            "All factors": reverse("guide:factors"),
            "One factor": factor,
        }
    asked = {name: request(server, path, HEADERS) for name, path in paths.items()}
    answers = [ask(server, one) for one in asked.values()]
    etag = re.search(rb"(?im)^etag: (.+)\r$", answers[-1][1])
    if etag is None or any(status != 200 for status, _answer in answers):
        raise RuntimeError(f"not content pages: {[status for status, _answer in answers]}")
    held = {**HEADERS, "If-None-Match": etag[1].decode()}
    again = request(server, factor, held)
    if ask(server, again)[0] != 304:
        raise RuntimeError("a page that the browser has was sent again")
    return {**asked, "One factor again (304)": again}
