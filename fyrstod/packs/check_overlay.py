"""What must hold for an overlay: by itself, and laid over a national pack."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from fyrstod.packs import check, forbidden
from fyrstod.packs.base import LANGUAGES, Text, in_order
from fyrstod.packs.cards import OPENS, RuleCard
from fyrstod.packs.check import CheckReport
from fyrstod.packs.loader import BadPack, Fault, Loaded, load_with_origin
from fyrstod.packs.overlay import ABOUT, LoadedOverlay, base_folder, lay_over, read
from fyrstod.packs.schema import Pack, Question


def laid_over(national: Loaded, folder: Path) -> Loaded:
    """The national pack with the overlay in `folder` over it, as a start wants it.

    Raises BadPack, with every fault that would break a page, mislead or do harm.
    """
    overlay = read(folder)
    loaded, faults = _stopping(national, overlay)
    if faults:
        raise BadPack(tuple(sorted(faults)))
    return loaded


def checked(
    national: Loaded, folder: Path, *, today: datetime.date | None = None
) -> tuple[Loaded, CheckReport]:
    """Both as one pack, and everything wrong with the overlay. Raises BadPack for its shape.

    The report is of the overlay alone, with what it leans on that has changed as warnings.
    """
    overlay = read(folder)
    loaded, stopping = _stopping(national, overlay)
    readable, heavy = check.check_texts(overlay.items(), about=overlay.named(ABOUT))
    faults = {*stopping, *heavy} - check.between_items(national)
    contacts = [(overlay.origin["contacts", it.id], it) for it in overlay.parts["contacts"]]
    warnings = list(must_be_looked_at(loaded.pack))
    if today:
        warnings.extend(check.old_contacts(contacts, today))
    return loaded, CheckReport(
        faults=tuple(sorted(faults)),
        warnings=tuple(warnings),
        readability=readable,
        counts={
            **{part: len(items) for part, items in overlay.added.items()},
            "hidden": len(overlay.hides),
            "reworded": len(overlay.rewords),
            "tighter_clocks": len(overlay.tighter),
        },
    )


def under(in_use: Path, folder: Path) -> Path:
    """The folder of the national pack that an overlay is held against.

    That is the one in use, unless the overlay is written for another or a newer: then the one
    it names.
    """
    overlay, national = read(folder), load_with_origin(in_use)
    base, about = overlay.about.base, national.pack.about
    if base.pack == about.id and in_order(base.version) <= in_order(about.version):
        return in_use
    beside = base_folder(national, overlay)
    return beside if beside.is_dir() else in_use


def _stopping(national: Loaded, overlay: LoadedOverlay) -> tuple[Loaded, set[Fault]]:
    """Both as one pack, and the faults that stop a start."""
    loaded, faults = lay_over(national, overlay)
    about = overlay.about
    return loaded, {
        *faults,
        *check.held_to_release(overlay.named(ABOUT), about.version, overlay.digest, overlay.folder),
        *check.between_items(loaded),
        *_opening(overlay),
        *_forbidden(overlay),
    }


def _opening(overlay: LoadedOverlay) -> Iterator[Fault]:
    """No municipality can give itself leave to tell: that would open what the law closes."""
    cards: tuple[RuleCard, ...] = overlay.parts["rules"]
    for card in cards:
        if card.topic == "disclosure" and card.acts == "sender" and card.effect in OPENS:
            reason = f"a local card cannot say {str(card.effect)!r} of telling: only law opens"
            yield Fault(overlay.origin["rules", card.id], f"{card.id}.effect", reason)


def _forbidden(overlay: LoadedOverlay) -> Iterator[Fault]:
    """What to listen for is no list of kinds of people, in local words either."""
    questions: tuple[Question, ...] = overlay.parts["questions"]
    texts: list[tuple[str, str, Text]] = [
        (overlay.origin["questions", question.id], f"{question.id}.risk", question.risk)
        for question in questions
    ]
    texts += [
        (overlay.origin["rewords", change.key], f"{change.key}.text", change.text)
        for change in overlay.rewords
        if (change.part, change.field) in (("questions", "risk"), ("factors", "looks_like"))
    ]
    for file, place, text in texts:
        for language in LANGUAGES:
            for hit in forbidden.find(text.in_language(language), language):
                yield Fault(file, f"{place}.{language}", check.harms(hit))


def must_be_looked_at(pack: Pack) -> Iterator[Fault]:
    """A warning for each place in the overlay over a pack that leans on what has changed."""
    if pack.overlay is None:
        return
    since = pack.overlay.about.base.version
    for found in pack.overlay.outdated:
        what = f"changed since {since}: {', '.join(found.fields)}"
        if not found.fields:
            what = f"is new since {since}"
        yield Fault(found.file, found.place, f"{found.part}/{found.id} {what}; look at it")
