"""The draft's own pages in the browser."""

from __future__ import annotations

import html
import re
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fyrstod.core.pieces import Piece, PieceKind
from fyrstod.drafts import files, services
from fyrstod.drafts.contents import MAX_PIECES, Contents, OwnQuestion, Plan
from fyrstod.drafts.fields import fingerprint
from fyrstod.drafts.http import COOKIE
from fyrstod.drafts.models import Draft
from fyrstod.drafts.rules import Ticket
from fyrstod.packs import shelf
from fyrstod.packs.schema import Side
from tests.drafts.conftest import held, hold, new_browser, piece
from tests.drafts.test_contents import ASSESSMENT

PASSPHRASE = "fyra lugna ord här"
SOME_ID = "11111111-1111-4111-8111-111111111111"
NEEDS_DRAFT = [
    "/sv/draft/",
    "/sv/draft/save/",
    "/sv/draft/pieces/add/",
    f"/sv/draft/pieces/{SOME_ID}/",
    f"/sv/draft/pieces/{SOME_ID}/factors/",
    f"/sv/draft/pieces/{SOME_ID}/remove/",
]


def text_of(response: HttpResponseBase) -> str:
    """A page as a person reads it, with characters in place of their codes."""
    return html.unescape(getattr(response, "content", b"").decode())


def fields(of: Piece | None = None, /, **given: str) -> dict[str, str]:
    """What the form of a piece sends."""
    start = {"id": str(uuid.uuid4()), "seen": "", "kind": "seen", "text": "Hon grät på rasten."}
    if of is not None:
        start |= {
            "id": of.id,
            "seen": fingerprint(of),
            "kind": of.kind,
            "text": of.text,
            "date": of.date,
            "source": of.source,
        }
    return start | given


def locked(contents: Contents, passphrase: str = PASSPHRASE) -> SimpleUploadedFile:
    return SimpleUploadedFile("mitt.fyrstod", files.to_file(contents, passphrase))


# Who may open what


@pytest.mark.parametrize("address", NEEDS_DRAFT)
def test_a_stranger_without_a_draft_is_told_so_and_gets_no_key(
    browser: Client, address: str
) -> None:
    response = browser.get(address)

    assert response.status_code == 404
    assert COOKIE not in response.cookies
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", [*NEEDS_DRAFT, "/sv/draft/open/"])
def test_nothing_can_be_typed_where_nobody_is_named_as_operator(
    browser: Client, settings: Settings, address: str
) -> None:
    hold(browser, Contents())
    settings.FYRSTOD_OPERATOR = ""

    response = browser.get(address)

    assert response.status_code == 403
    assert "<textarea" not in text_of(response)


@pytest.mark.parametrize("address", [*NEEDS_DRAFT[1:], "/sv/draft/open/"])
def test_nothing_is_taken_in_where_nobody_is_named_as_operator(
    browser: Client, settings: Settings, address: str
) -> None:
    draft = hold(browser, Contents())
    settings.FYRSTOD_OPERATOR = ""

    response = browser.post(address, fields())

    assert response.status_code == 403
    assert held(draft) == Contents()


@pytest.mark.parametrize(
    "value", ["x", "A" * 64, "å", Ticket(uuid.UUID(int=7), bytes(32)).to_cookie()]
)
def test_a_tampered_cookie_opens_nothing_and_is_taken_back(browser: Client, value: str) -> None:
    hold(browser, Contents(pieces=(piece("Hemligt."),)))
    browser.cookies[COOKIE] = value

    response = browser.get("/sv/draft/")

    assert response.status_code == 410
    assert response.cookies[COOKIE]["max-age"] == 0
    assert "Hemligt." not in text_of(response)


def test_the_right_draft_with_the_wrong_key_opens_nothing(browser: Client) -> None:
    draft = hold(browser, Contents(pieces=(piece("Hemligt."),)))
    browser.cookies[COOKIE] = Ticket(draft.ticket.draft_id, b"\x00" * 32).to_cookie()

    assert browser.get("/sv/draft/").status_code == 410


