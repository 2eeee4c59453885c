"""Reviews of each academy in five states, with texts for those who may read them by then; one team has a guest."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from accounts.models import User
from reviews.models import Review, ReviewStep
from reviews.models.review import MemberRole
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
WORDS = {"heronwick": "quillwort", "otterbourne-vale": "sedgefoil", "puffinscar": "guillemot moss"}
REPLY_BY = datetime.date(2027, 1, 15)


def text(academy: Academy, what: str) -> str:
    return f"The {WORDS[academy.slug]} of the {what}"


def leader_of(world: World, academy: Academy) -> User:
    return world.cast.foreign_leader if academy == world.cast.foreign else world.cast.second_leader


def _review(world: World, academy: Academy, **fields: object) -> Review:
    leader = leader_of(world, academy)
    review: Review = make.ReviewFactory(
        academy=academy, framework=world.of("framework", academy), planned_by=leader, **fields
    )
    make.ReviewMemberFactory(review=review, person=leader, role=MemberRole.LEAD)
    ReviewStep.objects.create(review=review, step="plan", state="planned", by=leader)
    return review


def build(world: World) -> None:
    now = timezone.now()
    for academy in world.academies:
        planned = _review(world, academy, focus=text(academy, "planned"))
        world.put("review planned", academy, planned)
        world.put("review seat", academy, planned.members.get())
        drafted = _review(world, academy, state="drafted", summary=text(academy, "drafted"))
        ReviewStep.objects.create(
            review=drafted, step="send_back", state="gathering", says=text(academy, "sent back"),
            by=leader_of(world, academy),
        )  # fmt: skip
        world.put("review drafted", academy, drafted)
        with_head = {"state": "shared", "moderated": "agreed", "reply_by": REPLY_BY}
        world.put("review shared", academy, _review(world, academy, **with_head, summary=text(academy, "shared")))
        head = make.UserFactory()
        replied = {"reply": text(academy, "reply"), "replied_by": head, "replied_at": now, "reply_answer": "Mended."}
        world.put("review answered", academy, _review(world, academy, **with_head, **replied))
        published = _review(
            world, academy, **{**with_head, "state": "published"}, published_at=now, summary=text(academy, "published")
        )
        world.put("review published", academy, published)
        for what, who in (
            ("planned", Permission.VIEW_REVIEWS),
            ("drafted", Permission.RUN_REVIEWS),
            ("sent back", Permission.RUN_REVIEWS),
            ("shared", Permission.VIEW_REVIEWS),
            ("reply", Permission.VIEW_REVIEWS),
            ("published", Permission.READ_REVIEWS),
        ):
            world.plant(academy, f"a review: {what}", text(academy, what), who)
    guest = make.ReviewFactory(academy=world.cast.own, framework=world.of("framework", world.cast.own), state="drafted")
    make.ReviewMemberFactory(
        review=guest, person=world.cast.moderator, role=MemberRole.MODERATOR, ends=datetime.date(2099, 1, 1)
    )
    world.put("review moderated by a guest", world.cast.own, guest)


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More reviews, more people on a team, a longer log."""
    own = world.cast.own
    planned = world.of("review planned", own)
    framework = world.of("framework", own)
    for number, academy in enumerate(academies):
        for place in (academy, own):
            review = make.ReviewFactory(academy=place, framework=framework)
            make.ReviewMemberFactory(review=review, role=MemberRole.LEAD)
            make.ReviewFactory(
                academy=place, framework=framework, state="shared", moderated="agreed",
                reply_by=datetime.date(2026, 9, 1) + datetime.timedelta(days=number),
            )  # fmt: skip
            make.ReviewFactory(
                academy=place, framework=framework, state="published", moderated="agreed", reply_by=REPLY_BY,
                published_at=timezone.now(),
            )  # fmt: skip
        for kind in ("planned", "drafted", "shared", "published"):
            make.ReviewMemberFactory(review=world.of(f"review {kind}", own))
        ReviewStep.objects.create(review=planned, step="plan", state="planned", by=make.UserFactory())
        drafted = make.ReviewFactory(academy=own, framework=framework, state="drafted")
        make.ReviewMemberFactory(review=drafted, person=world.cast.trust_leader, role=MemberRole.MODERATOR)
