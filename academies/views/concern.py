"""Concerns: the trust's list, an academy's, raising one, and one with its log and its next steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.forms.concern import RaiseForm, StepForm, opened_fact, sealed_fact
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.models import Academy, Concern
from academies.models.decision import DecisionStatus
from academies.providers import facts
from academies.records.concerns import CONCERN
from academies.records.keys import key
from academies.rules.concern import STEPS, StepName
from academies.selectors.came_of_it import came_of_it
from academies.selectors.concern import (
    SHORT_LEVELS,
    ConcernPage,
    academy_concerns_page,
    areas_of,
    concern_page,
    concerns_page,
    heads_of,
)
from academies.selectors.watching import watched_by
from academies.services.concerns import fact_as_it_was, raise_concern, take_step
from academies.tables.concern import AcademyConcernTable, ConcernFile, ConcernTable
from academies.ways import academy_tabs, may_at
from celt.lib.sentences import counted
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response

CONCERNS_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_CONCERNS)
def concern_list(request: SignedInRequest) -> HttpResponse:
    page = concerns_page(request.user, request.person.trust, request.GET)
    shown = ConcernTable(page.rows, caption=counted(len(page.rows), "concern"))
    table = configured(request, shown, per_page=CONCERNS_A_PAGE)
    return render(request, "academies/concern_list.html", {"page": page, "table": table})


@require_safe
@needs(Permission.VIEW_CONCERNS)
def concern_csv(request: SignedInRequest) -> HttpResponse:
    page = concerns_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, ConcernFile(page.rows)), "concerns.csv")


@require_safe
def academy_concerns(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_CONCERNS)
    page = academy_concerns_page(request.user, academy)
    may_raise = may_at(academy, request.person, Permission.MANAGE_CONCERNS)
    raising = Link("Raise a concern", reverse("academies:concern_raise", args=[slug]), primary=True)
    context = {
        "page": page,
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": [*_crumbs(academy), Link("Concerns")],
        "actions": [raising] if may_raise else [],
        "may_raise": may_raise,
        "open": configured(request, AcademyConcernTable(page.open, prefix="open-")),
        "resolved": configured(request, AcademyConcernTable(page.resolved, prefix="resolved-")),
        "watched": watched_by(request.user, academy),
    }
    return render(request, "academies/academy_concerns.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def concern_raise(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.MANAGE_CONCERNS)
    came_from = (
        opened_fact(request.POST.get("fact", ""), academy) if request.method == "POST" else _asked_for(request, academy)
    )
    initial = None
    if came_from is not None:
        initial = {"fact": sealed_fact(came_from, academy), "title": came_from["says"][:160]}
    form = RaiseForm(request.POST or None, academy=academy, areas=areas_of(request.user, academy), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            concern = raise_concern(
                by=request.user,
                academy=academy,
                title=data["title"],
                detail=data["detail"],
                area=data["area"],
                came_from=data["fact"],
            )
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"The concern is raised. {_who_reads(heads_of(request.user, academy), academy)}")
            return redirect("academies:concern_show", pk=concern.pk)
    back = reverse("academies:academy_concerns", args=[slug])
    context = {
        "form": form,
        "academy": academy,
        "came_from": came_from,
        "heads": _who_reads(heads_of(request.user, academy), academy),
        "tabs": academy_tabs(request, academy, under=back),
        "crumbs": [*_crumbs(academy), Link("Concerns", back), Link("Raise a concern")],
        "back": back,
    }
    return render(request, "academies/concern_raise.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def concern_show(request: SignedInRequest, pk: int) -> HttpResponse:
    concern = get_object_or_404(
        Concern.objects.visible_to(request.user).select_related("academy__trust", "area", "raised_by"), pk=pk
    )
    academy = concern.academy
    # For the rest of the request the person acts in that academy's trust.
    request.person = Person(request.person.memberships, academy.trust)
    may_step = may_at(academy, request.person, Permission.MANAGE_CONCERNS)
    sent: StepForm | None = None
    if request.method == "POST":
        sent = _sent_step(request)
        if sent.to != "note" and not may_step:
            raise PermissionDenied("What is done about a concern is decided by the trust's leaders.")
        if sent.is_valid():
            try:
                done = take_step(
                    by=request.user,
                    concern=concern,
                    step=sent.to,
                    says=sent.cleaned_data["says"],
                    seen=sent.cleaned_data["seen"],
                )
            except ValidationError as error:
                sent.add_error(None, error.messages)
                concern.refresh_from_db(fields=["level", "status", "resolved_at"])
            else:
                messages.success(request, _done(sent.to, done))
                return redirect("academies:concern_show", pk=pk)
    page = concern_page(request.user, concern, may_step=may_step)
    if sent is not None:
        sent.see_anew(page.last_step)
    above = reverse("academies:academy_concerns", args=[academy.slug])
    context = {
        "page": page,
        "concern": concern,
        "academy": academy,
        "forms": [
            sent if sent is not None and sent.to == step else StepForm(step=step, seen=page.last_step)
            for step in page.steps
        ],
        # A step that no longer follows: what was typed for it still stands on the page.
        "overtaken": sent if sent is not None and sent.to not in page.steps else None,
        "may_step": may_step,
        "tabs": academy_tabs(request, academy, under=above),
        "leads_to": list(_leads_to(page, request.person)),
        "came": came_of_it(request.user, request.person, academy, key(CONCERN.slug, pk)),
        "crumbs": [*_crumbs(academy), Link("Concerns", above), Link(concern.title)],
    }
    return render(request, "academies/concern_show.html", context)


def _leads_to(page: ConcernPage, person: Person) -> Iterator[Link]:
    """What an open concern may lead to: support from another academy; another category, unless one is on its way."""
    concern, academy = page.concern, page.concern.academy
    on_its_way = any(decision.status == DecisionStatus.AWAITING for decision in page.decisions)
    if concern.is_open and may_at(academy, person, Permission.PROPOSE_DEPLOYMENT):
        asked = urlencode({"receiver": academy.slug, "concern": concern.pk})
        yield Link("Find support for it", f"{reverse('academies:deployment_new')}?{asked}")
    if concern.is_open and not on_its_way and may_at(academy, person, Permission.DECIDE_CATEGORY):
        url = reverse("academies:decision_new", args=[academy.slug])
        yield Link("Decide the category", f"{url}?{urlencode({'concern': concern.pk})}")


def _crumbs(academy: Academy) -> list[Link]:
    return [
        Link("Academies", reverse("academies:academy_list")),
        Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
    ]


def _who_reads(heads: list[str], academy: Academy) -> str:
    if not heads:
        return (
            f"Nobody who leads {academy} can sign in yet: speak to them yourself, and ask an administrator to give "
            "them their role."
        )
    names, leads = " and ".join(heads), "leads" if len(heads) == 1 else "lead"
    return f"{names}, who {leads} {academy}, can read it from now on and add to it."


def _asked_for(request: SignedInRequest, academy: Academy) -> dict[str, Any] | None:
    """What the fact named by `?kind=` says of the academy today; None where there is no such fact."""
    kind = request.GET.get("kind", "")
    if kind not in facts.kinds:
        return None
    fact = facts.collect(request.user, request.person, [academy], kinds={kind})[academy.pk].get(kind)
    return fact_as_it_was(fact) if fact is not None and fact.value is not None else None


def _sent_step(request: SignedInRequest) -> StepForm:
    """The form of the step that was sent; the note's where none of them was."""
    step = next((step for step in STEPS if request.POST.get(f"{step}-step") == step), STEPS[0])
    return StepForm(request.POST, step=step, seen=0)


def _done(step: StepName, concern: Concern) -> str:
    level = SHORT_LEVELS[concern.level].lower()
    return {
        "note": "Your note stands in the log.",
        "escalated": f"The concern now stands {level}.",
        "eased": f"The concern now stands {level}.",
        "resolved": "The concern is resolved. It stays on record, and can be opened again.",
        "reopened": f"The concern is open again, {level}.",
    }[step]
