"""What every paper made from a draft has in common."""

from __future__ import annotations

import json
from typing import Any

from django.utils import translation
from pytest_django.fixtures import Settings

from fyrstod.drafts import papers

DATA: dict[str, Any] = {"created": "2026-11-23T12:00:00+01:00", "language": "sv", "said": "Åh"}


def test_a_reference_follows_what_is_said_and_not_when_or_in_which_language() -> None:
    reference = papers.reference_of(DATA)

    assert papers.reference_of({**DATA, "created": "later", "language": "en"}) == reference
    assert papers.reference_of({**DATA, "said": "Oj"}) != reference


def test_what_travels_with_a_paper_can_be_read_by_people_and_machines() -> None:
    attachment = papers.attached("answers.json", "Svaren som data", DATA)

    assert json.loads(attachment.data) == DATA
    assert "Åh" in attachment.data.decode()
    assert attachment.media_type == "application/json"


def test_the_words_that_writers_add_follow_the_language() -> None:
    with translation.override("en"):
        english = papers.labels()
    swedish = papers.labels()

    assert (english["page"], swedish["page"]) == ("Page", "Sida")


def test_a_paper_is_made_at_a_whole_second_in_the_time_of_the_place(settings: Settings) -> None:
    moment = papers.now()

    assert moment.microsecond == 0
    assert str(moment.tzinfo) == settings.TIME_ZONE
