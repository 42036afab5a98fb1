"""What `fyrstod dispose` does, once Django is set up: erase what is past its time."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from fyrstod.drafts.services import erase_expired
from fyrstod.journal.services import BrokenChain
from fyrstod.protection.services import empty_log, finish_erasures
from fyrstod.rooms import disposal
from fyrstod.rooms.disposal import RoomRun
from fyrstod.web.stop import Stop


def dispose(*, on: str | None, dry: bool) -> Iterator[str]:
    """A line for drafts, and for each room what went and what waits. Raises Stop."""
    try:
        day = datetime.date.fromisoformat(on) if on else timezone.localdate()
    except ValueError:
        raise Stop("--on: give a day as 2026-11-25") from None
    stopped: list[str] = []
    try:
        if not dry:
            count = erase_expired()
            yield f"Erased {count} expired {'draft' if count == 1 else 'drafts'}."
            try:
                if left := finish_erasures():
                    what = "erasure" if left == 1 else "erasures"
                    yield f"Completed {left} {what} left half done."
            except BrokenChain as problem:
                stopped.append(problem.for_operators)
        for run in disposal.run(day, dry=dry):
            yield from _told(run, dry=dry)
            stopped += [run.stopped] if run.stopped else []
        if not dry:
            for alias in settings.DATABASES:
                empty_log(alias)
    except DatabaseError as problem:
        raise Stop(f"the database cannot be used: {problem}") from None
    if stopped:
        raise Stop(*stopped)


def _told(run: RoomRun, *, dry: bool) -> Iterator[str]:
    room = f"{run.room.municipality.name}, {run.room.name}"
    if run.erased:
        done = "would erase" if dry else "erased"
        yield f"{room}: {done} {len(run.erased)}: {', '.join(run.erased)}"
    if run.undecided:
        yield (
            f"{room}: {len(run.undecided)} without a rule, for the records officer to decide: "
            f"{', '.join(run.undecided)}"
        )
    if run.nobody_decides:
        yield f"{room}: has no records officer; an administrator proposes one"