def test_an_expired_draft_is_gone_and_what_was_just_typed_is_shown(browser: Client) -> None:
    hold(browser, Contents())
    Draft.objects.update(expires_at=timezone.now())

    response = browser.post("/sv/draft/pieces/add/", fields(text="Det här får inte försvinna."))

    assert response.status_code == 410
    assert "Det här får inte försvinna." in text_of(response)
    assert response.cookies[COOKIE]["max-age"] == 0


@pytest.mark.parametrize("address", ["/sv/draft/", "/sv/draft/save/", "/sv/draft/pieces/add/"])
def test_what_belongs_to_a_draft_is_never_kept_by_a_cache(browser: Client, address: str) -> None:
    hold(browser, Contents())

    response = browser.get(address)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"


def test_wherever_one_types_the_operator_is_named(browser: Client) -> None:
    hold(browser, Contents())

    for address in ("/sv/draft/pieces/add/", "/sv/draft/save/", "/sv/draft/open/"):
        assert "Björkdala kommun (påhittad)" in text_of(browser.get(address)), address


# Pieces


def test_a_piece_is_written_and_leads_back_to_the_pieces(browser: Client) -> None:
    draft = hold(browser, Contents())
    typed = fields(text="Hon log.", date="2026-11", source="gympan", kind="told")

    response = browser.post("/sv/draft/pieces/add/", typed)

    assert response.status_code == 302
    assert response["Location"] == "/sv/worry/pieces/"
    assert held(draft).pieces == (
        Piece(
            id=typed["id"], kind=PieceKind.TOLD, text="Hon log.", date="2026-11", source="gympan"
        ),
    )


def test_a_double_submit_writes_one_piece(browser: Client) -> None:
    draft = hold(browser, Contents())
    typed = fields()

    browser.post("/sv/draft/pieces/add/", typed)
    browser.post("/sv/draft/pieces/add/", typed)

    assert [saved.text for saved in held(draft).pieces] == [typed["text"]]


@pytest.mark.parametrize(
    ("wrong", "target"),
    [
        ({"text": ""}, "id_text"),
        ({"kind": ""}, "id_kind"),
        ({"kind": "guessed"}, "id_kind"),
        ({"date": "2026-02-30"}, "id_date"),
        ({"date": "2999-01-01"}, "id_date"),
        ({"text": "a" * 20_001}, "id_text"),
        ({"text": "Hej \u202edu"}, "id_text"),
        ({"source": "b" * 201}, "id_source"),
    ],
)
def test_every_error_is_named_at_its_field_and_keeps_what_was_typed(
    browser: Client, wrong: dict[str, str], target: str
) -> None:
    draft = hold(browser, Contents())
    typed = {"text": "Det som skrevs.", "date": "2026-11-02", "source": "Mattias", **wrong}

    response = browser.post("/sv/draft/pieces/add/", fields(**typed))

    page = text_of(response)
    assert response.status_code == 422
    assert f'href="#{target}"' in page
    assert f'id="{target}_error"' in page
    assert all(value.replace("\u202e", "") in page for value in typed.values())
    assert held(draft).pieces == ()


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ draft.ticket }}"]
)
def test_typed_text_is_shown_as_text(browser: Client, text: str) -> None:
    written = piece(text, source=text)
    hold(browser, Contents(pieces=(written,)))

    for address in (
        f"/sv/draft/pieces/{written.id}/",
        f"/sv/draft/pieces/{written.id}/factors/",
        f"/sv/draft/pieces/{written.id}/remove/",
    ):
        content = browser.get(address).content.decode()
        assert text in html.unescape(content), address
        assert "<script>alert" not in content, address
        assert "<img src=x" not in content, address


