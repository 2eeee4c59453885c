"""An INSET day of each academy of the cast."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.models import Academy
from celt.lib.terms import year_on
from tests import factories as make
from tests.cast import World


def weekday(after: int) -> datetime.date:
    """A day between Monday and Friday, so many weeks on within the academic year."""
    first = datetime.date(year_on(timezone.localdate()), 9, 7)
    return first - datetime.timedelta(days=first.weekday()) + datetime.timedelta(days=7 * after)


def build(world: World) -> None:
    for academy in (world.cast.own, world.cast.sibling, world.cast.foreign):
        day = make.InsetDayFactory(trust=academy.trust, academy=academy, academic_year=weekday(0).year, day=weekday(0))
        world.put("inset_day", academy, day)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More of them."""
    for number, academy in enumerate(academies, start=1):
        make.InsetDayFactory(
            trust=academy.trust, academy=academy, academic_year=weekday(0).year, day=weekday(number % 15)
        )
