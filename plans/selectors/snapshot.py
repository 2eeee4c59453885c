"""Snapshots of an academy's plans: the list, one as its reader reads it, and what leads from a plan to paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import opened
from celt.lib.terms import year_label
from celt.ui.parts import Link
from plans.models.plan import Plan, Snapshot
from plans.rules.document import Edition, PlanDocument, from_data
from plans.selectors.document import edition_for
from plans.selectors.people import sees_names


def year_slug(year: int) -> str:
    """2025 -> '2025-26', as the addresses write it."""
    return year_label(year).replace("/", "-")


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    pk: int
    title: str
    day: str
    year: str
    by: str
    url: str
    compare_url: str


@dataclass(frozen=True, slots=True)
class SnapshotsPage:
    answer: str
    lines: Sequence[SnapshotLine]


def snapshots_page(user: User, person: Person, academy: Academy) -> SnapshotsPage:
    """All snapshots of the academy's plans, newest first. One query."""
    names = sees_names(academy, person)
    lines = [_line(one, names=names) for one in _of(user, academy)]
    if not lines:
        answer = f"No snapshot of {academy}’s plan has been taken yet."
    else:
        kept = opened(len(lines), "snapshot")
        answer = f"{kept} of {academy}’s plan {'is' if len(lines) == 1 else 'are'} kept, the newest of {lines[0].day}."
    return SnapshotsPage(answer, lines)


def _of(user: User, academy: Academy) -> QuerySet[Snapshot]:
    return (
        Snapshot.objects.visible_to(user)
        .filter(plan__academy=academy)
        .select_related("plan", "taken_by")
        .defer("content")
        .order_by("-taken_at", "-pk")
    )


def _line(one: Snapshot, *, names: bool) -> SnapshotLine:
    by = "at the term’s end" if one.taken_by is None else one.taken_by.full_name if names else ""
    return SnapshotLine(
        pk=one.pk,
        title=one.title,
        day=british(timezone.localdate(one.taken_at)),
        year=year_label(one.plan.academic_year),
        by=by,
        url=reverse("plans:snapshot_show", args=[one.pk]),
        compare_url=reverse("plans:snapshot_compare", args=[one.pk, "now"]),
    )


def snapshot_document(snapshot: Snapshot, edition: Edition) -> PlanDocument:
    """What it says to readers of that edition. Neither edition can be had from the other."""
    return from_data(snapshot.content[edition])


def edition_of(person: Person, snapshot: Snapshot) -> Edition:
    return edition_for(person, snapshot.plan.academy)


def plan_links(user: User, plan: Plan) -> list[Link]:
    """What leads from a plan's page to paper and to what it said before. One query."""
    at = [plan.academy.slug, year_slug(plan.academic_year)]
    links = [
        Link("Print two pages", reverse("plans:plan_summary", args=at)),
        Link("Whole plan", reverse("plans:plan_print", args=at)),
    ]
    newest = Snapshot.objects.visible_to(user).filter(plan=plan).defer("content").order_by("-taken_at", "-pk").first()
    if newest is not None:
        day = timezone.localdate(newest.taken_at)
        links.append(
            Link(f"Compare with {day.day} {day:%B}", reverse("plans:snapshot_compare", args=[newest.pk, "now"]))
        )
    links.append(Link("Snapshots", reverse("plans:snapshot_list", args=[plan.academy.slug])))
    return links
