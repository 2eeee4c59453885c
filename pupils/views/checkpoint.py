"""The trust's checkpoints: their names, by when each is handed in, and how much lies under each."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.lib.sentences import counted, opened
from celt.lib.terms import FIRST_YEAR, LAST_YEAR, year_label, year_on
from celt.ui.parts import Link
from pupils.forms import CheckpointDatesForm, CheckpointForm
from pupils.models import Checkpoint, CheckpointDate, Coverage
from pupils.services.checkpoints import add_checkpoint, rename_checkpoint, set_checkpoint_dates
from pupils.tables import CheckpointTable
from pupils.views.upload import trust_of


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_CHECKPOINTS, whole_trust=True)
def checkpoint_list(request: SignedInRequest) -> HttpResponseBase:
    trust = trust_of(request)
    form = CheckpointForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_checkpoint(by=request.user, trust=trust, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error("name", error.messages[0])
        else:
            messages.success(request, f"Files may now name the checkpoint {added.name}.")
            return redirect("pupils:checkpoint_list")
    held = Coverage.objects.visible_to(request.user).filter(checkpoint__trust=trust)
    year = year_on(timezone.localdate())
    dates = CheckpointDate.objects.visible_to(request.user).filter(checkpoint__trust=trust, academic_year=year)
    due = dict(dates.values_list("checkpoint", "due"))
    counts = {
        (c["checkpoint"], c["academic_year"]): c["n"]
        for c in held.values("checkpoint", "academic_year").annotate(n=Sum("rows"))
    }
    checkpoints = Checkpoint.objects.editable_by(request.user).filter(trust=trust)
    rows = []
    for checkpoint in checkpoints:
        years = sorted(year for pk, year in counts if pk == checkpoint.pk)
        rows.append(
            {
                "name": checkpoint.name,
                "due": due.get(checkpoint.pk),
                "results": sum(n for (pk, _), n in counts.items() if pk == checkpoint.pk),
                "years": ", ".join(map(year_label, years)) or None,
                "url": reverse("pupils:checkpoint_rename", args=[checkpoint.pk]),
            }
        )
    answer = f"{trust} assesses at {counted(len(rows), 'checkpoint')}." if rows else "No checkpoint has a name yet."
    table = CheckpointTable(rows, caption=f"Checkpoints, in their order, with their days in {year_label(year)}")
    context = {"form": form, "answer": answer, "table": table, "year": year}
    return render(request, "pupils/checkpoint_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def checkpoint_rename(request: SignedInRequest, pk: int) -> HttpResponseBase:
    checkpoint = get_object_or_404(Checkpoint.objects.visible_to(request.user).select_related("trust"), pk=pk)
    if not Checkpoint.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("Checkpoints are named by the data lead of the whole trust.")
    form = CheckpointForm(request.POST or None, initial={"name": checkpoint.name})
    if request.method == "POST" and form.is_valid():
        try:
            rename_checkpoint(by=request.user, checkpoint=checkpoint, name=form.cleaned_data["name"])
        except ValidationError as error:
            form.add_error("name", error.messages[0])
        else:
            messages.success(request, f"The checkpoint is called {checkpoint.name} from now on.")
            return redirect("pupils:checkpoint_list")
    crumbs = [Link("Checkpoints", reverse("pupils:checkpoint_list")), Link("Rename")]
    context = {"form": form, "answer": f"Rename {form.initial['name']}", "crumbs": crumbs}
    return render(request, "pupils/checkpoint_rename.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_CHECKPOINTS, whole_trust=True)
def checkpoint_dates(request: SignedInRequest) -> HttpResponseBase:
    """The days of one academic year, `year` of the address, this one where it says none."""
    trust, this_year = trust_of(request), year_on(timezone.localdate())
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and FIRST_YEAR <= int(asked) <= LAST_YEAR else this_year
    checkpoints = Checkpoint.objects.editable_by(request.user).filter(trust=trust)
    held = CheckpointDate.objects.editable_by(request.user).filter(checkpoint__trust=trust, academic_year=year)
    form = CheckpointDatesForm(
        request.POST if request.method == "POST" else None,
        checkpoints=checkpoints,
        held=dict(held.values_list("checkpoint", "due")),
        academic_year=year,
    )
    if request.method == "POST" and form.is_valid():
        try:
            changed = set_checkpoint_dates(by=request.user, trust=trust, academic_year=year, days=form.days())
        except ValidationError as error:
            form.add_error(None, error)
        else:
            said = f"{opened(len(changed), 'day')} changed." if changed else "Nothing was changed."
            messages.success(request, f"{said} Academies see it in their term and in the calendar.")
            return redirect("pupils:checkpoint_list")
    context = {
        "form": form,
        "answer": f"By when academies hand in, {year_label(year)}",
        "crumbs": [Link("Checkpoints", reverse("pupils:checkpoint_list")), Link(f"Days of {year_label(year)}")],
        "years": [(other, year_label(other)) for other in (year - 1, year + 1) if FIRST_YEAR <= other <= LAST_YEAR],
    }
    return render(request, "pupils/checkpoint_dates.html", context)
