"""What can be read of the pack about the agencies."""

from __future__ import annotations

import pytest
from django.utils import translation

from fyrstod.collaboration import selectors
from fyrstod.core.text import alphabetical
from fyrstod.packs import shelf
from fyrstod.packs.together import Timeline
from tests.collaboration import made

PACK = shelf.current()
AGENCIES = {agency.id: agency for agency in PACK.agencies}


def test_an_agency_has_the_timelines_it_acts_in() -> None:
    for agency in PACK.agencies:
        for timeline in PACK.timelines:
            acts = agency.id in {event.agency for event in timeline.events}

            assert (timeline in selectors.timelines_of(agency)) is acts


def test_those_who_act_in_a_timeline_come_once_each_in_the_order_they_act() -> None:
    asked = made.timeline("police", None, "police", "school", None)

    with translation.override("sv"):
        lanes = selectors.lanes_of(asked, "sv")

    assert list(lanes.items()) == [("police", "Polisen"), (None, "Du"), ("school", "Skolan")]


@pytest.mark.parametrize("timeline", PACK.timelines, ids=lambda timeline: timeline.id)
def test_the_reader_takes_the_first_step_of_a_real_timeline(timeline: Timeline) -> None:
    assert timeline.events[0].agency is None


def test_a_word_concerns_two_agencies_when_both_have_a_meaning_for_it() -> None:
    school, police = AGENCIES["school"], AGENCIES["police"]

    both = selectors.meanings_of(police, school)

    assert both
    for meant in both:
        said = {meaning.agency: meaning.text for meaning in meant.word.meanings}
        assert meant.by == (said["police"], said["school"])
    assert len(both) <= len(selectors.meanings_of(police))


def test_every_shared_word_is_found_in_the_order_of_a_dictionary() -> None:
    for language in ("sv", "en"):
        found = [word.word.in_language(language) for word in selectors.shared_words(language)]

        assert len(found) == len(PACK.shared_words)
        assert found == sorted(found, key=alphabetical)
