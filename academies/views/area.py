"""The trust's subjects and areas of work: naming, renaming, archiving."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.forms.scheme import AreaForm
from academies.guards import SignedInRequest, needs
from academies.models import SupportArea
from academies.selectors.area import areas_page
from academies.services.areas import REFUSED, add_area, archive_area, change_area
from academies.tables.scheme import AreaTable
from academies.views.scheme import trust_of
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response


@require_safe
@needs(Permission.MANAGE_SCHEMES, whole_trust=True)
def area_list(request: SignedInRequest) -> HttpResponse:
    page = areas_page(request.user, trust_of(request), request.GET)
    table = configured(
        request, AreaTable(page.rows, caption="Subjects and areas, with what rests on them"), per_page=20
    )
    context = {
        "page": page,
        "table": table,
        "crumbs": _crumbs(),
        "actions": [Link("Add a subject or area", reverse("academies:area_add"), primary=True)],
    }
    return render(request, "academies/area_list.html", context)


@require_safe
@needs(Permission.MANAGE_SCHEMES, whole_trust=True)
def area_csv(request: SignedInRequest) -> HttpResponse:
    page = areas_page(request.user, trust_of(request), request.GET)
    return csv_response(configured(request, AreaTable(page.rows)), "subjects-and-areas.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_SCHEMES, whole_trust=True)
def area_add(request: SignedInRequest) -> HttpResponse:
    form = AreaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            area = add_area(by=request.user, trust=trust_of(request), **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{area.name}” is added.")
            return redirect("academies:area_list")
    context = {"form": form, "answer": "Add a subject or area", "crumbs": _crumbs("Add one")}
    return render(request, "academies/area_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def area_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    area = _area(request, pk)
    form = AreaForm(request.POST or None, now={"name": area.name, "kind": area.kind})
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_area(by=request.user, area=area, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{changed.name}” is saved.")
            return redirect("academies:area_list")
    context = {"form": form, "area": area, "answer": f"Change “{area.name}”", "crumbs": _crumbs(area.name)}
    return render(request, "academies/area_edit.html", context)


@require_POST
def area_archive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Archives it, or brings it back where `back` is sent."""
    area = _area(request, pk)
    archived = "back" not in request.POST
    archive_area(by=request.user, area=area, archived=archived)
    said = "is archived and offered no longer." if archived else "is offered again."
    messages.success(request, f"“{area.name}” {said}")
    return redirect("academies:area_list")


def _area(request: SignedInRequest, pk: int) -> SupportArea:
    area = get_object_or_404(SupportArea.objects.visible_to(request.user), pk=pk)
    if not SupportArea.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied(REFUSED)
    return area


def _crumbs(here: str = "") -> list[Link]:
    top = [Link("Category schemes", reverse("academies:scheme_list"))]
    if not here:
        return [*top, Link("Subjects and areas")]
    return [*top, Link("Subjects and areas", reverse("academies:area_list")), Link(here)]
