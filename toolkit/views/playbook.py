"""The playbook: a page that prints, and the same as a tagged PDF."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.parts import Link
from toolkit.selectors.playbook import playbook as playbook_of
from toolkit.selectors.playbook import playbook_file


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def playbook(request: SignedInRequest) -> HttpResponse:
    book = playbook_of(request.user, request.person, request.GET)
    file = reverse("toolkit:playbook_pdf") + (f"?{book.query}" if book.query else "")
    actions = [Link("Download as PDF", file, primary=True)] if book.number else []
    return render(request, "toolkit/playbook.html", {"book": book, "actions": actions})


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def playbook_pdf(request: SignedInRequest) -> HttpResponse:
    book = playbook_of(request.user, request.person, request.GET)
    if not book.number:
        raise Http404("No practice fits this choice.")
    response = HttpResponse(playbook_file(book), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="playbook-{book.day:%Y-%m-%d}.pdf"'
    return response
