"""What both workers and their parent hold in memory once they have made documents."""

from __future__ import annotations

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench import example
from bench.counting import WORKER
from bench.installation import Server, served
from bench.load import ask, request
from bench.results import Measured, Part, at_most
from fyrstod.drafts import services as drafts
from fyrstod.drafts.http import COOKIE
from fyrstod.web.service_worker import kept

DOCUMENTS = 50
"""How many PDFs each worker must have made."""
LIMIT_MB = 250
MOST = 2000
"""How many documents to ask for before giving up on a worker that is never chosen."""


def measure() -> Part:
    with served("bench.counting") as server:
        before = memory_of(server.pid)
        for page in kept()["pages"]:
            ask(server, request(server, f"/sv/{page}"))
        made = _make_documents(server)
        after = memory_of(server.pid)
    just_started = Measured("Fyrstöd, two workers, just started", "MB", (before,))
    worked = Measured(f"Fyrstöd, two workers, after {made} PDFs", "MB", (after,))
    return Part(
        title="Memory",
        how=(
            "The proportional set size (PSS) of gunicorn and its two workers together, when both "
            f"have made at least {DOCUMENTS} PDFs and as many Word files of the whole example and "
            "every content page has been asked for. Each document is of a draft of its own."
        ),
        measured=(just_started, worked),
        targets=(at_most("Two workers after documents", after, LIMIT_MB, "MB"),),
        marks={just_started.name: LIMIT_MB, worked.name: LIMIT_MB},
    )


def _make_documents(server: Server) -> int:
    """Ask two at a time until each worker has made its share; how many PDFs that took."""
    made: Counter[bytes] = Counter()
    with ThreadPoolExecutor(2) as pool:
        for start in range(0, MOST, 10):
            made.update(
                pool.map(lambda number: _document(server, number), range(start, start + 10))
            )
            if len(made) > 1 and min(made.values()) >= DOCUMENTS:
                return made.total()
    raise RuntimeError(f"a worker was hardly ever chosen: {list(made.values())}")


def _document(server: Server, number: int) -> bytes:
    """One draft as PDF and as Word; the worker that made the PDF."""
    cookie = f"{COOKIE}={drafts.start(example.contents(number)).ticket.to_cookie()}"
    # Each document is asked for from an address of its own, so that no rate limit bites.
    headers = {"Cookie": cookie, "X-Forwarded-For": f"10.0.{number // 250}.{number % 250}"}
    worker = b""
    for file_format in ("docx", "pdf"):
        path = f"/sv/reports/{example.report().id}/document/{file_format}/"
        status, answer = ask(server, request(server, path, headers))
        found = re.search(rb"(?im)^%b: (\d+)\r$" % WORKER.encode(), answer)
        if status != 200 or found is None:
            raise RuntimeError(f"no {file_format}: {status}")
        worker = found[1]
    return worker


def memory_of(pid: int) -> float:
    """Megabytes of a process and those it started, each shared page counted once."""
    rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    pss = re.search(r"^Pss:\s+(\d+) kB", rollup, re.MULTILINE)
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    return (int(pss[1]) / 1024 if pss else 0) + sum(memory_of(int(child)) for child in children)
