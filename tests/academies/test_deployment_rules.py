"""Which step of an agreement is open to whom, and the words for how it stands."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academies.rules.deployment import (
    AGREED,
    CLOSED,
    DECLINED,
    PROPOSED,
    WITHDRAWN,
    Agreement,
    Party,
    Step,
    after_signature,
    balance_sentence,
    days_words,
    open_steps,
    refusal,
    refused_day,
    refused_days,
    state,
    waits_for,
)

TODAY = date(2026, 11, 22)
OFFER = Agreement(PROPOSED, "Heronmoor", "Otterbourne", date(2026, 11, 2), date(2027, 3, 26), days_left=8)
AGREEMENT = replace(OFFER, status=AGREED, giver_signed=True, receiver_signed=True)
GIVER = Party(leads_giver=True, proposes=True)
RECEIVER = Party(leads_receiver=True, proposes=True)
LEADER = Party(proposes=True, for_trust=True)
READER = Party()


def test_each_head_signs_their_own_side_and_nobody_else_signs() -> None:
    assert open_steps(OFFER, GIVER, TODAY) == {Step.SIGN_AS_GIVER, Step.DECLINE, Step.CHANGE}
    assert open_steps(OFFER, RECEIVER, TODAY) == {Step.SIGN_AS_RECEIVER, Step.DECLINE, Step.CHANGE}
    assert open_steps(OFFER, LEADER, TODAY) == {Step.CHANGE, Step.WITHDRAW}
    assert open_steps(OFFER, READER, TODAY) == set()


def test_a_head_of_both_sides_signs_each_of_them() -> None:
    both = Party(leads_giver=True, leads_receiver=True, proposes=True, proposed_it=True)
    assert {Step.SIGN_AS_GIVER, Step.SIGN_AS_RECEIVER} <= open_steps(OFFER, both, TODAY)
    half = replace(OFFER, giver_signed=True)
    assert Step.SIGN_AS_GIVER not in open_steps(half, both, TODAY)
    assert Step.SIGN_AS_RECEIVER in open_steps(half, both, TODAY)


def test_whoever_proposed_withdraws_and_does_not_decline() -> None:
    steps = open_steps(OFFER, replace(GIVER, proposed_it=True), TODAY)
    assert Step.WITHDRAW in steps
    assert Step.DECLINE not in steps
    # A role that ended takes the right with it.
    assert Step.WITHDRAW not in open_steps(OFFER, replace(READER, proposed_it=True), TODAY)


def test_it_is_agreed_with_the_second_signature_whichever_comes_first() -> None:
    assert after_signature(OFFER, "giver") == PROPOSED
    assert after_signature(replace(OFFER, giver_signed=True), "receiver") == AGREED
    assert after_signature(replace(OFFER, receiver_signed=True), "giver") == AGREED


def test_days_are_logged_while_it_is_agreed_begun_and_some_are_left() -> None:
    assert Step.LOG in open_steps(AGREEMENT, GIVER, TODAY)
    assert Step.LOG not in open_steps(replace(AGREEMENT, days_left=0), GIVER, TODAY)
    assert Step.LOG not in open_steps(replace(AGREEMENT, starts=date(2026, 12, 1)), GIVER, TODAY)
    assert Step.LOG not in open_steps(OFFER, GIVER, TODAY)


@given(
    status=st.sampled_from([CLOSED, DECLINED, WITHDRAWN]),
    flags=st.tuples(*[st.booleans()] * 5),
    signed=st.tuples(st.booleans(), st.booleans()),
)
def test_what_has_ended_takes_no_further_step_but_a_correction_of_the_log(status, flags, signed) -> None:
    ended = replace(OFFER, status=status, giver_signed=signed[0], receiver_signed=signed[1])
    assert open_steps(ended, Party(*flags), TODAY) <= {Step.STRIKE}


@given(
    status=st.sampled_from([PROPOSED, AGREED, CLOSED, DECLINED, WITHDRAWN]),
    flags=st.tuples(*[st.booleans()] * 5),
    signed=st.tuples(st.booleans(), st.booleans()),
    step=st.sampled_from(list(Step)),
)
def test_a_closed_step_always_says_why_and_an_open_one_does_not(status, flags, signed, step) -> None:
    agreement = replace(OFFER, status=status, giver_signed=signed[0], receiver_signed=signed[1])
    refused = refusal(step, agreement, Party(*flags), TODAY)
    assert (refused is None) == (step in open_steps(agreement, Party(*flags), TODAY))
    assert refused is None or refused.says.endswith(".")


def test_a_refusal_tells_the_role_from_the_state() -> None:
    not_theirs = refusal(Step.SIGN_AS_GIVER, OFFER, LEADER, TODAY)
    assert not_theirs
    assert (not_theirs.says, not_theirs.for_good) == ("Only the head of Heronmoor signs for Heronmoor.", True)
    not_now = refusal(Step.LOG, OFFER, GIVER, TODAY)
    assert not_now
    assert not_now.for_good is False
    assert not_now.says == ("Waits for the heads of Heronmoor and Otterbourne. This opens once both heads have signed.")


@pytest.mark.parametrize(
    ("signed", "says"),
    [
        ((False, False), "Waits for the heads of Heronmoor and Otterbourne"),
        ((True, False), "Waits for the head of Otterbourne"),
        ((False, True), "Waits for the head of Heronmoor"),
        ((True, True), ""),
    ],
)
def test_it_says_whom_it_waits_for(signed, says) -> None:
    assert waits_for(replace(OFFER, giver_signed=signed[0], receiver_signed=signed[1])) == says


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "Under way until 26 March 2027"),
        ({"starts": date(2027, 1, 4)}, "Begins on 4 January 2027"),
        ({"ends": date(2026, 11, 21)}, "Over since 21 November 2026; nobody has said what came of it"),
        ({"ends": TODAY}, "Under way until 22 November 2026"),
        ({"status": CLOSED}, "Finished"),
        ({"status": DECLINED}, "Declined"),
        ({"status": WITHDRAWN}, "Withdrawn"),
    ],
)
def test_it_says_how_it_stands(changes, says) -> None:
    assert state(replace(AGREEMENT, **changes), TODAY)[0] == says


@pytest.mark.parametrize(
    ("day", "says"),
    [
        (date(2026, 11, 2), ""),
        (TODAY, ""),
        (date(2026, 11, 23), "still to come"),
        (date(2026, 11, 1), "runs from 2 November 2026 to 26 March 2027"),
    ],
)
def test_a_day_is_within_the_agreement_and_past(day, says) -> None:
    assert (says in refused_day(AGREEMENT, day, TODAY)) if says else refused_day(AGREEMENT, day, TODAY) == ""


@pytest.mark.parametrize(
    ("days", "left", "says"),
    [
        (1, 1, ""),
        (0.5, 8, ""),
        (2, 1.5, "Only 1.5 days of the pledge are left. Log fewer"),
        (2, 1, "Only 1 day of the pledge is left"),
        (1, 0, "None are left"),
        (0.3, 8, "whole or half days"),
        (0, 8, "whole or half days"),
        (-1, 8, "whole or half days"),
    ],
)
def test_no_more_days_than_pledged_and_none_in_thirds(days, left, says) -> None:
    assert (says in refused_days(days, left)) if says else refused_days(days, left) == ""


@pytest.mark.parametrize(("days", "words"), [(1, "1 day"), (0.5, "half a day"), (2.5, "2.5 days"), (12, "12 days")])
def test_days_are_said_as_people_say_them(days, words) -> None:
    assert days_words(days) == words


def test_a_page_opens_with_what_the_academy_does() -> None:
    assert balance_sentence("Heronmoor", 12, 8, "this year") == "Heronmoor gives 12 days and receives 8 this year."
    assert balance_sentence("Heronmoor", 0, 8, "this year") == (
        "Heronmoor only receives this year: 8 days, and it lends nobody so far. Every academy has something to give."
    )
    assert "only gives" in balance_sentence("Heronmoor", 3, 0, "this year")
    assert "neither gives nor receives" in balance_sentence("Heronmoor", 0, 0, "this year")
    assert balance_sentence("Heronmoor", 4, 0, "in 2024/25", over=True).startswith("Heronmoor only gave in 2024/25")
    assert "expected" not in balance_sentence("Heronmoor", 0, 0, "in 2019/20", expected=False)
