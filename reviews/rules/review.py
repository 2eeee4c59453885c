"""The way of a review: planned, in progress, drafted, moderated, with the head, published, followed up. Pure.

Nobody publishes what nobody else has looked at: the moderator is on the team for that alone, and gathered nothing. The
head reads it before governors do and answers on facts, until a day that was named.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

State = Literal["planned", "gathering", "drafted", "moderated", "shared", "published", "followed", "called_off"]
StepName = Literal[
    "begin", "draft", "reopen", "send_back", "moderate", "share", "reply", "publish", "follow", "call_off"
]
Party = Literal["runs", "leads", "observes", "moderates", "answers"]
STATES: tuple[State, ...] = get_args(State)
STEPS: tuple[StepName, ...] = get_args(StepName)
PARTIES: tuple[Party, ...] = get_args(Party)

# Where each step leads from where.
WAYS: Mapping[StepName, Mapping[State, State]] = {
    "begin": {"planned": "gathering"},
    "draft": {"gathering": "drafted"},
    "reopen": {"drafted": "gathering"},
    "send_back": {"drafted": "gathering"},
    "moderate": {"drafted": "moderated"},
    "share": {"moderated": "shared"},
    "reply": {"shared": "shared"},
    "publish": {"shared": "published"},
    "follow": {"published": "followed"},
    "call_off": {
        "planned": "called_off",
        "gathering": "called_off",
        "drafted": "called_off",
        "moderated": "called_off",
    },
}
# Who takes it: `runs` plans reviews for the trust, the others have their part in this one.
TAKEN_BY: Mapping[StepName, frozenset[Party]] = {
    "begin": frozenset({"runs", "leads"}),
    "draft": frozenset({"runs", "leads"}),
    "reopen": frozenset({"runs", "leads"}),
    "send_back": frozenset({"moderates"}),
    "moderate": frozenset({"moderates"}),
    "share": frozenset({"runs", "leads"}),
    "reply": frozenset({"answers"}),
    "publish": frozenset({"runs", "leads"}),
    "follow": frozenset({"runs", "leads"}),
    "call_off": frozenset({"runs"}),
}
NEEDS_WORDS: frozenset[StepName] = frozenset({"reopen", "send_back", "reply", "call_off"})
STANDARDS = ("agreed", "changed")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the rules ask of a review. `unjudged`: sections that nobody has said anything of; `open_steps`: next steps
    that no later review has looked at."""

    state: State
    academy_open: bool = True
    has_lead: bool = True
    has_moderator: bool = True
    summary: bool = True
    findings: int = 1
    unjudged: int = 0
    replied: bool = False
    reply_answered: bool = True
    reply_by: datetime.date | None = None
    open_steps: int = 0


class NotNow(ValueError):
    """The step does not follow from where the review stands; the text says so to whoever asked."""


class NotYours(PermissionError):
    """Somebody else takes this step; the text says who."""


def steps_for(now: State, parties: frozenset[Party]) -> list[StepName]:
    """What these parties may do next, in the order in which a page offers it."""
    return [step for step in STEPS if now in WAYS[step] and TAKEN_BY[step] & parties]


def after(
    step: StepName,
    now: Standing,
    parties: frozenset[Party],
    today: datetime.date,
    *,
    says: str = "",
    standard: str = "",
    reply_by: datetime.date | None = None,
) -> State:
    """Where the step leads. Raises NotYours or NotNow, each with a sentence that says what to do.

    `standard`: with `moderate`, whether it was agreed or changed. `reply_by`: with `share`, the head's day.
    """
    if not TAKEN_BY[step] & parties:
        raise NotYours(refused_to(step))
    if now.state not in WAYS[step]:
        raise NotNow(why_not(step, now.state))
    if step in NEEDS_WORDS and not says.strip():
        raise NotNow(_SAY_WHAT[step])
    match step:
        case "begin":
            _refuse_unready(now)
        case "draft":
            _refuse_half_a_draft(now)
        case "moderate":
            if standard not in STANDARDS:
                raise NotNow("Say whether the standard is agreed or changed.")
            if standard == "changed" and not says.strip():
                raise NotNow("Say what you changed in the standard, and why.")
        case "share":
            if reply_by is None or reply_by <= today:
                raise NotNow("Name the day by which the head replies; it comes after today.")
        case "publish":
            _refuse_unanswered(now, today)
        case "follow":
            if now.open_steps and not says.strip():
                raise NotNow(
                    "Some next steps have not been looked at again. Say why the review is closed all the same."
                )
        case _:
            pass
    return WAYS[step][now.state]


