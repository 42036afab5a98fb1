"""The journal: added to, followed, handed out, and never changed unseen."""

from __future__ import annotations

import dataclasses
import json
import uuid
from collections.abc import Callable

import pytest
from django.db import models, transaction
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from fyrstod.core.ids import new_id
from fyrstod.journal import services
from fyrstod.journal.models import Entry, Head, Unchangeable
from fyrstod.journal.rules import BEGINNING, End, Verdict
from fyrstod.journal.services import BrokenChain, NoReference

pytestmark = pytest.mark.django_db

MUNICIPALITY, ROOM = uuid.UUID(int=1), uuid.UUID(int=2)
IDS = {"municipality_id": MUNICIPALITY, "room_id": ROOM}


def record(action: str = "read-concern", **given: object) -> Entry:
    values = {**IDS, "who": new_id(), "role": "practitioner", "about": "K-7", "kind": "concern"}
    return services.record(action=action, **{**values, **given})  # type: ignore[arg-type]  # as named


def verify(kept: End | None = None) -> Verdict:
    return services.verify(municipality_id=MUNICIPALITY, room_id=ROOM, kept=kept)


def past_the_guard() -> models.QuerySet[Entry]:
    """What somebody with the database's own tools can reach."""
    return models.QuerySet(Entry)


def moved(entry: Entry, number: int) -> None:
    past_the_guard().filter(pk=entry.pk).update(number=number)


@pytest.fixture
def five() -> list[Entry]:
    return [record(about=f"K-{number}") for number in range(1, 6)]


def exported_head() -> End:
    *_entries, last = services.export(**IDS, who=None, role="records-officer")
    head = json.loads(last)["head"]
    return End(
        municipality_id=uuid.UUID(head["municipality_id"]),
        room_id=uuid.UUID(head["room_id"]),
        number=head["number"],
        hash=head["hash"],
    )


def test_entries_are_numbered_and_each_covers_the_one_before() -> None:
    one, two = record(), record()

    assert (one.number, two.number) == (1, 2)
    assert (one.previous, two.previous) == (BEGINNING, one.hash)
    assert Head.objects.values("pk", "municipality_id", "number", "hash").get() == {
        "pk": ROOM,
        "municipality_id": MUNICIPALITY,
        "number": 2,
        "hash": two.hash,
    }


def test_each_room_has_a_chain_of_its_own() -> None:
    record()

    entry = record(room_id=new_id())

    assert (entry.number, entry.previous) == (1, BEGINNING)


def test_what_is_undone_leaves_no_entry() -> None:
    @transaction.atomic
    def fail() -> None:
        record()
        raise RuntimeError

    record()

    with pytest.raises(RuntimeError):
        fail()

    assert verify() == Verdict(entries=1)
    assert record().number == 2


def test_an_entry_costs_the_same_however_long_the_chain(
    five: list[Entry], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):  # a savepoint, the head, the entry, the head, and its end
        record()


def record_each(*abouts: str) -> list[Entry]:
    return services.record_each(
        municipality_id=MUNICIPALITY,
        room_id=ROOM,
        who=new_id(),
        role="practitioner",
        action="outcome.read",
        abouts=abouts,
    )


def test_one_look_at_many_is_an_entry_about_each_at_the_cost_of_one(
    five: list[Entry], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        made = record_each("K-6", "K-7", "K-8")

    assert [(entry.number, entry.about) for entry in made] == [(6, "K-6"), (7, "K-7"), (8, "K-8")]
    assert verify() == Verdict(entries=8)


def test_a_look_at_none_is_no_entry(five: list[Entry]) -> None:
    assert record_each() == []

    assert verify() == Verdict(entries=5)


def test_one_word_that_does_not_fit_keeps_all_of_them_out(five: list[Entry]) -> None:
    with pytest.raises(NoReference):
        record_each("K-6", "Alva Ek")

    assert verify() == Verdict(entries=5)


@pytest.mark.parametrize(
    "word", ["Alva Ek", "såg", "a\nb", "x" * 41, "<b>", "\u202e", "alva@example.org"]
)
@pytest.mark.parametrize("field", ["role", "action", "about", "kind", "result"])
def test_nothing_that_somebody_typed_gets_into_the_journal(field: str, word: str) -> None:
    with pytest.raises(NoReference) as refused:
        record(**{field: word})

    assert word not in str(refused.value)
    assert not Entry.objects.exists()
    assert not Head.objects.exists()


def test_a_whole_chain_is_found_whole(five: list[Entry]) -> None:
    assert verify(exported_head()) == Verdict(entries=6)


def test_a_room_without_a_journal_is_whole() -> None:
    assert verify() == Verdict(entries=0)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("at", timezone.now()),
        ("who", uuid.UUID(int=9)),
        ("who", None),
        ("role", "auditor"),
        ("action", "write-concern"),
        ("about", "K-9"),
        ("kind", "piece"),
        ("result", "denied"),
        ("previous", "1" * 64),
        ("hash", "1" * 64),
        ("id", uuid.UUID(int=9)),
    ],
)
def test_an_edited_entry_is_named(five: list[Entry], field: str, value: object) -> None:
    past_the_guard().filter(number=3).update(**{field: value})

    assert verify().number == 3


