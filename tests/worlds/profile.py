"""What an academy's facts and those most like it are told from: attendance, gaps of three years, predecessors."""

from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from academies.models.academy import Phase
from dashboards.models import FigureStatus
from tests import factories as make
from tests.cast import PLANTED_COUNTS, World

# A gap of a group of eight, by academy: staff read it, nobody who governs.
SMALL = {"heronwick": 83, "puffinscar": 87}


def build(world: World) -> None:
    """The trusts' own figures say which year of a measure is told; without them there would be no fact at all."""
    for run in world.runs.values():
        for measure, checkpoint in (
            ("attendance_rate", "Full year"), ("ks2_rwm_exp", "Statutory"), ("ks2_writing_exp", "Statutory"),
        ):  # fmt: skip
            make.GapFigureFactory(
                run=run, trust=run.trust, academy=None, level="trust", phase="", measure=measure, checkpoint=checkpoint
            )
    for academy in world.academies:
        _figures(world, academy)
        if academy.phase == Phase.PRIMARY:
            points = SMALL[academy.slug]
            make.GapFigureFactory(
                run=world.runs[academy.trust_id], academy=academy, measure="ks2_writing_exp", gap=-float(points),
                n_disadvantaged=8, reader_status=FigureStatus.SUPPRESSED,
            )  # fmt: skip
            world.plant(academy, "a gap of a small group", f"{points} points behind", Permission.VIEW_STAFF_FIGURES)


def grow(world: World, academies: Sequence[Academy]) -> None:
    for academy in academies:
        _figures(world, academy)


def _figures(world: World, academy: Academy) -> None:
    run = world.runs[academy.trust_id]
    make.GapFigureFactory(run=run, academy=academy, measure="attendance_rate", checkpoint="Full year")
    for year in (make.YEAR - 2, make.YEAR - 1, make.YEAR):
        make.GapFigureFactory(
            run=run, academy=academy, measure="ks2_rwm_exp", academic_year=year,
            n_disadvantaged=PLANTED_COUNTS.get(academy.name, 20),
        )  # fmt: skip
