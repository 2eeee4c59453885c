"""How a step's way is told: when given, what was seen, secure; and whether visits keep their rhythm."""

import datetime

import pytest

from coaching.rules.mastery import Moment, mastery, next_due, rhythm

D = datetime.date
GIVEN = Moment("given", D(2026, 9, 14))


@pytest.mark.parametrize(
    ("state", "checks", "told"),
    [
        ("open", [], "Not looked at again yet"),
        ("open", [("not_yet", D(2026, 9, 28))], "Not seen yet at the last visit"),
        ("open", [("not_yet", D(2026, 9, 28)), ("partly", D(2026, 10, 12))], "Seen in part at the last visit"),
        ("secure", [("partly", D(2026, 9, 28)), ("secure", D(2026, 10, 12))], "Secure 4 weeks after it was given"),
        ("secure", [("secure", D(2026, 9, 21))], "Secure a week after it was given"),
        ("secure", [("secure", D(2026, 9, 16))], "Secure a few days after it was given"),
        ("secure", [], "Secure"),
        ("set_aside", [("partly", D(2026, 9, 28))], "Set aside"),
    ],
)
def test_the_way_of_a_step_in_words(state, checks, told):
    assert mastery(state, [GIVEN, *(Moment(mark, day) for mark, day in checks)]) == told


def test_a_step_that_slipped_and_came_back_counts_from_its_last_secure_check():
    checks = [Moment("secure", D(2026, 9, 28)), Moment("not_yet", D(2026, 10, 5)), Moment("secure", D(2026, 10, 26))]
    assert mastery("secure", [GIVEN, *checks]) == "Secure 6 weeks after it was given"


def test_the_next_visit_is_due_by_the_rhythm():
    assert next_due(D(2026, 11, 2), 2) == D(2026, 11, 16)


@pytest.mark.parametrize(
    ("days", "today", "told"),
    [
        ([], D(2026, 11, 22), "Agreed: a visit every 2 weeks."),
        ([D(2026, 11, 16)], D(2026, 11, 22), "Agreed: a visit every 2 weeks."),
        ([D(2026, 11, 2), D(2026, 11, 16)], D(2026, 11, 22), "Agreed: a visit every 2 weeks. So far it is kept."),
        (
            [D(2026, 10, 5), D(2026, 10, 26), D(2026, 11, 16)],
            D(2026, 11, 22),
            "Agreed: a visit every 2 weeks. So far one came every 3 weeks.",
        ),
        ([D(2026, 10, 18)], D(2026, 11, 22), "Agreed: a visit every 2 weeks. The last was 5 weeks ago."),
    ],
)
def test_the_rhythm_in_words(days, today, told):
    assert rhythm(days, 2, today) == told


def test_nobody_is_late_once_a_cycle_is_closed():
    assert rhythm([D(2026, 1, 5)], 2, D(2026, 11, 22), runs=False) == "Agreed: a visit every 2 weeks."
