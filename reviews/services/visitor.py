"""Who visits on a round, and who of them facilitates. Each change stands in the round's log: nobody joins unseen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Role
from academies.models import Academy, Membership
from academies.models.membership import MembershipQuerySet
from accounts.models import User
from reviews.models import Network, NetworkPlace, Round, RoundVisitor
from reviews.models.round import RoundState
from reviews.services.round_gate import hold_round
from reviews.services.round_log import log

# Colleagues who teach or lead. Governors and trustees visit on visits of their own; a round is among professionals.
AT_AN_ACADEMY = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.COACH, Role.TEACHER)
FOR_THE_TRUST = (Role.TRUST_LEADER, *AT_AN_ACADEMY)
NOT_THEIRS = (
    "{person} cannot visit: visitors are heads, leaders, coaches and teachers of the network’s academies, and the "
    "trust’s leaders."
)


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who may visit, with where they work: an academy's name, or the trust."""

    person: User
    place: str
    role: str


def people_to_visit(round: Round) -> list[Colleague]:
    """Whoever may visit and does not yet, by place and name. One query."""
    held = round.visitors.filter(ended_at__isnull=True)
    return _named(_colleagues([round.network], round.host_id).exclude(user__in=held.values("person")))


def colleagues_of(networks: Iterable[Network], host: Academy) -> list[Colleague]:
    """Heads, leaders, coaches and teachers of the networks' academies, of the host and of the whole trust, by place and
    name. One query."""
    return _named(_colleagues(networks, host.pk))


def _colleagues(networks: Iterable[Network], host: int) -> MembershipQuerySet:
    places = NetworkPlace.objects.filter(network__in=[network.pk for network in networks])
    trust = Academy.objects.filter(pk=host).values("trust")
    now: MembershipQuerySet = Membership.objects.current().filter(trust__in=trust)
    at = Q(academy__in=places.values("academy")) | Q(academy=host)
    return now.filter(Q(at, role__in=AT_AN_ACADEMY) | Q(academy__isnull=True, role__in=FOR_THE_TRUST))


def _named(roles: MembershipQuerySet) -> list[Colleague]:
    """Each person once; who leads the trust stands first."""
    found: dict[int, Colleague] = {}
    by_place = roles.select_related("user", "academy").order_by(
        F("academy__name").asc(nulls_first=True), "user__full_name", "pk"
    )
    for held in by_place:
        place = held.academy.name if held.academy else "The trust"
        found.setdefault(held.user_id, Colleague(held.user, place, Role(held.role).label))
    return list(found.values())


@transaction.atomic
def add_visitor(*, by: User, round: Round, person: User, facilitates: bool = False) -> RoundVisitor:
    """A place on the round; who had one before comes back. Raises PermissionDenied or ValidationError."""
    locked = hold_round(by, round)
    refuse_joining(locked)
    return seat(by, locked, person, facilitates=facilitates)


@transaction.atomic
def add_visitors(
    *, by: User, round: Round, people: Iterable[User], facilitator: User | None = None
) -> list[RoundVisitor]:
    """Several at once, one of whom may facilitate. Raises PermissionDenied or ValidationError."""
    leads = facilitator.pk if facilitator else None
    chosen = {person.pk: person for person in people if person.pk != leads}
    if facilitator is not None:
        chosen[facilitator.pk] = facilitator
    if not chosen:
        raise ValidationError({"people": "Tick at least one colleague."})
    return [
        add_visitor(by=by, round=round, person=person, facilitates=person.pk == leads) for person in chosen.values()
    ]


@transaction.atomic
def end_visit(*, by: User, visitor: RoundVisitor) -> RoundVisitor:
    """They visit no more. What they wrote stays with the visitors. Raises PermissionDenied or ValidationError."""
    held = _hold(by, visitor)
    held.ended_at, held.facilitates = timezone.now(), False
    held.save(update_fields=["ended_at", "facilitates"])
    held.visits.all().delete()
    log(held.round, "leave", str(held.person), by)
    return held


@transaction.atomic
def let_facilitate(*, by: User, visitor: RoundVisitor) -> RoundVisitor:
    """One of the visitors facilitates from now on; who did before visits as the others do.

    Raises PermissionDenied or ValidationError.
    """
    held = _hold(by, visitor)
    if held.facilitates:
        raise ValidationError(f"{held.person} facilitates the round already.")
    held.round.visitors.filter(facilitates=True).update(facilitates=False)
    held.facilitates = True
    held.save(update_fields=["facilitates"])
    log(held.round, "lead", str(held.person), by)
    return held


def seat(by: User, round: Round, person: User, *, facilitates: bool) -> RoundVisitor:
    """`round` is held. Raises ValidationError where the person cannot visit, or visits already."""
    if not _colleagues([round.network], round.host_id).filter(user=person).exists():
        raise ValidationError({"person": NOT_THEIRS.format(person=person)})
    visitor = round.visitors.filter(person=person).first() or RoundVisitor(round=round, person=person)
    if visitor.pk and visitor.ended_at is None:
        raise ValidationError({"person": f"{person} visits already."})
    if facilitates:
        round.visitors.filter(facilitates=True).update(facilitates=False)
    visitor.ended_at, visitor.facilitates = None, facilitates
    visitor.full_clean()
    visitor.save()
    log(round, "join", str(person), by)
    if facilitates:
        log(round, "lead", str(person), by)
    return visitor


def refuse_joining(round: Round) -> None:
    """Raises ValidationError once what was seen is talked about: nobody joins to read what others wrote."""
    if round.state in (RoundState.PREPARING, RoundState.OBSERVING):
        return
    if round.state == RoundState.DEBRIEFING:
        raise ValidationError(
            "The debrief is open: who was in no classroom does not join it. Where somebody is still to visit, the "
            "facilitator goes back to the classrooms first."
        )
    refuse_ended(round)


def refuse_ended(round: Round) -> None:
    if round.state == RoundState.CALLED_OFF:
        raise ValidationError("This round was called off. Plan a new one if it is still needed.")
    if round.state not in (RoundState.PREPARING, RoundState.OBSERVING, RoundState.DEBRIEFING):
        raise ValidationError("The round’s next work is agreed: who visited stands.")


def _hold(by: User, visitor: RoundVisitor) -> RoundVisitor:
    locked = hold_round(by, visitor.round)
    refuse_ended(locked)
    held: RoundVisitor = locked.visitors.select_for_update(of=("self",)).select_related("person").get(pk=visitor.pk)
    if held.ended_at:
        raise ValidationError(f"{held.person} no longer visits.")
    held.round = locked
    return held
