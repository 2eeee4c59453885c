"""How much a week takes, what clashes in a term, and where what is only due by a day could go instead."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academies.providers import EventKind
from academies.rules.burden import (
    HEAVY,
    QUARTERS,
    VISITING,
    ClashKind,
    clashes_in,
    goes_on,
    in_figures,
    in_words,
    monday_of,
    quarters_in,
    weeks_of,
)
from tests.factories import make_event

D = datetime.date
# A term that begins on a Wednesday and ends on a Friday; `BEFORE` is before all of it.
FIRST, LAST, BEFORE = D(2026, 9, 2), D(2026, 12, 18), D(2026, 8, 1)


def event(starts, ends=None, **fields):
    return make_event(1, starts, ends, **fields)


def clashes(*things, today=BEFORE):
    return clashes_in(weeks_of(FIRST, LAST, things), today)


def kinds(*things, today=BEFORE):
    return [clash.kind for clash in clashes(*things, today=today)]


def full_week():
    """A whole day, half a day and a checkpoint due: more than a day and a half."""
    day = D(2026, 11, 3)
    return (
        event(day, load=3, kind=EventKind.REVIEW, title="Full-day review"),
        event(day + datetime.timedelta(days=1), load=2, kind=EventKind.MEETING, title="Meeting"),
        event(D(2026, 11, 6), firm=False, load=1, title="Autumn data", kind=EventKind.CHECKPOINT),
    )


def test_the_kinds_that_visit_are_kinds_of_the_registry():
    assert {kind.value for kind in EventKind} >= VISITING


def test_the_weeks_of_a_term_run_from_monday_and_hold_its_first_and_last_day():
    weeks = weeks_of(FIRST, LAST, ())
    assert (weeks[0].monday, weeks[-1].sunday, len(weeks)) == (D(2026, 8, 31), D(2026, 12, 20), 16)
    assert [week.number for week in weeks] == list(range(1, 17))


@pytest.mark.parametrize(
    ("thing", "taken"),
    [
        (event(D(2026, 11, 3), load=0), 0),
        (event(D(2026, 11, 3), load=1), 1),
        (event(D(2026, 11, 3), load=2), 2),
        (event(D(2026, 11, 3), load=3), 4),
        (event(D(2026, 11, 3), D(2026, 11, 5), load=3), 12),
        (event(D(2026, 11, 6), D(2026, 11, 9), load=3), 4),
        (event(D(2026, 11, 7), load=2), 2),
        (event(D(2026, 9, 7), D(2026, 12, 11), load=1), 1),
        (event(D(2026, 10, 1), D(2026, 11, 4), load=1, firm=False), 1),
        (event(D(2026, 11, 1), D(2026, 11, 30), load=1, firm=False), 0),
    ],
    ids=[
        "nothing",
        "an hour",
        "half a day",
        "a day",
        "three days",
        "Friday only",
        "a Saturday",
        "all term",
        "due",
        "due later",
    ],
)
def test_what_a_thing_takes_of_the_week_of_2_november(thing, taken):
    assert quarters_in(thing, D(2026, 11, 2), D(2026, 11, 8)) == taken


def test_two_firm_things_on_one_day_clash_and_the_lighter_is_to_be_moved():
    visit = event(D(2026, 11, 3), title="Visit", load=2)
    meeting = event(D(2026, 11, 3), title="Meeting", load=1, kind=EventKind.MEETING)
    (clash,) = clashes(visit, meeting)
    assert clash.kind == ClashKind.SAME_DAY
    assert clash.says == "Two things have the same day, Tuesday 3 November: Meeting; Visit."
    assert clash.moves[0].uid == meeting.uid
    assert clash.moves[0].says.startswith("Ask for another day for Meeting: the week of ")


def test_what_takes_nothing_runs_all_term_or_is_only_due_clashes_with_no_day():
    day = D(2026, 11, 3)
    visit = event(day)
    assert kinds(visit, event(day, load=0, title="Note")) == []
    assert kinds(visit, event(D(2026, 9, 7), D(2026, 12, 11), title="Help", load=1)) == []
    assert kinds(visit, event(day, firm=False, title="Data", load=1)) == []


def test_things_of_several_days_clash_where_they_meet():
    review = event(D(2026, 11, 3), D(2026, 11, 5), title="Review", load=1)
    visit = event(D(2026, 11, 5), title="Visit", load=1)
    (clash,) = clashes(review, visit)
    assert (clash.kind, clash.first) == (ClashKind.SAME_DAY, D(2026, 11, 5))


def test_a_full_week_names_what_is_only_due_and_the_lightest_week_before_it():
    (clash,) = clashes(*full_week())
    assert clash.kind == ClashKind.HEAVY_WEEK
    assert clash.says == (
        "The week of 2 November takes 1\u00be days of leaders\u2019 time: Full-day review; Meeting; Autumn data."
    )
    (move,) = clash.moves
    assert move.to == D(2026, 10, 26), "the last of the empty weeks before it is due"
    assert move.says == "Autumn data is only due by 6 November: the week of 26 October is the lightest before that."


def test_what_goes_on_for_longer_is_only_counted_in_the_sentence():
    long = [event(D(2026, 9, 7), D(2026, 12, 11), load=1, title=f"Help {n}", uid=f"help-{n}") for n in range(2)]
    (clash,) = clashes(*full_week(), *long)
    assert clash.says.endswith(": Full-day review; Meeting; Autumn data; and 2 that go on for longer.")


def test_a_lighter_week_is_preferred_to_a_nearer_one_and_a_past_one_is_not_offered():
    near = event(D(2026, 10, 28), load=1, title="Other", kind=EventKind.MEETING)
    (clash,) = clashes(*full_week(), near)
    assert clash.moves[0].to == D(2026, 10, 19)
    (clash,) = clashes(*full_week(), near, today=D(2026, 10, 26))
    assert clash.moves[0].to == D(2026, 10, 26)
    (clash,) = clashes(*full_week(), today=D(2026, 10, 29))
    assert clash.moves[0].to is None
    assert clash.moves[0].says.endswith("but no week before that has room for it.")


def test_a_full_week_of_set_days_says_so_and_one_that_is_past_moves_nothing():
    things = [t for t in full_week() if t.firm] + [event(D(2026, 11, 6), load=2, title="Third", kind=EventKind.MEETING)]
    (clash,) = clashes(*things)
    assert [move.says for move in clash.moves] == [
        "Everything in it has its set day. Ask for another day for one of them."
    ]
    (clash,) = clashes(*full_week(), today=D(2026, 11, 16))
    assert clash.moves == ()


@pytest.mark.parametrize(("day", "which"), [(D(2026, 9, 3), "first"), (D(2026, 12, 18), "last")])
def test_a_set_day_in_the_first_or_last_week_is_told(day, which):
    (clash,) = clashes(event(day, title="Visit"))
    assert clash.kind == ClashKind.EDGE
    assert clash.says.startswith(f"In the {which} week of term: Visit, on ")
    assert kinds(event(day, firm=False)) == [], "what is only due by then stands in nobody\u2019s way"


@pytest.mark.parametrize(("days", "clash"), [(1, True), (7, True), (8, False), (-7, True), (-8, False)])
def test_a_full_day_review_wants_a_week_to_itself(days, clash):
    review = event(D(2026, 11, 4), load=3, kind=EventKind.REVIEW, title="Full-day review")
    visit = event(D(2026, 11, 4) + datetime.timedelta(days=days), load=1, title="Visit")
    assert (ClashKind.CLOSE in kinds(review, visit)) is clash
    assert ClashKind.CLOSE not in kinds(review, event(visit.starts, load=1, kind=EventKind.MEETING))


def test_what_is_moved_away_from_a_full_day_review_goes_beyond_a_week_of_it():
    review = event(D(2026, 11, 4), load=3, kind=EventKind.REVIEW, title="Full-day review")
    visit = event(D(2026, 11, 10), load=2, title="Visit")
    clash = next(c for c in clashes(review, visit) if c.kind == ClashKind.CLOSE)
    assert "Visit stands 6 days later, on Tuesday 10 November" in clash.says
    assert clash.moves[0].uid == visit.uid
    to = clash.moves[0].to
    assert to - review.ends > datetime.timedelta(days=7) or review.starts - to > datetime.timedelta(days=13)


def test_two_full_weeks_do_not_both_send_their_things_to_the_same_room():
    """What one move takes is gone for the next."""
    busy = [
        event(monday + datetime.timedelta(days=1), load=3, title=f"Busy {monday}", kind=EventKind.MEETING)
        for monday in (D(2026, 9, 7) + datetime.timedelta(days=7 * n) for n in range(14))
    ]
    due = [
        event(D(2026, 11, 6), firm=False, load=2, title="One", uid="one"),
        event(D(2026, 11, 6), firm=False, load=2, title="Two", uid="two"),
        event(D(2026, 11, 13), firm=False, load=2, title="Three", uid="three"),
        event(D(2026, 11, 13), firm=False, load=2, title="Four", uid="four"),
    ]
    moved = [
        move.to for clash in clashes(*busy, *due) for move in clash.moves if move.uid in ("one", "two", "three", "four")
    ]
    assert len(moved) == len(set(moved)) == 2


DAYS = st.dates(D(2026, 8, 24), D(2026, 12, 27))
THINGS = st.lists(
    st.builds(
        lambda starts, length, load, firm, kind, n: event(
            starts,
            starts + datetime.timedelta(days=length),
            load=load,
            firm=firm,
            kind=kind,
            title=f"Thing {n}",
            uid=f"thing-{starts}-{length}-{load}-{firm}-{kind}-{n}",
        ),
        DAYS,
        st.sampled_from([0, 0, 0, 1, 4, 30]),
        st.integers(0, 3),
        st.booleans(),
        st.sampled_from(list(EventKind)),
        st.integers(0, 3),
    ),
    max_size=14,
    unique_by=lambda thing: thing.uid,
)


@given(THINGS, DAYS)
def test_any_term_s_clashes_speak_of_its_things_and_move_them_where_there_is_room(things, today):
    weeks = weeks_of(FIRST, LAST, things)
    taken = {week.monday: week.quarters for week in weeks}
    known = {thing.uid: thing for thing in things}
    found = clashes_in(weeks, today)
    assert [clash.first for clash in found] == sorted(clash.first for clash in found)
    for clash in found:
        assert set(clash.uids) <= set(known)
        assert clash.says.endswith(".")
        assert all(known[uid].load for uid in clash.uids)
        for move in clash.moves:
            if move.to is None:
                continue
            thing = known[move.uid]
            assert move.to in taken, "a week of the term"
            assert move.to + datetime.timedelta(days=2) > today, "not past"
            assert taken[move.to] + QUARTERS[thing.load] <= HEAVY, "not made full"
            if not thing.firm:
                assert move.to + datetime.timedelta(days=6) < monday_of(thing.ends), "before the week it is due in"
    assert {clash.first for clash in found if clash.kind == ClashKind.HEAVY_WEEK} == {
        week.monday for week in weeks if week.quarters > HEAVY
    }


@given(THINGS, st.randoms())
def test_the_order_in_which_things_are_told_changes_nothing(things, random):
    shuffled = list(things)
    random.shuffle(shuffled)
    assert clashes(*things) == clashes(*shuffled)


@given(THINGS)
def test_every_school_day_of_a_thing_counts_once(things):
    """Week by week and over the whole span, what is short takes the same."""
    short = [t for t in things if not goes_on(t) and t.starts >= FIRST and t.ends <= LAST]
    for thing in short:
        by_week = sum(week.quarters for week in weeks_of(FIRST, LAST, [thing]))
        days = [thing.starts + datetime.timedelta(days=n) for n in range((thing.ends - thing.starts).days + 1)]
        school = [day for day in days if day.weekday() < 5]
        times = len(school or days) if thing.firm else 1
        assert by_week == QUARTERS[thing.load] * times


@pytest.mark.parametrize(
    ("quarters", "figure", "words"),
    [(0, "0", "nothing"), (1, "\u00bc", "a quarter of a day"), (2, "\u00bd", "half a day"), (4, "1", "1 day"),
     (6, "1\u00bd", "1\u00bd days"), (9, "2\u00bc", "2\u00bc days"), (40, "10", "10 days")],
)  # fmt: skip
def test_quarters_are_told_as_days(quarters, figure, words):
    assert (in_figures(quarters), in_words(quarters)) == (figure, words)
