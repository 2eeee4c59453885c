"""An open concern of each academy with its log, one that was resolved, and who watches whom."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from academies.models.concern import ConcernStatus, EntryKind
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
TITLES = {
    "heronwick": "The thimblerig of Heronwick",
    "otterbourne-vale": "The withybed of Otterbourne",
    "puffinscar": "The gannetry of Puffinscar",
}
NOTES = {
    "heronwick": "Ask about the marrowfat",
    "otterbourne-vale": "Ask about the bindweed",
    "puffinscar": "Ask about the samphire",
}


def build(world: World) -> None:
    for academy in world.academies:
        leader = world.cast.foreign_leader if academy == world.cast.foreign else world.cast.trust_leader
        title = TITLES[academy.slug]
        open_one = make.ConcernFactory(
            academy=academy, title=title, detail=f"{title} was seen on a visit.", raised_by=leader,
            came_from={"kind": "test", "says": title, "source": "A visit", "as_of": "", "url": ""},
        )  # fmt: skip
        make.ConcernEntryFactory(concern=open_one, by=leader, says=f"{title} again.")
        world.put("concern", academy, open_one)
        make.ConcernFactory(
            academy=academy, raised_by=leader, status=ConcernStatus.RESOLVED, resolved_at=timezone.now()
        )
        world.plant(academy, "a concern", title, Permission.VIEW_CONCERNS)
        make.WatchedAcademyFactory(user=leader, academy=academy, note=NOTES[academy.slug])
        world.plant(academy, "a watch note", NOTES[academy.slug], leader)


def grow(world: World, academies: Sequence[Academy]) -> None:
    own = world.of("concern", world.cast.own)
    for academy in academies:
        area = make.SupportAreaFactory(trust=academy.trust)
        make.ConcernFactory(academy=academy, area=area)
        make.ConcernFactory(academy=world.cast.own, area=area, level=2)
        make.ConcernFactory(academy=world.cast.own, raised_at=timezone.now() - datetime.timedelta(days=90), level=3)
        make.ConcernEntryFactory(concern=own)
        make.ConcernEntryFactory(concern=own, kind=EntryKind.REOPENED)
        make.WatchedAcademyFactory(user=world.cast.trust_leader, academy=academy)
