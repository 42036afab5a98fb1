"""Rooms among very many concerns: how long a page takes when there are a thousand times more."""

from __future__ import annotations

import base64
import json
import os
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from bench.installation import OURS, ROOT, Server, served
from bench.load import CONNECTIONS, Request, ask, per_second, request
from bench.many import DUE, MUNICIPALITIES, PIECES
from bench.postgresql import postgresql
from bench.results import Measured, Part, Target, proportion, share

FEW: Final = 1_000
MANY: Final = 1_000_000
GROWTH: Final = 1.3
"""How many times longer a page may take among the many."""
LEAST: Final = 0.7
"""The share of a bare page's requests each second."""
ASKED: Final = 20
"""Requests in a row whose median is one value."""
RATED: Final = ("concern", "table")
"""The pages that have a bare twin."""
ENGINES: Final = ("SQLite", "PostgreSQL")
PAGES: Final = {
    "week": "My week",
    "concern": "A concern",
    "table": "A table",
    "search": "Search by identity number",
}


@dataclass(frozen=True, slots=True)
class Filled:
    """An installation that runs, how many concerns it holds, and what to ask it for."""

    ours: Server
    bare: Server
    asks: Mapping[str, str]

    def request(self, page: str, server: Server) -> Request:
        headers = {"Cookie": self.asks["cookie"], "Accept-Encoding": "gzip"}
        if page != "search":
            return request(server, self.asks[page], headers)
        body = urlencode({"wanted": self.asks["number"]}).encode()
        return request(server, self.asks[page], {**headers, "Sec-Fetch-Site": "same-origin"}, body)


def measure(*, rounds: int, seconds: int, many: int = MANY) -> Part:
    measured: list[Measured] = []
    targets: list[Target] = []
    for engine in ENGINES:
        with ExitStack() as stack:
            sizes = {size: stack.enter_context(_filled(engine, size)) for size in (FEW, many)}
            times = _times(sizes, rounds)
            rates = {page: _rates(sizes[many], page, rounds, seconds) for page in RATED}
        for page, name in PAGES.items():
            few, most = (
                Measured(f"{name}, {size:,} ({engine})", "ms", tuple(times[page, size]))
                for size in sizes
            )
            measured += [few, most]
            growth = proportion(most, few)
            targets.append(
                Target(
                    f"{name} among {many:,} ≤ {GROWTH} × among {FEW:,} ({engine})",
                    f"{growth:.2f} ×",
                    growth <= GROWTH,
                )
            )
        for page in RATED:
            ours, bare = (
                Measured(
                    f"{PAGES[page]}: {name} ({engine})",
                    "requests/s",
                    tuple(rates[page][name]),
                    ours=name == "Fyrstöd",
                )
                for name in rates[page]
            )
            measured += [ours, bare]
            targets.append(
                share(f"{PAGES[page]}, of the bare page’s rate ({engine})", ours, bare, least=LEAST)
            )
    return Part(
        title="A room among a million",
        how=(
            f"{many:,} concerns, spread evenly over four agencies in each of {MUNICIPALITIES} "
            f"municipalities, every row sealed under a key of its own; {FEW:,} beside them in an "
            f"installation of their own. Somebody with {DUE} reviews due asks over one connection "
            f"for the week, for a concern of {PIECES} pieces, for a table with six agencies, "
            "200 pieces in 40 disclosures, minutes and a plan, and for an exact identity number; "
            f"each value is the median of {ASKED} answers, {rounds} rounds, the two sizes taking "
            "turns. The rates are those of the concern’s and the table’s pages with "
            f"{CONNECTIONS} connections; the bare views (`bench/bare/`) make the same queries, the "
            "journal’s entry among them, and show the same context in the same template. What they "
            "keep lies open, and they ask nobody who they are. PostgreSQL and the load share the "
            "two cores with the site; the server does not wait for the disk."
        ),
        measured=tuple(measured),
        targets=tuple(targets),
    )


@contextmanager
def _filled(engine: str, size: int) -> Iterator[Filled]:
    with ExitStack() as stack:
        var = stack.enter_context(tempfile.TemporaryDirectory(prefix="fyrstod-bench-"))
        environment = {
            **os.environ,
            "FYRSTOD_VAR": var,
            "FYRSTOD_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        }
        environment.pop("FYRSTOD_KEY_FILE", None)
        if engine == "PostgreSQL":
            environment |= stack.enter_context(postgresql())

        def run(*command: str) -> str:
            return subprocess.run(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=environment,
                check=True,
                stdout=subprocess.PIPE,
                text=True,
            ).stdout

        run("fyrstod.web.prepare")
        asks = json.loads(run("bench.many", str(size)))
        ours = stack.enter_context(served(OURS, environment))
        bare = stack.enter_context(served("bench.bare.wsgi", environment))
        filled = Filled(ours, bare, asks)
        _must_answer(filled)
        yield filled


def _times(sizes: Mapping[int, Filled], rounds: int) -> dict[tuple[str, int], list[float]]:
    """Milliseconds by page and size."""
    times: dict[tuple[str, int], list[float]] = {
        (page, size): [] for page in PAGES for size in sizes
    }
    for number in range(rounds):
        for page in PAGES:
            for size in sorted(sizes, reverse=bool(number % 2)):
                times[page, size].append(_median(sizes[size], page))
    return times


def _median(filled: Filled, page: str) -> float:
    wanted = filled.request(page, filled.ours)
    taken = []
    for _number in range(ASKED):
        began = time.perf_counter()
        status, _answer = ask(filled.ours, wanted)
        taken.append(1000 * (time.perf_counter() - began))
        if status != 200:
            raise RuntimeError(f"{page} answered {status}")
    return statistics.median(taken)


def _rates(filled: Filled, page: str, rounds: int, seconds: int) -> dict[str, list[float]]:
    servers = {"Fyrstöd": filled.ours, "A bare Django page": filled.bare}
    rates: dict[str, list[float]] = {name: [] for name in servers}
    for number in range(rounds):
        for name in sorted(servers, reverse=bool(number % 2)):
            server = servers[name]
            wanted = [[filled.request(page, server)] for _each in range(CONNECTIONS)]
            rates[name].append(per_second(server, wanted, seconds))
    return rates


def _must_answer(filled: Filled) -> None:
    """Each page is the same from both, and every worker has shown it once."""
    for page in RATED:
        sizes = []
        for server in (filled.ours, filled.bare):
            for _time in range(CONNECTIONS):
                status, answer = ask(server, filled.request(page, server))
                if status != 200:
                    raise RuntimeError(f"{page} answered {status}")
            sizes.append(len(answer.partition(b"\r\n\r\n")[2]))
        if sizes[0] != sizes[1]:
            raise RuntimeError(f"{page} is {sizes[0]} and {sizes[1]} bytes")
