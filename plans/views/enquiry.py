"""Cycles of enquiry: the list, planning one, one with its log and next steps, what was found, deciding."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.models import Academy
from academies.records.keys import key
from academies.selectors.came_of_it import came_of_it
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from plans.forms.enquiry import DecideForm, EnquiryForm, FoundForm, StepForm, enquiry_as_typed
from plans.models import Enquiry
from plans.models.enquiry import ENDED, EnquiryState
from plans.records.learning import ENQUIRY
from plans.rules.enquiry import MEMBERS, STEPS, StepName
from plans.selectors.enquiry import enquiries_page, enquiries_to_show, enquiry_page, priorities_to_choose
from plans.selectors.learning import rights_at
from plans.selectors.team import teams_to_choose
from plans.services.enquiry import (
    NOT_DECIDED_BY_YOU,
    REFUSED,
    change_enquiry,
    decide_enquiry,
    plan_enquiry,
    take_step,
    write_findings,
)
from plans.services.learning import REFUSED as NOT_LED
from plans.tables.learning import EnquiryFile, EnquiryTable
from plans.views.learning_frame import form_page, frame, refuse_unless, row_or_404
from toolkit.selectors.theory import theories_for

PER_PAGE = 20


@require_safe
def enquiry_list(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_LEARNING)
    page = enquiries_page(request.user, request.person, academy, request.GET)
    plan = Link("Plan a cycle of enquiry", reverse("plans:enquiry_new", args=[slug]), primary=True)
    context = {
        **frame(request, academy, Link("Enquiries")),
        "page": page,
        "table": configured(request, EnquiryTable(page.rows), per_page=PER_PAGE),
        "actions": [plan] if page.rights.leads else [],
    }
    return render(request, "plans/enquiry_list.html", context)


@require_safe
def enquiry_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_LEARNING)
    page = enquiries_page(request.user, request.person, academy, request.GET)
    return csv_response(configured(request, EnquiryFile(page.rows)), f"enquiries-{slug}.csv")


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_new(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.LEAD_LEARNING)
    follows = _asked_for(request, academy)
    initial: dict[str, Any] = {name: request.GET.get(name) for name in ("team", "priority") if name in request.GET}
    if follows is not None:
        initial |= {name: value for name, value in _carried_over(follows).items() if value}
    form = EnquiryForm(request.POST or None, initial=initial, **_choices(request, academy))
    if request.method == "POST" and form.is_valid():
        try:
            enquiry = plan_enquiry(by=request.user, academy=academy, follows=follows, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The cycle of enquiry is planned.")
            return redirect("plans:enquiry_show", enquiry.pk)
    return form_page(
        request,
        academy,
        form,
        Link("Enquiries", reverse("plans:enquiry_list", args=[slug])),
        Link("Plan a cycle"),
        answer="Plan a further cycle of enquiry" if follows else f"Plan a cycle of enquiry at {academy}",
        lead=f"It follows from: {follows.question}" if follows else "",
        submit="Plan the cycle",
        back=reverse("plans:enquiry_show", args=[follows.pk]) if follows else reverse("plans:learning", args=[slug]),
        keep=f"enquiry-after-{follows.pk}" if follows else f"enquiry-new-{slug}",
    )


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    enquiry, academy = _enquiry(request, pk)
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.leads, rights.shut, NOT_LED)
    if enquiry.state in ENDED and request.method != "POST":
        return _settled(request, enquiry)
    form = EnquiryForm(
        request.POST or None,
        now=enquiry_as_typed(enquiry),
        tried=enquiry.state != EnquiryState.PLANNED,
        **_choices(request, academy, enquiry),
    )
    back = reverse("plans:enquiry_show", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            change_enquiry(by=request.user, enquiry=enquiry, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The enquiry was changed.")
            return redirect(back)
    tried = "Its question, what is tried and what would show that it works stand as they were planned."
    return form_page(
        request, academy, form, Link(enquiry.question, back), Link("Change"),
        answer=f"Change: {enquiry.question}", lead="" if enquiry.state == EnquiryState.PLANNED else tried,
        submit="Save the enquiry", back=back, keep=f"enquiry-{pk}",
    )  # fmt: skip


@require_safe
def enquiry_show(request: SignedInRequest, pk: int) -> HttpResponse:
    return _shown(request, *_enquiry(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_step(request: SignedInRequest, pk: int) -> HttpResponse:
    """Takes a step; where it is refused, the enquiry's page with what was typed. A GET leads to that page."""
    enquiry, academy = _enquiry(request, pk)
    rights = rights_at(request.user, request.person, academy)
    sent = _sent_step(request)
    # Who leads decides and stops; who works in its team carries it on.
    allowed = rights.leads if sent.to not in MEMBERS else rights.works(enquiry.team_id)
    refuse_unless(allowed, rights.shut, REFUSED if sent.to in MEMBERS else NOT_DECIDED_BY_YOU)
    if request.method != "POST":
        return redirect("plans:enquiry_show", pk)
    if sent.is_valid():
        data = sent.cleaned_data
        try:
            done = take_step(by=request.user, enquiry=enquiry, step=sent.to, says=data["says"], seen=data["seen"])
        except ValidationError as error:
            put_errors(sent, error)
            enquiry, academy = _enquiry(request, pk)
        else:
            messages.success(request, _done(sent.to, done))
            return redirect("plans:enquiry_show", pk)
    return _shown(request, enquiry, academy, sent)


