"""One category decision: making it, its record, confirming it, answering it, taking it back."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.forms.decision import AnswerForm, DecideForm, ModerateForm, WithdrawForm
from academies.guards import SignedInRequest, academy_or_404
from academies.models import CategoryDecision
from academies.models.decision import Answer
from academies.records.decisions import DECISION
from academies.records.keys import key
from academies.selectors.came_of_it import came_of_it
from academies.selectors.category import SHOWN
from academies.selectors.decision import (
    DecisionPage,
    decision_page,
    new_decision_page,
    tiers_with_year,
)
from academies.services.decisions import (
    ONLY_LEADERS,
    answer_decision,
    decide_category,
    moderate_decision,
    withdraw_decision,
)
from academies.views.category import crumbs
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link


@require_http_methods(["GET", "HEAD", "POST"])
def decision_new(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.DECIDE_CATEGORY)
    area = request.GET.get("area", "")
    page = new_decision_page(request.user, request.person, academy, area)
    form = DecideForm(request.POST or None, page=page, concern=request.GET.get("concern", ""))
    if request.method == "POST" and page.scheme and form.is_valid():
        data = form.cleaned_data
        ticked = data.pop("evidence")
        try:
            decision = decide_category(
                by=request.user,
                academy=academy,
                area=page.area,
                scheme=page.scheme,
                evidence=page.evidence.resting_on(ticked) if page.evidence else None,
                **data,
            )
        except ValidationError as error:
            _show(form, error)
            # What somebody else decided meanwhile stands beside what was typed here.
            page = new_decision_page(request.user, request.person, academy, area)
        else:
            messages.success(
                request, f"{decision.tier} is written down. It is in force once a second person confirms it."
            )
            return redirect("academies:decision_show", decision.pk)
    context = {
        "page": page,
        "form": form,
        # Where another decision waits there is nothing to write, unless somebody wrote it meanwhile.
        "writes": page.awaiting is None or form.is_bound,
        "tiers": tiers_with_year(page.tiers, whole=page.area is None),
        "ticked": form["evidence"].value() or [],
        "taken_up": [str(pk) for pk in form["concerns"].value() or []],
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": crumbs(academy, "Decide"),
    }
    return render(request, "academies/decision_new.html", context)


@require_safe
def decision_show(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = _decision(request, pk)
    page = decision_page(request.user, request.person, decision)
    came = came_of_it(request.user, request.person, decision.academy, key(DECISION.slug, pk))
    leads = list(_leads_to(request, page))
    context = _about(request, decision, page=page, leads_to=leads, came=came)
    return render(request, "academies/decision_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_moderate(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = _decision(request, pk)
    _for_leaders(request, decision)
    page = decision_page(request.user, request.person, decision)
    if request.method != "POST" and not page.record.awaits:
        return redirect("academies:decision_show", pk)
    tiers = list(decision.scheme.tiers.all())
    form = ModerateForm(request.POST or None, tiers=tiers)
    if request.method == "POST" and form.is_valid():
        try:
            done = moderate_decision(by=request.user, decision=decision, **form.cleaned_data)
        except ValidationError as error:
            _show(form, error)
        else:
            changed = "You changed it" if done.was_changed else "You confirmed it"
            messages.success(request, f"{changed}: {done.confirmed_tier} is in force from its first day.")
            return redirect("academies:decision_show", pk)
    context = _about(
        request,
        decision,
        "Second person",
        page=page,
        form=form,
        tiers=tiers_with_year(tiers, whole=decision.area_id is None),
        own=decision.decided_by_id == request.user.pk,
    )
    return render(request, "academies/decision_moderate.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = _decision(request, pk)
    if not CategoryDecision.objects.visible_to(request.user).answerable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("A decision is answered by the academy's headteacher, once it is confirmed.")
    now = {"answer": decision.answer, "says": decision.answer_says} if decision.answer else None
    form = AnswerForm(request.POST or None, now=now)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answer_decision(by=request.user, decision=decision, answer=Answer(data["answer"]), says=data["says"])
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, "Your answer stands beside the decision. You can write it anew at any time.")
            return redirect("academies:decision_show", pk)
    page = decision_page(request.user, request.person, decision)
    context = _about(request, decision, "Answer", page=page, form=form, keep=f"answer-{pk}")
    return render(request, "academies/decision_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def decision_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    decision = _decision(request, pk)
    _for_leaders(request, decision)
    page = decision_page(request.user, request.person, decision)
    if request.method != "POST" and not page.record.awaits:
        return redirect("academies:decision_show", pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_decision(by=request.user, decision=decision, **form.cleaned_data)
        except ValidationError as error:
            _show(form, error)
        else:
            messages.success(request, "The decision is withdrawn. Its record stays.")
            return redirect("academies:category", decision.academy.slug)
    context = _about(request, decision, "Withdraw", page=page, form=form, keep=f"withdraw-{pk}")
    return render(request, "academies/decision_withdraw.html", context)


def _decision(request: SignedInRequest, pk: int) -> CategoryDecision:
    """The decision where it is visible; from here on the person acts in its academy's trust."""
    visible = CategoryDecision.objects.visible_to(request.user).select_related(*SHOWN)
    decision = get_object_or_404(visible, pk=pk)
    request.person = Person(request.person.memberships, decision.academy.trust)
    return decision


def _leads_to(request: SignedInRequest, page: DecisionPage) -> Iterator[Link]:
    """What a decision that holds, or is to hold, may lead to: somebody of another academy who works there."""
    decision = page.record.decision
    stands = page.record.confirmed and decision.ends >= page.record.today
    if stands and may_at(decision.academy, request.person, Permission.PROPOSE_DEPLOYMENT):
        asked = urlencode({"receiver": decision.academy.slug, "decision": decision.pk})
        yield Link("Lend somebody because of it", f"{reverse('academies:deployment_new')}?{asked}")


def _for_leaders(request: SignedInRequest, decision: CategoryDecision) -> None:
    if not may_at(decision.academy, request.person, Permission.DECIDE_CATEGORY):
        raise PermissionDenied(ONLY_LEADERS)


def _about(request: SignedInRequest, decision: CategoryDecision, *here: str, **more: object) -> dict[str, object]:
    own = f"{decision.area or 'The academy as a whole'}, from {decision.starts:%-d %B %Y}"
    way = crumbs(decision.academy, *(here or (own,)))
    if here:
        way.insert(-1, type(way[0])(own, reverse("academies:decision_show", args=[decision.pk])))
    return {"academy": decision.academy, "tabs": academy_tabs(request, decision.academy), "crumbs": way, **more}


def _show(form: Form, error: ValidationError) -> None:
    """Puts what was refused beside its field, or above the form where it has none."""
    for field, said in error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]:
        form.add_error(field if field in form.fields else None, said)
