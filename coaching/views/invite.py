"""An invitation: to coach a colleague or to be coached by one; answered, declined, taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from coaching.forms.cycle import AS_COACH, AS_COACHEE, AcceptForm, DeclineForm, InviteForm
from coaching.guards import own_rows
from coaching.models import CycleState
from coaching.rules.cycle import StepName, why_not
from coaching.selectors.choices import approaches_for
from coaching.selectors.colleagues import LETTERS, Colleague, colleague, colleagues_named, holds
from coaching.selectors.cycle import CyclePlace
from coaching.services.cycle import answer_invitation, invite_colleague, take_back
from coaching.services.cycle_gate import standing_of
from coaching.views.cycle_place import frame, place_or_404, refuse_other
from toolkit.selectors.practice_choice import practices_for

WRITES = ["GET", "HEAD", "POST"]


@needs(Permission.BE_COACHED)
@require_http_methods(WRITES)
@own_rows
def invite(request: SignedInRequest) -> HttpResponse:
    """`q`: part of a name; `person`: whoever was chosen. Coaches from outside are invited, and invite nobody: they know
    no directory of the trust."""
    trust = request.person.trust
    if trust is None:
        raise PermissionDenied("You hold no role here yet.")
    crumbs = [Link("Coaching", reverse("coaching:home")), Link("Invite a colleague")]
    number = request.GET.get("person", "")
    found = colleague(trust, number, may=Permission.COACH)
    if found is None:
        words = request.GET.get("q", "").strip()
        context: dict[str, Any] = {
            "crumbs": crumbs,
            "words": words,
            "letters": LETTERS,
            "found": colleagues_named(request.user, trust, words, may=Permission.COACH),
            "gone": bool(number),
        }
        return render(request, "coaching/invite_search.html", context)
    if found.person == request.user:
        messages.error(request, "Nobody coaches themselves: choose a colleague.")
        return redirect("coaching:invite")
    return _invite(request, found, crumbs)


def _invite(request: SignedInRequest, found: Colleague, crumbs: list[Link]) -> HttpResponse:
    trust = request.person.trust
    assert trust is not None
    # Whoever coaches from outside is coached by nobody here.
    parts = [AS_COACHEE, AS_COACH] if holds(found.person, trust, Permission.BE_COACHED) else [AS_COACHEE]
    form = InviteForm(
        request.POST if request.method == "POST" else None,
        parts=parts,
        approaches=approaches_for(request.user, trust),
        practices=practices_for(request.user, trust.pk),
    )
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        coaches = said.pop("part") == AS_COACH
        two = (request.user, found.person) if coaches else (found.person, request.user)
        try:
            invite_colleague(by=request.user, coach=two[0], coachee=two[1], **said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{found.person} is invited. You will see the answer on this page.")
            return redirect("coaching:home")
    context = {
        "crumbs": crumbs,
        "form": form,
        "found": found,
        "empty": not approaches_for(request.user, trust).exists(),
    }
    return render(request, "coaching/invite.html", context)


@require_http_methods(WRITES)
@own_rows
def invitation(request: SignedInRequest, pk: int) -> HttpResponse:
    """`answer` in a POST: accept, decline or back."""
    place = place_or_404(request, pk, begun=False)
    if place.cycle.state in (CycleState.ACTIVE, CycleState.CLOSED):
        return redirect("coaching:cycle_show", pk)
    wanted = request.POST.get("answer", "") if request.method == "POST" else ""
    accept = AcceptForm(request.POST if wanted == "accept" else None, prefix="yes", asks_goal=place.coached)
    decline = DeclineForm(request.POST if wanted == "decline" else None, prefix="no")
    if wanted and (done := _answered(request, place, wanted, accept, decline)) is not None:
        return done
    return render(request, "coaching/invitation.html", _context(request, place, accept, decline))


def _answered(
    request: SignedInRequest, place: CyclePlace, wanted: str, accept: AcceptForm, decline: DeclineForm
) -> HttpResponse | None:
    steps: dict[str, StepName] = {"accept": "accept", "decline": "decline", "back": "take_back"}
    if wanted not in steps:
        return None
    refuse_other(place, steps[wanted])
    form = {"accept": accept, "decline": decline}.get(wanted)
    if form is not None and not form.is_valid():
        return None
    other, cycle = place.other_first, place.cycle
    try:
        if wanted == "back":
            take_back(by=request.user, cycle=cycle)
            messages.success(request, f"Your invitation to {other} is taken back.")
            return redirect("coaching:home")
        said = form.cleaned_data if form is not None else {}
        answer_invitation(by=request.user, cycle=cycle, accept=wanted == "accept", **said)
    except ValidationError as error:
        if form is None:
            messages.error(request, error.messages[0])
            return redirect("coaching:home")
        put_errors(form, error)
        return None
    if wanted == "accept":
        messages.success(request, f"You and {other} begin. Plan the first visit together.")
        return redirect("coaching:cycle_show", cycle.pk)
    messages.success(request, f"Declined. {other} is told so, and nobody else.")
    return redirect("coaching:home")


def _context(request: SignedInRequest, place: CyclePlace, accept: AcceptForm, decline: DeclineForm) -> dict[str, Any]:
    cycle, other = place.cycle, place.other_first
    invited = "invited" in place.parties
    if invited:
        answer = f"{other} would like {'you to coach them' if place.coaches else 'to coach you'}"
    else:
        answer = f"Your invitation to {place.other}"
    now = standing_of(cycle, "accept" if invited else None)
    return {
        **frame(request, place),
        "cycle_tabs": None,
        "answer": answer,
        "invited": invited,
        "waits": cycle.state == CycleState.INVITED,
        "shut": why_not("accept", now) if invited else why_not("take_back", now),
        "expired": now.expired,
        "again": f"{reverse('coaching:invite')}?person={place.other.pk}",
        "accept": accept,
        "decline": decline,
        # Where it ran out, or was taken back, while somebody wrote.
        "typed": [
            (str(field.label), text)
            for form in (accept, decline)
            for field in form
            if form.is_bound and (text := str(field.value() or "").strip())
        ],
    }
