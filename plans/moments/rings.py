"""Self-evaluations in an academy's timeline: opened, called off, agreed."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from plans.models import SelfEvaluation
from plans.models.evaluation import EvaluationStatus
from plans.rules.standing import FIRM
from plans.selectors.ring import when
from plans.strategy import CONDITIONS

MOST = 50


def ring_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """What was agreed, for whoever reads the plan; the way there too, for those who rate. One query."""
    if not any(may_at(academy, person, one) for one in (Permission.VIEW_PLAN, Permission.RATE_CONDITIONS)):
        return
    firm = Count("agreed_ratings", filter=Q(agreed_ratings__standing__gte=FIRM))
    seen = SelfEvaluation.objects.visible_to(user).filter(academy=academy).annotate(firm=firm)
    for evaluation in seen.order_by("-opened_at", "-pk")[:MOST]:
        term, url = when(evaluation), reverse("plans:evaluation_show", args=[evaluation.pk])
        if evaluation.status == EvaluationStatus.AGREED and evaluation.agreed_at:
            note = f"{evaluation.firm} of {len(CONDITIONS)} conditions are secure or embedded."
            yield Moment(evaluation.agreed_at, f"Self-evaluation of {term} agreed", url, note)
        elif evaluation.status == EvaluationStatus.CALLED_OFF and evaluation.called_off_at:
            yield Moment(
                evaluation.called_off_at, f"Self-evaluation of {term} called off", url, evaluation.why_called_off
            )
        else:
            yield Moment(evaluation.opened_at, f"Self-evaluation of {term} opened", url)
