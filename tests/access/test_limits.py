"""How often one address may do what costs."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from limits import parse

from fyrstod.access import limits


@pytest.fixture(autouse=True)
def _one_an_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(limits.RATES, "draft", parse("1 per hour"))


def request_from(address: str, **headers: str) -> HttpRequest:
    request = RequestFactory().post("/")
    request.META.update(REMOTE_ADDR=address, **headers)
    return request


def test_an_address_over_its_rate_is_refused_with_a_sentence() -> None:
    limits.count(request_from("192.0.2.1"), "draft")

    with pytest.raises(limits.TooMany, match=r"\w+ \w+"):
        limits.count(request_from("192.0.2.1"), "draft")


def test_another_address_is_counted_for_itself() -> None:
    limits.count(request_from("192.0.2.2"), "draft")

    limits.count(request_from("192.0.2.3"), "draft")


def test_addresses_of_one_household_are_counted_together() -> None:
    limits.count(request_from("2001:db8:1:2::1"), "draft")

    with pytest.raises(limits.TooMany):
        limits.count(request_from("2001:db8:1:2:ffff::9"), "draft")
    limits.count(request_from("2001:db8:1:3::1"), "draft")


def test_a_limited_view_is_not_reached_once_the_rate_is_used_up() -> None:
    reached: list[str] = []

    @limits.limited("draft")
    def view(request: HttpRequest) -> HttpResponse:
        reached.append("yes")
        return HttpResponse()

    view(request_from("192.0.2.4"))
    with pytest.raises(limits.TooMany):
        view(request_from("192.0.2.4"))

    assert reached == ["yes"]


def test_a_forwarded_address_is_not_believed_without_a_proxy_of_ones_own() -> None:
    request = request_from("192.0.2.5", HTTP_X_FORWARDED_FOR="198.51.100.1")

    assert limits.address_of(request) == "192.0.2.5"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (1, "198.51.100.1", "198.51.100.1"),
        (1, "203.0.113.9, 198.51.100.1", "198.51.100.1"),
        (2, "203.0.113.9, 198.51.100.1, 198.51.100.2", "198.51.100.1"),
        (2, "198.51.100.1", "192.0.2.6"),
        (1, "", "192.0.2.6"),
    ],
)
def test_the_address_is_seen_past_ones_own_proxies_and_no_further(
    settings: object, proxies: int, forwarded: str, address: str
) -> None:
    settings.FYRSTOD_TRUSTED_PROXIES = proxies  # type: ignore[attr-defined]  # pytest-django's
    request = request_from("192.0.2.6", HTTP_X_FORWARDED_FOR=forwarded)

    assert limits.address_of(request) == address
