"""Rounds: the trust's list, a host's, planning one, its page, changing it, and each step on its way."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.ways import may_at
from celt.lib.sentences import counted
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.forms.round import OFFERED, ClassroomForm, PlanRoundForm, RoundForm, RoundStepForm, round_as_typed
from reviews.models.round import RoundState
from reviews.rules.problem import GOOD
from reviews.rules.round import STEPS, TAKEN_BY, WAYS, StepName, refused_to, why_not
from reviews.selectors.round_list import host_rounds, rounds_page
from reviews.selectors.round_next import BUTTONS
from reviews.selectors.round_show import round_page
from reviews.services.review import why_none_planned
from reviews.services.round import change_round, networks_of, plan_round, take_round_step
from reviews.services.visitor import colleagues_of
from reviews.tables.round import EndedRoundTable, HostRoundTable, RoundFile, RoundTable
from reviews.views.round_place import edited_or_refuse, frame, host_frame, place_or_404, round_form
from toolkit.selectors.practice_choice import practices_for
from toolkit.selectors.theory import theories_for

A_PAGE = 20
LEADS: dict[StepName, str] = {
    "begin": "From now on the visitors write notes, and the problem of practice stands.",
    "debrief": "The schedule is closed, and the visitors put their notes into groups.",
    "reopen": "The visitors can write notes and change the schedule again. What stands on the board stays.",
    "agree": "The host’s staff and governors read the patterns, the prediction and the next work from now on, and none "
    "of it can be changed any more. Notes stay with the visitors.",
    "follow": "It closes the round. What you write stands beside what was agreed.",
    "call_off": "It stays on record as called off, and leaves calendars.",
}
DONE: dict[StepName, str] = {
    "begin": "The round has begun. The visitors can write their notes now.",
    "debrief": "The debrief is open. Put the notes into groups.",
    "reopen": "Back to the classrooms: notes can be written again.",
    "agree": "The next work is agreed. The host reads it now.",
    "follow": "The round is followed up.",
    "call_off": "The round is called off.",
}


@require_safe
def round_list(request: SignedInRequest) -> HttpResponse:
    """For everybody who signed in: what is listed is what they may know of, such as one that they visit."""
    knows = request.person.can(Permission.VIEW_ROUNDS)
    page = rounds_page(request.user, request.person.trust, request.GET, knows=knows)
    table = configured(request, RoundTable(page.rows, caption=counted(len(page.rows), "round")), per_page=A_PAGE)
    actions = []
    if knows:
        actions.append(Link("Networks", reverse("reviews:network_list")))
    if request.person.can(Permission.READ_ROUNDS):
        actions.append(Link("Across rounds", reverse("reviews:rounds_across")))
    hosts = _plans_at(request)
    if len(hosts) == 1:
        actions.insert(0, Link("Plan a round", reverse("reviews:round_new", args=hosts), primary=True))
    return render(
        request, "reviews/round_list.html", {"page": page, "table": table, "actions": actions, "knows": knows}
    )


def _plans_at(request: SignedInRequest) -> list[str]:
    """Slugs of the academies that the person heads; a trust leader plans from an academy's page or a network's."""
    held = {m.academy.pk: m.academy for m in request.person.here if m.academy is not None}
    return sorted(each.slug for each in held.values() if may_at(each, request.person, Permission.RUN_ROUNDS))


@require_safe
def round_csv(request: SignedInRequest) -> HttpResponse:
    page = rounds_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, RoundFile(page.rows)), "rounds.csv")


@require_safe
def academy_rounds(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.READ_ROUNDS)
    knows = may_at(academy, request.person, Permission.VIEW_ROUNDS)
    page = host_rounds(request.user, academy, knows=knows)
    runs = may_at(academy, request.person, Permission.RUN_ROUNDS)
    shut = why_none_planned(academy, "round") if runs else ""
    plan = Link("Plan a round", reverse("reviews:round_new", args=[slug]), primary=True) if runs and not shut else None
    context = {
        **host_frame(request, academy),
        "page": page,
        "now": configured(request, HostRoundTable(page.now, prefix="now-")),
        "done": configured(request, EndedRoundTable(page.done, prefix="done-"), per_page=A_PAGE),
        "actions": [plan] if plan else [],
        "plan": plan,
        "shut": shut,
        "knows": knows,
    }
    return render(request, "reviews/academy_rounds.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_new(request: SignedInRequest, slug: str) -> HttpResponse:
    host = academy_or_404(request, slug, Permission.RUN_ROUNDS)
    if request.method != "POST" and (shut := why_none_planned(host, "round")):
        messages.error(request, shut)
        return redirect("reviews:academy_rounds", slug)
    networks = networks_of(request.user, host)
    asked = request.GET.get("network", "")
    form = PlanRoundForm(
        request.POST or None, networks=networks, theories=theories_for(request.user, host),
        practices=practices_for(request.user, host.trust_id), colleagues=colleagues_of(networks, host),
        initial={"network": asked or (str(networks[0].pk) if networks else "")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            round = plan_round(by=request.user, host=host, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The round is planned. Now put visitors and classrooms on it.")
            return redirect("reviews:round_show", round.pk)
    makes = request.person.can_trust_wide(Permission.RUN_ROUNDS)
    context = {
        **host_frame(request, host, Link("Plan a round")),
        "form": form,
        "answer": f"Plan an instructional round at {host}",
        "submit": "Plan the round",
        "keep": f"round-new-{slug}",
        "back": reverse("reviews:academy_rounds", args=[slug]),
        "good": GOOD,
        "without": not networks,
        "make": f"{reverse('reviews:network_new')}?academy={host.pk}" if makes else "",
    }
    return render(request, "reviews/round_plan.html", context)


@require_safe
def round_show(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    page = round_page(request.user, place)
    context: dict[str, Any] = {
        **frame(request, place),
        **OFFERED,
        "page": page,
        "answer": page.answer,
        "row": ClassroomForm(initial={"starts": page.next_start}),
    }
    return render(request, "reviews/round_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    place = edited_or_refuse(request, pk)
    round = place.round
    whole = round.state == RoundState.PREPARING
    networks = {each.pk: each for each in [round.network, *networks_of(request.user, round.host)]}
    theories = {each.pk: each for each in theories_for(request.user, round.host)}
    if round.theory is not None:
        theories.setdefault(round.theory.pk, round.theory)
    form = RoundForm(
        request.POST or None, now=round_as_typed(round, whole=whole), whole=whole,
        networks=networks.values(), theories=theories.values(),
        practices=practices_for(request.user, round.host.trust_id, round.focus_id) if whole else (),
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        kept = {"problem": round.problem, "theory": round.theory, "practice": round.practice, "focus": round.focus}
        try:
            change_round(by=request.user, round=round, **{**kept, **form.said})
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Changed.")
            return redirect("reviews:round_show", pk)
    lead = (
        "" if whole else "The visitors came for this problem of practice, so it stands. The days can still be changed."
    )
    return round_form(
        request, place, form, answer=f"Change: {place.title}", submit="Save the change", lead=lead, keep=f"round-{pk}"
    )


@require_http_methods(["GET", "HEAD", "POST"])
def round_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    place = place_or_404(request, pk)
    state = place.standing.state
    if not TAKEN_BY[step] & place.parties:
        raise PermissionDenied(refused_to(step))
    form = RoundStepForm(request.POST if request.method == "POST" else None, step=step, seen=state)
    if request.method == "POST" and form.is_valid():
        try:
            take_round_step(by=request.user, round=place.round, step=step, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, DONE[step])
            return redirect("reviews:round_show", pk)
    elif request.method != "POST" and state not in WAYS[step]:
        messages.info(request, why_not(step, state))
        return redirect("reviews:round_show", pk)
    return round_form(
        request, place, form,
        answer=f"{BUTTONS[step]}: {place.title}",
        lead=LEADS[step],
        submit=BUTTONS[step],
        keep=f"round-{step}-{pk}" if "says" in form.fields else "",
    )  # fmt: skip
