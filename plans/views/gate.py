"""Gates between the stages: asking for one, answering it, taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.access import Permission, Person
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from plans.forms.stage import AnswerForm, GateForm, WithdrawForm, going_on
from plans.models import Gate
from plans.models.journey import GateStatus
from plans.rules.stage import WORDS, kinds_from
from plans.selectors.stage_page import StagesPage, stages_page
from plans.services.gate import Verdict, answer_gate, ask_gate, withdraw_gate
from plans.services.stage import present_stage
from plans.views.stage import WITH_RECORDS, chooses, crumbs, sent, show, under


@require_http_methods(["GET", "HEAD", "POST"])
def gate_ask(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.ASK_GATE)
    stage = present_stage(academy)
    kinds, choosing = kinds_from(stage), chooses(request)
    form = GateForm(
        None if choosing else sent(request), kinds=kinds, stage=stage, user=request.user, person=request.person,
        academy=academy, records=choosing or WITH_RECORDS in request.POST,
    )  # fmt: skip
    if choosing:
        going_on(form, request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            ask_gate(by=request.user, academy=academy, **form.cleaned_data)
        except ValidationError as error:
            show(form, error)
        else:
            messages.success(request, "It waits for a trust leader now. You are told here once it is answered.")
            return redirect("plans:stages", slug=slug)
    page = stages_page(request.user, request.person, academy)
    context = _context(request, academy, page, "Ask for a gate") | {"form": form, "kinds": kinds}
    return render(request, "plans/gate_ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gate_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    gate = _gate(request, pk)
    academy = gate.academy
    if not may_at(academy, request.person, Permission.CONFIRM_GATE):
        raise PermissionDenied("A gate is confirmed or sent back by a leader of the trust.")
    form = AnswerForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            done = answer_gate(
                by=request.user, gate=gate, verdict=_verdict(request), reason=form.cleaned_data["reason"]
            )
        except ValidationError as error:
            show(form, error)
            gate.refresh_from_db()
        else:
            messages.success(request, _answered(done))
            return redirect("plans:stages", slug=academy.slug)
    page = stages_page(request.user, request.person, academy)
    line = next(line for line in page.gates if line.gate.pk == gate.pk)
    context = _context(request, academy, page, line.asked_for) | {
        "form": form,
        "line": line,
        "own": gate.asked_by_id == request.user.pk,
        "is_asked": gate.status == GateStatus.ASKED,
    }
    return render(request, "plans/gate_answer.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def gate_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    gate = _gate(request, pk)
    academy = gate.academy
    if not may_at(academy, request.person, Permission.ASK_GATE):
        raise PermissionDenied("The academy’s head takes back what the academy asked for.")
    form = WithdrawForm(sent(request))
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_gate(by=request.user, gate=gate, reason=form.cleaned_data["reason"])
        except ValidationError as error:
            show(form, error)
            gate.refresh_from_db()
        else:
            messages.success(request, "Taken back. Nothing is asked for now.")
            return redirect("plans:stages", slug=academy.slug)
    page = stages_page(request.user, request.person, academy)
    line = next(line for line in page.gates if line.gate.pk == gate.pk)
    context = _context(request, academy, page, "Take it back") | {
        "form": form,
        "line": line,
        "is_asked": gate.status == GateStatus.ASKED,
    }
    return render(request, "plans/gate_withdraw.html", context)


def _verdict(request: SignedInRequest) -> Verdict:
    """Enter in the text sends the form without either button: that decides nothing."""
    match request.POST.get("verdict"):
        case "confirmed":
            return "confirmed"
        case "sent_back":
            return "sent_back"
    raise ValidationError("Choose whether you confirm it or send it back.")


def _gate(request: SignedInRequest, pk: int) -> Gate:
    rows = Gate.objects.visible_to(request.user).select_related("academy__trust", "asked_by", "answered_by")
    gate = get_object_or_404(rows, pk=pk)
    # For the rest of the request the person acts in that academy's trust.
    request.person = Person(request.person.memberships, gate.academy.trust)
    return gate


def _context(request: SignedInRequest, academy: Academy, page: StagesPage, here: str) -> dict[str, object]:
    return {
        "page": page,
        "academy": academy,
        "home": reverse("plans:stages", args=[academy.slug]),
        "tabs": academy_tabs(request, academy, under=under(academy)),
        "crumbs": [*crumbs(academy), Link("Stages", reverse("plans:stages", args=[academy.slug])), Link(here)],
    }


def _answered(gate: Gate) -> str:
    if gate.status == GateStatus.SENT_BACK:
        return f"Sent back. {gate.academy} stays in stage {WORDS[gate.stage]}, and its head reads your reasons."
    again = " again" if gate.kind == "back" else ""
    return f"Confirmed. {gate.academy} is in stage {WORDS[gate.leads_to]}{again} from today."
