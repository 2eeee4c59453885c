"""A file's way: preview, confirm, applied, taken back; and the list of all files."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from academies.row_scope import row_scope
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from pupils.imports.errors import Busy, FileRefused, UndoRefused
from pupils.models import ImportBatch
from pupils.models.batch import ImportStatus
from pupils.selectors.imports import batch_page, batches_page, rejected_csv, steps_of, undo_says
from pupils.services.imports import scope_of, undo_batch
from pupils.services.uploads import confirm_batch, discard_batch
from pupils.tables import BatchTable, RejectionTable

ROWS_A_PAGE = 50


def batch_or_404(request: SignedInRequest, pk: int) -> ImportBatch:
    visible = ImportBatch.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("trust", "actor", "undone_by"), pk=pk)


@require_safe
@needs(Permission.IMPORT_DATA)
def batch_list(request: SignedInRequest) -> HttpResponse:
    page = batches_page(request.user, request.person.trust, request.GET)
    table = configured(request, BatchTable(page.batches, caption="Files, newest first"), per_page=30)
    actions = [Link("Give a file", reverse("pupils:upload"), primary=True)]
    return render(request, "pupils/batch_list.html", {"page": page, "table": table, "actions": actions})


@require_safe
@needs(Permission.IMPORT_DATA)
def batch_csv(request: SignedInRequest) -> HttpResponse:
    page = batches_page(request.user, request.person.trust, request.GET)
    table = configured(request, BatchTable(page.batches))
    for name in ("kind", "actor", "unchanged"):
        table.columns.show(name)
    return csv_response(table, "files.csv")


@require_safe
def batch_show(request: SignedInRequest, pk: int) -> HttpResponse:
    batch = batch_or_404(request, pk)
    table = RejectionTable(batch.rejections.all(), caption="Rows that were not taken")
    with row_scope(scope_of(batch.trust, request.user).academy_ids):
        return render(
            request,
            "pupils/batch_show.html",
            {
                "page": batch_page(batch),
                "batch": batch,
                "steps": steps_of(batch),
                "table": configured(request, table, per_page=ROWS_A_PAGE) if batch.rejected else None,
                "crumbs": [Link("Files", reverse("pupils:batch_list")), Link(batch.filename)],
            },
        )


@require_safe
def batch_progress(request: SignedInRequest, pk: int) -> HttpResponse:
    """The progress of a file that is being worked on; once that has ended, the page is loaded again."""
    page = batch_page(batch_or_404(request, pk))
    response = render(request, "pupils/_batch_progress.html", {"page": page, "batch": page.batch})
    if not page.working:
        response["HX-Refresh"] = "true"
    return response


@require_POST
def batch_confirm(request: SignedInRequest, pk: int) -> HttpResponseBase:
    batch = batch_or_404(request, pk)
    try:
        confirm_batch(by=request.user, batch=batch)
    except FileRefused as error:
        messages.warning(request, str(error))
    return redirect("pupils:batch_show", pk=pk)


@require_POST
def batch_discard(request: SignedInRequest, pk: int) -> HttpResponseBase:
    batch = batch_or_404(request, pk)
    try:
        discard_batch(by=request.user, batch=batch)
    except FileRefused as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, f"{batch.filename} was set aside. Nothing of it was written.")
    return redirect("pupils:batch_list")


@require_http_methods(["GET", "HEAD", "POST"])
def batch_undo(request: SignedInRequest, pk: int) -> HttpResponseBase:
    batch = batch_or_404(request, pk)
    if request.method == "POST":
        try:
            undo_batch(by=request.user, batch=batch)
        except (UndoRefused, Busy) as error:
            messages.warning(request, str(error))
        else:
            messages.success(request, f"{batch.filename} was taken back. Everything is as it was before.")
        return redirect("pupils:batch_show", pk=pk)
    if batch.status != ImportStatus.APPLIED:
        return redirect("pupils:batch_show", pk=pk)
    crumbs = [
        Link("Files", reverse("pupils:batch_list")),
        Link(batch.filename, reverse("pupils:batch_show", args=[pk])),
        Link("Undo"),
    ]
    return render(request, "pupils/batch_undo.html", {"batch": batch, "says": undo_says(batch), "crumbs": crumbs})


@require_safe
def batch_rejected(request: SignedInRequest, pk: int) -> StreamingHttpResponse:
    batch = batch_or_404(request, pk)
    academies = scope_of(batch.trust, request.user).academy_ids
    response = StreamingHttpResponse(rejected_csv(batch, academies), content_type="text/csv; charset=utf-8")
    stem = "".join(c if c.isalnum() or c in "-_ " else "-" for c in batch.filename.rsplit(".", 1)[0]).strip() or "file"
    response["Content-Disposition"] = f'attachment; filename="{stem.encode("ascii", "replace").decode()} to mend.csv"'
    return response
