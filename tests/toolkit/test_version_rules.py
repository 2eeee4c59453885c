"""The way of a version of a practice: every step, by every party, from every state."""

from __future__ import annotations

import pytest

from toolkit.rules.version import (
    PARTIES,
    STATES,
    STEPS,
    NotNow,
    NotYours,
    Party,
    Standing,
    State,
    StepName,
    after,
    missing,
    steps_for,
    why_not,
)

# Written out by hand, on purpose not taken from the rules: (step, from) -> (to, who).
WRITER_SIDE, REVIEWERS, WRITERS, MANAGERS = {"wrote", "owns", "manages"}, {"reviews"}, {"writes"}, {"manages"}
TABLE: dict[tuple[str, str], tuple[str, set[str]]] = {
    ("ask", "draft"): ("in_review", WRITERS),
    ("take_back", "in_review"): ("draft", WRITER_SIDE),
    ("take_back", "ready"): ("draft", WRITER_SIDE),
    ("return", "in_review"): ("draft", REVIEWERS),
    ("approve", "in_review"): ("ready", REVIEWERS),
    ("publish", "ready"): ("published", MANAGERS),
    ("drop", "draft"): ("dropped", WRITER_SIDE),
    ("drop", "in_review"): ("dropped", WRITER_SIDE),
    ("drop", "ready"): ("dropped", WRITER_SIDE),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("party", [*PARTIES, None])
def test_each_step_from_each_state_by_each_party(step: StepName, state: State, party: Party | None) -> None:
    parties: frozenset[Party] = frozenset({party} if party else ())
    to, who = TABLE.get((step, state), ("", set()))
    takes = {p for (s, _), (_, them) in TABLE.items() if s == step for p in them}
    assert (step in steps_for(state, parties)) == (party in who)
    if party not in takes:
        with pytest.raises(NotYours):
            after(step, Standing(state), parties, says="Because.")
    elif not to:
        with pytest.raises(NotNow) as refused:
            after(step, Standing(state), parties, says="Because.")
        assert str(refused.value) == why_not(step, state)
    else:
        assert after(step, Standing(state), parties, says="Because.") == to


def test_nobody_is_asked_to_review_half_a_practice() -> None:
    lacks = missing(what="Ask.", why="", strength="", steps=1, looks_like=1)
    assert lacks == ("why it should work", "how strong the evidence is", "at least two steps")
    with pytest.raises(NotNow, match="needs why it should work, how strong the evidence is and at least two steps"):
        after("ask", Standing("draft", missing=lacks), frozenset({"writes"}))
    assert missing(what="Ask.", why="It helps.", strength="early", steps=2, looks_like=1) == ()


def test_giving_it_back_needs_a_word() -> None:
    with pytest.raises(NotNow, match="what it still needs"):
        after("return", Standing("in_review"), frozenset({"reviews"}), says="  ")


@pytest.mark.parametrize("step", STEPS)
def test_a_practice_that_is_put_away_moves_on_only_to_be_dropped(step: StepName) -> None:
    state = next(state for (name, state) in TABLE if name == step)
    standing = Standing(state, put_away=True)  # type: ignore[arg-type]
    if step == "drop":
        assert after(step, standing, frozenset(PARTIES)) == "dropped"
    else:
        with pytest.raises(NotNow, match="put away"):
            after(step, standing, frozenset(PARTIES), says="Because.")
