"""One page, shared with a named person and taken back; and what was shared with oneself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest
from celt.lib.days import british
from celt.ui.parts import Link
from coaching.guards import own_rows
from coaching.models import Opened, Share, VisitState
from coaching.selectors.colleagues import LETTERS, colleague, colleagues_named
from coaching.selectors.share import promise_of, shared_list, shared_page, shared_visit
from coaching.services.openings import log_opening
from coaching.services.share import end_share, share_page
from coaching.views.cycle_place import frame, refuse_other
from coaching.views.visit_place import visit_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@own_rows
def share_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """The coachee looks for a name, and ticks one person. `person` is posted."""
    visit, place = visit_or_404(request, pk)
    refuse_other(place, "share")
    if visit.state != VisitState.FED_BACK and request.method != "POST":
        messages.info(request, "There is nothing to share yet: the feedback of this visit is not given.")
        return redirect("coaching:cycle_show", place.cycle.pk)
    trust, refused = place.cycle.trust, ""
    if request.method == "POST":
        found = colleague(trust, request.POST.get("person", ""), may=Permission.COACH)
        try:
            if found is None:
                raise ValidationError("Choose somebody who works for this trust.")
            share_page(by=request.user, visit=visit, person=found.person)
        except ValidationError as error:
            refused = error.messages[0]
        else:
            messages.success(request, f"{found.person} can read this one page until you take it back.")
            return redirect("coaching:share_add", pk)
    words = request.GET.get("q", "").strip()
    context: dict[str, Any] = {
        **frame(request, place, Link("Share one page")),
        "cycle_tabs": None,
        "answer": f"Share the page of {british(visit.day)} with one person",
        "lead": "They read this page and no other: praise, question, step and notes. You see each time that they open "
        "it, and you can take it back at any time.",
        "visit": visit,
        "promise": promise_of(request.user, visit, place),
        "refused": refused,
        "words": words,
        "letters": LETTERS,
        "found": [
            each
            for each in colleagues_named(request.user, trust, words, may=Permission.COACH)
            if each.person.pk != place.cycle.coach_id
        ],
        "shares": Share.objects.visible_to(request.user).standing().filter(visit=visit).select_related("person"),
        "back": reverse("coaching:visit_show", args=[pk]),
    }
    return render(request, "coaching/share_add.html", context)


@require_POST
@own_rows
def share_end(request: SignedInRequest, pk: int) -> HttpResponse:
    """`pk` of the share. Whoever reads along, and the coach, may know of it and not end it (403)."""
    share = get_object_or_404(Share.objects.visible_to(request.user).select_related("person", "by"), pk=pk)
    if share.by_id != request.user.pk:
        raise PermissionDenied("Whoever shared a page takes it back.")
    end_share(by=request.user, share=share)
    messages.success(request, f"Taken back. {share.person} reads it no more.")
    return redirect("coaching:share_add", share.visit_id)


@require_safe
@own_rows
def shared(request: SignedInRequest, pk: int) -> HttpResponse:
    """As the named person reads it; 404 for everybody else, the two themselves included."""
    share = shared_visit(request.user, pk)
    log_opening(by=request.user, cycle=share.cycle_id, visit=share.visit_id, what=Opened.SHARED)
    page = shared_page(request.user, share)
    context = {
        "page": page,
        "crumbs": [
            Link("Coaching", reverse("coaching:home")),
            Link("Shared with you", reverse("coaching:shared_with_me")),
            Link(british(page.visit.day)),
        ],
    }
    return render(request, "coaching/shared.html", context)


@require_safe
@own_rows
def shared_with_me(request: SignedInRequest) -> HttpResponse:
    context = {
        "lines": shared_list(request.user),
        "crumbs": [Link("Coaching", reverse("coaching:home")), Link("Shared with you")],
    }
    return render(request, "coaching/shared_with_me.html", context)
