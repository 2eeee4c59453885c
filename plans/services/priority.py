"""Priorities of a plan: adding, changing, ordering, dropping one and taking it up again. Five stand at most."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from plans.models import Plan, Priority
from plans.models.priority import MOST
from plans.selectors.people import has_left
from plans.services.changing import REFUSED
from plans.services.plan import locked_plan
from plans.strategy import CONDITIONS, PILLARS
from toolkit.models import Theory

# What its form sets. The measure and its target are set by the target's own form.
FIELDS = (
    "title", "rationale", "condition", "pillar", "theory", "trust_priority", "target_group", "owner", "evidence",
)  # fmt: skip
FULL = "A plan has five priorities at most, and five stand in this one. Drop one of them first, and say why."


@transaction.atomic
def add_priority(*, plan: Plan, by: User, **said: Any) -> Priority:
    """Adds one at the end; `said`: any of FIELDS. Raises PermissionDenied, or ValidationError with what to mend."""
    locked = locked_plan(plan.pk, by)
    _refuse_sixth(locked)
    last = locked.priorities.aggregate(last=Max("order"))["last"] or 0
    priority = Priority(plan=locked, order=last + 1)
    _set(priority, by, said)
    priority.full_clean()
    priority.save()
    return priority


@transaction.atomic
def change_priority(*, priority: Priority, by: User, **said: Any) -> Priority:
    """Changes any of FIELDS. Raises PermissionDenied, or ValidationError with what to mend."""
    locked = locked_priority(priority.pk, by)
    if locked.dropped_at is not None:
        raise ValidationError("This priority was dropped. Take it up again before you change it.")
    _set(locked, by, said)
    locked.full_clean()
    locked.save(update_fields=list(FIELDS))
    return locked


@transaction.atomic
def drop_priority(*, priority: Priority, by: User, because: str) -> Priority:
    """Drops it with a reason; it stays readable, with its actions. Twice is once.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    locked = locked_priority(priority.pk, by)
    if not because.strip():
        raise ValidationError({"because": "Say in a sentence why it is dropped."})
    if locked.dropped_at is None:
        locked.dropped_at, locked.dropped_because = timezone.now(), because.strip()
        locked.full_clean()
        locked.save(update_fields=["dropped_at", "dropped_because"])
        _number(locked.plan)
    return locked


@transaction.atomic
def take_up_priority(*, priority: Priority, by: User) -> Priority:
    """Takes a dropped one up again, at the end. Raises PermissionDenied, or ValidationError where five stand."""
    locked = locked_priority(priority.pk, by)
    if locked.dropped_at is not None:
        _refuse_sixth(locked.plan)
        locked.dropped_at, locked.dropped_because = None, ""
        locked.order = MOST + 1
        locked.full_clean()
        locked.save(update_fields=["dropped_at", "dropped_because", "order"])
        _number(locked.plan)
    return locked


@transaction.atomic
def move_priority(*, priority: Priority, by: User, to: Literal["up", "down"]) -> None:
    """One place up or down among those that stand; at the end it stays where it is.

    Raises PermissionDenied, or ValidationError where it says neither.
    """
    if to not in ("up", "down"):
        raise ValidationError("Say whether it goes up or down.")
    locked = locked_priority(priority.pk, by)
    standing = [each.pk for each in locked.plan.priorities.filter(dropped_at__isnull=True)]
    if locked.pk not in standing:
        raise ValidationError("This priority was dropped: it has no place in the order.")
    here = standing.index(locked.pk)
    there = here + (-1 if to == "up" else 1)
    if 0 <= there < len(standing):
        standing[here], standing[there] = standing[there], standing[here]
    _number(locked.plan, standing)


def locked_priority(pk: int, by: User) -> Priority:
    """The priority for somebody who may change it, its row and its plan's locked until the transaction ends.

    Raises PermissionDenied, or ValidationError where its year is over or its academy is closed.
    """
    found = Priority.objects.editable_by(by).filter(pk=pk).values_list("plan", flat=True).first()
    if found is None:
        raise PermissionDenied(REFUSED)
    # The plan first, as every write does, so that no two of them wait for each other.
    plan = locked_plan(found, by)
    priority = Priority.objects.editable_by(by).select_for_update(of=("self",)).get(pk=pk)
    priority.plan = plan
    return priority


def _refuse_sixth(plan: Plan) -> None:
    if plan.priorities.filter(dropped_at__isnull=True).count() >= MOST:
        raise ValidationError(FULL)


def _number(plan: Plan, standing: list[int] | None = None) -> None:
    """1 to 5, without gaps."""
    rows = {each.pk: each for each in plan.priorities.filter(dropped_at__isnull=True)}
    for order, pk in enumerate(standing or list(rows), start=1):
        if rows[pk].order != order:
            rows[pk].order = order
            rows[pk].save(update_fields=["order"])


def _stands_already(priority: Priority, title: str) -> bool:
    others = priority.plan.priorities.filter(dropped_at__isnull=True).exclude(pk=priority.pk)
    return others.filter(title__iexact=title).exists()


def _set(priority: Priority, by: User, said: Mapping[str, Any]) -> None:
    academy = priority.plan.academy
    if unknown := set(said) - set(FIELDS):
        raise ValueError(f"Not set here: {', '.join(sorted(unknown))}.")
    values: dict[str, Any] = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    wrong: dict[str, str] = {}
    if not values.get("title", priority.title):
        wrong["title"] = "Say in a line what is to change."
    elif _stands_already(priority, values.get("title", "")):
        wrong["title"] = "A priority of that name stands in the plan already."
    if (condition := values.get("condition")) and condition not in CONDITIONS:
        wrong["condition"] = "Choose a condition of the rings."
    if (pillar := values.get("pillar")) and pillar not in PILLARS:
        wrong["pillar"] = "Choose one of the seven pillars."
    theory = values.get("theory")
    if theory is not None and theory.pk != priority.theory_id:
        offered = Theory.objects.visible_to(by).for_academy(academy)
        if not offered.filter(pk=theory.pk).exists():
            wrong["theory"] = "Choose one of the trust’s theories of action, or one of the academy’s own."
    trusts = values.get("trust_priority")
    if trusts is not None and trusts.pk != priority.trust_priority_id and trusts.trust_id != academy.trust_id:
        wrong["trust_priority"] = "Choose a priority of the academy’s own trust."
    owner = values.get("owner")
    # Who led it and has left stays named until another is chosen: nothing else waits for that.
    if owner is not None and owner.pk != priority.owner_id and has_left(owner, academy):
        wrong["owner"] = f"{owner.full_name} does not work at {academy} now. Choose somebody who does."
    if wrong:
        raise ValidationError(wrong)
    for name, value in values.items():
        setattr(priority, name, value)
    if priority.condition and not priority.pillar:
        priority.pillar = CONDITIONS[priority.condition].pillar
