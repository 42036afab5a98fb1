"""The components that every page is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import override_settings
from django.utils import translation

from tests.web import styleguide


@pytest.fixture(autouse=True)
def unhashed_static_files() -> Iterator[None]:
    """Rendering needs the names of static files, not the files."""
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"staticfiles": plain}):
        yield


@pytest.fixture(autouse=True)
def swedish() -> Iterator[None]:
    with translation.override("sv"):
        yield


class Elements(HTMLParser):
    """Every start tag of a page, with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _tag, attributes in self.found if name in attributes]

    def named(self, name: str) -> list[tuple[str, dict[str, str]]]:
        return [element for element in self.found if element[1].get("name") == name]


def styleguide_elements() -> Elements:
    return Elements(styleguide.page())


def test_no_element_carries_a_style_or_a_script_of_its_own() -> None:
    elements = styleguide_elements()

    forbidden = {
        name
        for _tag, attributes in elements.found
        for name in attributes
        if name == "style" or name.startswith(("on", "hx-on"))
    }

    assert forbidden == set()


def test_no_id_is_used_twice() -> None:
    counted = Counter(styleguide_elements().values("id"))

    assert [name for name, times in counted.items() if times > 1] == []


def test_every_reference_from_one_element_to_another_leads_somewhere() -> None:
    elements = styleguide_elements()
    ids = set(elements.values("id"))
    references = [
        *elements.values("for"),
        *elements.values("popovertarget"),
        *(word for value in elements.values("aria-describedby") for word in value.split()),
        *(link[1:] for link in elements.values("href") if link.startswith("#") and link != "#"),
    ]

    assert [name for name in references if name not in ids] == []


def test_a_link_in_the_error_summary_lands_in_the_first_choice() -> None:
    elements = styleguide_elements()

    first, second = (attributes for _tag, attributes in elements.named("kind")[2:])

    assert (first["id"], second["id"]) == ("wrong_kind", "wrong_kind_1")


def test_a_browser_never_cuts_what_is_typed_and_the_limit_is_said() -> None:
    elements = styleguide_elements()
    [(_tag, text), *_rest] = elements.named("text")

    assert elements.values("maxlength") == []
    assert text["aria-describedby"] == "id_text_helptext id_text_count"
    assert "20\xa0000" in styleguide.page()


def test_a_mistake_is_told_to_those_who_do_not_see_it() -> None:
    [_right, (_tag, wrong)] = styleguide_elements().named("text")

    assert wrong["aria-invalid"] == "true"
    assert "wrong_text_error" in wrong["aria-describedby"].split()


def test_a_field_says_on_which_answer_it_depends() -> None:
    conditions = [
        (attributes["data-show-if"], attributes["data-show-values"])
        for _tag, attributes in styleguide_elements().found
        if "data-show-if" in attributes
    ]

    assert conditions == [("kind", "told"), ("kind", "told")]


def test_what_a_person_typed_is_never_markup() -> None:
    evil = "<script>alert(1)</script>"
    form = styleguide.EverythingForm({"name": evil, "text": evil})
    context = {
        **styleguide.context(),
        "form": form,
        "typed": [evil],
        "rows": [{"key": evil, "value": evil, "url": "/"}],
    }

    html = render_to_string("components/styleguide.html", context)

    assert evil not in html


def test_protection_and_risk_come_in_the_order_that_was_asked_for() -> None:
    sides = {"protective": "Skyddet", "risk": "Risken", "security_first": True}

    html = render_to_string("components/two_sides.html", sides)

    assert html.index("Risken") < html.index("Skyddet")


@pytest.mark.parametrize("page", ["400", "403", "404", "500", "errors/429", "errors/gone"])
def test_an_error_page_needs_no_context_and_has_112(page: str) -> None:
    html = render_to_string(f"{page}.html")

    assert 'href="tel:112"' in html


@override_settings(FYRSTOD_OPERATOR="")
def test_nothing_can_be_begun_where_nobody_is_responsible() -> None:
    html = render_to_string("components/start_button.html", {"url": "/", "text": "Börja"})

    assert "<form" not in html


# ── The summary of what is wrong ────────────────────────────────────────────


class Person(forms.Form):
    name = forms.CharField(label="Namn", error_messages={"required": "Skriv ett svar."})
    role = forms.CharField(label="Roll", error_messages={"required": "Skriv ett svar."})
    phone = forms.CharField(label="Telefon", error_messages={"required": "Skriv ett nummer."})


def summary(**context: Any) -> str:
    return " ".join(render_to_string("components/error_summary.html", context).split())


def test_a_summary_says_each_message_once_and_leads_to_every_field() -> None:
    told = summary(form=Person({}))

    assert told.count("Skriv ett svar.") == 1
    assert '<a href="#id_name">Namn</a>' in told
    assert '<a href="#id_role">Roll</a>' in told
    assert '<a href="#id_phone">Telefon – Skriv ett nummer.</a>' in told


def test_a_summary_says_that_what_was_written_is_still_here_only_where_something_was() -> None:
    kept = "Det du skrev finns kvar."

    assert kept in summary(form=Person({"name": "Saga"}))
    assert kept not in summary(form=Person({"name": " "}))
    assert kept not in summary(errors=[("gaps", "Planen är full.")])


def test_what_was_written_on_a_page_of_several_forms_is_still_here() -> None:
    class Page:
        forms = (Person({}), Person({"role": "Mentor"}))

    assert "Det du skrev finns kvar." in summary(errors=[("", "Nej.")], page=Page())


def test_no_summary_stands_where_nothing_is_wrong() -> None:
    assert summary(form=Person()) == ""


def test_a_text_to_copy_has_a_title_only_where_it_does_not_begin_with_its_own() -> None:
    titled, plain = (
        render_to_string("components/copy_block.html", {"title": title, "text": "Hej."})
        for title in ("Vad", "")
    )

    assert "<h3>Vad</h3>" in titled
    assert "<h3>" not in plain


@pytest.mark.parametrize("need", ["required", "recommended", "if_known"])
def test_what_a_field_needs_can_begin_a_line_of_its_own(need: str) -> None:
    """Between the label and the mark there is room to break, and no dot that could hang."""
    assert render_to_string("components/need.html", {"need": need}).startswith(" <span")
