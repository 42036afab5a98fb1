"""What every template can lean on."""

from __future__ import annotations

import pytest
from django.test import RequestFactory
from django.utils import translation

from fyrstod.web.context import operator_url, page, tel


@pytest.mark.parametrize(
    ("language", "path", "other"),
    [
        ("sv", "/sv/", "/en/"),
        ("en", "/en/reports/concern/tasks/", "/sv/reports/concern/tasks/"),
        ("sv", "/sv/en/", "/en/en/"),
        ("sv", "/healthz", "/en/"),
        ("sv", "/svenska/", "/en/"),
    ],
)
def test_the_language_switch_keeps_the_page(language: str, path: str, other: str) -> None:
    request = RequestFactory().get(path)

    with translation.override(language):
        context = page(request)

    assert context["other_language_url"] == other


def test_the_language_switch_carries_no_query_along() -> None:
    request = RequestFactory().get("/sv/factors/?q=Kanelbulle")

    with translation.override("sv"):
        context = page(request)

    assert "Kanelbulle" not in str(context)


def test_somebody_to_call_is_always_there() -> None:
    with translation.override("sv"):
        contacts = page(RequestFactory().get("/sv/"))["safety_contacts"]

    assert [contact["tel"] for contact in contacts][:2] == ["112", "11414"]
    assert len(contacts) == 3


def test_a_number_is_written_as_a_phone_wants_it() -> None:
    assert tel("08-527 44 290") == "0852744290"
    assert tel("+46 8 527") == "+468527"


@pytest.mark.parametrize(
    ("contact", "url"),
    [
        ("", ""),
        ("it@example.org", "mailto:it@example.org"),
        ("mailto:it@example.org", "mailto:it@example.org"),
        ("https://example.org", "https://example.org"),
        ("http://example.org", ""),
        ("javascript:a@b", ""),
        ("Växeln", ""),
    ],
)
def test_only_an_address_becomes_a_link(contact: str, url: str) -> None:
    assert operator_url(contact) == url
