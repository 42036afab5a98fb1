from __future__ import annotations

import dataclasses
import uuid
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.journal.models import Entry
from fyrstod.packs import shelf
from fyrstod.people.models import Agency, User
from fyrstod.protection import services as protection
from fyrstod.rooms import selectors, services
from fyrstod.rooms.contents import Note, NoteKind, Voice
from fyrstod.rooms.models import Concern, Piece, PieceVersion
from fyrstod.rooms.rules import Status
from tests.people.made import signed_in
from tests.rooms import made

pytestmark = pytest.mark.django_db(databases=["default", "keys", "ledger"])


def page(concern: Concern, part: str = "", language: str = "sv") -> str:
    return f"/{language}/room/{concern.agency_id}/{concern.reference}/{part}"


def typed(**other: str) -> dict[str, str]:
    given = {
        "id": str(uuid.uuid4()),
        "kind": "told",
        "text": "Hen ska ha varit med i en körledarkurs.",
        "date": "2026-10",
        "source": "mentorn",
    }
    return given | other


def latest(concern: Concern) -> Note:
    return selectors.open_concern(concern).pieces[-1].note


@pytest.fixture
def piece(concern: Concern, teacher: User) -> Piece:
    return services.write_piece(by=teacher, concern=concern, contents=made.SEEN)


@pytest.fixture
def unknown(concern: Concern, teacher: User) -> Piece:
    note = Note(kind=NoteKind.UNKNOWN, text="Har hen någon ny vän?", source="mentorn")
    return services.write_piece(by=teacher, concern=concern, contents=note)


@pytest.fixture
def browser(teacher: User) -> Client:
    return signed_in(teacher)


def close(concern: Concern, by: User) -> None:
    Concern.objects.filter(pk=concern.pk).update(
        status=Status.CLOSED, closed_at=timezone.now(), closed_by=by
    )


READ = ("picture/", "timeline/", "pieces/{id}/versions/")
WRITE = (
    *("pieces/add/", "pieces/unknown/", "pieces/view/", "pieces/told/", "pieces/{id}/"),
    *("pieces/{id}/factors/", "pieces/{id}/away/"),
)
PAGES = (*READ, *WRITE)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("part", PAGES)
def test_a_practitioner_opens_every_page_of_the_pieces(
    browser: Client, concern: Concern, piece: Piece, part: str, language: str
) -> None:
    answer = browser.get(page(concern, part.format(id=piece.pk), language))

    assert answer.status_code == 200
    assert "Robin Påhitt" in answer.content.decode()


@pytest.mark.parametrize("part", PAGES)
def test_a_stranger_finds_nothing(
    investigator: User, concern: Concern, piece: Piece, part: str
) -> None:
    client = signed_in(investigator)

    for answer in (
        client.get(page(concern, part.format(id=piece.pk))),
        client.post(page(concern, part.format(id=piece.pk)), typed()),
    ):
        assert answer.status_code in {404, 405}
        assert "Praised" not in answer.content.decode()
    assert Piece.objects.count() == PieceVersion.objects.count() == 1


@pytest.mark.parametrize("part", [*WRITE, "pieces/{id}/back/"])
def test_a_records_officer_reads_and_writes_nothing(
    school: Agency, concern: Concern, piece: Piece, part: str
) -> None:
    officer = made.person("Noor")
    made.member(officer, school, Role.RECORDS_OFFICER)
    client = signed_in(officer)

    answer = client.post(page(concern, part.format(id=piece.pk)), typed())

    assert answer.status_code == 403
    assert PieceVersion.objects.count() == 1
    assert client.get(page(concern, "picture/")).status_code == 200


@pytest.mark.parametrize("part", WRITE)
def test_a_concern_closed_meanwhile_says_so_and_shows_what_was_typed(
    browser: Client, teacher: User, concern: Concern, piece: Piece, part: str
) -> None:
    close(concern, teacher)

    answer = browser.post(page(concern, part.format(id=piece.pk)), typed(seen="1"))

    assert answer.status_code == 409
    assert "Hen ska ha varit med i en körledarkurs." in answer.content.decode()
    assert PieceVersion.objects.count() == 1


