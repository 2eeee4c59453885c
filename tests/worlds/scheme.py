from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from tests import factories as make
from tests.cast import World

# Kinds of evidence that the product gathers, so that a criterion of a draft can be changed.
CRITERIA = (
    ("concerns.open", "Open concerns", False, (0, 1, 3)),
    ("data.return", "Files handed in", False, (95, 85, 70)),
)


def build(world: World) -> None:
    """For each trust a scheme in use, the draft of its next version and an area; each academy finds its trust's.

    Their names hold the trust's, so that the sweep sees it where one of them reaches somebody of another trust.
    """
    cast = world.cast
    for trust, leader in ((cast.trust, cast.trust_leader), (cast.foreign_trust, cast.foreign_leader)):
        scheme = make.scheme_in_use(trust, by=leader, name=f"Support at {trust.name}")
        draft = make.whole_draft(trust, by=leader, version=2, name=f"Draft of {trust.name}", criteria=CRITERIA)
        draft.based_on, draft.changes = scheme, "Files handed in count."
        draft.save()
        area = make.SupportAreaFactory(trust=trust, name=f"Reading at {trust.name}")
        for academy in world.academies:
            if academy.trust_id == trust.pk:
                world.plant(academy, "a draft of a scheme", draft.name, Permission.MANAGE_SCHEMES)
                world.put("scheme", academy, scheme)
                world.put("tier", academy, scheme.tiers.get(word="Repair"))
                world.put("draft", academy, draft)
                world.put("draft_tier", academy, draft.tiers.get(word="Repair"))
                world.put("draft_criterion", academy, draft.criteria.get(kind="data.return"))
                world.put("area", academy, area)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More tiers, criteria and areas."""
    draft = world.of("draft", world.cast.own)
    tiers = list(draft.tiers.all())
    for number in range(12):
        criterion = make.CriterionFactory(scheme=draft, position=10 + number, kind=f"kind.{number}")
        for tier in tiers[:-1]:
            make.CriterionBoundFactory(criterion=criterion, tier=tier, bound=5)
        make.SupportAreaFactory(trust=draft.trust)
    for number in range(4):
        make.TierFactory(scheme=draft, position=5 + number)