def test_a_full_draft_takes_no_more_pieces_and_shows_what_was_typed(browser: Client) -> None:
    draft = hold(browser, Contents(pieces=tuple(piece() for _ in range(MAX_PIECES))))

    response = browser.post("/sv/draft/pieces/add/", fields(text="En för mycket."))

    assert response.status_code == 413
    assert "En för mycket." in text_of(response)
    assert len(held(draft).pieces) == MAX_PIECES


def test_a_piece_is_changed_in_its_place_and_keeps_its_factors(browser: Client) -> None:
    factor = shelf.current().factors[0]
    first, second = piece("Först.", factors=(factor.id,)), piece("Sedan.")
    draft = hold(browser, Contents(pieces=(first, second)))

    browser.post(f"/sv/draft/pieces/{first.id}/", fields(first, text="Ändrat."))

    assert [saved.text for saved in held(draft).pieces] == ["Ändrat.", "Sedan."]
    assert held(draft).pieces[0].factors == (factor.id,)


def test_a_piece_changed_in_another_tab_is_shown_beside_what_was_typed_here(
    browser: Client,
) -> None:
    before = piece("Som det var.")
    draft = hold(browser, Contents(pieces=(before,)))
    typed_here = fields(before, text="Från den här fliken.")
    browser.post(f"/sv/draft/pieces/{before.id}/", fields(before, text="Från den andra fliken."))

    response = browser.post(f"/sv/draft/pieces/{before.id}/", typed_here)

    assert response.status_code == 422
    assert "Från den andra fliken." in text_of(response)
    assert "Från den här fliken." in text_of(response)
    assert held(draft).pieces[0].text == "Från den andra fliken."

    form = response.context["form"]
    again = browser.post(
        f"/sv/draft/pieces/{before.id}/", {**typed_here, "seen": form["seen"].value()}
    )

    assert again.status_code == 302
    assert held(draft).pieces[0].text == "Från den här fliken."


def test_a_piece_removed_in_another_tab_comes_back_with_what_was_typed_here(
    browser: Client,
) -> None:
    before = piece("Som det var.")
    draft = hold(browser, Contents(pieces=(before,)))
    services.change(draft.ticket, lambda contents: contents.without_piece(before.id))

    browser.post(f"/sv/draft/pieces/{before.id}/", fields(before, text="Ändrat här."))

    assert [saved.text for saved in held(draft).pieces] == ["Ändrat här."]


def test_a_piece_that_comes_back_to_a_full_draft_is_refused_and_breaks_nothing(
    browser: Client,
) -> None:
    removed = piece()
    full = Contents(pieces=tuple(piece() for _ in range(MAX_PIECES)))
    draft = hold(browser, full)

    response = browser.post(
        f"/sv/draft/pieces/{removed.id}/", fields(removed, text="Får inte försvinna.")
    )

    assert response.status_code == 413
    assert "Får inte försvinna." in text_of(response)
    assert held(draft) == full


def test_a_piece_is_removed_only_after_a_question(browser: Client) -> None:
    first, second = piece("Ta bort mig."), piece("Behåll mig.")
    draft = hold(browser, Contents(pieces=(first, second)))

    question = browser.get(f"/sv/draft/pieces/{first.id}/remove/")
    assert "Ta bort mig." in text_of(question)
    assert held(draft).pieces == (first, second)

    browser.post(f"/sv/draft/pieces/{first.id}/remove/")
    browser.post(f"/sv/draft/pieces/{first.id}/remove/")

    assert held(draft).pieces == (second,)


def test_every_factor_of_both_sides_is_offered(
    browser: Client,
) -> None:
    written = piece()
    hold(browser, Contents(pieces=(written,)))

    page = text_of(browser.get(f"/sv/draft/pieces/{written.id}/factors/"))

    assert page.count('name="factors"') == len(shelf.current().factors)


