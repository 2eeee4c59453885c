"""Saying whether a theory of action held: at an academy, or in the trust as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from celt.ui.errors import put_errors
from celt.ui.parts import Choice, Filter, Link
from toolkit.forms.theory import VerdictForm
from toolkit.models.theory import Held
from toolkit.selectors.theory_page import theory_page
from toolkit.selectors.verdict import speaks_for
from toolkit.services.verdict import REFUSED, add_verdict
from toolkit.views.theory import crumbs, theory_or_404

SAID = {
    Held.HELD: "It held",
    Held.DID_NOT: "It did not hold",
    Held.NOT_YET: "It is not yet known",
}


@require_http_methods(["GET", "HEAD", "POST"])
def verdict_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """For the academy of `?academy=`; without it for the trust, or for the first academy that the person leads."""
    theory = theory_or_404(request, pk)
    may_trust = theory.academy_id is None and request.person.can_trust_wide(Permission.MANAGE_TOOLKIT)
    places = speaks_for(request.user, request.person, theory)
    if not may_trust and not places:
        raise PermissionDenied(REFUSED)
    academy = _academy(request, places, may_trust)
    # To choose among all records of an academy costs a query a kind: they are asked for where somebody wants to.
    naming = academy if "evidence" in request.GET else None
    form = VerdictForm(request.POST or None, user=request.user, person=request.person, academy=naming)
    if request.method == "POST" and form.is_valid():
        try:
            verdict = add_verdict(by=request.user, theory=theory, academy=academy, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            where = academy or "the trust as a whole"
            messages.success(request, f"{SAID[Held(verdict.held)]}, says {where}. The verdict stands on the record.")
            return redirect("toolkit:theory_show", pk)
    page = theory_page(request.user, request.person, theory, shown=academy.slug if academy else "")
    shown_at = academy.pk if academy else None
    context = {
        "form": form,
        "theory": theory,
        "academy": academy,
        "page": page,
        "place": next((p for p in page.places if p.academy and p.academy.pk == shown_at), None)
        if academy
        else page.trusts,
        "others": [p for p in page.places if p.newest] if academy is None else [],
        "filters": _whose(academy, places, may_trust),
        "evidence_url": f"{request.path}?academy={academy.slug}&evidence=1" if academy and naming is None else "",
        "keep": f"verdict-{pk}-{academy.slug if academy else 'trust'}",
        "back": reverse("toolkit:theory_show", args=[pk]),
        "crumbs": crumbs(Link(theory.name, reverse("toolkit:theory_show", args=[pk])), Link("Say whether it held")),
    }
    return render(request, "toolkit/verdict_add.html", context)


def _academy(request: SignedInRequest, places: list[Academy], may_trust: bool) -> Academy | None:
    if slug := request.GET.get("academy", ""):
        return next((each for each in places if each.slug == slug), None) or academy_or_404(
            request, slug, Permission.WRITE_THEORIES
        )
    return None if may_trust else places[0]


def _whose(academy: Academy | None, places: list[Academy], may_trust: bool) -> list[Filter]:
    """For whom one speaks, where there is a choice."""
    choices = [Choice("", "The trust as a whole")] if may_trust else []
    choices += [Choice(each.slug, each.name) for each in places]
    if len(choices) < 2:
        return []
    return [Filter("academy", "You say it for", choices, academy.slug if academy else "", wide=True)]
