"""The way of a cycle of enquiry: which step follows from where, with what it needs; whatever steps are tried."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.models.enquiry import Decision, EnquiryState
from plans.rules.enquiry import (
    DECISIONS,
    ENDED,
    MEMBERS,
    NEEDS_WORDS,
    STATES,
    STEPS,
    WAYS,
    NotNow,
    Outcome,
    Standing,
    State,
    after,
    is_open,
    steps_from,
)

WHOLE = {"trial": "Three lessons.", "looks_for": "Fuller drafts."}
FOUND = Outcome(decision="adopt", found="It did.", evidence=1)
states, steps, texts = st.sampled_from(STATES), st.sampled_from(STEPS), st.sampled_from(["", "  ", "Because."])
outcomes = st.builds(
    Outcome, st.sampled_from(["", "adopt", "adapt", "drop", "keep"]), texts, st.integers(min_value=0, max_value=2)
)


def test_the_rules_know_the_states_and_decisions_of_the_model():
    assert set(STATES) == set(EnquiryState.values)
    assert set(DECISIONS) == set(Decision.values) - {""}


@given(states, steps, texts, texts, texts, outcomes)
def test_a_step_leads_only_where_it_was_offered(state, step, trial, looks_for, says, outcome):
    now = Standing(state, trial, looks_for)
    try:
        then = after(step, now, says=says, outcome=outcome)
    except NotNow:
        return
    assert step in steps_from(state)
    assert then == WAYS[step][state]
    if step in NEEDS_WORDS:
        assert says.strip()
    if then == "trying" and state == "planned":
        assert trial.strip()
        assert looks_for.strip(), "what would show it is written before it is tried"
    if then == "decided":
        assert outcome.decision in DECISIONS
        assert outcome.found.strip()
        assert outcome.evidence


@given(st.lists(st.tuples(steps, outcomes)))
def test_whatever_is_tried_what_ended_stands_and_nothing_is_decided_unseen(tried):
    state: State = "planned"
    passed: list[State] = [state]
    for step, outcome in tried:
        try:
            then = after(step, Standing(state, **WHOLE), says="Said.", outcome=outcome)
        except NotNow:
            continue
        assert state not in ENDED, "nothing follows from what was decided or stopped"
        state = then
        passed.append(state)
    if state == "decided":
        assert passed[passed.index("trying") :].index("looking") > 0, "tried, then looked at, then decided"
    backwards = [(a, b) for a, b in itertools.pairwise(passed) if STATES.index(b) < STATES.index(a)]
    assert set(backwards) <= {("looking", "trying")}, "the one way back is from looking to trying"


@given(states)
def test_what_is_offered_can_be_taken(state):
    for step in steps_from(state):
        assert after(step, Standing(state, **WHOLE), says="Said.", outcome=FOUND) in STATES
    assert bool(steps_from(state)) is is_open(state)


@given(states)
def test_members_carry_on_and_leaders_decide(state):
    offered = steps_from(state, leads=False)
    assert set(offered) == set(steps_from(state)) & MEMBERS
    assert not {"decide", "stop"} & set(offered)


@pytest.mark.parametrize(
    ("step", "now", "says", "outcome", "sentence"),
    [
        ("start", Standing("planned"), "", None, "Write first what you try"),
        ("look", Standing("planned", **WHOLE), "", None, "Start the trial first"),
        ("decide", Standing("trying", **WHOLE), "", FOUND, "Look at the evidence first"),
        ("decide", Standing("looking", **WHOLE), "", Outcome("adopt", "", 1), "Write what was found"),
        ("decide", Standing("looking", **WHOLE), "", Outcome("", "It did.", 1), "adopt it, adapt it or drop it"),
        ("decide", Standing("looking", **WHOLE), "", Outcome("drop", "It did not.", 0), "Name the evidence"),
        ("try_on", Standing("looking", **WHOLE), " ", None, "Say what is missing"),
        ("stop", Standing("trying", **WHOLE), "", None, "Say why it is stopped"),
        ("note", Standing("decided"), "More.", None, "the decision stands"),
        ("decide", Standing("decided"), "", FOUND, "Plan a further cycle"),
        ("stop", Standing("stopped"), "Again.", None, "was stopped"),
    ],
)
def test_what_is_refused_says_what_to_do(step, now, says, outcome, sentence):
    with pytest.raises(NotNow, match=sentence):
        after(step, now, says=says, outcome=outcome)
