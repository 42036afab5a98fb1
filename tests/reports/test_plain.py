"""A report from plain data, as files and other systems give it."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from fyrstod.documents.tree import Document
from fyrstod.packs import shelf
from fyrstod.reports import plain
from fyrstod.reports.rules import Fault

CREATED = datetime.datetime(2026, 11, 23, 14, 30, tzinfo=ZoneInfo("Europe/Stockholm"))
EXAMPLES = Path(__file__).parent.parent.parent / "examples"


def example() -> dict[str, Any]:
    given: dict[str, Any] = json.loads((EXAMPLES / "adult.police.json").read_text("utf-8"))
    return given


def document(given: dict[str, Any], created: datetime.datetime = CREATED) -> Document:
    return plain.document(
        given, pack=shelf.current(), report_id="police", language="en", created=created
    )


def faults_in(given: dict[str, Any]) -> tuple[Fault, ...]:
    with pytest.raises(plain.Refused) as refused:
        document(given)
    return refused.value.faults


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"answers": NaN}',
        b'{"answers": Infinity}',
        b'{"answers": {}, "answers": {}}',
        b'{"answers": {"a": [{"b": 1, "b": 2}]}}',
        b"\xff\xfe\x00",
        b'{"answers": "\xe5"}',
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b"9" * 5_000,
        b" " * (plain.MAX_BYTES + 1),
    ],
    ids=lambda data: repr(data[:24]),
)
def test_what_is_no_json_object_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(plain.NotReadable, match=r"\w+ \w+"):
        plain.read(data)


def test_a_file_that_begins_with_a_byte_order_mark_is_read() -> None:
    assert plain.read(b'\xef\xbb\xbf{"answers": {}}') == {"answers": {}}


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-23", "2026-11-23T00:00:00+01:00"),
        ("2026-07-01T12:00", "2026-07-01T12:00:00+02:00"),
        ("2026-11-23T13:30:00Z", "2026-11-23T14:30:00+01:00"),
        ("2026-11-23T14:30:59.999", "2026-11-23T14:30:59+01:00"),
    ],
)
def test_a_moment_is_read_in_the_zone_of_the_installation(written: str, moment: str) -> None:
    assert plain.moment(written).isoformat() == moment


@pytest.mark.parametrize("written", ["", "today", "2026-13-01", "1066-10-14", "9999-12-31"])
def test_a_moment_that_no_paper_can_carry_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        plain.moment(written)


def test_the_same_data_and_moment_give_the_same_document() -> None:
    assert document(example()) == document(example())


def test_another_moment_gives_another_document() -> None:
    later = CREATED + datetime.timedelta(hours=1)

    assert document(example()) != document(example(), later)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"answers": []}, "answers"),
        ({"answers": "text"}, "answers"),
        ({"pieces": {}}, "pieces"),
        ({"pieces": "text"}, "pieces"),
        ({"pieces": None}, "pieces"),
        ({"pieces": [3]}, "pieces.0"),
        ({"pieces": [{"kind": "seen", "text": "x", "source": 3}]}, "pieces.0.source"),
        ({"pieces": [{"kind": "seen", "text": "x", "date": ["2026"]}]}, "pieces.0.date"),
        ({"pieces": [{"kind": "seen", "text": "x"}] * 201}, "pieces"),
        ({"notes": "x"}, "notes"),
        ({"x" * 500: "x"}, "x" * 80),
    ],
    ids=lambda part: str(part)[:40],
)
def test_a_part_of_another_shape_is_named_as_a_fault(change: dict[str, Any], field: str) -> None:
    faults = faults_in({**example(), **change})

    assert field in [fault.field for fault in faults]


@pytest.mark.parametrize("empty", [False, 0, None, "", []])
def test_an_empty_part_of_a_piece_is_no_part(empty: object) -> None:
    piece = {"kind": "seen", "text": "Han var glad.", "source": empty, "date": empty}

    assert document({**example(), "pieces": [piece]}).title


def test_every_fault_is_told_and_not_only_the_first() -> None:
    faults = faults_in({"answers": {"no_such": "x", "danger_now": "perhaps"}, "pieces": [1]})

    fields = [fault.field for fault in faults]
    assert {"no_such", "danger_now", "incident_what", "pieces.0"} <= set(fields)
    assert len(fields) == len(set(fields))


def test_a_date_after_the_day_on_the_paper_is_a_fault() -> None:
    given = example()
    given["answers"]["incident_when"] = {"from": "2026-11-24"}

    assert [fault.field for fault in faults_in(given)] == ["incident_when.from"]
