"""Days as people write them."""

import datetime

import pytest

from celt.lib.days import british, short_day, span_of_days

D = datetime.date


def test_a_day():
    assert british(D(2026, 9, 1)) == "1 September 2026"
    assert british(None) == ""
    assert short_day(D(2026, 9, 1)) == "1 Sep 2026"


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        (D(2027, 3, 3), D(2027, 3, 3), "3 March 2027"),
        (D(2027, 3, 3), D(2027, 3, 5), "3 to 5 March 2027"),
        (D(2027, 1, 4), D(2027, 3, 25), "4 January to 25 March 2027"),
        (D(2026, 9, 1), D(2027, 8, 31), "1 September 2026 to 31 August 2027"),
        (D(2026, 3, 1), D(2027, 3, 31), "1 March 2026 to 31 March 2027"),
    ],
)
def test_from_a_day_to_a_day(first, last, says):
    assert span_of_days(first, last) == says
