"""One academy's page, and the parts of it that are asked for in place: its facts and what happened there."""

import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.providers import profile_parts
from academies.selectors.profile import moments_of, profile_page
from academies.selectors.profile_facts import fact_groups
from academies.ways import academy_tabs, may_at
from celt.lib.days import british
from celt.lib.sentences import opened
from celt.ui.parts import Link

MOMENTS_A_PAGE = 20
MOMENTS_ON_PROFILE = 6


@require_safe
def academy_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug)
    page = profile_page(request.user, request.person, academy)
    context = {
        "page": page,
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": [Link("Academies", reverse("academies:academy_list")), Link(academy.name)],
        "parts": [part for provider in profile_parts for part in provider(academy, request.person)],
        "watched": page.watched,
    }
    return render(request, "academies/academy_detail.html", context)


@require_safe
def academy_facts(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug)
    groups = fact_groups(request.user, request.person, academy)
    told = sum(len(group.opened) + len(group.folded) for group in groups)
    context = {
        "academy": academy,
        "groups": groups,
        "may_raise": may_at(academy, request.person, Permission.MANAGE_CONCERNS),
        "answer": f"{opened(told, 'figure')} of {academy}, each with where it came from.",
        "crumbs": _crumbs(academy, "Facts"),
    }
    return render(request, f"academies/{'_facts' if _in_place(request) else 'academy_facts'}.html", context)


@require_safe
def academy_timeline(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug)
    moments = moments_of(request.user, request.person, academy)
    context = {"academy": academy, "total": len(moments)}
    if _in_place(request):
        return render(request, "academies/_timeline.html", {**context, "moments": moments[:MOMENTS_ON_PROFILE]})
    shown = Paginator(moments, MOMENTS_A_PAGE).get_page(request.GET.get("page"))
    context |= {
        "moments": shown.object_list,
        "shown": shown,
        "answer": f"{opened(len(moments), 'thing')} happened at {academy} since {british(_day(moments[-1].when))}."
        if moments
        else f"What happens at {academy} will stand here.",
        "tabs": academy_tabs(request, academy),
        "crumbs": _crumbs(academy, "What happened"),
    }
    return render(request, "academies/academy_timeline.html", context)


def _day(when: datetime.date | datetime.datetime) -> datetime.date:
    return timezone.localdate(when) if isinstance(when, datetime.datetime) else when


def _in_place(request: SignedInRequest) -> bool:
    """Whether a page asks for this part of itself."""
    return "HX-Request" in request.headers


def _crumbs(academy: Academy, here: str) -> list[Link]:
    profile = Link(academy.name, reverse("academies:academy_detail", args=[academy.slug]))
    return [Link("Academies", reverse("academies:academy_list")), profile, Link(here)]
