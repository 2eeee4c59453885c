"""The demo trust's improvement plans, from the first academy that set out in 2023 to today."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from academies.models import Academy, Trust
from accounts.models import User
from dashboards.demo.places import LAST_FULL_YEAR
from dashboards.demo.plans.acting import Cast, make_staff
from dashboards.demo.plans.judging import play_verdicts
from dashboards.demo.plans.learning import play_learning
from dashboards.demo.plans.planned import TRUST_AIMS
from dashboards.demo.plans.planning import play_plans
from dashboards.demo.plans.rating import play_ratings
from dashboards.demo.plans.staging import play_stages
from plans.services.trust_priority import add_trust_priority
from toolkit.services.theory import ensure_theories


@transaction.atomic
def play_improvement(trust: Trust, say: Callable[[str], object] = len) -> Cast:
    """Needs the trust's people, terms and published gaps. Gives who does what, for what comes after."""
    leader, second = (User.objects.get(email=f"{who}@demo.example") for who in ("trust.leader", "second.leader"))
    academies = {academy.slug: academy for academy in Academy.objects.filter(trust=trust).select_related("trust")}
    cast, today = Cast(trust, leader, second, academies), timezone.localdate()
    make_staff(cast)
    theories = ensure_theories(trust)
    aims = [
        add_trust_priority(
            by=leader, trust=trust, title=aim.title, about=aim.about, pillar=aim.pillar, from_year=LAST_FULL_YEAR
        )
        for aim in TRUST_AIMS
    ]
    play_stages(cast, today)
    play_ratings(cast, today)
    play_learning(cast, theories, today)
    plans = play_plans(cast, theories, aims, today)
    play_verdicts(cast, theories)
    say(f"{len(plans)} improvement plans of two years, thirteen ways through the stages")
    return cast
