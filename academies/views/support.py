"""Support promised and delivered: one academy's year, and the trust's."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.selectors.support import support_page
from academies.selectors.support_trust import trust_support_page
from academies.tables.support import AcademySupportFile, AcademySupportTable, PromiseFile, PromiseTable
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response


@require_safe
def support(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_SUPPORT)
    page = support_page(request.user, request.person, academy, request.GET)
    manages = may_at(academy, request.person, Permission.MANAGE_SUPPORT)
    more = Link("Promise more", reverse("academies:promise_new", args=[academy.slug]))
    context = {
        "page": page,
        "academy": academy,
        "manages": manages,
        "tabs": academy_tabs(request, academy),
        "actions": [more] if manages else [],
        "crumbs": [
            Link("Support", reverse("academies:support_trust")),
            Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
            Link(page.year_label),
        ],
    }
    return render(request, "academies/support.html", context)


@require_safe
def support_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_SUPPORT)
    page = support_page(request.user, request.person, academy, request.GET)
    return csv_response(PromiseFile(page.rows), f"support-{academy.slug}-{page.year}.csv")


@require_safe
@needs(Permission.VIEW_SUPPORT)
def support_trust(request: SignedInRequest) -> HttpResponse:
    page = trust_support_page(request.user, request.person, request.person.trust, request.GET)
    academies = AcademySupportTable(
        page.academies,
        kinds=page.kinds,
        prefix="by-",
        exclude=() if page.this_year else ("next",),
        caption="Delivered of what is promised. A diamond: some of it is late.",
    )
    context = {
        "page": page,
        "academies": configured(request, academies),
        "table": configured(request, PromiseTable(page.rows), per_page=20),
    }
    return render(request, "academies/support_trust.html", context)


@require_safe
@needs(Permission.VIEW_SUPPORT)
def support_trust_csv(request: SignedInRequest) -> HttpResponse:
    page = trust_support_page(request.user, request.person, request.person.trust, request.GET)
    return csv_response(configured(request, PromiseFile(page.rows)), f"support-{page.year}.csv")


@require_safe
@needs(Permission.VIEW_SUPPORT)
def support_academies_csv(request: SignedInRequest) -> HttpResponse:
    page = trust_support_page(request.user, request.person, request.person.trust, request.GET)
    return csv_response(AcademySupportFile(page.academies), f"support-by-academy-{page.year}.csv")
