"""The trust's programme: its three stages, how long each is expected to take, and the activities in it."""

from __future__ import annotations

from typing import Literal

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Trust
from accounts.models import User
from plans.models import Stage, StageActivity
from plans.strategy import STAGES

REFUSED = "The stages and their activities are set by the trust’s leaders."
Way = Literal["up", "down"]


@transaction.atomic
def ensure_programme(trust: Trust) -> list[Stage]:
    """The trust's stages, one to three; the strategy's own where it has none yet. What a trust changed stays."""
    Trust.objects.select_for_update().get(pk=trust.pk)
    known = {stage.number: stage for stage in Stage.objects.filter(trust=trust)}
    for told in STAGES:
        if told.number in known:
            continue
        stage = Stage(
            trust=trust, number=told.number, name=told.name, about=told.about,
            shortest_terms=told.shortest_terms, longest_terms=told.longest_terms,
        )  # fmt: skip
        stage.full_clean()
        stage.save()
        for order, activity in enumerate(told.activities, start=1):
            row = StageActivity(
                stage=stage, name=activity.name, about=activity.about, shown_by=activity.shown_by, order=order
            )
            row.full_clean()
            row.save()
        known[told.number] = stage
    return [known[number] for number in sorted(known)]


@transaction.atomic
def start_programme(*, by: User, trust: Trust) -> list[Stage]:
    """The strategy's own stages, for a trust that has none. Raises PermissionDenied."""
    if not user_can(by, Permission.MANAGE_PROGRAMME, trust=trust):
        raise PermissionDenied(REFUSED)
    return ensure_programme(trust)


@transaction.atomic
def change_stage(*, by: User, stage: Stage, name: str, about: str, shortest_terms: int, longest_terms: int) -> Stage:
    """Every academy's drift is told by the new terms from now on. Raises PermissionDenied or ValidationError."""
    held = _held(by, stage)
    held.name, held.about = " ".join(name.split()), about.strip()
    held.shortest_terms, held.longest_terms = shortest_terms, longest_terms
    held.full_clean()
    held.save()
    return held


@transaction.atomic
def add_activity(*, by: User, stage: Stage, name: str, about: str = "") -> StageActivity:
    """At the end of the stage. Raises PermissionDenied or ValidationError."""
    held = _held(by, stage)
    last = held.activities.aggregate(last=Max("order"))["last"] or 0
    activity = StageActivity(stage=held, order=last + 1)
    _word(activity, name, about)
    return activity


@transaction.atomic
def change_activity(*, by: User, activity: StageActivity, name: str, about: str = "") -> StageActivity:
    """Academies' logs show the new name. Raises PermissionDenied or ValidationError."""
    held = _held_activity(by, activity)
    _word(held, name, about)
    return held


@transaction.atomic
def move_activity(*, by: User, activity: StageActivity, way: Way) -> StageActivity:
    """One place up or down among those that are in use; at either end it stays where it is."""
    held = _held_activity(by, activity)
    rows = list(held.stage.activities.filter(archived_at__isnull=True).order_by("order", "pk"))
    here = next((place for place, row in enumerate(rows) if row.pk == held.pk), None)
    if here is None:
        raise ValidationError(f"“{held}” was put away. Bring it back before you move it.")
    there = here + (-1 if way == "up" else 1)
    if 0 <= there < len(rows):
        rows[here], rows[there] = rows[there], rows[here]
        for order, row in enumerate(rows, start=1):
            if row.order != order:
                row.order = order
                row.save(update_fields=["order"])
    return held


@transaction.atomic
def archive_activity(*, by: User, activity: StageActivity, archived: bool = True) -> StageActivity:
    """Put away, it is asked of academies no longer; what they logged stays. `archived=False` brings it back."""
    held = _held_activity(by, activity)
    if archived:
        held.archived_at = held.archived_at or timezone.now()
    else:
        _refuse_same_name(held)
        held.archived_at = None
        held.order = (held.stage.activities.aggregate(last=Max("order"))["last"] or 0) + 1
    held.save(update_fields=["archived_at", "order"])
    return held


def _held(by: User, stage: Stage) -> Stage:
    held = Stage.objects.editable_by(by).select_for_update().filter(pk=stage.pk).first()
    if held is None:
        raise PermissionDenied(REFUSED)
    return held


def _held_activity(by: User, activity: StageActivity) -> StageActivity:
    """The stage is held with it: two people who move activities of one stage wait for each other."""
    stage = _held(by, activity.stage)
    held = StageActivity.objects.editable_by(by).select_for_update(of=("self",)).get(pk=activity.pk)
    held.stage = stage
    return held


def _word(activity: StageActivity, name: str, about: str) -> None:
    activity.name, activity.about = " ".join(name.split()), about.strip()
    _refuse_same_name(activity)
    activity.full_clean()
    activity.save()


def _refuse_same_name(activity: StageActivity) -> None:
    same = StageActivity.objects.filter(
        stage__trust=activity.stage.trust_id, name__iexact=activity.name, archived_at__isnull=True
    )
    if other := same.exclude(pk=activity.pk).select_related("stage").first():
        where = f"Stage {other.stage.get_number_display().lower()}"
        raise ValidationError({"name": f"{where} has an activity called “{other.name}” already."})
