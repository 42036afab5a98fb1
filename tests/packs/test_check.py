"""Each broken pack is the small whole one with one change, and is refused for that alone."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import pytest

from fyrstod.packs.base import Text
from fyrstod.packs.check import (
    CONTACT_GOOD_FOR,
    check,
    pinned_digest,
    texts_of,
    what_stops_a_start,
)
from fyrstod.packs.facts import RoomFact
from fyrstod.packs.loader import Fault, digest, load_with_origin
from tests.packs import tiny

RISK = "factors/risk.toml"
PROTECTIVE = "factors/protective.toml"
CONCERN = "reports/concern.toml"
POLICE = "reports/police.toml"
TEXT_OF_200 = """kind = "short_text"
need = "if_known"
max_length = 200
"""
UNKNOWN_FACT = "Input should be " + ", ".join(f"'{it}'" for it in get_args(RoomFact)[:-1])
UNKNOWN_FACT += f" or '{get_args(RoomFact)[-1]}'"
YES_AND_NO = """kind = "yes_no"
need = "recommended"
"""
LONG_WORDS = "Myndighetssamverkansförutsättningar diskuteras. " * 50


@dataclass(frozen=True)
class Broken:
    """A change to the small pack, the fault it must give, and where it shows besides."""

    file: str
    old: str
    new: str
    place: str
    reason: str
    blamed: str = ""
    also_at: frozenset[str] = frozenset()

    def fault(self) -> Fault:
        return Fault(self.blamed or self.file, self.place, self.reason)


BROKEN = {
    "a next step to unknown advice": Broken(
        "worry.toml",
        'target = "guide"',
        'target = "advice:x9"',
        "talk.target",
        "'x9' is not among the advice",
    ),
    "a next step to a plan for nobody": Broken(
        "worry.toml",
        'target = "guide"',
        'target = "plan:x9"',
        "talk.target",
        "'x9' is not among the people",
    ),
    "a step with an unknown source": Broken(
        "process.toml", '["study"]', '["x9"]', "concern.sources", "'x9' is not among the sources"
    ),
    "a question of an unknown theme": Broken(
        "questions/family.toml",
        '"family"',
        '"pets"',
        "good-day.theme",
        "'pets' is not among the themes",
    ),
    "a question of an unknown step": Broken(
        "questions/family.toml",
        '["concern"]',
        '["arrest"]',
        "good-day.steps",
        "'arrest' is not among the steps",
    ),
    "a question for unknown people": Broken(
        "questions/family.toml",
        '["teenager"]',
        '["teenager", "robot"]',
        "good-day.people",
        "'robot' is not among the people",
    ),
    "a question for an unknown asker": Broken(
        "questions/family.toml",
        '["any"]',
        '["army"]',
        "good-day.askers",
        "'army' is not among the askers",
    ),
    "a question with an unknown source": Broken(
        "questions/family.toml",
        '["study"]',
        '["x9"]',
        "good-day.sources",
        "'x9' is not among the sources",
    ),
    "advice for unknown people": Broken(
        "advice.toml",
        '["teenager"]',
        '["robot"]',
        "listen.people",
        "'robot' is not among the people",
    ),
    "advice for an unknown asker": Broken(
        "advice.toml", '["any"]', '["army"]', "listen.askers", "'army' is not among the askers"
    ),
    "advice with an unknown source": Broken(
        "advice.toml", '["study"]', '["x9"]', "listen.sources", "'x9' is not among the sources"
    ),
    "a factor of a level that the scales lack": Broken(
        RISK,
        '"individual"',
        '"online"',
        "praises-violence.level",
        "'online' is not among the levels",
    ),
    "a factor of a strength that the scales lack": Broken(
        RISK,
        '"some"',
        '"strong"',
        "praises-violence.strength",
        "'strong' is not among the strengths",
    ),
    "a factor with an unknown source": Broken(
        RISK,
        '["study", "practice"]',
        '["study", "x9"]',
        "praises-violence.sources",
        "'x9' is not among the sources",
    ),
    "a figure with an unknown source": Broken(
        RISK,
        'source = "study"',
        'source = "x9"',
        "praises-violence.figures.1.source",
        "'x9' is not among the sources",
    ),
    "a figure from a source that nobody saw": Broken(
        RISK,
        'source = "study"',
        'source = "news"',
        "praises-violence.figures.1",
        "a figure comes from a source that was seen, and 'news' was not",
    ),
    "research strength on experience alone": Broken(
        RISK,
        '["study", "practice"]',
        '["practice"]',
        "praises-violence.strength",
        "'some' needs research that was seen, or is 'practice'",
    ),
    "a protective factor that protects against nothing": Broken(
        PROTECTIVE,
        'protects_against = { sv = "Att stå ensam.", en = "Standing alone." }\n',
        "",
        "has-a-friend.protects_against",
        "say what it protects against",
    ),
    "a risk factor that protects": Broken(
        RISK,
        'sources = ["study", "practice"]',
        'sources = ["study"]\nprotects_against = { sv = "Allt.", en = "All." }',
        "praises-violence.protects_against",
        "is for protective factors only",
    ),
    "a contact with an unknown source": Broken(
        "contacts.toml",
        'source = "study"',
        'source = "x9"',
        "emergency-112.source",
        "'x9' is not among the sources",
    ),
    "a prompt with an unknown source": Broken(
        "worry.toml",
        '["practice"]',
        '["x9"]',
        "another-person.sources",
        "'x9' is not among the sources",
    ),
    "a report with an unknown source": Broken(
        CONCERN, '["study"]', '["x9"]', "concern.sources", "'x9' is not among the sources"
    ),
    "a section with an unknown source": Broken(
        CONCERN,
        'vet.", en = "What you know." }\nsources = ["study"]',
        'vet.", en = "What you know." }\nsources = ["x9"]',
        "person.sources",
        "'x9' is not among the sources",
    ),
    "a channel to an unknown contact": Broken(
        CONCERN, '"emergency-112"', '"nobody"', "call.contact", "'nobody' is not among the contacts"
    ),
    "a copy block of an unknown field": Broken(
        CONCERN, '["address"]', '["shoe_size"]', "who", "'shoe_size' is not among the fields"
    ),
    "a field shown by an unknown field": Broken(
        CONCERN,
        'field = "protected_data"',
        'field = "shoe_size"',
        "address.show_if",
        "'shoe_size' is not among the fields",
    ),
    "a field shown by an answer nobody can give": Broken(
        CONCERN, '["no"]', '["never"]', "address.show_if", "not an option: never"
    ),
    "a channel shown by an answer nobody can give": Broken(
        CONCERN,
        'contact = "emergency-112"',
        'show_if = { field = "protected_data", is_one_of = ["never"] }',
        "call.show_if",
        "not an option: never",
    ),
    "a report that does not ask about protected data": Broken(
        CONCERN,
        '{ id = "unknown", label = { sv = "Vet inte", en = "Do not know" } },',
        "",
        "protected_data",
        "every report asks this, as a choice of yes, no and unknown",
    ),
    "two reports that ask the same thing in two shapes": Broken(
        CONCERN,
        'kind = "short_text"\nneed = "if_known"\nmax_length = 200',
        'kind = "date"\nneed = "if_known"',
        "address",
        "the other report asks this in another shape",
        blamed="reports/police.toml",
    ),
    "two reports that repeat the same group in two shapes": Broken(
        CONCERN,
        'id = "name"',
        'id = "full_name"',
        "witnesses",
        "the other report asks this in another shape",
        blamed="reports/police.toml",
    ),
    "a text field without a limit": Broken(
        CONCERN,
        "max_length = 200\n",
        "",
        "address.max_length",
        "belongs to the text kinds, and always there",
    ),
    "a group with a condition inside": Broken(
        CONCERN,
        "max_length = 100\n",
        'max_length = 100\nshow_if = { field = "protected_data", is_one_of = ["no"] }\n',
        "name",
        "a group holds plain fields only",
    ),
    "two fields of one name": Broken(
        CONCERN,
        'id = "witnesses"',
        'id = "address"',
        "fields",
        "the id 'address' stands twice",
        also_at=frozenset({"address"}),
    ),
    "two options of one name": Broken(
        CONCERN,
        '{ id = "no", ',
        '{ id = "yes", label = { sv = "Ja", en = "Yes" } }, { id = "no", ',
        "protected_data.options",
        "the id 'yes' stands twice",
        also_at=frozenset({"protected_data"}),
    ),
    "a question filled from what no room knows": Broken(
        POLICE,
        "max_length = 100\n",
        'max_length = 100\nfilled_from = "identity.faith"\n',
        "sections.1.fields.3.fields.1.filled_from",
        UNKNOWN_FACT,
    ),
    "a date filled with a name": Broken(
        POLICE,
        TEXT_OF_200,
        'kind = "date"\nneed = "if_known"\nfilled_from = "identity.name"\n',
        "address.filled_from",
        "'identity.name' fills 'short_text' or 'long_text'",
        also_at=frozenset({"address"}),
    ),
    "one line filled with a story": Broken(
        POLICE,
        "max_length = 200\n",
        'max_length = 200\nfilled_from = "concern.why_now"\n',
        "address.filled_from",
        "'concern.why_now' fills 'long_text'",
        also_at=frozenset({"address"}),
    ),
    "a text filled with a choice": Broken(
        POLICE,
        "max_length = 200\n",
        'max_length = 200\nfilled_from = "identity.protected"\n',
        "address.filled_from",
        "'identity.protected' fills 'choice'",
        also_at=frozenset({"address"}),
    ),
    "a choice that lacks what it is filled with": Broken(
        POLICE,
        'kind = "choice"\n',
        'kind = "choice"\nfilled_from = "concern.about"\n',
        "protected_data.filled_from",
        "'concern.about' needs the options: adult, child",
        also_at=frozenset({"protected_data"}),
    ),
    "guardians outside a group": Broken(
        POLICE,
        "max_length = 200\n",
        'max_length = 200\nfilled_from = "identity.guardians"\n',
        "address.filled_from",
        "'identity.guardians' fills a field of a group",
        also_at=frozenset({"address"}),
    ),
    "a name in a group": Broken(
        POLICE,
        "max_length = 100\n",
        'max_length = 100\nfilled_from = "identity.name"\n',
        "name.filled_from",
        "'identity.name' fills no group",
        also_at=frozenset({"witnesses"}),
    ),
    "an address that would be told of somebody protected": Broken(
        POLICE,
        "max_length = 200\naddress = true\n",
        'max_length = 200\nfilled_from = "identity.address"\n',
        "address.filled_from",
        "a question that takes an address has 'address = true'",
        also_at=frozenset({"address"}),
    ),
    "a sentence of nineteen words": Broken(
        "glossary.toml",
        "Det man undrar över.",
        "Det man undrar över" + " och" * 15 + ".",
        "concern.meaning.sv",
        "a sentence of more than 18 words",
    ),
    "a long text of heavy words": Broken(
        "glossary.toml",
        "Det man undrar över.",
        LONG_WORDS,
        "concern.sv",
        "LIX 101, at most 45",
        also_at=frozenset({"readability"}),
    ),
    "a text whose direction is turned around": Broken(
        "glossary.toml",
        "What one wonders about.",
        "What one \u202ewonders about.",
        "concern.meaning.en",
        "holds a character that nobody sees",
    ),
    "a version in the folder of another": Broken(
        "pack.toml", '"2026.1"', '"2026.2"', "version", "is '2026.2', but the folder is '2026.1'"
    ),
}


def test_the_small_pack_is_whole(folder: Path) -> None:
    report = tiny.look_at(folder)

    assert report.faults == ()
    assert report.counts == {
        "questions": 1,
        "risk_factors": 1,
        "protective_factors": 1,
        "steps": 1,
        "themes": 1,
        "advice": 1,
        "sources": 3,
        "contacts": 1,
        "terms": 1,
        "prompts": 1,
        "next_steps": 1,
        "rules": 0,
        "agencies": 0,
        "timelines": 0,
        "shared_words": 0,
        "recommendations": 0,
        "agenda": 0,
        "table_questions": 0,
        "held_back": 0,
        "forum_kinds": 0,
        "disposals": 0,
        "concern_fields": 3,
        "police_fields": 3,
    }


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_pack_is_refused_with_file_place_and_reason(folder: Path, broken: Broken) -> None:
    tiny.change(folder, broken.file, broken.old, broken.new)

    faults = tiny.faults_of(folder)

    assert broken.fault() in faults
    assert {fault.place for fault in faults} - {broken.place} == broken.also_at


def test_a_group_takes_its_lines_in_one_field(folder: Path) -> None:
    taker = """id = "name"