def test_an_entry_edited_together_with_its_hash_breaks_the_next(five: list[Entry]) -> None:
    entry = Entry.objects.get(number=3)
    forged = dataclasses.replace(services._link(entry), who=None)
    past_the_guard().filter(number=3).update(who=None, hash=forged.hash())

    verdict = verify()

    assert (verdict.number, verdict.reason) == (4, "does not follow on the one before it")


def test_a_removed_entry_is_named(five: list[Entry]) -> None:
    past_the_guard().filter(number=3).delete()

    assert verify() == Verdict(entries=2, number=3, reason="is missing")


def test_a_removed_entry_whose_gap_is_closed_is_named(five: list[Entry]) -> None:
    past_the_guard().filter(number=3).delete()
    moved(five[3], 3)
    moved(five[4], 4)

    assert verify().number == 3


def test_two_swapped_entries_are_named_by_the_first(five: list[Entry]) -> None:
    moved(five[1], 99)
    moved(five[3], 2)
    moved(five[1], 4)

    assert verify().number == 2


def test_an_inserted_entry_is_named(five: list[Entry]) -> None:
    moved(five[4], 6)
    moved(five[3], 5)
    forged = dataclasses.replace(
        services._link(five[3]), id=new_id(), number=4, previous=five[2].hash
    )
    past_the_guard().create(**as_row(forged), hash=forged.hash())

    assert verify().number == 5


def test_an_entry_added_behind_the_chains_back_is_named(five: list[Entry]) -> None:
    forged = dataclasses.replace(
        services._link(five[4]), id=new_id(), number=6, previous=five[4].hash
    )
    past_the_guard().create(**as_row(forged), hash=forged.hash())

    verdict = verify()

    assert (verdict.number, verdict.reason) == (6, "stands after the end of the chain")


@pytest.fixture
def forged(five: list[Entry]) -> Entry:
    """What somebody with the database's own tools has put after the end of the chain."""
    link = dataclasses.replace(
        services._link(five[4]), id=new_id(), number=6, previous=five[4].hash
    )
    return past_the_guard().create(**as_row(link), hash=link.hash())


def test_after_a_forged_entry_nothing_is_added_and_the_refusal_names_it(forged: Entry) -> None:
    with pytest.raises(BrokenChain) as refused:
        record()

    assert "6" in str(refused.value)
    assert Entry.objects.count() == 6
    assert Head.objects.get().number == 5
    assert verify().number == 6


def test_a_deed_that_cannot_be_put_on_record_is_not_done(forged: Entry) -> None:
    @transaction.atomic
    def do() -> None:
        record(room_id=new_id())
        record()

    with pytest.raises(BrokenChain):
        do()

    assert Entry.objects.count() == 6


def test_a_chain_without_its_head_takes_nothing_more(five: list[Entry]) -> None:
    Head.objects.all().delete()

    with pytest.raises(BrokenChain) as refused:
        record()

    assert "1" in str(refused.value)
    assert not Head.objects.exists()


def test_what_stands_after_the_end_is_handed_out_and_set_aside_on_record(forged: Entry) -> None:
    (line,) = services.set_aside(**IDS)

    assert json.loads(line) == {**services._link(forged).as_data(), "hash": forged.hash}
    told = Entry.objects.get(number=6)
    assert (told.action, told.role, told.who) == ("journal.set-aside", "operator", None)
    assert told.about == forged.hash[:40]
    assert record().number == 7
    assert verify() == Verdict(entries=7)


def test_of_a_whole_chain_nothing_is_set_aside(five: list[Entry]) -> None:
    assert services.set_aside(**IDS) == ()

    assert verify() == Verdict(entries=5)


