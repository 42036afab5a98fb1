from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from itertools import combinations, pairwise
from typing import Any, TypeAlias

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from fyrstod.rooms.contents import Stands
from fyrstod.rooms.piece_drawing import LETTER, Moment, timeline
from fyrstod.rooms.table_drawing import (
    BRANCH,
    PLAIN,
    RISE,
    Aim,
    Board,
    Holds,
    Part,
    Plan,
    Puzzle,
    Tone,
    Words,
    board,
    plan,
    puzzle,
)

Place: TypeAlias = tuple[float, float]

LONG = "Utbildningsförvaltningen i Björkdala, elevhälsan för gymnasium och komvux (påhittad)"
NAMES = (
    *("Ekbackens skola", "Socialtjänsten i Björkdala", "Lokalpolisområde Björkdala", "Elevhälsan"),
    *("Barn- och ungdomspsykiatrin", "Arbetsmarknadsförvaltningen", "Fritidsgården Lyktan", LONG),
    *("Räddningstjänsten", "Ungdomsmottagningen", "Kriminalvården, frivården", "Vårdcentralen Ek"),
)
TITLES = {
    Stands.AT_RISK: "Kan fara illa",
    Stands.A_RISK: "Kan bli en fara för andra",
    Stands.BOTH: "Både och",
    Stands.CANNOT_SAY: "Kan inte säga",
}
QUESTIONS = ("Vem umgås hen med på kvällarna?", "Vad säger den äldre brodern, och vet han?")
GROUPS = (
    ("Meningsfull fritid", (Aim("Börja i musikskolan igen", "På väg"), Aim("Träna", "Inte än"))),
    ("En vuxen som lyssnar", (Aim("Träffa kuratorn varje torsdag", "Så är det nu"),)),
)

words = st.text("abcdeåäö", min_size=1, max_size=30)
texts = st.lists(words, min_size=1, max_size=12).map(lambda found: " ".join(found)[:80].strip())


def parts(many: int) -> list[Part]:
    kinds = list(Holds)
    return [
        Part(name, kinds[place % 4], "Har lagt pusselbitar på bordet")
        for place, name in enumerate(NAMES[:many])
    ]


def points(outline: str) -> list[Place]:
    """The outline as straight steps, short enough to tell inside from outside."""
    found: list[Place] = []
    for command, numbers in re.findall(r"([MLQC])([^MLQCZ]*)", outline):
        given = [float(number) for number in re.findall(r"-?[\d.]+", numbers)]
        bends = list(zip(given[::2], given[1::2], strict=True))
        found += bends if command in "ML" else curve([found[-1], *bends])
    return found


def curve(bends: Sequence[Place]) -> Iterator[Place]:
    for step in range(1, 9):
        here = list(bends)
        while len(here) > 1:
            here = [
                (one[0] + (other[0] - one[0]) * step / 8, one[1] + (other[1] - one[1]) * step / 8)
                for one, other in pairwise(here)
            ]
        yield here[0]


def is_inside(place: Place, around: Sequence[Place]) -> bool:
    across, down = place
    inside = False
    for (x, y), (then_x, then_y) in pairwise([*around, around[0]]):
        if (y > down) != (then_y > down) and across < x + (then_x - x) * (down - y) / (then_y - y):
            inside = not inside
    return inside


def area(around: Sequence[Place]) -> float:
    return abs(sum(x * b - a * y for (x, y), (a, b) in pairwise([*around, around[0]]))) / 2


def corners(lines: Words) -> Iterator[Place]:
    """Of the room that each line takes, letters as wide as the layout takes them to be."""
    for line in lines:
        letter = LETTER if line.tone is Tone.NAME else PLAIN
        for down in (line.down - RISE + 3, line.end - 2):
            yield line.across, down
            yield line.across + len(line.text) * letter, down


def read(lines: Words, *tones: Tone) -> str:
    """What stands there, without the places where it was broken."""
    return re.sub(r"[\s-]", "", "".join(it.text for it in lines if not tones or it.tone in tones))


def joined(*given: str) -> str:
    return re.sub(r"[\s-]", "", "".join(given))


