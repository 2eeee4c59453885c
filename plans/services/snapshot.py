"""Taking a snapshot of a plan: the whole of it as it stands at this moment, in both editions."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from academies.access import Permission, Person, person_for, user_can
from accounts.models import User
from plans.models.plan import Plan, Snapshot
from plans.rules.document import as_data
from plans.selectors.document import plan_document
from plans.services.changing import refuse_where_shut


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
def keep_snapshot(*, plan: Plan, title: str, seen_by: User) -> Snapshot | None:
    """Taken by itself at a term's end, as `seen_by` would read it. Once for each title: None where it is there."""
    Plan.objects.select_for_update().get(pk=plan.pk)
    if Snapshot.objects.filter(plan=plan, title=title, taken_by__isnull=True).exists():
        return None
    return _kept(plan, title, seen_by=seen_by, taken_by=None)


def _kept(plan: Plan, title: str, *, seen_by: User, taken_by: User | None) -> Snapshot:
    title = " ".join(title.split())
    if not title:
        raise ValidationError({"title": "Say what the snapshot is for, such as “Governors’ meeting, December”."})
    person = Person(person_for(seen_by).memberships, plan.academy.trust)
    content = {
        "staff": as_data(plan_document(seen_by, person, plan, "staff")),
        "readers": as_data(plan_document(seen_by, person, plan, "readers")),
    }
    snapshot = Snapshot(plan=plan, title=title, content=content, taken_by=taken_by)
    snapshot.full_clean()
    snapshot.save()
    return snapshot
