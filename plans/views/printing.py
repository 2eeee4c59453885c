"""A plan and its snapshots on paper: the whole of it and two pages, each as a page to print and as a tagged PDF."""

from __future__ import annotations

import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from academies.models import Academy
from academies.ways import academy_tabs
from celt.ui.parts import Link
from plans.models.plan import Plan
from plans.rules.document import PlanDocument
from plans.rules.year import year_slug
from plans.selectors.document import edition_for, plan_document
from plans.selectors.printed import plan_file, summary_file, two_pages
from plans.selectors.snapshot import edition_of, snapshot_document
from plans.views.place import plan_crumbs, plan_or_404
from plans.views.snapshot import snapshot_or_404


def _now(request: SignedInRequest, plan: Plan) -> PlanDocument:
    return plan_document(request.user, request.person, plan, edition_for(request.person, plan.academy))


@require_safe
def plan_print(request: SignedInRequest, slug: str, year: str) -> HttpResponse:
    plan = plan_or_404(request, slug, year)
    at = [slug, year]
    actions = [
        Link("Download as PDF", reverse("plans:plan_pdf", args=at), primary=True),
        Link("Two pages", reverse("plans:plan_summary", args=at)),
    ]
    context = {"document": _now(request, plan), "actions": actions, **_around(request, plan, "Whole plan")}
    return render(request, "plans/plan_print.html", context)


@require_safe
def plan_summary(request: SignedInRequest, slug: str, year: str) -> HttpResponse:
    plan = plan_or_404(request, slug, year)
    at = [slug, year]
    actions = [
        Link("Download as PDF", reverse("plans:plan_summary_pdf", args=at), primary=True),
        Link("Whole plan", reverse("plans:plan_print", args=at)),
    ]
    context = {
        "told": two_pages(_now(request, plan)).summary,
        "actions": actions,
        **_around(request, plan, "Two pages"),
    }
    return render(request, "plans/plan_summary.html", context)


@require_safe
def plan_pdf(request: SignedInRequest, slug: str, year: str) -> HttpResponse:
    plan = plan_or_404(request, slug, year)
    return _file(plan_file(_now(request, plan), timezone.now()), plan, "plan", timezone.localdate())


@require_safe
def plan_summary_pdf(request: SignedInRequest, slug: str, year: str) -> HttpResponse:
    plan = plan_or_404(request, slug, year)
    return _file(summary_file(_now(request, plan), timezone.now()), plan, "plan-two-pages", timezone.localdate())


@require_safe
def snapshot_summary(request: SignedInRequest, pk: int) -> HttpResponse:
    snapshot = snapshot_or_404(request, pk)
    document = snapshot_document(snapshot, edition_of(request.person, snapshot))
    actions = [
        Link("Download as PDF", reverse("plans:snapshot_summary_pdf", args=[pk]), primary=True),
        Link("Whole snapshot", reverse("plans:snapshot_show", args=[pk])),
    ]
    context = {
        "told": two_pages(document, snapshot.title).summary,
        "snapshot": snapshot,
        "actions": actions,
        **_around(request, snapshot.plan, "Two pages"),
    }
    return render(request, "plans/plan_summary.html", context)


@require_safe
def snapshot_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    snapshot = snapshot_or_404(request, pk)
    document = snapshot_document(snapshot, edition_of(request.person, snapshot))
    made = plan_file(document, snapshot.taken_at, snapshot.title)
    return _file(made, snapshot.plan, "plan", timezone.localdate(snapshot.taken_at))


@require_safe
def snapshot_summary_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    snapshot = snapshot_or_404(request, pk)
    document = snapshot_document(snapshot, edition_of(request.person, snapshot))
    made = summary_file(document, snapshot.taken_at, snapshot.title)
    return _file(made, snapshot.plan, "plan-two-pages", timezone.localdate(snapshot.taken_at))


def _around(request: SignedInRequest, plan: Plan, here: str) -> dict[str, object]:
    academy: Academy = plan.academy
    return {
        "plan": plan,
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=reverse("plans:plan", args=[academy.slug])),
        "crumbs": plan_crumbs(academy, plan.academic_year, Link(here)),
    }


def _file(made: bytes, plan: Plan, what: str, day: datetime.date) -> HttpResponse:
    name = f"{plan.academy.slug}-{what}-{year_slug(plan.academic_year)}-{day:%Y-%m-%d}"
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{slugify(name)}.pdf"'
    return response
