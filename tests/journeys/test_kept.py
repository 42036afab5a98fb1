"""What a browser keeps: plans that were opened, each language that was read, and no more."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys import walk
from tests.journeys.conftest import Opener
from tests.journeys.test_offline import kept, visit_and_wait

pytestmark = pytest.mark.browser

PLAN = "/sv/guide/plan/school/teenager/concern/"


def choose(page: Page) -> None:
    for name, value in (("asker", "school"), ("person", "teenager"), ("step", "concern")):
        page.locator(f"input[name={name}][value={value}]").check()
    walk.press(page, "main form button")


def test_a_plan_that_was_opened_opens_again_without_a_network(open_page: Opener) -> None:
    page = open_page(width=360)
    visit_and_wait(page, "/sv/guide/")
    choose(page)
    page.wait_for_function(f"caches.match('{PLAN}').then(Boolean)")
    page.context.set_offline(True)

    page.goto("/sv/guide/")
    choose(page)

    assert page.url.endswith(PLAN)
    page.locator("#offline").wait_for(state="visible")
    assert page.locator("html[data-offline]").count() == 1


def test_a_plan_that_was_never_opened_says_that_there_is_no_network(open_page: Opener) -> None:
    page = open_page()
    visit_and_wait(page, "/en/guide/")
    page.context.set_offline(True)

    page.goto("/en/guide/plan/?asker=police&person=adult&step=concern")

    assert page.locator("html[lang=en]").count() == 1
    assert page.locator("main a[href='/en/guide/']").is_visible()


def test_the_other_language_is_kept_once_it_was_read(open_page: Opener) -> None:
    page = open_page()
    visit_and_wait(page, "/sv/")
    assert not any(address.startswith("/en/factors/") for address in kept(page))

    page.goto("/en/")
    page.wait_for_function(
        "caches.match('/en/process/').then(Boolean) && caches.match('/en/factors/').then(Boolean)"
    )

    assert "/sv/factors/" in kept(page)


def test_the_mark_goes_when_the_network_comes_back(open_page: Opener) -> None:
    page = open_page()
    visit_and_wait(page, "/sv/")
    page.context.set_offline(True)
    page.goto("/sv/advice/")
    page.locator("#offline").wait_for(state="visible")

    page.context.set_offline(False)

    page.locator("#offline").wait_for(state="hidden")
    assert page.locator("html[data-offline]").count() == 0


def test_nothing_with_a_query_and_nothing_that_moves_on_is_kept(open_page: Opener) -> None:
    page = open_page()
    visit_and_wait(page, "/sv/guide/")
    choose(page)
    page.goto("/sv/factors/?utm=x")

    addresses = kept(page)

    assert [address for address in addresses if "?" in address] == []
    assert "/sv/guide/plan/" not in addresses
    assert "/healthz" not in addresses
