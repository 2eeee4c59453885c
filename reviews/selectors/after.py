"""What came after a next step or a piece of next work: what later reviews said of it, and what the plan made of it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from academies.access import Person
from academies.models import Academy
from academies.providers import Answered, answers, follow_ups
from academies.records.keys import key
from accounts.models import User
from celt.ui.parts import Link
from reviews.models import FindingCheck, Review
from reviews.models.finding import Met
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.rules.report import Report
from reviews.selectors.check import CheckSaid, said_by

FINDING = "finding"


@dataclass(frozen=True, slots=True)
class After:
    """`checks`: the newest first. `links`: what this person may make of it."""

    checks: Sequence[CheckSaid] = ()
    answered: Sequence[Answered] = ()
    links: Sequence[Link] = ()

    def __bool__(self) -> bool:
        return bool(self.checks or self.answered or self.links)


def after_of(user: User, person: Person, academy: Academy, steps: Collection[int]) -> dict[int, After]:
    """Number of each next step of the academy -> what came after. One query, and what the higher apps ask for all."""
    if not steps:
        return {}
    checks: dict[int, list[FindingCheck]] = {}
    told = FindingCheck.objects.visible_to(user).filter(finding__in=steps).select_related("review")
    for check in told.order_by("-at", "-pk"):
        checks.setdefault(check.finding_id, []).append(check)
    came = came_of(user, person, academy, [key(FINDING, pk) for pk in steps])
    return {pk: _with_checks(came[key(FINDING, pk)], checks.get(pk, ())) for pk in steps}


def _with_checks(after: After, checks: Sequence[FindingCheck]) -> After:
    """Nothing is made any more of what a published review calls met."""
    met = any(check.met == Met.MET and check.review.state in TOLD_TO_GOVERNORS for check in checks)
    return replace(after, checks=said_by(checks), links=() if met else after.links)


def came_of(user: User, person: Person, academy: Academy, keys: Collection[str]) -> dict[str, After]:
    """Each record's key -> what the higher apps made of it, and what this person may make of it. Asked once for all."""
    answered = answers.collect(user, person, academy, keys) if keys else {}
    return {
        name: After((), answered.get(name, ()), [link for ways in follow_ups for link in ways(academy, person, name)])
        for name in keys
    }


def after_report(user: User, person: Person, review: Review, report: Report) -> list[tuple[str, int, After]]:
    """The next steps of a published report of which something can be said or made: their words, number and what came
    after."""
    if review.state not in TOLD_TO_GOVERNORS:
        return []
    came = after_of(user, person, review.academy, [step.key for step in report.steps])
    return [(step.says, step.number, came[step.key]) for step in report.steps if came[step.key]]
