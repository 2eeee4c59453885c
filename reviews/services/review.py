"""Reviews: planned, changed, and moved on step by step, each step a line of a log that only grows."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, person_for, user_can
from academies.models import Academy, SupportPromise
from academies.models.academy import Status
from academies.models.support import SupportKind
from academies.providers import records
from academies.services.support import deliver_by_review
from accounts.models import User
from celt.lib.days import british
from reviews.models import Framework, Review, ReviewStep
from reviews.models.framework import Family, FrameworkStatus
from reviews.models.review import ENDED, MemberRole, ReviewState
from reviews.rules.review import NotNow, NotYours, StepName, after
from reviews.selectors.framework import frameworks_for
from reviews.selectors.parties import parties_of
from reviews.selectors.planning import PROMISED
from reviews.selectors.since_moderation import changed_since, changes_say, moderated_at
from reviews.services.member import refuse_seat, seat
from reviews.services.naming import refuse_names
from reviews.services.standing import standing_of

# Which framework's review is which piece of a category's entitlement; other families may be either.
PROMISED_BY: dict[str, str] = {
    Family.VISIT: SupportKind.VISIT,
    Family.FULL_DAY: SupportKind.FULL_DAY_REVIEW,
}


@transaction.atomic
def plan_review(
    *,
    by: User,
    academy: Academy,
    framework: Framework,
    title: str,
    starts: datetime.date,
    ends: datetime.date,
    focus: str = "",
    serves: str = "",
    promise: SupportPromise | None = None,
    lead: User | None = None,
) -> Review:
    """Plans it; the academy's leaders know of it from now on. Raises PermissionDenied or ValidationError."""
    if not user_can(by, Permission.RUN_REVIEWS, academy=academy):
        raise PermissionDenied("Reviews are planned by the trust’s leaders.")
    if reason := why_none_planned(academy):
        raise ValidationError(reason)
    _refuse_framework(by, framework, academy)
    refuse_names(academy, title=title, focus=focus)
    review = Review(
        academy=academy, framework=framework, title=title.strip(), focus=focus.strip(), serves=serves, promise=promise,
        starts=starts, ends=ends, planned_by=by,
    )  # fmt: skip
    _refuse_record(by, review)
    _refuse_promise(review)
    if lead is not None:
        refuse_seat(review, lead, MemberRole.LEAD)
    review.full_clean()
    review.save()
    log(review, "plan", "", by)
    if lead is not None:
        seat(review, lead, MemberRole.LEAD)
    return review


@transaction.atomic
def change_review(
    *,
    by: User,
    review: Review,
    title: str,
    starts: datetime.date,
    ends: datetime.date,
    focus: str = "",
    serves: str = "",
    promise: SupportPromise | None = None,
    framework: Framework | None = None,
) -> Review:
    """Until the head has it. `framework`: another one, as long as the review has not begun; None keeps it.

    Raises PermissionDenied or ValidationError.
    """
    locked = _locked(by, review)
    _refuse_where_it_stands(locked)
    if framework is not None and framework.pk != locked.framework_id:
        if locked.state != ReviewState.PLANNED:
            raise ValidationError({"framework": "The review has begun and keeps the framework that it began with."})
        _refuse_framework(by, framework, locked.academy)
        locked.framework = framework
    refuse_names(locked.academy, title=title, focus=focus)
    was_for, was_of = locked.serves, locked.promise_id
    locked.title, locked.focus, locked.starts, locked.ends = title.strip(), focus.strip(), starts, ends
    locked.serves, locked.promise = serves, promise
    if serves != was_for:
        _refuse_record(by, locked)
    if locked.promise_id != was_of:
        _refuse_promise(locked)
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def write_summary(*, by: User, review: Review, summary: str) -> Review:
    """What it found, in a paragraph. Raises PermissionDenied or ValidationError."""
    locked = _locked(by, review)
    if locked.state not in (ReviewState.GATHERING, ReviewState.DRAFTED, ReviewState.MODERATED, ReviewState.SHARED):
        raise ValidationError(
            "The review has not begun yet." if locked.state == ReviewState.PLANNED
            else "What the review found stands, and is no longer changed."
        )  # fmt: skip
    if not summary.strip():
        raise ValidationError({"summary": "Write in a paragraph what the review found."})
    refuse_names(locked.academy, summary=summary)
    locked.summary = summary.strip()
    locked.full_clean()
    locked.save(update_fields=["summary"])
    return locked


