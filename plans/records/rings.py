"""Agreed self-evaluations as records that a priority, an action or a decision may name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.db.models import Count, Q
from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from accounts.models import User
from plans.models import SelfEvaluation
from plans.rules.standing import FIRM
from plans.selectors.ring import when
from plans.selectors.ring_history import agreed_day

EVALUATION = RecordKind("evaluation", "Self-evaluations")


def evaluation_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """One query."""
    found = (
        SelfEvaluation.objects.visible_to(user)
        .agreed()
        .filter(academy=academy)
        .annotate(
            of=Count("agreed_ratings"), firm=Count("agreed_ratings", filter=Q(agreed_ratings__standing__gte=FIRM))
        )
        .order_by("-agreed_at", "-pk")
    )
    for evaluation in narrowed(found, keys):
        yield Record(
            key(EVALUATION.slug, evaluation.pk),
            f"Self-evaluation of {when(evaluation)}",
            agreed_day(evaluation),
            reverse("plans:evaluation_show", args=[evaluation.pk]),
            f"{evaluation.firm} of {evaluation.of} conditions secure or embedded",
        )