def test_a_chain_whose_end_does_not_fit_is_found_without_following_it(forged: Entry) -> None:
    whole, cut = new_id(), new_id()
    record(room_id=whole)
    record(room_id=cut), record(room_id=cut)
    past_the_guard().filter(room_id=cut, number=2).delete()

    found = services.wrong_ends()

    assert sorted(found) == sorted([(MUNICIPALITY, ROOM, 6), (MUNICIPALITY, cut, 2)])


def as_row(link: object) -> dict[str, object]:
    return {name: getattr(link, name) for name in type(link).__slots__}  # type: ignore[attr-defined]  # a slotted dataclass


def test_a_cut_tail_is_named_by_the_head_beside_it(five: list[Entry]) -> None:
    past_the_guard().filter(number__gt=3).delete()

    assert verify() == Verdict(entries=3, number=4, reason="is missing at the end")


def test_a_tail_cut_together_with_its_head_is_named_by_an_exported_head(
    five: list[Entry],
) -> None:
    kept = exported_head()
    past_the_guard().filter(number__gt=3).delete()
    Head.objects.update(number=3, hash=five[2].hash)

    assert verify() == Verdict(entries=3)
    assert verify(kept).number == 4


def test_a_tail_written_anew_is_named_by_an_exported_head(five: list[Entry]) -> None:
    kept = exported_head()
    past_the_guard().filter(number__gt=4).delete()
    Head.objects.update(number=4, hash=five[3].hash)
    record(), record(), record()

    verdict = verify(kept)

    assert verify().whole
    assert (verdict.number, verdict.reason) == (6, "is not the one in the exported head")


def test_a_whole_journal_that_was_removed_is_named_by_an_exported_head(five: list[Entry]) -> None:
    kept = exported_head()
    past_the_guard().delete()
    Head.objects.all().delete()

    assert verify(kept).number == 1


def test_a_head_that_was_altered_is_told(five: list[Entry]) -> None:
    Head.objects.update(hash="1" * 64)

    verdict = verify()

    assert (verdict.number, verdict.reason) == (5, "is not the one the chain ends with")


def test_a_chain_moved_to_another_room_is_broken_from_its_first_entry(five: list[Entry]) -> None:
    other = new_id()
    past_the_guard().update(room_id=other)

    assert services.verify(municipality_id=MUNICIPALITY, room_id=other).number == 1


def test_an_export_is_itself_the_last_entry(five: list[Entry]) -> None:
    who = new_id()

    lines = [json.loads(line) for line in services.export(**IDS, who=who, role="auditor")]

    assert [line.get("about") for line in lines[:5]] == ["K-1", "K-2", "K-3", "K-4", "K-5"]
    assert (lines[5]["action"], lines[5]["who"], lines[5]["role"]) == (
        "export-journal",
        str(who),
        "auditor",
    )
    assert lines[6] == {
        "head": {
            "municipality_id": str(MUNICIPALITY),
            "room_id": str(ROOM),
            "number": 6,
            "hash": lines[5]["hash"],
        }
    }
    assert len(lines) == 7


def test_an_export_holds_the_rooms_own_entries_alone(five: list[Entry]) -> None:
    record(room_id=new_id(), about="K-other")
    record(municipality_id=new_id(), room_id=new_id(), about="K-other")

    assert "K-other" not in "".join(services.export(**IDS, who=None, role="auditor"))


def test_rooms_are_known_by_head_or_entry() -> None:
    other, third = new_id(), new_id()
    record()
    record(room_id=other)
    record(municipality_id=third, room_id=third)
    Head.objects.filter(pk=other).delete()

    assert services.rooms(municipality_id=MUNICIPALITY) == tuple(
        sorted([(MUNICIPALITY, ROOM), (MUNICIPALITY, other)])
    )
    assert len(services.rooms()) == 3


@pytest.mark.parametrize(
    "change",
    [
        lambda entry: entry.save(),
        lambda entry: entry.delete(),
        lambda entry: Entry.objects.update(role="x"),
        lambda entry: Entry.objects.filter(pk=entry.pk).delete(),
        lambda entry: Entry.objects.bulk_update([entry], ["role"]),
        lambda entry: Entry.objects.bulk_create([entry]),
        lambda entry: Entry.objects.update_or_create(pk=entry.pk),
    ],
)
def test_no_entry_is_changed_or_removed_by_the_program(change: Callable[[Entry], object]) -> None:
    record()
    entry = Entry.objects.get()

    with pytest.raises(Unchangeable):
        change(entry)

    assert verify() == Verdict(entries=1)
