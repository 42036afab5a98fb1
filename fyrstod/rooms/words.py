"""What the few things in clear are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from fyrstod.core.identifying import Kind
from fyrstod.rooms.contents import (
    Agrees,
    Course,
    Direction,
    Naming,
    NoteKind,
    Outcome,
    PaperKind,
    SamePerson,
    Stands,
    Voice,
)
from fyrstod.rooms.disclosure_rules import Lacks, State
from fyrstod.rooms.rules import About, Move, Offer, Status

ABOUT = {
    About.CHILD: gettext_lazy("A child"),
    About.YOUNG_ADULT: gettext_lazy("A young adult"),
    About.ADULT: gettext_lazy("An adult"),
}
STATUS = {
    Status.NEW: pgettext_lazy("concern", "New"),
    Status.WORKING: gettext_lazy("Being worked on"),
    Status.FOLLOWING: gettext_lazy("Being followed up"),
    Status.CLOSED: pgettext_lazy("concern", "Closed"),
}
OUTCOME = {
    Outcome.WENT_WELL: gettext_lazy("The measures went well"),
    Outcome.HANDED_OVER: gettext_lazy("Handed over to somebody else"),
    Outcome.NO_GROUND: gettext_lazy("No ground for the concern was found"),
    Outcome.OTHER: gettext_lazy("Something else"),
}
SAME = {
    SamePerson.YES: gettext_lazy("Yes, it is the same person"),
    SamePerson.NO: gettext_lazy("No, it is somebody else"),
    SamePerson.UNKNOWN: gettext_lazy("We do not know yet"),
}
MOVE = {
    Move.BEGIN: gettext_lazy("Begin the work"),
    Move.FOLLOW: gettext_lazy("Go over to following up"),
    Move.RESUME: gettext_lazy("Take up the work again"),
}
VOICE = {
    Voice.PERSON: gettext_lazy("The person"),
    Voice.GUARDIANS: gettext_lazy("The guardians"),
}
NOTE = {
    NoteKind.SEEN: gettext_lazy("Seen or heard"),
    NoteKind.TOLD: gettext_lazy("Told by somebody"),
    NoteKind.INTERPRETED: gettext_lazy("Interpretation"),
    NoteKind.UNKNOWN: gettext_lazy("Not known"),
    NoteKind.VIEW: gettext_lazy("Their own view"),
    NoteKind.INFORMED: gettext_lazy("What they were told"),
}
PAPER = {
    PaperKind.CONCERN_REPORT: gettext_lazy("Concern report"),
    PaperKind.POLICE_REPORT: gettext_lazy("Police report"),
    PaperKind.LETTER: gettext_lazy("Letter"),
    PaperKind.EXPORT: gettext_lazy("Export to the case system"),
    PaperKind.OTHER: gettext_lazy("Document"),
}
DIRECTION = {
    Direction.MADE: gettext_lazy("Made here, not sent"),
    Direction.SENT: gettext_lazy("Sent"),
    Direction.RECEIVED: gettext_lazy("Received"),
}
OFFER = {
    Offer.WAITING: pgettext_lazy("handover", "Waits for an answer"),
    Offer.ACCEPTED: pgettext_lazy("handover", "Accepted"),
    Offer.DECLINED: pgettext_lazy("handover", "Declined"),
    Offer.WITHDRAWN: pgettext_lazy("handover", "Taken back"),
}
BRIEFING = {
    "decided": gettext_lazy("What is decided, and why"),
    "promised": gettext_lazy("What is promised, and to whom"),
    "contacts": gettext_lazy("Whom to call"),
    "told": gettext_lazy("What the person and the family know"),
    "protects": gettext_lazy("What protects"),
    "worries": gettext_lazy("What worries"),
    "unknown": gettext_lazy("What nobody knows yet"),
}
"""The parts of a briefing, in the order they are read."""
NAMING = {
    Naming.UNNAMED: gettext_lazy("No, it is told without a name"),
    Naming.NAME: gettext_lazy("Yes: name and personal identity number"),
    Naming.ALL: gettext_lazy("Yes: also how to reach the person and the guardians"),
}
TELLING = {
    State.DRAFT: gettext_lazy("Not offered yet"),
    State.TO_CONFIRM: gettext_lazy("A second person looks at it"),
    State.OFFERED: gettext_lazy("Offered, not answered"),
    State.ACCEPTED: gettext_lazy("Accepted"),
    State.DECLINED: gettext_lazy("Declined"),
    State.WITHDRAWN: gettext_lazy("Taken back"),
}
LACKS = {
    Lacks.CONTENT: gettext_lazy("Choose what is told, or write what you ask"),
    Lacks.GROUND: gettext_lazy("Choose on which ground"),
    Lacks.PURPOSE: gettext_lazy("Write why they need to know"),
    Lacks.CONSENT: gettext_lazy("Write how the consent was given"),
}
STANDS = {
    Stands.AT_RISK: gettext_lazy("The person is at risk: others harm or draw them in"),
    Stands.A_RISK: gettext_lazy("The person is a risk: may harm others"),
    Stands.BOTH: gettext_lazy("Both"),
    Stands.CANNOT_SAY: gettext_lazy("I cannot say"),
}
STANDS_SHORT = {
    Stands.AT_RISK: pgettext_lazy("perspective", "At risk"),
    Stands.A_RISK: pgettext_lazy("perspective", "A risk"),
    Stands.BOTH: pgettext_lazy("perspective", "Both"),
    Stands.CANNOT_SAY: pgettext_lazy("perspective", "Cannot say"),
}
COURSE = {
    Course.NOT_BEGUN: gettext_lazy("Not begun"),
    Course.UNDER_WAY: gettext_lazy("Under way"),
    Course.DONE: gettext_lazy("Done"),
    Course.CHANGED: gettext_lazy("Changed on the way"),
    Course.DROPPED: gettext_lazy("Dropped"),
}
"""How far what was planned has come. Never how a person is doing."""
AGREES = {
    Agrees.YES: pgettext_lazy("goal", "Yes"),
    Agrees.PARTLY: pgettext_lazy("goal", "Partly"),
    Agrees.NO: pgettext_lazy("goal", "No"),
    Agrees.NOT_ASKED: pgettext_lazy("goal", "Not asked yet"),
}
"""What the person says of a goal."""
VIEW = {
    "protects": gettext_lazy("What protects"),
    "worries": gettext_lazy("What worries"),
    "unknown": gettext_lazy("What is unknown"),
    "can_do": gettext_lazy("What the agency can do"),
    "urgency": gettext_lazy("How urgent, in their own words"),
}
"""The parts of a perspective, in the order they are read."""
IDENTIFYING = {
    Kind.PERSONAL_NUMBER: gettext_lazy("Personal identity number"),
    Kind.EMAIL: gettext_lazy("E-mail address"),
    Kind.USERNAME: gettext_lazy("Username or link"),
    Kind.CASE_NUMBER: gettext_lazy("Case number"),
    Kind.DATE: gettext_lazy("Date"),
    Kind.PHONE: gettext_lazy("Telephone number"),
    Kind.ADDRESS: gettext_lazy("Address"),
    Kind.PLATE: gettext_lazy("A vehicle’s registration number"),
    Kind.SCHOOL_CLASS: gettext_lazy("School class"),
    Kind.PLACE: gettext_lazy("School, health centre or other place"),
    Kind.KNOWN_NAME: gettext_lazy("A name from this concern"),
    Kind.NAME: gettext_lazy("Perhaps a name"),
    Kind.CAPITAL: gettext_lazy("Perhaps a name or a place"),
}
"""What a stretch of text may be that tells who it is about. Shown to its writer only."""
