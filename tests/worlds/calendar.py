"""Days of checkpoints, and the calendar address of somebody who holds no role."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.models import Academy
from celt.lib.terms import year_on
from tests import factories as make
from tests.cast import World

SECRET = "nobodys-secret-of-the-sweep-0123456789abcdef"


def build(world: World) -> None:
    """Both trusts' checkpoint is due in three days, so that terms and calendars of today have something in them.

    The feed was read just now: reading it again writes nothing.
    """
    day = timezone.localdate() + datetime.timedelta(days=3)
    for checkpoint in world.checkpoints.values():
        make.CheckpointDateFactory(checkpoint=checkpoint, academic_year=year_on(day), due=day)
    make.PresenceFactory(user=world.cast.outsider)
    make.CalendarFeedFactory(user=world.cast.nobody, secret=SECRET, last_read=timezone.now())


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More checkpoints with days."""
    today = timezone.localdate()
    for number, academy in enumerate(academies):
        checkpoint = make.CheckpointFactory(trust=academy.trust, name=f"Dated {number}", position=50 + number)
        day = today + datetime.timedelta(days=number)
        make.CheckpointDateFactory(checkpoint=checkpoint, academic_year=year_on(day), due=day)
