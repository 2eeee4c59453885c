"""One action: adding it under a priority or out of a record, changing it, and saying how it goes."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, academy_or_404
from academies.providers import Record, records
from academies.ways import academy_tabs, may_at
from accounts.models import User
from celt.lib.terms import year_on
from celt.ui.parts import Link
from plans.forms.action import ActionForm, EvidenceForm, ReopenForm, ReportForm, add_errors, as_typed
from plans.models import Action, Plan, Priority
from plans.models.action import ActionState
from plans.rules.action import first_guess
from plans.rules.withhold import withheld
from plans.selectors.action import action_choices, action_page, last_said, line_of
from plans.selectors.document import reader_at
from plans.selectors.named import SOMEBODY, names_at
from plans.services.action import DROPPED_PRIORITY, NOT_YOURS, add_action, change_action, report_action
from plans.services.changing import REFUSED, why_academy_shut, why_plan_shut
from plans.views.place import plan_address, plan_crumbs, priority_or_404

# Where a report on a page of its own leads back to: the word in the address, and where that is.
BACK = ("plan", "list", "mine", "show")
TOP = "-top"


@require_http_methods(["GET", "HEAD", "POST"])
def action_new(request: SignedInRequest, pk: int) -> HttpResponse:
    priority = priority_or_404(request, pk, edit=True)
    plan = priority.plan
    academy = plan.academy
    shut = _why_shut(priority)
    choices = action_choices(request.user, academy, plan)
    # Whoever leads the priority is taken to do it, or whoever writes, until they choose another.
    leads = priority.owner_id if priority.owner_id and not choices.has_left(priority.owner_id) else request.user.pk
    start = {"owner": leads, "due": first_guess(plan.academic_year, timezone.localdate())}
    form = ActionForm(request.POST or None, choices=choices, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            action = add_action(priority=priority, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"“{action.says}” stands in the plan.")
            if "again" in request.POST:
                return redirect("plans:action_new", pk=pk)
            return redirect(f"{plan_address(plan)}#action-{action.pk}")
    context = {
        "form": form,
        "priority": priority,
        "shut": shut,
        "keep": f"action-new-{pk}",
        "cancel": plan_address(plan),
        **_frame(request, plan, Link(priority.title, reverse("plans:priority_show", args=[pk])), Link("New action")),
    }
    return render(request, "plans/action_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def action_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    action = _action_or_404(request, pk)
    plan = action.priority.plan
    if not may_at(plan.academy, request.person, Permission.EDIT_PLAN):
        raise PermissionDenied(REFUSED)
    choices = action_choices(request.user, plan.academy, plan, action)
    form = ActionForm(request.POST or None, choices=choices, ask_priority=True, now=as_typed(action))
    if request.method == "POST" and form.is_valid():
        try:
            change_action(action=action, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "The action is changed.")
            return redirect("plans:action_show", pk=pk)
    show = reverse("plans:action_show", args=[pk])
    context = {
        "form": form,
        "action": action,
        "left": action.owner if choices.left else None,
        "shut": _why_shut(action.priority),
        "keep": f"action-{pk}",
        "cancel": show,
        **_frame(request, plan, Link(action.says, show), Link("Change it")),
    }
    return render(request, "plans/action_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def action_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """Names the records that show how it went."""
    action = _action_or_404(request, pk)
    plan = action.priority.plan
    if not may_at(plan.academy, request.person, Permission.EDIT_PLAN):
        raise PermissionDenied(REFUSED)
    form = EvidenceForm(request.POST or None, user=request.user, person=request.person, action=action)
    if request.method == "POST" and form.is_valid():
        try:
            change_action(action=action, by=request.user, evidence=form.cleaned_data["evidence"])
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "The evidence is named.")
            return redirect("plans:action_show", pk=pk)
    show = reverse("plans:action_show", args=[pk])
    context = {
        "form": form,
        "action": action,
        "shut": _why_shut(action.priority),
        "keep": f"action-evidence-{pk}",
        "cancel": show,
        **_frame(request, plan, Link(action.says, show), Link("Evidence")),
    }
    return render(request, "plans/action_evidence.html", context)


@require_safe
def action_show(request: SignedInRequest, pk: int) -> HttpResponse:
    action = _action_or_404(request, pk)
    return render(request, "plans/action_show.html", _show_context(request, action, None))


@require_safe
def action_line(request: SignedInRequest, pk: int) -> HttpResponse:
    """The action as one line of the plan's page, which htmx puts back where nothing was said."""
    action = _action_or_404(request, pk)
    if not request.htmx:  # type: ignore[attr-defined]
        return redirect("plans:action_show", pk=pk)
    return _line(request, action)


