from __future__ import annotations

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest

from fyrstod.packs.loader import BadPack, Fault, digest, load, load_with_origin
from tests.packs import tiny


def test_a_whole_pack_is_loaded_with_the_digest_of_its_files(folder: Path) -> None:
    pack = load(folder)

    assert pack.digest == digest(folder)
    assert pack.about.version == "2026.1"
    assert [question.id for question in pack.questions] == ["good-day"]
    assert [factor.id for factor in pack.factors] == ["has-a-friend", "praises-violence"]
    assert [report.id for report in pack.reports] == ["concern", "police"]


def test_a_loaded_pack_cannot_be_changed(folder: Path) -> None:
    pack = load(folder)

    with pytest.raises(FrozenInstanceError):
        pack.questions = ()  # type: ignore[misc]  # that it is refused is what is tested


def test_each_item_remembers_its_file(folder: Path) -> None:
    loaded = load_with_origin(folder)

    files = {item.id: file for file, item in loaded.items()}

    assert files["tiny"] == "pack.toml"
    assert files["praises-violence"] == "factors/risk.toml"
    assert files["police"] == "reports/police.toml"
    assert loaded.file_of("questions", "good-day") == "questions/family.toml"


def test_a_file_that_is_no_toml_is_named(folder: Path) -> None:
    tiny.change(folder, "glossary.toml", "[[term]]", "[[term]")

    faults = tiny.faults_of(folder)

    assert [(fault.file, fault.place) for fault in faults] == [("glossary.toml", "file")]
    assert faults[0].reason.startswith("cannot be read: ")


def test_a_file_in_another_encoding_is_named(folder: Path) -> None:
    text = (folder / "glossary.toml").read_text(encoding="utf-8")
    (folder / "glossary.toml").write_bytes(text.encode("latin-1"))

    faults = tiny.faults_of(folder)

    assert [(fault.file, fault.place) for fault in faults] == [("glossary.toml", "file")]


def test_a_file_that_cannot_be_opened_is_named(folder: Path) -> None:
    (folder / "glossary.toml").unlink()
    (folder / "glossary.toml").symlink_to(folder / "nowhere.toml")

    faults = tiny.faults_of(folder)

    assert faults == (Fault("glossary.toml", "file", "cannot be read: No such file or directory"),)


def test_a_missing_language_is_named(folder: Path) -> None:
    tiny.change(folder, "questions/family.toml", ', en = "It opens." }', " }")

    faults = tiny.faults_of(folder)

    assert faults == (Fault("questions/family.toml", "question 1 (good-day) why.en", "is missing"),)


def test_an_empty_language_is_named(folder: Path) -> None:
    tiny.change(folder, "questions/family.toml", 'en = "It opens."', 'en = "  "')

    faults = tiny.faults_of(folder)

    assert [fault.place for fault in faults] == ["question 1 (good-day) why.en"]


def test_a_factor_without_caution_is_named(folder: Path) -> None:
    caution = 'does_not_mean = { sv = "Ord är inte handling.", en = "Words are not deeds." }\n'
    tiny.change(folder, "factors/risk.toml", caution, "")

    faults = tiny.faults_of(folder)

    assert faults == (
        Fault("factors/risk.toml", "factor 1 (praises-violence) does_not_mean", "is missing"),
    )


def test_a_factor_without_source_is_named(folder: Path) -> None:
    tiny.change(folder, "factors/risk.toml", '["study", "practice"]', "[]")

    faults = tiny.faults_of(folder)

    assert [fault.place for fault in faults] == ["factor 1 (praises-violence) sources"]


def test_a_misspelt_key_is_named_and_so_is_what_it_hid(folder: Path) -> None:
    tiny.change(folder, "advice.toml", "lead =", "laed =")

    faults = tiny.faults_of(folder)

    assert faults == (
        Fault("advice.toml", "advice 1 (listen) laed", "unknown key"),
        Fault("advice.toml", "advice 1 (listen) lead", "is missing"),
    )


def test_a_key_that_no_shelf_of_the_file_has_is_named(folder: Path) -> None:
    tiny.change(folder, "worry.toml", "[[prompt]]", "[[promt]]")

    faults = tiny.faults_of(folder)

    assert faults == (
        Fault("worry.toml", "[[prompt]]", "nothing here; a pack needs it"),
        Fault("worry.toml", "promt", "unknown key; known here: next_step, prompt"),
    )


def test_a_table_that_should_be_a_list_is_named(folder: Path) -> None:
    tiny.change(folder, "glossary.toml", "[[term]]", "[term]")

    faults = tiny.faults_of(folder)

    assert faults == (Fault("glossary.toml", "term", "write it as [[term]]"),)


