"""The trust's subjects and areas of work, with what rests on each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from academies.models import CategoryDecision, Deployment, SupportArea, Trust
from academies.models.area import AreaKind
from accounts.models import User
from celt.lib.sentences import opened
from celt.ui.parts import Choice, Filter, Status

SHOWN = {"current": "Offered", "archived": "Archived", "all": "All"}


@dataclass(frozen=True)
class AreaRow:
    name: str
    url: str
    kind: str
    decisions: int
    deployments: int
    archived: bool

    @property
    def state(self) -> Status:
        return Status("Archived") if self.archived else Status("Yes", "good")


@dataclass(frozen=True)
class AreasPage:
    rows: list[AreaRow]
    filters: list[Filter]
    answer: str


def areas_page(user: User, trust: Trust, query: Mapping[str, str]) -> AreasPage:
    """`kind` and `shown` of the address narrow the list. Three queries."""
    shown = query.get("shown", "") if query.get("shown") in SHOWN else "current"
    kind = query.get("kind", "") if query.get("kind") in AreaKind.values else ""
    areas = SupportArea.objects.visible_to(user).filter(trust=trust)
    if shown != "all":
        areas = areas.filter(archived=shown == "archived")
    areas = areas.filter(kind=kind) if kind else areas
    decisions = CategoryDecision.objects.visible_to(user).filter(area__trust=trust).order_by()
    deployments = Deployment.objects.visible_to(user).filter(area__trust=trust).order_by()
    decided = dict(decisions.values_list("area").annotate(Count("pk")))
    deployed = dict(deployments.values_list("area").annotate(Count("pk")))
    rows = [
        AreaRow(
            area.name,
            reverse("academies:area_edit", args=[area.pk]),
            area.get_kind_display(),
            decided.get(area.pk, 0),
            deployed.get(area.pk, 0),
            area.archived,
        )
        for area in areas
    ]
    return AreasPage(
        rows=rows,
        filters=[
            Filter("shown", "Show", [Choice(*pair) for pair in SHOWN.items()], shown),
            Filter("kind", "What it is", [Choice("", "All"), *(Choice(k.value, k.label) for k in AreaKind)], kind),
        ],
        answer=_answer(rows, narrowed=bool(kind) or shown != "current"),
    )


def _answer(rows: list[AreaRow], *, narrowed: bool) -> str:
    if narrowed:
        return f"{opened(len(rows), 'subject or area', 'subjects and areas')} found."
    if not rows:
        return "No subject or area of work is offered yet."
    return f"{opened(len(rows), 'subject or area', 'subjects and areas')} to decide on, and to lend people for."
