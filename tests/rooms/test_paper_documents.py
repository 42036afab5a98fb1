"""What a concern's papers say, to the letter."""

from __future__ import annotations

import dataclasses
import datetime
import io
import json
import uuid
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import pikepdf
import pytest
from jsonschema import Draft202012Validator

from fyrstod.access.policy import Role
from fyrstod.documents.text import to_text
from fyrstod.documents.tree import Document
from fyrstod.documents.writers import WRITERS
from fyrstod.drafts.contents import Contents, ReportId
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, User
from fyrstod.rooms import (
    handover_services,
    paper_export,
    paper_letter,
    paper_reports,
    paper_selectors,
    paper_services,
    selectors,
    services,
)
from fyrstod.rooms.contents import Briefing, Direction, Note, NoteKind, PaperKind, Sheet, Voice
from fyrstod.rooms.models import Concern
from fyrstod.rooms.paper_letter import Letter, Regime
from tests.documents.test_pdf import faults
from tests.reports.made import contents_of
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])

CREATED = datetime.datetime(2026, 11, 25, 14, 5, tzinfo=ZoneInfo("Europe/Stockholm"))
LATER = datetime.datetime(2027, 2, 1, 9, 0, tzinfo=ZoneInfo("Europe/Stockholm"))
GOLDEN = Path(__file__).parent / "golden"
SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "schema" / "fyrstod-concern-1.json").read_text("utf-8")
)
LANGUAGES: tuple[Literal["sv", "en"], ...] = ("sv", "en")


def letter(**other: Any) -> Letter:
    given: dict[str, Any] = {
        "to": Voice.PERSON,
        "name": "Robin Påhitt",
        "why": "Du har sagt saker som oroar oss.",
        "told": "Vi hörde vad du sa på rasten.",
        "pieces": ("Du delade en bild i klassens chatt.",),
        "held_back": "Vem som berättade. Hen är rädd.",
        "contact": "Kim, Ekbackens skola, 070-174 06 05",
        "agency": "Ekbackens skola, Björkdala",
        "operator": "Björkdala kommun (påhittad)",
        "operator_contact": "dataskydd@bjorkdala.example",
        "holds": ("name", "why", "seen", "view"),
        "sources": ("rasten",),
    }
    return Letter(**(given | other))


def letter_paper(**other: Any) -> Document:
    return paper_letter.document(paper_letter.sheet_of(letter(**other), CREATED.date()), CREATED)