kind = "short_text"
filled_from = "identity.guardians"
"""
    also = f"""
[[sections.fields.fields]]
{taker.replace('"name"', '"other"')}need = "if_known"
max_length = 100
label = {{ sv = "Annat", en = "Other" }}
why = {{ sv = "För att fråga.", en = "To ask." }}

[[channels]]
"""
    for name in (CONCERN, POLICE):
        tiny.change(folder, name, 'id = "name"\nkind = "short_text"\n', taker)
    assert tiny.look_at(folder).faults == ()

    for name in (CONCERN, POLICE):
        tiny.change(folder, name, "[[channels]]\n", also)

    reason = "one field of a group takes the lines"
    assert tiny.look_at(folder).faults == tuple(
        Fault(name, "witnesses.filled_from", reason) for name in (CONCERN, POLICE)
    )


def test_a_yes_no_field_shows_others_by_yes_or_no_only(folder: Path) -> None:
    for name in ("reports/concern.toml", "reports/police.toml"):
        text = (folder / name).read_text(encoding="utf-8")
        (folder / name).write_text(
            text.replace(
                "[[sections.fields]]\n",
                '[[sections.fields]]\nid = "hurry"\nkind = "yes_no"\nneed = "required"\n'
                'label = { sv = "Bråttom?", en = "Urgent?" }\n'
                'why = { sv = "Ordningen.", en = "The order." }\n\n[[sections.fields]]\n',
                1,
            ).replace(
                'field = "protected_data", is_one_of = ["no"]',
                'field = "hurry", is_one_of = ["maybe"]',
            ),
            encoding="utf-8",
        )

    faults = tiny.faults_of(folder)

    assert Fault(CONCERN, "address.show_if", "a yes/no field is 'yes' or 'no'") in faults


RISKS_OF_WHAT_NOBODY_CHOSE = [
    ("label", "sv", "Bär sjal"),
    ("label", "sv", "Är född utomlands"),
    ("label", "sv", "Invandrarbakgrund"),
    ("label", "sv", "Fattiga hemförhållanden"),
    ("label", "sv", "Ung man i ett pojkgäng"),
    ("label", "sv", "Autistiska drag"),
    ("label", "sv", "Psykiskt sjuk"),
    ("label", "sv", "Vänsteråsikter"),
    ("looks_like", "sv", "Fler moskébesök i november."),
    ("looks_like", "sv", "Hans skäggväxt är ny."),
    ("looks_like", "sv", "Ber fem gånger om dagen."),
    ("looks_like", "sv", "Lever på försörjningsstöd sedan i våras."),
    ("looks_like", "sv", "Säger att hen röstar på Sverigedemokraterna."),
    ("looks_like", "sv", "Är öppet homosexuell."),
    ("label", "en", "Wears a headscarf"),
    ("label", "en", "Foreign-born"),
    ("label", "en", "Lives on benefits"),
    ("label", "en", "Young males"),
    ("label", "en", "On the spectrum"),
    ("label", "en", "Anti-immigration opinions"),
    ("looks_like", "en", "Has been praying more often since March."),
    ("looks_like", "en", "The family are Syrians."),
    ("looks_like", "en", "Was diagnosed with ADHD."),
    ("looks_like", "en", "Speaks of vegan activism at lunch."),
    ("looks_like", "en", "Came out as bisexual."),
]


@pytest.mark.parametrize(("field", "language", "words"), RISKS_OF_WHAT_NOBODY_CHOSE)
def test_a_risk_factor_of_a_forbidden_kind_is_refused(
    folder: Path, field: str, language: str, words: str
) -> None:
    whole = {
        ("label", "sv"): "Hyllar våld",
        ("label", "en"): "Praises violence",
        ("looks_like", "sv"): "Skrattar åt misshandel.",
        ("looks_like", "en"): "Laughs at beatings.",
    }
    tiny.change(folder, RISK, whole[field, language], words)

    faults = tiny.faults_of(folder)

    assert {(fault.file, fault.place) for fault in faults} == {
        (RISK, f"praises-violence.{field}.{language}")
    }
    assert all("makes a risk of" in fault.reason for fault in faults)


@pytest.mark.parametrize("item_id", ["young-men", "moske-visits", "utlandsk-bakgrund", "adhd"])
def test_a_forbidden_kind_is_refused_in_an_id_too(folder: Path, item_id: str) -> None:
    tiny.change(folder, RISK, "praises-violence", item_id)

    faults = tiny.faults_of(folder)

    assert {(fault.file, fault.place) for fault in faults} == {(RISK, f"{item_id}.id")}


def test_a_protective_factor_may_speak_of_faith(folder: Path) -> None:
    tiny.change(folder, PROTECTIVE, "Någon ringer.", "Någon i kyrkan eller moskén ringer.")

    assert tiny.faults_of(folder) == ()


def test_a_contact_is_warned_of_when_nobody_has_checked_it_for_ninety_days(folder: Path) -> None:
    loaded = load_with_origin(folder)
    checked = loaded.pack.contacts[0].checked

    in_time = check(loaded, today=checked + CONTACT_GOOD_FOR)
    too_late = check(loaded, today=checked + CONTACT_GOOD_FOR + datetime.timedelta(days=1))

    assert in_time.warnings == ()
    assert too_late.warnings == (
        Fault(
            "contacts.toml",
            "emergency-112",
            "was checked 2026-11-23, 91 days ago; check it again",
        ),
    )
    assert too_late.faults == ()


def test_contacts_do_not_age_when_no_day_is_given(folder: Path) -> None:
    tiny.change(folder, "contacts.toml", "2026-11-23", "2001-01-01")

    assert tiny.look_at(folder).warnings == ()


def pin(folder: Path, value: str) -> None:
    (folder.parent / "releases.toml").write_text(
        f'[sha256]\n"{folder.name}" = "{value}"\n', encoding="utf-8"
    )


def test_a_released_version_that_is_as_it_was_is_whole(folder: Path) -> None:
    pin(folder, digest(folder))

    assert tiny.faults_of(folder) == ()


def test_a_released_version_that_was_edited_is_refused(folder: Path) -> None:
    pin(folder, digest(folder))
    tiny.change(folder, "glossary.toml", "Det man undrar över.", "Det man grubblar på.")

    faults = tiny.faults_of(folder)

    assert faults == (
        Fault("pack.toml", "2026.1", "a released version is never edited; make a new version"),
    )


def test_a_released_version_with_a_file_more_is_refused(folder: Path) -> None:
    pin(folder, digest(folder))
    (folder / "questions" / "more.toml").write_text("# nothing yet\n", encoding="utf-8")

    faults = tiny.faults_of(folder)

    assert [fault.place for fault in faults] == ["2026.1"]


def test_a_version_that_is_still_written_has_no_pin(folder: Path) -> None:
    without_a_file = pinned_digest(folder)
    pin(folder.parent / "2025.3", "0" * 64)

    assert without_a_file is None
    assert pinned_digest(folder) is None
    assert tiny.faults_of(folder) == ()


@pytest.mark.parametrize("text", ["sha256 = 1\n", "[sha256\n", "# empty\n", b"\xff"])
def test_a_list_of_releases_that_cannot_be_read_is_refused(folder: Path, text: str | bytes) -> None:
    (folder.parent / "releases.toml").write_bytes(
        text if isinstance(text, bytes) else text.encode()
    )

    faults = tiny.faults_of(folder)

    assert [(fault.file, fault.place) for fault in faults] == [("../releases.toml", "file")]


def test_a_pack_may_be_named_from_inside_its_folder(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pin(folder, digest(folder))
    monkeypatch.chdir(folder)

    assert tiny.faults_of(Path()) == ()


def test_a_heavy_text_does_not_stop_a_start_but_a_dangling_id_does(folder: Path) -> None:
    tiny.change(folder, "glossary.toml", "Det man undrar över.", LONG_WORDS)
    heavy = what_stops_a_start(load_with_origin(folder))
    tiny.change(folder, "process.toml", '["study"]', '["x9"]')
    dangling = what_stops_a_start(load_with_origin(folder))

    assert heavy == ()
    assert [fault.place for fault in dangling] == ["concern.sources"]


def test_the_median_is_over_the_long_items_alone(folder: Path) -> None:
    easy = "Vi ser en fin dag nu. " * 20
    tiny.change(folder, "glossary.toml", "Det man undrar över.", easy)

    readability = tiny.look_at(folder).readability

    assert (readability.median, readability.max, readability.texts) == (5.8, 5.8, 1)


def test_a_pack_that_is_heavy_on_the_whole_is_refused(folder: Path) -> None:
    heavy = "Vi diskuterar ofta hur gruppen ska hinna med frågorna. " * 12
    tiny.change(folder, "glossary.toml", "Det man undrar över.", heavy)

    faults = tiny.faults_of(folder)

    assert [fault.place for fault in faults] == ["readability"]
    assert faults[0].reason.startswith("median LIX 4")


def test_every_text_of_an_item_is_found_with_its_path(folder: Path) -> None:
    report = load_with_origin(folder).pack.reports[0]

    found = dict(texts_of(report))

    assert found["sections.1.fields.3.fields.1.label"] == Text(sv="Namn", en="Name")
    assert found["before.1"] == Text(sv="Fara? Ring 112.", en="Danger? Call 112.")
