"""When a team is likely to meet next, guessed from its last two meetings."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.meetings import LONGEST, next_in_rhythm

D = datetime.date
days = st.dates(min_value=D(2020, 1, 1), max_value=D(2030, 1, 1))


@pytest.mark.parametrize(
    ("met", "expected"),
    [
        ([], (None, 0)),
        ([D(2026, 11, 3)], (None, 0)),
        ([D(2026, 11, 3), D(2026, 11, 17)], (D(2026, 12, 1), 2)),
        ([D(2026, 11, 17), D(2026, 11, 10), D(2026, 3, 1)], (D(2026, 11, 24), 1)),
        ([D(2026, 9, 1), D(2026, 9, 15)], (D(2026, 11, 24), 2)),
        ([D(2026, 11, 3), D(2026, 11, 12)], (None, 0)),
        ([D(2026, 6, 2), D(2026, 11, 17)], (None, 0)),
    ],
)
def test_the_next_one_keeps_the_rhythm(met, expected):
    assert next_in_rhythm(met, D(2026, 11, 22)) == expected


@given(st.lists(days, max_size=6), days)
def test_it_is_never_past_and_falls_on_the_weekday_of_the_last(met, today):
    day, weeks = next_in_rhythm(met, today)
    assert (day is None) is (weeks == 0)
    if day is not None:
        assert day >= today
        assert day > max(met)
        assert day.weekday() == max(met).weekday()
        assert weeks <= LONGEST
