"""What the dashboards say beside the gap: whom to go to first, who moved, who is unusual, when it was computed."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from dashboards.rules import (
    Standing,
    YearValue,
    attention,
    bar_says,
    closer_by,
    computed_says,
    funnel_says,
    published_gap_says,
    published_says,
    short_names,
    trend_says,
    widest_says,
)


def test_closer_is_told_by_the_size_of_the_gap_not_by_its_sign() -> None:
    assert closer_by(-18, 3) == 3
    assert closer_by(18, -3) == 3
    assert closer_by(-18, -3) == -3
    # From 2 behind to 5 ahead is three points further apart.
    assert closer_by(5, 7) == -3
    assert closer_by(None, 3) is None
    assert closer_by(-18, None) is None


class TestWhereToGoFirst:
    def test_names_the_widest_and_widening_first(self) -> None:
        found = attention(
            [
                Standing("Calm", "/c/", -20, 30),
                Standing("Fell", "/f/", -15, 30, closer=4, others_fell=True),
                Standing("Widening", "/i/", -22, 30, "alike", closer=-6, sure=True),
                Standing("Wide", "/w/", -30, 30, "wider", closer=1),
                Standing("Both", "/b/", -28, 1, "wider", closer=-5, sure=True),
            ]
        )
        assert [item.url for item in found] == ["/b/", "/w/", "/i/", "/f/"]
        assert found[0].says == "Both: wider than the trust’s, and widening"
        assert found[0].note == (
            "A gap of 28 points; 1 disadvantaged pupil. It is 5 points wider than the year before."
        )

    def test_a_change_that_can_be_chance_is_no_reason_to_go(self) -> None:
        perhaps = Standing("Perhaps", "/p/", -22, 30, "alike", closer=-6, sure=False)
        assert [item.says for item in attention([perhaps])] == [
            "Perhaps: the widest gap; that it is the widest may be chance"
        ]

    def test_where_nobody_stands_out_the_widest_is_named_in_the_direction_that_matters(self) -> None:
        ahead, behind = Standing("Ahead", "/a/", 30, 30, "alike"), Standing("Behind", "/b/", -4, 30, "alike")
        assert [item.url for item in attention([ahead, behind])] == ["/b/"]
        assert [item.url for item in attention([ahead, behind], higher_is_better=False)] == ["/a/"]
        assert attention([ahead]) == []

    def test_names_four_at_most(self) -> None:
        assert len(attention([Standing(str(i), "/", -30, 30, "wider") for i in range(9)])) == 4

    def test_says_one_point_in_the_singular_and_nothing_of_no_change(self) -> None:
        one, still = attention(
            [Standing("A", "/", -9, 2, "wider", closer=1.2), Standing("B", "/", -8, 2, "wider", closer=0.2)]
        )
        assert one.note.endswith("It is 1 point closer than the year before.")
        assert still.note == "A gap of 8 points; 2 disadvantaged pupils."


@pytest.mark.parametrize(
    ("both", "fell", "compared", "expected"),
    [
        (0, [], 0, "No academy has two years that can be compared."),
        (0, [], 4, "No academy raised attainment and narrowed the gap since the year before."),
        (1, [], 1, "The academy raised attainment and narrowed the gap since the year before."),
        (0, [], 1, "The academy did not both raise attainment and narrow the gap since the year before."),
        (1, [], 4, "One academy raised attainment and narrowed the gap since the year before."),
        (4, [], 4, "Every academy raised attainment and narrowed the gap since the year before."),
        (
            2,
            ["Fernvale"],
            4,
            "Two academies raised attainment and narrowed the gap since the year before. "
            "At Fernvale the gap closed because other pupils fell back.",
        ),
    ],
)
def test_bar_and_gap(both: int, fell: list[str], compared: int, expected: str) -> None:
    assert bar_says(both, fell, compared) == expected


def test_bar_and_gap_speaks_of_attendance_where_absence_is_looked_at() -> None:
    assert bar_says(2, [], 4, of="attendance").startswith("Two academies raised attendance and narrowed the gap")


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ([], "No year has a figure yet."),
        ([YearValue(2024, None, 70)], "No year has a figure yet."),
        ([YearValue(2024, 40, 70)], "There is one year so far; a line needs two."),
        (
            [YearValue(2018, 45, 68), YearValue(2019, None, None), YearValue(2024, 48, 68.2)],
            "Since 2018/19 disadvantaged pupils rose by 3 points and other pupils stand where they stood.",
        ),
        (
            [YearValue(2023, 45, 68), YearValue(2024, 44, 66)],
            "Since 2023/24 disadvantaged pupils fell by 1 point and other pupils fell by 2 points.",
        ),
    ],
)
def test_trend(years: list[YearValue], expected: str) -> None:
    assert str(trend_says(years)) == expected


def test_funnel_names_who_is_outside_and_warns_of_chance() -> None:
    assert funnel_says([], 0, -20) == "No academy has a figure to show here."
    assert funnel_says([], 9, -20) == "Every academy lies within the limits that chance alone would give."
    assert funnel_says([("Heronmoor", -40.0)], 13, -20) == (
        "Heronmoor lies outside the limits, with a wider gap. Of 13 academies about one in twenty does so by chance."
    )
    assert funnel_says([("A", -40.0), ("B", -45.0), ("C", 3.0)], 13, -20) == (
        "A and B lie outside the limits, with a wider gap. C lies outside them, with a narrower gap."
    )


def test_widest_group_is_a_question_not_a_finding() -> None:
    assert widest_says([], "group") == "No group has enough pupils to show."
    assert widest_says([("girls", -3.0), ("boys", None)], "group") == "Only one group has enough pupils to show: girls."
    assert widest_says([("girls", -3.0), ("boys", -9.0)], "group").startswith("The gap is widest for boys. ")


def test_published_answer_counts_the_academies_behind() -> None:
    assert str(published_says([-8.0, 2.0, None, -1.0], "in reading", 2018)) == (
        "In 2018/19 disadvantaged pupils were behind other pupils in reading at 2 of the 3 academies whose figures "
        "were published; for 1 other no gap was published."
    )
    all_behind = str(published_says([-1.0, -2.0, None, None], "in reading", 2018))
    assert "at all 2 academies whose figures were published; for 2 others no gap" in all_behind
    assert str(published_says([1.0, 2.0], "in reading", 2018)).endswith(
        "at none of the 2 academies whose figures were published."
    )
    assert str(published_says([-1.0], "in reading", 2018)).endswith("at the one academy whose figures were published.")
    assert str(published_says([None], "in reading", 2018)) == "No gap in reading was published for 2018/19."
    absence = str(published_says([4.0, -5.0], "in persistent absence", 2018, higher_is_better=False))
    assert "were above other pupils in persistent absence at 1 of the 2 academies" in absence


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        (
            -1.0,
            "In 2018/19 disadvantaged pupils at Glyn were 1 point behind other pupils in reading, as published.",
        ),
        (2.0, "In 2018/19 disadvantaged pupils at Glyn were 2 points ahead of other pupils in reading, as published."),
        (
            0.3,
            "In 2018/19 disadvantaged pupils at Glyn were level with other pupils in reading, as published.",
        ),
        (None, "No gap in reading was published at Glyn for 2018/19."),
    ],
)
def test_published_answer_of_one_academy(gap: float | None, expected: str) -> None:
    assert str(published_gap_says(gap, "in reading", 2018, "at Glyn")) == expected


def test_published_answer_where_lower_is_better() -> None:
    told = str(published_gap_says(4.0, "in persistent absence", 2018, "at Glyn", higher_is_better=False))
    assert "were 4 points above other pupils" in told


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


def test_computed_says_when_and_from_what() -> None:
    now = date(2026, 11, 21)
    night = at(2026, 11, 21, 2, 4)
    assert computed_says(night, at(2026, 11, 18), now) == "Computed today at 02:04 from files of 18 November"
    assert computed_says(night, None, now) == "Computed today at 02:04"
    assert computed_says(at(2025, 3, 1, 2, 0), at(2025, 2, 28), now) == (
        "Computed on 1 March 2025 at 02:00 from files of 28 February 2025"
    )
    assert computed_says(at(2026, 11, 20, 2, 0), at(2026, 11, 20), now) == (
        "Computed yesterday at 02:00 from files of yesterday"
    )
    assert computed_says(None, None, now) == ""


def test_names_are_cut_only_where_they_stay_apart() -> None:
    assert short_names(
        [
            "Rosquenna Primary Academy",
            "St Mary’s Church of England Primary School",
            "Glyn School",
            "Glyn Primary School",
            "The Academy",
        ]
    ) == {
        "Rosquenna Primary Academy": "Rosquenna",
        "St Mary’s Church of England Primary School": "St Mary’s",
        "Glyn School": "Glyn School",
        "Glyn Primary School": "Glyn Primary School",
        "The Academy": "The Academy",
    }
