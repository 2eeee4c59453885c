"""The trust's own priorities: read by everybody who reads a plan, set by the trust's leaders."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, needs
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from plans.forms.trust_priority import TrustPriorityForm, as_typed
from plans.models import TrustPriority
from plans.selectors.trust_priority import trust_priorities_page
from plans.services.trust_priority import (
    REFUSED,
    add_trust_priority,
    change_trust_priority,
    move_trust_priority,
)
from plans.tables.trust import TrustPriorityFile


@require_safe
@needs(Permission.VIEW_PLAN)
def trust_priorities(request: SignedInRequest) -> HttpResponse:
    may_set = request.person.can_trust_wide(Permission.MANAGE_PROGRAMME)
    add = Link("Add a priority", reverse("plans:trust_priority_add"), primary=True)
    matrix = Link("Which plans serve them", reverse("plans:alignment"))
    context = {
        "page": trust_priorities_page(request.user, request.person.trust, request.GET),
        "may_set": may_set,
        "actions": [add, matrix] if may_set else [matrix],
        "add": add,
    }
    return render(request, "plans/trust_priorities.html", context)


@require_safe
@needs(Permission.VIEW_PLAN)
def trust_priorities_csv(request: SignedInRequest) -> HttpResponse:
    page = trust_priorities_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, TrustPriorityFile(page.rows)), "trust-priorities.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_PROGRAMME, whole_trust=True)
def trust_priority_add(request: SignedInRequest) -> HttpResponse:
    trust = request.person.trust
    if trust is None:
        raise PermissionDenied(REFUSED)
    form = TrustPriorityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            priority = add_trust_priority(by=request.user, trust=trust, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{priority.title}” is a priority of the trust. Plans can serve it from now on.")
            return redirect("plans:trust_priorities")
    return _form(request, form, "A priority of the trust", "trust-priority-new")


@require_http_methods(["GET", "HEAD", "POST"])
def trust_priority_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = _priority(request, pk)
    form = TrustPriorityForm(request.POST or None, now=as_typed(priority))
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_trust_priority(by=request.user, priority=priority, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{changed.title}” is saved.")
            return redirect("plans:trust_priorities")
    return _form(request, form, f"Change “{priority.title}”", f"trust-priority-{pk}")


@require_POST
def trust_priority_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """Up, or down where `down` is sent."""
    move_trust_priority(by=request.user, priority=_priority(request, pk), up="down" not in request.POST)
    return redirect("plans:trust_priorities")


def _priority(request: SignedInRequest, pk: int) -> TrustPriority:
    """404 where it is not visible, 403 where the person sets none in that trust."""
    priority = get_object_or_404(TrustPriority.objects.visible_to(request.user).select_related("trust"), pk=pk)
    request.person = Person(request.person.memberships, priority.trust)
    if not request.person.can_trust_wide(Permission.MANAGE_PROGRAMME):
        raise PermissionDenied(REFUSED)
    return priority


def _form(request: SignedInRequest, form: TrustPriorityForm, answer: str, keep: str) -> HttpResponse:
    back = reverse("plans:trust_priorities")
    crumbs = [Link("Plans", reverse("plans:plan_list")), Link("The trust’s priorities", back), Link(answer)]
    context = {"form": form, "answer": answer, "keep": keep, "back": back, "crumbs": crumbs}
    return render(request, "plans/trust_priority_edit.html", context)
