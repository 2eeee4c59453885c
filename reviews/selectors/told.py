"""Where a review is and what comes next, in words; the same in lists, on its page and on a home page."""

from __future__ import annotations

import datetime

from celt.lib.days import british, short_day, span_of_days
from celt.ui.parts import Status, Tone
from reviews.models import Review
from reviews.models.review import ReviewState

TONES: dict[str, Tone] = {
    ReviewState.GATHERING: "busy",
    ReviewState.DRAFTED: "busy",
    ReviewState.MODERATED: "busy",
    ReviewState.SHARED: "warn",
    ReviewState.PUBLISHED: "good",
    ReviewState.FOLLOWED: "good",
}


def state_of(review: Review) -> Status:
    return Status(review.get_state_display(), TONES.get(review.state, ""))


def near_day(day: datetime.date, today: datetime.date) -> str:
    """Without the year where it is this one's."""
    return f"{day.day} {day:%B}" if day.year == today.year else british(day)


def where_it_is(review: Review, today: datetime.date, *, lead: str = "", moderator: str = "") -> str:
    """'planned for 23 to 24 November 2026', 'with the head, who replies by 1 December'. Names only where given."""
    match review.state:
        case ReviewState.PLANNED:
            return f"planned for {span_of_days(review.starts, review.ends)}" + (
                "" if lead else ", and nobody leads it yet"
            )
        case ReviewState.GATHERING:
            if review.ends < today:
                return f"its last day was {near_day(review.ends, today)}, and the draft comes next"
            return f"in progress until {near_day(review.ends, today)}"
        case ReviewState.DRAFTED:
            return f"drafted, and {moderator} moderates it next" if moderator else "drafted, and waits for a moderator"
        case ReviewState.MODERATED:
            return f"moderated, the standard {review.moderated}; it goes to the head next"
        case ReviewState.SHARED:
            return _with_the_head(review, today)
        case ReviewState.PUBLISHED:
            return f"published on {british(review.published_at.date())}" if review.published_at else "published"
        case ReviewState.FOLLOWED:
            return "published and followed up"
        case _:
            return "called off"


def _with_the_head(review: Review, today: datetime.date) -> str:
    if review.replied_at and review.reply_answer:
        return "the head has replied, the reply is answered, and it can be published"
    if review.replied_at:
        return "the head has replied, and the reply waits for an answer"
    if review.reply_by and review.reply_by < today:
        return f"the head’s day was {near_day(review.reply_by, today)} and passed without a reply; it can be published"
    return f"with the head, who replies by {near_day(review.reply_by, today)}" if review.reply_by else "with the head"


def next_in_brief(review: Review, today: datetime.date, *, open_steps: bool = True) -> str:
    """What comes next and by when, for a line of a list; empty where nothing does.

    `open_steps`: whether no later review has looked at one of its next steps.
    """
    match review.state:
        case ReviewState.PLANNED:
            return f"Begins {short_day(review.starts)}" if review.starts >= today else "Was to begin, and has not"
        case ReviewState.GATHERING:
            return f"Draft after {short_day(review.ends)}" if review.ends >= today else "The draft"
        case ReviewState.DRAFTED:
            return "Moderation"
        case ReviewState.MODERATED:
            return "To the head"
        case ReviewState.SHARED:
            if review.replied_at:
                return "Publish" if review.reply_answer else "Answer the reply"
            late = review.reply_by is not None and review.reply_by < today
            return "Publish" if late or not review.reply_by else f"Reply by {short_day(review.reply_by)}"
        case ReviewState.PUBLISHED:
            return "Follow up" if open_steps else "Can be closed"
        case _:
            return ""
