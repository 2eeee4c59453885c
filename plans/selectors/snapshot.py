"""Snapshots of an academy's plans: the list, one as its reader reads it, and what leads from a plan to paper."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import opened
from celt.lib.terms import year_label
from celt.ui.parts import Choice, Filter
from plans.models.plan import Plan, Snapshot
from plans.rules.document import Edition, PlanDocument, from_data
from plans.rules.year import year_slug
from plans.selectors.document import edition_for
from plans.selectors.people import sees_names
from plans.selectors.read_as import read_as
from plans.services.changing import why_plan_shut

BY_ITSELF = "By itself"


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """`by` is empty for readers, but for what was taken by itself."""

    pk: int
    title: str
    day: datetime.date
    year: str
    by: str
    url: str
    compare_url: str

    @property
    def label(self) -> str:
        """'Governors’ meeting, December (4 December 2026)', where one chooses."""
        return f"{self.title} ({british(self.day)})"


@dataclass(frozen=True, slots=True)
class SnapshotsPage:
    """`take_url`: where this person takes one, empty where they may not; `why_not` says why nobody can."""

    answer: str
    lines: Sequence[SnapshotLine]
    filters: Sequence[Filter]
    every: Sequence[SnapshotLine]
    take_url: str
    why_not: str

    @property
    def leaves_out(self) -> tuple[str, ...]:
        """Columns in which this reader would read nothing."""
        return () if any(line.by for line in self.every) else ("by",)


def snapshots_page(user: User, person: Person, academy: Academy, chosen: Mapping[str, str]) -> SnapshotsPage:
    """All snapshots of the academy's plans, newest first, or those of the year chosen. Three queries at most."""
    names, read = sees_names(academy, person), read_as(user, person, academy)
    every = [_line(one, read(one.title), names=names) for one in _of(user, academy)]
    years = sorted({line.year for line in every}, reverse=True)
    year = chosen.get("year", "")
    year = year if year in years else ""
    newest = Plan.objects.visible_to(user).filter(academy=academy).order_by("-academic_year").first()
    take_url = why_not = ""
    if newest is not None and may_at(academy, person, Permission.EDIT_PLAN):
        why_not = why_plan_shut(academy, newest.academic_year)
        at = [academy.slug, year_slug(newest.academic_year)]
        take_url = "" if why_not else reverse("plans:snapshot_take", args=at)
    choices = [Choice("", "All years"), *(Choice(one, one) for one in years)]
    return SnapshotsPage(
        answer=_answer(academy, every),
        lines=[line for line in every if year in ("", line.year)],
        filters=[Filter("year", "Plan of", choices, year)] if len(years) > 1 else [],
        every=every,
        take_url=take_url,
        why_not=why_not,
    )


def _answer(academy: Academy, lines: Sequence[SnapshotLine]) -> str:
    if not lines:
        return f"No snapshot of {academy}’s plan has been taken yet."
    kept = opened(len(lines), "snapshot")
    are = "is" if len(lines) == 1 else "are"
    return f"{kept} of {academy}’s plan {are} kept, the newest of {british(lines[0].day)}."


def _of(user: User, academy: Academy) -> QuerySet[Snapshot]:
    return (
        Snapshot.objects.visible_to(user)
        .filter(plan__academy=academy)
        .select_related("plan", "taken_by")
        .defer("content")
        .order_by("-taken_at", "-pk")
    )


def _line(one: Snapshot, title: str, *, names: bool) -> SnapshotLine:
    return SnapshotLine(
        pk=one.pk,
        title=title,
        day=snapshot_day(one),
        year=year_label(one.plan.academic_year),
        by=BY_ITSELF if one.taken_by is None else one.taken_by.full_name if names else "",
        url=reverse("plans:snapshot_show", args=[one.pk]),
        compare_url=reverse("plans:snapshot_compare", args=[one.pk, "now"]),
    )


def snapshot_day(snapshot: Snapshot) -> datetime.date:
    return timezone.localdate(snapshot.taken_at)


def snapshot_document(snapshot: Snapshot, edition: Edition) -> PlanDocument:
    """What it says in that edition, as it was on its day."""
    return from_data(snapshot.content[edition])


def edition_of(person: Person, snapshot: Snapshot) -> Edition:
    return edition_for(person, snapshot.plan.academy)


def newest_pk(user: User, academy: Academy) -> int | None:
    """The newest snapshot that the person may read of the academy's plans."""
    return _of(user, academy).values_list("pk", flat=True).first()
