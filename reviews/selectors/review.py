"""One review's page: where it is, what comes next and for whom, its team, its log. A fixed number of queries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import SupportDelivery, SupportPromise
from academies.providers import Record, records
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british, short_day, span_of_days
from celt.lib.names import short_names
from celt.ui.parts import Link, Status, Step
from reviews.models import Review, ReviewMember, ReviewStep, SectionJudgement
from reviews.models.review import TOLD_TO_LEADERS, MemberRole, ReviewState
from reviews.rules.gathering import standing_word
from reviews.rules.review import Party, Standing
from reviews.selectors.next_step import Next, next_step
from reviews.selectors.parties import parties_in, parties_of
from reviews.selectors.since_moderation import Change, changed_since, changes_say, with_changed
from reviews.selectors.told import state_of, where_it_is
from reviews.services.standing import standing_of

__all__ = ["ReviewPage", "parties_of", "review_page", "reviews_to_show"]

INSIDE: frozenset[Party] = frozenset({"runs", "leads", "observes", "moderates"})
WAY = (
    ReviewState.PLANNED, ReviewState.GATHERING, ReviewState.DRAFTED, ReviewState.MODERATED, ReviewState.SHARED,
    ReviewState.PUBLISHED, ReviewState.FOLLOWED,
)  # fmt: skip
DONE = {
    "plan": "Planned",
    "begin": "Begun",
    "draft": "Drafted",
    "reopen": "Taken back, to go on with it",
    "send_back": "Sent back by the moderator",
    "moderate": "Moderated",
    "share": "Shared with the head",
    "reply": "The head replied on facts",
    "answer": "The reply was answered",
    "publish": "Published",
    "follow": "Followed up",
    "call_off": "Called off",
}
# What the team says to one another of a draft, which the academy has not read.
AMONG_THE_TEAM = frozenset({"reopen", "send_back"})
# What has a place of its own on the page.
TOLD_BESIDE = frozenset({"reply", "answer"})


@dataclass(frozen=True, slots=True)
class SeatLine:
    pk: int
    name: str
    role: str
    until: str
    ended: bool


@dataclass(frozen=True, slots=True)
class LogLine:
    at: datetime.datetime
    what: str
    by: str
    says: str


@dataclass(frozen=True, slots=True)
class PartLine:
    """How a section stands. `word`: of the framework's scale; empty where it has none and somebody looked."""

    name: str
    word: str
    says: str


@dataclass(frozen=True)
class ReviewPage:
    """`told`: the person reads what was found. `staff`: they know the team and read the log. `changes`: what is not as
    its moderator read it, for the team. `delivered`: the day on which the promise that it keeps was booked."""

    review: Review
    answer: str
    state: Status
    way: list[Step]
    next: Next
    parties: frozenset[Party]
    standing: Standing
    told: bool
    staff: bool
    team: list[SeatLine]
    log: list[LogLine]
    parts: list[PartLine]
    serves: Record | None
    promise: Link | None
    changes: list[Change]
    delivered: datetime.date | None

    @property
    def changes_say(self) -> str:
        return changes_say(self.changes)

    @property
    def days(self) -> str:
        return span_of_days(self.review.starts, self.review.ends)

    @property
    def runs(self) -> bool:
        return "runs" in self.parties

    @property
    def writes(self) -> bool:
        return bool(self.parties & {"runs", "leads"})

    @property
    def reads_notes(self) -> bool:
        return bool(self.parties & INSIDE)

    @property
    def may_change(self) -> bool:
        return self.writes and self.review.state in WAY[: WAY.index(ReviewState.SHARED)]

    @property
    def may_sum_up(self) -> bool:
        return self.writes and self.review.state in WAY[1 : WAY.index(ReviewState.PUBLISHED)]

    @property
    def may_choose_team(self) -> bool:
        return self.runs and self.review.state not in (ReviewState.FOLLOWED, ReviewState.CALLED_OFF)


def reviews_to_show(user: User) -> QuerySet[Review]:
    """What the person may know of, read as `review_page` needs it."""
    booked = SupportDelivery.objects.filter(promise=OuterRef("promise"), struck_at__isnull=True).order_by("-on")
    return (
        with_changed(Review.objects.visible_to(user))
        .select_related("academy__trust", "framework", "promise", "planned_by", "replied_by")
        .annotate(delivered_on=Subquery(booked.values("on")[:1]))
    )


