"""When a letter is due, and how much of it is told."""

import datetime

import pytest

from academies.models.letter import LetterKind
from academies.rules.letter import AT_MOST, LetterLine, is_due_on, last_day_of, parts_of, shortened, week_of
from tests.factories import make_event

D = datetime.date
REST = LetterLine("More stands in the calendar.", "/calendar/")


@pytest.mark.parametrize("day", [D(2026, 11, 23), D(2026, 11, 25), D(2026, 11, 29)])
def test_a_week_is_known_by_its_monday(day):
    assert week_of(day) == D(2026, 11, 23)


def test_a_weekly_letter_is_worth_sending_until_thursday_and_a_reminder_for_its_day():
    assert last_day_of(LetterKind.WEEKLY, D(2026, 11, 23)) == D(2026, 11, 26)
    assert last_day_of(LetterKind.REMINDER, D(2026, 11, 24)) == D(2026, 11, 24)


def test_what_has_a_day_is_due_when_it_begins_and_what_has_none_when_it_ends():
    firm = make_event(1, D(2026, 11, 24), D(2026, 11, 26))
    loose = make_event(1, D(2026, 11, 20), D(2026, 11, 24), firm=False)
    assert is_due_on(firm, D(2026, 11, 24))
    assert not is_due_on(firm, D(2026, 11, 26))
    assert is_due_on(loose, D(2026, 11, 24))
    assert not is_due_on(loose, D(2026, 11, 20))


def test_a_line_stands_once_and_the_rest_is_told_in_one():
    lines = [LetterLine(f"Visit at academy {n}", "/") for n in "abcdefghijkl"]
    assert shortened([lines[0], lines[0], lines[1]], REST) == (lines[0], lines[1])
    assert shortened(lines[:AT_MOST], REST) == tuple(lines[:AT_MOST])
    told = shortened(lines, REST)
    assert len(told) == AT_MOST
    assert told[-1] == REST


def test_a_part_without_a_line_is_left_out():
    (part,) = parts_of(("Empty", []), ("Full", [REST]))
    assert part.heading == "Full"
