"""The smallest overlay that does everything an overlay can do to the small pack with law."""

from __future__ import annotations

from pathlib import Path

from fyrstod.packs.check import CheckReport
from fyrstod.packs.check_overlay import checked
from fyrstod.packs.loader import BadPack, Fault, Loaded, load_with_origin
from tests.packs import tiny, tiny_law

ABOUT = """
id = "town"
version = "2026.1"
title = { sv = "Stadens tillägg", en = "The town’s additions" }
date = 2026-11-25
licence = "CC BY 4.0"
publisher = { sv = "Staden", en = "The town" }
base = { pack = "tiny", version = "2026.1" }
"""

CONTACTS = """
[[contact]]
id = "town-intake"
name = { sv = "Stadens mottagning", en = "The town’s intake team" }
url = "https://intake.example"
use = { sv = "Ring dit först.", en = "Call them first." }
checked = 2026-11-25
status = "unverified"
source = "town-page"
"""

EVIDENCE = """
[[source]]
id = "town-page"
citation = "The town’s own page"
url = "https://town.example"
read = "page"
read_on = 2026-11-25
status = "unverified"
limits = { sv = "Påhittad.", en = "Made up." }
"""

FORUMS = """
[[forum]]
id = "town-sspf"
kind = "sspf"
name = { sv = "Stadens SSPF", en = "The town’s SSPF" }
lead = { sv = "För unga.", en = "For the young." }
who = [{ sv = "Skola och polis", en = "School and police" }]
meets = { sv = "Varje torsdag", en = "Every Thursday" }
contact = "town-intake"
"""

ROUTINES = """
[[routine]]
id = "town-first-hour"
title = { sv = "Första timmen", en = "The first hour" }
text = { sv = "Så gör vi.", en = "This is how we do it." }
who = { sv = "Alla", en = "Everybody" }
steps = [{ sv = "Ring", en = "Call" }, { sv = "Skriv", en = "Write" }]
"""

QUESTIONS = tiny.QUESTIONS.replace("good-day", "town-ferry").replace(
    "Hur ser en bra dag ut?", "Hur är det på färjan?"
)

RULES = """
[[rule]]
id = "town-agreement"
topic = "procedure"
basis = "practice"
effect = "must"
title = { sv = "Stadens överenskommelse", en = "The town’s agreement" }
says = { sv = "Vi ses varje torsdag.", en = "We meet every Thursday." }
binds = { sv = "Staden", en = "The town" }
covers = { sv = "Möten", en = "Meetings" }
senders = ["social-services"]
verified = "unverified"
verified_on = 2026-11-25
sources = ["town-page"]
"""

TABLE = """
[[agenda_item]]
id = "town-boat"
moment = "begin"
title = { sv = "När går båten?", en = "When does the boat leave?" }
why = { sv = "Mötet tar slut då.", en = "The meeting ends then." }
how = [{ sv = "Se på klockan.", en = "Look at the clock." }]
avoid = { sv = "Att missa den.", en = "Missing it." }
sources = ["town-page"]

[[question]]
id = "town-winter"
serves = ["urgency"]
text = { sv = "Vad händer när isen lägger sig?", en = "What happens when the ice sets?" }
why = { sv = "Färjan står då still.", en = "The ferry stops then." }
then = { sv = "Välj en dag före.", en = "Choose a day before." }
sources = ["town-page"]
"""

CHANNELS = """
[[concern]]
id = "town-e-service"
title = { sv = "Stadens e-tjänst", en = "The town’s e-service" }
text = { sv = "Logga in.", en = "Sign in." }
contact = "town-intake"
"""

CHANGES = """
[[hide]]
part = "next_steps"
id = "wait"
reason = { sv = "Här väntar vi inte.", en = "We do not wait here." }

[[reword]]
part = "questions"
id = "good-day"
field = "text"
text = { sv = "Hur är en bra dag i hamnen?", en = "What is a good day in the harbour?" }
reason = { sv = "Alla bor vid hamnen.", en = "Everybody lives by the harbour." }
"""

DISPOSAL = """
[[tighter]]
id = "notes-soon"
clock = { months = 1 }
says = { sv = "Efter en månad.", en = "After one month." }
reason = { sv = "Det räcker.", en = "That is enough." }
"""

FILES = {
    "overlay.toml": ABOUT,
    "contacts.toml": CONTACTS,
    "evidence.toml": EVIDENCE,
    "forums.toml": FORUMS,
    "routines.toml": ROUTINES,
    "questions/local.toml": QUESTIONS,
    "rules/local.toml": RULES,
    "table.toml": TABLE,
    "channels.toml": CHANNELS,
    "disposal.toml": DISPOSAL,
    "changes.toml": CHANGES,
}

MORE_STEPS = """
[[next_step]]
id = "wait"
title = { sv = "Vänta", en = "Wait" }
text = { sv = "Ge det en dag.", en = "Give it a day." }
target = "guide"
sources = ["practice"]

[[next_step]]
id = "call"
title = { sv = "Ring", en = "Call" }
text = { sv = "Vid fara.", en = "In danger." }
target = "emergency"
sources = ["practice"]
"""


def write_national(folder: Path) -> Path:
    """The small pack with law, and some items that can be spared."""
    tiny_law.write(folder)
    worry = (folder / "worry.toml").read_text(encoding="utf-8")
    (folder / "worry.toml").write_text(worry + MORE_STEPS, encoding="utf-8")
    return folder


def write(folder: Path) -> Path:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def laid(national: Path, overlay: Path) -> Loaded:
    """Both as one pack, whatever is wrong with the overlay."""
    return checked(load_with_origin(national), overlay)[0]


def look_at(national: Path, overlay: Path) -> CheckReport:
    return checked(load_with_origin(national), overlay)[1]


def faults_of(national: Path, overlay: Path) -> tuple[Fault, ...]:
    """Everything wrong with an overlay, whether it loads or not."""
    try:
        return look_at(national, overlay).faults
    except BadPack as bad:
        return bad.faults
