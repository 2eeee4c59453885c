"""Category decisions for an academy's timeline: confirmed, answered, and for those who decide also on their way."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy, CategoryDecision
from academies.models.decision import Answer, DecisionStatus
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import span_of_days
from celt.ui.parts import Moment

MOST = 50


def decision_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    if not may_at(academy, person, Permission.VIEW_CATEGORY):
        return
    found = CategoryDecision.objects.visible_to(user).filter(academy=academy)
    related = found.select_related("area", "tier", "moderated_tier").defer("evidence").order_by("-decided_at", "-pk")
    moments = [moment for decision in related[:MOST] for moment in _moments(decision)]
    moments.sort(key=lambda moment: moment.when, reverse=True)
    yield from islice(moments, MOST)


def _moments(decision: CategoryDecision) -> Iterator[Moment]:
    url = reverse("academies:decision_show", args=[decision.pk])
    where = f" in {decision.area}" if decision.area else ""
    period = span_of_days(decision.starts, decision.ends)
    if decision.status == DecisionStatus.AWAITING:
        says = f"{decision.tier}{where} decided, from {period}; it waits for a second person"
        yield Moment(decision.decided_at, says, url)
    if decision.status != DecisionStatus.CONFIRMED or decision.moderated_at is None:
        return
    if decision.answered_at:
        verb = "disagrees with" if decision.answer == Answer.DISAGREES else "accepts"
        yield Moment(
            decision.answered_at, f"The head {verb} {decision.confirmed_tier}{where}", url, decision.answer_says
        )
    changed = f", changed from {decision.tier} by the second person" if decision.was_changed else ""
    yield Moment(
        decision.moderated_at,
        f"Category{where}: {decision.confirmed_tier}, {period}{changed}",
        url,
        decision.moderation_reason if decision.was_changed else decision.rationale,
    )
