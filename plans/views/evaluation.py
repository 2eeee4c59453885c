"""A self-evaluation: opening it, rating ring by ring, agreeing what holds, calling it off; and one that was agreed."""

from __future__ import annotations

import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, academy_or_404
from academies.ways import academy_tabs, may_at
from celt.lib.days import british
from celt.ui.parts import Link
from plans.forms.evaluation import AgreeForm, CallOffForm, OpenForm, RateForm
from plans.models import SelfEvaluation
from plans.models.evaluation import EvaluationStatus
from plans.rules.evaluation import ended_words
from plans.selectors.evaluation import drafted, gathered, named_in, own_of, term_choices
from plans.selectors.ring import when
from plans.selectors.ring_history import rings_page
from plans.services.changing import why_academy_shut
from plans.services.evaluation import (
    AGREES,
    RATES,
    agree_evaluation,
    call_off_evaluation,
    draft_agreed,
    open_evaluation,
    rate_conditions,
    stands,
)
from plans.strategy import CONDITIONS, RINGS
from plans.views.ring import academy_crumbs

WRITES = ["GET", "HEAD", "POST"]
USUAL_DAYS = datetime.timedelta(days=14)


@require_http_methods(WRITES)
def evaluation_open(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.AGREE_CONDITIONS)
    today = timezone.localdate()
    terms, present = term_choices(request.user, academy, today)
    form = OpenForm(request.POST or None, terms=terms, initial={"term": present, "closes_on": today + USUAL_DAYS})
    if request.method == "POST" and form.is_valid():
        term, year = form.cleaned_data["term"].rsplit("-", 1)
        try:
            evaluation = open_evaluation(
                by=request.user,
                academy=academy,
                academic_year=int(year),
                term=term,
                closes_on=form.cleaned_data["closes_on"],
            )
        except ValidationError as error:
            _add(form, error)
        else:
            by = british(evaluation.closes_on)
            messages.success(request, f"It is open: everybody who works at {academy} is asked to rate by {by}.")
            return redirect("plans:evaluation_show", pk=evaluation.pk)
    back = reverse("plans:rings", args=[slug])
    context = {
        "form": form,
        "academy": academy,
        "shut": why_academy_shut(academy),
        "open": SelfEvaluation.objects.visible_to(request.user)
        .ratable_by(request.user)
        .filter(academy=academy)
        .first(),
        "tabs": academy_tabs(request, academy, under=back),
        "crumbs": [*academy_crumbs(academy), Link("Rings", back), Link("Open a self-evaluation")],
        "back": back,
    }
    return render(request, "plans/evaluation_open.html", context)


@require_safe
def evaluation_show(request: SignedInRequest, pk: int) -> HttpResponse:
    evaluation = _evaluation(request, pk)
    academy, person = evaluation.academy, request.person
    context = _frame(request, evaluation)
    agrees = may_at(academy, person, Permission.AGREE_CONDITIONS)
    if evaluation.status == EvaluationStatus.AGREED:
        said = gathered(request.user, person, evaluation) if agrees else None
        page = rings_page(request.user, person, academy, shown=evaluation)
        return render(request, "plans/evaluation_agreed.html", {**context, "page": page, "said": said})
    if evaluation.status == EvaluationStatus.CALLED_OFF:
        return render(request, "plans/evaluation_called_off.html", {**context, "own": own_of(request.user, evaluation)})
    said = gathered(request.user, person, evaluation) if agrees else None
    own = own_of(request.user, evaluation)
    return render(request, "plans/evaluation_show.html", {**context, "own": own, "said": said, "agrees": agrees})