def review_page(user: User, person: Person, review: Review) -> ReviewPage:
    """`review` as `reviews_to_show` reads it; `person` acts in its trust. Six queries at most besides `serves`."""
    today = timezone.localdate()
    academy = review.academy
    team = list(ReviewMember.objects.visible_to(user).filter(review=review).select_related("person"))
    mine = [seat for seat in team if seat.person_id == user.pk and _holds(seat, today)]
    parties = parties_in(person, review, mine)
    staff = bool(parties & INSIDE) or may_at(academy, person, Permission.VIEW_REVIEWS)
    told = bool(parties & INSIDE) or review.state in TOLD_TO_LEADERS
    standing = standing_of(review)
    holding = {seat.role: seat.person.full_name for seat in team if seat.ends is None or seat.ends >= today}
    lead, moderator = holding.get(MemberRole.LEAD, ""), holding.get(MemberRole.MODERATOR, "")
    steps = list(ReviewStep.objects.visible_to(user).filter(review=review).select_related("by"))
    short = short_names([academy.name])[academy.name]
    return ReviewPage(
        review=review,
        answer=f"{review.title} at {short}: {where_it_is(review, today, lead=lead, moderator=moderator)}.",
        state=state_of(review),
        way=_way(review, steps),
        next=next_step(review, parties, standing, today, lead=lead, moderator=moderator),
        parties=parties,
        standing=standing,
        told=told,
        staff=staff,
        team=[_seat_line(seat, today) for seat in team] if staff else [],
        log=[_log_line(step, bool(parties & INSIDE)) for step in reversed(steps)] if staff else [],
        parts=_parts(user, review) if told else [],
        serves=_serves(user, person, review),
        promise=_promise(person, review),
        changes=_changes(user, review) if parties & INSIDE else [],
        delivered=review.delivered_on,  # type: ignore[attr-defined]
    )


def _changes(user: User, review: Review) -> list[Change]:
    """Until it is published; from then on the log says that there were some. No query where there are none."""
    if not review.changed:  # type: ignore[attr-defined]
        return []
    return changed_since(user, review, review.moderated_at)  # type: ignore[attr-defined]


def _holds(seat: ReviewMember, today: datetime.date) -> bool:
    return seat.starts <= today and (seat.ends is None or seat.ends >= today)


def _seat_line(seat: ReviewMember, today: datetime.date) -> SeatLine:
    ended = seat.ends is not None and seat.ends < today
    until = "" if seat.ends is None else f"until {british(seat.ends)}"
    role = MemberRole(seat.role).label
    return SeatLine(seat.pk, seat.person.full_name, role, until, ended)


def _log_line(step: ReviewStep, inside: bool) -> LogLine:
    hidden = step.step in TOLD_BESIDE or (step.step in AMONG_THE_TEAM and not inside)
    says = "" if hidden else step.says
    return LogLine(step.at, DONE.get(step.step, step.get_state_display()), step.by.full_name, says)


def _way(review: Review, steps: list[ReviewStep]) -> list[Step]:
    """The seven states with the day on which each was reached last; of one called off, those it had reached."""
    reached = {step.state: timezone.localtime(step.at).date() for step in steps if step.step not in ("reply", "answer")}
    if review.state == ReviewState.CALLED_OFF:
        were = [state for state in WAY if state in reached]
        off = reached.get(ReviewState.CALLED_OFF)
        return [
            *(Step(state.label, short_day(reached[state]), "done") for state in were),
            Step(ReviewState.CALLED_OFF.label, short_day(off) if off else "", "now"),
        ]
    here = WAY.index(ReviewState(review.state))
    found = []
    for place, state in enumerate(WAY):
        day = reached.get(state) if place <= here else None
        stands: Step = Step(
            state.label, short_day(day) if day else "", "done" if place < here else "now" if place == here else "later"
        )
        found.append(stands)
    return found


def _parts(user: User, review: Review) -> list[PartLine]:
    judged = SectionJudgement.objects.visible_to(user).filter(review=review).select_related("section")
    scale = review.framework.scale
    return [
        PartLine(
            each.section.name,
            standing_word(scale, each.standing, each.says) if scale or not each.says else "",
            each.says,
        )
        for each in judged.order_by("section__order", "section")
    ]


def _serves(user: User, person: Person, review: Review) -> Record | None:
    if not review.serves:
        return None
    return records.named(user, person, review.academy, [review.serves]).get(review.serves)


def _promise(person: Person, review: Review) -> Link | None:
    promise: SupportPromise | None = review.promise
    if promise is None:
        return None
    says = f"{promise.get_kind_display()}, due by {british(promise.due)}"
    may = may_at(review.academy, person, Permission.VIEW_SUPPORT)
    return Link(says, reverse("academies:promise_show", args=[promise.pk]) if may else "")
