"""Versions of practices on somebody's home page: to review, to mend, to publish."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import F, Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.providers import Todo, Weight
from academies.selectors.together import Asked
from accounts.models import User
from celt.lib.sentences import opened
from toolkit.models import PracticeVersion
from toolkit.models.practice import VersionState

AT_MOST = 3
NEVER = datetime.datetime.max.replace(tzinfo=datetime.UTC)


def versions_asked(user: User, person: Person) -> Asked | None:
    """None for who does not write in the toolkit."""
    if person.trust is None or not person.can(Permission.WRITE_TOOLKIT):
        return None
    asked = Q(state=VersionState.IN_REVIEW, reviewer=user.pk)
    returned = Q(state=VersionState.DRAFT, reviewed_at__isnull=False) & (Q(written_by=user.pk) | Q(asked_by=user.pk))
    mine = asked | returned
    if person.can_trust_wide(Permission.MANAGE_TOOLKIT):
        mine |= Q(state=VersionState.READY)
    rows = PracticeVersion.objects.visible_to(user).filter(
        mine, practice__trust=person.trust, practice__archived_at__isnull=True
    )
    return Asked(rows.annotate(slug=F("practice__slug")), also=("slug",))


def practice_todos(versions: Iterable[PracticeVersion]) -> Iterator[Todo]:
    todos = [
        _todo(version) for version in sorted(versions, key=lambda version: (version.asked_at or NEVER, version.pk))
    ]
    yield from todos[:AT_MOST]
    if left := todos[AT_MOST:]:
        says = f"{opened(len(left), 'more practice waits', 'more practices wait')} for you."
        yield Todo(says, reverse("toolkit:practice_list"), weight=Weight.NEXT)


def _todo(version: PracticeVersion) -> Todo:
    url = reverse("toolkit:version_show", args=[version.slug, version.number])  # type: ignore[attr-defined]
    which = f"“{version.title}”" if version.number == 1 else f"version {version.number} of “{version.title}”"
    match version.state:
        case VersionState.IN_REVIEW:
            return Todo(f"You are asked to review {which}.", url, "Could you begin with it on Monday?", Weight.WAITING)
        case VersionState.READY:
            return Todo(f"{_opened(which)} is reviewed and can be published.", url, "", Weight.WAITING)
        case _:
            return Todo(f"{_opened(which)} came back from review.", url, "See what it still needs.", Weight.WAITING)


def _opened(which: str) -> str:
    return which[:1].upper() + which[1:]
