"""The way of a review: every step from every state by every party, and what each step needs."""

from __future__ import annotations

import datetime
from dataclasses import replace
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.rules.review import PARTIES, STATES, STEPS, TAKEN_BY, WAYS, NotNow, NotYours, Standing, after, steps_for

TODAY = datetime.date(2026, 11, 22)
LATER = TODAY + datetime.timedelta(days=7)
READY: dict[str, Any] = {"says": "All facts are right.", "standard": "agreed", "reply_by": LATER}
WHOLE: dict[str, Any] = {"replied": True, "reply_by": TODAY - datetime.timedelta(days=1)}
# Said once more in another form than the rules: from, step, to, who.
WAY = """
planned    begin     gathering  runs leads
gathering  draft     drafted    runs leads
drafted    reopen    gathering  runs leads
drafted    send_back gathering  moderates
drafted    moderate  moderated  moderates
moderated  share     shared     runs leads
shared     reply     shared     answers
shared     publish   published  runs leads
published  follow    followed   runs leads
planned    call_off  called_off runs
gathering  call_off  called_off runs
drafted    call_off  called_off runs
moderated  call_off  called_off runs
"""
ALLOWED = {
    (start, step, party): end
    for start, step, end, *parties in map(str.split, WAY.strip().splitlines())
    for party in parties
}


@pytest.mark.parametrize(("state", "step", "party"), list(product(STATES, STEPS, PARTIES)))
def test_every_step_from_every_state_by_every_party(state, step, party):
    now = Standing(state, **WHOLE)
    if (state, step, party) in ALLOWED:
        assert after(step, now, frozenset({party}), TODAY, **READY) == ALLOWED[state, step, party]
        assert step in steps_for(state, frozenset({party}))
    else:
        refused = NotYours if party not in TAKEN_BY[step] else NotNow
        with pytest.raises(refused, match=r"\.$"):
            after(step, now, frozenset({party}), TODAY, **READY)
        assert step not in steps_for(state, frozenset({party}))


@given(st.lists(st.sampled_from(STEPS), max_size=30))
def test_nothing_is_published_that_was_not_moderated_and_shared(steps):
    now, seen = Standing("planned", **WHOLE), []
    for step in steps:
        try:
            now = replace(now, state=after(step, now, frozenset(PARTIES), TODAY, **READY))
        except NotNow:
            continue
        seen.append(step)
    if now.state in ("published", "followed"):
        published = seen.index("publish")
        assert seen.index("share") < published
        last_draft = max(place for place, step in enumerate(seen[:published]) if step == "draft")
        assert "moderate" in seen[last_draft:published]


def test_every_state_is_reached_and_only_the_last_two_are_left_by_nothing():
    reached = {end for ways in WAYS.values() for end in ways.values()} | {"planned"}
    assert reached == set(STATES)
    left = {state for ways in WAYS.values() for state in ways}
    assert set(STATES) - left == {"followed", "called_off"}


@pytest.mark.parametrize(
    ("step", "now", "said", "says"),
    [
        ("begin", Standing("planned", academy_open=False), {}, "closed"),
        ("begin", Standing("planned", has_lead=False), {}, "who leads"),
        ("draft", Standing("gathering", unjudged=2), {}, "2 parts are still empty"),
        ("draft", Standing("gathering", findings=0), {}, "at least one strength or next step"),
        ("draft", Standing("gathering", summary=False), {}, "in a paragraph"),
        ("draft", Standing("gathering", has_moderator=False), {}, "who moderates"),
        ("moderate", Standing("drafted"), {"standard": ""}, "agreed or changed"),
        ("moderate", Standing("drafted"), {"standard": "changed"}, "what you changed"),
        ("share", Standing("moderated"), {}, "Name the day"),
        ("share", Standing("moderated"), {"reply_by": TODAY}, "after today"),
        ("reply", Standing("shared"), {"says": " "}, "Write your reply"),
        ("publish", Standing("shared", reply_by=TODAY), {}, "has not replied yet"),
        ("publish", Standing("shared", replied=True, reply_answered=False), {}, "what you did about"),
        ("publish", Standing("drafted"), {}, "not moderated"),
        ("publish", Standing("moderated"), {}, "Share it with the head first"),
        ("follow", Standing("published", open_steps=3), {}, "Say why"),
        ("reopen", Standing("drafted"), {}, "what is missing"),
        ("call_off", Standing("shared"), {"says": "No."}, "The head has it"),
    ],
)
def test_what_a_step_needs(step, now, said, says):
    with pytest.raises(NotNow, match=says):
        after(step, now, frozenset(PARTIES), TODAY, **said)


def test_a_review_is_published_after_the_day_of_the_reply_without_one():
    now = Standing("shared", reply_by=TODAY)
    tomorrow = TODAY + datetime.timedelta(days=1)
    assert after("publish", now, frozenset({"leads"}), tomorrow) == "published"