@require_http_methods(WRITES)
def evaluation_rate(request: SignedInRequest, pk: int) -> HttpResponse:
    evaluation = _evaluation(request, pk)
    _need(request, evaluation, Permission.RATE_CONDITIONS, RATES)
    own = own_of(request.user, evaluation)
    asked = request.GET.get("ring", "")
    ring = next((ring for ring in RINGS if ring.slug == asked), own.next.ring if own.next else RINGS[0])
    form = RateForm(
        request.POST or None,
        ring=ring,
        own=own.ratings,
        user=request.user,
        person=request.person,
        academy=evaluation.academy,
    )
    if request.method == "POST":
        if evaluation.status != EvaluationStatus.GATHERING:
            return _too_late(request, evaluation)
        if form.is_valid():
            try:
                rate_conditions(by=request.user, evaluation=evaluation, ratings=form.ratings())
            except ValidationError as error:
                form.add_error(None, error.messages)
            else:
                return _rated(request, evaluation, ring.slug)
    elif evaluation.status != EvaluationStatus.GATHERING:
        return redirect("plans:evaluation_show", pk=pk)
    context = {
        **_frame(request, evaluation, last="Rate"),
        "form": form,
        "own": own,
        "ring": ring,
        "place": RINGS.index(ring),
        "following": _after(ring.slug),
        "shut": why_academy_shut(evaluation.academy),
        "url": reverse("plans:evaluation_rate", args=[pk]),
    }
    return render(request, "plans/evaluation_rate.html", context)


@require_http_methods(WRITES)
def evaluation_agree(request: SignedInRequest, pk: int) -> HttpResponse:
    evaluation = _evaluation(request, pk)
    _need(request, evaluation, Permission.AGREE_CONDITIONS, AGREES)
    if evaluation.status != EvaluationStatus.GATHERING:
        return _too_late(request, evaluation) if request.method == "POST" else redirect("plans:evaluation_show", pk=pk)
    said = gathered(request.user, request.person, evaluation, names=request.GET.get("names") == "1")
    agreed = drafted(request.user, evaluation)
    order = [each.condition.slug for each in said.conditions]
    named = {each.condition.slug: each.evidence for each in said.conditions}
    for slug, rating in agreed.items():
        named[slug] = tuple(dict.fromkeys([*rating.evidence, *named[slug]]))
    form = AgreeForm(
        request.POST or None,
        evaluation=evaluation,
        order=order,
        agreed=agreed,
        spreads={each.condition.slug: each.spread for each in said.conditions},
        named=named_in(request.user, request.person, evaluation.academy, named),
    )
    if request.method == "POST" and form.is_valid():
        step = agree_evaluation if request.POST.get("do") == "agree" else draft_agreed
        try:
            step(by=request.user, evaluation=evaluation, says=form.cleaned_data["says"], agreed=form.agreed())
        except ValidationError as error:
            _add(form, error)
        else:
            if step is agree_evaluation:
                messages.success(request, "It is agreed, and stands as it is. Governors can read it from now on.")
                return redirect("plans:evaluation_show", pk=pk)
            messages.success(request, "Kept. Nothing is agreed yet: only you see it.")
            return redirect("plans:evaluation_agree", pk=pk)
    context = {
        **_frame(request, evaluation, last="Agree"),
        "form": form,
        "said": said,
        "parts": [(each, form.part(each.condition.slug)) for each in said.conditions],
        "drafted": len(agreed),
        "may_name": may_at(evaluation.academy, request.person, Permission.VIEW_PEOPLE),
        "shut": why_academy_shut(evaluation.academy),
        "url": reverse("plans:evaluation_agree", args=[pk]),
    }
    return render(request, "plans/evaluation_agree.html", context)


