"""Giving a file: what it is, how its columns are named, and the file itself."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from academies.models import Trust
from celt.ui.parts import Link
from pupils.forms import UploadForm
from pupils.imports.errors import FileRefused
from pupils.imports.layouts import LAYOUTS, READY
from pupils.models import ColumnMapping
from pupils.selectors.imports import layout_csv, steps_of
from pupils.services.uploads import give_file


def trust_of(request: SignedInRequest) -> Trust:
    if request.person.trust is None:
        raise PermissionDenied("You hold no role in a trust.")
    return request.person.trust


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.IMPORT_DATA)
def upload(request: SignedInRequest) -> HttpResponse:
    trust = trust_of(request)
    whole_trust = request.person.can_trust_wide(Permission.IMPORT_DATA)
    saved = ColumnMapping.objects.visible_to(request.user).filter(trust=trust, archived=False)
    form = UploadForm(request.POST or None, request.FILES or None, saved=saved, whole_trust=whole_trust)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            batch = give_file(
                by=request.user,
                trust=trust,
                kind=data["kind"],
                chunks=data["file"].chunks(),
                filename=data["file"].name,
                mapping=data["mapping"],
                fixed={"academic_year": data["academic_year"]} if data["academic_year"] else {},
            )
        except FileRefused as error:
            form.add_error("file", str(error))
        else:
            return redirect("pupils:batch_show", pk=batch.pk)
    return render(
        request,
        "pupils/upload.html",
        {
            "form": form,
            "steps": steps_of(None),
            "layouts": LAYOUTS.values(),
            "ready": READY.values(),
            "crumbs": [Link("Files", reverse("pupils:batch_list")), Link("Give a file")],
        },
    )


@require_safe
@needs(Permission.IMPORT_DATA)
def layout(request: SignedInRequest, kind: str) -> HttpResponse:
    """An empty file with the columns of a built-in layout."""
    if kind not in LAYOUTS:
        raise Http404
    names = ["academic_year", "upn", "checkpoint", "assessment", "value"] if kind == "results" else LAYOUTS[kind].names
    response = HttpResponse(layout_csv(names), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{kind}.csv"'
    return response
