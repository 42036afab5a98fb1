from __future__ import annotations

import datetime

import pytest

from fyrstod.rooms.piece_drawing import MARK, WIDTH, Moment, picture, span, timeline, wrapped


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2026", (2026, 1, 1), (2026, 12, 31)),
        ("2024-02", (2024, 2, 1), (2024, 2, 29)),
        ("2026-11-23", (2026, 11, 23), (2026, 11, 23)),
    ],
)
def test_a_date_covers_the_days_it_can_mean(
    date: str, first: tuple[int, int, int], last: tuple[int, int, int]
) -> None:
    assert span(date) == (datetime.date(*first), datetime.date(*last))


@pytest.mark.parametrize("many", [0, 1, 40])
def test_protection_and_worry_have_the_same_area_however_much_is_written(many: int) -> None:
    drawn = picture(("A", ["word"] * many), ("B", ["a longer line of words to break"]), ("C", []))

    first, second = drawn.protects, drawn.worries
    assert (first.width, first.height, first.top) == (second.width, second.height, second.top)
    assert first.right < second.across
    assert second.right == WIDTH


def test_every_word_of_the_picture_lies_in_its_field() -> None:
    drawn = picture(("A", ["word"] * 7), ("B", ["word " * 30]), ("C", ["unknown " * 20]))

    for panel in (drawn.protects, drawn.worries, drawn.unknown):
        assert panel.top < panel.name_down < panel.lines[0].down
        assert panel.lines[-1].down < panel.top + panel.height <= drawn.height
    assert "".join(line.text for line in drawn.worries.lines).count("word") == 30


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Socialtjänsten i Björkdala", ["Socialtjänsten i", "Björkdala"]),
        ("Utbildningsförvaltningen i Björkdala", ["Utbildningsförvalt-", "ningen i Björkdala"]),
        ("BARN- OCH UNGDOMSHÄLSAN", ["BARN- OCH", "UNGDOMSHÄLSAN"]),
        ("zzzzzzzzzzzzzzzzzzzzzzzzz", ["zzzzzzzzzzzzzzzzzzz", "zzzzzz"]),
        ("", []),
    ],
)
def test_a_line_is_broken_where_a_reader_would_break_it(text: str, lines: list[str]) -> None:
    assert wrapped(text, 190) == lines


def test_without_dates_there_is_no_timeline() -> None:
    assert timeline([Moment("Seen", "")], ["Seen"]) is None


def test_a_month_is_drawn_longer_than_a_day_and_a_year_longer_still() -> None:
    drawn = timeline(
        [Moment("S", "2026"), Moment("S", "2026-06"), Moment("S", "2026-06-10", is_changed=True)],
        ["S"],
    )

    assert drawn is not None
    widths = sorted((mark.width, mark.is_changed) for mark in drawn.lanes[0].marks)
    assert widths[0] == (0, True)
    assert 0 < widths[1][0] < widths[2][0] == drawn.right - drawn.left


def test_no_two_marks_of_a_lane_touch_and_all_lie_in_the_drawing() -> None:
    days = [Moment("S", f"2026-11-{day:02}") for day in (*range(1, 26), *range(1, 26))]
    drawn = timeline([*days, Moment("S", "2026")], ["S", "T"])

    assert drawn is not None
    marks = drawn.lanes[0].marks
    assert len(marks) == 51
    for place, one in enumerate(marks):
        assert one.left >= 0
        assert one.left + one.whole_width <= drawn.width
        assert 0 < one.top < one.down + MARK < drawn.lanes[0].ground
        for other in marks[place + 1 :]:
            assert (
                one.down != other.down
                or one.left + one.whole_width < other.left
                or other.left + other.whole_width < one.left
            )
    assert drawn.lanes[1].marks == ()


def test_pieces_of_one_day_stand_in_the_middle_under_their_day() -> None:
    drawn = timeline([Moment("S", "2026-11-23")], ["S"])

    assert drawn is not None
    assert [(tick.text, tick.across) for tick in drawn.ticks] == [("2026-11-23", WIDTH // 2)]
