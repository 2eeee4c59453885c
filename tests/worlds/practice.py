"""Practices of each trust: one published, with a second version that is being written ("practice", "draft version");
and one that was never published ("practice in the making"). They belong to the trust: its academies share them."""

from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission, roles_with
from academies.models import Academy, Membership
from accounts.models import User
from tests import factories as make
from tests.cast import World
from toolkit.models import Practice, PracticeVersion
from toolkit.models.practice import VersionState
from toolkit.services.content import content_of, write_content

# Texts that stand nowhere else, by the trust's slug.
PUBLISHED = {"kestrelholt": "Ask with hands on the willowstone", "saltmarsh": "Ask with hands on the kelpstone"}
DRAFTED = {"kestrelholt": "Whoever wrote the hazelmoor draft", "saltmarsh": "Whoever wrote the gannetmoor draft"}
MAKING = {"kestrelholt": "Sorting by thimblerig", "saltmarsh": "Sorting by cockleshell"}


def _who(permission: Permission, academy: Academy) -> tuple[User, ...]:
    """Everybody in the academy's trust who holds the permission somewhere in it."""
    held = Membership.objects.filter(trust=academy.trust_id, role__in=roles_with(permission)).select_related("user")
    return tuple(membership.user for membership in held)


def build(world: World) -> None:
    done: dict[int, tuple[Practice, PracticeVersion, Practice]] = {}
    for academy in world.academies:
        trust = academy.trust
        if trust.pk not in done:
            writer = make.UserFactory()
            theory = make.TheoryFactory(trust=trust, name=f"Questions worth asking in {trust}")
            practice = make.PublishedPracticeFactory(
                trust=trust, slug=f"asking-{trust.slug}", title=PUBLISHED[trust.slug], owner=writer, theory=theory
            )
            draft = make.PracticeVersionFactory(
                practice=practice, number=2, title=practice.title, written_by=writer, reviewer=None
            )
            write_content(draft, content_of(practice.current))
            draft.changes = DRAFTED[trust.slug]
            draft.save()
            making = make.PracticeFactory(trust=trust, slug=f"making-{trust.slug}", title=MAKING[trust.slug])
            make.PracticeVersionFactory(practice=making, title=making.title, written_by=writer)
            done[trust.pk] = practice, draft, making
            world.plant(academy, "a published practice", PUBLISHED[trust.slug], _who(Permission.VIEW_TOOLKIT, academy))
            writers = _who(Permission.WRITE_TOOLKIT, academy)
            world.plant(academy, "a draft of a practice", DRAFTED[trust.slug], writers)
            world.plant(academy, "a practice in the making", MAKING[trust.slug], writers)
        for name, row in zip(("practice", "draft version", "practice in the making"), done[trust.pk], strict=True):
            world.put(name, academy, row)


def grow(world: World, academies: Sequence[Academy]) -> None:
    practice = world.of("practice", world.cast.own)
    for number, _ in enumerate(academies):
        writer = make.UserFactory()
        more = make.PublishedPracticeFactory(trust=practice.trust, owner=writer)
        make.PracticeVersionFactory(practice=more, written_by=writer, reviewer=make.UserFactory())
        making = make.PracticeFactory(trust=practice.trust)
        make.PracticeVersionFactory(practice=making, written_by=writer)
        make.PracticeVersionFactory(
            practice=practice, number=10 + number, written_by=writer, state=VersionState.SUPERSEDED, what="It was.",
            why="It helped.", strength="early", published_at=timezone.now(), published_by=writer,
        )  # fmt: skip
