"""Who can coach and be coached in a trust, and where they work. Names are found by whoever asks for them by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from academies.access import Permission, Role, roles_with
from academies.models import Academy, Membership, Trust
from academies.models.membership import MembershipQuerySet
from accounts.models import User

# Fewer letters would turn a search into a list of staff.
LETTERS = 3
AT_MOST = 8
# Who works in the whole trust is told so, whatever else they do.
PLACES = (F("academy__name").asc(nulls_first=True), "pk")


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody of the trust, with where they work: an academy's name, or the trust."""

    person: User
    place: str
    role: str


def colleagues_named(by: User, trust: Trust, words: str, *, may: Permission) -> list[Colleague]:
    """Whoever holds `may` in the trust and is called so, but the one who asks. One query.

    Each word stands somewhere in the name. Fewer than three letters find nobody.
    """
    parts = words.replace("\x00", "").split()
    if sum(len(part) for part in parts) < LETTERS:
        return []
    found = _holding(trust, may).exclude(user=by.pk)
    for part in parts:
        found = found.filter(user__full_name__icontains=part)
    once: dict[int, Colleague] = {}
    for held in found.select_related("user", "academy").order_by("user__full_name", *PLACES):
        once.setdefault(held.user_id, _told(held))
    return list(once.values())[:AT_MOST]


def colleague(trust: Trust, number: str, *, may: Permission) -> Colleague | None:
    """The person of that number, as an address or a form has it, where they hold `may` in the trust. One query."""
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    held = _holding(trust, may).filter(user=int(number)).select_related("user", "academy").order_by(*PLACES).first()
    return _told(held) if held else None


def holds(person: User, trust: Trust, may: Permission) -> bool:
    return _holding(trust, may).filter(user=person).exists()


def workplace(person: User, trust: Trust) -> Academy | None:
    """The academy at which they are coached: the one where they have worked longest of those where they work now."""
    held = (
        _holding(trust, Permission.BE_COACHED)
        .filter(user=person, academy__isnull=False)
        .select_related("academy")
        .order_by("starts", "pk")
        .first()
    )
    return held.academy if held else None


def _told(held: Membership) -> Colleague:
    return Colleague(held.user, held.academy.name if held.academy else "The trust", Role(held.role).label)


def _holding(trust: Trust, may: Permission) -> MembershipQuerySet:
    now: MembershipQuerySet = Membership.objects.current().filter(trust=trust, role__in=roles_with(may))
    return now
