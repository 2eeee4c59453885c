"""One question worth asking for each part: what the part itself suggests, never what it answers. Pure."""

from __future__ import annotations

from celt.lib.sentences import opened


def of_changes(happened: int, *, first: bool) -> str:
    if not happened:
        return "Nothing is recorded here. Is that how the time since then felt from inside?"
    if first:
        return "Which of these will matter most to pupils a year from now?"
    return "Which of these matters most to pupils, and what did the last meeting ask for that is not among them?"


def of_plan(priorities: int, overdue: int) -> str:
    """Each priority has a question of its own; this one is about all of them together."""
    if not priorities:
        return "What does the academy work on this year, and when will it be written down?"
    if overdue:
        late = opened(overdue, "action")
        are = "is" if overdue == 1 else "are"
        return f"{late} {are} overdue. Is there too much in the plan, or too little time for it?"
    return "What was stopped to make room for this, and who noticed?"


def of_reviews(published: int, overdue: int) -> str:
    if overdue:
        late = opened(overdue, "next step")
        stand = "is past its day" if overdue == 1 else "are past their day"
        return f"{late} of earlier reviews {stand}. What is in the way?"
    if not published:
        return "Nobody from outside has reported in this time. Which part of the work should be looked at next?"
    return "What is done differently in lessons since, and who has seen it?"


def of_support(late: int, *, gives: bool, receives: bool, one: bool = True) -> str:
    if late:
        what = opened(late, "piece")
        return (
            f"{what} of promised support {'is' if late == 1 else 'are'} late. What was it for, and who sees to it now?"
        )
    if receives and not gives and one:
        return "What is strong here that another academy could use?"
    if receives:
        return "What is different in classrooms for the support that came?"
    return "What would be worth learning from another academy this year?"
