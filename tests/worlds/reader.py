"""A meeting of each academy's board with an issued edition, and one with a proof that only who issues it may know."""

from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
TITLES = {
    "heronwick": "Board of the goldcrest",
    "otterbourne-vale": "Board of the siskin",
    "puffinscar": "Board of the twite",
}
SAYS = {
    "heronwick": "The burdock has grown.",
    "otterbourne-vale": "The teasel has grown.",
    "puffinscar": "The samphire has grown.",
}
PROOFS = {
    "heronwick": "The knapweed is not shown yet.",
    "otterbourne-vale": "The comfrey is not shown yet.",
    "puffinscar": "The sandwort is not shown yet.",
}


def build(world: World) -> None:
    for academy in world.academies:
        meeting = make.BoardMeetingFactory(academy=academy, title=TITLES[academy.slug])
        world.put("board_meeting", academy, meeting)
        world.put("edition", academy, make.EditionFactory(meeting=meeting, says=SAYS[academy.slug]))
        coming = make.BoardMeetingFactory(academy=academy)
        world.put("coming_meeting", academy, coming)
        world.put("proof", academy, make.EditionFactory(meeting=coming, says=PROOFS[academy.slug], proof=True))
        world.plant(academy, "a meeting of the board", TITLES[academy.slug], Permission.VIEW_READERS)
        world.plant(academy, "what the board read", SAYS[academy.slug], Permission.VIEW_READERS)
        world.plant(academy, "a proof for the board", PROOFS[academy.slug], Permission.ISSUE_READERS)


def grow(world: World, academies: Sequence[Academy]) -> None:
    trust = world.cast.trust
    for academy in academies:
        make.EditionFactory(meeting__academy=academy)
        make.EditionFactory(meeting__academy=world.cast.own)
        make.EditionFactory(meeting=make.BoardMeetingFactory(academy=None, trust=trust))
