"""The question worth asking fits how a priority stands, and gives away nothing that is hidden from its reader."""

from dataclasses import replace

import pytest

from plans.rules.document import ActionTold, AimTold, PriorityTold
from plans.rules.question import question

DONE, OPEN = ActionTold(state="done"), ActionTold(says="Look at books.")
SHOWN = AimTold(is_set=True, start="60%", goal="69%")


def asked(aim: AimTold | None, *actions: ActionTold, owner: str = "The deputy") -> str:
    return question(PriorityTold(aim=aim, actions=actions, owner=owner))


@pytest.mark.parametrize(
    ("aim", "actions", "says"),
    [
        (None, (), "What will be done"),
        (None, (OPEN,), "which figure should move"),
        (replace(SHOWN, now="52%", tone="bad", word="Behind"), (DONE,), "from 60% to 52%"),
        (SHOWN, (ActionTold(overdue=True), OPEN), "One action is overdue"),
        (SHOWN, (ActionTold(says="Look at books.", rag_tone="bad"),), "“Look at books” is off course"),
        (replace(SHOWN, now="70%", tone="good", word="Reached"), (DONE,), "The target is reached"),
        (
            replace(SHOWN, now="65%", tone="warn", word="Not reached, may be chance"),
            (DONE,),
            "not reached. What comes",
        ),
        (SHOWN, (DONE,), "What shows that they worked?"),
        (replace(SHOWN, now="61%", tone="warn", word="Behind, may be chance"), (OPEN,), "may be chance"),
    ],
)
def test_the_most_pressing_comes_first(aim, actions, says):
    assert says in asked(aim, *actions)


def test_where_nothing_presses_no_two_priorities_ask_the_same():
    on_course = replace(SHOWN, now="66%", tone="", word="On its way")
    plan = [PriorityTold(number=n, aim=on_course, actions=(OPEN,), owner="The deputy") for n in range(1, 6)]
    assert len({question(one) for one in plan}) == 5


def test_where_figures_are_hidden_it_does_not_say_whether_the_target_was_reached():
    hidden = AimTold(is_set=True, word="Too few pupils to show")
    for actions in ((DONE,), (OPEN,), (DONE, OPEN)):
        says = asked(hidden, *actions)
        assert "too small to print" in says
        assert "reached" not in says
