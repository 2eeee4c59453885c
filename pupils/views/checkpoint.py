"""The trust's checkpoints: their names, and how much lies under each."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Sum
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.lib.sentences import counted
from celt.lib.terms import year_label
from celt.ui.parts import Link
from pupils.forms import CheckpointForm
from pupils.models import Checkpoint, Coverage
from pupils.services.checkpoints import add_checkpoint, rename_checkpoint
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
                "results": sum(n for (pk, _), n in counts.items() if pk == checkpoint.pk),
                "years": ", ".join(map(year_label, years)) or None,
                "url": reverse("pupils:checkpoint_rename", args=[checkpoint.pk]),
            }
        )
    answer = f"{trust} assesses at {counted(len(rows), 'checkpoint')}." if rows else "No checkpoint has a name yet."
    context = {"form": form, "answer": answer, "table": CheckpointTable(rows, caption="Checkpoints, in their order")}
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