@pytest.mark.parametrize("part", WRITE)
def test_a_concern_erased_meanwhile_says_so_and_shows_what_was_typed(
    browser: Client, concern: Concern, piece: Piece, part: str
) -> None:
    protection.begin_erasure(
        concern_id=concern.pk,
        room_id=concern.agency_id,
        municipality_id=concern.municipality_id,
        reference=concern.reference,
        by=concern.opened_by_id,
        role="records-officer",
    )

    answer = browser.post(page(concern, part.format(id=piece.pk)), typed(seen="1"))

    assert answer.status_code == 410
    assert "Hen ska ha varit med i en körledarkurs." in answer.content.decode()


def test_a_double_click_writes_one_piece(browser: Client, concern: Concern) -> None:
    given = typed()

    first = browser.post(page(concern, "pieces/add/"), given)
    browser.post(page(concern, "pieces/add/"), given)

    assert first.headers["Location"] == page(concern) + "#pieces"
    assert Piece.objects.count() == 1
    assert latest(concern) == Note(
        kind=NoteKind.TOLD,
        text=given["text"],
        date="2026-10",
        source="mentorn",
        pack=shelf.current().edition,
    )


def test_a_correction_needs_a_reason_and_keeps_what_stood_there(
    browser: Client, concern: Concern, piece: Piece
) -> None:
    address = page(concern, f"pieces/{piece.pk}/")

    without = browser.post(address, typed(seen="1"))
    browser.post(address, typed(seen="1", reason="Jag hörde fel."))

    assert without.status_code == 422
    assert typed()["text"] in without.content.decode()
    shown = browser.get(f"{address}versions/").content.decode()
    assert shown.index("Jag hörde fel.") < shown.index("Praised an attack")
    assert latest(concern).factors == made.SEEN.factors


def test_the_second_to_correct_sees_both_texts_and_may_save_again(
    browser: Client, concern: Concern, teacher: User, piece: Piece
) -> None:
    first = dataclasses.replace(made.SEEN, text="Berömde en film.", reason="Frågade igen.")
    services.correct_piece(by=teacher, concern=concern, piece=piece, contents=first, seen=1)
    address = page(concern, f"pieces/{piece.pk}/")
    mine = typed(seen="1", reason="Mentorn sa det.")

    clash = browser.post(address, mine)
    again = browser.post(address, mine | {"seen": "2"})

    assert clash.status_code == 422
    shown = clash.content.decode()
    assert "Berömde en film." in shown
    assert mine["text"] in shown
    assert '<input type="hidden" name="seen" value="2"' in shown
    assert again.status_code == 302
    assert latest(concern).text == mine["text"]


def test_a_piece_is_taken_away_with_a_reason_and_brought_back(
    browser: Client, concern: Concern, piece: Piece
) -> None:
    address = page(concern, f"pieces/{piece.pk}/")

    assert browser.post(f"{address}away/", {"seen": "1"}).status_code == 422
    browser.post(f"{address}away/", {"seen": "1", "reason": "Det var någon annan."})
    away = browser.get(page(concern)).content.decode()
    gone = selectors.open_concern(concern).here
    browser.post(f"{address}back/")

    assert gone == ()
    assert "Det var någon annan." in away
    assert latest(concern) == made.SEEN
    assert PieceVersion.objects.count() == 3


def test_a_piece_changed_meanwhile_is_not_taken_away_unseen(
    browser: Client, concern: Concern, teacher: User, piece: Piece
) -> None:
    first = dataclasses.replace(made.SEEN, text="Berömde en film.", reason="Frågade igen.")
    services.correct_piece(by=teacher, concern=concern, piece=piece, contents=first, seen=1)

    answer = browser.post(
        page(concern, f"pieces/{piece.pk}/away/"), {"seen": "1", "reason": "Fel person."}
    )

    assert answer.status_code == 422
    assert "Berömde en film." in answer.content.decode()
    assert "Fel person." in answer.content.decode()
    assert not latest(concern).gone


