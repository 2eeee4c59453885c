from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils import timezone

from academies.access import Permission
from academies.evidence import read_facts, to_json
from academies.models import Academy, SupportArea
from academies.models.decision import Answer, DecisionStatus
from tests import factories as make
from tests.cast import World


def rationale(academy: Academy) -> str:
    """Why the academy is in its category, planted so that it is found where it must not be."""
    return f"Reasons planted for {academy.slug}."


def figure(academy: Academy) -> str:
    """What the decision rests on: a figure for staff."""
    return f"12 points behind, told of {academy.slug}"


def unsaid(academy: Academy) -> str:
    """Of a decision on its way."""
    return f"Not said yet to {academy.slug}"


def taken_back(academy: Academy) -> str:
    """Of a decision that was withdrawn."""
    return f"Too early for {academy.slug}"


def build(world: World) -> None:
    """For each academy a confirmed decision as a whole with its evidence, one in an area that waits for a second
    person, and one that was withdrawn."""
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
            academy=academy, tier=tier, rationale=rationale(academy), decided_by=decider, moderated_by=second,
            evidence=_evidence(world, academy),
        )  # fmt: skip
        world.put("decision", academy, decided)
        world.put("awaiting_area", academy, area)
        on_its_way = {"academy": academy, "area": area, "tier": tier, "decided_by": decider}
        world.put("awaiting", academy, make.awaiting_decision(**on_its_way, rationale=unsaid(academy)))
        world.put(
            "withdrawn",
            academy,
            make.awaiting_decision(
                **on_its_way, rationale=unsaid(academy), status=DecisionStatus.WITHDRAWN,
                withdrawn_by=decider, withdrawn_at=timezone.now(), withdrawn_reason=taken_back(academy),
            ),
        )  # fmt: skip
        world.plant(academy, "why it is in its category", rationale(academy), Permission.VIEW_CATEGORY)
        world.plant(academy, "a figure of the evidence", figure(academy), Permission.VIEW_STAFF_FIGURES)
        world.plant(academy, "a decision on its way", unsaid(academy), Permission.DECIDE_CATEGORY)
        world.plant(academy, "a decision withdrawn", taken_back(academy), Permission.DECIDE_CATEGORY)
    # Who decided and who moderated: governors and trustees read "a trust leader".
    world.plant(cast.own, "who decided", cast.second_leader.full_name, Permission.VIEW_PEOPLE)
    world.plant(cast.own, "who moderated", cast.trust_leader.full_name, Permission.VIEW_PEOPLE)


def _evidence(world: World, academy: Academy) -> dict[str, Any]:
    fact = replace(make.a_fact(12, 8, 14, figure=figure(academy)), kind="test_gap", academy=academy.pk)
    return to_json(read_facts(world.of("scheme", academy), academy, {fact.kind: fact}).resting_on([fact.kind]))


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
