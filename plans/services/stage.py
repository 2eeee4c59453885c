"""The way through the stages: its beginning, what is logged of activities, notes, and leadership term by term."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy
from academies.models.term import TermName
from accounts.models import User
from celt.lib.days import british
from celt.lib.terms import usual_days, year_label
from plans.models import ActivityProgress, Gate, Passage, StageActivity, StageEntry, TwinTrack
from plans.models.journey import GateStatus, LogKind
from plans.rules import stage as rules
from plans.rules.activity import YEARS_BACK, Logged, Refused, State, log
from plans.services.changing import why_academy_shut
from plans.services.programme import ensure_programme

REFUSED = "The stages are logged by the academy’s head and senior leaders."
TWICE_WITHIN = datetime.timedelta(minutes=10)


@transaction.atomic
def begin_journey(
    academy: Academy, by: User, on: datetime.date | None = None, *, at: datetime.datetime | None = None
) -> Passage:
    """The academy is in stage one from `on`, today where left out. `at`: when this is written.

    Its head and senior leaders begin it, or a leader of the trust. Raises PermissionDenied or ValidationError.
    """
    if not any(user_can(by, may, academy=academy) for may in (Permission.EDIT_PLAN, Permission.CONFIRM_GATE)):
        raise PermissionDenied(REFUSED)
    hold_academy(academy)
    way = way_of(academy)
    try:
        rules.begin(way, rules.Actor(by.pk))
    except rules.NotNow as error:
        raise ValidationError(str(error)) from error
    on = on or timezone.localdate()
    today = timezone.localdate()
    if on > today:
        raise ValidationError({"on": f"{british(on)} lies ahead. Say since which day the academy is in stage one."})
    if on < today.replace(year=today.year - YEARS_BACK, day=min(today.day, 28)):
        raise ValidationError({"on": f"{british(on)} is more than {YEARS_BACK} years ago. Look at the year."})
    if academy.opened and on < academy.opened:
        raise ValidationError({"on": f"{academy} opened on {british(academy.opened)}. Choose that day or a later one."})
    ensure_programme(academy.trust)
    passage = Passage(academy=academy, stage=rules.FIRST, opened_on=on)
    passage.full_clean()
    passage.save()
    write_line(academy, LogKind.BEGUN, rules.FIRST, by, on=on, at=at)
    return passage


@transaction.atomic
def log_activity(
    *,
    by: User,
    academy: Academy,
    activity: StageActivity,
    state: State,
    starts: datetime.date | None = None,
    due: datetime.date | None = None,
    done_on: datetime.date | None = None,
    note: str = "",
    evidence: Iterable[str] = (),
    at: datetime.datetime | None = None,
) -> ActivityProgress:
    """What stands from now on, and one more line of the log. Sent twice, it is logged once.

    Raises PermissionDenied, or ValidationError with what to mend, field by field.
    """
    _refuse_others(by, academy)
    hold_academy(academy)
    way = way_of(academy)
    if not way.stage:
        raise ValidationError("The academy’s way has not begun: say first since when it is in stage one.")
    asked = StageActivity.objects.select_related("stage").filter(pk=activity.pk, stage__trust=academy.trust_id).first()
    if asked is None:
        raise PermissionDenied("This activity belongs to another trust.")
    if asked.archived_at is not None:
        day = british(timezone.localtime(asked.archived_at).date())
        raise ValidationError(
            f"The trust put “{asked}” away on {day}. What was logged stays; nothing more is logged under it."
        )
    progress = (
        ActivityProgress.objects.select_for_update().filter(academy=academy, activity=asked).first()
        or ActivityProgress(academy=academy, activity=asked)
    )  # fmt: skip
    told, keys = Logged(state, starts, due, done_on, note), list(evidence)
    before = as_logged(progress)
    try:
        after = log(before, told, stage=asked.stage.number, present=way.stage, today=timezone.localdate())
    except Refused as error:
        raise ValidationError(cast(Any, error.faults)) from error
    if progress.pk and after == before and keys == progress.evidence and _just_logged(progress, by):
        return progress
    progress.state, progress.starts, progress.due = after.state, after.starts, after.due
    progress.done_on, progress.note, progress.evidence = after.done_on, after.note, keys
    progress.full_clean()
    progress.save()
    write_line(
        academy, LogKind.LOGGED, asked.stage.number, by,
        activity=asked, state=after.state, says=after.note, evidence=keys, at=at,
    )  # fmt: skip
    return progress


@transaction.atomic
def add_note(*, by: User, academy: Academy, says: str, at: datetime.datetime | None = None) -> StageEntry:
    """A line of the log that is about no activity; the trust's leaders write some too.

    Raises PermissionDenied or ValidationError.
    """
    if not any(user_can(by, may, academy=academy) for may in (Permission.EDIT_PLAN, Permission.CONFIRM_GATE)):
        raise PermissionDenied(REFUSED)
    hold_academy(academy)
    way = way_of(academy)
    if not way.stage:
        raise ValidationError("The academy’s way has not begun: say first since when it is in stage one.")
    if not says.strip():
        raise ValidationError({"says": "Write what you want to note."})
    since = timezone.now() - TWICE_WITHIN
    same = StageEntry.objects.filter(academy=academy, kind=LogKind.NOTE, by=by, says=says.strip(), at__gte=since)
    return same.first() or write_line(academy, LogKind.NOTE, way.stage, by, says=says.strip(), at=at)


@transaction.atomic
def set_twin_track(
    *,
    by: User,
    academy: Academy,
    academic_year: int,
    term: str,
    leaning: int,
    prescribed: str = "",
    handed_on: str = "",
) -> TwinTrack:
    """How the academy is led in a term that has begun; written again, it replaces what was said of that term.

    Raises PermissionDenied or ValidationError.
    """
    _refuse_others(by, academy)
    hold_academy(academy)
    if term not in TermName.values:
        raise ValidationError("There is no such term.")
    if usual_days(academic_year, term)[0] > timezone.localdate() + datetime.timedelta(days=31):
        raise ValidationError(f"{TermName(term).label} {year_label(academic_year)} has not begun.")
    row = TwinTrack.objects.select_for_update().filter(academy=academy, academic_year=academic_year, term=term).first()
    row = row or TwinTrack(academy=academy, academic_year=academic_year, term=term)
    row.leaning, row.prescribed, row.handed_on = leaning, prescribed.strip(), handed_on.strip()
    row.written_by, row.written_at = by, timezone.now()
    row.full_clean()
    row.save()
    return row


def hold_academy(academy: Academy) -> None:
    """Whoever changes something of an academy's way waits for whoever does already. Raises ValidationError where the
    academy is not open."""
    held = Academy.objects.select_for_update(of=("self",), no_key=True).get(pk=academy.pk)
    if reason := why_academy_shut(held):
        raise ValidationError(reason)


def way_of(academy: Academy) -> rules.Way:
    """Where it stands, without the log."""
    stage = present_stage(academy)
    gate = Gate.objects.filter(academy=academy, status=GateStatus.ASKED).first()
    asked = rules.Asked(cast(rules.Kind, gate.kind), gate.stage, gate.asked_by_id) if gate else None
    return rules.Way(stage, asked)


def present_stage(academy: Academy) -> int:
    """0: its way has not begun."""
    return Passage.objects.filter(academy=academy, closed_on__isnull=True).values_list("stage", flat=True).first() or 0


def as_logged(progress: ActivityProgress) -> Logged:
    state = cast(State, progress.state)
    return Logged(state, progress.starts, progress.due, progress.done_on, progress.note)


def write_line(
    academy: Academy,
    kind: LogKind,
    stage: int,
    by: User,
    *,
    on: datetime.date | None = None,
    at: datetime.datetime | None = None,
    **more: Any,
) -> StageEntry:
    """One more line of the log. `on`: the day that it speaks of, the day of writing where left out."""
    at = at or timezone.now()
    day = on or timezone.localtime(at).date()
    entry = StageEntry(academy=academy, kind=kind, stage=stage, by=by, at=at, on=day, **more)
    entry.full_clean()
    entry.save()
    return entry


def _refuse_others(by: User, academy: Academy) -> None:
    if not user_can(by, Permission.EDIT_PLAN, academy=academy):
        raise PermissionDenied(REFUSED)


def _just_logged(progress: ActivityProgress, by: User) -> bool:
    """Whether a button was pressed twice: the same person logged just this within minutes."""
    last = StageEntry.objects.filter(academy=progress.academy_id, activity=progress.activity_id).first()
    return last is not None and last.by_id == by.pk and last.at >= timezone.now() - TWICE_WITHIN
