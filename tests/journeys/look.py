"""What is wrong with a page as it stands: by axe, and by what sticks out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page

from tests.journeys.conftest import axe

NARROW, WIDE = 320, 1280


def too_wide(page: Page) -> str:
    """What sticks out to the right of the window, or ""."""
    return str(
        page.evaluate(
            """() => {
              const width = document.documentElement.clientWidth;
              if (document.documentElement.scrollWidth <= width) return "";
              const wide = [...document.querySelectorAll("body *")].filter(
                (element) => element.getBoundingClientRect().right > width + 1);
              return wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 120)).join("\\n")
                || "the page";
            }"""
        )
    )


def faults(page: Page) -> list[str]:
    """What axe finds on the page, and what sticks out of it, on this screen and on the other."""
    found = _faults_here(page)
    with _on_the_other_screen(page):
        return found + _faults_here(page)


def faults_in_both_languages(page: Page) -> list[str]:
    """The same for the page in Swedish, as it stands, and for its address in English."""
    here = page.url
    found = faults(page)
    page.goto(here.replace("/sv/", "/en/"))
    found += faults(page)
    page.goto(here)
    return found


def _faults_here(page: Page) -> list[str]:
    found = [str(violation) for violation in axe(page)]
    if wide := too_wide(page):
        found.append(f"{page.url} is too wide: {wide}")
    return found


@contextmanager
def _on_the_other_screen(page: Page) -> Iterator[None]:
    """A wide screen for a narrow one, dark for light, and the other way round."""
    before = page.viewport_size
    assert before
    dark = page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    width = NARROW if before["width"] == WIDE else WIDE
    page.set_viewport_size({"width": width, "height": before["height"]})
    page.emulate_media(color_scheme="light" if dark else "dark")
    yield
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="dark" if dark else "light")
