"""Agreements between two academies: the list, a new one, one in full, and other terms for it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.agreements import agreement_of, party_of
from academies.forms.deployment import ProposeForm, TermsForm, initial_of, terms_now
from academies.guards import SignedInRequest, needs
from academies.models import Academy, CategoryDecision, Concern, Deployment, SupportArea
from academies.rules.deployment import Step, refusal
from academies.selectors.deployment import deployment_of, deployment_page, deployments_page
from academies.services.deployments import change_terms, propose
from academies.tables.deployment import DeploymentFile, DeploymentTable
from academies.ways import may_at
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response

A_PAGE = 20
# What a decision's own words read.
DECISION = ("academy", "area", "tier", "moderated_tier")


@require_safe
@needs(Permission.VIEW_SUPPORT)
def deployment_list(request: SignedInRequest) -> HttpResponse:
    page = deployments_page(request.user, request.person, request.GET)
    table = DeploymentTable(page.rows, names_people=page.names_people, caption="Agreements between academies")
    actions = []
    if request.person.can(Permission.PROPOSE_DEPLOYMENT):
        actions = [Link("Propose support", reverse("academies:deployment_new"), primary=True)]
    context = {
        "page": page,
        "table": configured(request, table, per_page=A_PAGE),
        "actions": actions,
        "crumbs": [_ledger(), Link("Agreements")],
    }
    return render(request, "academies/deployment_list.html", context)


@require_safe
@needs(Permission.VIEW_SUPPORT)
def deployment_csv(request: SignedInRequest) -> HttpResponse:
    page = deployments_page(request.user, request.person, request.GET)
    table = DeploymentFile(page.rows, names_people=page.names_people)
    return csv_response(configured(request, table), "agreements.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.PROPOSE_DEPLOYMENT)
def deployment_new(request: SignedInRequest) -> HttpResponse:
    """Also out of a decision or a concern: ?receiver=slug&decision=pk&concern=pk."""
    trust = request.person.trust
    partners = Academy.objects.partners_of(request.user).filter(trust=trust).open()
    decision = _decision_asked(request) if request.GET.get("decision") else None
    concern = _concern_asked(request) if request.GET.get("concern") else None
    initial = initial_of(request.GET, partners)
    if "receiver" not in initial and (source := decision or concern):
        initial["receiver"] = source.academy_id
    form = ProposeForm(
        request.POST or None,
        areas=SupportArea.objects.visible_to(request.user).current().filter(trust=trust),
        partners=partners,
        own=frozenset(a.pk for a in partners if may_at(a, request.person, Permission.PROPOSE_DEPLOYMENT)),
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = propose(
                by=request.user,
                giver=data["giver"],
                receiver=data["receiver"],
                decision=decision,
                concern=concern,
                **form.terms,
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Proposed. It stands once both heads have signed.")
            return redirect("academies:deployment_show", made.pk)
    crumbs = [_ledger(), Link("New")]
    context = {"form": form, "crumbs": crumbs, "decision": decision, "concern": concern}
    return render(request, "academies/deployment_new.html", context)


@require_safe
def deployment_show(request: SignedInRequest, pk: int) -> HttpResponse:
    deployment = deployment_or_404(request, pk)
    page = deployment_page(request.user, request.person, deployment)
    actions = _actions(page.steps, pk)
    context = {"page": page, "deployment": deployment, "crumbs": crumbs_of(deployment), "actions": actions}
    return render(request, "academies/deployment_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def deployment_change(request: SignedInRequest, pk: int) -> HttpResponse:
    deployment = deployment_or_404(request, pk)
    if closed := step_or_back(request, deployment, Step.CHANGE):
        return closed
    # Also the one that stands there, where it is no longer used.
    areas = SupportArea.objects.visible_to(request.user).filter(
        Q(archived=False) | Q(deployments=deployment), trust=deployment.giver.trust
    )
    form = TermsForm(request.POST or None, areas=areas.distinct(), now=terms_now(deployment))
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_terms(by=request.user, deployment=deployment, **form.terms)
        except ValidationError as error:
            put_errors(form, error)
        else:
            if changed.proposed_at == deployment.proposed_at:
                messages.info(request, "Nothing was changed, and what was signed stays signed.")
            else:
                messages.success(request, "Proposed anew. Both heads sign these terms.")
            return redirect("academies:deployment_show", pk)
    context = {
        "form": form,
        "deployment": deployment,
        "keep": f"deployment-{pk}",
        "crumbs": crumbs_of(deployment, "Change the terms"),
    }
    return render(request, "academies/deployment_change.html", context)


def deployment_or_404(request: SignedInRequest, pk: int) -> Deployment:
    """The deployment where it is visible. For the rest of the request the person acts in the trust of its academies."""
    deployment = deployment_of(request.user, pk)
    if deployment is None:
        raise Http404
    request.person = Person(request.person.memberships, deployment.giver.trust)
    return deployment


def step_or_back(request: SignedInRequest, deployment: Deployment, *steps: Step) -> HttpResponse | None:
    """None where one of the steps is open. 403 where they are not this person's; otherwise back, with the reason."""
    party, today = party_of(request.user, request.person, deployment), timezone.localdate()
    refused = [refusal(step, agreement_of(deployment), party, today) for step in steps]
    reasons = [each for each in refused if each is not None]
    if len(reasons) < len(refused):
        return None
    if all(each.for_good for each in reasons):
        raise PermissionDenied(reasons[0].says)
    messages.warning(request, next(each.says for each in reasons if not each.for_good))
    return redirect("academies:deployment_show", deployment.pk)


def crumbs_of(deployment: Deployment, here: str = "") -> list[Link]:
    show = reverse("academies:deployment_show", args=[deployment.pk]) if here else ""
    trail = [_ledger(), Link("Agreements", reverse("academies:deployment_list")), Link(deployment.focus, show)]
    return [*trail, Link(here)] if here else trail


def _ledger() -> Link:
    return Link("Give and receive", reverse("academies:ledger_trust"))


def _actions(steps: frozenset[Step], pk: int) -> list[Link]:
    """The person's own next steps, the one that others wait for first."""
    offered = (
        ((Step.SIGN_AS_GIVER, Step.SIGN_AS_RECEIVER), "Read and sign", "sign", True),
        ((Step.LOG,), "Log days", "log_days", True),
        ((Step.CLOSE,), "Say what came of it", "close", False),
        ((Step.CHANGE,), "Change the terms", "change", False),
        ((Step.DECLINE,), "Decline", "decline", False),
        ((Step.WITHDRAW,), "Withdraw", "withdraw", False),
    )
    return [
        Link(label, reverse(f"academies:deployment_{name}", args=[pk]), primary=primary)
        for wanted, label, name, primary in offered
        if steps & set(wanted)
    ]


def _decision_asked(request: SignedInRequest) -> CategoryDecision | None:
    pk = _number(request.GET.get("decision", ""))
    return CategoryDecision.objects.visible_to(request.user).filter(pk=pk).select_related(*DECISION).first()


def _concern_asked(request: SignedInRequest) -> Concern | None:
    pk = _number(request.GET.get("concern", ""))
    return Concern.objects.visible_to(request.user).filter(pk=pk).first()


def _number(text: str) -> int:
    """A row's number out of an address; 0, which no row has, for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0