def holds_together(fields: Sequence[tuple[Sequence[Place], Words]], width: int, high: int) -> None:
    """Every field is within the drawing and clear of the others, and its words within it."""
    for around, lines in fields:
        assert all(0 <= x <= width and 0 <= y <= high for x, y in around)
        assert all(is_inside(place, around) for place in corners(lines))
        assert all(one.end <= other.down - RISE for one, other in pairwise(lines))
    for (one, _), (other, _) in combinations(fields, 2):
        assert not any(is_inside(place, other) for place in one)
        assert not any(is_inside(place, one) for place in other)


def check_puzzle(drawn: Puzzle, given: Sequence[Part], gap: tuple[str, Sequence[str]]) -> None:
    fields = [(points(it.outline), it.lines) for it in drawn.pieces]
    fields.append((points(drawn.gap.outline), drawn.gap.lines))
    holds_together(fields, drawn.width, drawn.height)
    assert [it.holds for it in drawn.pieces] == [it.holds for it in given]
    for piece, part in zip(drawn.pieces, given, strict=True):
        assert read(piece.lines, Tone.NAME) == joined(part.name)
        assert read(piece.lines, Tone.STATE) == joined(part.says)
    assert read(drawn.gap.lines) == joined(gap[0], *gap[1])


@pytest.mark.parametrize("many", range(1, 13))
def test_the_puzzle_has_a_piece_for_each_agency_and_an_empty_one(many: int) -> None:
    gap = ("Det här vet ingen", QUESTIONS)

    drawn = puzzle(parts(many), gap)

    check_puzzle(drawn, parts(many), gap)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.builds(Part, texts, st.sampled_from(Holds), st.just("") | texts), min_size=1, max_size=12
    ),
    texts,
    st.lists(texts, max_size=6),
)
def test_the_puzzle_holds_together_whatever_is_written(
    given: list[Part], title: str, unknown: list[str]
) -> None:
    check_puzzle(puzzle(given, (title, unknown)), given, (title, unknown))


def test_nothing_that_nobody_knows_is_left_out_however_much_it_is() -> None:
    unknown = [f"Fråga {place}: {LONG}" for place in range(40)]

    drawn = puzzle(parts(3), ("Det här vet ingen", unknown))

    assert read(drawn.gap.lines, Tone.WORDS) == joined(*unknown)


def test_each_piece_lies_as_close_to_its_neighbour_as_a_puzzle_does() -> None:
    drawn = puzzle(parts(4), ("Det här vet ingen", QUESTIONS))

    left, right = (points(piece.outline) for piece in drawn.pieces[:2])
    assert max(x for x, _y in left) > min(x for x, _y in right)


def check_board(drawn: Board, names: dict[Stands, list[str]]) -> None:
    left, right, apart = (points(it) for it in (drawn.at_risk, drawn.a_risk, drawn.cannot_say))
    told = drawn.words
    assert area(left) == pytest.approx(area(right))
    assert {(round(drawn.width - x, 3), round(y, 3)) for x, y in left} == {
        (round(x, 3), round(y, 3)) for x, y in right
    }
    holds_together([(left, told[Stands.AT_RISK])], drawn.width, drawn.height)
    holds_together([(right, told[Stands.A_RISK])], drawn.width, drawn.height)
    holds_together([(apart, told[Stands.CANNOT_SAY])], drawn.width, drawn.height)
    for place in corners(told[Stands.AT_RISK]):
        assert not is_inside(place, right)
    for place in corners(told[Stands.A_RISK]):
        assert not is_inside(place, left)
    for place in corners(told[Stands.BOTH]):
        assert is_inside(place, left)
        assert is_inside(place, right)
    for side in (left, right):
        assert max(y for _x, y in side) < min(y for _x, y in apart)
    for stands in Stands:
        assert read(told[stands], Tone.NAME) == joined(TITLES[stands])
        assert read(told[stands], Tone.WORDS) == joined(*names.get(stands, ()))


@pytest.mark.parametrize("stands", Stands)
def test_both_sides_of_the_board_are_equal_also_when_all_stand_in_one_place(stands: Stands) -> None:
    names = {stands: list(NAMES)}

    check_board(board(names, TITLES), names)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(Stands), st.lists(texts, max_size=12)))
def test_the_board_holds_together_whoever_stands_where(names: dict[Stands, list[str]]) -> None:
    check_board(board(names, TITLES), names)


