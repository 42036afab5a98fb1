"""After one visit the guide, the factors and the advice open without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys import walk
from tests.journeys.conftest import Opener

pytestmark = pytest.mark.browser

IDS = "questions => questions.map(question => question.id)"


def kept(page: Page) -> list[str]:
    """The addresses that the service worker has kept."""
    return list(
        page.evaluate(
            """async () => {
              const found = [];
              for (const name of await caches.keys())
                for (const request of await (await caches.open(name)).keys())
                  found.push(new URL(request.url).pathname + new URL(request.url).search);
              return found;
            }"""
        )
    )


def visit_and_wait(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_function(
        "async () => (await caches.keys()).length > 0"
        " && navigator.serviceWorker.controller !== null"
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_guide_factors_and_advice_open_without_a_network(open_page: Opener, language: str) -> None:
    page = open_page(width=360)
    visit_and_wait(page, f"/{language}/")
    page.context.set_offline(True)

    for address in ("guide/", "factors/", "advice/", "questions/family/", "process/"):
        page.goto(f"/{language}/{address}")
        assert page.locator("h1").is_visible(), address
        page.locator("#offline").wait_for(state="visible")


def test_the_mark_does_not_lean_on_a_browser_that_believes_it_has_a_network(
    open_page: Opener,
) -> None:
    """A wireless network that leads nowhere looks like one, and the browser keeps pages too."""
    page = open_page()
    page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => true })")
    visit_and_wait(page, "/sv/")
    page.goto("/sv/advice/")
    page.wait_for_function("caches.match('/sv/advice/').then(Boolean)")
    page.context.set_offline(True)

    page.goto("/sv/advice/")

    page.locator("#offline").wait_for(state="visible")


def test_a_page_that_is_not_kept_says_what_still_works(open_page: Opener) -> None:
    page = open_page()
    visit_and_wait(page, "/sv/")
    page.context.set_offline(True)

    page.goto("/sv/draft/")

    assert page.locator("a[href='tel:112']").count() > 0
    assert page.locator("main a[href*='/guide/']").count() > 0


@pytest.mark.parametrize("language", ["sv", "en"])
def test_three_choices_give_a_new_plan_without_a_network(open_page: Opener, language: str) -> None:
    page = open_page(width=360)
    visit_and_wait(page, f"/{language}/guide/")
    page.context.set_offline(True)
    page.goto(f"/{language}/guide/")

    for name, value in (("asker", "school"), ("person", "teenager"), ("step", "concern")):
        page.locator(f"input[name={name}][value={value}]").check()
    page.locator("main form button").click()
    page.wait_for_selector("main #questions")
    without = page.locator("main details.question").evaluate_all(IDS)

    page.locator("#offline").wait_for(state="visible")
    assert page.locator("main section > h3").count() > 2
    page.context.set_offline(False)
    page.goto(f"/{language}/guide/plan/school/teenager/concern/")
    assert page.locator("main details.question").evaluate_all(IDS) == without
    assert len(without) > 11


@pytest.mark.parametrize(
    ("language", "said"), [("sv", "finns den inte sparad"), ("en", "is not kept")]
)
def test_a_plan_that_cannot_be_put_together_leads_to_the_questions(
    open_page: Opener, language: str, said: str
) -> None:
    page = open_page(width=360)
    visit_and_wait(page, f"/{language}/guide/")
    page.context.set_offline(True)

    page.goto(f"/{language}/guide/plan/?asker=school&person=nobody&step=concern")

    assert said in page.locator("main").inner_text()
    page.locator("main .govuk-button[href$='/questions/']").click()
    page.wait_for_url(f"**/{language}/questions/")
    assert page.locator("main .choices li").count() > 5


def test_beginning_without_a_network_says_so_in_our_words(open_page: Opener) -> None:
    page = open_page(width=360)
    visit_and_wait(page, "/sv/worry/")
    page.context.set_offline(True)

    page.locator("form.start button").click()
    page.wait_for_selector("main a[href$='/sv/questions/']")

    assert "Inget nät" in page.title()


def test_no_page_with_answers_is_ever_kept(open_page: Opener) -> None:
    page = open_page()
    visit_and_wait(page, "/sv/worry/")
    walk.press(page, "form.start button")
    walk.press(page, "main a[href*='pieces/add']")
    walk.write_piece(page, "seen", "Han var tyst.")
    page.goto("/sv/worry/picture/")
    page.goto("/sv/reports/concern/tasks/")

    addresses = kept(page)

    assert addresses
    assert [
        address
        for address in addresses
        if "/draft/" in address
        or "/pieces/" in address
        or "/picture/" in address
        or "/tasks/" in address
        or "/my-plan/" in address
        or "?" in address
    ] == []
