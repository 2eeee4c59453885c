"""A review in progress at each academy, with a trust leader on its team who wrote notes and judged a part."""

from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from reviews.models import Review
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else: what only the team reads.
NOTED = {
    "heronwick": "Nine pupils at Heronwick traced the palimpsest",
    "otterbourne-vale": "Nine pupils at Otterbourne traced the cartouche",
    "puffinscar": "Nine pupils at Puffinscar traced the colophon",
}
JUDGED = {
    "heronwick": "The escritoire of Heronwick is full",
    "otterbourne-vale": "The davenport of Otterbourne is full",
    "puffinscar": "The secretaire of Puffinscar is full",
}


def observer_of(world: World, academy: Academy) -> User:
    return world.cast.trust_leader if academy.trust == world.cast.trust else world.cast.foreign_leader


def gathered(world: World, academy: Academy) -> Review:
    observer = observer_of(world, academy)
    review: Review = make.ReviewFactory(academy=academy, state="gathering", planned_by=observer)
    make.ReviewMemberFactory(review=review, person=observer)
    return review


def build(world: World) -> None:
    for academy in world.academies:
        review, observer = gathered(world, academy), observer_of(world, academy)
        section = review.framework.sections.first()
        world.put("review gathering", academy, review)
        world.put("own note", academy, make.ReviewNoteFactory(review=review, by=observer, says=NOTED[academy.slug]))
        make.ReviewNoteFactory(review=review, section=section, says=f"{NOTED[academy.slug]} again")
        make.SectionJudgementFactory(review=review, section=section, says=JUDGED[academy.slug])
        for text in (NOTED, JUDGED):
            world.plant(academy, "what only the team of a review reads", text[academy.slug], Permission.RUN_REVIEWS)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More observers with more notes on the review of the cast's own academy, and reviews elsewhere."""
    review = world.of("review gathering", world.cast.own)
    sections = list(review.framework.sections.all())
    for academy in academies:
        gathered(world, academy)
        seat = make.ReviewMemberFactory(review=review)
        make.ReviewNoteFactory(review=review, by=seat.person, section=sections[0], prompt=sections[0].prompts.first())
        make.ReviewNoteFactory(review=review, by=seat.person)
