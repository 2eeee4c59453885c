"""Category schemes: `scheme_in_use(trust)` is a whole small one, as a test of decisions or support needs it."""

import datetime
from collections.abc import Sequence

import factory
from factory.django import DjangoModelFactory

from academies.models import CategoryScheme, Criterion, CriterionBound, SupportArea, Tier, Trust
from academies.models.area import AreaKind
from academies.models.scheme import SchemeStatus, TierColour
from accounts.models import User

__all__ = [
    "CriterionBoundFactory",
    "CriterionFactory",
    "SchemeFactory",
    "SupportAreaFactory",
    "TierFactory",
    "scheme_in_use",
    "whole_draft",
]

# From the most secure to the least: word, colour, visits, full-day reviews, leader days, coaching days, rhythm.
TIERS = (
    ("Sustain", TierColour.GREEN, 1, 0, 0, 2, 1),
    ("Improve", TierColour.BLUE, 2, 0, 3, 4, 2),
    ("Repair", TierColour.OCHRE, 3, 1, 10, 8, 3),
    ("Stabilise", TierColour.RED, 4, 1, 30, 15, 6),
)
# Kind of evidence, label, whether it is a limit, the bounds of all tiers but the last.
CRITERIA: Sequence[tuple[str, str, bool, Sequence[float]]] = (
    ("test_gap", "Gap at reading", False, (5, 10, 15)),
    ("test_attendance", "Attendance", False, (95, 93, 90)),
)


class SupportAreaFactory(DjangoModelFactory[SupportArea]):
    class Meta:
        model = SupportArea

    trust = factory.SubFactory("tests.factories.TrustFactory")
    name = factory.Sequence(lambda n: f"Subject {n}")
    kind = AreaKind.SUBJECT


class SchemeFactory(DjangoModelFactory[CategoryScheme]):
    """An empty draft; `scheme_in_use` makes a whole one."""

    class Meta:
        model = CategoryScheme

    trust = factory.SubFactory("tests.factories.TrustFactory")
    name = "Levels of support"
    version = 1
    status = SchemeStatus.DRAFT
    made_by = factory.SubFactory("tests.factories.UserFactory")


class TierFactory(DjangoModelFactory[Tier]):
    class Meta:
        model = Tier

    scheme = factory.SubFactory(SchemeFactory)
    position = factory.Sequence(lambda n: n % 1000 + 1)
    word = factory.Sequence(lambda n: f"Tier {n}")
    says = "What the tier means."


class CriterionFactory(DjangoModelFactory[Criterion]):
    class Meta:
        model = Criterion

    scheme = factory.SubFactory(SchemeFactory)
    position = factory.Sequence(lambda n: n % 1000 + 1)
    kind = "test_gap"
    label = "Gap at reading"


class CriterionBoundFactory(DjangoModelFactory[CriterionBound]):
    class Meta:
        model = CriterionBound

    criterion = factory.SubFactory(CriterionFactory)
    tier = factory.SubFactory(TierFactory, scheme=factory.SelfAttribute("..criterion.scheme"))
    bound = 5.0


def whole_draft(
    trust: Trust,
    *,
    by: User | None = None,
    version: int = 1,
    name: str = "Levels of support",
    criteria: Sequence[tuple[str, str, bool, Sequence[float]]] = CRITERIA,
) -> CategoryScheme:
    """A draft that could be put in use: four tiers (Sustain, Improve, Repair, Stabilise) and criteria with bounds."""
    scheme = SchemeFactory(trust=trust, version=version, name=name, **({"made_by": by} if by else {}))
    tiers = [
        TierFactory(
            scheme=scheme,
            position=position,
            word=word,
            says=f"What {word} means.",
            colour=colour,
            visits=visits,
            full_day_reviews=full_day_reviews,
            leader_days=leader_days,
            coaching_days=coaching_days,
            partnership_meetings=6,
            review_rhythm=rhythm,
        )
        for position, (word, colour, visits, full_day_reviews, leader_days, coaching_days, rhythm) in enumerate(
            TIERS, start=1
        )
    ]
    for position, (kind, label, is_limit, bounds) in enumerate(criteria, start=1):
        criterion = CriterionFactory(scheme=scheme, position=position, kind=kind, label=label, is_limit=is_limit)
        for tier, bound in zip(tiers[:-1], bounds, strict=True):
            CriterionBoundFactory(criterion=criterion, tier=tier, bound=bound)
    return scheme


def scheme_in_use(
    trust: Trust,
    *,
    by: User | None = None,
    version: int = 1,
    name: str = "Levels of support",
    criteria: Sequence[tuple[str, str, bool, Sequence[float]]] = CRITERIA,
    since: datetime.date = datetime.date(2023, 9, 1),
) -> CategoryScheme:
    """`whole_draft`, put in use. `scheme.tiers.get(word="Repair")` is a tier of it."""
    scheme = whole_draft(trust, by=by, version=version, name=name, criteria=criteria)
    scheme.status, scheme.in_use_from, scheme.put_in_use_by = SchemeStatus.IN_USE, since, scheme.made_by
    scheme.save()
    return scheme
