"""The boards that somebody reads for: what was issued, and when they meet."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.ways import academy_tabs, may_at
from celt.ui.parts import Link
from readers.selectors.boards import boards_page


@require_safe
@needs(Permission.VIEW_READERS)
def reader_list(request: SignedInRequest) -> HttpResponse:
    add = Link("Add a meeting", reverse("readers:meeting_add"), primary=True)
    context = {
        "page": boards_page(request.user, request.person, request.GET),
        "actions": [add] if request.person.can(Permission.ISSUE_READERS) else [],
    }
    return render(request, "readers/reader_list.html", context)


@require_safe
def academy_readers(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.VIEW_READERS)
    add = Link("Add a meeting", f"{reverse('readers:meeting_add')}?board={slug}", primary=True)
    context = {
        "page": boards_page(request.user, request.person, {}, academy),
        "academy": academy,
        "tabs": academy_tabs(request, academy),
        "crumbs": [Link("Readers", reverse("readers:reader_list")), Link(academy.name)],
        "actions": [add] if may_at(academy, request.person, Permission.ISSUE_READERS) else [],
    }
    return render(request, "readers/reader_list.html", context)