@require_http_methods(["GET", "HEAD", "POST"])
def action_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """How it goes: htmx puts the form in the place of the action's line, and the line back in the place of the form."""
    action = _action_or_404(request, pk)
    academy = action.priority.plan.academy
    if not (may_at(academy, request.person, Permission.EDIT_PLAN) or action.owner_id == request.user.pk):
        raise PermissionDenied(NOT_YOURS)
    in_place = bool(request.htmx)  # type: ignore[attr-defined]
    seen = last_said(action)
    form = _report_form(action, seen, request.POST if request.method == "POST" else None, _spot(request)["spot"])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            report_action(
                action=action, by=request.user, step=form.step, rag=form.rag, says=said["says"], on=said.get("on"),
                seen=said["seen"],
            )  # fmt: skip
        except ValidationError as error:
            add_errors(form, error)
            form.see_anew(seen)
        else:
            action = _action_or_404(request, pk)
            if in_place:
                return _line(request, action, saved=True)
            messages.success(request, _said(action))
            return redirect(_back(request, action))
    if in_place:
        names = names_at(request.user, request.person, [academy])
        context = {
            "form": form,
            "line": line_of(action, request.person, names, timezone.localdate()),
            "in_place": True,
            **_spot(request),
            "shut": _why_shut(action.priority),
        }
        response = render(request, "plans/_action_report.html", context)
        patch_vary_headers(response, ["HX-Request"])
        return response
    response = render(request, "plans/action_show.html", _show_context(request, action, form))
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def action_from(request: SignedInRequest, slug: str) -> HttpResponse:
    """Makes an action of a record: what it comes from stands above, the priority is chosen, the rest is filled in."""
    academy = academy_or_404(request, slug, Permission.EDIT_PLAN)
    year = year_on(timezone.localdate())
    plan = Plan.objects.editable_by(request.user).filter(academy=academy, academic_year=year).first()
    key = request.GET.get("from", "")[:80]
    record = records.named(request.user, request.person, academy, [key]).get(key) if key else None
    choices, form, governors_read = None, None, True
    if plan is not None and record is not None:
        # Whoever governs reads the plan's actions: the words of a concern must not stand there by themselves.
        governors_read = key in records.named(User(), reader_at(academy), academy, [key])
        plan.academy = academy
        choices = action_choices(request.user, academy, plan)
        form = ActionForm(
            request.POST or None,
            choices=choices,
            ask_priority=True,
            initial=_start_from(request, plan, record if governors_read else None),
        )
        if choices.priorities and request.method == "POST" and form.is_valid():
            said = dict(form.cleaned_data)
            priority = said.pop("priority", None) or choices.priorities[0]
            try:
                action = add_action(priority=priority, by=request.user, origin=key, **said)
            except ValidationError as error:
                add_errors(form, error)
            else:
                messages.success(request, f"“{action.says}” stands in the plan and answers: {record.says}")
                return redirect("plans:action_show", pk=action.pk)
    context = {
        "form": form,
        "academy": academy,
        "plan": plan,
        "record": record,
        "governors_read": governors_read,
        "shut": why_academy_shut(academy),
        "choices": choices,
        "keep": f"action-from-{slug}-{key}"[:80],
        "cancel": record.url if record else reverse("plans:plan", args=[slug]),
        "crumbs": plan_crumbs(academy, year if plan else None, Link("An action of a record")),
        "tabs": academy_tabs(request, academy, under=reverse("plans:plan", args=[slug])),
    }
    return render(request, "plans/action_from.html", context)


def _start_from(request: SignedInRequest, plan: Plan, record: Record | None) -> dict[str, Any]:
    """`record` None: nothing of it may stand in the plan unless somebody types it."""
    return {
        "owner": request.user.pk,
        "due": first_guess(plan.academic_year, timezone.localdate()),
        "says": record.says.split(": ", 1)[-1][:240] if record else "",
    }


