"""What an academy's facts and those most like it are told from: attendance, gaps of three years, predecessors."""

from collections.abc import Sequence

from academies.models import Academy
from tests import factories as make
from tests.cast import World


def build(world: World) -> None:
    for academy in world.academies:
        _figures(world, academy)


def grow(world: World, academies: Sequence[Academy]) -> None:
    for academy in academies:
        _figures(world, academy)


def _figures(world: World, academy: Academy) -> None:
    run = world.runs[academy.trust_id]
    make.GapFigureFactory(run=run, academy=academy, measure="attendance_rate", checkpoint="Full year")
    for year in (make.YEAR - 2, make.YEAR - 1, make.YEAR):
        make.GapFigureFactory(run=run, academy=academy, measure="ks2_rwm_exp", academic_year=year)
