"""An open checkpoint of each trust that asks its academies, a closed one before it, and an intervention of each."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from checkpoints.models import CheckpointState
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
TITLES = {"kestrelholt": "The haymow checkpoint", "saltmarsh": "The saltern checkpoint"}
INTERVENTIONS = {
    "heronwick": "Daily hobbledehoy reading",
    "otterbourne-vale": "Daily quickthorn reading",
    "puffinscar": "Daily guillemot reading",
}
COMMENTS = {
    "heronwick": "The lychgate was shut in October",
    "otterbourne-vale": "The millrace was dry in October",
    "puffinscar": "The stack was bare in October",
}


def build(world: World) -> None:
    cast = world.cast
    month = datetime.timedelta(days=30)
    for trust, leader, academies in (
        (cast.trust, cast.trust_leader, (cast.own, cast.sibling)),
        (cast.foreign_trust, cast.foreign_leader, (cast.foreign,)),
    ):
        now = timezone.now()
        before = make.TrustCheckpointFactory(
            trust=trust, title=f"Before {TITLES[trust.slug].lower()}", set_by=leader, set_at=now - 3 * month,
            hand_in_by=(now - 2 * month).date(), decide_by=(now - month).date(),
        )  # fmt: skip
        line = make.CheckpointLineFactory(checkpoint=before)
        old = {academy: make.CheckpointPlaceFactory(checkpoint=before, academy=academy, owner=leader)
               for academy in academies}  # fmt: skip
        for academy, place in old.items():
            handed = make.HandInFactory(place=place, by=leader, comment=COMMENTS[academy.slug], at=now - 2 * month)
            decision = make.CheckpointDecisionFactory(place=place, by=leader, hand_in=handed, at=now - month)
            one = make.InterventionFactory(
                decision=decision, line=line, what=INTERVENTIONS[academy.slug], starts=(now - month).date()
            )
            make.FollowUpFactory(intervention=one, by=leader)
            world.put("intervention", academy, one)
            world.plant(academy, "an intervention", INTERVENTIONS[academy.slug], Permission.VIEW_CHECKPOINTS)
            world.plant(academy, "a hand-in", COMMENTS[academy.slug], Permission.VIEW_CHECKPOINTS)
        before.state, before.ended_by, before.ended_at = CheckpointState.CLOSED, leader, now - month
        before.save()
        here = make.TrustCheckpointFactory(trust=trust, title=TITLES[trust.slug], set_by=leader)
        make.CheckpointLineFactory(checkpoint=here)
        for academy in academies:
            place = make.CheckpointPlaceFactory(checkpoint=here, academy=academy, owner=leader)
            world.put("checkpoint_place", academy, place)
            world.put("checkpoint_past", academy, old[academy])


def grow(world: World, academies: Sequence[Academy]) -> None:
    own = world.of("checkpoint_place", world.cast.own)
    leader = world.cast.trust_leader
    for academy in academies:
        place = make.CheckpointPlaceFactory(checkpoint=own.checkpoint, academy=academy, owner=leader)
        handed = make.HandInFactory(place=place, by=make.UserFactory())
        decision = make.CheckpointDecisionFactory(place=place, hand_in=handed)
        for _ in range(2):
            one = make.InterventionFactory(decision=decision, line=own.checkpoint.lines.first())
            make.FollowUpFactory(intervention=one, by=make.UserFactory())
        past = make.CheckpointPlaceFactory(academy=academy, owner=leader)
        make.CheckpointPlaceFactory(checkpoint=past.checkpoint, academy=world.cast.own, owner=leader)
        past = world.of("intervention", world.cast.own)
        make.FollowUpFactory(intervention=past, by=make.UserFactory())
