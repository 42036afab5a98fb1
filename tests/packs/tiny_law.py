"""What the small pack holds when it also holds law and working together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from fyrstod.packs.cards import FACT_VALUES, FactName
from fyrstod.packs.check_law import STATES
from fyrstod.packs.table import DIFFERENCES
from tests.packs import tiny

ACTS = """
[[act]]
id = "osl"
sfs = "2009:400"
short = "OSL"
title = { sv = "Offentlighets- och sekretesslagen", en = "The Secrecy Act" }
"""

RULES = """
[[rule]]
id = "bar"
topic = "disclosure"
basis = "statute"
statute = { sfs = "2009:400", chapter = 26, section = "1" }
effect = "may-not"
title = { sv = "Sekretess", en = "Secrecy" }
says = { sv = "Uppgifter är hemliga.", en = "What is known is secret." }
binds = { sv = "Socialtjänsten", en = "Social services" }
covers = { sv = "Uppgifter om personer", en = "What is known of people" }
senders = ["social-services"]
unless = [{ fact = "identified", is_one_of = [false] }]
verified = "seen"
verified_on = 2026-11-23
sources = ["study"]

[[rule]]
id = "young"
topic = "disclosure"
basis = "practice"
effect = "may"
title = { sv = "Unga", en = "The young" }
says = { sv = "Det går att berätta.", en = "It can be told." }
binds = { sv = "Socialtjänsten", en = "Social services" }
covers = { sv = "Det som behövs", en = "What is needed" }
senders = ["social-services"]
receivers = ["police"]
when = [{ fact = "age", below = 21 }]
judge = [{ text = { sv = "Behövs det?", en = "Is it needed?" } }]
missed = [
  { when = [{ fact = "age", at_least = 21 }], why = { sv = "För gammal.", en = "Too old." } },
]
valid_from = 2025-04-01
verified = "seen"
verified_on = 2026-11-23
sources = ["study"]

[[rule]]
id = "kept"
topic = "records"
basis = "statute"
statute = { sfs = "2009:400", chapter = 5, section = "1" }
effect = "must"
title = { sv = "Sparas", en = "Kept" }
says = { sv = "Det sparas en tid.", en = "It is kept for a time." }
binds = { sv = "Myndigheter", en = "Authorities" }
covers = { sv = "Handlingar", en = "Documents" }
senders = ["other-municipal"]
verified = "seen"
verified_on = 2026-11-23
sources = ["study"]

[[precedence]]
id = "opens"
prevails = { effects = ["must", "may", "with-consent"] }
over = { effects = ["may-not"] }
why = { sv = "Undantaget bryter.", en = "The exception breaks it." }
"""

AGENCIES = """
[[agency]]
id = "police"
name = { sv = "Polisen", en = "The police" }
lead = { sv = "Skyddar.", en = "Protect." }
parties = ["police"]
looks_from = "security"
task = { sv = "Förebygga brott.", en = "Prevent crime." }
looks_first = { sv = "Vad kan hända?", en = "What may happen?" }
because = { sv = "Det är uppdraget.", en = "It is the task." }
may = [{ sv = "Prata.", en = "Talk." }]
must = []
needs = [{ sv = "Vad du såg.", en = "What you saw." }]
cannot_tell = [{ sv = "Vem som är misstänkt.", en = "Who is suspected." }]
reach = { sv = "Ring.", en = "Call." }
contacts = ["emergency-112"]
rules = ["young"]
sources = ["study"]

[[agency.after]]
when = { sv = "Strax", en = "Soon" }
text = { sv = "De ringer.", en = "They call." }
rule = "young"

