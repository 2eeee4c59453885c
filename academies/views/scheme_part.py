"""The tiers and the criteria of a draft: each has a small form page of its own."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.forms.scheme import CriterionForm, TierForm
from academies.guards import SignedInRequest
from academies.models import CategoryScheme, Criterion, SupportArea, Tier
from academies.providers.facts import FactKind, facts
from academies.services.scheme_parts import (
    add_criterion,
    add_tier,
    change_criterion,
    change_tier,
    move_criterion,
    move_tier,
    remove_criterion,
    remove_tier,
)
from academies.views.scheme import crumbs, link_to, say_refusal, scheme_or_404
from celt.ui.errors import put_errors
from celt.ui.parts import Link

FIGURE_RULE = (
    "A figure points to the first tier, from the top, whose bound it meets. Where two tiers share a bound, no figure "
    "points to the second."
)
GRADE_RULE = "For each tier, the lowest grade that still points to it. A grade points to the first tier, from the top."
FROZEN = "This version was in use and is not changed any more. Make the next version."


def _tier(request: SignedInRequest, pk: int) -> Tier:
    """The tier of a scheme that the person may write: 404 and 403 as for the scheme."""
    return scheme_or_404(request, tiers=pk, write=True).tiers.select_related("scheme").get(pk=pk)


def _criterion(request: SignedInRequest, pk: int) -> Criterion:
    criteria = scheme_or_404(request, criteria=pk, write=True).criteria
    return criteria.select_related("scheme").prefetch_related("bounds").get(pk=pk)


def _edit(scheme: CategoryScheme, part: str) -> str:
    return f"{reverse('academies:scheme_edit', args=[scheme.pk])}#{part}"


def _only_read(request: SignedInRequest, scheme: CategoryScheme) -> bool:
    """Who opens a form of a version that was in use is led to its page. Who sends one, because it was put in use in
    between, gets back what they typed with the reason."""
    return not scheme.is_draft and request.method != "POST"


def _frozen(request: SignedInRequest, scheme: CategoryScheme) -> HttpResponse:
    messages.info(request, FROZEN)
    return redirect("academies:scheme_show", scheme.pk)


@require_http_methods(["GET", "HEAD", "POST"])
def tier_add(request: SignedInRequest, pk: int) -> HttpResponse:
    scheme = scheme_or_404(request, pk=pk, write=True)
    if _only_read(request, scheme):
        return _frozen(request, scheme)
    form = TierForm(request.POST or None, initial={"visits": 2, "partnership_meetings": 6, "leader_days": 0})
    if request.method == "POST" and form.is_valid():
        try:
            tier = add_tier(by=request.user, scheme=scheme, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{tier.word}” is added as the least secure tier. Move it to its place.")
            return redirect(_edit(scheme, "tiers"))
    return _tier_page(request, form, scheme, "Add a tier", f"tier-new-{scheme.pk}")


@require_http_methods(["GET", "HEAD", "POST"])
def tier_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    tier = _tier(request, pk)
    if _only_read(request, tier.scheme):
        return _frozen(request, tier.scheme)
    form = TierForm(request.POST or None, now=TierForm.now_of(tier))
    if request.method == "POST" and form.is_valid():
        try:
            change_tier(by=request.user, tier=tier, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{tier.word}” is saved.")
            return redirect(_edit(tier.scheme, "tiers"))
    return _tier_page(request, form, tier.scheme, f"Change “{tier.word}”", f"tier-{tier.pk}")


def _tier_page(
    request: SignedInRequest, form: TierForm, scheme: CategoryScheme, answer: str, keep: str
) -> HttpResponse:
    context = {
        "form": form,
        "answer": answer,
        "keep": keep,
        "back": _edit(scheme, "tiers"),
        "crumbs": crumbs(link_to(scheme), Link("Change the draft", _edit(scheme, "tiers")), Link(answer)),
    }
    return render(request, "academies/tier_edit.html", context)


@require_POST
def tier_move(request: SignedInRequest, pk: int) -> HttpResponse:
    tier = _tier(request, pk)
    try:
        move_tier(by=request.user, tier=tier, up=request.POST.get("to") == "up")
    except ValidationError as error:
        say_refusal(request, error)
    return redirect(_edit(tier.scheme, "tiers"))


@require_http_methods(["GET", "HEAD", "POST"])
def tier_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    tier = _tier(request, pk)
    if request.method == "POST":
        try:
            remove_tier(by=request.user, tier=tier)
        except ValidationError as error:
            say_refusal(request, error)
        else:
            messages.success(request, f"“{tier.word}” is out of the draft.")
        return redirect(_edit(tier.scheme, "tiers"))
    says = "The bounds that point to it go too, so that the criteria may need another look."
    return _remove_page(request, tier.scheme, tier.word, says, "tiers")


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """First the evidence is chosen (`kind` in the address), then its bounds are written."""
    scheme = scheme_or_404(request, pk=pk, write=True)
    if _only_read(request, scheme):
        return _frozen(request, scheme)
    kind = facts.kinds.get(request.GET.get("kind", ""))
    if kind is None:
        return _choose_page(request, scheme)
    tiers = list(scheme.tiers.all())
    form = CriterionForm(
        request.POST or None, kind=kind, tiers=tiers, areas=_areas(request, scheme), initial={"label": kind.label}
    )
    if request.method == "POST" and form.is_valid():
        try:
            criterion = add_criterion(by=request.user, scheme=scheme, kind=kind.slug, **_words(form))
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{criterion.label}” is a criterion of the draft.")
            return redirect(_edit(scheme, "criteria"))
    keep = f"criterion-new-{scheme.pk}-{kind.slug}"
    return _criterion_page(request, form, scheme, kind, "Add a criterion", keep)


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    criterion = _criterion(request, pk)
    scheme, kind = criterion.scheme, facts.kinds.get(criterion.kind)
    if _only_read(request, scheme):
        return _frozen(request, scheme)
    if kind is None:
        messages.info(
            request, f"“{criterion.label}”: this evidence is not gathered any more. It can only be taken out."
        )
        return redirect("academies:criterion_remove", pk)
    tiers = list(scheme.tiers.all())
    form = CriterionForm(
        request.POST or None,
        kind=kind,
        tiers=tiers,
        areas=_areas(request, scheme, criterion),
        now=CriterionForm.now_of(criterion, tiers),
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_criterion(by=request.user, criterion=criterion, **_words(form))
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{criterion.label}” is saved.")
            return redirect(_edit(scheme, "criteria"))
    return _criterion_page(request, form, scheme, kind, f"Change “{criterion.label}”", f"criterion-{pk}")


def _words(form: CriterionForm) -> dict[str, Any]:
    return {
        **{name: form.cleaned_data[name] for name in ("label", "phase", "area", "is_limit")},
        "bounds": form.bounds(),
    }


def _areas(request: SignedInRequest, scheme: CategoryScheme, criterion: Criterion | None = None) -> object:
    """What may be chosen: what is offered now, and what the criterion has."""
    areas = SupportArea.objects.visible_to(request.user).filter(trust=scheme.trust_id)
    kept = areas.filter(pk=criterion.area_id) if criterion and criterion.area_id else areas.none()
    return areas.current() | kept


def _choose_page(request: SignedInRequest, scheme: CategoryScheme) -> HttpResponse:
    groups: dict[str, list[FactKind]] = {}
    for kind in facts.kinds.values():
        groups.setdefault(kind.group, []).append(kind)
    used = set(scheme.criteria.values_list("kind", flat=True))
    context = {
        "scheme": scheme,
        "groups": [(group, [(kind, kind.slug in used) for kind in kinds]) for group, kinds in groups.items()],
        "crumbs": crumbs(link_to(scheme), Link("Change the draft", _edit(scheme, "criteria")), Link("Add a criterion")),
    }
    return render(request, "academies/criterion_choose.html", context)


def _criterion_page(
    request: SignedInRequest, form: CriterionForm, scheme: CategoryScheme, kind: FactKind, answer: str, keep: str
) -> HttpResponse:
    context = {
        "form": form,
        "kind": kind,
        "answer": answer,
        "lead": f"{kind.group}. {kind.about}".strip(),
        "keep": keep,
        "last_tier": form.tiers[-1] if form.tiers else None,
        "rule_says": GRADE_RULE if kind.words else FIGURE_RULE,
        "back": _edit(scheme, "criteria"),
        "crumbs": crumbs(link_to(scheme), Link("Change the draft", _edit(scheme, "criteria")), Link(answer)),
    }
    return render(request, "academies/criterion_edit.html", context)


@require_POST
def criterion_move(request: SignedInRequest, pk: int) -> HttpResponse:
    criterion = _criterion(request, pk)
    try:
        move_criterion(by=request.user, criterion=criterion, up=request.POST.get("to") == "up")
    except ValidationError as error:
        say_refusal(request, error)
    return redirect(_edit(criterion.scheme, "criteria"))


@require_http_methods(["GET", "HEAD", "POST"])
def criterion_remove(request: SignedInRequest, pk: int) -> HttpResponse:
    criterion = _criterion(request, pk)
    if request.method == "POST":
        try:
            remove_criterion(by=request.user, criterion=criterion)
        except ValidationError as error:
            say_refusal(request, error)
        else:
            messages.success(request, f"“{criterion.label}” is out of the draft.")
        return redirect(_edit(criterion.scheme, "criteria"))
    says = "The evidence itself stays where it is and is still shown; it only points to no tier any more."
    return _remove_page(request, criterion.scheme, criterion.label, says, "criteria")


def _remove_page(request: SignedInRequest, scheme: CategoryScheme, name: str, says: str, part: str) -> HttpResponse:
    if not scheme.is_draft:
        return _frozen(request, scheme)
    here = f"Take out “{name}”"
    context = {
        "answer": here,
        "says": f"“{name}” goes out of this draft. {says}",
        "back": _edit(scheme, part),
        "crumbs": crumbs(link_to(scheme), Link("Change the draft", _edit(scheme, part)), Link(here)),
    }
    return render(request, "academies/scheme_part_remove.html", context)
