"""An academy works with a piece of the library: as it is, in a version of its own, or no longer."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from academies.models import Academy
from academies.ways import may_at
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from toolkit.forms.piece import EndForm, UseForm
from toolkit.models import Adoption, Piece, Story
from toolkit.selectors.piece_page import writes_at
from toolkit.services.adoption import NOT_YOURS, adapt_piece, adopt_piece, end_adoption
from toolkit.services.case_study import make_case_study
from toolkit.views.piece import WRITES, crumbs, piece_or_404, shown


@require_POST
def piece_adopt(request: SignedInRequest, pk: int) -> HttpResponse:
    piece = piece_or_404(request, pk)
    form = UseForm(request.POST, academies=_academies(request, piece))
    if not form.is_valid():
        return shown(request, piece, form)
    academy = form.cleaned_data["academy"]
    try:
        adopt_piece(by=request.user, piece=piece, academy=academy, says=form.cleaned_data["says"])
    except ValidationError as error:
        put_errors(form, error)
        return shown(request, piece, form)
    messages.success(request, f"{academy} uses “{piece.title}” as it is. Its author sees that.")
    return redirect("toolkit:piece_show", pk)


@require_POST
def piece_adapt(request: SignedInRequest, pk: int) -> HttpResponse:
    """One click: the academy's own draft, with everything that the original holds."""
    piece = piece_or_404(request, pk)
    form = UseForm(request.POST, academies=_academies(request, piece))
    if not form.is_valid():
        return shown(request, piece, form)
    academy = form.cleaned_data["academy"]
    try:
        own = adapt_piece(by=request.user, piece=piece, academy=academy)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("toolkit:piece_show", pk)
    messages.success(
        request, f"This is {academy}’s own version, lessons and files included. Change it, then publish it."
    )
    return redirect("toolkit:piece_show", own.pk)


@require_http_methods(WRITES)
def adoption_end(request: SignedInRequest, pk: int) -> HttpResponse:
    found = Adoption.objects.visible_to(request.user).select_related("academy__trust", "piece")
    adoption = get_object_or_404(found, pk=pk)
    request.person = Person(request.person.memberships, adoption.academy.trust)
    if not may_at(adoption.academy, request.person, Permission.WRITE_TOOLKIT):
        raise PermissionDenied(NOT_YOURS)
    piece = adoption.piece
    back = reverse("toolkit:piece_show", args=[piece.pk])
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            end_adoption(by=request.user, adoption=adoption, found=form.cleaned_data["found"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"What came of “{piece.title}” at {adoption.academy} stands on its page.")
            return redirect(back)
    context = {
        "form": form,
        "adoption": adoption,
        "keep": f"adoption-end-{pk}",
        "back": back,
        "crumbs": crumbs(Link(piece.title, back), Link("What came of it")),
    }
    return render(request, "toolkit/adoption_end.html", context)


@require_POST
def case_study_new(request: SignedInRequest, pk: int) -> HttpResponse:
    """Of a story that was taken; the piece that there is already, where there is one."""
    story = get_object_or_404(Story.objects.visible_to(request.user).select_related("academy__trust"), pk=pk)
    try:
        piece = make_case_study(by=request.user, story=story)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("toolkit:story_show", pk)
    messages.success(request, "A draft with the story’s words. Go on with it, then publish it.")
    return redirect("toolkit:piece_edit", piece.pk)


def _academies(request: SignedInRequest, piece: Piece) -> list[Academy]:
    """For which the person may use it. Raises PermissionDenied where it is none."""
    academies = [academy for academy in writes_at(request.user, request.person) if academy.pk != piece.academy_id]
    if not academies:
        raise PermissionDenied(NOT_YOURS)
    return academies
