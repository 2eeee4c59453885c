"""What reviews found: at each academy a published review with its findings ("review found"), and one that is being
written ("review finding", "finding"), which says what came of the first one's next step."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from reviews.models import Finding, Review
from reviews.models.finding import FindingKind
from reviews.models.review import MemberRole, ReviewState
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else: what governors read, and what only the team and the trust's leaders read as yet.
PUBLISHED = {
    "heronwick": "Hang the astrolabe of Heronwick lower",
    "otterbourne-vale": "Hang the astrolabe of Otterbourne lower",
    "puffinscar": "Hang the astrolabe of Puffinscar lower",
}
DRAFTED = {
    "heronwick": "Oil the orrery of Heronwick",
    "otterbourne-vale": "Oil the orrery of Otterbourne",
    "puffinscar": "Oil the orrery of Puffinscar",
}
SHOWN = {
    "heronwick": "The sextant of Heronwick hangs lower now",
    "otterbourne-vale": "The sextant of Otterbourne hangs lower now",
    "puffinscar": "The sextant of Puffinscar hangs lower now",
}


def publish(review: Review, on: datetime.date | None = None) -> Review:
    """Publishes it by its row alone: its findings stand from now on."""
    day = on or review.ends + datetime.timedelta(days=14)
    Review.objects.filter(pk=review.pk).update(
        state=ReviewState.PUBLISHED,
        moderated="agreed",
        reply_by=day,
        published_at=timezone.make_aware(datetime.datetime.combine(day, datetime.time(12))),
    )
    review.refresh_from_db()
    return review


def published_at(academy: Academy, says: str = "Read aloud every day") -> Finding:
    """A next step of a review that was published in the spring."""
    review = make.ReviewFactory(
        academy=academy, state=ReviewState.GATHERING, starts=datetime.date(2026, 3, 2),
        ends=datetime.date(2026, 3, 4), summary="What was found, in a paragraph.",
    )  # fmt: skip
    section = review.framework.sections.first()
    make.SectionJudgementFactory(review=review, section=section, says="Seen in most rooms.")
    make.FindingFactory(review=review, kind=FindingKind.STRENGTH, says="Pupils choose books well.", section=section)
    step: Finding = make.FindingFactory(
        review=review,
        says=says,
        section=section,
        owner="Reading lead",
        due=datetime.date(2026, 6, 1),
    )
    publish(review)
    return step


def build(world: World) -> None:
    for academy in world.academies:
        step = published_at(academy, PUBLISHED[academy.slug])
        writing = make.ReviewFactory(academy=academy, state=ReviewState.GATHERING)
        lead = make.ReviewMemberFactory(review=writing, role=MemberRole.LEAD)
        note = make.ReviewNoteFactory(review=writing, by=lead.person)
        finding = make.FindingFactory(review=writing, says=DRAFTED[academy.slug])
        finding.notes.add(note)
        make.FindingFactory(review=writing)
        make.FindingCheckFactory(finding=step, review=writing, says=SHOWN[academy.slug])
        world.put("review found", academy, step.review)
        world.put("next step", academy, step)
        world.put("strength", academy, step.review.findings.get(kind=FindingKind.STRENGTH))
        world.put("review finding", academy, writing)
        world.put("finding", academy, finding)
        world.plant(academy, "a published next step", PUBLISHED[academy.slug], Permission.READ_REVIEWS)
        world.plant(academy, "a next step in a draft", DRAFTED[academy.slug], Permission.RUN_REVIEWS)
        world.plant(academy, "what a draft says of an earlier one", SHOWN[academy.slug], Permission.RUN_REVIEWS)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More of each at the cast's own academy, and published ones elsewhere."""
    own, writing = world.cast.own, world.of("review finding", world.cast.own)
    for academy in academies:
        published_at(academy)
        step = published_at(own)
        make.FindingCheckFactory(finding=step, review=writing)
        finding = make.FindingFactory(review=writing)
        finding.notes.add(make.ReviewNoteFactory(review=writing))
        make.ReviewMemberFactory(review=writing)
