"""What a draft holds, once it is open."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from fyrstod.core.assessments import (
    Action,
    Answer,
    Assessment,
    Holders,
    Role,
    Round,
    Scope,
    State,
    Status,
)
from fyrstod.drafts.contents import (
    MAX_ACTIONS,
    MAX_ANSWERS,
    MAX_PIECES,
    MAX_ROUNDS,
    Contents,
    Made,
    OwnQuestion,
    Plan,
    Sharing,
    dump,
    parse,
)
from fyrstod.law.situation import Situation
from tests.drafts.conftest import piece

SOME_ID = "11111111-1111-4111-8111-111111111111"
ASSESSMENT = Assessment(
    scope=Scope.AGENCY,
    name="Ekbacka skola",
    pack="fyrstod 2026.2",
    day="2026-11-23",
    answers=(
        Answer(
            about="mandate",
            state=State.PARTLY,
            evidence="Beslut 2026-02-01",
            owner=Role(id="coordinator"),
            deputy=Role(words="Fältgruppens samordnare"),
            holders=Holders.ONE,
        ),
        Answer(about="forum", state=State.DOES_NOT_FIT, reason="Vi är med i grannens."),
    ),
    rounds=(Round(day="2025-11-20", pack="fyrstod 2026.1", states={"mandate": State.NOT_YET}),),
    actions=(
        Action(
            id=SOME_ID,
            what="Utse en ersättare",
            about="mandate",
            role=Role(id="coordinator"),
            by="2027-03",
            follow_up="2027-04-15",
            done_when="Namnet står i rutinen.",
            status=Status.BEGUN,
        ),
    ),
)
MADE = Made(
    at=datetime.datetime(2026, 11, 23, 12, 0, tzinfo=datetime.UTC),
    reference="FS-AAAA-BBBB",
    answers={"person_name": "a" * 16},
    pieces={SOME_ID: "b" * 16},
)


def test_everything_in_a_draft_survives_being_written_and_read() -> None:
    contents = Contents(
        pack="fyrstod 2026.1",
        plan=Plan(
            asker="school",
            person="child",
            step="concern",
            picked=("a",),
            dropped=("b",),
            own=(OwnQuestion(id=SOME_ID, text="Vad heter din hund?"),),
        ),
        pieces=(piece("Åsa sa ”nej” 🙂", date="2026-11", factors=("empathy",)),),
        answers={"person_name": "Milo", "guardians": [{"name": "Tuva"}]},
        chosen={"police": {"1": False}},
        lens="security",
        assessment=ASSESSMENT,
        sharing=Sharing(
            situation=Situation(sender="school", age=17, identified=False),
            asked=("who", "age"),
            on_date=datetime.date(2026, 11, 2),
        ),
        made={"police": MADE},
    )

    assert parse(dump(contents)) == contents


def test_a_piece_with_the_same_id_takes_the_place_of_the_old_one() -> None:
    first, second = piece("Först."), piece("Sedan.")
    changed = piece("Ändrat.", id=first.id)

    contents = Contents(pieces=(first, second)).with_piece(changed)

    assert contents.pieces == (changed, second)


def test_removing_a_piece_leaves_the_others_as_they_were() -> None:
    first, second = piece(), piece()

    assert Contents(pieces=(first, second)).without_piece(first.id).pieces == (second,)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"[]",
        b'{"risk_score": 3}',
        b'{"lens": "both"}',
        b'{"pieces": [{"id": "1", "kind": "guessed", "text": "x"}]}',
        b'{"plan": {"asker": "a", "person": "b"}}',
        b'{"made": {"police": {"at": "9999-12-31T23:59:59-14:00", "reference": "FS"}}}',
        b'{"made": {"police": {"at": "2026-11-23T12:00:00", "reference": "FS"}}}',
        b'{"made": {"letter": {"at": "2026-11-23T12:00:00Z", "reference": "FS"}}}',
    ],
)
def test_what_is_not_a_draft_is_refused(data: bytes) -> None:
    with pytest.raises(ValidationError):
        parse(data)


@pytest.mark.parametrize("strange", ["", "1", "../../sv", SOME_ID.replace("-", "")])
def test_an_id_that_no_address_can_carry_is_refused(strange: str) -> None:
    plan = Plan(asker="a", person="b", step="c", own=(OwnQuestion(id=strange, text="Och sen?"),))

    for contents in (Contents(plan=plan), Contents(pieces=(piece(id=strange),))):
        with pytest.raises(ValidationError):
            parse(dump(contents))


def test_a_draft_with_too_many_pieces_is_refused() -> None:
    data = dump(Contents(pieces=(piece(),) * (MAX_PIECES + 1)))

    with pytest.raises(ValidationError):
        parse(data)


def test_a_draft_from_before_there_were_assessments_opens_without_one() -> None:
    assert parse(b'{"pack": "fyrstod 2026.1", "lens": "care"}').assessment is None


@pytest.mark.parametrize(
    "strange",
    [
        {"answers": (Answer(about="mandate"),) * (MAX_ANSWERS + 1)},
        {"actions": ASSESSMENT.actions * (MAX_ACTIONS + 1)},
        {"rounds": ASSESSMENT.rounds * (MAX_ROUNDS + 1)},
        {"actions": (Action(id="../../sv", what="Något"),)},
        {
            "rounds": (
                Round(
                    day="2025-11-20",
                    pack="fyrstod 2026.1",
                    states={str(number): State.PARTLY for number in range(MAX_ANSWERS + 1)},
                ),
            )
        },
    ],
)
def test_an_assessment_that_no_page_could_show_is_refused(strange: dict[str, Any]) -> None:
    contents = Contents(assessment=dataclasses.replace(ASSESSMENT, **strange))

    with pytest.raises(ValidationError):
        parse(dump(contents))


@pytest.mark.parametrize("word", ["scope", "state"])
def test_an_assessment_in_other_words_than_ours_is_refused(word: str) -> None:
    data = dump(Contents(assessment=ASSESSMENT))
    ours = {"scope": b'"agency"', "state": b'"partly"'}[word]

    with pytest.raises(ValidationError):
        parse(data.replace(ours, b'"excellent"'))


@pytest.mark.parametrize(
    "situation",
    [
        {"age": -1},
        {"age": 121},
        {"sender": "bank"},
        {"consent_person": "perhaps"},
        {"name": "Milo"},
    ],
)
def test_a_situation_that_cannot_be_is_no_draft(situation: dict[str, object]) -> None:
    data = TypeAdapter(dict[str, object]).dump_json({"sharing": {"situation": situation}})

    with pytest.raises(ValidationError):
        parse(data)
