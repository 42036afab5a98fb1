"""The pages of a draft on its way into a room, of reports from a concern, and of papers."""

from __future__ import annotations

import dataclasses
import io
import uuid
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents, Plan
from fyrstod.drafts.http import COOKIE
from fyrstod.drafts.models import Draft
from fyrstod.drafts.rules import Ticket
from fyrstod.drafts.services import read
from fyrstod.journal.models import Entry
from fyrstod.people.models import Agency, User
from fyrstod.rooms import paper_services, selectors, services
from fyrstod.rooms.contents import Direction, Note, NoteKind, PaperKind, Person, Voice
from fyrstod.rooms.models import Concern
from fyrstod.rooms.rules import About
from fyrstod.rooms.selectors import OpenConcern, OpenPaper
from tests.documents.test_pdf import pages_of
from tests.drafts.conftest import hold, piece
from tests.people.made import signed_in
from tests.reports.made import contents_of
from tests.rooms import made
from tests.rooms.test_paper_services import closed, described, kept

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])

FROM_THE_CONCERN = "Ifyllt från oron. Det du ändrar här ändrar inget i den."
TODAY = timezone.localdate().isoformat()
DRAFT = Contents(
    pack="fyrstod 2026.2",
    pieces=(piece("Sa att våld var rätt.", factors=("legitimises-violence",)),),
    answers={
        "person_name": "Robin Påhitt",
        "person_identity_number": "19121212-1212",
        "report_about": "child",
        "worry_now": "Det går fort nu.",
        "protected_data": "no",
    },
)


def page(concern: Concern, part: str = "") -> str:
    return f"/sv/room/{concern.agency_id}/{concern.reference}/papers/{part}"


def opened(concern: Concern) -> OpenConcern:
    return selectors.open_concern(Concern.objects.select_related("agency").get(pk=concern.pk))


def only_paper(concern: Concern) -> OpenPaper:
    (paper,) = opened(concern).papers
    return paper


def sent_form(shown: Any, **typed: Any) -> dict[str, Any]:
    """What a browser would send back of the form on a page, with what somebody typed over it."""
    form = shown.context["form"]
    given = {name: form[name].value() for name in form.fields}
    return {
        name: value
        for name, value in (given | typed).items()
        if value is not None and value is not False
    }


def of_browser(client: Client) -> Contents:
    """What the draft holds that the browser has the key to."""
    ticket = Ticket.from_cookie(client.cookies[COOKIE].value)
    assert ticket
    return read(ticket).contents


def test_the_drafts_page_leads_to_the_room(teacher: User, school: Agency) -> None:
    client = signed_in(teacher)
    hold(client, DRAFT)

    assert "/sv/room/move/" in client.get("/sv/draft/").content.decode()
    assert client.get("/sv/room/move/")["Location"] == f"/sv/room/{school.pk}/move/"


def test_whoever_has_not_signed_in_is_led_there_and_back(db: None) -> None:
    client = Client()
    hold(client, DRAFT)

    answer = client.get("/sv/room/move/")

    assert answer.status_code == 302
    assert answer["Location"].endswith("?next=/sv/room/move/")


def test_somebody_with_two_rooms_chooses(teacher: User, social: Agency, school: Agency) -> None:
    made.member(teacher, social, Role.PRACTITIONER)
    client = signed_in(teacher)
    hold(client, DRAFT)

    shown = client.get("/sv/room/move/").content.decode()

    assert f"/sv/room/{school.pk}/move/" in shown
    assert f"/sv/room/{social.pk}/move/" in shown


def test_somebody_without_a_room_keeps_the_draft(school: Agency) -> None:
    coordinator = made.person("Noor")
    made.member(coordinator, school, Role.COORDINATOR)
    client = signed_in(coordinator)
    hold(client, DRAFT)

    answer = client.get("/sv/room/move/")

    assert answer.status_code == 200
    assert "inget rum" in answer.content.decode()
    assert client.get(f"/sv/room/{school.pk}/move/").status_code == 403


