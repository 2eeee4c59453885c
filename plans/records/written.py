"""What an academy wrote of itself as records that a review, an action or a decision may name: its agreed
self-evaluations, and the priorities of its plans."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed, of_kind
from academies.selectors.together import Asked, read_apart
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.terms import year_label
from plans.models import Priority, SelfEvaluation
from plans.rules.withhold import withheld
from plans.selectors.named import SOMEBODY, names_at
from plans.selectors.ring import when, with_firm
from plans.selectors.ring_history import agreed_day

EVALUATION = RecordKind("evaluation", "Self-evaluations")
PRIORITY = RecordKind("priority", "Priorities of its plans")

Keys = Collection[str] | None


def written_records(user: User, person: Person, academy: Academy, keys: Keys) -> Iterator[Record]:
    """Two queries at most: the rows of both kinds, and whose names are withheld in a priority."""
    evaluations, priorities = read_apart(
        _evaluations(user, academy, of_kind(EVALUATION.slug, keys)),
        _priorities(user, person, academy, of_kind(PRIORITY.slug, keys)),
    )
    for evaluation in sorted(evaluations, key=lambda one: (one.agreed_at, one.pk), reverse=True):
        yield Record(
            key(EVALUATION.slug, evaluation.pk),
            f"Self-evaluation of {when(evaluation)}",
            agreed_day(evaluation),
            reverse("plans:evaluation_show", args=[evaluation.pk]),
            f"{evaluation.firm} of {evaluation.of} conditions secure or embedded",
        )
    hidden = names_at(user, person, [academy]).hidden(academy.pk) if priorities else ()
    for priority in sorted(priorities, key=lambda one: (-one.plan_year, one.order, one.pk)):
        note = f"Plan {year_label(priority.plan_year)}"
        if priority.dropped_at:
            note += f", dropped on {british(timezone.localdate(priority.dropped_at))}"
        yield Record(
            key(PRIORITY.slug, priority.pk),
            withheld(f"Priority: {priority.title.rstrip('.')}", hidden, SOMEBODY.lower()),
            url=reverse("plans:priority_show", args=[priority.pk]),
            note=note,
        )


def _evaluations(user: User, academy: Academy, keys: Keys) -> Asked | None:
    if keys is not None and not keys:
        return None
    found = SelfEvaluation.objects.visible_to(user).agreed().filter(academy=academy).order_by("-agreed_at", "-pk")
    return Asked(narrowed(with_firm(found), keys), also=("of", "firm"))


def _priorities(user: User, person: Person, academy: Academy, keys: Keys) -> Asked | None:
    """A dropped one is none to choose; where it was named, it says so."""
    if (keys is not None and not keys) or not may_at(academy, person, Permission.VIEW_PLAN):
        return None
    found = Priority.objects.visible_to(user).filter(plan__academy=academy).annotate(plan_year=F("plan__academic_year"))
    if keys is None:
        found = found.standing()
    return Asked(narrowed(found.order_by("-plan_year", "order", "pk"), keys), also=("plan_year",))
