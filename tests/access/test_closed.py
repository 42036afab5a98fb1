"""Every page is closed to strangers but for a list, and an open page asks nobody who they are."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from fyrstod.access.open_pages import OPEN, WITHOUT_SECOND_FACTOR
from tests.people.made import make_place, signed_in

ANY_ID = "01890000-0000-7000-8000-000000000000"


def every_route(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from every_route(entry, inner)
        elif isinstance(entry, URLPattern):
            assert entry.name, "a page without a name can be neither opened nor closed"
            yield f"{namespace}{entry.name}"


ROUTES = set(every_route(get_resolver()))


def test_the_list_of_open_pages_names_pages_that_are_there() -> None:
    assert ROUTES >= OPEN
    assert ROUTES >= WITHOUT_SECOND_FACTOR


def test_no_page_about_people_is_open() -> None:
    assert not {name for name in OPEN if name.startswith(("people:", "rooms:"))}


@pytest.mark.parametrize("name", sorted(ROUTES - OPEN))
def test_a_closed_page_leads_a_stranger_to_the_sign_in(name: str, db: None) -> None:
    address = address_of(name)

    answer = Client().get(address)

    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/sv/account/login/?next={address}"
    assert Client().post(address).status_code == 403


def address_of(name: str) -> str:
    """An address of a page, whatever ids it wants."""
    for how_many in range(5):
        with contextlib.suppress(NoReverseMatch):
            return reverse(name, args=[ANY_ID] * how_many)
    raise AssertionError(name)


def test_what_somebody_wrote_before_the_session_ended_is_shown_to_be_copied(db: None) -> None:
    answer = Client().post(
        "/sv/people/", {"text": "tre långa rader om något", "password1": "hemligt hemligt"}
    )

    assert answer.status_code == 403
    assert "tre långa rader om något" in answer.content.decode()
    assert "hemligt hemligt" not in answer.content.decode()


def test_content_is_the_same_for_whoever_has_signed_in(db: None) -> None:
    place = make_place()
    stranger, teacher = Client().get("/sv/about/"), signed_in(place.teacher).get("/sv/about/")

    assert stranger.content == teacher.content
    assert "Cookie" not in teacher.headers.get("Vary", "")
    assert not teacher.cookies
