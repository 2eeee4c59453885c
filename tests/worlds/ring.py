"""Two self-evaluations of each academy that were agreed, one that was called off, and one that people rate."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from plans.models.evaluation import EvaluationStatus, Standing
from plans.strategy import CONDITIONS
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else: what was agreed, and what one teacher wrote for the head's eyes.
AGREED = {
    "heronwick": "The quadrivium of Heronwick is secure",
    "otterbourne-vale": "The trivium of Otterbourne is secure",
    "puffinscar": "The astrolabe of Puffinscar is secure",
}
SAID = {
    "heronwick": "The whiffletree creaks at Heronwick",
    "otterbourne-vale": "The bandolier slips at Otterbourne",
    "puffinscar": "The halyard frays at Puffinscar",
}
RATES, AGREES = Permission.RATE_CONDITIONS, Permission.AGREE_CONDITIONS


def head_of(world: World, academy: Academy) -> User:
    cast = world.cast
    return {cast.own: cast.headteacher, cast.sibling: cast.sibling_head, cast.foreign: cast.outsider}[academy]


def build(world: World) -> None:
    for academy in world.academies:
        head = head_of(world, academy)
        before = timezone.now() - datetime.timedelta(days=200)
        make.agreed_evaluation(academy=academy, opened_by=head, academic_year=2025, agreed_at=before)
        agreed = make.agreed_evaluation(
            {"literacy": Standing.SECURE}, AGREED[academy.slug], academy=academy, opened_by=head
        )
        world.put("evaluation agreed", academy, agreed)
        off = make.SelfEvaluationFactory(
            academy=academy, opened_by=head, status=EvaluationStatus.CALLED_OFF, called_off_at=timezone.now(),
            why_called_off="The term was too full.",
        )  # fmt: skip
        world.put("evaluation called off", academy, off)
        closes = timezone.localdate() + datetime.timedelta(days=10)
        gathering = make.SelfEvaluationFactory(academy=academy, opened_by=head, closes_on=closes)
        world.put("evaluation", academy, gathering)
        make.ConditionRatingFactory(
            evaluation=gathering, by=world.colleagues[academy.pk].user, helps=SAID[academy.slug],
            evidence=[f"evaluation:{agreed.pk}"],
        )  # fmt: skip
        make.AgreedRatingFactory(evaluation=gathering, condition="numeracy", says=f"{SAID[academy.slug]} still")
        world.plant(academy, "what somebody said of a condition", SAID[academy.slug], AGREES)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More academies that agreed one, more history at the cast's own, and more people who rated there."""
    own, head = world.cast.own, world.cast.headteacher
    agreed = world.of("evaluation agreed", own)
    for academy in academies:
        make.agreed_evaluation(academy=academy, opened_by=head)
        make.SelfEvaluationFactory(academy=academy, opened_by=head)
        # One is open at a time: the present one is agreed, and the next is opened.
        make.agree(world.of("evaluation", own), by=head)
        gathering = make.SelfEvaluationFactory(academy=own, opened_by=head)
        world.rows["evaluation", own.pk] = gathering  # the open one is another now
        for teacher in (make.UserFactory(), make.UserFactory()):
            for condition in list(CONDITIONS)[:5]:
                make.ConditionRatingFactory(
                    evaluation=gathering, by=teacher, condition=condition, evidence=[f"evaluation:{agreed.pk}"]
                )
