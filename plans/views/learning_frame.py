"""What all pages of an academy's learning share: their crumbs and tabs, the row they are about, the page of a form."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from academies.access import Person
from academies.guards import SignedInRequest
from academies.models import Academy
from academies.ways import academy_tabs
from celt.ui.parts import Link

M = TypeVar("M", bound=models.Model)


def frame(request: SignedInRequest, academy: Academy, *crumbs: Link) -> dict[str, Any]:
    """Academy, tabs and crumbs; the last crumb is the page itself, and the learning page comes before the first."""
    learning = reverse("plans:learning", args=[academy.slug])
    return {
        "academy": academy,
        "tabs": academy_tabs(request, academy, under=learning),
        "crumbs": [
            Link("Academies", reverse("academies:academy_list")),
            Link(academy.name, reverse("academies:academy_detail", args=[academy.slug])),
            Link("Learning", learning),
            *crumbs,
        ],
    }


def row_or_404(
    request: SignedInRequest, visible: models.QuerySet[M], pk: int, path: str = "academy"
) -> tuple[M, Academy]:
    """The row of `visible`, and its academy, in whose trust the person acts for the rest of the request. `path` leads
    from the row to its academy, which comes with its trust."""
    row = visible.filter(pk=pk).first()
    if row is None:
        raise Http404
    owner: Any = row
    for name in path.split("__"):
        owner = getattr(owner, name)
    academy: Academy = owner
    request.person = Person(request.person.memberships, academy.trust)
    return row, academy


def refuse_unless(allowed: bool, shut: str, sentence: str) -> None:
    """403 with the reason: the academy is closed, or the person may not do this."""
    if not allowed:
        raise PermissionDenied(shut or sentence)


def form_page(
    request: SignedInRequest,
    academy: Academy,
    form: forms.Form,
    *crumbs: Link,
    answer: str,
    submit: str,
    back: str,
    keep: str = "",
    lead: str = "",
    **more: Any,
) -> HttpResponse:
    """One form on a page of its own; the last crumb names the page, and `back` is where Cancel leads."""
    context = {
        **frame(request, academy, *crumbs),
        "form": form,
        "answer": answer,
        "submit": submit,
        "back": back,
        "keep": keep,
        "lead": lead,
        **more,
    }
    return render(request, "plans/learning_form.html", context)
