"""One question that a governor may ask about a priority: the one that its state suggests most. Pure."""

from __future__ import annotations

from celt.lib.sentences import counted, opened
from plans.rules.document import PriorityTold


def question(one: PriorityTold) -> str:
    """Never a question that the plan answers; the most pressing first."""
    aim = one.aim
    if not one.standing:
        return "What will be done for this priority, by whom and by when?"
    if aim is None or not aim.goal:
        return "How shall we know that it has worked: which figure should move, how far, and by when?"
    if aim.tone == "bad" and aim.start and aim.now:
        return f"{aim.measure} stood at {aim.start} and now at {aim.now}. What will be done differently?"
    if one.overdue:
        late = opened(one.overdue, "action")
        return f"{late} {'is' if one.overdue == 1 else 'are'} overdue. What is in the way, and who can help?"
    if one.off_course:
        off = next(action for action in one.standing if action.state == "open" and action.rag_tone == "bad")
        return f"“{off.says.rstrip('.')}” is off course. What would bring it back?"
    if one.done == len(one.standing) and aim.tone != "good":
        return f"{counted(one.done, 'action is', 'actions are')} done and the target is not reached. What comes next?"
    if aim.tone == "warn" and aim.start and aim.now:
        return f"The change from {aim.start} to {aim.now} may be chance. What else shows that it works?"
    if not one.owner:
        return "Who leads this priority, and how much time do they have for it?"
    if one.when:
        return "How often is the new practice seen in lessons, and in which classes is it not seen yet?"
    return "Which pupils have not gained from this yet, and why?"