@pytest.mark.parametrize(("lens", "first"), [("care", Side.PROTECTIVE), ("security", Side.RISK)])
def test_the_lens_turns_the_order_of_the_sides_and_hides_none(
    browser: Client, lens: str, first: Side
) -> None:
    written = piece()
    hold(browser, Contents(pieces=(written,), lens=lens))  # type: ignore[arg-type]  # a parameter

    page = text_of(browser.get(f"/sv/draft/pieces/{written.id}/factors/"))

    places = {side: page.index(f'class="side side--{side}"') for side in Side}
    assert min(places, key=lambda side: places[side]) is first


def test_links_are_saved_once_each_and_unknown_ids_dropped(browser: Client) -> None:
    one, other = shelf.current().factors[0].id, shelf.current().factors[-1].id
    written = piece()
    draft = hold(browser, Contents(pieces=(written,)))

    browser.post(
        f"/sv/draft/pieces/{written.id}/factors/",
        {"factors": [one, "made-up", other, one], "back": "worry"},
    )

    assert held(draft).pieces[0].factors == (one, other)


def test_links_that_the_page_does_not_show_are_kept(browser: Client) -> None:
    written = piece(factors=("of-another-version",))
    draft = hold(browser, Contents(pieces=(written,)))
    known = shelf.current().factors[0].id

    browser.post(f"/sv/draft/pieces/{written.id}/factors/", {"factors": [known]})

    assert held(draft).pieces[0].factors == (known, "of-another-version")


def test_saving_and_linking_in_one_go_leads_to_the_factors(browser: Client) -> None:
    hold(browser, Contents())
    typed = fields(then_factors="1", back="plan")

    response = browser.post("/sv/draft/pieces/add/", typed)

    assert response["Location"] == f"/sv/draft/pieces/{typed['id']}/factors/?back=plan"


@pytest.mark.parametrize(
    ("mark", "address"),
    [
        ("worry", "/sv/worry/pieces/"),
        ("plan", "/sv/guide/my-plan/"),
        ("concern.heard", "/sv/reports/concern/page/heard/"),
        ("https://example.org/", "/sv/worry/pieces/"),
        ("//example.org", "/sv/worry/pieces/"),
        ("concern.../..", "/sv/worry/pieces/"),
    ],
)
def test_the_way_back_never_leads_away_from_the_site(
    browser: Client, mark: str, address: str
) -> None:
    hold(browser, Contents())

    response = browser.post("/sv/draft/pieces/add/", fields(back=mark))

    assert response["Location"] == address


def test_a_piece_that_does_not_exist_is_not_found(browser: Client) -> None:
    hold(browser, Contents())

    for address in NEEDS_DRAFT[3:]:
        assert browser.get(address).status_code == 404


# Leaving a page with words on it


def test_a_change_of_language_shows_a_piece_as_it_was_typed(browser: Client) -> None:
    draft = hold(browser, Contents())
    typed = fields(kind="told", text="Hon sa <nej>.", date="i våras", source="mentorn")

    answered = browser.post("/en/draft/pieces/add/", {**typed, "leave": "language"})

    page = text_of(answered)
    assert answered.status_code == 200
    assert "Write a piece" in page
    assert "Hon sa <nej>.</textarea>" in page
    assert 'value="i våras"' in page
    assert 'value="mentorn"' in page
    assert re.search(r'value="told"[^>]* checked', page)
    assert f'value="{typed["id"]}"' in page
    assert "Something needs a second look" not in page
    assert held(draft).pieces == ()


def test_a_change_of_language_keeps_a_change_that_is_not_saved(browser: Client) -> None:
    written = piece("Före.")
    draft = hold(browser, Contents(pieces=(written,)))
    typed = fields(written, text="Efter.", leave="language")

    page = text_of(browser.post(f"/en/draft/pieces/{written.id}/", typed))

    assert "Change a piece" in page
    assert "Efter.</textarea>" in page
    assert f'value="{fingerprint(written)}"' in page
    assert held(draft).pieces == (written,)


