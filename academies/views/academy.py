"""The trust's academies: the list, one academy, and which trust somebody of several trusts looks at."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.middleware import SESSION_TRUST
from academies.models import Trust
from academies.providers import academy_ways
from academies.selectors.academy import academies_page, academy_page
from academies.tables.academy import AcademyTable
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response

ACADEMIES_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_ACADEMY)
def academy_list(request: SignedInRequest) -> HttpResponse:
    page = academies_page(request.user, request.person.trust, request.GET)
    table = configured(request, AcademyTable(page.academies, caption="Academies"), per_page=ACADEMIES_A_PAGE)
    return render(request, "academies/academy_list.html", {"page": page, "table": table})


@require_safe
@needs(Permission.VIEW_ACADEMY)
def academy_csv(request: SignedInRequest) -> HttpResponse:
    page = academies_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, AcademyTable(page.academies)), "academies.csv")


@require_safe
def academy_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug)
    crumbs = [Link("Academies", reverse("academies:academy_list")), Link(academy.name)]
    ways = [way for provider in academy_ways for way in provider(academy, request.person)]
    context = {"page": academy_page(request.user, academy), "crumbs": crumbs, "actions": ways}
    return render(request, "academies/academy_detail.html", context)


@require_POST
def trust_switch(request: SignedInRequest) -> HttpResponse:
    """Look at another trust, and go back to where one was if that is a page of this site."""
    pk = request.POST.get("trust", "")
    trust = get_object_or_404(Trust.objects.visible_to(request.user), pk=int(pk) if pk.isdecimal() else 0)
    request.session[SESSION_TRUST] = trust.pk
    after = request.POST.get("next", "")
    return redirect(after if url_has_allowed_host_and_scheme(after, {request.get_host()}) else "home")
