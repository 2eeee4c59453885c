"""Raising a concern and everything that is done about it. Each step is one more line of a log that only grows."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from academies.access import Permission, user_can
from academies.models import Academy, Concern, ConcernEntry, SupportArea
from academies.models.concern import ConcernLevel, ConcernStatus, EntryKind
from academies.providers import Fact, facts
from academies.rules.concern import NotNow, Standing, StepName, after
from accounts.models import User
from celt.lib.days import british

SAY_WHAT: dict[StepName, str] = {
    "note": "Write what you want to note.",
    "escalated": "Say why it is escalated.",
    "eased": "Say why it can be taken a step down.",
    "resolved": "Say what was found, and what settled it.",
    "reopened": "Say why it is opened again.",
}


TWICE_WITHIN = datetime.timedelta(minutes=10)


def fact_as_it_was(fact: Fact) -> dict[str, Any]:
    """What a concern keeps of the fact that raised it: its words, what it is made of, its day in words, its address."""
    kind = facts.kinds[fact.kind]
    made_of = ", ".join(filter(None, (fact.source, fact.period)))
    return {
        "kind": fact.kind,
        "says": f"{kind.label}: {fact.figure}",
        "trend": fact.trend,
        "source": f"{made_of} ({fact.n:,} {fact.counted})" if fact.n is not None else made_of,
        "as_of": british(fact.as_of),
        "url": fact.url,
    }


@transaction.atomic
def raise_concern(
    *,
    by: User,
    academy: Academy,
    title: str,
    detail: str,
    area: SupportArea | None = None,
    came_from: dict[str, Any] | None = None,
) -> Concern:
    """Raises it with the academy's head, who sees it from now on. `came_from` is the fact that raised it, as it was:
    see fact_as_it_was.

    Raises PermissionDenied, or ValidationError with what to mend.
    """
    if not user_can(by, Permission.MANAGE_CONCERNS, academy=academy):
        raise PermissionDenied("Concerns are raised by the trust's leaders.")
    if area is not None and area.trust_id != academy.trust_id:
        raise ValidationError({"area": "This subject or area belongs to another trust."})
    at = timezone.now()
    concern = Concern(
        academy=academy,
        area=area,
        title=title.strip(),
        detail=detail.strip(),
        came_from=came_from,
        raised_by=by,
        raised_at=at,
    )
    concern.full_clean()
    concern.save()
    _log(concern, EntryKind.RAISED, concern.detail, by, at)
    return concern


@transaction.atomic
def take_step(
    *,
    by: User,
    concern: Concern,
    step: StepName,
    says: str,
    seen: int | None = None,
) -> Concern:
    """Notes, escalates, takes a step down, resolves or opens again, each with what there is to say.

    Whoever sees the concern may note something, the academy's head too; the other steps are the trust's leaders'.
    `seen`: the last line of the log that the writer had read. A step that rests on an older one is refused, so that
    two people who escalate at once escalate once. Raises PermissionDenied, or ValidationError.
    """
    ours = Concern.objects.visible_to(by) if step == "note" else Concern.objects.editable_by(by)
    locked = ours.select_for_update(of=("self",)).filter(pk=concern.pk).first()
    if locked is None:
        raise PermissionDenied("What is done about a concern is decided by the trust's leaders.")
    if not says.strip():
        raise ValidationError({"says": SAY_WHAT[step]})
    if step != "note" and seen is not None:
        _refuse_what_was_overtaken(locked, seen)
    if step == "note" and seen is not None and _just_said(locked, says.strip(), by, seen):
        return locked
    try:
        then = after(step, Standing(locked.is_open, locked.level))
    except NotNow as error:
        raise ValidationError(str(error)) from error
    at = timezone.now()
    locked.level = ConcernLevel(then.level)
    if step == "resolved":
        locked.status, locked.resolved_at = ConcernStatus.RESOLVED, at
    elif step == "reopened":
        locked.status, locked.resolved_at = ConcernStatus.OPEN, None
    locked.full_clean()
    locked.save(update_fields=["level", "status", "resolved_at"])
    _log(locked, EntryKind(step), says.strip(), by, at)
    return locked


def _refuse_what_was_overtaken(concern: Concern, seen: int) -> None:
    later = concern.entries.exclude(kind=EntryKind.NOTE).filter(pk__gt=seen).select_related("by").last()
    if later is not None:
        raise ValidationError(
            f"{later.by} took a step while you wrote: {later.get_kind_display().lower()}. It stands at the top of the "
            "log, and what you typed stands below. Send it again if it still holds."
        )


def _just_said(concern: Concern, says: str, by: User, seen: int) -> bool:
    """Whether a button was pressed twice: the same note of the same person, within minutes. It is logged once."""
    since = timezone.now() - TWICE_WITHIN
    return concern.entries.filter(kind=EntryKind.NOTE, by=by, says=says, pk__gt=seen, at__gte=since).exists()


def _log(concern: Concern, kind: EntryKind, says: str, by: User, at: datetime.datetime) -> None:
    entry = ConcernEntry(concern=concern, kind=kind, level=concern.level, says=says, by=by, at=at)
    entry.full_clean()
    entry.save()
