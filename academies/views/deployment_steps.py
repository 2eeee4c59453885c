"""The steps of one agreement: sign, decline, withdraw, log and strike days, close."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.forms.deployment import CloseForm, LogForm, ReasonForm, SignForm, StrikeForm
from academies.guards import SignedInRequest
from academies.models import Deployment
from academies.rules.deployment import SIDES, SIGN, Step, days_words
from academies.selectors.deployment import deployment_page
from academies.services import deployments as services
from academies.views.deployment import crumbs_of, deployment_or_404, step_or_back
from celt.lib.days import british
from celt.ui.errors import put_errors

F = TypeVar("F", bound=forms.Form)
take = require_http_methods(["GET", "HEAD", "POST"])


@take
def deployment_sign(request: SignedInRequest, pk: int) -> HttpResponse:
    """The terms once more, and a button for each side that the person signs for."""
    deployment = deployment_or_404(request, pk)
    if closed := step_or_back(request, deployment, *SIGN.values()):
        return closed
    form = SignForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        side = form.cleaned_data["side"]
        try:
            signed = services.sign(by=request.user, deployment=deployment, side=side, seen=form.cleaned_data["seen"])
        except ValidationError as error:
            put_errors(form, error)
            deployment = deployment_or_404(request, pk)
        else:
            name = getattr(signed, side).name
            agreed = " Both heads have signed: it is agreed." if signed.status == "agreed" else ""
            messages.success(request, f"You signed for {name}.{agreed}")
            return redirect("academies:deployment_show", pk)
    page = deployment_page(request.user, request.person, deployment)
    signs = [(side, getattr(deployment, side)) for side in SIDES if SIGN[side] in page.steps]
    context = {"page": page, "signs": signs, "form": form, "crumbs": crumbs_of(deployment, "Sign")}
    return render(request, "academies/deployment_sign.html", context)


@take
def deployment_decline(request: SignedInRequest, pk: int) -> HttpResponse:
    def save(deployment: Deployment, form: forms.Form) -> str:
        services.decline(by=request.user, deployment=deployment, reason=form.cleaned_data["reason"])
        return "Declined, with your reason."

    says = "Nobody can sign it any more. Your reason stays with it."
    return _step(request, pk, Step.DECLINE, ReasonForm, save, "Decline", says)


@take
def deployment_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    def save(deployment: Deployment, form: forms.Form) -> str:
        services.withdraw(by=request.user, deployment=deployment, reason=form.cleaned_data["reason"])
        return "Withdrawn, with your reason."

    says = "It ends here, with your reason. Days that were worked stay in the ledger."
    return _step(request, pk, Step.WITHDRAW, ReasonForm, save, "Withdraw", says)


@take
def deployment_close(request: SignedInRequest, pk: int) -> HttpResponse:
    def save(deployment: Deployment, form: forms.Form) -> str:
        services.close(by=request.user, deployment=deployment, actual_impact=form.cleaned_data["actual_impact"])
        return "Finished. What came of it stands with what was intended."

    says = "This finishes the agreement: no more days can be logged, and the words stand for good."
    return _step(request, pk, Step.CLOSE, CloseForm, save, "Finish", says)


@take
def deployment_log_days(request: SignedInRequest, pk: int) -> HttpResponse:
    standing = deployment_or_404(request, pk).releases.filter(struck_at__isnull=True)

    def save(deployment: Deployment, form: LogForm) -> str:
        try:
            line = services.log_days(by=request.user, deployment=deployment, **form.cleaned_data)
        except ValidationError:
            form.seen_again(standing.count())
            raise
        return f"{days_words(float(line.days)).capitalize()} logged on {british(line.on)}."

    return _step(request, pk, Step.LOG, partial(LogForm, known=standing.count()), save, "Log days", "")


@take
def deployment_strike(request: SignedInRequest, pk: int, line: int) -> HttpResponse:
    deployment = deployment_or_404(request, pk)
    released = deployment.releases.filter(pk=line).first()
    if released is None:
        raise Http404

    def save(deployment: Deployment, form: forms.Form) -> str:
        services.strike_days(by=request.user, released=released, reason=form.cleaned_data["reason"])
        return "Struck out. The line stays to be read, and no longer counts."

    says = f"{days_words(float(released.days)).capitalize()} on {british(released.on)} will no longer count."
    return _step(request, pk, Step.STRIKE, StrikeForm, save, "Strike out", says)


def _step(
    request: SignedInRequest,
    pk: int,
    step: Step,
    form_class: Callable[..., F],
    save: Callable[[Deployment, F], str],
    button: str,
    says: str,
) -> HttpResponse:
    """A page with one small form. `save` takes the step and tells what was done."""
    deployment = deployment_or_404(request, pk)
    if closed := step_or_back(request, deployment, step):
        return closed
    form = form_class(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            done = save(deployment, form)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, done)
            return redirect("academies:deployment_show", pk)
    context = {
        "page": deployment_page(request.user, request.person, deployment),
        "form": form,
        "button": button,
        "says": says,
        "keep": f"deployment-{pk}-{step.name.lower()}",
        "back": reverse("academies:deployment_show", args=[pk]),
        "crumbs": crumbs_of(deployment, button),
        "compares": step == Step.CLOSE,
    }
    return render(request, "academies/deployment_step.html", context)
