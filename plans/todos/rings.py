"""Self-evaluations on somebody's home page: rate it, agree it, or it is long ago that one was agreed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, academies_where
from academies.models import Academy
from academies.models.academy import Status
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.together import Asked
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import counted, opened
from plans.models import SelfEvaluation
from plans.models.evaluation import EvaluationStatus
from plans.strategy import CONDITIONS

A_YEAR = datetime.timedelta(days=365)
AT_MOST = 3
NEVER = datetime.date.max


def _asked(user: User, person: Person) -> Sequence[Asked | None]:
    """Nothing for who neither rates nor agrees."""
    if person.trust is None or not person.can(Permission.RATE_CONDITIONS):
        return ()
    here: QuerySet[SelfEvaluation] = (
        SelfEvaluation.objects.visible_to(user)
        .ratable_by(user)
        .filter(academy__trust=person.trust, academy__status=Status.OPEN)
    )
    own = Count("ratings", filter=Q(ratings__by=user.pk))
    found = here.annotate(own=own, raters=Count("ratings__by", distinct=True)).select_related("academy")
    return (
        Asked(found.order_by("closes_on", "pk")[:AT_MOST], also=("own", "raters")),
        Asked(_old(user, person)[:AT_MOST], also=("last",)) if person.can(Permission.AGREE_CONDITIONS) else None,
    )


def _told(user: User, person: Person, open_now: Sequence[Any], old: Sequence[Any]) -> Iterator[Todo]:
    for evaluation in sorted(open_now, key=lambda each: (each.closes_on or NEVER, each.pk)):
        if evaluation.own < len(CONDITIONS):
            yield _rate(evaluation, evaluation.own)
        if may_at(evaluation.academy, person, Permission.AGREE_CONDITIONS):
            yield from _agree(evaluation, evaluation.raters)
    for academy in sorted(old, key=lambda each: (each.last, each.pk)):
        months = (timezone.now() - academy.last).days // 30
        yield Todo(
            f"The last self-evaluation of {academy} is {counted(months, 'month')} old.",
            reverse("plans:evaluation_open", args=[academy.slug]),
            "Open a new one: the rings then show what moved.",
        )


ring_todos = JoinedTodos(_asked, _told)


def _rate(evaluation: SelfEvaluation, done: int) -> Todo:
    by = evaluation.closes_on
    late = by is not None and by < timezone.localdate()
    when = f"; it was asked for by {british(by)}" if late else f" by {british(by)}" if by else ""
    of = len(CONDITIONS)
    return Todo(
        f"Please rate {evaluation.academy} against the five rings{when}.",
        reverse("plans:evaluation_rate", args=[evaluation.pk]),
        f"You have rated {done} of {of} conditions." if done else "It takes about ten minutes, in five small pages.",
        Weight.WAITING,
    )


def _agree(evaluation: SelfEvaluation, raters: int) -> Iterator[Todo]:
    if not raters:
        return
    by = evaluation.closes_on
    over = by is None or by < timezone.localdate()
    have = "has" if raters == 1 else "have"
    people = opened(raters, "person", "people")
    yield Todo(
        f"{people} {have} rated {evaluation.academy}: agree what holds."
        if over
        else f"{people} {have} rated {evaluation.academy} so far.",
        reverse("plans:evaluation_agree" if over else "plans:evaluation_show", args=[evaluation.pk]),
        "Where people disagree most stands first." if over else f"They are asked to by {british(by)}.",
        Weight.WAITING if over else Weight.KNOW,
    )


def _old(user: User, person: Person) -> QuerySet[Academy]:
    """Academies whose newest agreed self-evaluation is older than a year, and none is open."""
    agreed, gathering = EvaluationStatus.AGREED, EvaluationStatus.GATHERING
    led: QuerySet[Academy] = (
        Academy.objects.visible_to(user)
        .open()
        .filter(academies_where(user, Permission.AGREE_CONDITIONS), trust=person.trust)
    )
    return (
        led.annotate(
            last=Max("evaluations__agreed_at", filter=Q(evaluations__status=agreed)),
            open_now=Count("evaluations", filter=Q(evaluations__status=gathering)),
        )
        .filter(last__lt=timezone.now() - A_YEAR, open_now=0)
        .order_by("last", "pk")
    )