def _action_or_404(request: SignedInRequest, pk: int) -> Action:
    found = Action.objects.visible_to(request.user).select_related(
        "owner", "practice", "priority__plan__academy__trust"
    )
    action = get_object_or_404(found, pk=pk)
    # For the rest of the request the person acts in that academy's trust.
    request.person = Person(request.person.memberships, action.priority.plan.academy.trust)
    return action


def _report_form(action: Action, seen: int, data: Any, spot: str = "") -> ReportForm:
    kind = ReportForm if action.state == ActionState.OPEN else ReopenForm
    return kind(data, seen=seen, rag=action.rag, auto_id=f"action-{action.pk}{spot}-%s")


def _line(request: SignedInRequest, action: Action, *, saved: bool = False) -> HttpResponse:
    names = names_at(request.user, request.person, [action.priority.plan.academy])
    line = line_of(action, request.person, names, timezone.localdate())
    spot = _spot(request)
    hidden = names.hidden(action.priority.plan.academy_id)
    under = withheld(action.priority.title, hidden, SOMEBODY.lower()) if spot["own"] else ""
    context = {"line": line, "saved": saved, "under": under, **spot}
    response = render(request, "plans/_action_line.html", context)
    if saved and spot["spot"]:
        below = {"line": line, "elsewhere": True}
        response.write(render_to_string("plans/_action_line.html", below, request))
    return response


def _spot(request: SignedInRequest) -> dict[str, Any]:
    """Where on a page the line stands: an action that presses stands at the top of its plan and in the list below."""
    spot = request.GET.get("spot", "")
    own = request.GET.get("back") == "mine"
    return {"spot": spot if spot == TOP else "", "own": own, "back": "mine" if own else "plan"}


def _show_context(request: SignedInRequest, action: Action, form: ReportForm | None) -> dict[str, Any]:
    """The action's own page. `form`: what was typed into it; otherwise one that is still empty."""
    page = action_page(request.user, request.person, action)
    plan = action.priority.plan
    edit = Link("Change it", reverse("plans:action_edit", args=[action.pk]))
    reads_plan = may_at(plan.academy, request.person, Permission.VIEW_PLAN)
    return {
        "page": page,
        "action": action,
        "line": page.line,
        "form": form or _report_form(action, page.last_said, None),
        "back": _asked_back(request) or "show",
        "shut": _why_shut(action.priority),
        "may_report": page.line.may_report,
        "reads_plan": reads_plan,
        "actions": [edit] if page.line.may_edit else [],
        **_frame(request, plan, Link(page.line.says)),
    }


def _frame(request: SignedInRequest, plan: Plan, *here: Link) -> dict[str, Any]:
    """The academy's tabs and the way here; who sees no plan comes from their own actions."""
    academy = plan.academy
    if may_at(academy, request.person, Permission.VIEW_PLAN):
        crumbs = plan_crumbs(academy, plan.academic_year, *here)
    else:
        crumbs = [Link("My actions", reverse("plans:my_actions")), *here]
    under = reverse("plans:plan", args=[academy.slug])
    return {"academy": academy, "tabs": academy_tabs(request, academy, under=under), "crumbs": crumbs}


def _why_shut(priority: Priority) -> str:
    if priority.dropped_at is not None:
        return DROPPED_PRIORITY
    return why_plan_shut(priority.plan.academy, priority.plan.academic_year)


def _asked_back(request: SignedInRequest) -> str:
    asked = request.GET.get("back", "")
    return asked if asked in BACK else ""


def _back(request: SignedInRequest, action: Action) -> str:
    plan = action.priority.plan
    match _asked_back(request):
        case "plan" if may_at(plan.academy, request.person, Permission.VIEW_PLAN):
            return f"{plan_address(plan)}#action-{action.pk}"
        case "list" if may_at(plan.academy, request.person, Permission.VIEW_PLAN):
            return reverse("plans:action_list", args=[plan.academy.slug])
        case "mine":
            return reverse("plans:my_actions")
        case _:
            return reverse("plans:action_show", args=[action.pk])


def _said(action: Action) -> str:
    match action.state:
        case ActionState.DONE:
            return f"“{action.says}” is done."
        case ActionState.DROPPED:
            return f"“{action.says}” is dropped. It stays on record, and can be opened again."
        case _:
            rated = action.get_rag_display().lower() if action.rag else "open again"
            return f"“{action.says}” is {rated}."
