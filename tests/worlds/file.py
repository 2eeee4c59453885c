"""Real photos and files on the review in progress at each academy, with a text in their bytes to look for."""

from collections.abc import Sequence

from academies.access import Permission
from academies.models import Academy
from reviews.models.file import FileKind
from tests import factories as make
from tests.cast import World
from tests.worlds.gathering import observer_of

# Texts that stand nowhere else: in the comment of a photo, in the title of a PDF, in what its sender says of it.
PICTURED = {
    "heronwick": "Heronwick pencil case behind the astrolabe",
    "otterbourne-vale": "Otterbourne pencil case behind the sextant",
    "puffinscar": "Puffinscar pencil case behind the theodolite",
}
TITLED = {
    "heronwick": "Heronwick lamplighters on Wednesday",
    "otterbourne-vale": "Otterbourne farriers on Wednesday",
    "puffinscar": "Puffinscar coopers on Wednesday",
}


def build(world: World) -> None:
    for academy in world.academies:
        review, by = world.of("review gathering", academy), observer_of(world, academy)
        note, text = world.of("own note", academy), PICTURED[academy.slug]
        world.put(
            "own photo",
            academy,
            make.ReviewFileFactory(review=review, by=by, note=note, says=text, content_text=text),
        )
        world.put(
            "own document",
            academy,
            make.ReviewFileFactory(review=review, by=by, kind=FileKind.PDF, content_text=TITLED[academy.slug]),
        )
        for planted in (PICTURED, TITLED):
            world.plant(academy, "a photo or file of a review", planted[academy.slug], Permission.RUN_REVIEWS)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More photos of more people under more notes of the cast's own review, and of the review as a whole."""
    review = world.of("review gathering", world.cast.own)
    for note in list(review.notes.select_related("by"))[: len(academies)]:
        make.ReviewFileFactory(review=review, by=note.by, note=note)
        make.ReviewFileFactory(review=review, by=make.UserFactory(), kind=FileKind.PDF)
