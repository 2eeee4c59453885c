"""In each academy a target for the priority, a newer figure on the way, and what the head made of the one before."""

from collections.abc import Sequence
from decimal import Decimal

from academies.access import Permission
from academies.models import Academy
from plans.models import Priority
from tests import factories as make
from tests.cast import World
from tests.worlds.plan import running

# Texts that stand nowhere else, by the academy's slug.
MEANT = {
    "heronwick": "The gap moved because the wren readers came back.",
    "otterbourne-vale": "The gap moved because the polecat readers came back.",
    "puffinscar": "The gap moved because the fulmar readers came back.",
}


def aim(priority: Priority) -> None:
    """From the figure that every academy of the cast has."""
    Priority.objects.filter(pk=priority.pk).update(
        measure="ks2_reading_exp",
        better="lower",
        baseline=Decimal("17.5"),
        baseline_year=make.YEAR,
        baseline_checkpoint="Statutory",
        target=Decimal(10),
        target_year=running(),
        target_checkpoint="Statutory",
    )


def build(world: World) -> None:
    for academy in world.academies:
        priority = world.of("priority", academy)
        aim(priority)
        make.GapFigureFactory(
            run=world.runs[academy.trust_id], academy=academy, academic_year=make.YEAR + 1, checkpoint="Autumn"
        )
        make.MeaningFactory(
            priority=priority, academic_year=make.YEAR, checkpoint="Statutory", says=MEANT[academy.slug]
        )
        world.plant(academy, "what a figure means", MEANT[academy.slug], Permission.VIEW_PLAN)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """Every priority of the academy looked at has a target, more figures and more that was written about them."""
    own = world.cast.own
    for academy in academies:
        for priority in Priority.objects.filter(plan__academy=academy):
            aim(priority)
    for priority in Priority.objects.filter(plan__academy=own):
        aim(priority)
        make.MeaningFactory(priority=priority, academic_year=make.YEAR)
    run = world.runs[own.trust_id]
    for year in range(make.YEAR - 3, make.YEAR + 1):
        for breakdown in ("sex:F", "sex:M"):
            make.GapFigureFactory(run=run, academy=own, academic_year=year, breakdown=breakdown)
        make.GapFigureFactory(run=run, academy=own, academic_year=year, checkpoint="Spring")
