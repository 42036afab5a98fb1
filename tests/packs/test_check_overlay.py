"""Each broken overlay is the small whole one with one change, and is refused for that alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

import pytest

from fyrstod.packs.check import CONTACT_GOOD_FOR
from fyrstod.packs.check_overlay import checked, laid_over, under
from fyrstod.packs.loader import BadPack, Fault, digest, load_with_origin
from tests.packs import tiny, tiny_overlay

CHANGES = "changes.toml"
HIDES_A_STEP = 'part = "next_steps"\nid = "wait"'
REWORDS_A_QUESTION = 'part = "questions"\nid = "good-day"\nfield = "text"'
EVERYWHERE = "whom to call in an emergency is the same everywhere"


@dataclass(frozen=True)
class Broken:
    """A change to the small overlay, and the fault it must give."""

    file: str
    old: str
    new: str
    place: str
    reason: str


def hides(item: str, reason: str) -> Broken:
    part, _slash, item_id = item.partition("/")
    return Broken(CHANGES, HIDES_A_STEP, f'part = "{part}"\nid = "{item_id}"', item, reason)


def rewords(item: str, field: str, reason: str) -> Broken:
    part, _slash, item_id = item.partition("/")
    new = f'part = "{part}"\nid = "{item_id}"\nfield = "{field}"'
    return Broken(CHANGES, REWORDS_A_QUESTION, new, f"{item}.{field}", reason)


BROKEN = {
    "a forum that leads to no known contact": Broken(
        "forums.toml",
        'contact = "town-intake"',
        'contact = "x9"',
        "town-sspf.contact",
        "'x9' is not among the contacts",
    ),
    "a forum of no known kind": Broken(
        "forums.toml",
        'kind = "sspf"',
        'kind = "pub"',
        "town-sspf.kind",
        "'pub' is not among the forum kinds",
    ),
    "an item of the agenda at no known moment": Broken(
        "table.toml",
        'moment = "begin"',
        'moment = "lunch"',
        "town-boat.moment",
        "'lunch' is not among the agenda moments",
    ),
    "a question at the table about a kind of people": Broken(
        "table.toml",
        "What happens when the ice sets?",
        "What happens during Ramadan?",
        "town-winter.text.en",
        "'ramadan' asks about faith or visible religiosity; ask about behaviour",
    ),
    "hides an item of the agenda": hides(
        "agenda/purpose", "the agenda are the same everywhere: none can be hidden"
    ),
    "hides a reason to hold something back": hides(
        "held_back/secret", "the held back are the same everywhere: none can be hidden"
    ),
    "rewords what a forum is not": rewords(
        "forum_kinds/sspf", "is_not.1", "says the same everywhere; what can be reworded is lead"
    ),
    "a channel that leads to no known contact": Broken(
        "channels.toml",
        'contact = "town-intake"',
        'contact = "x9"',
        "town-e-service.contact",
        "'x9' is not among the contacts",
    ),
    "a question of an unknown theme": Broken(
        "questions/local.toml",
        'theme = "family"',
        'theme = "pets"',
        "town-ferry.theme",
        "'pets' is not among the themes",
    ),
    "a channel shown by an answer nobody can give": Broken(
        "channels.toml",
        'contact = "town-intake"',
        'show_if = { field = "protected_data", is_one_of = ["never"] }',
        "town-e-service.show_if",
        "not an option: never",
    ),
    "hides a rule card": hides(
        "rules/bar", "the rules are the same everywhere: none can be hidden"
    ),
    "rewords a rule card": rewords(
        "rules/bar", "says", "the rules are the same everywhere: none can be reworded"
    ),
    "hides which rule prevails": hides(
        "precedence/opens", "the precedence are the same everywhere: none can be hidden"
    ),
    "hides a factor": hides(
        "factors/has-a-friend", "the factors are the same everywhere: none can be hidden"
    ),
    "rewords what a factor does not mean": rewords(
        "factors/praises-violence",
        "does_not_mean",
        "says the same everywhere; what can be reworded is looks_like, care_eye, security_eye, do",
    ),
    "hides the emergency number": hides("contacts/emergency-112", EVERYWHERE),
    "rewords the emergency number": rewords("contacts/emergency-112", "use", EVERYWHERE),
    "hides the step that leads to the emergency number": hides("next_steps/call", EVERYWHERE),
    "hides the way to the emergency number": hides("concern_channels/call", EVERYWHERE),
    "rewords a question that every report asks": rewords(
        "concern_fields/protected_data",
        "why",
        "the concern fields are the same everywhere: none can be reworded",
    ),
    "hides a question of a report": hides(
        "concern_fields/address", "the concern fields are the same everywhere: none can be hidden"
    ),
    "hides what is not there": hides("questions/x9", "'x9' is not among the questions"),
    "hides in a part that is not there": hides(
        "pets/x9",
        "there is no such part; what can be hidden is in advice, agencies, concern_channels, "
        "contacts, next_steps, police_channels, prompts, questions, recommendations, "
        "shared_words, table_questions, terms",
    ),
    "hides what something points at": hides(
        "agencies/school",
        "timelines/police.events.three.agency and 2 more points at it; say what stands instead, "
        "or hide that too",
    ),
    "hides the last of a part": hides(
        "prompts/another-person", "nothing would be left of the prompts"
    ),
    "puts in its place what is not there": Broken(
        CHANGES,
        'id = "wait"',
        'id = "wait"\ninstead = "x9"',
        "next_steps/wait",
        "'x9' is not among the next steps",
    ),
    "rewords what is not there": rewords("questions/x9", "text", "'x9' is not among the questions"),
    "rewords a text that is not there": rewords(
        "questions/good-day",
        "headline",
        "there is no such text; what can be reworded is text, why, protective, risk, follow_up, "
        "avoid",
    ),
    "hides what it rewords": Broken(
        CHANGES,
        HIDES_A_STEP,
        'part = "questions"\nid = "good-day"\ninstead = "town-ferry"',
        "questions/good-day.text",
        "is hidden as well",
    ),
    "is written for an unknown version": Broken(
        "overlay.toml",
        'pack = "tiny", version = "2026.1"',
        'pack = "tiny", version = "2025.9"',
        "base.version",
        "there is no version '2025.9' beside the pack in use",
    ),
    "is written for a version to come": Broken(
        "overlay.toml",
        'pack = "tiny", version = "2026.1"',
        'pack = "tiny", version = "2026.10"',
        "base.version",
        "'2026.10' is newer than the pack in use, '2026.1'",
    ),
    "is written for another pack": Broken(
        "overlay.toml",
        'pack = "tiny"',
        'pack = "large"',
        "base.pack",
        "'large' is not the pack in use, 'tiny'",
    ),
    "takes an id that a national contact has": Broken(
        "contacts.toml",
        'id = "town-intake"',
        'id = "town-intake"\n'
        'name = { sv = "Mottagning", en = "Intake" }\n'
        'use = { sv = "Ring.", en = "Call." }\n'
        'checked = 2026-11-25\nstatus = "seen"\nsource = "study"\n\n'
        '[[contact]]\nid = "emergency-112"',
        "emergency-112",
        "the contacts hold this id already; choose another",
    ),
    "lacks a language": Broken(
        "routines.toml",
        'title = { sv = "Första timmen", en = "The first hour" }',
        'title = { sv = "Första timmen" }',
        "routine 1 (town-first-hour) title.en",
        "is missing",
    ),
    "hides without a reason": Broken(
        CHANGES,
        'reason = { sv = "Här väntar vi inte.", en = "We do not wait here." }',
        "",
        "hide 1 (wait) reason",
        "is missing",
    ),
    "rewords without a reason": Broken(
        CHANGES,
        'reason = { sv = "Alla bor vid hamnen.", en = "Everybody lives by the harbour." }',
        "",
        "reword 1 (good-day) reason",
        "is missing",
    ),
    "listens for a kind of people": Broken(
        "questions/local.toml",
        'risk = { sv = "Ingen nämns.", en = "Nobody is named." }',
        'risk = { sv = "Går i moskén.", en = "Nobody is named." }',
        "town-ferry.risk.sv",
        "'mosken' makes a risk of faith or visible religiosity; describe behaviour",
    ),
    "misspells a key": Broken(
        "forums.toml", "meets =", "meats =", "forum 1 (town-sspf) meats", "unknown key"
    ),
    "has a contact that nobody has checked": Broken(
        "contacts.toml",
        "checked = 2026-11-25\n",
        "",
        "contact 1 (town-intake) checked",
        "is missing",
    ),
    "opens what the law closes": Broken(
        "rules/local.toml",
        'topic = "procedure"',
        'topic = "disclosure"',
        "town-agreement.effect",
        "a local card cannot say 'must' of telling: only law opens",
    ),
    "names an act that nobody knows": Broken(
        "rules/local.toml",
        'basis = "practice"',
        'basis = "statute"\nstatute = { sfs = "1734:1", section = "1" }',
        "town-agreement.statute",
        "'1734:1' is not among the acts",
    ),
    "says which rule prevails": Broken(
        "rules/local.toml",
        "[[rule]]",
        '[[precedence]]\nid = "ours"\n\n[[rule]]',
        "precedence",
        "unknown key; known here: rule",
    ),
    "has a sentence of nineteen words": Broken(
        "routines.toml",
        "Så gör vi.",
        "Så gör vi" + " och" * 16 + ".",
        "town-first-hour.text.sv",
        "a sentence of more than 18 words",
    ),
    "rewords into a sentence of nineteen words": Broken(
        CHANGES,
        "Hur är en bra dag i hamnen?",
        "Hur är" + " en" * 17 + "?",
        "questions/good-day.text.text.sv",
        "a sentence of more than 18 words",
    ),
    "gives a reason that hides something": Broken(
        CHANGES,
        "We do not wait here.",
        "We do not \u202ewait here.",
        "next_steps/wait.reason.en",
        "holds a character that nobody sees",
    ),
    "lies in the folder of another version": Broken(
        "overlay.toml",
        'version = "2026.1"\ntitle',
        'version = "2026.2"\ntitle',
        "version",
        "is '2026.2', but the folder is '2026.1'",
    ),
    "holds a part that no overlay has": Broken(
        "evidence.toml", "[[source]]", "[[factor]]", "factor", "unknown key; known here: source"
    ),
}


@pytest.fixture
def national(tmp_path: Path) -> Path:
    return tiny_overlay.write_national(tmp_path / "tiny" / "2026.1")


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    """A small overlay that is whole, for a test to break."""
    return tiny_overlay.write(tmp_path / "town" / "2026.1")


def test_the_small_overlay_is_whole_and_counted(national: Path, overlay: Path) -> None:
    report = tiny_overlay.look_at(national, overlay)

    assert report.faults == ()
    assert report.warnings == ()
    assert report.counts == {
        "contacts": 1,
        "sources": 1,
        "forums": 1,
        "routines": 1,
        "questions": 1,
        "rules": 1,
        "agenda": 1,
        "table_questions": 1,
        "concern_channels": 1,
        "police_channels": 0,
        "hidden": 1,
        "reworded": 1,
        "tighter_clocks": 1,
    }


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_overlay_is_refused_with_file_place_and_reason(
    national: Path, overlay: Path, broken: Broken
) -> None:
    tiny.change(overlay, broken.file, broken.old, broken.new)

    faults = tiny_overlay.faults_of(national, overlay)

    assert Fault(f"town/2026.1/{broken.file}", broken.place, broken.reason) in faults


@pytest.mark.parametrize("field", ["risk", "looks_like"])
def test_other_words_for_a_risk_are_read_as_a_risk(
    national: Path, overlay: Path, field: str
) -> None:
    item = 'questions"\nid = "good-day' if field == "risk" else 'factors"\nid = "praises-violence'
    new = f'part = "{item}"\nfield = "{field}"'
    tiny.change(overlay, CHANGES, REWORDS_A_QUESTION, new)
    tiny.change(overlay, CHANGES, "Hur är en bra dag i hamnen?", "Är född utomlands.")

    faults = tiny_overlay.faults_of(national, overlay)

    assert any("makes a risk of origin" in fault.reason for fault in faults)
    assert {fault.file for fault in faults} == {"town/2026.1/changes.toml"}


def test_a_file_that_no_overlay_has_is_named(national: Path, overlay: Path) -> None:
    (overlay / "factors.toml").write_text(tiny.RISK, encoding="utf-8")

    faults = tiny_overlay.faults_of(national, overlay)

    assert faults == (
        Fault("town/2026.1/factors.toml", "file", "no part of an overlay has this name"),
    )


def test_a_released_overlay_that_was_edited_is_refused(national: Path, overlay: Path) -> None:
    (overlay.parent / "releases.toml").write_text(
        f'[sha256]\n"2026.1" = "{digest(overlay)}"\n', encoding="utf-8"
    )
    as_released = tiny_overlay.faults_of(national, overlay)
    tiny.change(overlay, "routines.toml", "Så gör vi.", "Så gjorde vi.")

    faults = tiny_overlay.faults_of(national, overlay)

    assert as_released == ()
    assert faults == (
        Fault(
            "town/2026.1/overlay.toml",
            "2026.1",
            "a released version is never edited; make a new version",
        ),
    )


def test_what_is_wrong_with_the_national_pack_is_not_the_overlays_fault(
    national: Path, overlay: Path
) -> None:
    tiny.change(national, "process.toml", '["study"]', '["x9"]')

    assert tiny_overlay.faults_of(national, overlay) == ()


def test_a_local_contact_ages_as_others_do(national: Path, overlay: Path) -> None:
    day = datetime.date(2026, 11, 25) + CONTACT_GOOD_FOR + datetime.timedelta(days=1)

    _pack, report = checked(load_with_origin(national), overlay, today=day)

    assert report.warnings == (
        Fault(
            "town/2026.1/contacts.toml",
            "town-intake",
            "was checked 2026-11-25, 91 days ago; check it again",
        ),
    )


def test_a_heavy_text_does_not_stop_a_start_but_a_hidden_rule_does(
    national: Path, overlay: Path
) -> None:
    tiny.change(overlay, "routines.toml", "Så gör vi.", "Så gör vi" + " och" * 16 + ".")
    heavy = laid_over(load_with_origin(national), overlay)
    tiny.change(overlay, CHANGES, HIDES_A_STEP, 'part = "rules"\nid = "bar"')

    with pytest.raises(BadPack, match=r"town/2026\.1/changes\.toml: rules/bar: the rules are"):
        laid_over(load_with_origin(national), overlay)

    assert heavy.pack.overlay is not None


def newer(national: Path) -> Path:
    """The next version of the national pack: other words in a question and in a theme."""
    folder = tiny_overlay.write_national(national.parent / "2026.2")
    tiny.change(folder, "pack.toml", '"2026.1"', '"2026.2"')
    tiny.change(folder, "questions/family.toml", "Det öppnar.", "Det öppnar dörrar.")
    tiny.change(folder, "questions/family.toml", '"safe"', '"everyday"')
    tiny.change(folder, "themes.toml", "De närmaste.", "De som är nära.")
    tiny.change(folder, "glossary.toml", "Det man undrar över.", "Det som gnager.")
    return folder


def test_what_changed_under_an_older_overlay_must_be_looked_at_and_nothing_else(
    national: Path, overlay: Path
) -> None:
    report = tiny_overlay.look_at(newer(national), overlay)

    assert report.faults == ()
    assert report.warnings == (
        Fault(
            "town/2026.1/changes.toml",
            "questions/good-day.text",
            "questions/good-day changed since 2026.1: sensitivity, why.sv; look at it",
        ),
        Fault(
            "town/2026.1/questions/local.toml",
            "town-ferry.theme",
            "themes/family changed since 2026.1: lead.sv; look at it",
        ),
    )


def test_an_older_overlay_may_not_point_at_what_is_gone(national: Path, overlay: Path) -> None:
    folder = newer(national)
    worry = (folder / "worry.toml").read_text(encoding="utf-8")
    (folder / "worry.toml").write_text(worry.replace(tiny_overlay.MORE_STEPS, ""), encoding="utf-8")

    faults = tiny_overlay.faults_of(folder, overlay)

    assert faults == (
        Fault(
            "town/2026.1/changes.toml",
            "next_steps/wait",
            "'wait' is not among the next steps",
        ),
    )


def test_an_overlay_is_held_against_the_pack_in_use_unless_it_is_newer(
    national: Path, overlay: Path
) -> None:
    later = newer(national)

    assert under(later, overlay) == later
    tiny.change(overlay, "overlay.toml", '"tiny", version = "2026.1"', '"tiny", version = "2026.2"')
    assert under(national, overlay) == later.resolve()
