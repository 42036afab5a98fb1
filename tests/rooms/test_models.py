"""What the database itself holds to in a room, and what of it stands in clear."""

from __future__ import annotations

import dataclasses
import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from fyrstod.access.policy import Role
from fyrstod.core.ids import new_id
from fyrstod.people.models import User
from fyrstod.rooms import disclosure_services, handover_services, rows, services
from fyrstod.rooms.contents import Briefing, SamePerson
from fyrstod.rooms.disclosure_rules import State
from fyrstod.rooms.models import (
    BriefingVersion,
    Concern,
    Disclosure,
    Handover,
    Identity,
    InConcern,
    Namesake,
    Paper,
    Parcel,
    Piece,
    PieceVersion,
    Receipt,
    Seat,
    Task,
    Word,
)
from fyrstod.rooms.rules import Offer, Status
from tests.rooms import given, made, seated

pytestmark = pytest.mark.django_db(databases="__all__")

NOW = timezone.now()
DAY = datetime.date(2031, 12, 1)
MODELS = list(apps.get_app_config("rooms").get_models())
OF_EVERY_ROW = {"id", "municipality"}
"""Which row, and whose."""


def names_of(model: type[models.Model]) -> set[str]:
    return {constraint.name for constraint in model._meta.constraints}


def refused(row: models.Model) -> str:
    """What the database says of a row that it does not take."""
    with pytest.raises(IntegrityError) as problem, transaction.atomic():
        row.save(force_insert=row._state.adding)
    return str(problem.value)


def twin(row: models.Model) -> Any:
    """Another row that says the same."""
    same = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    return type(row)(id=new_id(), **same)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_is_sealed_or_says_why_it_stands_in_clear(model: Any) -> None:
    listed = dict(model.in_clear)
    always = OF_EVERY_ROW | ({"concern"} if issubclass(model, InConcern) else set())
    fields = {field.name for field in model._meta.concrete_fields}

    assert fields - always - {"sealed"} == set(listed)
    assert all(listed.values())


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_row_holds_no_text_in_clear_but_words_of_the_code(model: Any) -> None:
    """What can hold what somebody typed is bytes, and sealed."""
    text = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField | models.JSONField)
        and not field.choices
    }

    assert text == ({"reference"} if model is Concern else set())


def closed(**other: Any) -> dict[str, Any]:
    return {"status": Status.CLOSED, "closed_at": NOW, "closed_by": "teacher", **other}


BREAKS: list[tuple[str, dict[str, Any]]] = [
    ("concern_closed_at_and_closed_by_and_status_go_together", {"status": Status.CLOSED}),
    ("concern_closed_at_and_closed_by_and_status_go_together", {"closed_at": NOW}),
    ("concern_closed_at_and_closed_by_and_status_go_together", {"closed_by": "teacher"}),
    ("concern_closed_at_and_closed_by_and_status_go_together", closed(closed_by=None)),
    ("concern_closed_at_and_closed_by_and_status_go_together", closed(status=Status.WORKING)),
    ("concern_has_a_clock_or_an_open_question_only_when_closed", {"erase_on": DAY}),
    ("concern_has_a_clock_or_an_open_question_only_when_closed", {"disposal_open": True}),
    (
        "concern_clock_and_open_question_exclude_each_other",
        closed(erase_on=DAY, disposal_open=True),
    ),
]


@pytest.mark.parametrize(("name", "fields"), BREAKS)
def test_a_concern_that_breaks_a_rule_is_refused(
    concern: Concern, teacher: User, name: str, fields: dict[str, Any]
) -> None:
    for field, value in fields.items():
        setattr(concern, field, teacher if value == "teacher" else value)

    assert name in refused(concern)


@pytest.mark.parametrize("fields", [closed(erase_on=DAY), closed(disposal_open=True)])
def test_a_closed_concern_has_a_clock_or_an_open_question(
    concern: Concern, teacher: User, fields: dict[str, Any]
) -> None:
    for field, value in fields.items():
        setattr(concern, field, teacher if value == "teacher" else value)

    concern.save()


def test_a_reference_is_there_once_in_a_room_and_again_in_another(
    concern: Concern, social: Any
) -> None:
    same = twin(concern)

    assert "UNIQUE" in refused(same).upper()

    same.agency = social
    same.save(force_insert=True)


def test_a_concern_has_one_identity(concern: Concern) -> None:
    same = twin(Identity.objects.get(concern=concern))

    assert "UNIQUE" in refused(same).upper()


def test_two_concerns_are_answered_of_once(concern: Concern, school: Any, teacher: User) -> None:
    answers = [(concern, SamePerson.NO)]
    made.concern(school, teacher, answers=answers)
    same = twin(Namesake.objects.get())

    assert "UNIQUE" in refused(same).upper()

    third = made.concern(school, teacher)
    same.concern, same.other = rows.in_order(concern, third)
    same.save(force_insert=True)


def test_a_version_of_a_piece_is_there_once(concern: Concern, teacher: User) -> None:
    piece = services.write_piece(by=teacher, concern=concern, contents=made.SEEN)
    same = twin(PieceVersion.objects.get(piece=piece))

    assert "UNIQUE" in refused(same).upper()

    same.number += 1
    same.save(force_insert=True)


@pytest.mark.parametrize("fields", [{"done_at": NOW}, {"done_by": "teacher"}])
def test_a_task_is_done_by_somebody_at_some_time_or_not_at_all(
    concern: Concern, teacher: User, fields: dict[str, Any]
) -> None:
    task = services.add_task(by=teacher, concern=concern, text="Ring.", due_on=None, doer=None)
    for field, value in fields.items():
        setattr(task, field, teacher if value == "teacher" else value)

    assert "task_done_at_and_done_by_go_together" in refused(task)


