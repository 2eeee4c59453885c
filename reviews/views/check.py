"""A review opens with the open next steps of earlier ones, and says of each whether it is met."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.finding import CheckForm
from reviews.selectors.check import CheckPage, EarlierStep, check_page
from reviews.services.finding import REFUSED, check_finding
from reviews.views.found_place import found_review_or_404, review_address, review_frame


@require_http_methods(["GET", "HEAD", "POST"])
def check(request: SignedInRequest, pk: int) -> HttpResponse:
    review, edits = found_review_or_404(request, pk)
    page = check_page(review, edits=edits)
    sent: CheckForm | None = None
    if request.method == "POST":
        if not edits:
            raise PermissionDenied(REFUSED)
        step = _sent_step(request, page)
        sent = _form(step, request.POST)
        if sent.is_valid():
            said = sent.cleaned_data
            try:
                check_finding(by=request.user, review=review, finding=step.finding, met=said["met"], says=said["says"])
            except ValidationError as error:
                put_errors(sent, error)
            else:
                messages.success(request, "It is saved, and stands in the report.")
                return redirect(f"{reverse('reviews:check', args=[pk])}#step-{step.pk}")
    forms = {sent.prefix: sent} if sent else {}
    lines = [(step, forms.get(_prefix(step)) or _form(step), _prefix(step) in forms) for step in page.steps]
    context = {
        **review_frame(request, review, Link("Earlier next steps")),
        "page": page,
        "lines": lines,
        "back": review_address(review, "found"),
    }
    return render(request, "reviews/check.html", context)


def _prefix(step: EarlierStep) -> str:
    return f"step{step.pk}"


def _form(step: EarlierStep, data: object = None) -> CheckForm:
    now = {"met": step.here.met, "says": step.here.says} if step.here else None
    return CheckForm(data, now=now, prefix=_prefix(step))


def _sent_step(request: SignedInRequest, page: CheckPage) -> EarlierStep:
    sent = request.POST.get("finding", "")
    found = next((step for step in page.steps if str(step.pk) == sent), None)
    if found is None:
        raise Http404("No such next step is open here.")
    return found
