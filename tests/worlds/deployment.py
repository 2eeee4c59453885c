"""Agreements of each academy with a partner who is nobody of the cast: what lies between two is seen by both."""

from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from tests import factories as make
from tests.cast import World

# Who is lent, by academy of the cast: a name that stands nowhere else.
LENT = "Theodosia Lentworth"


def build(world: World) -> None:
    """For each academy one that waits for both signatures, in which it gives, and an agreed one that it receives."""
    for number, academy in enumerate(world.academies):
        partner = make.AcademyFactory(trust=academy.trust, name=f"Partner {number} Academy", slug=f"partner-{number}")
        named = {"person": f"{LENT} of {academy.slug}", "focus": f"Focus of {academy.slug}"}
        world.put("proposed", academy, make.DeploymentFactory(giver=academy, receiver=partner, **named))
        agreed = make.AgreedFactory(giver=partner, receiver=academy, **named)
        world.put("agreed", academy, agreed)
        world.put(
            "released",
            academy,
            make.ReleasedDaysFactory(deployment=agreed, note=f"{LENT} planned it at {academy.slug}"),
        )
        world.plant(academy, "who is lent", named["person"], Permission.VIEW_PEOPLE)
        world.plant(academy, "what was done on a day", f"planned it at {academy.slug}", Permission.VIEW_PEOPLE)
        world.plant(academy, "an agreement", named["focus"], Permission.VIEW_SUPPORT)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """Each new academy lends to the cast's own and to the next, and days are logged of both."""
    own = world.cast.own
    for giver, receiver in zip(academies, (*academies[1:], own), strict=True):
        for deployment in (
            make.AgreedFactory(giver=giver, receiver=receiver),
            make.AgreedFactory(giver=own, receiver=giver),
            make.DeploymentFactory(giver=giver, receiver=own),
        ):
            if deployment.giver_signed_by_id:
                make.ReleasedDaysFactory(deployment=deployment)
    make.ReleasedDaysFactory.create_batch(5, deployment=world.of("agreed", own))
