"""Self-evaluations in an academy's timeline: opened, called off, agreed."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from plans.models import SelfEvaluation
from plans.models.evaluation import EvaluationStatus
from plans.selectors.ring import when, with_firm

MOST = 50


def ring_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """What was agreed, for whoever reads the plan; the way there too, for those who rate. One query."""
    if not any(may_at(academy, person, one) for one in (Permission.VIEW_PLAN, Permission.RATE_CONDITIONS)):
        return
    seen = SelfEvaluation.objects.visible_to(user).filter(academy=academy).order_by("-opened_at", "-pk")
    for evaluation in with_firm(seen)[:MOST]:
        term, url = when(evaluation), reverse("plans:evaluation_show", args=[evaluation.pk])
        if evaluation.status == EvaluationStatus.AGREED and evaluation.agreed_at:
            note = f"{evaluation.firm} of {evaluation.of} conditions are secure or embedded."
            yield Moment(evaluation.agreed_at, f"Self-evaluation of {term} agreed", url, note)
        elif evaluation.status == EvaluationStatus.CALLED_OFF and evaluation.called_off_at:
            yield Moment(
                evaluation.called_off_at, f"Self-evaluation of {term} called off", url, evaluation.why_called_off
            )
        else:
            yield Moment(evaluation.opened_at, f"Self-evaluation of {term} opened", url)
