"""Snapshots of a plan: the list, taking one, reading one, and what changed between two or since one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, academy_or_404
from academies.ways import academy_tabs
from celt.lib.days import british
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from plans.forms.snapshot import SnapshotForm
from plans.models.plan import Snapshot
from plans.selectors.comparison import comparison_page
from plans.selectors.read_as import read_as
from plans.selectors.snapshot import edition_of, newest_pk, snapshot_day, snapshot_document, snapshots_page
from plans.services.changing import refuse_where_shut
from plans.services.snapshot import take_snapshot
from plans.tables.snapshot import SnapshotTable
from plans.views.place import plan_crumbs, plan_or_404

A_PAGE = 20


def snapshot_or_404(request: SignedInRequest, pk: int | str) -> Snapshot:
    """The snapshot where the person reads that academy's plan, who from then on acts in its trust."""
    found = Snapshot.objects.visible_to(request.user).select_related("plan__academy__trust", "taken_by")
    snapshot = get_object_or_404(found, pk=pk)
    request.person = Person(request.person.memberships, snapshot.plan.academy.trust)
    # What it was taken for, as this person may read it: the row is never saved again.
    snapshot.title = read_as(request.user, request.person, snapshot.plan.academy)(snapshot.title)
    return snapshot


@require_safe
def snapshot_list(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    page = snapshots_page(request.user, request.person, academy, request.GET)
    table = configured(request, SnapshotTable(page.lines, exclude=page.leaves_out), per_page=A_PAGE)
    plan_url = reverse("plans:plan", args=[slug])
    taking = Link("Take a snapshot", page.take_url, primary=True)
    context = {
        "page": page,
        "table": table,
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=plan_url),
        "crumbs": plan_crumbs(academy, None, Link("Plan", plan_url), Link("Snapshots")),
        "actions": [taking] if page.take_url else [],
    }
    return render(request, "plans/snapshot_list.html", context)


@require_safe
def snapshot_csv(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    page = snapshots_page(request.user, request.person, academy, request.GET)
    return csv_response(
        configured(request, SnapshotTable(page.lines, exclude=page.leaves_out)), f"{slug}-plan-snapshots.csv"
    )


@require_safe
def snapshot_pair(request: SignedInRequest, slug: str) -> HttpResponse:
    """From the two chosen in the list to their comparison; `first=newest` is the newest there is."""
    academy = academy_or_404(request, slug, Permission.VIEW_PLAN)
    first, second = request.GET.get("first", ""), request.GET.get("second", "")
    if first == "newest":
        newest = newest_pk(request.user, academy)
        if newest is None:
            messages.info(request, "No snapshot has been taken yet, so there is nothing to compare the plan with.")
            return redirect("plans:snapshot_list", slug=slug)
        first = str(newest)
    chosen = {pk for pk in (first, second) if pk.isascii() and pk.isdigit() and len(pk) < 19}
    ours = Snapshot.objects.visible_to(request.user).filter(plan__academy=academy, pk__in=chosen)
    if not chosen or ours.count() != len(chosen) or (len(chosen) == 1 and "now" not in (first, second)):
        messages.warning(request, "Choose two different snapshots, or a snapshot and the plan as it is now.")
        return redirect("plans:snapshot_list", slug=slug)
    older, other = (first, second) if first != "now" else (second, first)
    return redirect("plans:snapshot_compare", pk=int(older), other=other)


@require_http_methods(["GET", "HEAD", "POST"])
def snapshot_take(request: SignedInRequest, slug: str, year: str) -> HttpResponse:
    plan = plan_or_404(request, slug, year, Permission.EDIT_PLAN)
    form = SnapshotForm(request.POST or None)
    try:
        refuse_where_shut(plan.academy, plan.academic_year)
    except ValidationError as error:
        shut = " ".join(error.messages)
    else:
        shut = ""
    if request.method == "POST" and form.is_valid():
        try:
            snapshot = take_snapshot(by=request.user, plan=plan, title=form.cleaned_data["title"])
        except ValidationError as error:
            form.add_error("title" if hasattr(error, "error_dict") else None, error.messages)
        else:
            messages.success(request, "The snapshot is taken. Whatever changes in the plan, it stays as it is today.")
            return redirect("plans:snapshot_show", pk=snapshot.pk)
    back = reverse("plans:snapshot_list", args=[slug])
    context = {
        "form": form,
        "plan": plan,
        "shut": shut,
        "academy": plan.academy,
        "tabs": academy_tabs(request, plan.academy, under=reverse("plans:plan", args=[slug])),
        "crumbs": plan_crumbs(plan.academy, plan.academic_year, Link("Snapshots", back), Link("Take a snapshot")),
        "back": back,
    }
    return render(request, "plans/snapshot_take.html", context)


@require_safe
def snapshot_show(request: SignedInRequest, pk: int) -> HttpResponse:
    snapshot = snapshot_or_404(request, pk)
    academy, plan = snapshot.plan.academy, snapshot.plan
    document = snapshot_document(snapshot, edition_of(request.person, snapshot))
    back = reverse("plans:snapshot_list", args=[academy.slug])
    context = {
        "document": document,
        "snapshot": snapshot,
        "day": british(snapshot_day(snapshot)),
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=reverse("plans:plan", args=[academy.slug])),
        "crumbs": plan_crumbs(academy, plan.academic_year, Link("Snapshots", back), Link(snapshot.title)),
        "actions": [
            Link("Download as PDF", reverse("plans:snapshot_pdf", args=[pk]), primary=True),
            Link("Two pages", reverse("plans:snapshot_summary", args=[pk])),
            Link("Compare with now", reverse("plans:snapshot_compare", args=[pk, "now"])),
        ],
    }
    return render(request, "plans/snapshot_show.html", context)


@require_safe
def snapshot_compare(request: SignedInRequest, pk: int, other: str) -> HttpResponse:
    """`other`: another snapshot of the same academy, or "now"."""
    snapshot = snapshot_or_404(request, pk)
    academy = snapshot.plan.academy
    beside = None
    if other != "now":
        if not (other.isascii() and other.isdigit() and len(other) < 19):
            raise Http404("No such snapshot.")
        beside = snapshot_or_404(request, int(other))
        if beside.plan.academy_id != academy.pk:
            raise Http404("Snapshots of two academies are not compared.")
    page = comparison_page(request.user, request.person, snapshot, beside)
    back = reverse("plans:snapshot_list", args=[academy.slug])
    context = {
        "page": page,
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=reverse("plans:plan", args=[academy.slug])),
        "crumbs": plan_crumbs(academy, snapshot.plan.academic_year, Link("Snapshots", back), Link("What changed")),
    }
    return render(request, "plans/snapshot_compare.html", context)
