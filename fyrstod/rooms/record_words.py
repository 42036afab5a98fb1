"""What the words of a journal mean, as sentences for whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from fyrstod.access.policy import Role
from fyrstod.people.models import ROLE_NAMES

SENTENCES: Final[Mapping[str, Any]] = {
    # What somebody looked at.
    "concern.read": gettext_lazy("Read the concern"),
    "description.read": gettext_lazy("Opened why the concern is raised now, to change it"),
    "person.read": gettext_lazy("Opened who the concern is about"),
    "reviews.read": gettext_lazy("Opened the reviews"),
    "tasks.read": gettext_lazy("Opened what is to be done"),
    "piece.read": gettext_lazy("Opened a piece"),
    "pieces.read": gettext_lazy("Opened the pieces"),
    "versions.read": gettext_lazy("Read earlier versions of a piece"),
    "picture.read": gettext_lazy("Opened what protects, what worries and what is unknown"),
    "timeline.read": gettext_lazy("Opened the pieces in time"),
    "paper.read": gettext_lazy("Opened a paper"),
    "papers.read": gettext_lazy("Opened the papers"),
    "briefing.read": gettext_lazy("Read the briefing for whoever comes next"),
    "end.read": gettext_lazy("Opened how the concern ends"),
    "outcome.read": gettext_lazy(
        "Saw what came of the concern, from another about the same person"
    ),
    "likeness.read": gettext_lazy(
        "Saw the concern beside another that may be about the same person"
    ),
    "summary.read": gettext_lazy("Saw why the concern is open, from another about the same person"),
    "list.read": gettext_lazy("Read the list of concerns, with names"),
    "handovers.read": gettext_lazy("Read the list of handovers, with names"),
    "week.read": gettext_lazy("Read what waits this week, with names"),
    "room.asked": gettext_lazy("Asked for a page that their role does not cover"),
    "room.searched": gettext_lazy("Searched for a concern by reference, name or number"),
    "address.shown": gettext_lazy("Had a hidden address shown, and gave a reason"),
    "looks.read": gettext_lazy("Read who has looked at the concern"),
    "journal.read": gettext_lazy("Read the journal"),
    # What somebody did in a concern.
    "concern.opened": gettext_lazy("Opened a new concern"),
    "concern.described": gettext_lazy("Changed why the concern is raised now"),
    "concern.begin": gettext_lazy("Began the work"),
    "concern.follow": gettext_lazy("Went over to following up"),
    "concern.resume": gettext_lazy("Took up the work again"),
    "concern.reviewed": gettext_lazy("Looked at the concern again, and wrote a review"),
    "concern.holder-set": gettext_lazy("Changed who is responsible"),
    "concern.closed": gettext_lazy("Closed the concern"),
    "concern.closed unregistered": gettext_lazy(
        "Closed the concern, knowing what in it is not in the case system"
    ),
    "concern.reopened": gettext_lazy("Opened a closed concern again"),
    "concern.exported": gettext_lazy("Took the whole concern out as a paper"),
    "concern.exported pdf": gettext_lazy("Took the whole concern out as PDF"),
    "concern.exported docx": gettext_lazy("Took the whole concern out as a Word document"),
    "concern.exported txt": gettext_lazy("Took the whole concern out as plain text"),
    "concern.exported json": gettext_lazy("Took the whole concern out as data (JSON)"),
    "export.registered": gettext_lazy("Noted the registration number of an export"),
    "likeness.answered": gettext_lazy(
        "Answered whether it is about the same person as another concern"
    ),
    "person.changed": gettext_lazy("Changed who the concern is about"),
    "piece.written": gettext_lazy("Wrote a piece"),
    "piece.corrected": gettext_lazy("Corrected a piece, or took it away"),
    "task.added": gettext_lazy("Added something to do"),
    "task.changed": gettext_lazy("Changed what is to be done"),
    "task.finished": gettext_lazy("Noted that something is done"),
    "task.taken-up": gettext_lazy("Undid that something was done"),
    "draft.moved": gettext_lazy("Moved a draft into the concern"),
    "report.begun": gettext_lazy("Began a report from the concern"),
    "report.renewed": gettext_lazy("Took what is new in the concern into a report"),
    "report.kept": gettext_lazy("Kept a report in the concern"),
    "paper.registered": gettext_lazy("Noted a paper that came in or went out"),
    "paper.sent": gettext_lazy("Noted that a paper was sent"),
    "letter.written": gettext_lazy("Wrote a letter"),
    "letter.handed-over": gettext_lazy("Noted that a letter reached the person or the guardians"),
    # From one to the next.
    "briefing.written": gettext_lazy("Wrote in the briefing for whoever comes next"),
    "briefing.exported": gettext_lazy("Took the briefing out as a paper"),
    "briefing.exported pdf": gettext_lazy("Took the briefing out as PDF"),
    "briefing.exported docx": gettext_lazy("Took the briefing out as a Word document"),
    "briefing.exported txt": gettext_lazy("Took the briefing out as plain text"),
    "briefing.exported json": gettext_lazy("Took the briefing out as data (JSON)"),
    "handover.offered": gettext_lazy("Offered to hand the concern over"),
    "handover.taken-back": gettext_lazy("Took back the offer to hand the concern over"),
    "handover.accepted": gettext_lazy("Took over the concern"),
    "handover.declined": gettext_lazy("Declined to take over the concern"),
    # Between rooms.
    "disclosure.read": gettext_lazy("Opened what is told to another agency, or was received"),
    "disclosure.drafted": gettext_lazy("Wrote what is to be told to another agency"),
    "disclosure.dropped": gettext_lazy("Threw away a draft of what was to be told"),
    "disclosure.asked": gettext_lazy("Asked a second person to look at what is to be told"),
    "disclosure.sent-back": gettext_lazy("Sent it back, as the second person"),
    "disclosure.offered": gettext_lazy("Offered another agency to tell it something"),
    "disclosure.offered other-ground": gettext_lazy(
        "Offered another agency to tell it something, on a ground in own words"
    ),
    "disclosure.withdrawn": gettext_lazy("Took back an offer to another agency"),
    "disclosure.consent-withdrawn": gettext_lazy("Noted that a consent was taken back"),
    "disclosure.objected": gettext_lazy("Objected to what another agency has received"),
    "disclosure.accepted": gettext_lazy("The other agency accepted what was offered"),
    "disclosure.declined": gettext_lazy("The other agency declined what was offered"),
    "table.read": gettext_lazy("Opened the table that the concern lies on"),
    "table.convened": gettext_lazy("Set up a table about the concern"),
    "table.joined": gettext_lazy("Sat down at a table that another agency set up"),
    "table.ground-chosen": gettext_lazy("Chose on what ground the others at the table are told"),
    "table.written": gettext_lazy("Wrote at the table"),
    "table.came": gettext_lazy("Another agency wrote at the table"),
    "table.left": gettext_lazy("Left the table"),
    "table.left-by-other": gettext_lazy("Another agency left the table"),
    "table.ended": gettext_lazy("The table ended"),
    "perspective.given": gettext_lazy("Gave a perspective at the table"),
    "perspective.opened": gettext_lazy("The perspectives at the table were opened together"),
    "offer.came": gettext_lazy("Another agency offered to tell something"),
    "offer.came other-ground": gettext_lazy(
        "Another agency offered to tell something, on a ground in own words"
    ),
    "offer.taken-back": gettext_lazy("The other agency took its offer back"),
    "offer.read": gettext_lazy("Read why and on which ground something is offered"),
    "offer.accepted": gettext_lazy("Accepted what another agency offered"),
    "offer.declined": gettext_lazy("Declined what another agency offered"),
    "receipt.objected-to": gettext_lazy("The other agency objected to what was received"),
    # The end of a concern.
    "disposal.decided": gettext_lazy("Decided on which day the concern is erased"),
    "disposal.awaited": gettext_lazy("Noted what the decision on erasing waits for"),
    "concern.erased": gettext_lazy("Erased the concern"),
    "concern.erased clock": gettext_lazy("Erased the concern, since its time had run out"),
    "concern.erased exported": gettext_lazy(
        "Erased the concern, since all that must be kept is in the case system"
    ),
    "concern.erased opened-by-mistake": gettext_lazy(
        "Erased the concern, since it was opened by mistake or does not belong here"
    ),
    "concern.erased decided-elsewhere": gettext_lazy(
        "Erased the concern, since a court, an authority or the data protection officer said so"
    ),
    # The room and its journal.
    "keys.made": gettext_lazy("Made keys for the room, which had none"),
    "export-journal": gettext_lazy("Exported the journal"),
    "export-journal jsonl": gettext_lazy("Exported the journal, as lines of JSON"),
    "journal.verified": gettext_lazy("Verified that the journal is whole"),
    "backup.restored": gettext_lazy("Laid back a backup, and what came after it is gone from here"),
    "journal.set-aside": gettext_lazy("Set aside an entry that stood after the end of the journal"),
    # Agencies, roles and sign-in.
    "first-administrator": gettext_lazy("Named one of the first two administrators"),
    "manage-agencies opened": gettext_lazy("Added the agency"),
    "manage-agencies second-eyes": gettext_lazy(
        "Decided that a second person looks at all that the room tells others"
    ),
    "manage-agencies one-pair-of-eyes": gettext_lazy(
        "Decided that one person is enough before the room tells others"
    ),
    "manage-agencies closed": gettext_lazy("Closed the agency"),
    "propose-role": gettext_lazy("Proposed a role: %(role)s"),
    "propose-role withdrawn": gettext_lazy("Withdrew a proposal of a role: %(role)s"),
    "confirm-role": gettext_lazy("Confirmed a role: %(role)s"),
    "confirm-role declined": gettext_lazy("Declined a role: %(role)s"),
    "end-role": gettext_lazy("Ended a role: %(role)s"),
    "propose-role sign-in.password": gettext_lazy("Asked for a new password for somebody"),
    "propose-role sign-in.password withdrawn": gettext_lazy(
        "Withdrew a request for a new password"
    ),
    "propose-role sign-in.password declined": gettext_lazy("Declined a request for a new password"),
    "confirm-role sign-in.password": gettext_lazy("Confirmed a new password for somebody"),
    "propose-role sign-in.second-factor": gettext_lazy("Asked for a new code app for somebody"),
    "propose-role sign-in.second-factor withdrawn": gettext_lazy(
        "Withdrew a request for a new code app"
    ),
    "propose-role sign-in.second-factor declined": gettext_lazy(
        "Declined a request for a new code app"
    ),
    "confirm-role sign-in.second-factor": gettext_lazy("Confirmed a new code app for somebody"),
    # Signing in oneself.
    "sign-in.done": pgettext_lazy("journal", "Signed in"),
    "sign-in.wrong-code": gettext_lazy("Gave a wrong code, or one that was used already"),
    "sign-in.password-set": gettext_lazy("Set a password with a one-time code"),
    "sign-in.password-changed": gettext_lazy("Changed the password"),
    "sign-in.app-set-up": gettext_lazy("Set up a code app"),
    "sign-in.app-taken-away": gettext_lazy("Took the earlier code app away"),
    "sign-in.recovery-made": gettext_lazy("Got new recovery codes"),
    "sign-in.recovery-used": gettext_lazy("Used a recovery code"),
}
"""By action; by action and kind, or result, or both, where that says more."""

RESULTS: Final[Mapping[str, Any]] = {
    "done": pgettext_lazy("journal", "Done"),
    "withdrawn": pgettext_lazy("journal", "Withdrawn"),
    "declined": pgettext_lazy("journal", "Declined"),
    "refused": pgettext_lazy("journal", "Refused"),
}

ROLES: Final[Mapping[str, Any]] = {
    **{str(role): name for role, name in ROLE_NAMES.items()},
    "installation": gettext_lazy("The installation"),
    "operator": gettext_lazy("Whoever runs the installation"),
    "clock": gettext_lazy("The clock"),
    "person": gettext_lazy("On their own behalf"),
}

BROKEN: Final[Mapping[str, Any]] = {
    "is missing": gettext_lazy("Entry %(number)s is missing."),
    "was altered or moved": gettext_lazy("Entry %(number)s was altered or moved."),
    "does not follow on the one before it": gettext_lazy(
        "Entry %(number)s does not follow on the one before it."
    ),
    "is not the one in the exported head": gettext_lazy(
        "Entry %(number)s is not the one in the exported head."
    ),
    "is missing at the end": gettext_lazy("Entry %(number)s is missing at the end."),
    "stands after the end of the chain": gettext_lazy(
        "Entry %(number)s stands after the end of the chain."
    ),
    "is not the one the chain ends with": gettext_lazy(
        "Entry %(number)s is not the one that the chain ends with."
    ),
    "is missing, and was there when the head was exported": gettext_lazy(
        "Entry %(number)s is missing. It was there when the head was exported."
    ),
}
"""By the reason in `journal.rules`."""


def sentence(action: str, kind: str = "", result: str = "") -> str:
    """What was done, in words. A word of another version stands as it is."""
    for key in (f"{action} {kind} {result}", f"{action} {kind}", f"{action} {result}", action):
        if key in SENTENCES:
            return str(SENTENCES[key]) % {"role": role_name(kind)}
    return _("Something that this version has no words for: %(word)s") % {"word": action}


def role_name(role: str) -> str:
    """A role as the journal names it, or the word itself."""
    return str(ROLES.get(role, role))


def result_name(result: str) -> str:
    return str(RESULTS.get(result, result))


def broken(reason: str, number: int) -> str:
    """Which entry breaks a chain, and how."""
    return str(BROKEN[reason]) % {"number": number}


OF_A_ROLE: Final = frozenset({"propose-role", "confirm-role", "end-role", "first-administrator"})
"""What is done with a role: `about` is the id of a membership, and `kind` the role."""


def is_about_a_role(action: str, kind: str) -> bool:
    return action in OF_A_ROLE and kind in set(Role)