[[agency]]
id = "school"
name = { sv = "Skolan", en = "School" }
lead = { sv = "Lär ut.", en = "Teaches." }
parties = ["school"]
looks_from = "care"
task = { sv = "Undervisa.", en = "Teach." }
looks_first = { sv = "Hur mår eleven?", en = "How is the pupil?" }
because = { sv = "Det är uppdraget.", en = "It is the task." }
may = [{ sv = "Prata.", en = "Talk." }]
must = []
after = [{ when = { sv = "Strax", en = "Soon" }, text = { sv = "De ringer.", en = "They call." } }]
needs = [{ sv = "Vad du såg.", en = "What you saw." }]
cannot_tell = [{ sv = "Hur det går.", en = "How it goes." }]
reach = { sv = "Ring.", en = "Call." }
sources = ["study"]
"""

TIMELINES = """
[[timeline]]
id = "police"
title = { sv = "Efter", en = "After" }
lead = { sv = "I ordning.", en = "In order." }
sources = ["study"]

[[timeline.events]]
id = "one"
when = { sv = "Genast", en = "At once" }
title = { sv = "Ett", en = "One" }
text = { sv = "Ring.", en = "Call." }
agency = "police"
rule = "young"

[[timeline.events]]
id = "two"
when = { sv = "Sedan", en = "Then" }
title = { sv = "Två", en = "Two" }
text = { sv = "Vänta.", en = "Wait." }
agency = "police"

[[timeline.events]]
id = "three"
when = { sv = "Sist", en = "Last" }
title = { sv = "Tre", en = "Three" }
text = { sv = "Fråga.", en = "Ask." }
agency = "school"
"""

SHARED_WORDS = """
[[shared_word]]
id = "risk"
word = { sv = "risk", en = "risk" }
lead = { sv = "Två bilder.", en = "Two pictures." }
meanings = [
  { agency = "police", text = { sv = "Något kan hända.", en = "Something may happen." } },
  { agency = "school", text = { sv = "Någon far illa.", en = "Somebody is harmed." } },
]
ask = { sv = "Vad menar du?", en = "What do you mean?" }
sources = ["study"]
"""

RECOMMENDATIONS = """
[[area]]
id = "mandate"
scope = "internal"
title = { sv = "Uppdrag", en = "Mandate" }
lead = { sv = "Vem gör vad.", en = "Who does what." }

[[role]]
id = "coordinator"
title = { sv = "Samordnare", en = "Coordinator" }
lead = { sv = "Håller ihop.", en = "Holds together." }

[[recommendation]]
id = "deputy"
area = "mandate"
title = { sv = "Utse en ersättare", en = "Name a deputy" }
why = { sv = "Folk byter jobb.", en = "People change jobs." }
first_step = { sv = "Fråga en kollega.", en = "Ask a colleague." }
in_place = { sv = "Två namn finns.", en = "There are two names." }
owner = "coordinator"
sources = ["study"]

[[plan_duty]]
id = "picture"
title = { sv = "Lägesbild", en = "A local picture" }
text = { sv = "Lagen ber om en.", en = "The law asks for one." }
rule = "young"
covered_by = ["deputy"]
"""

TABLE = """
[[agenda_moment]]
id = "begin"
title = { sv = "Börja", en = "Begin" }
lead = { sv = "Först detta.", en = "This first." }

[[agenda_moment]]
id = "close"
title = { sv = "Sluta", en = "Close" }
lead = { sv = "Sist detta.", en = "This last." }

[[agenda_item]]
id = "purpose"
moment = "begin"
title = { sv = "Varför vi ses", en = "Why we meet" }
why = { sv = "Alla ska veta det.", en = "All should know." }
how = [{ sv = "Säg det högt.", en = "Say it aloud." }]
avoid = { sv = "Att ses av vana.", en = "Meeting out of habit." }
sources = ["study"]

[[agenda_item]]
id = "next"
moment = "close"
title = { sv = "Nästa gång", en = "Next time" }
why = { sv = "En dag behövs.", en = "A day is needed." }
how = [{ sv = "Välj en dag.", en = "Choose a day." }]
avoid = { sv = "Att vänta.", en = "Waiting." }
sources = ["study"]

[[question]]
id = "which-way"
serves = ["stance", "worries", "protection"]
text = { sv = "Åt vilket håll?", en = "Which way?" }
why = { sv = "Det finns två.", en = "There are two." }
then = { sv = "Skriv båda.", en = "Write both." }
sources = ["study"]