def check_plan(drawn: Plan, groups: Sequence[tuple[str, Sequence[Aim]]]) -> None:
    fields = [(points(it.outline), it.lines) for it in drawn.branches]
    holds_together(fields, drawn.width, drawn.height)
    for branch, (factor, aims) in zip(drawn.branches, groups, strict=True):
        assert read(branch.lines, Tone.NAME) == joined(factor)
        aim_by_aim = [text for aim in aims for text in (aim.text, aim.state)]
        assert read(branch.lines, Tone.WORDS, Tone.STATE) == joined(*aim_by_aim)
    for path in [drawn.stem, *(path for it in drawn.branches for path in (it.limb, it.leaf))]:
        assert all(0 <= x <= BRANCH and 0 <= y <= drawn.height for x, y in points(path))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts, st.lists(st.builds(Aim, texts, texts), max_size=6)), max_size=6))
def test_the_plan_has_a_branch_with_every_aim_for_each_factor(
    groups: list[tuple[str, list[Aim]]],
) -> None:
    check_plan(plan(groups), groups)


class Page(HTMLParser):
    """What a page says, what its drawings say, and which ids it uses."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.labels: list[str] = []
        self.drawn = ""
        self.said = ""
        self._within: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags.append(tag)
        self.ids += [found["id"] or ""] if "id" in found else []
        self.labels += (found.get("aria-labelledby") or "").split()
        self._within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._within and self._within.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "text" in self._within:
            self.drawn += data
        elif "svg" not in self._within and "summary" not in self._within:
            self.said += data


def contexts() -> dict[str, dict[str, Any]]:
    standing = {
        Stands.AT_RISK: NAMES[:2],
        Stands.A_RISK: NAMES[2:3],
        Stands.BOTH: NAMES[3:6],
        Stands.CANNOT_SAY: NAMES[6:8],
    }
    days = [("2026-09-14", "Möten", "Första mötet"), ("2026-11-02", "Beslut", "Stöd till hemmet")]
    return {
        "table_puzzle": {
            "puzzle": puzzle(parts(5), ("Det här vet ingen", QUESTIONS)),
            "parts": parts(5),
            "gap_lines": QUESTIONS,
        },
        "table_board": {
            "board": board(standing, TITLES),
            "columns": [(TITLES[stands], standing[stands]) for stands in Stands],
        },
        "table_plan_drawing": {"plan": plan(GROUPS), "groups": GROUPS},
        "table_course": {
            "course": timeline([Moment(lane, day) for day, lane, _ in days], ["Möten", "Beslut"]),
            "moments": days,
        },
    }


def rendered(name: str, language: str = "sv", **other: Any) -> str:
    with translation.override(language):
        return render_to_string(f"rooms/{name}.html", contexts()[name] | other)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("name", contexts())
def test_the_words_beside_a_picture_say_what_it_says(name: str, language: str) -> None:
    page = Page(rendered(name, language))

    said, drawn = joined(page.said), joined(page.drawn)
    for value in expected(name):
        assert joined(value) in drawn
        assert joined(value) in said
    assert {"svg", "title", "desc", "details"} <= set(page.tags)


def expected(name: str) -> list[str]:
    return {
        "table_puzzle": [*NAMES[:5], *(it.says for it in parts(5)), *QUESTIONS],
        "table_board": [*TITLES.values(), *NAMES[:8]],
        "table_plan_drawing": [
            *(factor for factor, _aims in GROUPS),
            *(text for _factor, aims in GROUPS for aim in aims for text in (aim.text, aim.state)),
        ],
        "table_course": ["2026-09-14", "2026-11-02", "Möten", "Beslut"],
    }[name]


def test_all_four_pictures_fit_on_one_page_under_headings_of_its_own() -> None:
    page = Page("".join(rendered(name) for name in contexts()))

    assert [name for name, times in Counter(page.ids).items() if times > 1] == []
    assert set(page.labels) == set(page.ids)
    assert not {"h1", "h2", "h3"} & set(page.tags)


def test_the_course_without_a_drawing_is_told_in_words() -> None:
    page = Page(rendered("table_course", course=None, moments=[("", "Möten", "Ett möte")]))

    assert "svg" not in page.tags
    assert "Ett möte" in page.said


def test_what_people_have_written_is_never_read_as_markup() -> None:
    sly = Part("<b>Skolan</b>", Holds.SHARED, "<i>har</i>")

    page = rendered("table_puzzle", puzzle=puzzle([sly], ("?", ["<u>x</u>"])), parts=[sly])

    assert "<b>" not in page
    assert html.escape(sly.name) in page
