"""The way of a round: every step from every state by every party, what each step needs, and who goes where."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.problem import GOOD, prompts
from reviews.rules.round import PARTIES, STATES, STEPS, TAKEN_BY, WAYS, NotNow, NotYours, Standing, after, steps_for
from reviews.rules.schedule import EVERY, FIRST, clashes, next_start, spread

# Said once more in another form than the rules: from, step, to, who.
WAY = """
preparing  begin     observing  runs facilitates
observing  debrief   debriefing facilitates
debriefing reopen    observing  facilitates
debriefing agree     agreed     facilitates
agreed     follow    followed   runs
preparing  call_off  called_off runs
observing  call_off  called_off runs
debriefing call_off  called_off runs
"""
ALLOWED = {
    (start, step, party): end
    for start, step, end, *parties in map(str.split, WAY.strip().splitlines())
    for party in parties
}


@pytest.mark.parametrize(("state", "step", "party"), list(product(STATES, STEPS, PARTIES)))
def test_every_step_from_every_state_by_every_party(state, step, party):
    now = Standing(state)
    if (state, step, party) in ALLOWED:
        assert after(step, now, frozenset({party}), says="Said.") == ALLOWED[state, step, party]
        assert step in steps_for(state, frozenset({party}))
    else:
        refused = NotYours if party not in TAKEN_BY[step] else NotNow
        with pytest.raises(refused, match=r"\.$"):
            after(step, now, frozenset({party}), says="Said.")
        assert step not in steps_for(state, frozenset({party}))


@given(st.lists(st.sampled_from(STEPS), max_size=30))
def test_nothing_is_agreed_on_that_was_not_observed_and_talked_about(steps):
    now, seen = Standing("preparing"), []
    for step in steps:
        try:
            now = replace(now, state=after(step, now, frozenset(PARTIES), says="Said."))
        except NotNow:
            continue
        seen.append(step)
    if now.state in ("agreed", "followed"):
        agreed = seen.index("agree")
        assert seen[0] == "begin"
        assert [step for step in seen[:agreed] if step in ("debrief", "reopen")][-1] == "debrief"
    assert seen.count("agree") <= 1
    assert seen.count("follow") <= 1


counts = st.integers(min_value=0, max_value=5)


@given(
    st.builds(
        Standing, st.sampled_from(STATES), st.booleans(), st.booleans(), counts, counts, counts, counts, st.booleans(),
        counts, counts,
    ),
    st.sampled_from(STEPS),
)  # fmt: skip
def test_whatever_a_round_lacks_is_a_sentence_and_never_a_surprise(now, step):
    then, refused = "", ""
    try:
        then = after(step, now, frozenset(PARTIES), says="Said.")
    except NotNow as error:
        refused = str(error)
    assert then or refused[-1] in ".?"
    if then == "observing" and step == "begin":
        assert now.host_open
        assert now.has_facilitator
        assert now.visitors >= 2
        assert now.classrooms >= 3
    if then == "debriefing":
        assert now.notes
        assert now.classrooms >= 3
    if then == "agreed":
        assert now.patterns
        assert now.prediction
        assert now.next_work
    if then == "followed":
        assert not now.unread


def test_every_state_is_reached_and_only_the_last_two_are_left_by_nothing():
    reached = {end for ways in WAYS.values() for end in ways.values()} | {"preparing"}
    assert reached == set(STATES)
    assert set(STATES) - {state for ways in WAYS.values() for state in ways} == {"followed", "called_off"}


@pytest.mark.parametrize(
    ("step", "now", "says", "told"),
    [
        ("begin", Standing("preparing", host_open=False), "", "closed"),
        ("begin", Standing("preparing", has_facilitator=False), "", "who facilitates"),
        ("begin", Standing("preparing", visitors=1), "", "one more colleague"),
        ("begin", Standing("preparing", classrooms=2), "", "at least 3 classrooms"),
        ("debrief", Standing("observing", notes=0), "", "Nobody has written"),
        ("debrief", Standing("observing", classrooms=2), "", "Fewer than 3 classrooms"),
        ("agree", Standing("debriefing", patterns=0), "", "Write a pattern"),
        ("agree", Standing("debriefing", prediction=False), "", "Agree on a prediction"),
        ("agree", Standing("debriefing", next_work=0), "", "what is to be done next"),
        ("follow", Standing("agreed", unread=1), "Done.", "one piece"),
        ("follow", Standing("agreed", unread=3), "Done.", "3 pieces"),
        ("follow", Standing("agreed"), " ", "few sentences"),
        ("reopen", Standing("debriefing"), "", "still to be seen"),
        ("call_off", Standing("preparing"), "", "Say why"),
        ("call_off", Standing("agreed"), "No.", "not called off"),
        ("agree", Standing("observing"), "", "Open the debrief first"),
        ("begin", Standing("called_off"), "", "was called off"),
    ],
)
def test_what_a_step_needs(step, now, says, told):
    with pytest.raises(NotNow, match=told):
        after(step, now, frozenset(PARTIES), says=says)


def test_a_good_problem_of_practice_is_left_alone_and_others_get_a_thought():
    assert all(prompts(one) == [] for one in GOOD)
    said = prompts("Teaching is weak. Teachers do not follow the marking policy.".replace("policy", "policies"))
    assert [word in " ".join(said) for word in ("no question", "“weak”", "“policies”")] == [True] * 3


def test_the_next_classroom_comes_twenty_minutes_later_and_none_after_midnight():
    assert next_start([]) == FIRST
    assert next_start([datetime.time(10, 50), datetime.time(9, 15)]) == datetime.time(11, 10)
    assert next_start([datetime.time(23, 50)]) == datetime.time(23, 50)


times = st.times(min_value=datetime.time(8), max_value=datetime.time(15)).map(
    lambda t: t.replace(second=0, microsecond=0)
)


@given(st.lists(times, max_size=9), st.integers(0, 9), st.integers(1, 4))
def test_spread_visitors_each_go_somewhere_and_nobody_to_two_places_at_once(starts, visitors, groups):
    rooms = list(enumerate(starts, start=100))
    goes = spread(rooms, list(range(visitors)), groups)
    assert set(goes) == {room for room, _ in rooms}
    parts = min(groups, visitors)
    if parts < 2:
        assert all(who == [] for who in goes.values())
        return
    assert all(goes.values())
    most_at_once = max((starts.count(start) for start in starts), default=0)
    if most_at_once <= parts:
        assert not clashes(rooms, goes, range(visitors))
    if len(rooms) >= parts:
        assert {one for who in goes.values() for one in who} == set(range(visitors))


def test_everybody_cannot_be_in_two_classrooms_at_once():
    rooms = [(1, datetime.time(9)), (2, datetime.time(9)), (3, datetime.time(9, 20))]
    assert clashes(rooms, {}, [7, 8])
    assert not clashes(rooms, {1: [7], 2: [8]}, [7, 8])
    assert not clashes(rooms, {}, [])
    assert datetime.timedelta(minutes=20) == EVERY
