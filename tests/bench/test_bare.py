"""What Fyrstöd's speed is measured beside: a bare page is fair only if it asks for the same."""

from __future__ import annotations

import re
from contextlib import ExitStack
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from bench.bare import settings as bare
from fyrstod.people.models import Municipality
from tests.people.made import signed_in
from tests.rooms import made, seated

pytestmark = pytest.mark.django_db(databases="__all__")


def asked(client: Client, address: str) -> tuple[Any, dict[str, list[str]]]:
    """A page, and by database what it asks for, without what it asks about."""
    client.get(address)
    with ExitStack() as stack:
        found = {
            alias: stack.enter_context(CaptureQueriesContext(connections[alias]))
            for alias in connections
        }
        answer = client.get(address)
    assert answer.status_code == 200
    return answer, {
        alias: [
            re.sub(r"'[^']*'|\b\d+\b", "?", query["sql"])
            for query in queries.captured_queries
            if "SAVEPOINT" not in query["sql"]
        ]
        for alias, queries in found.items()
    }


def test_the_bare_pages_ask_for_the_same_and_show_the_same(
    settings: Settings,
) -> None:
    school = made.agency(Municipality.objects.create(name="Björkdala"), "Skolan", "school")
    teacher = seated.somebody(school, "Kim")
    concern = made.concern(school, teacher)
    host, *guests = seated.six(concern, teacher)
    host.give()
    guests[0].give()
    at = [concern.agency_id, concern.reference]
    addresses = [
        reverse("rooms:concern", args=at),
        reverse("rooms:table", args=[*at, host.seat.table]),
    ]
    ours = [asked(signed_in(teacher), address) for address in addresses]
    settings.MIDDLEWARE = bare.MIDDLEWARE
    settings.ROOT_URLCONF = bare.ROOT_URLCONF

    for address, (shown, queries) in zip(addresses, ours, strict=True):
        answer, same = asked(signed_in(teacher), address)
        assert same == queries
        assert len(answer.content) == len(shown.content)
