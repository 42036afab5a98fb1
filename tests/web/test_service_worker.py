"""Which pages a browser may keep for the day there is no network."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client
from pytest_django.fixtures import Settings

from fyrstod.packs import shelf
from fyrstod.packs.base import LANGUAGES
from fyrstod.web.service_worker import FILES, SCRIPT, kept

STATIC = Path(site.ROOT) / "fyrstod" / "web" / "static"
MOST = 500_000
"""Unit: bytes on the wire for one language, with style sheet, script and fonts."""


def served(client: Client) -> tuple[dict[str, Any], str]:
    """The list that the browser is given, and the script after it."""
    first, rest = client.get("/service-worker.js").text.split("\n", 1)
    assert first.startswith("const KEPT = ")
    listed: dict[str, Any] = json.loads(first.removeprefix("const KEPT = ").removesuffix(";"))
    return listed, rest


def test_the_script_is_asked_for_at_each_visit_and_rules_the_whole_site(client: Client) -> None:
    response = client.get("/service-worker.js")

    assert response["Cache-Control"] == "no-cache"
    assert response["Service-Worker-Allowed"] == "/"
    assert response["Content-Type"].startswith("text/javascript")
    assert response.has_header("ETag")


def test_the_script_comes_with_its_list(client: Client) -> None:
    listed, script = served(client)

    assert listed == json.loads(json.dumps(kept()))
    assert script == SCRIPT.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("part", ["pages", "visited"])
def test_every_listed_page_is_content_without_a_query(
    client: Client, language: str, part: str
) -> None:
    for page in kept()[part]:
        response = client.get(f"/{language}/{page}")

        assert "?" not in page
        assert response.status_code == 200, page
        assert response["Cache-Control"].startswith("public"), page


def test_the_guide_the_factors_and_the_advice_are_listed() -> None:
    pages = set(kept()["pages"])
    pack = shelf.current()

    assert {"", "guide/", "factors/", "advice/", "process/", "worry/", "contacts/"} <= pages
    assert {f"questions/{theme.id}/" for theme in pack.themes} <= pages
    assert {f"factors/{factor.id}/" for factor in pack.factors} <= pages
    assert {f"advice/{topic.id}/" for topic in pack.advice} <= pages


def test_what_happens_after_a_report_is_listed_and_an_agency_is_kept_once_opened() -> None:
    listed = kept()
    pack = shelf.current()

    assert {"collaboration/", "collaboration/after/concern/"} <= set(listed["pages"])
    assert {f"collaboration/agencies/{agency.id}/" for agency in pack.agencies} <= set(
        listed["visited"]
    )


def test_what_one_language_takes_is_small(client: Client) -> None:
    for language in LANGUAGES:
        pages = (
            client.get(f"/{language}/{page}", headers={"Accept-Encoding": "gzip"}).content
            for page in kept()["pages"]
        )
        files = (
            data if name.endswith("woff2") else gzip.compress(data)
            for name in FILES
            if (STATIC / name).exists()
            for data in [(STATIC / name).read_bytes()]
        )

        assert sum(map(len, pages)) + sum(map(len, files)) <= MOST


def test_another_pack_or_operator_makes_another_version(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = {kept()["version"]}
    settings.FYRSTOD_OPERATOR = "Storängs kommun (påhittad)"
    versions.add(kept()["version"])
    monkeypatch.setattr("fyrstod.web.service_worker.static", lambda name: f"/static/new-{name}")
    versions.add(kept()["version"])

    assert len(versions) == 3
