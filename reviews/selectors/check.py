"""The open next steps that a review finds from earlier ones, and what it says of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q
from django.utils import timezone

from celt.lib.days import british
from celt.lib.sentences import opened
from celt.ui.parts import Status, Tone
from reviews.models import Finding, FindingCheck, Review
from reviews.models.finding import Met
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.rules.finding import why_shut

TONES: dict[str, Tone] = {Met.MET: "good", Met.PARTLY: "warn", Met.NOT_MET: "bad"}


@dataclass(frozen=True, slots=True)
class CheckSaid:
    """What one review said of a next step. `of`: that review's title and day."""

    met: str
    word: Status
    says: str
    of: str
    review: int


@dataclass(frozen=True, slots=True)
class EarlierStep:
    """An open next step of an earlier review. `before`: what published reviews said of it, the newest first; `here`:
    what this one says."""

    finding: Finding
    here: FindingCheck | None
    before: Sequence[CheckSaid]
    came_from: str
    due: str

    @property
    def pk(self) -> int:
        return self.finding.pk

    @property
    def word(self) -> Status:
        return word_of(self.here) if self.here else Status("Not looked at yet")


@dataclass(frozen=True)
class CheckPage:
    steps: list[EarlierStep]
    answer: str
    shut: str
    edits: bool

    @property
    def may_write(self) -> bool:
        return self.edits and not self.shut


def check_page(review: Review, *, edits: bool) -> CheckPage:
    """For somebody who may read what the review found: its team reads here what it has to look at again. Two
    queries."""
    steps = earlier_steps(review)
    return CheckPage(steps, _answer(review, steps), why_shut(review.state), edits)


def earlier_steps(review: Review) -> list[EarlierStep]:
    """Two queries."""
    told = FindingCheck.objects.filter(Q(review=review) | Q(review__state__in=TOLD_TO_GOVERNORS)).select_related(
        "review"
    )
    rows = (
        Finding.objects.to_check(review)
        .select_related("review", "section")
        .prefetch_related(
            Prefetch("checks", queryset=told.select_related("review").order_by("-at", "-pk"), to_attr="said")
        )
        .order_by("due", "review__starts", "order", "pk")
    )
    return [_step(row, review) for row in rows]


def word_of(check: FindingCheck) -> Status:
    return Status(check.get_met_display(), TONES[check.met])


def said_by(checks: Iterable[FindingCheck]) -> list[CheckSaid]:
    """Each check comes with its review."""
    return [
        CheckSaid(c.met, word_of(c), c.says, f"{c.review.title}, {british(timezone.localdate(c.at))}", c.review_id)
        for c in checks
    ]


def _step(row: Finding, review: Review) -> EarlierStep:
    checks: list[FindingCheck] = row.said  # type: ignore[attr-defined]
    here = next((check for check in checks if check.review_id == review.pk), None)
    before = said_by(check for check in checks if check.review_id != review.pk)
    made = row.review
    return EarlierStep(row, here, before, f"{made.title}, {british(made.ends)}", due_words(row.due))


def due_words(due: datetime.date | None) -> str:
    return f"by {british(due)}" if due else ""


def _answer(review: Review, steps: Sequence[EarlierStep]) -> str:
    if not steps:
        return f"No next step of an earlier review is open at {review.academy}."
    left = sum(step.here is None for step in steps)
    open_ = opened(len(steps), "next step of earlier reviews is", "next steps of earlier reviews are")
    if not left:
        met = sum(step.here is not None and step.here.met == Met.MET for step in steps)
        return f"Every earlier next step is looked at: {met} of {len(steps)} {'is' if met == 1 else 'are'} met."
    if left == len(steps):
        return f"{open_} open at {review.academy}. Is each met?"
    return f"{open_} open at {review.academy}; {left} {'is' if left == 1 else 'are'} still to be looked at."