def test_factors_are_linked_on_both_sides_and_each_says_what_it_does_not_mean(
    browser: Client, concern: Concern, piece: Piece
) -> None:
    pack = shelf.current()
    both = [
        next(factor for factor in pack.factors if factor.side == side)
        for side in ("protective", "risk")
    ]

    browser.post(
        page(concern, f"pieces/{piece.pk}/factors/"),
        {"seen": "1", "factors": [factor.id for factor in both]},
    )

    shown = browser.get(page(concern, "picture/")).content.decode()
    for factor in both:
        assert factor.does_not_mean.sv in shown
    assert latest(concern).text == made.SEEN.text


def test_links_that_the_content_no_longer_has_are_kept_and_shown_as_such(
    browser: Client, concern: Concern, teacher: User
) -> None:
    note = dataclasses.replace(made.SEEN, factors=("a-factor-of-old",))
    piece = services.write_piece(by=teacher, concern=concern, contents=note)
    known = shelf.current().factors[0]

    browser.post(page(concern, f"pieces/{piece.pk}/factors/"), {"seen": "1", "factors": [known.id]})

    assert latest(concern).factors == (known.id, "a-factor-of-old")
    assert "Kopplat i äldre innehåll" in browser.get(page(concern, "picture/")).content.decode()


def test_links_made_over_a_piece_changed_meanwhile_are_asked_about_and_kept(
    browser: Client, concern: Concern, teacher: User, piece: Piece
) -> None:
    first = dataclasses.replace(made.SEEN, text="Berömde en film.", reason="Frågade igen.")
    services.correct_piece(by=teacher, concern=concern, piece=piece, contents=first, seen=1)
    known = shelf.current().factors[0]

    answer = browser.post(
        page(concern, f"pieces/{piece.pk}/factors/"), {"seen": "1", "factors": [known.id]}
    )

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Berömde en film." in shown
    assert f'id="factor-{known.id}" checked' in shown
    assert latest(concern) == first


def test_what_was_unknown_is_answered_once_and_points_to_the_answer(
    browser: Client, concern: Concern, unknown: Piece
) -> None:
    address = page(concern, f"pieces/{unknown.pk}/answer/")
    given = typed(seen="1")

    assert "Har hen någon ny vän?" in browser.get(address).content.decode()
    browser.post(address, given)
    browser.post(address, given)

    opened = selectors.open_concern(concern)
    assert [piece.id for piece in opened.here] == [given["id"]]
    asked = opened.piece(unknown.pk)
    assert asked is not None
    assert asked.note.answered_by == given["id"]
    assert f"#piece-{given['id']}" in browser.get(page(concern)).content.decode()


def test_a_question_answered_by_somebody_else_meanwhile_takes_no_second_answer(
    browser: Client, concern: Concern, unknown: Piece
) -> None:
    address = page(concern, f"pieces/{unknown.pk}/answer/")
    browser.post(address, typed(seen="1"))

    answer = browser.post(address, typed(seen="1", text="Nej, inte vad jag vet."))

    assert answer.status_code == 422
    assert "Nej, inte vad jag vet." in answer.content.decode()
    assert Piece.objects.count() == 2


def test_what_they_say_and_were_told_is_kept_by_voice(browser: Client, concern: Concern) -> None:
    words = {"text": "Jag skojade bara.", "date": "2026-11-12", "source": "kuratorn"}
    browser.post(page(concern, "pieces/view/"), {"id": str(new_id()), "voice": "person", **words})
    browser.post(
        page(concern, "pieces/told/"),
        {"id": str(new_id()), "voice": "guardians", **words, "text": "Att vi är oroliga."},
    )

    opened = selectors.open_concern(concern)
    (view,) = opened.of_kind(NoteKind.VIEW)
    (told,) = opened.of_kind(NoteKind.INFORMED)
    assert (view.note.voice, view.note.text) == (Voice.PERSON, "Jag skojade bara.")
    assert (told.note.voice, told.note.source) == (Voice.GUARDIANS, "kuratorn")


@pytest.mark.parametrize("missing", ["voice", "text", "date", "source"])
def test_what_they_were_told_says_whom_what_when_and_by_whom(
    browser: Client, concern: Concern, missing: str
) -> None:
    words = {"text": "Att vi är oroliga.", "date": "2026-11-12", "source": "kuratorn"}
    given = {"id": str(new_id()), "voice": "person", **words} | {missing: ""}

    assert browser.post(page(concern, "pieces/told/"), given).status_code == 422
    assert not Piece.objects.exists()


