"""Two actions of each academy's plan, with what was said of how they go; another teacher does the first."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from celt.lib.terms import year_on
from plans.models import Priority
from plans.models.action import ActionState, Rag
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
SAYS = {
    "heronwick": "Everybody learns the sackbut",
    "otterbourne-vale": "Everybody learns the ophicleide",
    "puffinscar": "Everybody learns the psaltery",
}
SENTENCES = {
    "heronwick": "Nobody has found the rebec",
    "otterbourne-vale": "Nobody has found the crumhorn",
    "puffinscar": "Nobody has found the theorbo",
}
# A record that every academy has: see dashboards.records.
ORIGIN = "gap:ks2_reading_exp"


def build(world: World) -> None:
    today = timezone.localdate()
    for academy in world.academies:
        priority = world.of("priority", academy)
        owner = world.colleagues[academy.pk].user
        action = make.ActionFactory(
            priority=priority, says=SAYS[academy.slug], owner=owner, due=today + datetime.timedelta(days=3), cost=1200,
            rag=Rag.AMBER, rag_says=SENTENCES[academy.slug], origin=ORIGIN, evidence=[ORIGIN],
        )  # fmt: skip
        make.ActionUpdateFactory(action=action, says=SENTENCES[academy.slug], by=owner)
        done = make.ActionFactory(priority=priority, state=ActionState.DONE, done_on=today, staff_days=3)
        make.ActionUpdateFactory(action=done, says="Done.", by=owner)
        world.put("action", academy, action)
        world.plant(academy, "an action", SAYS[academy.slug], Permission.VIEW_PLAN)
        world.plant(academy, "how an action goes", SENTENCES[academy.slug], Permission.VIEW_PEOPLE)
        world.plant(academy, "who does an action", owner.full_name, Permission.VIEW_PEOPLE)


def priority_at(academy: Academy) -> Priority:
    """The first priority of the academy's plan of this year, which the plans' own world has put there."""
    year = year_on(timezone.localdate())
    return Priority.objects.standing().filter(plan__academy=academy, plan__academic_year=year).earliest("pk")


def grow(world: World, academies: Sequence[Academy]) -> None:
    own = world.of("priority", world.cast.own)
    today = timezone.localdate()
    for number, academy in enumerate(academies):
        make.ActionFactory(priority=priority_at(academy), owner=make.MembershipFactory(academy=academy).user, due=today)
        late = make.ActionFactory(
            priority=own, owner=make.UserFactory(), due=today - datetime.timedelta(days=number), origin=ORIGIN
        )
        make.ActionFactory(priority=own, owner=world.cast.headteacher, due=today + datetime.timedelta(days=number))
        make.ActionUpdateFactory(action=late, state=ActionState.DROPPED)
        make.ActionUpdateFactory(action=world.of("action", world.cast.own))