def test_the_page_shows_what_would_be_moved_and_moves_nothing(
    teacher: User, school: Agency, concern: Concern
) -> None:
    client = signed_in(teacher)
    hold(client, DRAFT)

    shown = client.get(f"/sv/room/{school.pk}/move/").content.decode()

    assert "Sa att våld var rätt." in shown
    assert "Det går fort nu." in shown
    assert concern.reference in shown
    assert opened(concern).pieces == ()


def test_a_new_concern_is_filled_in_and_the_draft_erased_after(
    teacher: User, school: Agency
) -> None:
    client = signed_in(teacher)
    hold(client, DRAFT)
    address = f"/sv/room/{school.pk}/move/new/"

    shown = client.get(address)
    answer = client.post(address, sent_form(shown))

    concern = Concern.objects.get()
    assert answer["Location"] == f"/sv/room/{school.pk}/{concern.reference}/"
    now = opened(concern)
    assert now.person == Person(name="Robin Påhitt", number="191212121212")
    assert now.matter.why_now == "Det går fort nu."
    assert concern.kind == "child"
    assert [it.note.text for it in now.pieces] == ["Sa att våld var rätt."]
    assert not Draft.objects.exists()
    assert client.cookies[COOKIE].value == ""


def test_a_draft_with_a_plan_in_it_is_kept_unless_somebody_chooses_else(
    teacher: User, school: Agency
) -> None:
    client = signed_in(teacher)
    plan = Plan(asker="teacher", person="young", step="first")
    hold(client, dataclasses.replace(DRAFT, plan=plan))
    address = f"/sv/room/{school.pk}/move/new/"

    client.post(address, sent_form(client.get(address)))

    assert Concern.objects.count() == 1
    assert Draft.objects.count() == 1


def test_the_third_report_meets_the_first_two(
    teacher: User, school: Agency, concern: Concern
) -> None:
    client = signed_in(teacher)
    hold(client, DRAFT)
    address = f"/sv/room/{school.pk}/move/new/"
    typed = sent_form(client.get(address))

    met = client.post(address, typed)

    assert concern.reference in met.content.decode()
    assert page(concern, "move/") in met.content.decode()
    assert Concern.objects.count() == 1
    assert Draft.objects.exists()
    client.post(address, {**typed, "anyway": "1"})
    assert Concern.objects.count() == 2
    assert not Draft.objects.exists()


def test_a_draft_goes_into_a_concern_by_its_reference(
    teacher: User, school: Agency, concern: Concern
) -> None:
    client = signed_in(teacher)
    hold(client, DRAFT)

    asked = client.post(f"/sv/room/{school.pk}/move/", {"reference": concern.reference.lower()})
    done = client.post(asked["Location"], sent_form(client.get(asked["Location"])))

    assert asked["Location"] == page(concern, "move/")
    assert done["Location"] == f"/sv/room/{school.pk}/{concern.reference}/"
    assert len(opened(concern).pieces) == 1
    assert not Draft.objects.exists()


def test_a_reference_of_another_room_is_not_found(
    teacher: User, school: Agency, social: Agency, investigator: User
) -> None:
    elsewhere = made.concern(social, investigator)
    client = signed_in(teacher)
    hold(client, DRAFT)

    answer = client.post(f"/sv/room/{school.pk}/move/", {"reference": elsewhere.reference})

    assert answer.status_code == 422
    assert client.get(page(elsewhere, "move/")).status_code == 404


def test_a_draft_moved_before_says_where_it_is(
    teacher: User, school: Agency, concern: Concern
) -> None:
    client = signed_in(teacher)
    hold(client, DRAFT)
    paper_services.move_draft(by=teacher, concern=concern, contents=DRAFT, replaces=False)

    shown = client.get(f"/sv/room/{school.pk}/move/").content.decode()

    assert "Redan i rummet" in shown
    assert page(concern, "move/") in shown


def test_a_report_opens_a_draft_that_the_concern_has_filled(
    teacher: User, concern: Concern
) -> None:
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    client = signed_in(teacher)

    shown = client.get(page(concern, "report/police/"))
    answer = client.post(page(concern, "report/police/"))

    assert shown.status_code == 200
    assert not shown.cookies
    assert answer["Location"] == "/sv/reports/police/tasks/"
    contents = of_browser(client)
    assert [it.text for it in contents.pieces] == [made.SEEN.text]
    assert contents.answers["person_name"] == "Robin Påhitt"
    assert len(opened(concern).pieces) == 1


