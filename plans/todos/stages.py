"""The stages on somebody's home page: gates that wait for a trust leader; for a head the activity to log, what was sent
back, and how the academy is led this term."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Exists, Max, OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.models.academy import Status
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted
from celt.lib.terms import term_on, year_on
from plans.models import ActivityProgress, Gate, Passage, StageActivity, StageEntry, TwinTrack
from plans.models.journey import ActivityState, GateKind, GateStatus
from plans.rules.stage import WORDS, leads_to

# A head is asked to log once a week; after so many days without a line it waits for them.
EVERY_DAYS, QUIET_DAYS = 7, 30
SENT_BACK_FOR_DAYS = 60
AT_MOST = 5
TOLD = ("under_way", "not_begun", "last_gate", "last_line", "has_twin")


def _led(person: Person) -> list[int]:
    return [
        m.academy_id for m in person.here if m.academy_id and Permission.EDIT_PLAN in ROLE_PERMISSIONS[Role(m.role)]
    ]


def _asked(user: User, person: Person) -> Sequence[Asked | None]:
    if person.trust is None:
        return ()
    led = _led(person)
    return (
        Asked(_gates(user, person).select_related("academy")) if person.can(Permission.CONFIRM_GATE) else None,
        Asked(_passages(user, led), also=TOLD) if led else None,
    )


def _told(user: User, person: Person, gates: Sequence[Gate], passages: Sequence[Passage]) -> Iterator[Todo]:
    yield from _waiting(sorted(gates, key=lambda gate: (gate.asked_at, gate.pk)))
    several = len(_led(person)) > 1
    for passage in sorted(passages, key=lambda passage: passage.academy.name):
        yield from _of(passage, several)


stage_todos = JoinedTodos(_asked, _told)


def _gates(user: User, person: Person) -> QuerySet[Gate]:
    """What the person asked for themselves is not theirs to answer."""
    asked = Gate.objects.editable_by(user).filter(
        status=GateStatus.ASKED, academy__trust=person.trust, academy__status=Status.OPEN
    )
    return asked.exclude(asked_by=user)


def _waiting(gates: Sequence[Gate]) -> Iterator[Todo]:
    for gate in gates[:AT_MOST]:
        there = WORDS[gate.leads_to]
        what = f"to go on to stage {there}" if gate.kind == GateKind.ONWARD else f"to open stage {there} again"
        days = (timezone.localdate() - timezone.localtime(gate.asked_at).date()).days
        yield Todo(
            f"{gate.academy} asks {what}.",
            reverse("plans:gate_answer", args=[gate.pk]),
            f"It has waited for {counted(days, 'day')}. Confirm it or send it back, with reasons." if days else
            "It was asked today. Confirm it or send it back, with reasons.",
            Weight.WAITING,
        )  # fmt: skip


def _passages(user: User, led: list[int]) -> QuerySet[Passage]:
    """The open passages of the academies, each with all that is to be said of it."""
    today = timezone.localdate()
    here = OuterRef("academy")
    under_way = ActivityProgress.objects.visible_to(user).filter(
        academy=here, activity__stage__number=OuterRef("stage"), activity__archived_at__isnull=True,
        state=ActivityState.UNDER_WAY,
    ).order_by("starts", "pk")  # fmt: skip
    settled = ActivityProgress.objects.visible_to(user).filter(
        activity=OuterRef("pk"), academy=OuterRef(OuterRef("academy"))
    )
    not_begun = (
        StageActivity.objects.visible_to(user)
        .filter(stage__trust=OuterRef("academy__trust"), stage__number=OuterRef("stage"), archived_at__isnull=True)
        .exclude(Exists(settled.exclude(state=ActivityState.NOT_STARTED)))
        .order_by("order", "pk")
    )
    last_gate = Gate.objects.visible_to(user).filter(academy=here).order_by("-asked_at", "-pk")
    lines = (
        StageEntry.objects.visible_to(user).filter(academy=here).order_by().values("academy").annotate(last=Max("at"))
    )
    twin = TwinTrack.objects.visible_to(user).filter(academy=here, academic_year=year_on(today), term=term_on(today))
    return (
        Passage.objects.editable_by(user)
        .filter(academy__in=led, academy__status=Status.OPEN, closed_on__isnull=True)
        .select_related("academy")
        .annotate(
            under_way=Subquery(
                under_way.values(told=JSONObject(pk="activity", name="activity__name", since="starts"))[:1]
            ),
            not_begun=Subquery(not_begun.values(told=JSONObject(pk="pk", name="name"))[:1]),
            last_gate=Subquery(
                last_gate.values(told=JSONObject(kind="kind", stage="stage", status="status", at="answered_at"))[:1]
            ),
            last_line=Subquery(lines.values("last")),
            has_twin=Exists(twin),
        )
    )


def _of(passage: Passage, several: bool) -> Iterator[Todo]:
    told: Any = passage
    academy, number = passage.academy, WORDS[passage.stage]
    where = f" at {academy}" if several else ""
    today = timezone.localdate()
    gate = told.last_gate or {}
    if gate.get("status") == GateStatus.SENT_BACK:
        on = datetime.date.fromisoformat(gate["at"][:10])
        if (today - on).days <= SENT_BACK_FOR_DAYS:
            there = WORDS[leads_to(gate["kind"], gate["stage"])]
            what = f"Going on to stage {there}" if gate["kind"] == GateKind.ONWARD else f"Opening stage {there} again"
            yield Todo(
                f"{what}{where} was sent back on {british(on)}.",
                reverse("plans:stages", args=[academy.slug]),
                "Read the reasons, and ask again when they are met.",
            )
    quiet = (today - timezone.localtime(told.last_line).date()).days if told.last_line else QUIET_DAYS
    following = told.under_way or told.not_begun
    if following and quiet >= EVERY_DAYS:
        since = following.get("since")
        how = f"under way since {_day(since)}" if since else "under way" if told.under_way else "which comes next"
        late = quiet >= QUIET_DAYS
        yield Todo(
            f"Log this week in stage {number}{where}: {following['name']}, {how}.",
            reverse("plans:activity_log", args=[academy.slug, following["pk"]]),
            f"Nothing was logged for {counted(quiet, 'day')}." if late else "It takes a minute.",
            Weight.WAITING if late else Weight.NEXT,
        )
    if not told.has_twin:
        yield Todo(
            f"Say how the academy is led this term{where}: what is prescribed, what teams lead.",
            reverse("plans:twin_track", args=[academy.slug]),
            "Two sentences, once a term.",
        )


def _day(iso: str) -> str:
    day = datetime.date.fromisoformat(iso)
    return f"{day.day} {day:%B}"