[[question]]
id = "how-soon"
serves = ["urgency", "unknown"]
text = { sv = "Hur snart?", en = "How soon?" }
why = { sv = "Tiden är olika.", en = "Time differs." }
then = { sv = "Skriv dagen.", en = "Write the day." }
sources = ["study"]

[[held_back]]
id = "secret"
title = { sv = "Det är hemligt", en = "It is secret" }
means = { sv = "Ingen regel öppnar det.", en = "No rule opens it." }
say = { sv = "Vi får inte säga mer.", en = "We may not say more." }
rules = ["bar"]
sources = ["study"]

[[forum_kind]]
id = "sspf"
speaks_of = "person"
title = { sv = "SSPF", en = "SSPF" }
lead = { sv = "Kring unga.", en = "Around the young." }
mandate = [{ sv = "Ett ja.", en = "A yes." }]
is_not = [{ sv = "En grund.", en = "A ground." }]
sources = ["study"]

[[forum_kind]]
id = "council"
speaks_of = "situation"
title = { sv = "Rådet", en = "The council" }
lead = { sv = "Om läget.", en = "About how things are." }
mandate = [{ sv = "En plan.", en = "A plan." }]
is_not = [{ sv = "Om personer.", en = "About persons." }]
sources = ["study"]
"""

DISPOSAL = """
[[record]]
id = "notes"
title = { sv = "Anteckningar", en = "Notes" }
lead = { sv = "Utan nya fakta.", en = "Without new facts." }
rules = ["kept"]

[[record]]
id = "file"
title = { sv = "Akt", en = "File" }
lead = { sv = "I ett ärende.", en = "In a case." }
agencies = ["police"]
about = ["adult"]
rules = ["kept"]

[[disposal]]
id = "notes-soon"
agencies = ["police", "school"]
record = "notes"
clock = { months = 6 }
title = { sv = "Snart", en = "Soon" }
says = { sv = "Efter sex månader.", en = "After six months." }
may_be_tighter = true
rule = "kept"

[[disposal]]
id = "file-later"
agencies = ["police"]
record = "file"
about = ["adult"]
clock = { years = 5 }
title = { sv = "Senare", en = "Later" }
says = { sv = "Efter fem år.", en = "After five years." }
first = [{ sv = "Beslutet", en = "The decision" }]
may_be_tighter = false
rule = "kept"
"""


def _named(word: str) -> str:
    text = f'{{ sv = "{word}", en = "{word}" }}'
    return f'{{ id = "{word}", title = {text}, lead = {text} }}'


def _situation() -> Iterator[str]:
    text = '{ sv = "Fråga?", en = "Question?" }'
    for name in get_args(FactName):
        values = ", ".join(map(_named, FACT_VALUES.get(name, ())))
        yield f'[[fact]]\nid = "{name.replace(".", "-").replace("_", "-")}"\nfact = "{name}"\n'
        yield f"title = {text}\nquestion = {text}\nmatters = {text}\nvalues = [{values}]\n"


def _each(key: str, ids: Iterable[str]) -> str:
    """A table `[[key]]` for each of the ids, with words that say nothing."""
    text = '{ sv = "Ord", en = "Words" }'
    return "".join(f'[[{key}]]\nid = "{one}"\ntitle = {text}\nlead = {text}\n' for one in ids)


FILES = {
    "pack.toml": tiny.PACK + "format = 2\n",
    "acts.toml": ACTS,
    "situation.toml": "".join(_situation()),
    "rules/secrecy.toml": RULES,
    "agencies/all.toml": AGENCIES,
    "timelines.toml": TIMELINES,
    "shared-words.toml": SHARED_WORDS,
    "recommendations.toml": RECOMMENDATIONS + _each("state", STATES),
    "table.toml": TABLE + _each("difference", DIFFERENCES),
    "disposal.toml": DISPOSAL,
}


def write(folder: Path) -> Path:
    """The small pack, with law and working together."""
    tiny.write(folder)
    for name, text in FILES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder
