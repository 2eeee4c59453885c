"""Saying what each column of a waiting file is."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.guards import SignedInRequest
from celt.ui.parts import Link
from pupils.forms import MappingForm, guess
from pupils.imports.errors import FileRefused
from pupils.imports.layouts import LAYOUTS
from pupils.selectors.imports import batch_page, first_rows
from pupils.services.imports import stored_file
from pupils.services.uploads import remap_batch, save_mapping
from pupils.views.batch import batch_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def mapping(request: SignedInRequest, pk: int) -> HttpResponseBase:
    batch = batch_or_404(request, pk)
    if not batch_page(batch).can_map:
        return redirect("pupils:batch_show", pk=pk)
    try:
        header, sample = first_rows(stored_file(batch))
    except FileRefused as error:
        messages.warning(request, str(error))
        return redirect("pupils:batch_show", pk=pk)
    guessed = {**guess(batch.kind, header), **batch.mapping}
    form = MappingForm(
        request.POST or None,
        kind=batch.kind,
        header=header,
        guessed=guessed,
        fixed=batch.options.get("fixed") or {},
    )
    if request.method == "POST" and form.is_valid():
        columns, fixed, name = form.cleaned_data["columns"], form.cleaned_data["fixed"], form.cleaned_data["save_as"]
        try:
            if name.strip():
                save_mapping(
                    by=request.user, trust=batch.trust, name=name, kind=batch.kind, columns=columns, fixed=fixed
                )
            remap_batch(by=request.user, batch=batch, kind=batch.kind, columns=columns, fixed=fixed)
        except ValidationError as error:
            form.add_error("save_as", error.messages[0])
        except FileRefused as error:
            messages.warning(request, str(error))
            return redirect("pupils:batch_show", pk=pk)
        else:
            return redirect("pupils:batch_show", pk=pk)
    rows = [
        (field, [row[position] if position < len(row) else "" for row in sample])
        for position, (_, field) in enumerate(form.columns)
    ]
    crumbs = [
        Link("Files", reverse("pupils:batch_list")),
        Link(batch.filename, reverse("pupils:batch_show", args=[pk])),
        Link("Columns"),
    ]
    return render(
        request,
        "pupils/mapping.html",
        {"form": form, "batch": batch, "rows": rows, "layout": LAYOUTS[batch.kind], "crumbs": crumbs},
    )
