"""One promise of support: looking at it, planning it, recording what was done, taking back, calling off, adding one."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.forms.support import MoreForm, PlanForm, ReasonForm, RecordForm, StrikeForm
from academies.guards import SignedInRequest, academy_or_404
from academies.models import SupportPromise
from academies.models.support import SupportKind
from academies.providers import answers
from academies.records.keys import key
from academies.records.support import SUPPORT
from academies.selectors.promise import PromisePage, plan_says, promise_of_delivery, promise_page, promises_to_show
from academies.services.support import (
    call_off,
    people_to_lead,
    plan_promise,
    promise_more,
    record_delivery,
    strike_delivery,
)
from academies.ways import academy_tabs
from celt.ui.parts import Link


@require_safe
def promise_show(request: SignedInRequest, pk: int) -> HttpResponse:
    page = _page(request, pk)
    academy = page.promise.academy
    named = key(SUPPORT.slug, pk)
    context = {
        "page": page,
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": _crumbs(page),
        "answered": answers.collect(request.user, request.person, academy, [named]).get(named, []),
    }
    return render(request, "academies/promise_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def promise_plan(request: SignedInRequest, pk: int) -> HttpResponse:
    page = _page(request, pk, manage=True)
    promise = page.promise
    if request.method != "POST" and not page.is_open:
        return _settled(request, page)
    form = PlanForm(request.POST or None, promise=promise, people=people_to_lead(promise.academy))
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_promise(by=request.user, promise=promise, **form.cleaned_data)
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, plan_says(planned))
            return redirect("academies:promise_show", pk=pk)
    return _form(request, page, form, f"Plan: {page.title}", "Save the plan", page.plan_lead)


@require_http_methods(["GET", "HEAD", "POST"])
def promise_record(request: SignedInRequest, pk: int) -> HttpResponse:
    page = _page(request, pk, manage=True)
    promise = page.promise
    if request.method != "POST" and not page.takes_delivery:
        return _settled(request, page)
    people = people_to_lead(promise.academy)
    form = RecordForm(
        request.POST or None, promise=promise, people=people, known=page.standing_deliveries, left=page.left
    )
    if request.method == "POST" and form.is_valid():
        try:
            record_delivery(by=request.user, promise=promise, **form.cleaned_data)
        except ValidationError as error:
            _show(form, error)
            form.seen_again(page.standing_deliveries)
        else:
            messages.success(request, f"Recorded: {page.title}.")
            return redirect("academies:promise_show", pk=pk)
    keep = f"delivery-{pk}"
    return _form(request, page, form, f"Record what was done: {page.title}", "Record it", page.record_lead, keep=keep)


@require_http_methods(["GET", "HEAD", "POST"])
def promise_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    page = _page(request, pk, manage=True)
    if request.method != "POST" and not page.is_open:
        return _settled(request, page)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call_off(by=request.user, promise=page.promise, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, f"Called off: {page.title}.")
            return redirect("academies:promise_show", pk=pk)
    lead = "It is owed no more. It stays to be read, with your reason, and what was delivered of it counts."
    return _form(request, page, form, f"Call off: {page.title}", "Call it off", lead)


@require_http_methods(["GET", "HEAD", "POST"])
def delivery_strike(request: SignedInRequest, pk: int) -> HttpResponse:
    promise_pk = promise_of_delivery(request.user, pk)
    if promise_pk is None:
        raise Http404
    page = _page(request, promise_pk, manage=True)
    line = next(line for line in page.deliveries if line.delivery.pk == pk)
    form = StrikeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            strike_delivery(by=request.user, delivery=line.delivery, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, f"Struck out: {line.says}.")
            return redirect("academies:promise_show", pk=promise_pk)
    lead = "For what was recorded by mistake. It counts no more, and stays to be read with your reason."
    return _form(request, page, form, f"Strike out: {line.says}", "Strike it out", lead)


@require_http_methods(["GET", "HEAD", "POST"])
def promise_new(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.MANAGE_SUPPORT)
    form = MoreForm(request.POST or None, people=people_to_lead(academy))
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "kind": SupportKind(form.cleaned_data["kind"])}
        try:
            made = promise_more(by=request.user, academy=academy, **data)
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, f"Promised, beyond the category. {plan_says(made)}")
            return redirect("academies:promise_show", pk=made.pk)
    back = reverse("academies:support", args=[academy.slug])
    context = {
        "form": form,
        "answer": f"Promise {academy} more than its category owes",
        "lead": "It stands beside what the category owes, marked as beyond it, with your reason.",
        "submit": "Promise it",
        "back": back,
        "crumbs": [Link(academy.name, reverse("academies:academy_detail", args=[slug])), Link("Support", back),
                   Link("Promise more")],
    }  # fmt: skip
    return render(request, "academies/promise_form.html", context)


def _page(request: SignedInRequest, pk: int, *, manage: bool = False) -> PromisePage:
    """404 where the promise is not visible; 403 where it must be managed and the person does not."""
    promise: SupportPromise = get_object_or_404(promises_to_show(request.user), pk=pk)
    academy_or_404(request, promise.academy.slug)
    page = promise_page(request.person, promise)
    if manage and not page.may_manage:
        raise PermissionDenied("Support is planned and recorded by the trust's leaders.")
    return page


def _settled(request: SignedInRequest, page: PromisePage) -> HttpResponse:
    messages.info(request, f"{page.status.word}. Nothing is left to plan, record or call off here.")
    return redirect("academies:promise_show", pk=page.promise.pk)


def _form(
    request: SignedInRequest,
    page: PromisePage,
    form: forms.Form,
    answer: str,
    submit: str,
    lead: str,
    *,
    keep: str = "",
) -> HttpResponse:
    back = reverse("academies:promise_show", args=[page.promise.pk])
    context = {
        "form": form,
        "answer": answer,
        "lead": lead,
        "submit": submit,
        "back": back,
        "keep": keep,
        "crumbs": [*_crumbs(page)[:-1], Link(page.title, back), Link(submit)],
    }
    return render(request, "academies/promise_form.html", context)


def _crumbs(page: PromisePage) -> list[Link]:
    academy = page.promise.academy
    return [
        Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
        Link("Support", page.year_url),
        Link(page.title),
    ]


def _show(form: Any, error: ValidationError) -> None:
    """Puts what was refused beside its field, or above the form where it has none."""
    for field, said in error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]:
        form.add_error(field if field in form.fields else None, said)
