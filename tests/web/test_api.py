"""`/api/v1/`: the pack as data, and a report made from data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator
from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fyrstod.access import limits
from fyrstod.documents.writers import WRITERS
from fyrstod.packs import shelf
from fyrstod.web.cli import main

pytestmark = pytest.mark.django_db

EXAMPLE = Path(__file__).parent.parent.parent / "examples" / "adult.police.json"
RENDER = "/api/v1/render/police"
DATE = "2026-11-23T14:30"


@pytest.fixture(autouse=True)
def _unused_rates(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_limiter", MovingWindowRateLimiter(MemoryStorage()))


@pytest.fixture
def pack_url() -> str:
    about = shelf.current().about
    return f"/api/v1/packs/{about.id}/{about.version}"


def body(**more: object) -> dict[str, Any]:
    given: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))
    return {**given, "language": "sv", "format": "txt", "date": DATE, **more}


def post(client: Client, data: object, url: str = RENDER, **headers: str) -> HttpResponse:
    response = client.post(url, json.dumps(data), content_type="application/json", headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def fault_fields(response: HttpResponse) -> set[str]:
    assert response.status_code == 422
    faults = json.loads(response.content)["faults"]
    assert all(fault["message"] for fault in faults)
    return {fault["field"] for fault in faults}


def test_the_list_of_packs_leads_to_the_pack_in_use(client: Client) -> None:
    (entry,) = client.get("/api/v1/packs/").json()

    whole = client.get(entry["url"]).json()
    assert whole["digest"] == entry["digest"] == shelf.current().digest
    assert whole["about"]["version"] == entry["version"]


@pytest.mark.parametrize("part", ["questions", "factors", "advice", "steps", "sources"])
def test_a_part_of_a_pack_is_the_same_as_in_the_whole(
    client: Client, pack_url: str, part: str
) -> None:
    whole = client.get(f"{pack_url}/").json()

    assert client.get(f"{pack_url}/{part}").json() == whole[part] != []


@pytest.mark.parametrize("report", ["concern", "police"])
def test_a_report_comes_with_its_template_and_its_questions(
    client: Client, pack_url: str, report: str
) -> None:
    shape = client.get(f"{pack_url}/reports/{report}").json()

    fields = [f["id"] for section in shape["report"]["sections"] for f in section["fields"]]
    assert shape["report"]["id"] == report
    assert [question["id"] for question in shape["questions"]] == fields


def test_a_version_of_a_pack_may_be_kept_for_long(client: Client, pack_url: str) -> None:
    response = client.get(f"{pack_url}/questions")

    assert "immutable" in response["Cache-Control"]
    assert "public" in response["Cache-Control"]
    assert response.has_header("ETag")


@pytest.mark.parametrize(
    "url",
    [
        "/api/v1/",
        "/api/v1/nothing",
        "/api/v1/packs/fyrstod/1999.1/",
        "/api/v1/packs/another/2026.1/questions",
        "/api/v1/packs/fyrstod/2026.2/nothing",
        "/api/v1/packs/fyrstod/2026.2/reports/nothing",
    ],
)
def test_what_is_not_there_is_told_in_one_sentence(client: Client, url: str) -> None:
    response = client.get(url, headers={"Accept-Language": "en"})

    assert response.status_code == 404
    assert re.fullmatch(r"There is .+\.", response.json()["detail"])


@pytest.mark.parametrize("file_format", sorted(WRITERS))
def test_a_report_is_made_in_each_format(client: Client, file_format: str) -> None:
    response = post(client, body(format=file_format))

    writer = WRITERS[file_format]
    assert response.status_code == 200
    assert response["Content-Type"] == writer.media_type
    assert re.fullmatch(
        rf'attachment; filename="[A-Z0-9-]+\.{writer.extension}"', response["Content-Disposition"]
    )
    assert response["Cache-Control"] == "no-store"
    assert not response.has_header("Access-Control-Allow-Origin")
    assert len(response.content) > 1000


def test_a_program_gets_the_same_bytes_as_the_command_line(
    client: Client, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    from_program = post(client, body(format="pdf", language="en")).content
    main(["render", "police", str(EXAMPLE), "--language", "en", "--date", DATE])

    assert from_program == capfdbinary.readouterr().out


def test_making_a_report_stores_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = post(client, body())

    assert response.cookies == {}


def test_every_fault_names_its_field(client: Client) -> None:
    given = {"answers": {"danger_now": "perhaps", "none": 1}, "pieces": [{}], "format": "pdf"}

    fields = fault_fields(post(client, given))

    assert {"danger_now", "none", "incident_what", "pieces.0.kind", "pieces.0.text"} <= fields


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ({"format": "exe"}, "format"),
        ({"format": None}, "format"),
        ({"format": ["pdf"]}, "format"),
        ({"format": {}}, "format"),
        ({"language": "de"}, "language"),
        ({"language": ["sv"]}, "language"),
        ({"date": "tomorrow"}, "date"),
        ({"date": 5}, "date"),
        ({"date": {}}, "date"),
        ({"date": "1066-10-14"}, "date"),
        ({"passphrase": "x"}, "passphrase"),
    ],
)
def test_what_stands_beside_the_answers_is_checked_too(
    client: Client, part: dict[str, object], field: str
) -> None:
    response = post(client, body(**part))

    assert fault_fields(response) == {field}


def test_faults_are_said_in_the_language_of_the_report(client: Client) -> None:
    response = post(
        client, {"answers": {}, "format": "txt", "language": "en"}, **{"Accept-Language": "sv"}
    )

    messages = {fault["message"] for fault in json.loads(response.content)["faults"]}
    assert messages == {"This is needed and has no answer."}


@pytest.mark.parametrize(
    "data", [b" ", b"{", b"[]", b'{"answers": NaN}', b"[" * 100_000, b'{"format": 1, "format": 2}']
)
def test_what_is_no_json_object_is_refused_with_a_sentence(client: Client, data: bytes) -> None:
    response = client.generic("POST", RENDER, data, content_type="application/json")

    assert response.status_code == 400
    assert response.json().keys() == {"detail"}


@pytest.mark.parametrize(
    "content_type", ["text/plain", "multipart/form-data", "application/x-www-form-urlencoded", ""]
)
def test_what_a_form_could_send_is_refused(client: Client, content_type: str) -> None:
    response = client.generic("POST", RENDER, b'{"answers": {}}', content_type=content_type)

    assert response.status_code == 415
    assert response.json().keys() == {"detail"}


def test_too_much_at_once_is_refused_with_a_sentence(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100

    response = post(client, body())

    assert response.status_code == 413
    assert json.loads(response.content).keys() == {"detail"}


def test_a_report_that_does_not_exist_cannot_be_made(client: Client) -> None:
    response = post(client, body(), url="/api/v1/render/prediction")

    assert response.status_code == 404
    assert json.loads(response.content).keys() == {"detail"}


def test_a_report_cannot_be_made_by_a_visit(client: Client) -> None:
    response = client.get(RENDER)

    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert response.json().keys() == {"detail"}


@pytest.mark.parametrize("what", ["api", "document"])
def test_making_reports_is_limited(
    client: Client, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    monkeypatch.setitem(limits.RATES, what, parse("1 per hour"))
    post(client, body())

    response = post(client, body())

    assert response.status_code == 429
    assert response["Retry-After"]
    assert json.loads(response.content).keys() == {"detail"}


@pytest.fixture
def description(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def operations(description: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in description["paths"].items():
        for operation in methods.values():
            yield path, operation


def schemas_in(node: object) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if isinstance(node.get("schema"), dict):
            yield node["schema"]
        for inner in node.values():
            yield from schemas_in(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from schemas_in(inner)


def validator(description: dict[str, Any], schema: dict[str, Any]) -> Draft202012Validator:
    return Draft202012Validator({**schema, "components": description["components"]})


def test_every_schema_of_the_description_is_valid_and_leads_somewhere(
    description: dict[str, Any],
) -> None:
    schemas = [*schemas_in(description["paths"]), *description["components"]["schemas"].values()]
    references = re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(description))

    assert description["openapi"].startswith("3.1")
    assert set(references) <= set(description["components"]["schemas"])
    for schema in schemas:
        Draft202012Validator.check_schema(schema)


def test_every_operation_is_named_once_and_declares_its_parameters(
    description: dict[str, Any],
) -> None:
    found = list(operations(description))

    names = [operation["operationId"] for _path, operation in found]
    assert len(names) == len(set(names)) == 14
    for path, operation in found:
        declared = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert set(re.findall(r"{(\w+)}", path)) == declared
        assert operation["summary"]


def test_what_is_answered_is_as_described(client: Client, description: dict[str, Any]) -> None:
    about = shelf.current().about
    values = {"pack_id": about.id, "version": about.version, "report_id": "concern"}

    for path, operation in operations(description):
        if "requestBody" in operation:
            continue
        answered = client.get(path.format(**values)).json()
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        assert list(validator(description, schema).iter_errors(answered)) == []


def test_what_can_be_sent_is_as_described(client: Client, description: dict[str, Any]) -> None:
    operation = description["paths"]["/api/v1/render/{report_id}"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    right, wrong = body(), body(format="exe")

    assert list(validator(description, schema).iter_errors(right)) == []
    assert list(validator(description, schema).iter_errors(wrong)) != []
    assert post(client, right).status_code == 200
    assert post(client, wrong).status_code == 422
    assert set(operation["responses"]["200"]["content"]) == {
        writer.media_type for writer in WRITERS.values()
    }