def test_a_change_of_language_keeps_a_piece_that_another_tab_removed(browser: Client) -> None:
    gone = piece("Borta.")
    hold(browser, Contents())

    answered = browser.post(
        f"/en/draft/pieces/{gone.id}/", fields(gone, text="Kvar.", leave="language")
    )

    assert answered.status_code == 200
    assert "Kvar.</textarea>" in text_of(answered)


def test_a_step_back_saves_a_whole_piece(browser: Client) -> None:
    draft = hold(browser, Contents())

    left = browser.post("/sv/draft/pieces/add/", fields(leave="back", back="concern.why-now"))

    assert left["Location"] == "/sv/reports/concern/page/why-now/"
    assert [saved.text for saved in held(draft).pieces] == ["Hon grät på rasten."]


@pytest.mark.parametrize(
    "typed", [{"kind": ""}, {"text": "", "date": "2026-11"}, {"text": "", "source": "mentorn"}]
)
def test_a_step_back_from_half_a_piece_keeps_it_and_shows_a_way_out(
    browser: Client, typed: dict[str, str]
) -> None:
    draft = hold(browser, Contents())

    answered = browser.post("/sv/draft/pieces/add/", fields(leave="back", **typed))

    assert answered.status_code == 422
    assert all(value in text_of(answered) for value in typed.values())
    assert "Lämna utan att spara" in text_of(answered)
    assert held(draft).pieces == ()


@pytest.mark.parametrize("kind", ["", "seen"])
def test_a_step_back_from_an_empty_piece_saves_nothing(browser: Client, kind: str) -> None:
    draft = hold(browser, Contents())

    left = browser.post("/sv/draft/pieces/add/", fields(kind=kind, text=" ", leave="back"))

    assert left["Location"] == "/sv/worry/pieces/"
    assert held(draft).pieces == ()


def test_a_step_back_tells_of_a_change_in_another_tab(browser: Client) -> None:
    now = piece("Nu.")
    draft = hold(browser, Contents(pieces=(now,)))

    answered = browser.post(
        f"/sv/draft/pieces/{now.id}/", fields(now, seen="annat", text="Då.", leave="back")
    )

    assert answered.status_code == 422
    assert "Då.</textarea>" in text_of(answered)
    assert held(draft).pieces == (now,)


def test_ticked_factors_follow_to_the_other_language(browser: Client) -> None:
    written = piece()
    draft = hold(browser, Contents(pieces=(written,)))
    factor = shelf.current().factors[0].id
    address = f"/en/draft/pieces/{written.id}/factors/"

    answered = browser.post(address, {"factors": [factor], "back": "plan", "leave": "language"})

    assert answered["Location"] == f"{address}?back=plan"
    assert held(draft).pieces[0].factors == (factor,)


# An answer to a question


def test_an_answer_keeps_which_question_it_was_and_who_was_asked(browser: Client) -> None:
    question = shelf.current().questions[0]
    plan = Plan(asker="school", person="teenager", step="concern")
    draft = hold(browser, Contents(plan=plan))
    person = next(p.title.sv for p in shelf.current().people if p.id == "teenager")
    address = f"/sv/draft/pieces/add/?back=plan&question={question.id}"

    page = text_of(browser.get(address))

    begun = f"Fråga: {question.text.sv}\nSvar: "
    assert f"Svar på: {question.text.sv}" in page
    assert begun in page
    assert f'value="{person}"' in page
    sent = fields(kind="told", text=begun, back="plan", question=question.id)
    empty = browser.post("/sv/draft/pieces/add/", sent)
    assert empty.status_code == 422
    assert f"Svar på: {question.text.sv}" in text_of(empty)
    saved = browser.post("/sv/draft/pieces/add/", {**sent, "text": f"{begun}Bra."})
    assert saved["Location"] == "/sv/guide/my-plan/"
    assert held(draft).pieces[0].text == f"{begun}Bra."


