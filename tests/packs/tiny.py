"""The smallest pack that is whole, as the texts of its files."""

from __future__ import annotations

from pathlib import Path

from fyrstod.packs.check import CheckReport, check
from fyrstod.packs.loader import BadPack, Fault, load_with_origin

PACK = """
id = "tiny"
version = "2026.1"
title = { sv = "Ett litet paket", en = "A small pack" }
date = 2026-11-23
licence = "CC BY 4.0"
publisher = { sv = "Redaktionen", en = "The editors" }
"""

PROCESS = """
[[step]]
id = "concern"
title = { sv = "Oro", en = "Concern" }
lead = { sv = "Någon är orolig.", en = "Somebody is worried." }
who = { sv = "Alla", en = "Everybody" }
aims = [{ sv = "Förstå", en = "Understand" }]
time_limits = []
do = [{ sv = "Lyssna", en = "Listen" }]
avoid = [{ sv = "Dra inga slutsatser", en = "Draw no conclusions" }]
tools = ["guide"]
sources = ["study"]
"""

THEMES = """
[[theme]]
id = "family"
title = { sv = "Familj", en = "Family" }
lead = { sv = "De närmaste.", en = "The closest ones." }
"""

AUDIENCES = """
[[person]]
id = "teenager"
title = { sv = "En tonåring", en = "A teenager" }
lead = { sv = "Var rak.", en = "Be straight." }

[[asker]]
id = "any"
title = { sv = "Alla", en = "Everybody" }
lead = { sv = "Vem som helst.", en = "Anybody." }
"""

SCALES = """
[[level]]
id = "individual"
title = { sv = "Personen", en = "The person" }
lead = { sv = "Känslor.", en = "Feelings." }

[[strength]]
id = "some"
title = { sv = "Visst stöd", en = "Some support" }
lead = { sv = "Smal forskning.", en = "Narrow research." }

[[strength]]
id = "practice"
title = { sv = "Erfarenhet", en = "Experience" }
lead = { sv = "Inget är mätt.", en = "Nothing was measured." }
"""

QUESTIONS = """
[[question]]
id = "good-day"
theme = "family"
steps = ["concern"]
people = ["teenager"]
askers = ["any"]
form = "open"
starts_from = "strengths"
sensitivity = "safe"
text = { sv = "Hur ser en bra dag ut?", en = "What does a good day look like?" }
why = { sv = "Det öppnar.", en = "It opens." }
protective = { sv = "Någon nämns.", en = "Somebody is named." }
risk = { sv = "Ingen nämns.", en = "Nobody is named." }
follow_up = { sv = "Berätta mer.", en = "Tell me more." }
avoid = { sv = "Skynda inte.", en = "Do not hurry." }
sources = ["study"]
"""

ADVICE = """
[[advice]]
id = "listen"
moment = "during"
title = { sv = "Lyssna", en = "Listen" }
lead = { sv = "Först av allt.", en = "First of all." }
do = [
  { sv = "Sitt ner", en = "Sit down" },
  { sv = "Vänta", en = "Wait" },
  { sv = "Tacka", en = "Say thank you" },
]
say = [{ sv = "Berätta.", en = "Tell me." }]
avoid = [{ sv = "Avbryt inte", en = "Do not interrupt" }]
people = ["teenager"]
askers = ["any"]
sources = ["study"]
"""

RISK = """
[[factor]]
id = "praises-violence"
side = "risk"
level = "individual"
label = { sv = "Hyllar våld", en = "Praises violence" }
looks_like = { sv = "Skrattar åt misshandel.", en = "Laughs at beatings." }
does_not_mean = { sv = "Ord är inte handling.", en = "Words are not deeds." }
care_eye = { sv = "Kanske rädsla.", en = "Fear, perhaps." }
security_eye = { sv = "Kanske ett hot.", en = "A threat, perhaps." }
do = { sv = "Fråga.", en = "Ask." }
strength = "some"
evidence = { sv = "En översikt.", en = "One review." }
figures = [{ value = "r = 0.10", says = { sv = "Litet.", en = "Small." }, source = "study" }]
sources = ["study", "practice"]
"""

PROTECTIVE = """
[[factor]]
id = "has-a-friend"
side = "protective"
level = "individual"
label = { sv = "Har en vän", en = "Has a friend" }
looks_like = { sv = "Någon ringer.", en = "Somebody calls." }
does_not_mean = { sv = "Den som är ensam är inte farlig.", en = "Being alone is no danger." }
care_eye = { sv = "Något att bygga på.", en = "Something to build on." }
security_eye = { sv = "Någon som märker.", en = "Somebody who notices." }
do = { sv = "Fråga vem.", en = "Ask who." }
strength = "practice"
evidence = { sv = "Inget är mätt.", en = "Nothing was measured." }
protects_against = { sv = "Att stå ensam.", en = "Standing alone." }
sources = ["practice"]
"""

