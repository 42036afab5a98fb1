"""What `fyrstod check` does: say everything that is wrong with a pack, and the overlay over it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fyrstod.packs.check import CheckReport, check
from fyrstod.packs.check_overlay import checked
from fyrstod.packs.loader import Fault, load_with_origin
from fyrstod.packs.local import AboutOverlay


class Found:
    """What was found. What cannot be read is told of as faults alone."""

    def __init__(self, today: datetime.date) -> None:
        self.today = today
        self.faults: tuple[Fault, ...] = ()
        self.national: CheckReport | None = None
        self.local: tuple[AboutOverlay, CheckReport] | None = None

    def look(self, national: Path, overlay: Path | None) -> None:
        """Raises BadPack."""
        loaded = load_with_origin(national)
        self.national = check(loaded, today=self.today)
        self.faults += self.national.faults
        if overlay is not None:
            laid, report = checked(loaded, overlay, today=self.today)
            self.faults += report.faults
            if laid.pack.overlay is not None:
                self.local = laid.pack.overlay.about, report

    @property
    def warnings(self) -> tuple[Fault, ...]:
        local = self.local[1].warnings if self.local else ()
        return (*(self.national.warnings if self.national else ()), *local)

    def as_data(self) -> dict[str, Any]:
        return {
            **_measures(self.national),
            "overlay": self._overlay(),
            "faults": [str(fault) for fault in self.faults],
            "warnings": [str(warning) for warning in self.warnings],
        }

    def _overlay(self) -> dict[str, Any] | None:
        if self.local is None:
            return None
        about, report = self.local
        return {
            "id": about.id,
            "version": about.version,
            "base": {"pack": about.base.pack, "version": about.base.version},
            **_measures(report),
        }

    def as_text(self) -> Iterator[str]:
        yield from map(str, self.faults)
        yield from (f"warning: {warning}" for warning in self.warnings)
        if self.national:
            yield from _lines(self.national)
        if self.local:
            about, report = self.local
            yield f"{about.id} {about.version}, over {about.base.pack} {about.base.version}:"
            yield from _lines(report)
        yield f"{len(self.faults)} faults, {len(self.warnings)} warnings"


def _measures(report: CheckReport | None) -> dict[str, Any]:
    if report is None:
        return {"counts": {}, "readability": {"median": None, "max": None}}
    readable = report.readability
    return {
        "counts": report.counts,
        "readability": {"median": readable.median, "max": readable.max},
    }


def _lines(report: CheckReport) -> Iterator[str]:
    counts = report.counts.items()
    yield ", ".join(f"{count} {what.replace('_', ' ')}" for what, count in counts)
    yield f"LIX: median {report.readability.median}, highest {report.readability.max}"
