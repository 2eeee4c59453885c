"""Agreed self-evaluations as records that a priority, an action or a decision may name."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from accounts.models import User
from plans.models import SelfEvaluation
from plans.selectors.ring import when, with_firm
from plans.selectors.ring_history import agreed_day

EVALUATION = RecordKind("evaluation", "Self-evaluations")


def evaluation_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """One query."""
    found = SelfEvaluation.objects.visible_to(user).agreed().filter(academy=academy).order_by("-agreed_at", "-pk")
    for evaluation in narrowed(with_firm(found), keys):
        yield Record(
            key(EVALUATION.slug, evaluation.pk),
            f"Self-evaluation of {when(evaluation)}",
            agreed_day(evaluation),
            reverse("plans:evaluation_show", args=[evaluation.pk]),
            f"{evaluation.firm} of {evaluation.of} conditions secure or embedded",
        )