EVIDENCE = """
[[source]]
id = "study"
citation = "A review"
year = 2020
url = "https://example.org/review"
read = "abstract"
read_on = 2026-11-23
status = "seen"
limits = { sv = "Bara sammanfattningen.", en = "Only the abstract." }

[[source]]
id = "news"
citation = "A news item about a review"
url = "https://example.org/news"
read = "page"
read_on = 2026-11-23
status = "secondary"
limits = { sv = "En nyhet.", en = "A news item." }

[[source]]
id = "practice"
citation = "The editors"
url = "docs/content.md"
read = "page"
read_on = 2026-11-23
status = "unverified"
limits = { sv = "Ingen forskning.", en = "No research." }
"""

CONTACTS = """
[[contact]]
id = "emergency-112"
name = { sv = "Larm", en = "Emergency" }
phone = "112"
use = { sv = "Vid fara.", en = "In danger." }
checked = 2026-11-23
status = "seen"
source = "study"
"""

GLOSSARY = """
[[term]]
id = "concern"
word = { sv = "oro", en = "concern" }
meaning = { sv = "Det man undrar över.", en = "What one wonders about." }
"""

WORRY = """
[[prompt]]
id = "another-person"
kinds = ["interpreted"]
text = { sv = "Hade du oroats för någon annan?", en = "Would another person worry you?" }
why = { sv = "Det prövar bilden.", en = "It tests the picture." }
sources = ["practice"]

[[next_step]]
id = "talk"
title = { sv = "Prata", en = "Talk" }
text = { sv = "Förbered samtalet.", en = "Prepare the talk." }
target = "guide"
sources = ["practice"]
"""


def report(report_id: str) -> str:
    return f"""
id = "{report_id}"
title = {{ sv = "Underlag", en = "Notes" }}
lead = {{ sv = "Skriv kort.", en = "Write briefly." }}
document_title = {{ sv = "Underlag", en = "Notes" }}
recipient = {{ sv = "Mottagaren", en = "The receiver" }}
before = [{{ sv = "Fara? Ring 112.", en = "Danger? Call 112." }}]
secrecy = {{ sv = "Fylls i av mottagaren.", en = "Filled in by the receiver." }}
sources = ["study"]

[[sections]]
id = "person"
title = {{ sv = "Personen", en = "The person" }}
lead = {{ sv = "Det du vet.", en = "What you know." }}
sources = ["study"]

[[sections.fields]]
id = "protected_data"
kind = "choice"
need = "recommended"
label = {{ sv = "Skyddade personuppgifter?", en = "Protected personal data?" }}
why = {{ sv = "En adress kan skada.", en = "An address may harm." }}
options = [
  {{ id = "yes", label = {{ sv = "Ja", en = "Yes" }} }},
  {{ id = "no", label = {{ sv = "Nej", en = "No" }} }},
  {{ id = "unknown", label = {{ sv = "Vet inte", en = "Do not know" }} }},
]

[[sections.fields]]
id = "address"
kind = "short_text"
need = "if_known"
max_length = 200
address = true
show_if = {{ field = "protected_data", is_one_of = ["no"] }}
label = {{ sv = "Adress", en = "Address" }}
why = {{ sv = "Så att någon hittar.", en = "So that somebody finds it." }}

[[sections.fields]]
id = "witnesses"
kind = "group"
need = "if_known"
label = {{ sv = "Vittnen", en = "Witnesses" }}
why = {{ sv = "Fler såg.", en = "Others saw." }}

[[sections.fields.fields]]
id = "name"
kind = "short_text"
need = "if_known"
max_length = 100
label = {{ sv = "Namn", en = "Name" }}
why = {{ sv = "För att fråga.", en = "To ask." }}

[[channels]]
id = "call"
title = {{ sv = "Ring", en = "Call" }}
text = {{ sv = "Ring numret.", en = "Call the number." }}
contact = "emergency-112"

[[copy_blocks]]
id = "who"
title = {{ sv = "Vem", en = "Who" }}
fields = ["address"]
"""


FILES = {
    "pack.toml": PACK,
    "process.toml": PROCESS,
    "themes.toml": THEMES,
    "audiences.toml": AUDIENCES,
    "scales.toml": SCALES,
    "questions/family.toml": QUESTIONS,
    "advice.toml": ADVICE,
    "factors/risk.toml": RISK,
    "factors/protective.toml": PROTECTIVE,
    "evidence.toml": EVIDENCE,
    "contacts.toml": CONTACTS,
    "glossary.toml": GLOSSARY,
    "worry.toml": WORRY,
    "reports/concern.toml": report("concern"),
    "reports/police.toml": report("police"),
}


def write(folder: Path) -> Path:
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    """One small change to one file of a pack."""
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text, f"{file} does not hold {old!r}"
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")


def look_at(folder: Path) -> CheckReport:
    return check(load_with_origin(folder))


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """Everything wrong with a pack, whether it loads or not."""
    try:
        return look_at(folder).faults
    except BadPack as bad:
        return bad.faults
