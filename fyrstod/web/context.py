"""What every template can lean on."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from fyrstod.packs import shelf
from fyrstod.packs.base import LANGUAGES
from fyrstod.packs.schema import EMERGENCY_CONTACTS, Contact

OWN_NAMES = {"sv": "Svenska", "en": "English"}


def tel(phone: str) -> str:
    """A number as a tel: link wants it."""
    return "".join(character for character in phone if character.isdigit() or character == "+")


def operator_url(contact: str) -> str:
    """Where a contact leads: an e-mail address or a link; "" for anything else."""
    if contact.startswith(("https://", "mailto:", "tel:")):
        return contact
    return f"mailto:{contact}" if "@" in contact and ":" not in contact else ""


def page(request: HttpRequest) -> dict[str, Any]:
    """Language, the same page in the other one, who to call, who runs this, and who sees it."""
    language = "en" if get_language() == "en" else "sv"
    other = next(code for code in LANGUAGES if code != language)
    path = request.path_info
    in_other = f"/{other}{path[3:]}" if path[:4] == f"/{language}/" else f"/{other}/"
    pack = shelf.current()
    contacts: dict[str, Contact] = {contact.id: contact for contact in pack.contacts}
    overlay = pack.overlay and pack.overlay.about
    safety = [contacts[contact_id] for contact_id in EMERGENCY_CONTACTS if contact_id in contacts]
    return {
        "path": path,
        "language": language,
        "other_language": other,
        "other_language_name": OWN_NAMES[other],
        "other_language_url": in_other,
        "safety_contacts": [
            {
                "id": contact.id,
                "label": contact.name.in_language(language),
                "phone": contact.phone,
                "tel": tel(contact.phone or ""),
                "is_sure": contact.status == "seen",
            }
            for contact in safety
        ],
        "safety_checked": min((contact.checked for contact in safety), default=None),
        "operator": settings.FYRSTOD_OPERATOR,
        "operator_contact": settings.FYRSTOD_CONTACT,
        "operator_url": operator_url(settings.FYRSTOD_CONTACT),
        "pack": pack.about,
        "overlay": overlay,
        "overlay_name": overlay and f"{overlay.title.in_language(language)} {overlay.version}",
        "draft": getattr(request, "draft", None),
        "signed_in": getattr(request, "signed_in", None),
        "room": getattr(request, "room", None),
        "room_actions": getattr(request, "room_actions", frozenset()),
    }