def test_a_draft_that_is_open_is_not_written_over_unasked(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)
    hold(client, DRAFT)

    asked = client.post(page(concern, "report/concern/"))
    assert asked.status_code == 200
    assert of_browser(client) == DRAFT
    client.post(page(concern, "report/concern/"), {"replace": "1"})

    origin = of_browser(client).room
    assert origin is not None
    assert origin.reference == concern.reference


def test_a_draft_that_the_concern_filled_goes_on_where_it_stands(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    client.post(page(concern, "report/concern/"))
    before = of_browser(client)

    answer = client.post(page(concern, "report/police/"))

    assert answer["Location"] == "/sv/reports/police/tasks/"
    assert of_browser(client) == before


def begun(client: Client, concern: Concern, report: str = "concern") -> None:
    """A report begun from a concern and left."""
    client.post(page(concern, f"report/{report}/"))


def answered(client: Client, **answers: Any) -> None:
    """What somebody types in the draft of a browser."""

    def put(contents: Contents) -> Contents:
        return dataclasses.replace(contents, answers={**contents.answers, **answers})

    ticket = Ticket.from_cookie(client.cookies[COOKIE].value)
    assert ticket is not None
    drafts.change(ticket, put)


def test_the_concern_says_what_it_fills_in_before_anything_is_begun(
    teacher: User, concern: Concern
) -> None:
    shown = signed_in(teacher).get(page(concern, "report/police/"))

    names = [field.id for field in shown.context["filled"]]
    assert "person_name" in names
    assert "worry_now" not in names
    assert shown.context["left_out"] == []
    assert "Ifyllt från oron" in shown.content.decode()


def test_what_the_concern_knows_stands_in_the_report_and_is_said_to_come_from_it(
    teacher: User, concern: Concern
) -> None:
    for kind, text, more in (
        (NoteKind.VIEW, "Jag ville bara se.", {"voice": Voice.PERSON}),
        (NoteKind.INFORMED, "Ringde Lo.", {"voice": Voice.GUARDIANS, "date": "2026-11-20"}),
        (NoteKind.UNKNOWN, "Vem skickar klippen?", {"source": "storasyskonet"}),
    ):
        services.write_piece(
            by=teacher, concern=concern, contents=Note(kind=kind, text=text, **more)
        )
    client = signed_in(teacher)
    begun(client, concern)

    answers = of_browser(client).answers
    person = client.get("/sv/reports/concern/page/person/").content.decode()
    hope = client.get("/sv/reports/concern/page/hope/").content.decode()
    check = client.get("/sv/reports/concern/check/").content.decode()

    assert answers["person_words"] == "Jag ville bara se."
    assert answers["family_response"] == "2026-11-20, Vårdnadshavarna: Ringde Lo."
    assert answers["not_known"] == "Vem skickar klippen? (Kan veta: storasyskonet)"
    assert answers["person_contact_notes"] == "070-174 06 05"
    assert FROM_THE_CONCERN in person
    assert FROM_THE_CONCERN not in hope
    assert "Ifyllt från oron" in check


def test_what_is_changed_for_the_report_is_ones_own_and_leaves_the_concern(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    begun(client, concern)
    address = "/sv/reports/concern/page/why-now/"
    seen = client.get(address).context["seen"]

    client.post(address, {"worry_now": "För den här mottagaren.", "seen": seen, "later": "1"})

    assert FROM_THE_CONCERN not in client.get(address).content.decode()
    assert of_browser(client).answers["worry_now"] == "För den här mottagaren."
    assert opened(concern).matter.why_now == "Three teachers have said the same thing."


def test_with_protected_data_no_place_is_filled_in_and_the_pages_say_why(
    teacher: User, school: Agency
) -> None:
    hidden = dataclasses.replace(made.PERSON, protected=True, guardians="Lo Påhitt, Storgatan 1")
    concern = made.concern(school, teacher, person=hidden)
    client = signed_in(teacher)

    before = client.get(page(concern, "report/concern/"))
    begun(client, concern)
    reporter = client.get("/sv/reports/concern/page/reporter/").content.decode()

    left_out = {field.id for field in before.context["left_out"]}
    assert left_out == {
        "guardians",
        "person_address",
        "person_contact_notes",
        "reporter_workplace",
    }
    assert "Det som utelämnas: skyddade personuppgifter" in before.content.decode()
    assert "Utelämnat: skyddade personuppgifter" in reporter
    held = str(of_browser(client).answers)
    for place in ("Storgatan", school.name, "070-174"):
        assert place not in held
    assert of_browser(client).answers["person_name"] == "Robin Påhitt"


def test_a_report_that_was_left_says_what_is_new_in_the_concern_since(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    begun(client, concern)
    answered(client, person_name="Robin, kallas Robban")
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    services.write_piece(
        by=teacher, concern=concern, contents=Note(kind=NoteKind.UNKNOWN, text="Vem filmade?")
    )
    services.identify(
        by=teacher,
        concern=concern,
        person=dataclasses.replace(made.PERSON, name="Robin Ny", contact=""),
        seen=opened(concern).identity.version,
    )
    before = of_browser(client)

    shown = client.get(page(concern, "report/concern/"))

    assert of_browser(client) == before
    told = {(it.how, it.field.id if it.field else it.piece.text) for it in shown.context["news"]}
    assert told == {
        ("kept", "person_name"),
        ("removed", "person_contact_notes"),
        ("added", "not_known"),
        ("added", made.SEEN.text),
    }
    assert "Nytt i oron" in shown.content.decode()

    answer = client.post(page(concern, "report/concern/"), {"take_in": "1"})

    assert answer["Location"] == "/sv/reports/concern/tasks/"
    after = of_browser(client)
    assert after.answers["person_name"] == "Robin, kallas Robban"
    assert after.answers["not_known"] == "Vem filmade?"
    assert [it.text for it in after.pieces] == [made.SEEN.text]
    assert client.get(page(concern, "report/concern/")).status_code == 302


def test_a_report_begun_anew_after_another_was_kept_is_filled_and_not_compared(
    teacher: User, concern: Concern
) -> None:
    kept(teacher, concern, hoped_for="Lugn.")
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    described(teacher, concern, "Nu har det hänt igen.")

    shown = signed_in(teacher).get(page(concern, "report/police/"))

    assert shown.context["news"] == ()
    assert shown.context["filled"]


def test_another_language_is_no_news(teacher: User, concern: Concern) -> None:
    for kind in (NoteKind.UNKNOWN, NoteKind.INFORMED):
        services.write_piece(
            by=teacher,
            concern=concern,
            contents=Note(kind=kind, text="Lo.", source="Mio", voice=Voice.GUARDIANS),
        )
    client = signed_in(teacher)
    begun(client, concern)

    answer = client.get(page(concern, "report/concern/").replace("/sv/", "/en/"))

    assert answer["Location"] == "/en/reports/concern/tasks/"


def test_what_is_taken_back_because_of_protection_says_so(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)
    begun(client, concern)
    services.identify(
        by=teacher,
        concern=concern,
        person=dataclasses.replace(made.PERSON, protected=True),
        seen=opened(concern).identity.version,
    )

    shown = client.get(page(concern, "report/police/"))

    assert {"person_address", "reporter_workplace"} == {it.id for it in shown.context["left_out"]}
    assert "Det som utelämnas: skyddade personuppgifter" in shown.content.decode()


def test_what_is_new_is_left_where_it_is_by_whoever_goes_on_without_it(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    begun(client, concern)
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    before = of_browser(client)

    answer = client.post(page(concern, "report/police/"), {"go_on": "1"})

    assert answer["Location"] == "/sv/reports/police/tasks/"
    assert of_browser(client) == before


def test_to_say_what_is_new_takes_as_many_queries_for_one_piece_as_for_many(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    begun(client, concern)
    counts = []
    for number in (1, 49):
        for _more in range(number):
            services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
        counts.append(queries(client, page(concern, "report/concern/")))

    assert counts[0] == counts[1]


def with_report(client: Client, teacher: User, concern: Concern) -> Contents:
    """A browser whose draft came from the concern and holds both reports, answered."""
    filled = paper_services.fill_draft(by=teacher, concern=concern)
    contents = dataclasses.replace(contents_of("fifteen-year-old"), room=filled.room)
    hold(client, contents)
    return contents


@pytest.mark.parametrize(
    ("report", "kind"),
    [("concern", PaperKind.CONCERN_REPORT), ("police", PaperKind.POLICE_REPORT)],
)
def test_a_report_is_kept_read_and_made_again(
    teacher: User, concern: Concern, report: str, kind: PaperKind
) -> None:
    client = signed_in(teacher)
    contents = with_report(client, teacher, concern)
    document = client.get(f"/sv/reports/{report}/document/").content.decode()
    first = client.get(f"/sv/reports/{report}/document/txt/").content.decode()
    address = page(concern, f"report/{report}/keep/")
    assert address in document

    shown = client.get(address)
    typed = {"id": str(shown.context["id"]), "seen": shown.context["seen"], "erase": "1"}
    answer = client.post(address, typed)

    paper = only_paper(concern)
    assert paper.sheet.kind is kind
    assert answer["Location"] == page(concern, f"{paper.row.pk}/")
    assert not Draft.objects.exists()
    assert opened(concern).matter.answers == contents.answers
    read_again = client.get(answer["Location"])
    assert read_again.status_code == 200
    again = client.get(page(concern, f"{paper.row.pk}/txt/")).content.decode()
    assert without_date(again) == without_date(first)


def in_word(written: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(written)) as archive:
        return archive.read("word/document.xml").decode()


TEXT_OF: dict[str, Callable[[bytes], str]] = {
    "txt": bytes.decode,
    "pdf": lambda written: "".join(pages_of(written)),
    "docx": in_word,
}


@pytest.mark.parametrize("file_format", ["txt", "pdf", "docx"])
def test_what_the_concern_filled_in_stands_on_paper(
    teacher: User, concern: Concern, file_format: str
) -> None:
    services.write_piece(
        by=teacher, concern=concern, contents=Note(kind=NoteKind.UNKNOWN, text="Vem filmade?")
    )
    client = signed_in(teacher)
    begun(client, concern)
    answered(client, danger_now="no", family_informed="no", reporter_phone="070-174 06 06")

    answer = client.get(f"/sv/reports/concern/document/{file_format}/")

    # A PDF places words and holds no space between them.
    said = "".join(TEXT_OF[file_format](answer.content).split())
    for words in ("Robin Påhitt", "19121212-1212", "Vem filmade?", "Ekbackens skola", "Kim"):
        assert "".join(words.split()) in said


def without_date(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("Skapad:")]


def test_a_report_is_not_kept_before_it_is_whole(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)
    client.post(page(concern, "report/concern/"))

    answer = client.get(page(concern, "report/concern/keep/"))

    assert answer["Location"] == "/sv/reports/concern/check/"


def test_a_draft_of_ones_own_is_not_kept_as_a_report_of_a_concern(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    hold(client, contents_of("fifteen-year-old"))

    assert client.get(page(concern, "report/concern/keep/")).status_code == 409
    assert opened(concern).papers == ()


def test_a_kept_report_is_marked_as_sent(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)
    with_report(client, teacher, concern)
    shown = client.get(page(concern, "report/concern/keep/"))
    typed = {"id": str(shown.context["id"]), "seen": shown.context["seen"]}
    client.post(page(concern, "report/concern/keep/"), typed)
    address = page(concern, f"{only_paper(concern).row.pk}/sent/")

    client.post(address, sent_form(client.get(address), number="2026-117"))

    sheet = only_paper(concern).sheet
    assert (sheet.direction, sheet.other_party) == (Direction.SENT, "Socialtjänsten")
    assert (sheet.number, sheet.date.isoformat()) == ("2026-117", TODAY)
    assert Draft.objects.exists()


def test_a_received_document_is_noted_once(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)
    address = page(concern, "received/")
    typed = sent_form(
        client.get(address), title="Svar", other_party="Socialtjänsten", number="2026-118"
    )

    client.post(address, typed)
    client.post(address, typed)

    sheet = only_paper(concern).sheet
    assert (sheet.kind, sheet.direction) == (PaperKind.OTHER, Direction.RECEIVED)
    assert (sheet.title, sheet.number) == ("Svar", "2026-118")


def test_a_letter_is_written_read_and_handed_over(teacher: User, concern: Concern) -> None:
    told = services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    client = signed_in(teacher)
    address = page(concern, "letter/")
    typed = sent_form(
        client.get(address),
        to="guardians",
        why="Vi är oroliga.",
        told="Vi vill ses.",
        held_back="Vem som ringde.",
        **{f"piece_{told.pk}": "on"},
    )

    written = client.post(address, typed)
    shown = client.get(written["Location"]).content.decode()
    handed = f"{written['Location']}handed/"
    client.post(handed, sent_form(client.get(handed)))

    assert made.SEEN.text in shown
    assert "Vem som ringde." in shown
    assert "Vem som ringde." not in client.get(f"{written['Location']}txt/").content.decode()
    (informed,) = opened(concern).of_kind(NoteKind.INFORMED)
    assert informed.note.voice is Voice.GUARDIANS
    assert informed.note.text == f"Vi vill ses.\n{made.SEEN.text}"
    assert only_paper(concern).sheet.direction is Direction.SENT


def test_why_a_letter_waits_stands_with_it_until_it_is_given(
    teacher: User, concern: Concern
) -> None:
    client = signed_in(teacher)
    address = page(concern, "letter/")
    reason = "Det kan bli farligt hemma. Vi tänker om på måndag."
    typed = sent_form(client.get(address), why="Vi är oroliga.", told="Vi vill ses.", waits=reason)

    written = client.post(address, typed)

    assert reason in client.get(written["Location"]).content.decode()
    assert reason not in client.get(f"{written['Location']}txt/").content.decode()
    handed = f"{written['Location']}handed/"
    client.post(handed, sent_form(client.get(handed)))
    assert reason not in client.get(written["Location"]).content.decode()


def test_an_adult_is_written_to_alone_and_by_whatever_was_sent(
    school: Agency, teacher: User
) -> None:
    adult = made.concern(school, teacher, about=About.ADULT)
    client = signed_in(teacher)
    address = page(adult, "letter/")
    shown = client.get(address)
    typed = sent_form(shown, to="guardians", why="Vi är oroliga.", told="Vi vill ses.")

    written = client.post(address, typed)

    assert "Vårdnadshavarna" not in shown.content.decode()
    assert "Robin" in client.get(f"{written['Location']}txt/").content.decode()
    assert only_paper(adult).sheet.title == "Det som är skrivet om dig"


def test_a_letter_to_somebody_protected_holds_neither_address_nor_number(
    school: Agency, teacher: User
) -> None:
    hidden = made.concern(school, teacher, person=dataclasses.replace(made.PERSON, protected=True))
    client = signed_in(teacher)
    address = page(hidden, "letter/")
    shown = client.get(address)

    written = client.post(address, sent_form(shown, why="Vi är oroliga.", told="Vi vill ses."))

    assert "Lämna det i ett samtal" in shown.content.decode()
    letter = client.get(f"{written['Location']}txt/").content.decode()
    assert "Storgatan" not in letter
    assert "1212" not in letter


def test_nothing_is_told_in_a_letter_that_nobody_ticked(teacher: User, concern: Concern) -> None:
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    client = signed_in(teacher)
    address = page(concern, "letter/")

    typed = sent_form(client.get(address), why="Vi är oroliga.", told="Vi vill ses.")
    written = client.post(address, typed)

    assert made.SEEN.text not in client.get(f"{written['Location']}txt/").content.decode()


def test_two_who_change_a_letter_lose_nothing(teacher: User, concern: Concern) -> None:
    client = signed_in(teacher)
    new = page(concern, "letter/")
    first = client.post(new, sent_form(client.get(new), why="Ett.", told="Allt."))
    address = f"{first['Location']}letter/"
    mine, theirs = client.get(address), client.get(address)
    client.post(address, sent_form(theirs, why="Deras ord."))

    clash = client.post(address, sent_form(mine, why="Mina ord."))

    assert clash.status_code == 422
    assert "Deras ord." in clash.content.decode()
    assert "Mina ord." in clash.content.decode()
    client.post(address, sent_form(clash, why="Mina ord."))
    assert only_paper(concern).sheet.data["why"] == "Mina ord."


FILES = ("pdf", "docx", "txt", "json")


@pytest.mark.parametrize("file_format", FILES)
def test_an_export_is_on_record_and_its_name_tells_nothing(
    teacher: User, concern: Concern, file_format: str
) -> None:
    answer = signed_in(teacher).get(page(concern, f"export/{file_format}/"))

    assert answer.status_code == 200
    assert answer["Content-Disposition"] == (
        f'attachment; filename="oro-{concern.reference}.{file_format}"'
    )
    entry = Entry.objects.get(action="concern.exported", about=concern.reference)
    assert entry.kind == file_format


def test_the_number_of_an_export_is_asked_for_and_kept(
    school: Agency, teacher: User, concern: Concern
) -> None:
    registrar = made.person("Sam")
    made.member(registrar, school, Role.RECORDS_OFFICER)
    closed(teacher, concern)
    client = signed_in(registrar)
    address = page(concern, "export/")

    missing = client.post(address, sent_form(client.get(address)))
    client.post(address, sent_form(client.get(address), number="2026-119"))

    assert missing.status_code == 422
    sheet = only_paper(concern).sheet
    assert (sheet.kind, sheet.number) == (PaperKind.EXPORT, "2026-119")


PAGES = ("letter/", "received/", "export/", "export/pdf/", "report/concern/", "report/police/")


@pytest.mark.parametrize("part", PAGES)
def test_a_practitioner_opens_every_page(teacher: User, concern: Concern, part: str) -> None:
    assert signed_in(teacher).get(page(concern, part)).status_code == 200


@pytest.mark.parametrize("part", [*PAGES, "move/", f"{uuid.UUID(int=7)}/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_stranger_finds_nothing(
    investigator: User, concern: Concern, part: str, method: str
) -> None:
    client = signed_in(investigator)
    hold(client, DRAFT)

    answer = getattr(client, method)(page(concern, part))

    assert answer.status_code in (404, 405)
    assert "Robin" not in answer.content.decode(errors="replace")


@pytest.mark.parametrize("part", [*PAGES, "move/"])
def test_a_coordinator_is_told_no(school: Agency, concern: Concern, part: str) -> None:
    coordinator = made.person("Noor")
    made.member(coordinator, school, Role.COORDINATOR)

    assert signed_in(coordinator).get(page(concern, part)).status_code == 403


@pytest.mark.parametrize("part", ["letter/", "received/", "report/concern/"])
def test_a_closed_concern_says_so(teacher: User, concern: Concern, part: str) -> None:
    closed(teacher, concern)

    assert signed_in(teacher).get(page(concern, part)).status_code == 409


def test_a_draft_that_another_room_filled_does_not_move(
    teacher: User, social: Agency, concern: Concern
) -> None:
    made.member(teacher, social, Role.PRACTITIONER)
    client = signed_in(teacher)
    client.post(page(concern, "report/concern/"))

    answer = client.get(f"/sv/room/{social.pk}/move/")

    assert answer.status_code == 409
    assert "Sekretess" in answer.content.decode()


def queries(client: Client, address: str) -> int:
    with ExitStack() as stack:
        seen = [
            stack.enter_context(CaptureQueriesContext(connections[name]))
            for name in ("default", "keys", "ledger")
        ]
        answer = client.get(address)
    assert answer.status_code == 200
    return sum(len(each) for each in seen)


@pytest.mark.parametrize("part", ["letter/", "export/", "export/txt/", "move/"])
def test_a_page_asks_the_database_as_often_for_fifty_pieces_as_for_one(
    teacher: User, concern: Concern, part: str
) -> None:
    client = signed_in(teacher)
    hold(client, DRAFT)
    services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    queries(client, page(concern, part))
    for_one = queries(client, page(concern, part))
    for number in range(49):
        note = Note(kind=NoteKind.SEEN, text=f"Nummer {number}.", pack="fyrstod 2026.2")
        services.write_piece(by=teacher, concern=concern, contents=note)

    assert queries(client, page(concern, part)) == for_one
