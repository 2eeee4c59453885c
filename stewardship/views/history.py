"""The history of a record."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from celt.ui.parts import Link
from stewardship.selectors.history import history_page, readable


@require_safe
def history_show(request: SignedInRequest, app: str, model: str, pk: str) -> HttpResponse:
    record = readable(request.user, app, model, pk)
    page = history_page(request.user, record, request.GET.get("page", "1"))
    context = {
        "history": page,
        "page": page.page,
        "crumbs": [*([Link(page.title, page.url)] if page.url else []), Link("History")],
    }
    return render(request, "stewardship/history.html", context)
