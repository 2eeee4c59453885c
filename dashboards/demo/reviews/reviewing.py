"""Plays the demo's reviews, each step on its day: planned, gathered, judged, moderated, with the head, published."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import cycle

from django.db import transaction

from academies.models.academy import Phase
from accounts.models import User
from dashboards.demo.plans.acting import Cast
from dashboards.demo.reviews.pictures import play_photos
from dashboards.demo.reviews.reviewed import FOUND, REVIEWS, Reviewed
from dashboards.demo.reviews.voice import play_voice
from dashboards.demo.strategy.clock import playing
from reviews.models import Finding, Framework, FrameworkSection, Review, ReviewNote
from reviews.models.finding import FindingKind
from reviews.models.review import MemberRole, ReviewState
from reviews.rules.review import StepName
from reviews.services.finding import check_finding, write_finding
from reviews.services.framework import ensure_frameworks
from reviews.services.judgement import judge_section
from reviews.services.member import add_member
from reviews.services.note import write_note
from reviews.services.review import answer_reply, plan_review, take_step, write_summary

Day = datetime.date
# In days from the review's last: when it is drafted, moderated, shared, answered and published; how long the head has.
DRAFTED, MODERATED, SHARED, REPLIED, PUBLISHED, TO_REPLY = 3, 6, 8, 13, 15, 15
PLANNED_BEFORE = datetime.timedelta(weeks=4)
STEP_TAKES = datetime.timedelta(weeks=14)
# How many steps of that way a review has behind it.
BEHIND = {"planned": 0, "gathering": 1, "drafted": 2, "moderated": 3, "shared": 4, "published": 5}
LOOKED_AGAIN = {
    (told.slug, step.says): (step.met, step.shown) for told in REVIEWS for step in told.steps if step.met
}  # fmt: skip


@transaction.atomic
def play_reviews(cast: Cast, today: Day) -> int:
    """How many reviews there are then."""
    with playing(min(told.since for told in REVIEWS) - PLANNED_BEFORE):
        frameworks = ensure_frameworks(cast.trust)
    for told in sorted(REVIEWS, key=lambda each: each.until):
        _Playing(cast, told, _framework(cast, told, frameworks), today).play()
    return len(REVIEWS)


def _framework(cast: Cast, told: Reviewed, frameworks: Sequence[Framework]) -> Framework:
    phase = cast.academies[told.slug].phase
    fits = (each for each in frameworks if each.family == told.family and each.phase in ("", phase))
    # An all-through academy is read by the framework of its younger pupils.
    return next(fits, None) or next(
        each for each in frameworks if each.family == told.family and each.phase == Phase.PRIMARY
    )


class _Playing:
    def __init__(self, cast: Cast, told: Reviewed, framework: Framework, today: Day) -> None:
        self.cast, self.told, self.framework, self.today = cast, told, framework, today
        self.lead = cast.second
        self.moderator = (
            User.objects.get(email="moderator@demo.example") if told.family == "full_day" else cast.leader
        )  # fmt: skip
        self.sections: list[FrameworkSection] = list(framework.sections.all())

    def play(self) -> None:
        self._plan()
        steps = BEHIND[self.told.reaches]
        if steps > 0:
            with playing(self.told.since, hour=8):
                self._take("begin")
            self._gather()
            play_voice(self.review, self.told.slug, self.lead, self.today)
        if steps > 1:
            with playing(self._after(DRAFTED)):
                self._draft()
        if steps > 2:
            with playing(self._after(MODERATED)):
                changed = self.told.changed
                self._take("moderate", self.moderator, says=changed, standard="changed" if changed else "agreed")
        if steps > 3:
            with playing(self._after(SHARED)):
                self._take("share", reply_by=self._after(SHARED + TO_REPLY))
        if steps > 4:
            self._publish()

    def _plan(self) -> None:
        told, day = self.told, min(self.told.since - PLANNED_BEFORE, self.today - datetime.timedelta(days=3))
        with playing(day, hour=9):
            self.review: Review = plan_review(
                by=self.cast.leader, academy=self.cast.academies[told.slug], framework=self.framework,
                title=told.title, focus=told.focus, starts=told.since, ends=told.until, lead=self.lead,
            )  # fmt: skip
            self.observers = [self.lead]
            for slug in told.with_heads:
                head = self.cast.head(slug, day)
                add_member(by=self.cast.leader, review=self.review, person=head, role=MemberRole.OBSERVER)
                self.observers.append(head)
            last = self._after(SHARED + TO_REPLY)
            add_member(
                by=self.cast.leader, review=self.review, person=self.moderator, role=MemberRole.MODERATOR, ends=last
            )

    def _gather(self) -> None:
        days = max(1, (min(self.told.until, self.today) - self.told.since).days + 1)
        who = cycle(self.observers)
        self.notes: list[tuple[int, ReviewNote]] = []
        for place, (part, kind, where, says) in enumerate(self.told.notes):
            day = self.told.since + datetime.timedelta(days=place % days)
            with playing(day, hour=9 + place % 6):
                note = write_note(
                    by=next(who), review=self.review, says=says, section=self.sections[part], kind=kind, where=where
                )
                play_photos(self.told.slug, note)
            self.notes.append((part, note))

    def _draft(self) -> None:
        for place, (section, digit) in enumerate(zip(self.sections, self.told.standings, strict=True)):
            standing = int(digit) if digit != "-" else None
            said = FOUND[standing][place % len(FOUND[standing])] if standing else ""
            scaled = standing if self.framework.scale else None
            judge_section(by=self.lead, review=self.review, section=section, standing=scaled, says=said)
        for finding in Finding.objects.to_check(self.review):
            met, shown = LOOKED_AGAIN.get((self.told.slug, finding.says), ("partly", "Begun; not yet in every room."))
            check_finding(by=self.lead, review=self.review, finding=finding, met=met, says=shown)
        for part, says in self.told.strengths:
            self._find(FindingKind.STRENGTH, part, says)
        due = self._after(DRAFTED) + STEP_TAKES
        for step in self.told.steps:
            self._find(FindingKind.NEXT_STEP, step.part, step.says, owner=step.owner, due=due)
        write_summary(by=self.lead, review=self.review, summary=self.told.summary)
        self._take("draft")

    def _find(self, kind: FindingKind, part: int, says: str, owner: str = "", due: Day | None = None) -> None:
        write_finding(
            by=self.lead, review=self.review, kind=kind, says=says, section=self.sections[part], owner=owner, due=due,
            notes=[note for at, note in self.notes if at == part],
        )  # fmt: skip

    def _publish(self) -> None:
        day = self._after(REPLIED)
        replies = self.cast.has_head(self.told.slug, day)
        if replies:
            with playing(day):
                self._take("reply", self.cast.head(self.told.slug, day), says=self.told.reply)
        with playing(self._after(PUBLISHED) if replies else self._after(SHARED + TO_REPLY + 1)):
            if replies:
                answer_reply(by=self.lead, review=self.review, says=self.told.answer)
            self._take("publish")
            self._close_the_one_before()

    def _close_the_one_before(self) -> None:
        """A review whose next steps were looked at again is followed up."""
        before = Review.objects.filter(
            academy=self.review.academy, framework__family=self.told.family, state=ReviewState.PUBLISHED
        ).exclude(pk=self.review.pk)
        for review in before:
            take_step(by=self.lead, review=review, step="follow", says=f"Looked at again in “{self.told.title}”.")

    def _take(self, step: StepName, by: User | None = None, **said: object) -> None:
        self.review = take_step(by=by or self.lead, review=self.review, step=step, **said)  # type: ignore[arg-type]

    def _after(self, days: int) -> Day:
        return self.told.until + datetime.timedelta(days=days)
