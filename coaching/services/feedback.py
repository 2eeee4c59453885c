"""Feedback on a visit: saved as one types, by revision, then given; and what was seen of earlier steps."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from coaching.models import ActionStep, Revisit, Seen, StepCheck, StepState, Visit, VisitState
from coaching.models.cycle import OfCycleQuerySet
from coaching.rules.visit import NotNow, after, missing, revisits
from coaching.services.holding import hold_as_coach, hold_to_write
from toolkit.models import PracticeStep

OF_VISIT = ("where", "praise", "question", "talk_minutes", "class_minutes")
OF_STEP = ("step", "practice_step", "rehearsed")
FIELDS = (*OF_VISIT, *OF_STEP)
Feedback = dict[str, Any]


class ChangedMeanwhile(ValidationError):
    """Another device saved meanwhile: `now` is what stands, `revision` its number. Nothing was written."""

    def __init__(self, now: Feedback, revision: int) -> None:
        super().__init__("This was changed on another device meanwhile. Both versions stand below; nothing is lost.")
        self.now, self.revision = now, revision


def feedback_of(visit: Visit, step: ActionStep | None) -> Feedback:
    """What stands, by the names under which it is saved."""
    return {
        "where": visit.where,
        "praise": visit.praise,
        "question": visit.question,
        "talk_minutes": visit.talk_minutes,
        "class_minutes": visit.class_minutes,
        "step": step.says if step else "",
        "practice_step": step.practice_step_id if step else None,
        "rehearsed": step.rehearsed if step else "",
    }


def step_of(by: User, visit: Visit) -> ActionStep | None:
    return ActionStep.objects.visible_to(by).filter(visit=visit.pk).first()


@transaction.atomic
def save_feedback(
    *,
    by: User,
    visit: Visit,
    revision: int,
    where: str | None = None,
    praise: str | None = None,
    question: str | None = None,
    step: str | None = None,
    practice_step: PracticeStep | int | None = None,
    own_step: bool = False,
    rehearsed: str | None = None,
    talk_minutes: int | None = None,
    class_minutes: int | None = None,
) -> Visit:
    """Saves what is given and raises the revision; None leaves a field as it stands, and `own_step` says that the step
    is none of the practice's. `revision`: what its writer saw. What stands already is no change, so the same sent twice
    is saved once. Raises ChangedMeanwhile, PermissionDenied or ValidationError."""
    held = hold_to_write(by, visit)
    here = step_of(by, held)
    now = feedback_of(held, here)
    chosen = practice_step.pk if isinstance(practice_step, PracticeStep) else practice_step
    given = {
        "where": where, "praise": praise, "question": question, "step": step, "practice_step": chosen,
        "rehearsed": rehearsed, "talk_minutes": talk_minutes, "class_minutes": class_minutes,
    }  # fmt: skip
    wanted: Feedback = {
        name: value.strip() if isinstance(value, str) else value for name, value in given.items() if value is not None
    }
    if own_step:
        wanted["practice_step"] = None
    changed = {name: value for name, value in wanted.items() if now[name] != value}
    if not changed:
        return held
    if revision != held.revision:
        raise ChangedMeanwhile(now, held.revision)
    _save_visit(held, changed)
    if any(name in changed for name in OF_STEP):
        _save_step(held, here, {**now, **changed})
    return held


@transaction.atomic
def check_step(*, by: User, visit: Visit, step: ActionStep, seen: str, says: str = "") -> StepCheck:
    """What this visit saw of an earlier step; said again, the newer word counts. It settles the step when the feedback
    is given. Raises PermissionDenied or ValidationError."""
    held = hold_to_write(by, visit)
    earlier: ActionStep | None = open_steps(by, held).filter(pk=step.pk).first()
    if earlier is None:
        raise ValidationError("This step is not one to look at again: it is settled, or of another cycle.")
    if seen not in Seen.values:
        raise ValidationError("Say whether the step was secure, there in part, or not yet there.")
    before: StepCheck | None = StepCheck.objects.visible_to(by).filter(step=earlier, visit=held).first()
    if before and (before.seen, before.says) == (seen, says.strip()):
        return before
    row = before or StepCheck(cycle=held.cycle, step=earlier, visit=held)
    row.seen, row.says, row.by, row.at = seen, says.strip(), by, timezone.now()
    row.full_clean()
    row.save()
    return row


def open_steps(by: User, visit: Visit) -> OfCycleQuerySet:
    """Steps of earlier visits that are being worked on, oldest first."""
    steps = ActionStep.objects.visible_to(by).filter(cycle=visit.cycle_id, state=StepState.OPEN, given_on__isnull=False)
    return steps.exclude(visit=visit.pk).order_by("given_on", "pk")


@transaction.atomic
def give_feedback(*, by: User, visit: Visit) -> Visit:
    """The coachee reads it from now on, and looks back at the step after 1, 3 and 8 weeks. Given already: as it stands.
    Raises PermissionDenied or ValidationError (a sentence for each field that is empty)."""
    held = hold_as_coach(by, visit)
    if held.state == VisitState.FED_BACK:
        return held
    try:
        state = after("give", held.state)  # type: ignore[arg-type]
    except NotNow as reason:
        raise ValidationError(str(reason)) from reason
    step = step_of(by, held)
    if lacks := missing(praise=held.praise, question=held.question, step=step.says if step else ""):
        raise ValidationError(dict(lacks))
    today = timezone.localdate()
    held.state, held.fed_back_at = state, timezone.now()
    held.full_clean()
    held.save()
    if step:
        _give_step(held, step, today)
    secure = StepCheck.objects.visible_to(by).filter(visit=held, seen=Seen.SECURE).values("step")
    for earlier in open_steps(by, held).filter(pk__in=secure).select_for_update(no_key=True, of=("self",)):
        earlier.state, earlier.settled_at = StepState.SECURE, timezone.now()
        earlier.save(update_fields=["state", "settled_at"])
    return held


@transaction.atomic
def mark_read(*, by: User, visit: Visit) -> None:
    """The coachee has opened the feedback: the first time counts, and only while the cycle runs."""
    rows = Visit.objects.editable_by(by).filter(pk=visit.pk, cycle__coachee=by.pk, read_at__isnull=True)
    rows.filter(state=VisitState.FED_BACK).update(read_at=timezone.now())


def _save_visit(visit: Visit, changed: Feedback) -> None:
    for name in OF_VISIT:
        if name in changed:
            setattr(visit, name, changed[name])
    visit.revision += 1
    visit.full_clean()
    visit.save()


def _save_step(visit: Visit, here: ActionStep | None, says: Feedback) -> None:
    practised = _of_the_practice(visit, says["practice_step"])
    if here is None and not (says["step"] or says["rehearsed"] or practised):
        return
    step = here or ActionStep(cycle=visit.cycle, visit=visit)
    step.says = says["step"] or (practised.says if practised else "")
    step.practice_step = practised
    step.rehearsed = says["rehearsed"]
    step.rehearsed_at = (step.rehearsed_at or timezone.now()) if step.rehearsed else None
    step.full_clean()
    step.save()


def _of_the_practice(visit: Visit, pk: int | None) -> PracticeStep | None:
    if not pk:
        return None
    practice = visit.cycle.practice_id
    step: PracticeStep | None = (
        PracticeStep.objects.filter(pk=pk, version__practice=practice).first() if practice else None
    )
    if step is None:
        raise ValidationError({"practice_step": "Choose one of the practice’s steps, or write your own."})
    return step


def _give_step(visit: Visit, step: ActionStep, today: datetime.date) -> None:
    step.given_on = today
    step.full_clean()
    step.save()
    Revisit.objects.bulk_create(
        Revisit(cycle=visit.cycle, step=step, weeks=weeks, due_on=due) for weeks, due in revisits(today)
    )
