"""Each step of a cycle from each state by each party: one table, worked out here by hand."""

import itertools

import pytest

from coaching.rules.cycle import (
    PARTIES,
    STATES,
    STEPS,
    NotNow,
    NotYours,
    Standing,
    State,
    after,
    parties_of,
    steps_for,
    why_not,
)

# Step -> (who takes it, from where to where). Whatever is not here is refused.
TABLE = {
    "accept": ({"invited"}, {"invited": "active"}),
    "decline": ({"invited"}, {"invited": "declined"}),
    "take_back": ({"inviter"}, {"invited": "withdrawn"}),
    "goal": ({"coachee"}, {"active": "active"}),
    "change": ({"coach", "coachee"}, {"active": "active"}),
    "plan": ({"coach", "coachee"}, {"active": "active"}),
    "revisit": ({"coachee"}, {"active": "active"}),
    "share": ({"coachee"}, {"active": "active", "closed": "closed"}),
    "close": ({"coach", "coachee"}, {"active": "closed"}),
}


@pytest.mark.parametrize(("step", "state", "party"), list(itertools.product(STEPS, STATES, PARTIES)))
def test_every_step_from_every_state_by_every_party(step, state, party):
    who, ways = TABLE[step]
    if party not in who:
        with pytest.raises(NotYours, match=r"\.$"):
            after(step, Standing(state), frozenset({party}))
    elif state not in ways:
        with pytest.raises(NotNow, match=r"\.$"):
            after(step, Standing(state), frozenset({party}))
    else:
        assert after(step, Standing(state), frozenset({party})) == ways[state]


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
def test_nobody_else_takes_any_step(step, state):
    with pytest.raises(NotYours):
        after(step, Standing(state), frozenset())


def test_an_invitation_that_ran_out_is_declined_or_taken_back_and_not_accepted():
    expired = Standing("invited", expired=True)
    with pytest.raises(NotNow, match="run out"):
        after("accept", expired, frozenset({"invited"}))
    assert after("decline", expired, frozenset({"invited"})) == "declined"
    assert after("take_back", expired, frozenset({"inviter"})) == "withdrawn"


def test_nobody_begins_with_somebody_who_has_left():
    with pytest.raises(NotNow, match="Ada Wren no longer works here"):
        after("accept", Standing("invited", gone="Ada Wren"), frozenset({"invited"}))


@pytest.mark.parametrize("goal", ["", "  \n"])
@pytest.mark.parametrize("step", ["accept", "goal"])
def test_a_cycle_runs_with_a_goal(goal, step):
    state: State = "invited" if step == "accept" else "active"
    with pytest.raises(NotNow, match="in your own words"):
        after(step, Standing(state), frozenset({"invited", "coachee"}), goal=goal)


def test_who_is_what_in_a_cycle():
    assert parties_of(1, coach=1, coachee=2, inviter=1) == {"coach", "inviter"}
    assert parties_of(2, coach=1, coachee=2, inviter=1) == {"coachee", "invited"}
    assert parties_of(1, coach=1, coachee=2, inviter=2) == {"coach", "invited"}
    assert parties_of(3, coach=1, coachee=2, inviter=1) == frozenset()


def test_a_page_offers_what_can_be_done():
    assert steps_for(Standing("active"), frozenset({"coach", "inviter"})) == ["change", "plan", "close"]
    assert steps_for(Standing("closed"), frozenset({"coachee", "invited"})) == ["share"]
    assert steps_for(Standing("closed"), frozenset({"coach", "inviter"})) == []


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_a_refusal_is_a_sentence(step, state):
    said = why_not(step, Standing(state))
    assert bool(said) == (state not in TABLE[step][1])
    assert not said or (said[0].isupper() and said.endswith("."))