def test_a_question_without_an_answer_is_put_in_the_language_of_the_page(browser: Client) -> None:
    question = shelf.current().questions[0]
    hold(browser, Contents(plan=Plan(asker="school", person="teenager", step="concern")))
    sent = fields(kind="told", text=f"Fråga: {question.text.sv}\r\nSvar:", question=question.id)

    page = text_of(browser.post("/en/draft/pieces/add/", {**sent, "leave": "language"}))

    assert f"Question: {question.text.en}\nAnswer: " in page
    assert question.text.sv not in page
    still_no_answer = browser.post("/en/draft/pieces/add/", sent)
    assert still_no_answer.status_code == 422


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_step_back_from_an_untouched_answer_saves_nothing(browser: Client, language: str) -> None:
    question = shelf.current().questions[0]
    plan = Plan(asker="school", person="teenager", step="concern")
    draft = hold(browser, Contents(plan=plan))
    begun = f"Fråga: {question.text.sv}\r\nSvar:"
    sent = fields(kind="told", text=begun, back="plan", question=question.id, leave="back")

    left = browser.post(f"/{language}/draft/pieces/add/", sent)

    assert left["Location"] == f"/{language}/guide/my-plan/"
    assert held(draft).pieces == ()


def test_a_question_of_ones_own_is_answered_by_its_id(browser: Client) -> None:
    own = OwnQuestion(id=str(uuid.uuid4()), text="Hur mår <hunden>?")
    plan = Plan(asker="school", person="teenager", step="concern", own=(own,))
    hold(browser, Contents(plan=plan))

    page = browser.get(f"/sv/draft/pieces/add/?back=plan&question={own.id}").text

    assert "Svar på: Hur mår &lt;hunden&gt;?" in page


def test_an_unknown_question_gives_an_ordinary_piece(browser: Client) -> None:
    hold(browser, Contents())

    page = text_of(browser.get("/sv/draft/pieces/add/?back=plan&question=x9"))

    assert "Svar på" not in page
    assert "x9" not in page.partition("<main")[2]


@pytest.mark.parametrize("kind", list(PieceKind))
def test_two_questions_to_oneself_for_the_kind_stand_beside_the_text(
    browser: Client, kind: PieceKind
) -> None:
    hold(browser, Contents())

    page = text_of(browser.get(f"/sv/draft/pieces/add/?kind={kind}"))

    beside = page.partition('id="while-you-write"')[2].partition("</section>")[0]
    suited = [p.text.sv for p in shelf.current().prompts if kind in p.kinds]
    assert [text for text in suited if text in beside] == suited[:2]
    assert page.index('id="while-you-write"') < page.index('name="date"')


# The file


