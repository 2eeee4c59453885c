"""Where a step leads a concern, and which steps follow."""

import pytest

from academies.rules.concern import STEPS, NotNow, Standing, after, steps_from

HEAD, EXECUTIVE, TRUSTEES = Standing(True, 1), Standing(True, 2), Standing(True, 3)
RESOLVED = Standing(False, 2)


@pytest.mark.parametrize(
    ("now", "steps"),
    [
        (HEAD, ["note", "escalated", "resolved"]),
        (EXECUTIVE, ["note", "escalated", "eased", "resolved"]),
        (TRUSTEES, ["note", "eased", "resolved"]),
        (RESOLVED, ["note", "reopened"]),
    ],
)
def test_what_follows(now, steps):
    assert steps_from(now) == steps


def test_each_step_leads_where_it_says():
    assert after("escalated", HEAD) == EXECUTIVE
    assert after("eased", TRUSTEES) == EXECUTIVE
    assert after("resolved", EXECUTIVE) == RESOLVED
    assert after("reopened", RESOLVED) == EXECUTIVE
    assert after("note", RESOLVED) == RESOLVED


@pytest.mark.parametrize("now", [HEAD, EXECUTIVE, TRUSTEES, RESOLVED])
def test_no_other_step_is_taken_and_the_refusal_is_a_sentence(now):
    for step in set(STEPS) - set(steps_from(now)):
        with pytest.raises(NotNow, match=r"^This concern .*\.$"):
            after(step, now)
