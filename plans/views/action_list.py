"""Lists of actions: an academy's, the same as a file, and one's own."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.ways import academy_tabs
from celt.lib.sentences import counted
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from plans.selectors.action_list import actions_page, mine_page
from plans.tables.action import ActionFile, ActionTable, ReaderFile, ReaderTable
from plans.views.place import plan_crumbs

ACTIONS_A_PAGE = 20


@require_safe
def action_list(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    page = actions_page(request.user, request.person, academy, request.GET)
    kind = ActionTable if page.sees_names else ReaderTable
    costs = f": {page.shown.resources}" if page.shown.resources else ""
    shown = kind(page.rows, caption=f"{counted(len(page.rows), 'action')}{costs}")
    year = page.plan.academic_year if page.plan else None
    context = {
        "page": page,
        "academy": academy,
        "table": configured(request, shown, per_page=ACTIONS_A_PAGE),
        "tabs": academy_tabs(request, academy, under=reverse("plans:plan", args=[slug])),
        "crumbs": plan_crumbs(academy, year, Link("Actions")),
    }
    return render(request, "plans/action_list.html", context)


@require_safe
def action_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    page = actions_page(request.user, request.person, academy, request.GET)
    kind = ActionFile if page.sees_names else ReaderFile
    return csv_response(configured(request, kind(page.rows)), f"actions-{slug}.csv")


@require_safe
def my_actions(request: SignedInRequest) -> HttpResponse:
    page = mine_page(request.user, request.person)
    several = len({row.academy for row in (*page.open, *page.ended)}) > 1
    return render(request, "plans/my_actions.html", {"page": page, "several": several, "back": "mine"})
