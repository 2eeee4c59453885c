"""The trust's views: all plans, the matrix of priorities, what everybody works on by theory of action."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.lib.sentences import counted
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from plans.selectors.alignment import alignment_page
from plans.selectors.in_use import in_use_page
from plans.selectors.portfolio import portfolio_page
from plans.tables.trust import AlignmentFile, InUseFile, InUseTable, PlanFile, PlanTable

ROWS_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_PLAN)
def plan_list(request: SignedInRequest) -> HttpResponse:
    page = portfolio_page(request.user, request.person, request.GET)
    caption = f"Plans of {year_label(page.year)}: {counted(len(page.rows), 'academy', 'academies')}"
    table = configured(request, PlanTable(page.rows, caption=caption), per_page=ROWS_A_PAGE)
    actions = [
        Link("Who works on what the trust works on", reverse("plans:alignment")),
        Link("By theory of action", reverse("plans:theories_in_use")),
    ]
    return render(request, "plans/plan_list.html", {"page": page, "table": table, "actions": actions})


@require_safe
@needs(Permission.VIEW_PLAN)
def plan_csv(request: SignedInRequest) -> HttpResponse:
    page = portfolio_page(request.user, request.person, request.GET)
    return csv_response(configured(request, PlanFile(page.rows)), "plans.csv")


@require_safe
@needs(Permission.VIEW_PLAN)
def alignment(request: SignedInRequest) -> HttpResponse:
    page = alignment_page(request.user, request.person, request.GET)
    priorities = Link("The trust’s priorities", reverse("plans:trust_priorities"))
    context = {"page": page, "actions": [priorities], "crumbs": _crumbs("Trust priorities and plans")}
    return render(request, "plans/alignment.html", context)


@require_safe
@needs(Permission.VIEW_PLAN)
def alignment_csv(request: SignedInRequest) -> HttpResponse:
    page = alignment_page(request.user, request.person, request.GET)
    return csv_response(configured(request, AlignmentFile(page.lines)), "priorities-and-plans.csv")


@require_safe
@needs(Permission.VIEW_PLAN)
def theories_in_use(request: SignedInRequest) -> HttpResponse:
    page = in_use_page(request.user, request.person, request.GET, year=year_on(timezone.localdate()))
    table = configured(request, InUseTable(page.rows, caption="What academies work on"), per_page=ROWS_A_PAGE)
    context = {"page": page, "table": table, "crumbs": _crumbs("By theory of action")}
    return render(request, "plans/theories_in_use.html", context)


@require_safe
@needs(Permission.VIEW_PLAN)
def theories_in_use_csv(request: SignedInRequest) -> HttpResponse:
    page = in_use_page(request.user, request.person, request.GET, year=year_on(timezone.localdate()))
    return csv_response(configured(request, InUseFile(page.rows)), "theories-in-use.csv")


def _crumbs(here: str) -> list[Link]:
    return [Link("Plans", reverse("plans:plan_list")), Link(here)]
