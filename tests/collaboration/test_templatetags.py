"""Template words of working together."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation

from fyrstod.collaboration.templatetags.collaboration import explained, explained_each
from fyrstod.packs import shelf
from fyrstod.packs.base import Text
from tests.collaboration.made import said

WORD = next(word for word in shelf.current().shared_words if word.id == "risk")


def link(language: str, written: str) -> str:
    return f'<a class="shared" href="/{language}/collaboration/words/#word-risk">{written}</a>'


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_shared_word_leads_to_what_it_means_in_the_language_of_the_page(language: str) -> None:
    written = WORD.word.in_language(language).lower()

    with translation.override(language):
        html = explained(said(f"– {written}!"))

    assert html == f"– {link(language, written)}!"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>risk</b>", f"&lt;b&gt;{link('sv', 'risk')}&lt;/b&gt;"),
        ('"><script>risk', f"&quot;&gt;&lt;script&gt;{link('sv', 'risk')}"),
        ("{0} {} & risk", f"{{0}} {{}} &amp; {link('sv', 'risk')}"),
        ("<i>inget</i>", "&lt;i&gt;inget&lt;/i&gt;"),
    ],
)
def test_markup_in_a_text_is_shown_and_does_nothing(text: str, expected: str) -> None:
    assert explained(said(text)) == expected


def test_a_template_shows_the_link_and_not_its_code() -> None:
    template = Template("{% load collaboration %}{{ text|explained }}")

    assert template.render(Context({"text": said("risk")})) == link("sv", "risk")


def test_a_word_leads_on_once_in_texts_that_stand_together() -> None:
    html = explained_each((said("risk och risk"), said("risk")))

    assert html == [f"{link('sv', 'risk')} och risk", "risk"]


def test_a_text_of_the_other_language_is_not_shown() -> None:
    with translation.override("en"):
        assert explained(Text(sv="svenska", en="English")) == "English"
