from __future__ import annotations

from pathlib import Path

import pytest

from fyrstod.packs.base import Text
from fyrstod.packs.check_overlay import laid_over
from fyrstod.packs.loader import load_with_origin
from fyrstod.packs.overlay import is_overlay, read
from fyrstod.packs.schema import Pack
from tests.packs import tiny, tiny_overlay


@pytest.fixture
def national(tmp_path: Path) -> Path:
    return tiny_overlay.write_national(tmp_path / "tiny" / "2026.1")


@pytest.fixture
def overlay(tmp_path: Path) -> Path:
    return tiny_overlay.write(tmp_path / "town" / "2026.1")


def merged(national: Path, overlay: Path) -> Pack:
    return laid_over(load_with_origin(national), overlay).pack


def test_what_an_overlay_adds_stands_beside_what_is_national(national: Path, overlay: Path) -> None:
    pack = merged(national, overlay)

    assert [question.id for question in pack.questions] == ["good-day", "town-ferry"]
    assert [card.id for card in pack.rules] == ["bar", "young", "kept", "town-agreement"]
    assert [forum.id for forum in pack.forums] == ["town-sspf"]
    assert [routine.id for routine in pack.routines] == ["town-first-hour"]


def test_local_ways_and_contacts_come_right_after_those_for_an_emergency(
    national: Path, overlay: Path
) -> None:
    tiny.change(
        national,
        "contacts.toml",
        "[[contact]]",
        '[[contact]]\nid = "library"\nname = { sv = "Bibliotek", en = "Library" }\n'
        'use = { sv = "Läs.", en = "Read." }\nchecked = 2026-11-23\nstatus = "seen"\n'
        'source = "study"\n\n[[contact]]',
    )
    emergency_last = merged(national, overlay)
    text = (national / "contacts.toml").read_text(encoding="utf-8")
    library, emergency = text.split("\n\n")
    (national / "contacts.toml").write_text(f"{emergency}\n\n{library}", encoding="utf-8")

    emergency_first = merged(national, overlay)

    assert [it.id for it in emergency_first.contacts] == ["emergency-112", "town-intake", "library"]
    assert [it.id for it in emergency_last.contacts] == ["town-intake", "library", "emergency-112"]
    assert [it.id for it in emergency_first.reports[0].channels] == ["call", "town-e-service"]
    assert [it.id for it in emergency_first.reports[1].channels] == ["call"]


def test_what_is_hidden_is_gone_and_told_of_with_its_reason(national: Path, overlay: Path) -> None:
    pack = merged(national, overlay)

    assert [step.id for step in pack.next_steps] == ["talk", "call"]
    assert pack.overlay is not None
    (hidden,) = pack.overlay.hidden
    assert (hidden.part, hidden.id) == ("next_steps", "wait")
    assert hidden.title == Text(sv="Vänta", en="Wait")
    assert hidden.reason == Text(sv="Här väntar vi inte.", en="We do not wait here.")


def test_what_is_reworded_says_it_in_local_words_and_keeps_the_national_beside(
    national: Path, overlay: Path
) -> None:
    pack = merged(national, overlay)

    local = Text(sv="Hur är en bra dag i hamnen?", en="What is a good day in the harbour?")
    assert pack.questions[0].text == local
    assert pack.questions[0].why == Text(sv="Det öppnar.", en="It opens.")
    assert pack.overlay is not None
    reworded, _tightened = pack.overlay.reworded
    assert reworded.now == local
    assert reworded.was == Text(sv="Hur ser en bra dag ut?", en="What does a good day look like?")


def test_a_text_in_a_list_is_reworded_by_its_number(national: Path, overlay: Path) -> None:
    tiny.change(
        overlay,
        "changes.toml",
        'part = "questions"\nid = "good-day"\nfield = "text"',
        'part = "advice"\nid = "listen"\nfield = "do.2"',
    )

    (advice,) = merged(national, overlay).advice

    assert [line.sv for line in advice.do] == ["Sitt ner", "Hur är en bra dag i hamnen?", "Tacka"]


def test_the_receiver_of_a_report_may_have_a_local_name(national: Path, overlay: Path) -> None:
    tiny.change(
        overlay,
        "changes.toml",
        'part = "questions"\nid = "good-day"\nfield = "text"',
        'part = "reports"\nid = "concern"\nfield = "recipient"',
    )

    concern, police = merged(national, overlay).reports

    assert concern.recipient.en == "What is a good day in the harbour?"
    assert police.recipient.en == "The receiver"
    assert len(concern.all_fields()) == 3


def test_what_pointed_at_a_hidden_item_points_at_what_stands_instead(
    national: Path, overlay: Path
) -> None:
    contact = (
        '[[contact]]\nid = "any-intake"\nname = { sv = "Mottagning", en = "Intake" }\n'
        'use = { sv = "Leta.", en = "Look." }\nchecked = 2026-11-23\nstatus = "seen"\n'
        'source = "study"\n\n[[contact]]'
    )
    tiny.change(national, "contacts.toml", "[[contact]]", contact)
    tiny.change(
        national,
        "agencies/all.toml",
        'contacts = ["emergency-112"]',
        'contacts = ["emergency-112", "any-intake"]',
    )
    tiny.change(
        overlay,
        "changes.toml",
        'part = "next_steps"\nid = "wait"',
        'part = "contacts"\nid = "any-intake"\ninstead = "town-intake"',
    )

    pack = merged(national, overlay)

    assert pack.agencies[0].contacts == ("emergency-112", "town-intake")
    assert "any-intake" not in {contact.id for contact in pack.contacts}


def test_everything_local_is_known_by_part_and_id(national: Path, overlay: Path) -> None:
    assert merged(national, overlay).local == (
        ("agenda", "town-boat"),
        ("concern_channels", "town-e-service"),
        ("contacts", "town-intake"),
        ("disposals", "notes-soon"),
        ("forums", "town-sspf"),
        ("questions", "good-day"),
        ("questions", "town-ferry"),
        ("routines", "town-first-hour"),
        ("rules", "town-agreement"),
        ("sources", "town-page"),
        ("table_questions", "town-winter"),
    )


def test_an_overlay_of_nothing_but_its_name_changes_no_word(national: Path, tmp_path: Path) -> None:
    bare = tmp_path / "bare" / "2026.1"
    bare.mkdir(parents=True)
    (bare / "overlay.toml").write_text(tiny_overlay.ABOUT, encoding="utf-8")
    alone = load_with_origin(national).pack

    pack = merged(national, bare)

    assert (pack.questions, pack.reports, pack.contacts) == (
        alone.questions,
        alone.reports,
        alone.contacts,
    )
    assert pack.local == ()


def test_the_digest_is_another_than_either_has_alone(national: Path, overlay: Path) -> None:
    first = merged(national, overlay).digest
    tiny.change(overlay, "routines.toml", "Så gör vi.", "Så gjorde vi.")

    digests = {
        first,
        merged(national, overlay).digest,
        load_with_origin(national).pack.digest,
        read(overlay).digest,
    }

    assert len(digests) == 4


def test_an_overlay_is_known_by_the_file_that_says_what_it_is(
    national: Path, overlay: Path
) -> None:
    assert is_overlay(overlay)
    assert not is_overlay(national)
    assert not is_overlay(national / "nowhere")
