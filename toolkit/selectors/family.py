"""Who adopted a piece, and what was made out of it: its family, from the first original down. Three queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.ways import may_at
from accounts.models import User
from celt.lib.sentences import inside, listed, opened
from toolkit.models import Adoption, Piece
from toolkit.models.library import AdoptionHow, PieceState
from toolkit.providers import read_with

TRUSTS = "The trust"


@dataclass(frozen=True, repr=False)
class UseLine:
    """An academy that uses a piece as it is, makes a version of its own, or stopped."""

    adoption: Adoption
    says: str
    found: str
    may_end: bool

    @property
    def academy(self) -> str:
        return self.adoption.academy.name

    @property
    def since(self) -> datetime.date:
        return timezone.localtime(self.adoption.at).date()

    @property
    def until(self) -> datetime.date | None:
        return timezone.localtime(self.adoption.ended_at).date() if self.adoption.ended_at else None

    @property
    def end_url(self) -> str:
        return reverse("toolkit:adoption_end", args=[self.adoption.pk])


@dataclass(frozen=True, repr=False)
class Kin:
    """A piece of the family. `here`: the one whose page it is. `making`: academies whose own version is not to be read
    yet."""

    piece: Piece
    here: bool
    users: list[UseLine]
    making: list[str]
    children: list[Kin] = field(default_factory=list)

    @property
    def title(self) -> str:
        return self.piece.title

    @property
    def url(self) -> str:
        return reverse("toolkit:piece_show", args=[self.piece.pk])

    @property
    def whose(self) -> str:
        return self.piece.academy.name if self.piece.academy else TRUSTS

    @property
    def note(self) -> str:
        """Who uses it as it is, and where it does not stand in the library."""
        state = {PieceState.DRAFT: "draft", PieceState.ARCHIVED: "put away"}.get(PieceState(self.piece.state), "")
        used = f"used as it is at {listed([line.academy for line in self.users])}" if self.users else ""
        making = f"being made their own at {listed(self.making)}" if self.making else ""
        return "; ".join(each for each in (state, used, making) if each)


@dataclass(frozen=True, repr=False)
class Family:
    """`root` None where the piece has neither origin nor use. `users`, `ended`: of the piece itself. `read`: what was
    written at an academy of the family, by its pk, as this reader may read it."""

    root: Kin | None
    users: list[UseLine]
    making: list[str]
    ended: list[UseLine]
    versions: int
    read: Callable[[int, str], str]

    @property
    def used_at(self) -> int:
        return len({line.academy for line in self.users} | set(self.making)) + self.versions

    @property
    def says(self) -> str:
        as_is, own = len(self.users), self.versions + len(self.making)
        told = [f"{inside(opened(as_is, 'academy uses', 'academies use'))} it as it is"] if as_is else []
        told += [f"{inside(opened(own, 'made it its own', 'made it their own'))}"] if own else []
        return listed(told)


def family_of(user: User, person: Person, piece: Piece) -> Family:
    by_pk = _related(user, piece)
    first = _first(by_pk, piece.pk)
    of: dict[int, list[Piece]] = {}
    for each in by_pk.values():
        if each.adapted_from_id:
            of.setdefault(each.adapted_from_id, []).append(each)
    kin = _below(first, of)
    adoptions = list(
        Adoption.objects.visible_to(user)
        .filter(piece__in=[each.pk for each in kin])
        .select_related("academy")
        .order_by("at", "pk")
    )
    here = [each.academy for each in kin if each.academy] + [each.academy for each in adoptions]
    read = read_with(user, person, list({academy.pk: academy for academy in here}.values()))
    running, making, ended = _sorted(adoptions, set(by_pk), person, read)
    root = _kin(first, of, piece.pk, running, making)
    children = of.get(piece.pk, [])
    versions = sum(child.state == PieceState.PUBLISHED for child in children)
    drafts = [child.academy.name for child in children if child.state == PieceState.DRAFT and child.academy]
    return Family(
        root=root if len(kin) > 1 or running or making else None,
        users=running.get(piece.pk, []),
        making=[*making.get(piece.pk, []), *drafts],
        ended=ended.get(piece.pk, []),
        versions=versions,
        read=read,
    )


def _related(user: User, piece: Piece) -> dict[int, Piece]:
    """Every piece that came from another or that others came from, and this one, by its number."""
    found = (
        Piece.objects.visible_to(user)
        .filter(Q(adapted_from__isnull=False) | Q(adaptations__isnull=False) | Q(pk=piece.pk), trust=piece.trust_id)
        .defer("body", "summary")
        .select_related("academy")
        .order_by("published_at", "pk")
        .distinct()
    )
    return {each.pk: each for each in found}


def _first(by_pk: dict[int, Piece], pk: int) -> Piece:
    """The origin of all, as far as the reader may follow."""
    first, met = by_pk[pk], {pk}
    while first.adapted_from_id in by_pk and first.adapted_from_id not in met:
        first = by_pk[first.adapted_from_id]
        met.add(first.pk)
    return first


_Lines = dict[int, list[UseLine]]


def _sorted(
    adoptions: list[Adoption], known: set[int], person: Person, read: Callable[[int, str], str]
) -> tuple[_Lines, dict[int, list[str]], _Lines]:
    running: _Lines = {}
    making: dict[int, list[str]] = {}
    ended: _Lines = {}
    for each in adoptions:
        pk = each.academy_id
        may = may_at(each.academy, person, Permission.WRITE_TOOLKIT)
        line = UseLine(each, read(pk, each.says), read(pk, each.found), may and each.ended_at is None)
        if each.ended_at is not None:
            if each.found:
                ended.setdefault(each.piece_id, []).append(line)
        elif each.how == AdoptionHow.ADOPTED:
            running.setdefault(each.piece_id, []).append(line)
        elif each.adaptation_id not in known:
            making.setdefault(each.piece_id, []).append(each.academy.name)
    return running, making, ended


def _below(first: Piece, of: dict[int, list[Piece]]) -> list[Piece]:
    found, at = [first], 0
    while at < len(found):
        found += of.get(found[at].pk, [])
        at += 1
    return found


def _kin(piece: Piece, of: dict[int, list[Piece]], here: int, running: _Lines, making: dict[int, list[str]]) -> Kin:
    return Kin(
        piece,
        piece.pk == here,
        running.get(piece.pk, []),
        making.get(piece.pk, []),
        [_kin(child, of, here, running, making) for child in of.get(piece.pk, [])],
    )