@pytest.mark.parametrize(
    ("file", "old", "new", "place"),
    [
        ("evidence.toml", "year = 2020", 'year = "long ago"', "source 1 (study) year"),
        ("evidence.toml", "read_on = 2026-11-23", "read_on = 2026", "source 1 (study) read_on"),
        ("evidence.toml", '"seen"', '"heard"', "source 1 (study) status"),
        ("advice.toml", '["any"]', '"any"', "advice 1 (listen) askers"),
        ("themes.toml", '"family"', '"The family"', "theme 1 (The family) id"),
        ("themes.toml", '"family"', "7", "theme 1 (7) id"),
        ("glossary.toml", '{ sv = "oro", en = "concern" }', '"oro"', "term 1 (concern) word"),
        ("pack.toml", '"2026.1"', '"first"', "version"),
        ("reports/police.toml", '"choice"', '"guess"', "sections.1.fields.1.kind"),
        (
            "reports/police.toml",
            "max_length = 200",
            "max_length = 0",
            "sections.1.fields.2.max_length",
        ),
    ],
)
def test_a_value_of_the_wrong_type_is_named(
    folder: Path, file: str, old: str, new: str, place: str
) -> None:
    tiny.change(folder, file, old, new)

    faults = tiny.faults_of(folder)

    assert [(fault.file, fault.place) for fault in faults] == [(file, place)]


def test_an_id_that_stands_in_two_files_is_named(folder: Path) -> None:
    (folder / "questions" / "more.toml").write_text(tiny.QUESTIONS, encoding="utf-8")

    faults = tiny.faults_of(folder)

    assert faults == (Fault("questions/more.toml", "good-day", "this id stands twice"),)


@pytest.mark.parametrize("name", ["qestions/family.toml", "questions.toml", "reports/tip.toml"])
def test_a_file_that_is_no_part_of_a_pack_is_named(folder: Path, name: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(tiny.QUESTIONS, encoding="utf-8")

    faults = tiny.faults_of(folder)

    assert faults == (Fault(name, "file", "no part of a pack has this name"),)


def test_a_file_that_is_not_toml_by_name_is_named(folder: Path) -> None:
    (folder / "glossary.toml~").write_text("an editor's copy", encoding="utf-8")

    faults = tiny.faults_of(folder)

    assert faults == (Fault("glossary.toml~", "file", "only .toml files belong here"),)


def test_hidden_files_are_no_part_of_a_pack(folder: Path) -> None:
    before = digest(folder)
    (folder / ".glossary.toml.swp").write_bytes(b"\x00\xff")

    assert tiny.faults_of(folder) == ()
    assert digest(folder) == before


@pytest.mark.parametrize("name", ["glossary.toml", "pack.toml", "reports/concern.toml"])
def test_a_file_that_is_missing_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()

    faults = tiny.faults_of(folder)

    assert [fault.file for fault in faults] == [name]


def test_a_report_in_the_file_of_another_is_named(folder: Path) -> None:
    tiny.change(folder, "reports/concern.toml", '"concern"', '"police"')

    faults = tiny.faults_of(folder)

    assert faults == (Fault("reports/concern.toml", "id", "'police' belongs in another file"),)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadPack, match=r"2027\.1: folder: there is no such folder"):
        load(tmp_path / "2027.1")


def test_every_fault_is_told_at_once_a_line_each(folder: Path) -> None:
    tiny.change(folder, "themes.toml", "title =", "titel =")
    tiny.change(folder, "pack.toml", "licence =", "license =")

    with pytest.raises(BadPack) as bad:
        load(folder)

    assert str(bad.value).splitlines() == [
        "pack.toml: licence: is missing",
        "pack.toml: license: unknown key",
        "themes.toml: theme 1 (family) titel: unknown key",
        "themes.toml: theme 1 (family) title: is missing",
    ]


def test_the_digest_tells_files_and_names_apart(folder: Path) -> None:
    before = digest(folder)
    (folder / "questions" / "family.toml").rename(folder / "questions" / "home.toml")
    renamed = digest(folder)
    tiny.change(folder, "questions/home.toml", "Det öppnar.", "Det stänger.")

    assert len({before, renamed, digest(folder)}) == 3


def test_the_digest_is_the_same_with_other_line_endings(folder: Path) -> None:
    before = digest(folder)
    glossary = folder / "glossary.toml"
    glossary.write_bytes(glossary.read_bytes().replace(b"\n", b"\r\n"))

    assert digest(folder) == before
