"""Concerns on somebody's home page: new ones for the head, quiet ones for the leaders who raised them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import Any

from django.db.models import F, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.models import Concern
from academies.models.concern import ConcernEntry, EntryKind
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.concern import QUIET_DAYS, SHORT_LEVELS
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.sentences import opened

# What stands about a concern on a head's page, and for how many days.
TOLD_FOR_DAYS = 30
AT_MOST = 5


def _asked(user: User, person: Person) -> Sequence[Asked | None]:
    led = [m.academy_id for m in person.here if m.role == Role.HEADTEACHER and m.academy_id]
    return (
        Asked(_new(user, led)[:AT_MOST], also=("step",)) if led else None,
        Asked(_quiet(user, person), also=("last_word",)) if person.can(Permission.MANAGE_CONCERNS) else None,
    )


def _told(user: User, person: Person, new: Sequence[Any], quiet: Sequence[Any]) -> Iterator[Todo]:
    yield from _for_heads(sorted(new, key=lambda each: (each.level, each.raised_at), reverse=True))
    yield from _for_leaders(sorted(quiet, key=lambda each: (each.last_word, each.pk)))


concern_todos = JoinedTodos(_asked, _told)


def _new(user: User, led: Sequence[int]) -> QuerySet[Concern]:
    """Open concerns about the academies that the person leads, until they have answered the last step."""
    here: QuerySet[Concern] = Concern.objects.visible_to(user).open().filter(academy__in=led)
    steps = ConcernEntry.objects.filter(concern=OuterRef("pk")).exclude(kind=EntryKind.NOTE)
    return (
        here.annotate(
            step=Subquery(steps.order_by("-at", "-pk").values("kind")[:1]),
            step_at=Max("entries__at", filter=~Q(entries__kind=EntryKind.NOTE)),
            own_word=Max("entries__at", filter=Q(entries__by=user)),
        )
        .filter(Q(own_word__isnull=True) | Q(own_word__lt=F("step_at")))
        .filter(step_at__gte=timezone.now() - datetime.timedelta(days=TOLD_FOR_DAYS))
        .select_related("academy")
        .order_by("-level", "-raised_at")
    )


def _for_heads(new: Sequence[Any]) -> Iterator[Todo]:
    for concern in new:
        level = SHORT_LEVELS[concern.level].lower().removeprefix("with ")
        done = {
            EntryKind.ESCALATED: f"was escalated to {level}",
            EntryKind.EASED: f"was taken down to {level}",
            EntryKind.REOPENED: "was opened again",
        }.get(EntryKind(concern.step), "was raised")
        yield Todo(
            f"A concern {done} at {concern.academy}: {concern.title.rstrip('.')}.",
            reverse("academies:concern_show", args=[concern.pk]),
            "Read what was seen, and add what you know.",
            Weight.WAITING,
        )


def _quiet(user: User, person: Person) -> QuerySet[Concern]:
    """Open concerns about which nobody wrote a word for QUIET_DAYS."""
    before = timezone.now() - datetime.timedelta(days=QUIET_DAYS)
    here: QuerySet[Concern] = Concern.objects.editable_by(user).open().filter(academy__trust=person.trust)
    return here.annotate(last_word=Max("entries__at")).filter(last_word__lte=before).select_related("academy")


def _for_leaders(quiet: Sequence[Any]) -> Iterator[Todo]:
    today = timezone.localdate()
    if len(quiet) == 1:
        (concern,) = quiet
        days = (today - timezone.localtime(concern.last_word).date()).days
        yield Todo(
            f"A concern at {concern.academy} is open, and nothing was written about it for {days} days.",
            reverse("academies:concern_show", args=[concern.pk]),
            f"{concern.title.rstrip('.')}. Note where it stands, or resolve it.",
        )
    elif quiet:
        days = (today - timezone.localtime(quiet[0].last_word).date()).days
        yield Todo(
            f"{opened(len(quiet), 'concern')} have been open for {QUIET_DAYS} days and more without a note.",
            f"{reverse('academies:concern_list')}?state=open",
            f"The quietest, at {quiet[0].academy}, for {days} days: {quiet[0].title.rstrip('.')}.",
        )
