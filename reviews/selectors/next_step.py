"""What comes next on a review for this person: a sentence, what it still needs, one clear button and the quiet ones."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from django.urls import reverse

from celt.lib.sentences import counted, opened
from celt.ui.parts import Link
from reviews.models import Review
from reviews.models.review import ReviewState
from reviews.rules.review import Party, Standing, StepName, steps_for
from reviews.selectors.told import near_day

BUTTONS: dict[StepName, str] = {
    "begin": "Begin the review",
    "draft": "The draft is written",
    "reopen": "Take the draft back",
    "send_back": "Send it back",
    "moderate": "Moderate it",
    "share": "Share it with the head",
    "reply": "Reply on facts",
    "publish": "Publish it",
    "follow": "Close it as followed up",
    "call_off": "Call it off",
}
# Taken by their button alone; the others ask for words, a day, or to be sure.
AT_ONCE: frozenset[StepName] = frozenset({"begin", "draft"})
ONWARD: tuple[StepName, ...] = ("begin", "draft", "moderate", "share", "reply", "publish", "follow")


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a step asks for; `url` leads to where it is done, for who may."""

    says: str
    done: bool
    url: str = ""


@dataclass(frozen=True)
class Next:
    """What comes next on a review or a round. `step`: taken by a button at once, which says `step_label`. `button`: a
    page to go to. At most one of the two."""

    says: str
    step: str = ""
    step_label: str = ""
    button: Link | None = None
    needs: list[Need] = field(default_factory=list)
    quiet: list[Link] = field(default_factory=list)


def next_step(
    review: Review,
    parties: frozenset[Party],
    standing: Standing,
    today: datetime.date,
    *,
    lead: str = "",
    moderator: str = "",
) -> Next:
    """`lead`, `moderator`: their names for who may know them."""
    may = steps_for(review.state, parties)  # type: ignore[arg-type]
    needs = _needs(review, parties, standing)
    missing = [need for need in needs if not need.done]
    onward = next((step for step in ONWARD if step in may), None)
    quiet = [Link(BUTTONS[step], step_url(review, step)) for step in may if step not in ONWARD]
    says = _says(review, parties, standing, today, lead=lead, moderator=moderator)
    if onward == "publish":
        if standing.replied and not standing.reply_answered:
            return Next(says, button=Link("Answer the reply", _at("review_answer", review), primary=True), quiet=quiet)
        if not standing.replied and (standing.reply_by is None or today <= standing.reply_by):
            onward = "reply" if "reply" in may else None
    if onward is None or (missing and onward in AT_ONCE):
        # While the team gathers, its notes are the page's button; what the draft still needs stands as a list.
        first = next((need for need in missing if need.url), None) if onward == "begin" else None
        return Next(says, button=Link(first.says, first.url, primary=True) if first else None, needs=needs, quiet=quiet)
    if onward in AT_ONCE:
        return Next(says, onward, BUTTONS[onward], needs=needs, quiet=quiet)
    if onward == "reply" and standing.replied:
        return Next(says, quiet=[Link("Change your reply", step_url(review, "reply")), *quiet])
    if onward == "follow" and standing.open_steps:
        return Next(says, quiet=[Link("Close it all the same", step_url(review, "follow")), *quiet])
    return Next(says, button=Link(BUTTONS[onward], step_url(review, onward), primary=True), needs=needs, quiet=quiet)


def step_url(review: Review, step: StepName) -> str:
    if step == "reply":
        return _at("review_reply", review)
    return reverse("reviews:review_step", args=[review.pk, step])


def _at(name: str, review: Review) -> str:
    return reverse(f"reviews:{name}", args=[review.pk])