@pytest.mark.parametrize("characters", [20_001, 200_000])
def test_a_text_too_long_is_refused_with_the_reason_and_not_lost(
    browser: Client, concern: Concern, characters: int
) -> None:
    answer = browser.post(page(concern, "pieces/add/"), typed(text="ö" * characters))

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "20000 tecken" in shown.replace("\xa0", "")
    assert "ö" * characters in shown
    assert not Piece.objects.exists()


def test_a_text_of_the_full_length_is_kept_whole(browser: Client, concern: Concern) -> None:
    browser.post(page(concern, "pieces/add/"), typed(text="ö" * 20_000))

    assert latest(concern).text == "ö" * 20_000


def test_markup_is_text(browser: Client, concern: Concern) -> None:
    browser.post(
        page(concern, "pieces/add/"),
        typed(text="<script>alert(1)</script>", source="<b>x</b>"),
    )

    for part in ("", "picture/", "timeline/"):
        shown = browser.get(page(concern, part)).content.decode()
        assert "<script>alert" not in shown
        assert "<b>x" not in shown
        assert "&lt;script&gt;alert(1)" in shown


@pytest.mark.parametrize("hidden", ["\u202e", "\x07", "\u2066"])
def test_characters_nobody_sees_are_taken_away_and_said(
    browser: Client, concern: Concern, hidden: str
) -> None:
    answer = browser.post(page(concern, "pieces/add/"), typed(text=f"Före{hidden}efter"))

    assert answer.status_code == 422
    assert "Föreefter" in answer.content.decode()
    assert hidden not in answer.content.decode()
    assert not Piece.objects.exists()


def test_a_change_of_language_keeps_what_was_typed_and_saves_nothing(
    browser: Client, concern: Concern, piece: Piece
) -> None:
    given = typed(seen="1", reason="Jag hörde fel.", leave="language")

    answer = browser.post(page(concern, f"pieces/{piece.pk}/", "en"), given)

    assert answer.status_code == 200
    assert given["text"] in answer.content.decode()
    assert given["reason"] in answer.content.decode()
    assert PieceVersion.objects.count() == 1


def test_going_back_from_an_empty_page_saves_nothing(browser: Client, concern: Concern) -> None:
    answer = browser.post(
        page(concern, "pieces/told/"),
        {"id": str(new_id()), "date": timezone.localdate().isoformat(), "leave": "back"},
    )

    assert answer.headers["Location"] == page(concern) + "#voices"
    assert not Piece.objects.exists()


def test_who_reads_versions_is_put_on_record(
    browser: Client, concern: Concern, piece: Piece
) -> None:
    browser.get(page(concern, f"pieces/{piece.pk}/versions/"))

    assert Entry.objects.filter(action="versions.read", about=concern.reference).exists()


def test_a_review_is_no_piece_to_correct(browser: Client, concern: Concern, teacher: User) -> None:
    review = services.write_piece(
        by=teacher, concern=concern, contents=Note(kind=NoteKind.REVIEW, text="Lugnare.")
    )

    assert browser.get(page(concern, f"pieces/{review.pk}/")).status_code == 404


def queries(client: Client, address: str) -> int:
    with ExitStack() as stack:
        counts = [
            stack.enter_context(CaptureQueriesContext(connections[name]))
            for name in ("default", "keys", "ledger")
        ]
        assert client.get(address).status_code == 200
    return sum(len(count) for count in counts)


@pytest.mark.parametrize("part", ["", "picture/", "timeline/"])
def test_fifty_pieces_take_no_more_queries_than_one(
    browser: Client, concern: Concern, teacher: User, piece: Piece, part: str
) -> None:
    browser.get(page(concern, part))
    with_one = queries(browser, page(concern, part))
    kinds: list[dict[str, Any]] = [
        {"kind": NoteKind.SEEN},
        {"kind": NoteKind.UNKNOWN, "factors": ()},
        {"kind": NoteKind.VIEW, "voice": Voice.PERSON},
    ]
    for number in range(49):
        note = dataclasses.replace(made.SEEN, text=f"Bit {number}", **kinds[number % 3])
        services.write_piece(by=teacher, concern=concern, contents=note)

    assert queries(browser, page(concern, part)) == with_one
