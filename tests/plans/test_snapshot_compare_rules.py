"""What changed between two documents: everything that did, told once, and nothing that did not."""

import dataclasses
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.rules.compare import Change, compare, pieces
from plans.rules.document import (
    ActionTold,
    AimTold,
    CriterionTold,
    DroppedTold,
    PlanDocument,
    PriorityTold,
    as_data,
    from_data,
)

words = st.text(alphabet="abcdefg .!?\n", max_size=60)
keys = st.integers(min_value=1, max_value=6)
actions = st.builds(
    ActionTold,
    key=keys,
    says=words,
    owner=st.sampled_from(["", "Ada Brook", "a member of staff"]),
    due=st.sampled_from(["1 May 2027", "2 May 2027"]),
    state=st.sampled_from(["open", "done", "dropped"]),
    overdue=st.booleans(),
    rag=st.sampled_from(["", "On course", "Off course"]),
    cost=st.sampled_from(["", "£5"]),
)
aims = st.one_of(
    st.none(),
    st.builds(
        AimTold,
        measure=st.sampled_from(["Reading", "Writing"]),
        is_set=st.booleans(),
        start=st.sampled_from(["", "55%"]),
        now=st.sampled_from(["", "57%"]),
        goal=st.sampled_from(["", "60%", "65%"]),
    ),
)


def unique(rows):
    return tuple({row.key: row for row in rows}.values())


priorities = st.builds(
    PriorityTold,
    key=keys,
    number=st.integers(1, 5),
    title=words,
    rationale=words,
    owner=words,
    aim=aims,
    criteria=st.lists(st.builds(CriterionTold, key=keys, says=words, met=words), max_size=3).map(unique),
    actions=st.lists(actions, max_size=4).map(unique),
)
documents = st.builds(
    PlanDocument,
    edition=st.just("staff"),
    vision=words,
    rationale=words,
    monitoring=words,
    priorities=st.lists(priorities, max_size=4).map(unique),
    cost=st.sampled_from(["", "£5"]),
)


def says(before: PlanDocument, after: PlanDocument) -> list[str]:
    return [change.says for part in compare(before, after).parts for change in part.changes]


def plan(**priority: Any) -> PlanDocument:
    return PlanDocument(priorities=(PriorityTold(**{"key": 1, "number": 1, "title": "Reading", **priority}),))


@given(documents)
def test_a_plan_compared_with_itself_has_nothing_to_tell(document):
    assert compare(document, document).parts == ()


@given(documents, documents)
def test_every_part_that_is_told_says_something(before, after):
    for part in compare(before, after).parts:
        assert part.heading
        assert part.changes
        assert all(change.says.strip() for change in part.changes)


@given(documents, documents)
def test_what_came_on_the_way_there_goes_on_the_way_back(before, after):
    there, back = compare(before, after), compare(after, before)
    came = {part.heading for part in there.parts if part.kind == "added"}
    went = {part.heading for part in back.parts if part.kind == "dropped"}
    assert came == went


@given(documents, documents)
def test_every_priority_that_is_new_or_gone_is_told(before, after):
    old, new = {one.key for one in before.priorities}, {one.key for one in after.priorities}
    found = compare(before, after)
    assert sum(part.kind == "added" for part in found.parts) == len(new - old)
    assert sum(part.kind == "dropped" for part in found.parts) == len(old - new)


@given(words, words)
def test_the_pieces_of_a_text_make_both_texts_again(before, after):
    found = pieces(before, after)
    assert " ".join(p.text for p in found if p.kind != "added").split() == before.split()
    assert " ".join(p.text for p in found if p.kind != "dropped").split() == after.split()


@given(documents)
def test_a_document_comes_back_from_a_snapshot_as_it_was(document):
    assert from_data(as_data(document)) == document


def test_an_old_snapshot_is_read_by_what_it_knows():
    kept = as_data(plan(actions=(ActionTold(key=1, says="Read aloud"),)))
    del kept["priorities"][0]["actions"][0]["rag_says"], kept["rings"]
    kept["priorities"][0]["no_longer_known"] = "x"
    read = from_data(kept)
    assert read.priorities[0].actions[0].says == "Read aloud"
    assert read.rings is None


def test_a_target_that_was_set_higher_is_told_in_words():
    low, high = (AimTold(measure="Reading", is_set=True, start="50%", goal=goal) for goal in ("55%", "60%"))
    assert says(plan(aim=low), plan(aim=high)) == ["Target: from 55% to 60%"]


def test_an_action_that_was_done_is_told_once_and_not_as_no_longer_rated():
    before = ActionTold(key=1, says="Train teachers", state="open", rag="On course", due="1 May 2027")
    after = dataclasses.replace(before, state="done", stands="Done on 3 May 2027", rag="")
    assert says(plan(actions=(before,)), plan(actions=(after,))) == ["Action done: Train teachers (done on 3 May 2027)"]


def test_how_an_action_goes_and_when_it_is_due_are_told_in_one_line():
    before = ActionTold(key=1, says="Train teachers.", rag="On course", due="1 May 2027")
    after = dataclasses.replace(before, rag="Off course", rag_says="Two left.", due="9 May 2027")
    assert says(plan(actions=(before,)), plan(actions=(after,))) == [
        "Action “Train teachers”: due 9 May 2027 (was 1 May 2027); off course (was on course); “Two left.”"
    ]


def test_a_priority_that_was_dropped_says_why():
    after = PlanDocument(dropped=(DroppedTold(1, "Reading", "The trust does it."),))
    (part,) = compare(plan(), after).parts
    assert (part.kind, part.heading) == ("dropped", "Priority: Reading")
    assert part.changes == (Change("dropped", "Dropped: The trust does it."),)


def test_a_priority_that_goes_on_in_the_year_after_is_the_same_one():
    then, now = (
        PlanDocument(year=2025, priorities=plan().priorities),
        PlanDocument(year=2026, priorities=(PriorityTold(key=9, continues=1, number=1, title="Reading and writing"),)),
    )
    (part,) = compare(then, now).parts
    assert [change.says for change in part.changes] == ["Title: from Reading to Reading and writing"]


def test_that_a_figure_may_no_longer_be_shown_is_told():
    shown = AimTold(measure="Reading", is_set=True, start="41%", now="43%", goal="60%")
    hidden = AimTold(measure="Reading", is_set=True, says="Too few pupils to show.")
    told = " ".join(says(plan(aim=shown), plan(aim=hidden)))
    assert "can no longer be shown" in told


@pytest.mark.parametrize(
    ("before", "after"),
    [("A b. " * 4000, "A b. " * 3999 + "C d."), ("A b. C d. " * 2000, "C d. A b. E f. " * 1300)],
)
def test_two_long_texts_are_compared_in_a_moment(before, after):
    """20,000 characters of the same short sentences, the worst there is for finding what is alike."""
    began = time.monotonic()
    assert compare(PlanDocument(vision=before), PlanDocument(vision=after)).changed == 1
    assert time.monotonic() - began < 5
