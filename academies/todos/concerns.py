"""Concerns on somebody's home page: new ones for the head, quiet ones for the leaders who raised them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person, Role
from academies.models import Concern
from academies.models.concern import EntryKind
from academies.providers import Todo, Weight
from academies.selectors.concern import QUIET_DAYS, SHORT_LEVELS
from accounts.models import User
from celt.lib.sentences import opened

# What stands about a concern on a head's page, and for how many days.
TOLD_FOR_DAYS = 30
AT_MOST = 5


def concern_todos(user: User, person: Person) -> Iterator[Todo]:
    yield from _for_heads(user, person)
    yield from _for_leaders(user, person)


def _for_heads(user: User, person: Person) -> Iterator[Todo]:
    """Open concerns about the academies that the person leads, until they have answered the last step."""
    led = [m.academy_id for m in person.here if m.role == Role.HEADTEACHER and m.academy_id]
    if not led:
        return
    here: QuerySet[Concern] = Concern.objects.visible_to(user).open().filter(academy__in=led)
    new = (
        here.annotate(
            step_at=Max("entries__at", filter=~Q(entries__kind=EntryKind.NOTE)),
            own_word=Max("entries__at", filter=Q(entries__by=user)),
        )
        .filter(Q(own_word__isnull=True) | Q(own_word__lt=F("step_at")))
        .filter(step_at__gte=timezone.now() - datetime.timedelta(days=TOLD_FOR_DAYS))
        .select_related("academy")
        .prefetch_related("entries")
        .order_by("-level", "-raised_at")
    )
    for concern in new[:AT_MOST]:
        level = SHORT_LEVELS[concern.level].lower().removeprefix("with ")
        step = [entry.kind for entry in concern.entries.all() if entry.kind != EntryKind.NOTE][-1]
        done = {
            EntryKind.ESCALATED: f"was escalated to {level}",
            EntryKind.EASED: f"was taken down to {level}",
            EntryKind.REOPENED: "was opened again",
        }.get(EntryKind(step), "was raised")
        yield Todo(
            f"A concern {done} at {concern.academy}: {concern.title.rstrip('.')}.",
            reverse("academies:concern_show", args=[concern.pk]),
            "Read what was seen, and add what you know.",
            Weight.WAITING,
        )


def _for_leaders(user: User, person: Person) -> Iterator[Todo]:
    """Open concerns about which nobody wrote a word for QUIET_DAYS."""
    if not person.can(Permission.MANAGE_CONCERNS):
        return
    today = timezone.localdate()
    before = timezone.now() - datetime.timedelta(days=QUIET_DAYS)
    here: QuerySet[Concern] = Concern.objects.editable_by(user).open().filter(academy__trust=person.trust)
    quiet = list(
        here.annotate(last_word=Max("entries__at"))
        .filter(last_word__lte=before)
        .select_related("academy")
        .order_by("last_word", "pk")
    )
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
