"""An academy's five rings: the newest picture, two of them side by side, and everything agreed as a file."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Choice, Filter, Link
from celt.ui.tables import configured, csv_response
from plans.selectors.ring import when
from plans.selectors.ring_history import compare_page, file_rows, rings_page
from plans.services.changing import why_academy_shut
from plans.tables.ring import HistoryTable, RingFile

MOVED = "moved"
SHOWN = (Choice("", "Every condition"), Choice(MOVED, "Only what moved"))


@require_safe
def rings(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = rings_academy(request, slug)
    page = rings_page(request.user, request.person, academy)
    opens = may_at(academy, request.person, Permission.AGREE_CONDITIONS) and page.waiting is None
    context = {
        "page": page,
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": [*academy_crumbs(academy), Link("Rings")],
        "actions": _actions(academy, opens=opens and not why_academy_shut(academy), many=len(page.history) > 1),
        "may_open": opens,
        "shut": why_academy_shut(academy) if opens else "",
        "history": configured(request, HistoryTable(page.history)),
    }
    return render(request, "plans/rings_show.html", context)


@require_safe
def rings_compare(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = rings_academy(request, slug)
    page = compare_page(request.user, academy, request.GET.get("from", ""), request.GET.get("to", ""))
    back = reverse("plans:rings", args=[slug])
    choices = [Choice(str(each.pk), when(each).capitalize()) for each in page.agreed]
    only = request.GET.get("show") == MOVED
    filters = []
    if page.then and page.now:
        filters = [
            Filter("from", "From", choices, str(page.then.evaluation.pk)),
            Filter("to", "To", choices, str(page.now.evaluation.pk)),
            Filter("show", "Show", SHOWN, MOVED if only else ""),
        ]
    context = {
        "page": page,
        "academy": academy,
        "filters": filters,
        "only": only,
        "lines": [line for line in page.lines if not only or line.moved.way in ("up", "down")],
        "tabs": academy_tabs(request, academy, under=back),
        "crumbs": [*academy_crumbs(academy), Link("Rings", back), Link("Compare")],
        "back": Link("Back to the rings", back),
    }
    return render(request, "plans/rings_compare.html", context)


@require_safe
def rings_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = rings_academy(request, slug)
    return csv_response(
        configured(request, RingFile(file_rows(request.user, request.person, academy))), f"rings-{slug}.csv"
    )


def rings_academy(request: SignedInRequest, slug: str) -> Academy:
    """The academy where the person reads its plan or rates its conditions; 403 where they do neither."""
    academy = academy_or_404(request, slug)
    if not any(may_at(academy, request.person, one) for one in (Permission.VIEW_PLAN, Permission.RATE_CONDITIONS)):
        raise PermissionDenied(f"Your roles do not let you {Permission.VIEW_PLAN.value} of {academy}.")
    return academy


def academy_crumbs(academy: Academy) -> list[Link]:
    return [
        Link("Academies", reverse("academies:academy_list")),
        Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
    ]


def _actions(academy: Academy, *, opens: bool, many: bool) -> list[Link]:
    found = []
    if opens:
        url = reverse("plans:evaluation_open", args=[academy.slug])
        found.append(Link("Open a self-evaluation", url, primary=True))
    if many:
        found.append(Link("Compare two", reverse("plans:rings_compare", args=[academy.slug])))
    return found