def _refuse_unready(now: Standing) -> None:
    if not now.academy_open:
        raise NotNow("The academy is closed: its reviews can be read, and no new one begins.")
    if not now.has_lead:
        raise NotNow("Say first who leads the review.")


def _refuse_half_a_draft(now: Standing) -> None:
    if now.unjudged:
        parts = "One part is" if now.unjudged == 1 else f"{now.unjudged} parts are"
        raise NotNow(f"{parts} still empty. Say what was found there, or that nobody looked at it.")
    if not now.findings:
        raise NotNow("Write at least one strength or next step: a review without one leaves nothing to do.")
    if not now.summary:
        raise NotNow("Write in a paragraph what the review found.")
    if not now.has_moderator:
        raise NotNow("Say first who moderates it: somebody who gathered nothing for it.")


def _refuse_unanswered(now: Standing, today: datetime.date) -> None:
    if not now.replied and (now.reply_by is None or today <= now.reply_by):
        raise NotNow("The head has not replied yet. Wait for the reply, or for the day after it was due.")
    if now.replied and not now.reply_answered:
        raise NotNow("Say first what you did about the head’s reply.")


_WHO: Mapping[StepName, str] = {
    "begin": "The review’s lead begins it.",
    "draft": "The review’s lead says when the draft is written.",
    "reopen": "The review’s lead takes the draft back.",
    "send_back": "Only its moderator sends a draft back.",
    "moderate": "Only its moderator says whether the standard holds.",
    "share": "The review’s lead shares it with the head.",
    "reply": "Only the academy’s head replies on facts.",
    "publish": "The review’s lead publishes it.",
    "follow": "The review’s lead closes it.",
    "call_off": "A trust leader calls a review off.",
}
_SAY_WHAT: Mapping[StepName, str] = {
    "reopen": "Say what is missing in the draft.",
    "send_back": "Say what the draft does not show yet.",
    "reply": "Write your reply. Where every fact is right, say so.",
    "call_off": "Say why it is called off.",
}


def refused_to(step: StepName) -> str:
    """Who takes the step, for somebody who does not."""
    return _WHO[step]


def why_not(step: StepName, state: State) -> str:
    """Why the step does not follow from there."""
    if state == "called_off":
        return "This review was called off. Plan a new one if it is still needed."
    if step == "publish":
        if state in ("planned", "gathering", "drafted"):
            return "It is not moderated yet. Somebody who gathered nothing for it looks at the draft before it goes on."
        if state == "moderated":
            return "Share it with the head first: nobody publishes what the head has not read."
        return "It is published already."
    if step == "call_off":
        return "The head has it already. It is published or corrected, no longer called off."
    return {
        "begin": "It has begun already.",
        "draft": "The draft is written already." if state != "planned" else "It has not begun yet.",
        "moderate": "There is no draft to moderate."
        if state in ("planned", "gathering")
        else "It is moderated already.",
        "share": "It is with the head already."
        if state in ("shared", "published", "followed")
        else "It is moderated before the head sees it.",
        "reply": "There is nothing to reply to."
        if state != "published"
        else "It is published, and the reply is closed.",
        "follow": "It is followed up once it is published." if state != "followed" else "It is closed already.",
    }.get(step, "This does not follow from where the review stands. Somebody may have moved it on: look at it again.")
