"""A concern worked through from a draft to its end, with the words that were typed in it."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.drafts import services as drafts
from fyrstod.drafts.contents import Contents
from fyrstod.drafts.http import COOKIE
from fyrstod.packs import shelf
from fyrstod.people.models import Municipality
from fyrstod.rooms import selectors, services
from fyrstod.rooms.contents import Note, NoteKind, Voice
from fyrstod.rooms.models import Concern, Parcel
from tests.drafts.conftest import piece
from tests.people.made import again, make_user, signed_in
from tests.rooms import made

NAME, NEW_NAME = "Zoe Påhittsdotter", "Zoe Påhittsdotter-Låtsas"
NUMBER = "191212121212"
FACTORS = tuple(factor.id for factor in shelf.current().factors)[:3]
TYPED = {
    "contact": "070-174 06 99",
    "address": "Kvastmakargränd 77",
    "guardians": "Ylva Fejksson",
    "draft": "Visslade hånfullt åt förintelsen.",
    "asks": "Läraren Xerxes vill ha råd.",
    "why": "Kamraterna larmade på skolgården.",
    "later": "Fler hörde visslingen i matkön.",
    "piece": "Ritade symboler på bänklocket.",
    "source": "Fritidsledaren Quirin",
    "correction": "Symbolerna var kritade, inte ristade.",
    "reason": "Tittade efter en gång till.",
    "view": "Jag skojade bara med gänget.",
    "informed": "Hemmet fick veta om anteckningen.",
    "news": "Kritan hittades bakom slöjdsalen.",
    "unknown": "Vem köpte kritan?",
    "task": "Ring idrottsledaren Wilhelmina.",
    "answer": "Wilhelmina ser glädje på träningen.",
    "review": "Ritandet har upphört helt.",
    "decided": "Vi avvaktar med ny träff.",
    "letter": "Brevet förklarar skolans funderingar.",
    "held back": "Uppgiftslämnaren är rädd.",
    "paper": "Yttrande från barnpsykiatrin",
    "diary": "DNR-99887/26",
    "judged": "Två lärare såg klottret på tavlan.",
    "purpose": "Att bedöma om stöd behövs hemma.",
    "asked": "Har ni träffat familjen tidigare?",
    "not told": "Kamratens namn rör inte saken.",
    "objection": "Det var en annan elevs bänk.",
    "unsaved": "Halvskriven tanke om familjen.",
    "outcome": "Det visade sig vara teaterrepetition.",
    "briefing": "Ring inte före lunch, säg bara hej.",
    "declined": "Min syster tränar samma lag.",
}
SECRETS = {NAME, NEW_NAME, "Påhittsdotter", NUMBER, NUMBER[2:], "121212-1212", *TYPED.values()}
SECRETS |= set(FACTORS)
"""Nothing of it may stand in clear anywhere: names, numbers, text, and the ids of factors."""


def on_form(shown: Any, /, **typed: Any) -> dict[str, Any]:
    """What a browser sends back of the form on a page, with what somebody typed over it."""
    form = shown.context["form"]
    given = {name: form[name].value() for name in form.fields} | typed
    return {
        name: value for name, value in given.items() if value is not None and value is not False
    }


class Work:
    """One practitioner's work with one concern, by the pages where there are pages."""

    def __init__(self) -> None:
        municipality = Municipality.objects.create(name="Björkdala")
        self.room = made.agency(municipality, "Ekbackens skola", "school")
        self.other = made.agency(municipality, "Socialtjänsten", "social-services")
        teacher, stranger = make_user("Kim Arbetare"), make_user("Elin Utomstående")
        made.member(teacher, self.room, Role.PRACTITIONER)
        self.colleague = make_user("Leila Kollega")
        made.member(self.colleague, self.room, Role.PRACTITIONER)
        made.member(stranger, self.other, Role.PRACTITIONER)
        self.teacher = again(teacher)
        self.browser, self.stranger = signed_in(teacher), signed_in(stranger)

    @property
    def concern(self) -> Concern:
        return Concern.objects.select_related("agency").get(agency=self.room)

    def address(self, part: str = "") -> str:
        return reverse("rooms:concern", args=[self.room.pk, self.concern.reference]) + part

    def does(self, page: str, expects: int = 302, /, **typed: Any) -> Any:
        """Open a page, fill in its form and send it."""
        answer = self.browser.post(page, on_form(self.browser.get(page), **typed))
        assert answer.status_code == expects, (page, answer.status_code)
        return answer

    def all(self) -> None:
        self.opens()
        self.writes()
        self.goes_wrong()
        self.has_papers()
        self.tells()
        self.hands_over()
        self.closes()

    def opens(self) -> None:
        """From a draft that was made without an account."""
        draft = drafts.start(
            Contents(
                pack=shelf.current().edition,
                pieces=(piece(TYPED["draft"], factors=FACTORS[:1]),),
                answers={"worry_now": TYPED["asks"], "person_name": NAME},
            )
        )
        self.browser.cookies[COOKIE] = draft.ticket.to_cookie()
        self.does(
            reverse("rooms:draft_new", args=[self.room.pk]),
            about="child",
            why_now=TYPED["why"],
            name=NAME,
            number=NUMBER,
            protected="on",
            contact=TYPED["contact"],
            address=TYPED["address"],
            guardians=TYPED["guardians"],
            afterwards="keep",
        )

    def writes(self) -> None:
        self.does(self.address("describe/"), about="child", why_now=TYPED["later"])
        self.does(self.address("person/"), name=NEW_NAME)
        self.does(self.address("address/"), 200, reason=TYPED["reason"])
        note: dict[str, Any] = {"pack": shelf.current().edition, "factors": FACTORS}
        seen = Note(kind=NoteKind.SEEN, text=TYPED["piece"], source=TYPED["source"], **note)
        right = Note(kind=NoteKind.SEEN, text=TYPED["correction"], reason=TYPED["reason"], **note)
        given: dict[str, Any] = {"by": self.teacher, "concern": self.concern}
        written = services.write_piece(contents=seen, **given)
        services.correct_piece(piece=written, contents=right, seen=1, **given)
        for kind, text in (
            (NoteKind.VIEW, TYPED["view"]),
            (NoteKind.INFORMED, TYPED["informed"]),
            (NoteKind.UNKNOWN, TYPED["unknown"]),
        ):
            services.write_piece(contents=Note(kind=kind, text=text, voice=Voice.PERSON), **given)
        self.does(self.address("tasks/add/"), text=TYPED["task"])
        task = selectors.open_concern(self.concern).tasks[0]
        self.does(self.address(f"tasks/{task.row.pk}/done/"), answer=TYPED["answer"])
        self.does(self.address("review/"), changed=TYPED["review"], decided=TYPED["decided"])
        for wanted in (NEW_NAME, NUMBER, TYPED["source"], self.concern.reference):
            self.does(reverse("rooms:search", args=[self.room.pk]), 200, wanted=wanted)

    def goes_wrong(self) -> None:
        """What was typed and not saved, or sent by somebody who has no business here."""
        wrong = {"text": TYPED["unsaved"], "due_on": TYPED["unsaved"], "id": str(uuid.uuid4())}
        for part in ("tasks/add/", "review/", "nowhere/", "end/erase/"):
            for browser in (self.browser, self.stranger, Client()):
                answer = browser.post(self.address(part), wrong | {"changed": TYPED["unsaved"]})
                assert answer.status_code in (403, 404, 422)

    def has_papers(self) -> None:
        given: dict[str, Any] = {"by": self.teacher, "concern": self.concern}
        report = self.address("papers/report/concern/")
        assert self.browser.post(report, {"replace": "1"}).status_code == 302
        services.write_piece(
            contents=Note(kind=NoteKind.SEEN, text=TYPED["news"], factors=FACTORS), **given
        )
        assert TYPED["news"] in self.browser.get(report).content.decode()
        assert self.browser.post(report, {"take_in": "1"}).status_code == 302
        written = self.does(
            self.address("papers/letter/"),
            to="guardians",
            why=TYPED["letter"],
            told=TYPED["letter"],
            held_back=TYPED["held back"],
        )
        for made_as in ("pdf", "docx", "txt"):
            assert self.browser.get(f"{written['Location']}{made_as}/").status_code == 200
        self.does(
            self.address("papers/received/"),
            direction="received",
            title=TYPED["paper"],
            other_party=TYPED["guardians"],
            date=str(timezone.localdate()),
            number=TYPED["diary"],
            note=TYPED["informed"],
        )
        for made_as in ("pdf", "docx"):
            export = self.browser.get(self.address(f"papers/export/{made_as}/"))
            assert export.status_code == 200
        self.does(
            self.address("papers/export/"),
            number=TYPED["diary"],
            date=str(timezone.localdate() - datetime.timedelta(days=1)),
        )

    def tells(self) -> None:
        """Told to another room that takes it in, and objected to after that."""
        written = selectors.open_concern(self.concern).here[0]
        answer = self.does(
            self.address("given/new/"),
            to=str(self.other.pk),
            naming="all",
            **{f"piece_{written.id}": "on"},
        )
        answer = self.does(answer["Location"], matter="child-harm")
        answer = self.does(answer["Location"], rule="osl-10-2", judged=TYPED["judged"])
        answer = self.does(
            answer["Location"],
            purpose=TYPED["purpose"],
            asks=TYPED["asked"],
            held_back=TYPED["not told"],
        )
        page = answer["Location"]
        seen = self.browser.get(page).context["given"].row.version
        assert self.browser.post(f"{page}offer/", {"seen": seen}).status_code == 302
        waiting = Parcel.objects.get()
        offer = reverse("rooms:offer_accept", args=[self.other.pk, waiting.pk])
        answer = self.stranger.post(offer, on_form(self.stranger.get(offer), into="new"))
        assert answer.status_code == 302
        for made_as in ("pdf", "docx"):
            for browser, told in ((self.browser, page), (self.stranger, answer["Location"])):
                assert browser.get(f"{told}record/{made_as}/").status_code == 200
        self.does(f"{page}object/", text=TYPED["objection"])

    def hands_over(self) -> None:
        """Offered to a colleague, who says no and why; then offered again, and taken over."""
        self.does(
            self.address("briefing/write/"), decided=TYPED["briefing"], unknown=TYPED["unknown"]
        )
        for part in ("briefing/", "briefing/pdf/", "briefing/docx/"):
            assert self.browser.get(self.address(part)).status_code == 200
        colleague = signed_in(self.colleague)
        for typed in ({"answer": "decline", "reason": TYPED["declined"]}, {"answer": "accept"}):
            self.does(
                reverse("rooms:handovers", args=[self.room.pk]),
                to=str(self.colleague.pk),
                **{f"concern_{self.concern.pk}": "on"},
            )
            offered = selectors.open_concern(self.concern).offer
            assert offered is not None
            page = self.address(f"handovers/{offered.row.pk}/")
            answer = colleague.post(page, on_form(colleague.get(page), **typed))
            assert answer.status_code == 302

    def closes(self) -> None:
        for part in ("", "looks/"):
            assert self.browser.get(self.address(part)).status_code == 200
        self.does(
            self.address("end/close/"),
            outcome="no-ground",
            outcome_text=TYPED["outcome"],
            record="other",
            aware="on",
        )