def test_a_version_of_a_briefing_is_there_once(concern: Concern, teacher: User) -> None:
    written = handover_services.write_briefing(
        by=teacher, concern=concern, words=Briefing(decided="We wait."), seen=0
    )
    assert written is not None
    same = twin(written)

    assert "UNIQUE" in refused(same).upper()

    same.number += 1
    same.save(force_insert=True)


@pytest.fixture
def handover(concern: Concern, teacher: User) -> Handover:
    colleague = made.person("Leila")
    made.member(colleague, concern.agency, Role.PRACTITIONER)
    return made.handover(concern, teacher, colleague)


HANDOVER_BREAKS: list[tuple[str, dict[str, Any]]] = [
    ("handover_ended_at_and_by_and_state_go_together", {"state": Offer.ACCEPTED}),
    ("handover_ended_at_and_by_and_state_go_together", {"ended_at": NOW}),
    ("handover_ended_at_and_by_and_state_go_together", {"ended_by": "teacher"}),
    (
        "handover_reason_only_when_declined",
        {"state": Offer.DECLINED, "ended_at": NOW, "ended_by": "teacher"},
    ),
    ("handover_reason_only_when_declined", {"sealed": b"x"}),
    ("handover_not_to_the_giver", {"recipient": "teacher"}),
]


@pytest.mark.parametrize(("name", "fields"), HANDOVER_BREAKS)
def test_a_handover_that_breaks_a_rule_is_refused(
    handover: Handover, teacher: User, name: str, fields: dict[str, Any]
) -> None:
    for field, value in fields.items():
        setattr(handover, field, teacher if value == "teacher" else value)

    assert name in refused(handover)


def test_one_handover_of_a_concern_waits_at_a_time(handover: Handover, teacher: User) -> None:
    same = twin(handover)

    assert "UNIQUE" in refused(same).upper()

    same.state, same.ended_at, same.ended_by = Offer.WITHDRAWN, NOW, teacher
    same.save(force_insert=True)


@pytest.fixture
def offered(concern: Concern, teacher: User, social: Any) -> Disclosure:
    return given.offer(concern, teacher, social, handed=_to_social())


def _to_social() -> Any:
    situation = dataclasses.replace(given.KNOWN, receiver="social-services", matter="child-harm")
    return given.on("sol-19-1", situation)


DISCLOSURE_BREAKS: list[tuple[str, dict[str, Any]]] = [
    ("disclosure_second_person_is_another", {"second_by": "teacher", "second_at": NOW}),
    ("disclosure_is_to_another_room", {"to": "school"}),
    ("disclosure_is_answered_when_it_is_taken_in_or_declined", {"state": State.ACCEPTED}),
    ("disclosure_is_answered_when_it_is_taken_in_or_declined", {"answered_at": NOW}),
]


@pytest.mark.parametrize(("name", "fields"), DISCLOSURE_BREAKS)
def test_a_disclosure_that_breaks_a_rule_is_refused(
    offered: Disclosure, teacher: User, name: str, fields: dict[str, Any]
) -> None:
    stands_for = {"teacher": teacher, "school": offered.agency}
    for field, value in fields.items():
        setattr(offered, field, stands_for.get(value, value))

    assert name in refused(offered)


def test_what_is_offered_is_taken_in_once(
    offered: Disclosure, investigator: User, social: Any
) -> None:
    theirs = made.concern(social, investigator)
    receipt = disclosure_services.accept(
        by=investigator, offer=given.waiting(offered), concern=theirs
    )

    assert "UNIQUE" in refused(twin(receipt)).upper()


@pytest.fixture
def seat(concern: Concern, teacher: User) -> Seat:
    return seated.convened(concern, teacher).seat


def test_a_room_sits_once_at_a_table(seat: Seat) -> None:
    same = twin(seat)
    same.is_convener = False

    assert "UNIQUE" in refused(same).upper()


def test_a_table_is_convened_by_one_room(seat: Seat, social: Any) -> None:
    same = twin(seat)
    same.agency = social

    assert "UNIQUE" in refused(same).upper()

    same.is_convener = False
    same.save(force_insert=True)


def test_a_perspective_that_is_not_given_is_not_opened(seat: Seat) -> None:
    seat.opened_at = NOW

    assert "seat_opens_only_what_is_given" in refused(seat)


TRIED = {
    Concern: {name for name, _fields in BREAKS} | {"concern_reference_once"},
    Identity: {"identity_once"},
    Namesake: {"namesake_once"},
    Piece: set[str](),
    PieceVersion: {"piece_version_once"},
    Task: {"task_done_at_and_done_by_go_together"},
    Paper: set[str](),
    BriefingVersion: {"briefing_version_once"},
    Disclosure: {name for name, _fields in DISCLOSURE_BREAKS},
    Parcel: set[str](),
    Receipt: {"receipt_once"},
    Seat: {
        "seat_of_a_room_once",
        "seat_of_one_convener",
        "seat_opens_only_what_is_given",
    },
    Word: set[str](),
    Handover: {name for name, _fields in HANDOVER_BREAKS} | {"handover_waits_once"},
}
"""The rules that the tests above try to break."""


def test_every_rule_of_the_database_is_tried() -> None:
    assert {model: names_of(model) for model in MODELS} == TRIED
