"""Of each academy: what a colleague found with a practice of the trust, signed ("trial"); what that colleague shows
("offer"); and the visit that somebody made to it ("showing"), with what the visitor took away."""

from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission, roles_with
from academies.models import Academy, Membership
from accounts.models import User
from tests import factories as make
from tests.cast import World
from tests.worlds.action import priority_at
from toolkit.models.expertise import ShowingState
from toolkit.models.trial import Became

# Words that stand nowhere else, by the academy's slug.
WORDS = {"heronwick": "pondweed", "otterbourne-vale": "sluicegate", "puffinscar": "driftwood"}


def text(academy: Academy, what: str) -> str:
    return f"The {WORDS[academy.slug]} of the {what}."


def shows_at(world: World, academy: Academy) -> User:
    cast = world.cast
    return {cast.own: cast.coach, cast.sibling: cast.sibling_teacher, cast.foreign: cast.foreign_teacher}[academy]


def visits(world: World, academy: Academy) -> tuple[User, Academy]:
    """Who visits, and where they work; none of them is asked by the sweep, but for what they must not read."""
    cast = world.cast
    return {
        cast.own: (cast.sibling_teacher, cast.sibling),
        cast.sibling: (cast.sibling_head, cast.sibling),
        cast.foreign: (cast.foreign_leader, cast.foreign),
    }[academy]


def _colleagues(academy: Academy) -> tuple[User, ...]:
    held = Membership.objects.filter(trust=academy.trust_id, role__in=roles_with(Permission.TRY_PRACTICES))
    return tuple(membership.user for membership in held.select_related("user"))


def build(world: World) -> None:
    for academy in world.academies:
        practice, by = world.of("practice", academy), shows_at(world, academy)
        trial = make.TrialFactory(
            practice=practice, academy=academy, by=by, became=Became.DROPPED, named=True, found=text(academy, "lesson")
        )
        offer = make.OfferFactory(practice=practice, academy=academy, by=by, says=text(academy, "offer"))
        visitor, place = visits(world, academy)
        showing = make.ShowingFactory(
            offer=offer, asked_by=visitor, academy=place, wish=text(academy, "wish"), state=ShowingState.AGREED,
            day=timezone.localdate(), answer=text(academy, "answer"), took=text(academy, "diary"),
        )  # fmt: skip
        world.put("trial", academy, trial)
        world.put("offer", academy, offer)
        world.put("showing", academy, showing)
        colleagues = _colleagues(academy)
        world.plant(academy, "what a colleague found", trial.found, colleagues)
        world.plant(academy, "what a colleague offers", offer.says, colleagues)
        for words in (showing.wish, showing.answer, showing.took):
            world.plant(academy, "what two colleagues say to each other", words, (by, visitor))


def grow(world: World, academies: Sequence[Academy]) -> None:
    """More of each kind, of and for the one who is looked at."""
    cast = world.cast
    practice, offer = world.of("practice", cast.own), world.of("offer", cast.own)
    mine = shows_at(world, cast.own)
    for number, academy in enumerate(academies):
        make.TrialFactory(practice=practice, academy=academy, named=True)
        make.TrialFactory(practice=practice, academy=academy, became=Became.DROPPED)
        theirs = make.OfferFactory(practice=practice, academy=academy)
        make.OfferFactory(academy=cast.own, practice=None, subject=f"Subject {number}", by=mine)
        make.ShowingFactory(offer=offer, academy=academy)
        make.ShowingFactory(
            offer=theirs, academy=cast.own, asked_by=mine, state=ShowingState.AGREED, day=timezone.localdate()
        )
        make.ActionFactory(priority=priority_at(academy), practice=practice)
        make.RoundFactory(host=academy, focus=practice)
