"""What the tests of support begin with: a decision in force, and the days that its year is laid over."""

import datetime
from typing import Any

from django.utils import timezone

from academies.models import Academy, CategoryDecision, CategoryScheme, SupportArea, Term, Tier
from academies.models.decision import DecisionStatus
from celt.lib.terms import year_on
from tests import factories as make
from tests.cast import Cast

DAY = datetime.timedelta(days=1)


def this_year() -> int:
    return year_on(timezone.localdate())


def first_day(year: int | None = None) -> datetime.date:
    return datetime.date(this_year() if year is None else year, 9, 1)


def last_day(year: int | None = None) -> datetime.date:
    return datetime.date((this_year() if year is None else year) + 1, 8, 31)


def set_terms(academy: Academy, year: int | None = None) -> list[Term]:
    """Terms of three months each but for a fortnight between them."""
    year = this_year() if year is None else year
    days = (
        ("autumn", (year, 9, 3), (year, 12, 18)),
        ("spring", (year + 1, 1, 4), (year + 1, 3, 26)),
        ("summer", (year + 1, 4, 12), (year + 1, 7, 22)),
    )
    return [
        Term.objects.create(
            trust=academy.trust, academic_year=year, name=name, starts=datetime.date(*s), ends=datetime.date(*e)
        )
        for name, s, e in days
    ]


def a_scheme(cast: Cast) -> CategoryScheme:
    return CategoryScheme.objects.filter(trust=cast.trust, status="in_use").first() or make.scheme_in_use(
        cast.trust, by=cast.trust_leader
    )


def a_tier(cast: Cast, word: str = "Repair") -> Tier:
    """Repair: three visits, a full-day review, 10 leader days, 8 coaching days, a review every term."""
    return a_scheme(cast).tiers.get(word=word)


def decided(
    cast: Cast,
    *,
    academy: Academy | None = None,
    word: str = "Repair",
    starts: datetime.date | None = None,
    ends: datetime.date | None = None,
    area: SupportArea | None = None,
    status: str = DecisionStatus.CONFIRMED,
    **more: Any,
) -> CategoryDecision:
    """A decision of the trust leader that the second one confirmed, for this academic year."""
    tier, ends = a_tier(cast, word), ends or last_day()
    made = make.awaiting_decision if status == DecisionStatus.AWAITING else make.DecisionFactory
    who = {} if status == DecisionStatus.AWAITING else {"moderated_by": cast.second_leader}
    decision: CategoryDecision = made(
        academy=academy or cast.own,
        area=area,
        tier=tier,
        starts=starts or first_day(),
        ends=ends,
        decided_by=cast.trust_leader,
        **{**who, **more},
    )
    return decision
