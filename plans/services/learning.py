"""Learning teams: setting one up, changing it, who belongs to it from when until when, ending it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from accounts.models import User
from celt.lib.days import british
from plans.models import LearningTeam, TeamMember
from plans.models.learning import LearningTeamQuerySet
from plans.selectors.people import has_left, staff_of
from plans.services.changing import why_academy_shut
from toolkit.models import Theory

REFUSED = "Learning teams, enquiries and tours are set up by the academy’s head and senior leaders."


def refuse_unless_led(by: User, academy: Academy) -> None:
    """Raises PermissionDenied where `by` does not lead learning there, ValidationError where the academy is shut."""
    if not user_can(by, Permission.LEAD_LEARNING, academy=academy):
        raise PermissionDenied(REFUSED)
    refuse_shut(academy)


def refuse_shut(academy: Academy) -> None:
    if reason := why_academy_shut(academy):
        raise ValidationError(reason)


def refuse_foreign_theory(theory: Theory | None, academy: Academy, kept: int | None = None) -> None:
    """`kept`: the theory that the row holds already, which may have been put away meanwhile."""
    if theory is None or theory.pk == kept:
        return
    if not Theory.objects.for_academy(academy).filter(pk=theory.pk).exists():
        raise ValidationError({"theory": "This theory of action is not in use at the academy. Choose another."})


def refuse_who_left(person: User, academy: Academy, field: str) -> None:
    if has_left(person, academy):
        raise ValidationError(
            {field: f"{person} does not work at {academy} today. Choose somebody who does, or ask for their role."}
        )


def ended(team: LearningTeam) -> bool:
    return team.ends is not None and team.ends < timezone.localdate()


def refuse_ended(team: LearningTeam) -> None:
    if ended(team):
        raise ValidationError(f"{team} ended on {british(team.ends)}. What it did can be read, not added to.")


@transaction.atomic
def set_up_team(
    *,
    by: User,
    academy: Academy,
    name: str,
    focus: str,
    starts: datetime.date,
    theory: Theory | None = None,
    meets: str = "",
    people: Iterable[User] = (),
    leader: User | None = None,
) -> LearningTeam:
    """A team and its first members, of whom `leader` leads it. Raises PermissionDenied or ValidationError."""
    refuse_unless_led(by, academy)
    refuse_foreign_theory(theory, academy)
    wanted = {person.pk: person for person in people}
    if leader is not None:
        wanted[leader.pk] = leader
    working = {person.pk for person in staff_of(academy)}
    for pk, person in wanted.items():
        if pk not in working:
            field = "leader" if leader is not None and leader.pk == pk else "people"
            raise ValidationError({field: f"{person} does not work at {academy} today. Choose somebody who does."})
    team = LearningTeam(
        academy=academy, name=name.strip(), focus=focus.strip(), theory=theory, meets=meets.strip(), starts=starts
    )
    team.full_clean()
    team.save()
    for person in wanted.values():
        _join(team, person, leads=leader is not None and person.pk == leader.pk, starts=starts)
    return team


@transaction.atomic
def change_team(
    *, by: User, team: LearningTeam, name: str, focus: str, theory: Theory | None = None, meets: str = ""
) -> LearningTeam:
    """Raises PermissionDenied or ValidationError."""
    locked = _led(by, team)
    refuse_ended(locked)
    refuse_foreign_theory(theory, locked.academy, locked.theory_id)
    locked.name, locked.focus, locked.theory, locked.meets = name.strip(), focus.strip(), theory, meets.strip()
    locked.full_clean()
    locked.save()
    return locked


@transaction.atomic
def add_member(*, by: User, team: LearningTeam, person: User, starts: datetime.date, leads: bool = False) -> TeamMember:
    """Raises PermissionDenied or ValidationError."""
    locked = _led(by, team)
    refuse_ended(locked)
    refuse_who_left(person, locked.academy, "person")
    if starts < locked.starts:
        raise ValidationError(
            {"starts": f"The team began on {british(locked.starts)}. Choose that day or a later one."}
        )
    if locked.ends is not None and starts > locked.ends:
        raise ValidationError({"starts": f"The team ends on {british(locked.ends)}. Choose an earlier day."})
    again = locked.members.filter(person=person).exclude(ends__lt=starts).order_by("-starts").first()
    if again is not None:
        raise ValidationError({"person": f"{person} is in the team since {british(again.starts)} already."})
    return _join(locked, person, leads=leads, starts=starts, ends=locked.ends)


@transaction.atomic
def change_member(*, by: User, member: TeamMember, leads: bool, ends: datetime.date | None) -> TeamMember:
    """Whether they lead the team, and their last day in it; it may be a day to come. Raises as `add_member`."""
    team = _led(by, member.team)
    refuse_ended(team)
    locked = TeamMember.objects.select_for_update(of=("self",)).get(pk=member.pk)
    if ends is not None and ends < locked.starts:
        raise ValidationError(
            {"ends": f"{locked.person} joined on {british(locked.starts)}. Choose that day or later."}
        )
    if team.ends is not None and (ends is None or ends > team.ends):
        raise ValidationError({"ends": f"The team ends on {british(team.ends)}. Choose that day or an earlier one."})
    locked.leads, locked.ends = leads, ends
    locked.full_clean()
    locked.save(update_fields=["leads", "ends"])
    return locked


@transaction.atomic
def end_team(*, by: User, team: LearningTeam, ends: datetime.date) -> LearningTeam:
    """Its last day: members stay until then, and what was planned after it is called off. Twice is once, unless for
    another day. Raises PermissionDenied or ValidationError."""
    locked = _led(by, team)
    refuse_ended(locked)
    if ends < locked.starts:
        raise ValidationError({"ends": f"The team began on {british(locked.starts)}. Choose that day or a later one."})
    later = locked.members.filter(starts__gt=ends).select_related("person").order_by("-starts").first()
    if later is not None:
        raise ValidationError(
            {"ends": f"{later.person} joined on {british(later.starts)}, after that day. Choose a later one."}
        )
    noted = locked.meetings.filter(on__gt=ends, called_off_at__isnull=True).exclude(notes="").order_by("-on").first()
    if noted is not None:
        raise ValidationError({"ends": f"The team met on {british(noted.on)}, after that day. Choose a later one."})
    locked.ends = ends
    locked.full_clean()
    locked.save(update_fields=["ends"])
    for member in locked.members.filter(ends__isnull=True) | locked.members.filter(ends__gt=ends):
        member.ends = ends
        member.save(update_fields=["ends"])
    locked.meetings.filter(on__gt=ends, called_off_at__isnull=True).update(called_off_at=timezone.now())
    return locked


def _join(
    team: LearningTeam, person: User, *, leads: bool, starts: datetime.date, ends: datetime.date | None = None
) -> TeamMember:
    member = TeamMember(team=team, person=person, leads=leads, starts=starts, ends=ends)
    member.full_clean()
    member.save()
    return member


def hold_team(found: LearningTeamQuerySet, team: LearningTeam, refused: str) -> LearningTeam:
    """The team, locked, where it is among those `found` and its academy is open."""
    locked = found.select_for_update(of=("self",)).select_related("academy").filter(pk=team.pk).first()
    if locked is None:
        raise PermissionDenied(refused)
    refuse_shut(locked.academy)
    return locked


def _led(by: User, team: LearningTeam) -> LearningTeam:
    return hold_team(LearningTeam.objects.editable_by(by), team, REFUSED)