def _shown(request: SignedInRequest, enquiry: Enquiry, academy: Academy, sent: StepForm | None = None) -> HttpResponse:
    page = enquiry_page(request.user, request.person, enquiry)
    if sent is not None:
        sent.see_anew(page.last_line)
    further = Link("Plan a further cycle", f"{reverse('plans:enquiry_new', args=[academy.slug])}?follows={enquiry.pk}")
    change = Link("Change", reverse("plans:enquiry_edit", args=[enquiry.pk]))
    every = Link("Enquiries", reverse("plans:enquiry_list", args=[academy.slug]))
    decided = enquiry.state == EnquiryState.DECIDED
    context = {
        **frame(request, academy, every, Link(Truncator(enquiry.question).words(7, truncate="…"))),
        "page": page,
        "enquiry": enquiry,
        "forms": [
            sent if sent is not None and sent.to == step else StepForm(step=step, seen=page.last_line)
            for step in page.steps
        ],
        # A step that no longer follows: what was typed for it still stands on the page.
        "overtaken": sent if sent is not None and sent.to not in page.steps else None,
        "actions": [further if enquiry.state in ENDED else change] if page.rights.leads else [],
        "came": came_of_it(request.user, request.person, academy, key(ENQUIRY.slug, enquiry.pk)) if decided else None,
    }
    return render(request, "plans/enquiry_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_found(request: SignedInRequest, pk: int) -> HttpResponse:
    enquiry, academy = _enquiry(request, pk)
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.works(enquiry.team_id), rights.shut, REFUSED)
    if enquiry.state != EnquiryState.LOOKING and request.method != "POST":
        return _settled(request, enquiry)
    form = FoundForm(request.POST or None, user=request.user, person=request.person, enquiry=enquiry)
    back = reverse("plans:enquiry_show", args=[pk])
    if request.method == "POST" and form.is_valid():
        try:
            write_findings(by=request.user, enquiry=enquiry, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "What was found is written down. Who leads learning decides what follows.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(enquiry.question, back), Link("What was found"),
        answer=f"What was found: {enquiry.question}", lead=enquiry.looks_for,
        submit="Save what was found", back=back, keep=f"enquiry-found-{pk}",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def enquiry_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    enquiry, academy = _enquiry(request, pk)
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.leads, rights.shut, NOT_DECIDED_BY_YOU)
    if enquiry.state != EnquiryState.LOOKING and request.method != "POST":
        return _settled(request, enquiry)
    last_line: int = enquiry.last_line  # type: ignore[attr-defined]
    form = DecideForm(
        request.POST or None, user=request.user, person=request.person, enquiry=enquiry, last=last_line
    )  # fmt: skip
    back = reverse("plans:enquiry_show", args=[pk])
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        seen = data.pop("last")
        try:
            decided = decide_enquiry(by=request.user, enquiry=enquiry, seen=seen, **data)
        except ValidationError as error:
            put_errors(form, error)
            form.see_anew(last_line)
        else:
            messages.success(request, f"Decided: {decided.get_decision_display().lower()}. It stands on record.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(enquiry.question, back), Link("Decide"),
        answer=f"Decide: {enquiry.question}",
        lead="Adopt, adapt or drop. The decision stands; a further cycle can follow from it.",
        submit="Decide", back=back, keep=f"enquiry-decide-{pk}", enquiry=enquiry,
    )  # fmt: skip


def _enquiry(request: SignedInRequest, pk: int) -> tuple[Enquiry, Academy]:
    return row_or_404(request, enquiries_to_show(request.user), pk)


def _choices(request: SignedInRequest, academy: Academy, enquiry: Enquiry | None = None) -> dict[str, Any]:
    user = request.user
    theories = theories_for(user, academy)
    return {
        "teams": teams_to_choose(user, academy.pk, enquiry.team_id if enquiry else None),
        "priorities": priorities_to_choose(user, academy, enquiry.priority_id if enquiry else None),
        "theories": theories,
    }


def _asked_for(request: SignedInRequest, academy: Academy) -> Enquiry | None:
    """The ended cycle that a further one follows from, by `?follows=`; None where there is none."""
    pk = request.GET.get("follows", "")
    if not (pk.isascii() and pk.isdigit() and len(pk) <= 18):
        return None
    mine = Enquiry.objects.visible_to(request.user).filter(academy=academy, state__in=ENDED)
    return mine.filter(pk=int(pk)).first()


def _carried_over(follows: Enquiry) -> dict[str, Any]:
    """What a further cycle most often keeps."""
    return {"team": follows.team_id, "priority": follows.priority_id, "theory": follows.theory_id}


def _sent_step(request: SignedInRequest) -> StepForm:
    """The form of the step that was sent; the note's where none of them was."""
    step = next((step for step in STEPS if request.POST.get(f"{step}-step") == step), STEPS[0])
    return StepForm(request.POST, step=step, seen=0)


def _settled(request: SignedInRequest, enquiry: Enquiry) -> HttpResponse:
    words = {
        EnquiryState.DECIDED: "This enquiry is decided, and the decision stands.",
        EnquiryState.STOPPED: "This enquiry was stopped.",
    }
    said = words.get(EnquiryState(enquiry.state), "Go on to the evidence first: the next step stands below.")
    messages.info(request, said)
    return redirect("plans:enquiry_show", enquiry.pk)


def _done(step: StepName, enquiry: Enquiry) -> str:
    return {
        "note": "Your note stands in the log.",
        "start": "The trial has begun.",
        "look": "The evidence is being looked at. Write what was found next.",
        "try_on": "It is tried on. The log says why.",
        "stop": "The enquiry is stopped. It stays on record.",
        "decide": "",
    }[step]
