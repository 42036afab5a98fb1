"""`POST /api/v1/advice`: what may be told, from data."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from django.http import HttpResponse
from django.test import Client
from jsonschema import Draft202012Validator
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from pytest_django import DjangoAssertNumQueries
from pytest_django.fixtures import Settings

from fyrstod.access import limits
from fyrstod.packs import shelf
from tests.packs import tiny_law

pytestmark = pytest.mark.django_db

URL = "/api/v1/advice"
TEACHER = {"from": "social-services", "to": "police", "age": 19, "on_date": "2026-11-25"}


@pytest.fixture(autouse=True)
def _small_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(limits, "_limiter", MovingWindowRateLimiter(MemoryStorage()))
    shelf.put(tiny_law.write(tmp_path / "2026.1"))
    yield
    shelf.put(installed.FYRSTOD_CONTENT)


def ask(client: Client, data: object, **headers: str) -> HttpResponse:
    response = client.post(URL, json.dumps(data), content_type="application/json", headers=headers)
    assert isinstance(response, HttpResponse)
    return response


def test_the_answer_names_each_rule_and_is_as_described(client: Client) -> None:
    described: dict[str, Any] = client.get("/api/v1/openapi.json").json()
    operation = described["paths"][URL]["post"]
    schema = operation["responses"]["200"]
    answered = schema["content"]["application/json"]["schema"]

    answer = json.loads(ask(client, TEACHER).content)

    assert [verdict["rule"] for verdict in answer["verdicts"]] == ["young", "bar"]
    Draft202012Validator({**described, **answered}).validate(answer)


def test_what_can_be_asked_is_as_described(client: Client) -> None:
    described = client.get("/api/v1/openapi.json").json()
    body = described["paths"][URL]["post"]["requestBody"]["content"]["application/json"]["schema"]

    validator = Draft202012Validator({**described, **body})

    assert validator.is_valid(TEACHER)
    assert validator.is_valid({"crime": {"minimum_months": 6}, "consent": {"person": None}})
    assert not validator.is_valid({"age": -1})
    assert not validator.is_valid({"from": "the press"})
    assert not validator.is_valid({"name": "Kim"})


def test_asking_stores_nothing(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(0):
        response = ask(client, TEACHER)

    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"age": -1}, "age"),
        ({"from": "the press"}, "from"),
        ({"name": "Kim"}, "name"),
        ({"crime": {"minimum_months": "six"}}, "crime.minimum_months"),
        ({"on_date": "soon"}, "on_date"),
        ([], "situation"),
    ],
)
def test_an_impossible_situation_names_its_field(client: Client, data: object, field: str) -> None:
    response = ask(client, data)

    assert response.status_code == 422
    assert [fault["field"] for fault in json.loads(response.content)["faults"]] == [field]


@pytest.mark.parametrize(
    ("language", "message"),
    [("sv", "Skriv ett helt tal från 0 till 120."), ("en", "Write a whole number from 0 to 120.")],
)
def test_a_fault_is_said_in_the_language_of_the_caller(
    client: Client, language: str, message: str
) -> None:
    response = ask(client, {"age": -1}, **{"Accept-Language": language})

    assert json.loads(response.content)["faults"][0]["message"] == message


def test_a_form_cannot_ask(client: Client) -> None:
    assert client.post(URL, {"age": "19"}).status_code == 415


def test_a_visit_cannot_ask(client: Client) -> None:
    assert client.get(URL).status_code == 405


def test_nothing_is_asked_where_nobody_is_named_as_operator(
    client: Client, settings: Settings
) -> None:
    settings.FYRSTOD_OPERATOR = ""

    assert ask(client, TEACHER).status_code == 403
