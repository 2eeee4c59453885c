"""Taking a snapshot of a plan: the whole of it as it stands at this moment, in both editions."""

from __future__ import annotations

import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q

from academies.access import Permission, Person, Role, person_for, user_can
from academies.models import Academy, Membership, Term
from academies.models.academy import Status
from academies.models.term import TermName
from accounts.models import User
from celt.lib.terms import usual_days, year_label, year_on
from plans.models.plan import Plan, Snapshot
from plans.rules.document import as_data
from plans.selectors.document import plan_document
from plans.services.changing import refuse_where_shut

SAY_WHAT_FOR = "Say what the snapshot is for, such as “Governors’ meeting, December”."
# A night that was missed is made up for so long after a term's last day.
MADE_UP = datetime.timedelta(days=7)
# As whom a plan is read where nobody asks: the first of these who works there.
EYES = (Role.HEADTEACHER, Role.SENIOR_LEADER, Role.TRUST_LEADER)


@transaction.atomic
def take_snapshot(*, by: User, plan: Plan, title: str) -> Snapshot:
    """Keeps the plan as it is for good. `title` says what for: "Governors' meeting, December".

    Raises PermissionDenied; ValidationError without a title, and where the plan can no longer be changed, since a
    snapshot of it would for ever say what the plan says.
    """
    if not user_can(by, Permission.EDIT_PLAN, academy=plan.academy):
        raise PermissionDenied("Snapshots are taken by the academy’s head and senior leaders.")
    refuse_where_shut(plan.academy, plan.academic_year)
    return _kept(plan, title, seen_by=by, taken_by=by)


@transaction.atomic
def keep_snapshot(*, plan: Plan, title: str) -> Snapshot | None:
    """Taken by itself at a term's end, once for each title. None where it is there, or nobody leads the academy."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    if Snapshot.objects.filter(plan=plan, title=title, taken_by__isnull=True).exists():
        return None
    eyes = _eyes_on(plan.academy)
    return None if eyes is None else _kept(plan, title, seen_by=eyes, taken_by=None)


def plans_at_term_end(today: datetime.date) -> list[tuple[int, str]]:
    """Plans of open academies whose trust's term ended today or in the week before, with the title of the snapshot."""
    year = year_on(today)
    terms = {(term.trust_id, term.name): term.ends for term in Term.objects.filter(academic_year=year)}
    plans = Plan.objects.filter(academic_year=year, academy__status=Status.OPEN).select_related("academy")
    return [
        (plan.pk, f"End of the {name.label.lower()} term {year_label(year)}")
        for plan in plans.order_by("pk")
        for name in TermName
        if (ends := terms.get((plan.academy.trust_id, name.value)) or usual_days(year, name.value)[1])
        and ends <= today <= ends + MADE_UP
    ]


def _eyes_on(academy: Academy) -> User | None:
    held = Membership.objects.current().filter(
        Q(academy=academy) | Q(academy__isnull=True, trust=academy.trust_id), role__in=EYES
    )
    people = sorted(held.select_related("user"), key=lambda one: (EYES.index(Role(one.role)), one.pk))
    return people[0].user if people else None


def _kept(plan: Plan, title: str, *, seen_by: User, taken_by: User | None) -> Snapshot:
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": SAY_WHAT_FOR})
    person = Person(person_for(seen_by).memberships, plan.academy.trust)
    content = {
        "staff": as_data(plan_document(seen_by, person, plan, "staff")),
        "readers": as_data(plan_document(seen_by, person, plan, "readers")),
    }
    snapshot = Snapshot(plan=plan, title=title, content=content, taken_by=taken_by)
    snapshot.full_clean(exclude=None if taken_by else ["taken_by"])
    snapshot.save()
    return snapshot
