"""The trust's terms, half-terms and INSET days, a year at a time; what a change moves is shown before it is kept."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.forms.term import YearForm, as_typed, suggested
from academies.guards import SignedInRequest, needs
from academies.selectors.academy import academies_of
from academies.selectors.term_list import preview, year_cards, year_now
from academies.services.terms import check_year, set_year
from celt.lib.terms import FIRST_YEAR, LAST_YEAR, year_label
from celt.ui.errors import put_errors
from celt.ui.parts import Link


@require_safe
@needs(Permission.MANAGE_ACADEMIES, whole_trust=True)
def term_list(request: SignedInRequest) -> HttpResponse:
    cards = year_cards(request.user, request.person.trust, timezone.localdate())
    return render(request, "academies/term_list.html", {"cards": cards, "past": any(c.past for c in cards)})


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_ACADEMIES, whole_trust=True)
def term_edit(request: SignedInRequest, year: int) -> HttpResponse:
    """A POST shows what it would move; the same with `keep` keeps it."""
    trust = request.person.trust
    if trust is None or not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404("No academic year stands at this address.")
    academies = list(academies_of(request.user, trust))
    before = year_now(request.user, trust, year)
    now = as_typed(*before)
    form = YearForm(request.POST or None, academies=academies, now=now, initial=suggested(year, now))
    label = year_label(year)
    crumbs = [Link("Terms", reverse("academies:term_list")), Link(label)]
    context = {"form": form, "label": label, "crumbs": crumbs}
    if request.method == "POST" and form.is_valid():
        try:
            if "keep" in request.POST:
                set_year(by=request.user, trust=trust, year=year, terms=form.terms, inset=form.inset_days)
                messages.success(request, f"The terms of {label} are kept.")
                return redirect("academies:term_list")
            check_year(trust=trust, year=year, terms=form.terms, inset=form.inset_days, today=timezone.localdate())
        except ValidationError as error:
            put_errors(form, error)
        else:
            # "change" comes back from the preview with everything that was typed.
            if "change" not in request.POST:
                shown = preview(request.user, request.person, academies, before, form.terms, form.inset_days)
                return render(request, "academies/term_preview.html", {**context, "preview": shown})
    elif request.method == "POST" and set(form.errors) == {"inset"}:
        # The days of the terms can be read: what is wrong with them is told in the same breath.
        try:
            check_year(trust=trust, year=year, terms=form.terms, inset=(), today=timezone.localdate())
        except ValidationError as error:
            put_errors(form, error)
    return render(request, "academies/term_edit.html", context)
