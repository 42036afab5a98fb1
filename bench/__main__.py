"""The command behind `script/bench`: measure, print, and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import re
import sqlite3
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from bench import load
from bench.installation import ROOT, installation
from bench.picture import draw
from bench.results import Part, as_markdown, as_text

PAGE = ROOT / "docs" / "benchmarks.md"
PICTURE = ROOT / "docs" / "benchmarks.svg"
BEGIN, END = (
    "<!-- Measured: script/bench writes what follows. -->",
    "<!-- End of what is measured. -->",
)
PACKAGES = ("django", "gunicorn", "typst", "weasyprint")
BUSY = 0.5
"""Processes waiting for a core before the bench began: from here on the machine was shared."""


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    names = ("papers", "steps", "pages", "advice", "rooms", "memory", "weight", "fresh")
    parser.add_argument(
        "--only", choices=names, nargs="+", default=names, help="measure only these; writes nothing"
    )
    parser.add_argument(
        "--quick", action="store_true", help="a short look, good for a first guess; writes nothing"
    )
    chosen = parser.parse_args()
    busy = os.getloadavg()[0]
    print(_machine(busy))
    parts = []
    with installation():
        for name, measure in _measures(quick=chosen.quick).items():
            if name in chosen.only:
                parts.append(measure())
                print(as_text(parts[-1]), flush=True)
    if not chosen.quick and len(parts) == len(names):
        _write(parts, busy)
    return 0 if all(goal.met for part in parts for goal in part.targets) else 1


def _measures(*, quick: bool) -> dict[str, Callable[[], Part]]:
    # They read Fyrstöd's settings, so they wait until there is an installation.
    from bench import advice, fresh, memory, pages, papers, rooms, steps, weight  # noqa: PLC0415

    rounds, seconds = (3, 1) if quick else (10, 3)
    return {
        "papers": lambda: papers.measure(rounds=8 if quick else 40),
        "steps": lambda: steps.measure(rounds=rounds, seconds=seconds),
        "pages": lambda: pages.measure(rounds=rounds, seconds=seconds),
        "advice": lambda: advice.measure(rounds=rounds),
        "rooms": lambda: rooms.measure(
            rounds=rounds, seconds=seconds, many=20_000 if quick else rooms.MANY
        ),
        "memory": memory.measure,
        "weight": weight.measure,
        "fresh": lambda: fresh.measure(rounds=1 if quick else 3),
    }


def _machine(busy: float) -> str:
    cpu = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = platform.freedesktop_os_release()["PRETTY_NAME"]
    versions = [f"{name} {metadata.version(name)}" for name in PACKAGES]
    shared = (
        f"Other work shared the machine (load {busy:.1f} before the start), so trust the "
        "proportions more than the figures."
        if busy > BUSY
        else "Nothing else of weight was running."
    )
    return (
        f"{os.cpu_count()} cores ({cpu[1] if cpu else platform.machine()}), {memory:.0f} GiB, "
        f"{system}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{', '.join(versions)}; load from {load.generator()} on the same cores. {shared}"
    )


def _write(parts: list[Part], busy: float) -> None:
    today = datetime.date.today().isoformat()  # noqa: DTZ011 - the day where the machine stands
    measured = f"{BEGIN}\n\nMeasured {today} on {_machine(busy)}\n\n{as_markdown(parts)}\n\n{END}"
    page = PAGE.read_text(encoding="utf-8")
    before, found, rest = page.partition(BEGIN)
    _old, ended, after = rest.partition(END)
    if not (found and ended):
        raise ValueError(f"{PAGE.name} lacks the lines between which the figures belong")
    PAGE.write_text(before + measured + after, encoding="utf-8")
    PICTURE.write_text(draw(parts, f"Fyrstöd measured, {today}"), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
