"""Across rounds: patterns by theory of action or practice, the same as a file, and of one theory on its own page."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.selectors.across import across_page, rounds_of_theory
from reviews.tables.across import PatternFile
from toolkit.views.theory import theory_or_404

ROUNDS_A_PAGE = 20
ROUNDS_OF_THEORY = 5


@require_safe
@needs(Permission.READ_ROUNDS)
def rounds_across(request: SignedInRequest) -> HttpResponse:
    page = across_page(request.user, request.person, request.GET)
    shown = Paginator(page.rounds, ROUNDS_A_PAGE).get_page(request.GET.get("page"))
    by_group = groupby(shown.object_list, key=itemgetter(0))
    context = {
        "page": page,
        "shown": shown,
        "groups": [(group, [told for _, told in rounds]) for group, rounds in by_group],
        "crumbs": [Link("Instructional rounds", reverse("reviews:round_list")), Link("Across rounds")],
    }
    return render(request, "reviews/rounds_across.html", context)


@require_safe
@needs(Permission.READ_ROUNDS)
def rounds_across_csv(request: SignedInRequest) -> HttpResponse:
    page = across_page(request.user, request.person, request.GET)
    return csv_response(configured(request, PatternFile(page.rows)), "patterns-of-rounds.csv")


@require_safe
def theory_rounds(request: SignedInRequest, pk: int) -> HttpResponse:
    """What rounds saw of a theory of action, as a part of the theory's own page; by itself, the page of all rounds."""
    theory = theory_or_404(request, pk)
    if not request.person.can(Permission.READ_ROUNDS):
        raise Http404("Rounds are not read by this person.")
    across = f"{reverse('reviews:rounds_across')}?{urlencode({'theory': pk})}"
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect(across)
    rounds = rounds_of_theory(request.user, request.person, theory)
    context = {"rounds": rounds[:ROUNDS_OF_THEORY], "n": len(rounds), "across": across}
    response = render(request, "reviews/_theory_rounds.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response
