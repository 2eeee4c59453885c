"""Who visits on a round, and who of them facilitates. Each change stands in the round's log: nobody joins unseen."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from academies.access import Role
from academies.models import Membership
from accounts.models import User
from reviews.models import Network, Round, RoundVisitor
from reviews.models.round import RoundState
from reviews.services.round_gate import hold_round
from reviews.services.round_log import log

# Colleagues who teach or lead. Governors and trustees visit on visits of their own; a round is among professionals.
AT_AN_ACADEMY = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.COACH, Role.TEACHER)
NOT_THEIRS = (
    "{person} cannot visit: visitors are heads, leaders, coaches and teachers of the network’s academies, and the "
    "trust’s leaders."
)


def people_to_visit(round: Round) -> QuerySet[User]:
    """Whoever may visit and does not yet, by name."""
    held = round.visitors.filter(ended_at__isnull=True)
    return colleagues_of(round.network, round.host_id).exclude(pk__in=held.values("person"))


def colleagues_of(network: Network, host: int | None = None) -> QuerySet[User]:
    """Heads, leaders, coaches and teachers of the network's academies and of the host, and the trust's leaders."""
    at = Q(academy__in=network.places.values("academy")) | (Q(academy=host) if host else Q(pk__in=()))
    now = Membership.objects.current().filter(trust=network.trust_id)
    roles = now.filter(at, role__in=AT_AN_ACADEMY) | now.filter(academy__isnull=True, role=Role.TRUST_LEADER)
    return User.objects.filter(pk__in=roles.values("user")).order_by("full_name", "email")


@transaction.atomic
def add_visitor(*, by: User, round: Round, person: User, facilitates: bool = False) -> RoundVisitor:
    """A place on the round; who had one before comes back. Raises PermissionDenied or ValidationError."""
    locked = hold_round(by, round)
    refuse_joining(locked)
    return seat(by, locked, person, facilitates=facilitates)


@transaction.atomic
def end_visit(*, by: User, visitor: RoundVisitor) -> RoundVisitor:
    """They visit no more. What they wrote stays with the visitors. Raises PermissionDenied or ValidationError."""
    held = _hold(by, visitor)
    held.ended_at, held.facilitates = timezone.now(), False
    held.save(update_fields=["ended_at", "facilitates"])
    held.visits.all().delete()
    log(held.round, "leave", f"{held.person} no longer visits.", by)
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
    log(held.round, "lead", f"{held.person} facilitates it.", by)
    return held


def seat(by: User, round: Round, person: User, *, facilitates: bool) -> RoundVisitor:
    """`round` is held. Raises ValidationError where the person cannot visit, or visits already."""
    if not colleagues_of(round.network, round.host_id).filter(pk=person.pk).exists():
        raise ValidationError({"person": NOT_THEIRS.format(person=person)})
    visitor = round.visitors.filter(person=person).first() or RoundVisitor(round=round, person=person)
    if visitor.pk and visitor.ended_at is None:
        raise ValidationError({"person": f"{person} visits already."})
    if facilitates:
        round.visitors.filter(facilitates=True).update(facilitates=False)
    visitor.ended_at, visitor.facilitates = None, facilitates
    visitor.full_clean()
    visitor.save()
    log(round, "join", f"{person} visits{' and facilitates it' if facilitates else ''}.", by)
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
