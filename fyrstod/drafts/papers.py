"""What every paper made from a draft has in common, whatever it tells."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from collections.abc import Mapping
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from fyrstod.documents.tree import Attachment
from fyrstod.packs.schema import Pack


def labels() -> dict[Literal["page", "of", "reference", "pack", "created", "to"], str]:
    """The few words that writers add of their own, in the active language."""
    return {
        "page": _("Page"),
        "of": pgettext("page 1 of 3", "of"),
        "reference": _("Reference"),
        "pack": _("Support material"),
        "created": _("Made"),
        "to": _("To"),
    }


def made_with(pack: Pack, language: str, *, local: bool) -> str:
    """The content that a paper was made with; with `local`, the overlay that gave words to it."""
    national = f"{pack.about.title.in_language(language)} {pack.about.version}"
    if not local or pack.overlay is None:
        return national
    about = pack.overlay.about
    return f"{national} · {about.title.in_language(language)} {about.version}"


def versions_of(pack: Pack, *, local: bool) -> dict[str, str]:
    """The same for another system: each with its id."""
    if not local or pack.overlay is None:
        return {"pack": pack.edition}
    about = pack.overlay.about
    return {"pack": pack.edition, "overlay": f"{about.id} {about.version}"}


def reference_of(data: Mapping[str, Any]) -> str:
    """A reference without meaning: the same answers have the same, changed answers another.

    When and in which language the paper is made makes no difference.
    """
    plain = {**data, "created": "", "language": ""}
    written = json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()
    letters = base64.b32encode(hashlib.sha256(written).digest()).decode()
    return f"FS-{letters[:4]}-{letters[4:8]}"


def attached(name: str, description: str, data: Mapping[str, Any]) -> Attachment:
    """The same answers as data, to travel inside the PDF."""
    return Attachment(
        name=name,
        media_type="application/json",
        description=description,
        data=json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True).encode(),
    )


def now() -> datetime.datetime:
    """The moment a paper is made, to the second, in the installation's time zone."""
    return timezone.localtime().replace(microsecond=0)