@require_http_methods(WRITES)
def evaluation_call_off(request: SignedInRequest, pk: int) -> HttpResponse:
    evaluation = _evaluation(request, pk)
    _need(request, evaluation, Permission.AGREE_CONDITIONS, AGREES)
    if evaluation.status != EvaluationStatus.GATHERING:
        return _too_late(request, evaluation) if request.method == "POST" else redirect("plans:evaluation_show", pk=pk)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            call_off_evaluation(by=request.user, evaluation=evaluation, why=form.cleaned_data["why"])
        except ValidationError as error:
            _add(form, error)
        else:
            messages.success(request, "It is called off. Those who rated read why.")
            return redirect("plans:rings", slug=evaluation.academy.slug)
    said = gathered(request.user, request.person, evaluation)
    keep = f"evaluation-{pk}-off"
    context = {**_frame(request, evaluation, last="Call it off"), "form": form, "said": said, "keep": keep}
    return render(request, "plans/evaluation_call_off.html", context)


def _evaluation(request: SignedInRequest, pk: int) -> SelfEvaluation:
    """The evaluation where it is visible to the person, who from now on acts in its academy's trust."""
    seen = SelfEvaluation.objects.visible_to(request.user).select_related("academy__trust", "agreed_by")
    evaluation = get_object_or_404(seen, pk=pk)
    request.person = Person(request.person.memberships, evaluation.academy.trust)
    return evaluation


def _need(request: SignedInRequest, evaluation: SelfEvaluation, permission: Permission, refused: str) -> None:
    if not may_at(evaluation.academy, request.person, permission):
        raise PermissionDenied(refused)


def _frame(request: SignedInRequest, evaluation: SelfEvaluation, last: str = "") -> dict[str, Any]:
    academy, term = evaluation.academy, when(evaluation)
    back = reverse("plans:rings", args=[academy.slug])
    here = reverse("plans:evaluation_show", args=[evaluation.pk])
    own = Link(term.capitalize(), here if last else "")
    return {
        "evaluation": evaluation,
        "academy": academy,
        "term": term,
        "tabs": academy_tabs(request, academy, under=back),
        "crumbs": [*academy_crumbs(academy), Link("Rings", back), own, *([Link(last)] if last else [])],
        "back": back,
        "here": here,
    }


def _rated(request: SignedInRequest, evaluation: SelfEvaluation, ring: str) -> HttpResponse:
    """On to the next ring that is not whole, after this one where there is one; at the end to the person's picture."""
    own = own_of(request.user, evaluation)
    done = next(each for each in own.rings if each.ring.slug == ring)
    open_ones = [each for each in own.rings if not each.whole and each.ring.slug != ring]
    later = [each for each in open_ones if each.place > done.place]
    messages.success(request, f"{done.ring.name} is saved ({done.says}).")
    if following := next(iter(later or open_ones), None):
        url = reverse("plans:evaluation_rate", args=[evaluation.pk])
        return redirect(f"{url}?ring={following.ring.slug}")
    return redirect("plans:evaluation_show", pk=evaluation.pk)


def _after(ring: str) -> str:
    """The name of the ring after this one; empty after the last."""
    slugs = [each.slug for each in RINGS]
    place = slugs.index(ring) + 1
    return RINGS[place].name if place < len(RINGS) else ""


def _too_late(request: SignedInRequest, evaluation: SelfEvaluation) -> HttpResponse:
    """Somebody's page was still open when it was agreed or called off: why nothing is kept, and what they typed."""
    typed = []
    for key, value in request.POST.items():
        slug, _, part = key.partition("-")
        text = str(value).strip()
        if text and (part in ("says", "helps", "hinders") and slug in CONDITIONS):
            typed.append((f"{CONDITIONS[slug].name}: {WORDS[part]}", text))
        elif text and key in WORDS:
            typed.append((WORDS[key].capitalize(), text))
    context = {**_frame(request, evaluation, last="Too late"), "typed": typed, "says": ended_words(stands(evaluation))}
    return render(request, "plans/evaluation_too_late.html", context, status=409)


WORDS = {"says": "what shows it", "helps": "what helps", "hinders": "what hinders", "why": "why it is called off"}


def _add(form: Any, error: ValidationError) -> None:
    """Each error at its field, where the form has it."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, several in error.message_dict.items():
        form.add_error(name if name in form.fields else None, several)