def test_a_saved_file_holds_the_whole_draft_and_is_locked(browser: Client) -> None:
    contents = Contents(pieces=(piece("Till filen."),), answers={"person_name": "Tuva"})
    hold(browser, contents)

    response = browser.post(
        "/sv/draft/save/", {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
    )

    assert response["Content-Disposition"].startswith('attachment; filename="fyrstod-')
    assert response["Cache-Control"] == "no-store"
    assert files.from_file(response.content, PASSPHRASE) == contents


@pytest.mark.parametrize(
    ("first", "again"), [("", ""), ("kort", "kort"), (PASSPHRASE, "fyra andra ord här")]
)
def test_a_passphrase_that_will_not_do_is_asked_for_again(
    browser: Client, first: str, again: str
) -> None:
    hold(browser, Contents())

    response = browser.post("/sv/draft/save/", {"passphrase": first, "passphrase_again": again})

    assert response.status_code == 422
    assert not first or first not in text_of(response)
    assert ("Skriv den igen." in text_of(response)) == bool(first)


def test_a_file_opened_in_a_new_browser_gets_a_key_of_its_own(browser: Client) -> None:
    contents = Contents(pieces=(piece("Ur filen."),))

    response = browser.post("/sv/draft/open/", {"file": locked(contents), "passphrase": PASSPHRASE})

    ticket = Ticket.from_cookie(response.cookies[COOKIE].value)
    assert response["Location"] == "/sv/draft/"
    assert ticket is not None
    assert services.read(ticket).contents == contents


def test_opening_a_file_asks_before_it_replaces_an_open_draft(browser: Client) -> None:
    mine, filed = Contents(pieces=(piece("Mitt."),)), Contents(pieces=(piece("Ur filen."),))
    draft = hold(browser, mine)

    asked = browser.post("/sv/draft/open/", {"file": locked(filed), "passphrase": PASSPHRASE})
    assert asked.status_code == 422
    assert 'href="#id_replace"' in text_of(asked)
    assert held(draft) == mine

    browser.post(
        "/sv/draft/open/", {"file": locked(filed), "passphrase": PASSPHRASE, "replace": "on"}
    )

    assert held(draft) == filed


def test_a_wrong_passphrase_and_an_empty_box_are_told_at_once(browser: Client) -> None:
    hold(browser, Contents())

    page = text_of(
        browser.post(
            "/sv/draft/open/", {"file": locked(Contents()), "passphrase": "fel ord helt och hållet"}
        )
    )

    assert 'href="#id_replace"' in page
    assert 'href="#id_passphrase"' in page
    assert page.index('name="replace"') < page.index('name="passphrase"')
    assert "Det du skrev finns kvar" not in page
    assert "Välj och skriv dem igen." in page


def test_nobody_is_asked_to_choose_again_what_was_never_chosen(browser: Client) -> None:
    page = text_of(browser.post("/sv/draft/open/", {"passphrase": ""}))

    assert 'href="#id_file"' in page
    assert "Välj och skriv dem igen." not in page


def test_a_wrong_passphrase_opens_nothing_and_says_what_to_try(browser: Client) -> None:
    response = browser.post(
        "/sv/draft/open/", {"file": locked(Contents()), "passphrase": "fel ord helt och hållet"}
    )

    assert response.status_code == 422
    assert 'href="#id_passphrase"' in text_of(response)
    assert "fel ord helt" not in text_of(response)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("kept", [0, 40, -1])
def test_a_truncated_file_is_said_to_be_so_at_its_field(browser: Client, kept: int) -> None:
    whole = files.to_file(Contents(), PASSPHRASE)

    response = browser.post(
        "/sv/draft/open/",
        {"file": SimpleUploadedFile("halv.fyrstod", whole[:kept]), "passphrase": PASSPHRASE},
    )

    assert response.status_code == 422
    assert 'href="#id_file"' in text_of(response)


def test_a_file_larger_than_any_draft_is_refused_unread(browser: Client) -> None:
    large = SimpleUploadedFile("stor.fyrstod", b"\x00" * (files.MAX_FILE_BYTES + 1))

    response = browser.post("/sv/draft/open/", {"file": large, "passphrase": PASSPHRASE})

    assert response.status_code == 422
    assert 'href="#id_file"' in text_of(response)


def test_guessing_passphrases_is_slowed_down(browser: Client) -> None:
    answers = [
        browser.post(
            "/sv/draft/open/",
            {"file": SimpleUploadedFile("x.fyrstod", b"x"), "passphrase": "gissning nummer"},
        ).status_code
        for _ in range(31)
    ]

    assert answers == [422] * 30 + [429]


# The end


def test_erasing_takes_the_row_and_the_cookie_and_nobody_elses(browser: Client) -> None:
    draft, other = hold(browser, Contents()), services.start(Contents())

    response = browser.post("/sv/draft/erase/")

    assert response["Location"] == "/sv/draft/erased/"
    assert response.cookies[COOKIE]["max-age"] == 0
    assert [row.pk for row in Draft.objects.all()] == [other.ticket.draft_id]
    assert draft.ticket.draft_id != other.ticket.draft_id


def test_the_draft_and_its_end_tell_of_the_self_assessment(browser: Client) -> None:
    hold(browser, Contents(assessment=ASSESSMENT))

    overview, end = browser.get("/sv/draft/"), browser.get("/sv/draft/erase/")

    assert "/sv/recommendations/self-assessment/" in text_of(overview)
    assert "Ekbacka skola" in text_of(overview)
    assert "Ekbacka skola" in text_of(end)


def test_a_draft_without_a_self_assessment_leads_to_where_one_begins(browser: Client) -> None:
    hold(browser, Contents())

    overview = text_of(browser.get("/sv/draft/"))

    assert 'href="/sv/recommendations/"' in overview
    assert "Du har inte börjat någon än." in overview


@pytest.mark.parametrize(
    ("change", "passphrase", "told"),
    [
        (lambda data: data, "fyra andra ord här", "öppnar inte filen"),
        (lambda data: data[:-1] + bytes([data[-1] ^ 1]), PASSPHRASE, "ändrats på vägen"),
        (lambda data: data[:-20], PASSPHRASE, "inte en hel Fyrstödsfil"),
    ],
    ids=["wrong passphrase", "edited", "cut off"],
)
def test_a_file_with_a_self_assessment_opens_whole_or_not_at_all(
    browser: Client, change: Callable[[bytes], bytes], passphrase: str, told: str
) -> None:
    mine = hold(browser, Contents(assessment=ASSESSMENT))
    data = files.to_file(Contents(), PASSPHRASE)
    sent = SimpleUploadedFile("mitt.fyrstod", change(data))

    response = browser.post(
        "/sv/draft/open/", {"file": sent, "passphrase": passphrase, "replace": "on"}
    )

    assert response.status_code == 422
    assert told in text_of(response)
    assert held(mine).assessment == ASSESSMENT


def test_a_visit_erases_nothing(browser: Client) -> None:
    hold(browser, Contents())

    asked = browser.get("/sv/draft/erase/")

    assert '<form method="post" action="/sv/draft/erase/">' in text_of(asked)
    assert 'href="/sv/draft/save/"' in text_of(asked)
    assert Draft.objects.count() == 1


def test_erasing_twice_ends_on_the_same_page(browser: Client) -> None:
    hold(browser, Contents())

    first, again = browser.post("/sv/draft/erase/"), browser.post("/sv/draft/erase/")

    assert first["Location"] == again["Location"]


def test_the_page_after_erasing_is_the_same_for_everybody(browser: Client) -> None:
    hold(browser, Contents())

    mine, strangers = browser.get("/sv/draft/erased/"), new_browser().get("/sv/draft/erased/")

    assert mine.content == strangers.content
    assert mine["Cache-Control"].startswith("public")


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_page_of_the_draft_opens_in_both_languages(browser: Client, language: str) -> None:
    written = piece("Samma text.")
    hold(browser, Contents(pieces=(written,)))

    for address in (
        "draft/",
        "draft/save/",
        "draft/open/",
        "draft/pieces/add/?kind=told&back=plan",
        f"draft/pieces/{written.id}/",
        f"draft/pieces/{written.id}/factors/",
        f"draft/pieces/{written.id}/remove/",
    ):
        response = browser.get(f"/{language}/{address}")
        assert response.status_code == 200, address
        assert f'<html lang="{language}"' in text_of(response)


# What it costs


def test_a_page_of_the_draft_reads_the_database_once(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    written = piece()
    hold(browser, Contents(pieces=(written,)))

    for address in ("", "pieces/add/", f"pieces/{written.id}/", f"pieces/{written.id}/factors/"):
        with django_assert_num_queries(1):
            browser.get(f"/sv/draft/{address}")


def test_saving_a_piece_reads_twice_and_writes_once(
    browser: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hold(browser, Contents())

    # The savepoint around the change is two more, and only here: a test is one transaction.
    with django_assert_num_queries(5):
        browser.post("/sv/draft/pieces/add/", fields())