LETTERS: dict[str, dict[str, Any]] = {
    "letter": {},
    "letter-child": {"plain": True},
    "letter-guardians": {"to": Voice.GUARDIANS, "name": ""},
    "letter-adult-police": {
        "adult": True,
        "regime": Regime.CRIME_DATA,
        "ground": "Polislagen (1984:387)",
        "shared": "Socialtjänsten i Björkdala",
        "officer": "dataskydd@polisen.example",
    },
    "letter-guardians-plain": {"to": Voice.GUARDIANS, "name": "", "plain": True},
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", LETTERS)
def test_each_letter_reads_as_it_did(name: str, language: Literal["sv", "en"]) -> None:
    document = letter_paper(language=language, **LETTERS[name])

    assert to_text(document) == (GOLDEN / f"{name}.{language}.txt").read_text("utf-8")


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_whole_for_a_screen_reader_and_an_archive(name: str) -> None:
    assert faults(WRITERS["pdf"].write(letter_paper(**LETTERS[name]))) == []


@pytest.mark.parametrize("name", LETTERS)
def test_what_is_held_back_stands_in_no_form_of_the_letter(name: str) -> None:
    document = letter_paper(**LETTERS[name])

    for extension in ("txt", "json", "html"):
        assert "rädd" not in WRITERS[extension].write(document).decode()


def test_why_a_letter_waits_stands_in_no_form_of_it() -> None:
    document = letter_paper(waits="Det kan bli farligt hemma.")

    for extension in ("txt", "json", "html"):
        assert "farligt" not in WRITERS[extension].write(document).decode()


@pytest.mark.parametrize("plain", [False, True])
@pytest.mark.parametrize("kind", ["police", "security-police", "prison-probation"])
def test_no_letter_claims_the_rules_of_another_regime(kind: str, plain: bool) -> None:
    said = to_text(letter_paper(regime=paper_letter.regime_of(kind), plain=plain))

    assert "IMY" not in said
    assert "(GDPR)" not in said


@pytest.mark.parametrize("plain", [False, True])
def test_who_has_come_of_age_is_not_told_of_guardians(plain: bool) -> None:
    said = to_text(letter_paper(adult=True, plain=plain))

    assert "vårdnadshavar" not in said
    assert "en vuxen" not in said


def test_a_letter_can_be_silent_on_what_is_held_back() -> None:
    told = to_text(letter_paper(says_held_back=False))

    assert "Inte allt" not in told
    assert "Inte allt" in to_text(letter_paper())


@pytest.mark.parametrize("report_id", ["concern", "police"])
def test_a_kept_report_is_made_again_the_same_but_for_the_date(report_id: ReportId) -> None:
    contents = contents_of("fifteen-year-old")
    sheet = paper_reports.sheet_of(contents, report_id, language="sv", created=CREATED)
    kept = dataclasses.replace(sheet, data=json.loads(json.dumps(sheet.data)))

    first, again = paper_reports.document(sheet, CREATED), paper_reports.document(kept, CREATED)
    later = paper_reports.document(kept, LATER)

    for extension in ("pdf", "docx", "txt", "json"):
        assert WRITERS[extension].write(first) == WRITERS[extension].write(again)
    assert later.sections == first.sections
    assert later.reference == first.reference


def test_a_kept_report_holds_no_more_than_the_report() -> None:
    contents = contents_of("fifteen-year-old")
    sheet = paper_reports.sheet_of(contents, "concern", language="sv", created=CREATED)
    police_only = {
        field.id
        for report in shelf.current().reports
        if report.id == "police"
        for field in report.all_fields()
    } - {
        field.id
        for report in shelf.current().reports
        if report.id == "concern"
        for field in report.all_fields()
    }

    assert sheet.kind is PaperKind.CONCERN_REPORT
    assert not police_only & set(sheet.data["answers"])  # type: ignore[arg-type]  # a mapping


@pytest.fixture
def told(school: Agency, teacher: User) -> Concern:
    """A concern with something of everything in it."""
    concern = made.concern(school, teacher)

    def write(kind: NoteKind, text: str, **more: Any) -> Any:
        note = Note(kind=kind, text=text, date="2026-11-11", pack="fyrstod 2026.2", **more)
        return services.write_piece(by=teacher, concern=concern, contents=note)

    seen = services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    better = dataclasses.replace(made.SEEN, text="Praised an attack twice.", reason="It was twice.")
    services.correct_piece(by=teacher, concern=concern, piece=seen, contents=better, seen=1)
    write(NoteKind.TOLD, "Grandmother calls each day.", factors=("self-control",))
    gone = write(NoteKind.INTERPRETED, "Seems lonely.")
    away = Note(
        kind=NoteKind.INTERPRETED,
        text="Seems lonely.",
        date="2026-11-11",
        pack="fyrstod 2026.2",
        reason="A guess.",
        gone=True,
    )
    services.correct_piece(by=teacher, concern=concern, piece=gone, contents=away, seen=1)
    write(NoteKind.UNKNOWN, "Who is the new friend?")
    write(NoteKind.VIEW, "I only joked.", voice=Voice.PERSON)
    write(NoteKind.INFORMED, "We told them all of it.", voice=Voice.GUARDIANS)
    write(NoteKind.REVIEW, "Calmer since last week.", decided="Go on as now.")
    services.add_task(by=teacher, concern=concern, text="Call.", due_on=None, doer=teacher)
    paper_services.register(
        by=teacher,
        concern=concern,
        sheet=Sheet(
            kind=PaperKind.OTHER,
            direction=Direction.RECEIVED,
            title="Answer",
            date=CREATED.date(),
            other_party="Socialtjänsten",
            number="2026-117",
        ),
        paper_id=uuid.uuid4(),
    )
    handover_services.write_briefing(
        by=teacher, concern=concern, words=Briefing(promised="A call each Friday."), seen=0
    )
    colleague = made.person("Leila")
    made.member(colleague, school, Role.PRACTITIONER)
    handover_services.decline(
        by=colleague,
        concern=concern,
        handover=made.handover(concern, teacher, colleague),
        reason="I know the family.",
    )
    return Concern.objects.select_related("agency").get(pk=concern.pk)


def export(concern: Concern, language: Literal["sv", "en"] = "en") -> paper_export.Export:
    return paper_export.Export(
        opened=selectors.open_concern(concern),
        versions=paper_selectors.versions_by_piece(concern),
        pack=shelf.current(),
        language=language,
        created=CREATED,
    )


def test_an_export_holds_all_of_the_concern(told: Concern) -> None:
    text = to_text(paper_export.document(export(told)))

    for words in (
        told.reference,
        "Robin Påhitt",
        "19121212-1212",
        "Three teachers have said the same thing.",
        "Praised an attack twice.",
        "Praised an attack during the break.",
        "It was twice.",
        "Grandmother calls each day.",
        "A guess.",
        "Who is the new friend?",
        "I only joked.",
        "We told them all of it.",
        "Calmer since last week.",
        "Go on as now.",
        "Call.",
        "registration number 2026-117",
        "A call each Friday.",
        "Kim to Leila · Declined",
        "I know the family.",
    ):
        assert words in " ".join(text.split()), words


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_export_shows_both_sides_and_weighs_neither(
    told: Concern, language: Literal["sv", "en"]
) -> None:
    sections = paper_export.document(export(told, language)).sections
    (links,) = (
        it for it in sections if it.heading in ("Links to factors", "Kopplingar till faktorer")
    )

    assert len(links.sections) == 2


def test_an_export_carries_its_data_by_the_schema(told: Concern) -> None:
    data = paper_export.data_of(export(told))
    document = paper_export.document(export(told))

    Draft202012Validator(SCHEMA).validate(data)
    written = WRITERS["pdf"].write(document)
    assert faults(written) == []
    with pikepdf.open(io.BytesIO(written)) as opened:
        assert json.loads(opened.attachments["concern.json"].get_file().read_bytes()) == data


def test_a_protected_address_is_in_no_part_of_an_export(school: Agency, teacher: User) -> None:
    hidden = dataclasses.replace(made.PERSON, protected=True)
    concern = made.concern(school, teacher, person=hidden)

    document = paper_export.document(export(concern))

    assert "Storgatan" not in to_text(document)
    assert not any(b"Storgatan" in it.data for it in document.attachments)


WHEREABOUTS: dict[str, Any] = {
    "report_about": "child",
    "person_address": "Hemliga gatan 1",
    "person_where_now": "Hemliga simhallen",
    "person_school": "Hemliga skolan",
    "guardians": [{"guardian_name": "Lisbet", "guardian_address": "Hemliga gatan 2"}],
}


@pytest.mark.parametrize(
    ("marked", "answer", "held_back"),
    [
        (True, "", True),
        (False, "yes", True),
        (False, "unknown", True),
        (False, "no", False),
    ],
)
def test_an_export_holds_every_answer_back_that_tells_where_a_protected_person_is(
    school: Agency, teacher: User, marked: bool, answer: str, held_back: bool
) -> None:
    person = dataclasses.replace(made.PERSON, protected=marked)
    concern = made.concern(school, teacher, person=person)
    answers = {**WHEREABOUTS, **({"protected_data": answer} if answer else {})}
    contents = Contents(pack="fyrstod 2026.2", answers=answers)
    paper_services.move_draft(by=teacher, concern=concern, contents=contents, replaces=True)
    concern.refresh_from_db()

    document = paper_export.document(export(concern))

    everything = [to_text(document), *(it.data.decode() for it in document.attachments)]
    assert [("Hemliga" not in text) for text in everything] == [held_back, held_back]
    assert all("Lisbet" in text for text in everything)


def test_an_export_of_a_concern_about_nobody_known_says_so(school: Agency, teacher: User) -> None:
    concern = made.concern(
        school,
        teacher,
        person=dataclasses.replace(made.PERSON, name="", number="", contact="", address=""),
    )

    assert "is not known yet" in to_text(paper_export.document(export(concern)))
