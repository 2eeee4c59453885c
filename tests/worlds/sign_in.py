"""In each academy one more teacher was invited, and is signed in on a device that stands nowhere else."""

from collections.abc import Sequence

from django.utils import timezone

from academies.access import Role
from academies.models import Academy
from tests import factories as make
from tests.cast import World

DEVICES = {"heronwick": "Harrier 3", "otterbourne-vale": "Osprey 5", "puffinscar": "Pelican 7"}


def build(world: World) -> None:
    cast = world.cast
    for academy in world.academies:
        person = world.colleagues[academy.pk].user
        by = cast.foreign_leader if academy == cast.foreign else cast.administrator
        invited = make.AccountInvitationFactory(trust=academy.trust, user=person, by=by)
        world.put("invitation to join", academy, invited)
        device = DEVICES[academy.slug]
        world.put("sign in", academy, make.SignInFactory(user=person, device=device))
        world.plant(academy, "a device of somebody", device, (person, cast.administrator))


def grow(world: World, academies: Sequence[Academy]) -> None:
    cast, person = world.cast, world.colleagues[world.cast.own.pk].user
    for academy in academies:
        make.SignInFactory(user=person)
        make.SignInFactory(user=cast.administrator)
        make.MembershipFactory(user=person, academy=academy, role=Role.COACH)
        make.AccountInvitationFactory(trust=cast.trust, user=make.UserFactory(), by=cast.administrator)
        make.AccountInvitationFactory(trust=cast.trust, user=person, by=cast.administrator, withdrawn_at=timezone.now())
