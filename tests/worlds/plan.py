"""In each academy a plan of the running year with a priority led by a colleague, a dropped one and last year's plan."""

from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from celt.lib.terms import year_on
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else, by the academy's slug.
AIMS = {
    "heronwick": "Every child tells a tale of kingfishers",
    "otterbourne-vale": "Every student argues about turnpikes",
    "puffinscar": "Every child reckons with herrings",
}
REASONS = {
    "heronwick": "Because the goldcrest group fell behind.",
    "otterbourne-vale": "Because the dunnock group fell behind.",
    "puffinscar": "Because the kittiwake group fell behind.",
}
SIGNS = {
    "heronwick": "Nine of ten retell the heron tale",
    "otterbourne-vale": "Nine of ten settle the toll dispute",
    "puffinscar": "Nine of ten count the catch",
}
WHY_DROPPED = {
    "heronwick": "Overtaken by the osprey programme.",
    "otterbourne-vale": "Overtaken by the badger programme.",
    "puffinscar": "Overtaken by the gannet programme.",
}
LEADERS = {
    "heronwick": "Thessaly Quillfeather",
    "otterbourne-vale": "Barnaby Oxenlode",
    "puffinscar": "Morwenna Skerritt",
}

# So many more years of plans has the academy that is looked at.
YEARS = 12
FIGURE = {"measure": "ks2_reading_exp", "better": "lower"}


def running() -> int:
    """The academic year of today."""
    return year_on(timezone.localdate())


def build(world: World) -> None:
    for academy in world.academies:
        slug = academy.slug
        leader = make.MembershipFactory(academy=academy, role="teacher", user__full_name=LEADERS[slug]).user
        before = make.PlanFactory(academy=academy, academic_year=running() - 1)
        make.PriorityFactory(plan=before, owner=leader, **FIGURE)
        plan = make.PlanFactory(academy=academy, rationale=REASONS[slug])
        priority = make.PriorityFactory(
            plan=plan,
            title=AIMS[slug],
            rationale=f"{LEADERS[slug]} found it in lessons.",
            condition="repertoire",
            pillar="improvement",
            owner=leader,
            **FIGURE,
        )
        world.put("plan", academy, plan)
        world.put("priority", academy, priority)
        world.put("criterion", academy, make.SuccessCriterionFactory(priority=priority, says=SIGNS[slug]))
        dropped = make.PriorityFactory(
            plan=plan, dropped_at=plan.begun_at, dropped_because=WHY_DROPPED[slug], **FIGURE
        )  # fmt: skip
        world.put("dropped priority", academy, dropped)
        world.plant(academy, "a priority", AIMS[slug], Permission.VIEW_PLAN)
        world.plant(academy, "why these priorities", REASONS[slug], Permission.VIEW_PLAN)
        world.plant(academy, "a success criterion", SIGNS[slug], Permission.VIEW_PLAN)
        world.plant(academy, "why a priority was dropped", WHY_DROPPED[slug], Permission.VIEW_PLAN)
        world.plant(academy, "who leads a priority", LEADERS[slug], Permission.VIEW_PEOPLE)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """A full plan for the academy that is looked at, more criteria, and a plan for each of the others."""
    plan = world.of("plan", world.cast.own)
    for number, academy in enumerate(academies):
        make.PriorityFactory(plan=make.PlanFactory(academy=academy))
        if number < YEARS:
            make.PlanFactory(academy=world.cast.own, academic_year=running() - 2 - number)
        make.SuccessCriterionFactory(priority=world.of("priority", world.cast.own))
    while plan.priorities.filter(dropped_at__isnull=True).count() < 5:
        more = make.PriorityFactory(plan=plan, owner=make.UserFactory(), **FIGURE)
        make.SuccessCriterionFactory(priority=more)
