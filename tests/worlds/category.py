from collections.abc import Sequence

from academies.models import Academy, SupportArea
from academies.models.decision import Answer
from tests import factories as make
from tests.cast import World


def rationale(academy: Academy) -> str:
    """Why the academy is in its category, planted so that it is found where it must not be."""
    return f"Reasons planted for {academy.slug}."


def build(world: World) -> None:
    """For each academy a confirmed decision as a whole, and one in an area that waits for a second person."""
    cast = world.cast
    leaders = {
        cast.trust.pk: (cast.second_leader, cast.trust_leader),
        # The other trust has one leader only; who moderates there is nobody of the cast.
        cast.foreign_trust.pk: (make.UserFactory(), cast.foreign_leader),
    }
    for academy in world.academies:
        tier = world.of("tier", academy)
        decider, second = leaders[academy.trust_id]
        area = make.SupportAreaFactory(trust=academy.trust, name=f"Numbers at {academy.slug}")
        decided = make.DecisionFactory(
            academy=academy, tier=tier, rationale=rationale(academy), decided_by=decider, moderated_by=second
        )
        world.put("decision", academy, decided)
        world.put("awaiting_area", academy, area)
        world.put(
            "awaiting",
            academy,
            make.awaiting_decision(academy=academy, area=area, tier=tier, decided_by=decider, rationale="Not said yet"),
        )


def grow(world: World, academies: Sequence[Academy]) -> None:
    """Decisions for the new academies, and by subject for the cast's own: in force, answered, and on their way."""
    own = world.cast.own
    tier = world.of("tier", own)
    for number, academy in enumerate(academies):
        make.DecisionFactory(academy=academy, tier=tier)
        make.awaiting_decision(academy=academy, area=_area(academy, f"W{number}"), tier=tier)
        head = make.UserFactory()
        make.DecisionFactory(academy=own, area=_area(own, f"C{number}"), tier=tier)
        answered = make.DecisionFactory(academy=academy, area=_area(academy, f"A{number}"), tier=tier)
        answered.answer, answered.answered_by, answered.answered_at = Answer.ACCEPTS, head, answered.moderated_at
        answered.save()


def _area(academy: Academy, name: str) -> SupportArea:
    area: SupportArea = make.SupportAreaFactory(trust=academy.trust, name=f"Area {name}")
    return area