def _needs(review: Review, parties: frozenset[Party], standing: Standing) -> list[Need]:
    """What beginning and drafting ask for, for those who take these steps."""
    if not parties & {"runs", "leads"}:
        return []
    team = _at("member_add", review) if "runs" in parties else ""
    if review.state == ReviewState.PLANNED:
        return [Need("Say who leads it", standing.has_lead, f"{team}?role=lead" if team else "")]
    if review.state != ReviewState.GATHERING:
        return []
    parts = "" if not standing.unjudged else f" ({counted(standing.unjudged, 'part')} left)"
    return [
        Need(f"Say how each part stands{parts}", not standing.unjudged, _at("judge", review)),
        Need("Write a strength or a next step", bool(standing.findings), _at("finding_add", review)),
        Need("Sum up what it found", standing.summary, _at("review_summary", review)),
        Need("Say who moderates it", standing.has_moderator, f"{team}?role=moderator" if team else ""),
    ]


def _says(
    review: Review, parties: frozenset[Party], standing: Standing, today: datetime.date, *, lead: str, moderator: str
) -> str:
    """Who does what next; to whoever it falls to, as theirs."""
    runs_it = parties & {"runs", "leads"}
    who = "You" if "leads" in parties else lead or "The review’s lead"
    one = "" if "leads" in parties else "s"
    match review.state:
        case ReviewState.PLANNED:
            if not standing.academy_open:
                return "The academy is closed: the review can be read, and does not begin."
            if not standing.has_lead:
                return "Nobody leads it yet."
            when = f"It is planned from {near_day(review.starts, today)}. "
            return f"{when}{who} begin{one} it; from then on the team writes notes, and its framework is kept."
        case ReviewState.GATHERING:
            if runs_it or "moderates" in parties:
                told = f"{_inside(who)} say{one} that the draft is written"
                return f"The team gathers notes. When these four are done, {told}."
            if "observes" in parties:
                return "You write down what you see and hear, each note by itself; parts and kinds can wait."
            return "The team is gathering. What it found is read once it was moderated and shared."
        case ReviewState.DRAFTED:
            if "moderates" in parties:
                return "Read the draft, its findings and notes, and say whether the standard holds."
            if moderator:
                return f"{moderator}, who gathered nothing for it, says whether the standard holds."
            return "It waits for a moderator: somebody who gathered nothing for it."
        case ReviewState.MODERATED:
            return f"{who} share{one} it with the head and name{one} the day of the reply."
        case ReviewState.SHARED:
            return _with_the_head(parties, standing, today, who, one)
        case ReviewState.PUBLISHED:
            if standing.open_steps:
                left = opened(standing.open_steps, "next step has", "next steps have")
                each = "it is" if standing.open_steps == 1 else "each is"
                return f"{left} not been looked at again. The next review here asks whether {each} met."
            told = "Every next step was looked at again"
            return f"{told}, and the review can be closed." if runs_it else f"{told}."
        case ReviewState.FOLLOWED:
            return "Nothing: every next step was followed up, or it was said why not."
        case _:
            return "Nothing. Plan a new review if it is still needed."


def _with_the_head(parties: frozenset[Party], standing: Standing, today: datetime.date, who: str, one: str) -> str:
    by = near_day(standing.reply_by, today) if standing.reply_by else ""
    if standing.replied and not standing.reply_answered:
        if "answers" in parties:
            return "Your reply is with the review’s lead. Until it is published, you can change it."
        return f"The head has replied. {who} say{one} what was done about it, and then it is published."
    if standing.replied:
        return f"The reply is answered. {who} publish{'' if one == '' else 'es'} it: governors read it from then on."
    if "answers" in parties:
        reading = "Governors read it once it is published."
        return f"Read it for facts, and reply by {by}. Where every fact is right, say so. {reading}"
    if standing.reply_by and standing.reply_by < today:
        return f"The head’s day, {by}, passed without a reply. {who} may publish it."
    return f"The head reads it for facts and replies by {by}."


def _inside(who: str) -> str:
    return "you" if who == "You" else "the review’s lead" if who == "The review’s lead" else who
