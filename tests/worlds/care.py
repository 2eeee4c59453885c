"""A line in each trust's log of exports, named by a text that stands nowhere else, and an erasure that waits."""

from collections.abc import Sequence

from academies.models import Academy
from tests import factories as make
from tests.cast import World


def build(world: World) -> None:
    cast = world.cast
    for trust, lead, academies in (
        (cast.trust, cast.data_lead, (cast.own, cast.sibling)),
        (cast.foreign_trust, cast.outsider, (cast.foreign,)),
    ):
        entry = make.AccessEntryFactory(trust=trust, person=lead, what=f"taken-from-{trust.slug}.csv")
        erasure = make.ErasureFactory(trust=trust, asked_by=lead, reason=f"Asked for in {trust.slug}.")
        for academy in academies:
            world.put("access entry", academy, entry)
            world.put("erasure", academy, erasure)
    make.RetentionRunFactory()


def grow(world: World, academies: Sequence[Academy]) -> None:
    for _ in academies:
        make.AccessEntryFactory(trust=world.cast.trust, person=make.UserFactory())
        make.ErasureFactory(trust=world.cast.trust)
        make.RetentionRunFactory()
