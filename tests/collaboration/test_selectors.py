"""What can be read of the pack about the agencies."""

from __future__ import annotations

from fyrstod.collaboration import selectors
from fyrstod.core.text import alphabetical
from fyrstod.packs import shelf

PACK = shelf.current()
AGENCIES = {agency.id: agency for agency in PACK.agencies}
TIMELINES = {timeline.id: timeline for timeline in PACK.timelines}


def test_an_agency_has_the_timelines_it_acts_in() -> None:
    for agency in PACK.agencies:
        for timeline in PACK.timelines:
            acts = agency.id in {event.agency for event in timeline.events}

            assert (timeline in selectors.timelines_of(agency)) is acts


def test_the_agencies_of_a_timeline_come_once_each_in_the_order_they_act() -> None:
    timeline = TIMELINES["concern"]

    found = [agency.id for agency in selectors.agencies_in(timeline)]

    assert found[0] == timeline.events[0].agency
    assert len(found) == len(set(found)) == len({event.agency for event in timeline.events})


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
