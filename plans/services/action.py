"""Actions of a priority: adding one, changing one, and saying how it goes, in a log that only grows."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from celt.lib.days import british
from celt.lib.terms import first_day_of_year
from plans.models import Action, ActionUpdate, Priority
from plans.models.action import ActionState, Rag
from plans.rules.action import DONE, DROPPED, OPEN, NotNow, Standing, StepName, after, wrong_days
from plans.selectors.people import has_left
from plans.services.changing import REFUSED, refuse_where_shut
from plans.services.priority import locked_priority
from toolkit.selectors.practice_choice import is_in_use

FIELDS = ("says", "practice", "owner", "starts", "due", "cost", "staff_days", "evidence")
DROPPED_PRIORITY = "This priority was dropped, and its actions with it. Take it up again first."
NOT_YOURS = "How an action goes is said by whoever does it, and by those who write the plan."
TWICE_WITHIN = datetime.timedelta(minutes=10)
# Where each step leads, and what stands in the log where nothing was typed.
LEADS_TO: dict[StepName, str] = {"report": OPEN, "done": DONE, "dropped": DROPPED, "reopened": OPEN}
DONE_SAYS = "Done."


@transaction.atomic
def add_action(*, priority: Priority, by: User, origin: str = "", **said: Any) -> Action:
    """Adds one; `said`: any of FIELDS. `origin`: the key of the record that it answers, which `by` may open.

    The same thing by the same day for the same person is there once, however often it is sent. Raises
    PermissionDenied, or ValidationError with what to mend.
    """
    locked = _locked_priority(priority.pk, by)
    action = Action(priority=locked, origin=origin, order=locked.actions.count() + 1)
    _set(action, said)
    same = locked.actions.filter(says__iexact=action.says, due=action.due, owner=action.owner, state=OPEN)
    if there := same.first():
        return there
    action.full_clean()
    action.save()
    return action


@transaction.atomic
def change_action(*, action: Action, by: User, priority: Priority | None = None, **said: Any) -> Action:
    """Changes any of FIELDS, or puts it under another `priority` of the same plan.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    found = Action.objects.editable_by(by).filter(pk=action.pk).values_list("priority", flat=True).first()
    if found is None:
        raise PermissionDenied(REFUSED)
    stands_under = _locked_priority(found, by)
    # Locked after its plan and its priority, as every write does it.
    locked = Action.objects.editable_by(by).select_for_update(of=("self",)).get(pk=action.pk)
    locked.priority = stands_under
    if priority is not None and priority.pk != stands_under.pk:
        moved = _locked_priority(priority.pk, by)
        if moved.plan_id != stands_under.plan_id:
            raise ValidationError({"priority": "Choose a priority of the same plan."})
        locked.priority = moved
    _set(locked, said)
    locked.full_clean()
    locked.save(update_fields=["priority", *FIELDS])
    return locked


@transaction.atomic
def report_action(
    *,
    action: Action,
    by: User,
    step: StepName,
    says: str = "",
    rag: str = "",
    on: datetime.date | None = None,
    seen: int | None = None,
) -> Action:
    """Says how it goes, that it is done, that it is dropped and why, or opens it again.

    `seen`: the last line of its log that the writer had read; 0 for none. Where somebody else said something since,
    this is refused once, so that nobody overrules what they have not read. Raises PermissionDenied, or ValidationError.
    """
    ours = Action.objects.reported_by(by).select_for_update(of=("self",))
    locked = ours.select_related("priority__plan__academy__trust").filter(pk=action.pk).first()
    if locked is None:
        raise PermissionDenied(NOT_YOURS)
    plan = locked.priority.plan
    refuse_where_shut(plan.academy, plan.academic_year)
    if locked.priority.dropped_at is not None:
        raise ValidationError(DROPPED_PRIORITY)
    line = says.strip() or (DONE_SAYS if step == "done" else "")
    if seen is not None:
        if _just_said(locked, step, rag, line, by, seen):
            return locked
        _refuse_what_was_overtaken(locked, by, seen)
    now = Standing(locked.state, locked.rag, locked.rag_says, locked.done_on)
    first = first_day_of_year(plan.academic_year)
    try:
        then = after(step, now, says=says, rag=rag, on=on, today=timezone.localdate(), first=first)
    except NotNow as error:
        raise ValidationError({error.field: str(error)} if error.field else str(error)) from error
    locked.state, locked.rag, locked.rag_says, locked.done_on = then.state, then.rag, then.says, then.done_on
    locked.full_clean()
    locked.save(update_fields=["state", "rag", "rag_says", "done_on"])
    update = ActionUpdate(action=locked, state=then.state, rag=then.rag, says=line, by=by, at=timezone.now())
    update.full_clean()
    update.save()
    return locked


def _locked_priority(pk: int, by: User) -> Priority:
    locked = locked_priority(pk, by)
    if locked.dropped_at is not None:
        raise ValidationError(DROPPED_PRIORITY)
    return locked


def _set(action: Action, said: Mapping[str, Any]) -> None:
    if unknown := set(said) - set(FIELDS):
        raise ValueError(f"Not set here: {', '.join(sorted(unknown))}.")
    values: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    plan = action.priority.plan
    wrong: dict[str, str] = {}
    if not values.get("says", action.says):
        wrong["says"] = "Say in a line what is done."
    due = values.get("due", action.due)
    if due is None:
        wrong["due"] = "Say by when it is done."
    elif not isinstance(due, datetime.date):
        raise ValueError("A day is a date.")
    else:
        wrong |= wrong_days(values.get("starts", action.starts), due, plan.academic_year)
    owner = values.get("owner")
    # Who did it and has left stays named until another is chosen: nothing else waits for that.
    if owner is not None and owner.pk != action.owner_id and has_left(owner, plan.academy):
        wrong["owner"] = f"{owner.full_name} does not work at {plan.academy} now. Choose somebody who does."
    practice = values.get("practice")
    # What a plan named goes on being named once the toolkit has put it away.
    if practice is not None and practice.pk != action.practice_id and not is_in_use(practice, plan.academy.trust_id):
        wrong["practice"] = f"“{practice}” is not in use in the toolkit. Choose another, or none."
    if wrong:
        raise ValidationError(wrong)
    for name, value in values.items():
        setattr(action, name, value)


def _just_said(action: Action, step: StepName, rag: str, line: str, by: User, seen: int) -> bool:
    """Whether a button was pressed twice: the same word of the same person, within minutes. It is logged once."""
    since = timezone.now() - TWICE_WITHIN
    said = action.updates.filter(by=by, state=LEADS_TO[step], says=line, pk__gt=seen, at__gte=since)
    return said.filter(rag=rag if step == "report" else "").exists()


def _refuse_what_was_overtaken(action: Action, by: User, seen: int) -> None:
    later = action.updates.filter(pk__gt=seen).exclude(by=by).first()
    if later is not None:
        raise ValidationError(
            f"Somebody else said how it goes while you wrote: {_stood(later)}, “{later.says}” What you typed stands "
            "here still. Send it again if it holds."
        )


def _stood(update: ActionUpdate) -> str:
    if update.state != ActionState.OPEN:
        return f"{ActionState(update.state).label.lower()} on {british(timezone.localdate(update.at))}"
    return Rag(update.rag).label.lower() if update.rag else "open again"
