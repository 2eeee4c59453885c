"""One question that a governor may ask about a priority: the one that its state suggests most. Pure."""

from __future__ import annotations

from celt.lib.sentences import opened
from plans.rules.document import PriorityTold

# What to ask where nothing presses: by the priority's number, so that no two of a plan ask the same.
ON_COURSE = (
    "What do pupils do now that they did not do a year ago, and how does the head know?",
    "In which classes is the new practice seen every week, and in which not yet?",
    "Which pupils have not gained from this yet, and why?",
    "What did the academy stop doing to make room for this?",
    "What would show by next term that this does not work, and who would say so?",
)


def question(one: PriorityTold) -> str:
    """Never a question that the plan answers; the most pressing first."""
    aim = one.aim
    if not one.standing:
        return "What will be done for this priority, by whom and by when?"
    if aim is None or not aim.is_set:
        return "How shall we know that it has worked: which figure should move, how far, and by when?"
    if aim.tone == "bad" and aim.start and aim.now:
        return f"The figure went from {aim.start} to {aim.now}, short of where it should be. What will change?"
    if one.overdue:
        late = opened(one.overdue, "action")
        return f"{late} {'is' if one.overdue == 1 else 'are'} overdue. What is in the way, and who can help?"
    if one.off_course:
        off = next(action for action in one.standing if action.state == "open" and action.rag_tone == "bad")
        return f"“{off.says.rstrip('.')}” is off course. What would bring it back?"
    if aim.tone == "good" and aim.word.startswith("Reached"):
        return "The target is reached. What made the difference, and how is it kept up?"
    if not aim.shows_figures:
        return "The groups are too small to print a figure. What has the head seen that shows a change?"
    if one.done == len(one.standing):
        # What the figure says is told only where it says something.
        stands = " and the target is not reached. What comes next?" if aim.tone else ". What shows that they worked?"
        return f"All its actions are done{stands}"
    if aim.tone == "warn":
        return "Where the figure stands may be chance. What else, seen in lessons and in books, shows that it works?"
    if not one.owner:
        return "Who leads this priority, and how much time do they have for it?"
    return ON_COURSE[one.number % len(ON_COURSE)]
