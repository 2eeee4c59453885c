"""The demo trust's strategy from 2024 to today, played in the order in which it happened."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from academies.models import Academy, Term, Trust
from accounts.models import User
from dashboards.demo.places import THIS_YEAR
from dashboards.demo.strategy.concerned import AREAS
from dashboards.demo.strategy.deciding import Deciding
from dashboards.demo.strategy.delivering import make_deliveries
from dashboards.demo.strategy.inspections import INSPECTED
from dashboards.demo.strategy.lending import Hands, make_concerns, make_deployments
from dashboards.demo.strategy.people import make_contacts, make_heads, make_inspections
from dashboards.demo.strategy.schemes import SECOND_FROM, first_scheme, make_areas, second_scheme
from pupils.models import Checkpoint, CheckpointDate

DAY = datetime.timedelta(days=1)
CHECKPOINT_TERMS = {"Autumn": "autumn", "Spring": "spring", "Summer": "summer"}


@transaction.atomic
def play_strategy(trust: Trust, say: Callable[[str], object] = len) -> None:
    """Needs the trust's people, terms and published gaps."""
    academies = {academy.slug: academy for academy in Academy.objects.filter(trust=trust)}
    heads = make_heads(trust, academies)
    leader, second = (User.objects.get(email=f"{who}@demo.example") for who in ("trust.leader", "second.leader"))
    hands = Hands(leader, second, heads)
    make_contacts(academies)
    make_checkpoint_days(trust)
    areas = make_areas(trust, AREAS)
    deciding = Deciding(trust, academies, areas, hands)
    scheme = first_scheme(trust, leader, areas)
    inspected = sorted({one.started for of_academy in INSPECTED.values() for one in of_academy})
    for day in inspected:
        if day >= SECOND_FROM and scheme.version == 1:
            deciding.until(SECOND_FROM - DAY, scheme)
            scheme = second_scheme(scheme, leader, areas)
        deciding.until(day, scheme)
        make_inspections(academies, leader, day)
    deciding.until(datetime.date.max, scheme)
    today = timezone.localdate()
    make_deliveries(trust, hands, today)
    make_deployments(academies, areas, hands, deciding.decisions)
    make_concerns(academies, areas, hands, deciding.decisions, deciding.known)
    deciding.waiting(scheme)
    say(f"{sum(len(each) for each in INSPECTED.values())} inspections, three years of decisions and their support")


def make_checkpoint_days(trust: Trust) -> None:
    """Each term's results are due a week before it ends."""
    checkpoints = {checkpoint.name: checkpoint for checkpoint in Checkpoint.objects.filter(trust=trust)}
    terms = {term.name: term for term in Term.objects.filter(trust=trust, academic_year=THIS_YEAR)}
    CheckpointDate.objects.bulk_create(
        CheckpointDate(checkpoint=checkpoints[name], academic_year=THIS_YEAR, due=terms[term].ends - 7 * DAY)
        for name, term in CHECKPOINT_TERMS.items()
    )