@transaction.atomic
def take_step(
    *,
    by: User,
    review: Review,
    step: StepName,
    says: str = "",
    standard: str = "",
    reply_by: datetime.date | None = None,
    seen: str = "",
) -> Review:
    """Moves it on. `seen`: the state that the page showed; a step that rests on an older one is refused, so that two
    leads who press at once move it once. Raises PermissionDenied or ValidationError, each with what to do.
    """
    locked = (
        Review.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("academy", "framework")
        .filter(pk=review.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied("You are not on the team of this review.")
    if seen and seen != locked.state:
        raise ValidationError(_moved_on(locked))
    try:
        then = after(
            step, standing_of(locked), parties_of(by, locked), timezone.localdate(),
            says=says, standard=standard, reply_by=reply_by,
        )  # fmt: skip
    except NotYours as error:
        raise PermissionDenied(str(error)) from error
    except NotNow as error:
        raise ValidationError(str(error)) from error
    refuse_names(locked.academy, says=says)
    at = timezone.now()
    if step == "moderate":
        _refuse_own_work(by, locked)
        locked.moderated = standard
    elif step in ("reopen", "send_back"):
        locked.moderated = ""
    elif step == "share":
        locked.reply_by = reply_by
    elif step == "reply":
        locked.reply, locked.replied_by, locked.replied_at, locked.reply_answer = says.strip(), by, at, ""
    elif step == "publish":
        locked.published_at = at
    if step == "publish":
        says = " ".join(filter(None, (says.strip(), _after_moderation(by, locked))))
    locked.state = ReviewState(then)
    locked.full_clean()
    locked.save()
    log(locked, step, says, by, at)
    if step == "publish":
        _keep_promise(by, locked, at)
    return locked


def _after_moderation(by: User, review: Review) -> str:
    """What the log says of what was changed behind the moderator's back, such as for the head's corrections."""
    at = moderated_at(review)
    return changes_say(changed_since(by, review, at)) if at else ""


def _keep_promise(by: User, review: Review, at: datetime.datetime) -> None:
    """The visit or review that the category promised was delivered with it."""
    if review.promise is None:
        return
    lead = review.members.filter(role=MemberRole.LEAD).select_related("person").last()
    day = british(timezone.localdate(at))
    deliver_by_review(
        by=by, promise=review.promise, on=review.ends, lead=lead.person if lead else None,
        note=f"The review “{review.title}”, published on {day}.",
    )  # fmt: skip


@transaction.atomic
def answer_reply(*, by: User, review: Review, says: str) -> Review:
    """What was done about the head's reply. Raises PermissionDenied or ValidationError."""
    locked = _locked(by, review)
    if locked.state != ReviewState.SHARED:
        raise ValidationError(
            "It is published, and what was done about the reply stands." if locked.published_at
            else "There is no reply to answer yet."
        )  # fmt: skip
    if not locked.reply:
        raise ValidationError("There is no reply to answer yet.")
    if not says.strip():
        raise ValidationError({"says": "Say what you did about the reply. Where nothing had to change, say so."})
    refuse_names(locked.academy, says=says)
    locked.reply_answer = says.strip()
    locked.full_clean()
    locked.save(update_fields=["reply_answer"])
    log(locked, "answer", says, by)
    return locked


def why_none_planned(academy: Academy, what: str = "review") -> str:
    """Why no review, or no round, is planned there; empty where one may be."""
    if academy.status == Status.OPEN:
        return ""
    if academy.status == Status.CLOSED:
        on = f" on {british(academy.closed)}" if academy.closed else ""
        return f"{academy} closed{on}: its {what}s can be read, and no new one is planned."
    return f"{academy} is not open yet: its first {what} is planned when it opens."


def log(review: Review, step: str, says: str, by: User, at: datetime.datetime | None = None) -> None:
    line = ReviewStep(
        review=review, step=step, state=review.state, says=says.strip(), by=by, at=at or timezone.now()
    )  # fmt: skip
    line.full_clean()
    line.save()


def _locked(by: User, review: Review) -> Review:
    locked: Review | None = (
        Review.objects.editable_by(by)
        .select_for_update(of=("self",))
        .select_related("academy", "framework")
        .filter(pk=review.pk)
        .first()
    )
    if locked is None:
        raise PermissionDenied("This is written by the review’s lead and the trust’s leaders.")
    return locked


def _moved_on(review: Review) -> str:
    last = review.steps.select_related("by").last()
    who = f"{last.by} moved it on while you looked" if last else "It was moved on while you looked"
    now = review.get_state_display().lower()
    return f"{who}: it is {now} now. What you meant to do was not done: look at the review again first."


def _refuse_where_it_stands(review: Review) -> None:
    if review.state in (ReviewState.PUBLISHED, *ENDED):
        raise ValidationError(
            "This review was called off. Plan a new one if it is still needed."
            if review.state == ReviewState.CALLED_OFF
            else "The review is published, and stands as it is."
        )
    if review.state == ReviewState.SHARED:
        raise ValidationError("The head has it already: what it looked at is no longer changed.")


def _refuse_framework(by: User, framework: Framework, academy: Academy) -> None:
    if framework.pk in {offered.pk for offered in frameworks_for(by, academy)}:
        return
    if framework.status != FrameworkStatus.IN_USE:
        raise ValidationError({"framework": "This framework is not in use. Choose one that is."})
    raise ValidationError({"framework": f"This framework is not for {academy}. Choose one of its phase."})


def _refuse_record(by: User, review: Review) -> None:
    """Only a record of this academy that the person may open."""
    if not review.serves:
        return
    person = person_for(by, review.academy.trust_id)
    if review.serves not in records.named(by, person, review.academy, [review.serves]):
        raise ValidationError({"serves": "This record cannot be found any more. Choose another, or none."})


def _refuse_promise(review: Review) -> None:
    promise = review.promise
    if promise is None:
        return
    # Two reviews of one promise would take turns here.
    held = SupportPromise.objects.select_for_update(of=("self",)).filter(pk=promise.pk, academy=review.academy).first()
    if held is None or held.kind not in PROMISED:
        raise ValidationError({"promise": "This is no visit or review that this academy was promised."})
    if held.kind != PROMISED_BY.get(review.framework.family, held.kind):
        raise ValidationError({"promise": f"{held.get_kind_display()} is promised; the framework is of another kind."})
    if not SupportPromise.objects.open().filter(pk=held.pk).exists():
        raise ValidationError({"promise": "This promise is delivered or called off already. Choose another, or none."})
    taken = Review.objects.standing().filter(promise=held).exclude(pk=review.pk).first()
    if taken is not None:
        raise ValidationError({"promise": f"“{taken.title}” is planned for this promise already."})


def _refuse_own_work(by: User, review: Review) -> None:
    """Nobody moderates what they wrote: a trust leader on the team as moderator could have written of it too."""
    wrote = review.notes.filter(by=by.pk).exists() or review.findings.filter(written_by=by.pk).exists()
    if wrote:
        raise ValidationError("You wrote notes or findings for this review. Somebody who did not moderates it.")
