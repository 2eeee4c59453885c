"""Pieces of each academy, published ("piece") and a draft ("draft piece"), with lessons, a file ("piece file") and a
source; a case study made of the academy's story; one of the trust ("trust piece") that each academy uses ("adoption")
and one that it stopped using; and a version of its own of another's."""

from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission, roles_with
from academies.models import Academy, Membership
from accounts.models import User
from tests import factories as make
from tests.cast import World
from toolkit.models.library import AdoptionHow, PieceKind

# Texts that stand nowhere else, by the academy's slug.
PIECES = {
    "heronwick": "Arguments in the brambleyard",
    "otterbourne-vale": "Proof in the quarrystone",
    "puffinscar": "Ballads of the skerrywater",
}
DRAFTS = {
    "heronwick": "Half a plan for the ferncellar",
    "otterbourne-vale": "Half a plan for the locksluice",
    "puffinscar": "Half a plan for the tidemill",
}
FOUND = {
    "heronwick": "The foxglove slides ran to seventy minutes.",
    "otterbourne-vale": "The teasel slides ran to seventy minutes.",
    "puffinscar": "The thrift slides ran to seventy minutes.",
}
TITLED = {"heronwick": "Brambleyard cards", "otterbourne-vale": "Quarrystone cards", "puffinscar": "Skerrywater cards"}


def _readers(academy: Academy) -> tuple[User, ...]:
    """Everybody who reads the toolkit of the academy's trust."""
    roles = roles_with(Permission.VIEW_TOOLKIT)
    held = Membership.objects.filter(trust=academy.trust_id, role__in=roles).select_related("user")
    return tuple(membership.user for membership in held)


def build(world: World) -> None:
    trusts = {}
    for academy in world.academies:
        leader = world.cast.foreign_leader if academy == world.cast.foreign else world.cast.trust_leader
        practice = world.of("practice", academy)
        if academy.trust_id not in trusts:
            trusts[academy.trust_id] = make.PieceFactory(
                academy=None, trust=academy.trust, title=f"Reading everywhere: guidance of {academy.trust}",
                kind=PieceKind.GUIDANCE, written_by=leader,
            )  # fmt: skip
        of_trust = trusts[academy.trust_id]
        piece = make.PieceFactory(academy=academy, title=PIECES[academy.slug], written_by=leader)
        make.LessonFactory(piece=piece, practice=practice)
        make.PiecePracticeFactory(piece=piece, practice=practice)
        make.PieceSourceFactory(piece=piece)
        file = make.PieceFileFactory(piece=piece, by=leader, content_text=TITLED[academy.slug])
        draft = make.DraftPieceFactory(academy=academy, title=DRAFTS[academy.slug], written_by=leader)
        make.LessonFactory(piece=draft, practice=practice)
        case_study = make.PieceFactory(
            academy=academy, kind=PieceKind.CASE_STUDY,
            story=make.StoryFactory(
                academy=academy, came_from="tour:1", status="taken", answered_by=leader, answered_at=timezone.now(),
                offered_by=leader,
            ),
        )  # fmt: skip
        adoption = make.AdoptionFactory(piece=of_trust, academy=academy, by=leader)
        own = make.PieceFactory(academy=academy, adapted_from=of_trust, written_by=leader)
        make.AdoptionFactory(piece=of_trust, academy=academy, how=AdoptionHow.ADAPTED, adaptation=own, by=leader)
        make.AdoptionFactory(
            piece=of_trust, academy=academy, by=leader, ended_at=timezone.now(), found=FOUND[academy.slug]
        )
        for kind, row in (
            ("piece", piece), ("draft piece", draft), ("piece file", file), ("case study", case_study),
            ("trust piece", of_trust), ("adoption", adoption),
        ):  # fmt: skip
            world.put(kind, academy, row)
        readers = _readers(academy)
        world.plant(academy, "a piece of the library", PIECES[academy.slug], readers)
        world.plant(academy, "a file of the library", TITLED[academy.slug], readers)
        world.plant(academy, "what came of a piece", FOUND[academy.slug], readers)
        world.plant(academy, "a draft of the library", DRAFTS[academy.slug], Permission.WRITE_TOOLKIT)


def grow(world: World, academies: Sequence[Academy]) -> None:
    piece, of_trust = world.of("piece", world.cast.own), world.of("trust piece", world.cast.own)
    practice = world.of("practice", world.cast.own)
    for academy in academies:
        by = make.UserFactory()
        for mine in (piece, of_trust):
            make.LessonFactory(piece=mine, practice=practice)
            make.PieceSourceFactory(piece=mine)
            make.PieceFileFactory(piece=mine, by=by)
            make.AdoptionFactory(piece=mine, academy=academy, by=by)
            make.AdoptionFactory(piece=mine, academy=academy, by=by, ended_at=timezone.now(), found="It took long.")
            own = make.PieceFactory(academy=academy, adapted_from=mine, written_by=by)
            make.AdoptionFactory(piece=mine, academy=academy, how=AdoptionHow.ADAPTED, adaptation=own, by=by)
            make.PiecePracticeFactory(piece=own, practice=practice)
        make.DraftPieceFactory(academy=world.cast.own)
        make.PiecePracticeFactory(piece=piece)
