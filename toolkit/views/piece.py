"""The library: its list and file, one piece, and a piece being written."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, needs
from academies.models import Academy
from celt.lib.sentences import opened
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from toolkit.forms.piece import TRUST, NewPieceForm, PieceForm, UseForm, as_written
from toolkit.models import Piece, Practice
from toolkit.models.library import PieceKind, PieceState
from toolkit.rules.piece import STEPS
from toolkit.selectors.piece_list import pieces_page
from toolkit.selectors.piece_page import PiecePage, may_write_piece, piece_page, writes_at
from toolkit.services.library_starter import start_library
from toolkit.services.piece import REFUSED, start_piece, take_piece_step, write_piece
from toolkit.services.piece_file import FILES_A_PIECE, TAKES
from toolkit.tables.piece import PieceFileTable
from toolkit.views.theory import trust_of

PIECES_A_PAGE = 20
WRITES = ["GET", "HEAD", "POST"]
DONE = {
    "publish": "stands in the library: everybody who reads the toolkit can use it.",
    "put_away": "is put away. Whoever works with it can still read it.",
    "bring_back": "is back.",
}


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def piece_list(request: SignedInRequest) -> HttpResponse:
    page = pieces_page(request.user, request.person, request.GET)
    writes = request.person.can(Permission.WRITE_TOOLKIT)
    context = {
        "page": page,
        "shown": Paginator(page.cards, PIECES_A_PAGE).get_page(request.GET.get("page")),
        "actions": [Link("Write for the library", reverse("toolkit:piece_new"))] if writes else [],
        "may_start": page.unshipped and request.person.can_trust_wide(Permission.MANAGE_TOOLKIT),
    }
    return render(request, "toolkit/piece_list.html", context)


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def piece_csv(request: SignedInRequest) -> HttpResponse:
    page = pieces_page(request.user, request.person, request.GET)
    return csv_response(configured(request, PieceFileTable(page.cards)), "library.csv")


@require_safe
def piece_show(request: SignedInRequest, pk: int) -> HttpResponse:
    return shown(request, piece_or_404(request, pk))


def shown(request: SignedInRequest, piece: Piece, sent: UseForm | None = None) -> HttpResponse:
    """The page of a piece. `sent`: a way to use it that could not be kept, with what was typed."""
    page = piece_page(request.user, request.person, piece)
    context = {
        "page": page,
        "piece": piece,
        "use": (sent or UseForm(academies=page.academies)) if page.may_use else None,
        "accept": ACCEPT,
        "takes": TAKES.says,
        "most_files": FILES_A_PIECE,
        "actions": _actions(page),
        "crumbs": crumbs(Link(piece.title)),
    }
    return render(request, "toolkit/piece_show.html", context)


ACCEPT = ".pdf,.docx,.pptx,.xlsx,.jpg,.jpeg,.png,.webp,.heic,.heif,image/jpeg,image/png,image/webp,image/heic"


def _actions(page: PiecePage) -> list[Link]:
    """Ways to what stands further down on a phone, and to the form for who writes it."""
    found = [Link("Make it your own", "#use", primary=True)] if page.may_use else []
    if page.files:
        found.append(Link(opened(len(page.files), "file"), "#files"))
    if page.may_write and page.piece.state != PieceState.ARCHIVED:
        found.append(Link("Write on it", reverse("toolkit:piece_edit", args=[page.piece.pk])))
    return found


@require_http_methods(WRITES)
@needs(Permission.WRITE_TOOLKIT)
def piece_new(request: SignedInRequest) -> HttpResponse:
    """`kind` of the address is chosen already."""
    academies = writes_at(request.user, request.person)
    places = [(academy.slug, academy.name) for academy in academies]
    if request.person.can_trust_wide(Permission.MANAGE_TOOLKIT):
        places.insert(0, (TRUST, "The trust’s, for every academy"))
    if not places:
        raise PermissionDenied(REFUSED)
    about: dict[str, Any] = {"practices": _practices(request), "places": places}
    form: NewPieceForm | None = None
    if request.method == "POST":
        form = NewPieceForm.with_rows_moved(request.POST, **about)
    if form is None and request.method == "POST":
        form = NewPieceForm(request.POST, **about)
        if form.is_valid():
            whose = _whose(form, places, academies)
            try:
                piece = start_piece(by=request.user, trust=trust_of(request), academy=whose, **form.said())
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, f"“{piece.title}” is a draft. Add files to it, then publish it.")
                return redirect("toolkit:piece_show", piece.pk)
    if form is None:
        kind = request.GET.get("kind", "")
        chosen = kind if kind in PieceKind.values else PieceKind.SEQUENCE
        form = NewPieceForm(initial={"kind": chosen}, **about)
    context = {
        "form": form,
        "answer": "Write for the library",
        "lead": "Nobody but your colleagues who write in the toolkit reads it before it is published.",
        "keep": "piece-new",
        "submit": "Keep it as a draft",
        "back": reverse("toolkit:piece_list"),
        "crumbs": crumbs(Link("Write for the library")),
    }
    return render(request, "toolkit/piece_edit.html", context)


def _whose(form: NewPieceForm, places: list[tuple[str, str]], academies: list[Academy]) -> Academy | None:
    slug = form.cleaned_data.get("whose", places[0][0])
    return next((academy for academy in academies if academy.slug == slug), None)


@require_http_methods(WRITES)
def piece_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    piece = editable_or_403(request, pk)
    if piece.state == PieceState.ARCHIVED:
        messages.error(request, f"“{piece.title}” was put away. Bring it back before you write on it.")
        return redirect("toolkit:piece_show", pk)
    practices = _practices(request, piece)
    named = [link.practice_id for link in piece.practices.all()]
    about: dict[str, Any] = {"practices": practices, "now": as_written(piece)}
    form = PieceForm.with_rows_moved(request.POST, **about) if request.method == "POST" else None
    if form is None and request.method == "POST":
        form = PieceForm(request.POST, **about)
        if form.is_valid():
            try:
                written = write_piece(by=request.user, piece=piece, **form.said())
            except ValidationError as error:
                put_errors(form, error)
            else:
                messages.success(request, f"“{written.title}” is saved.")
                return redirect("toolkit:piece_show", pk)
    if form is None:
        form = PieceForm(initial={"practices": named}, **about)
    shown_at = reverse("toolkit:piece_show", args=[pk])
    context = {
        "form": form,
        "answer": f"Write on “{piece.title}”",
        "lead": _for_whom(piece),
        "keep": f"piece-{pk}",
        "submit": "Save",
        "back": shown_at,
        "crumbs": crumbs(Link(piece.title, shown_at), Link("Write on it")),
    }
    return render(request, "toolkit/piece_edit.html", context)


def _for_whom(piece: Piece) -> str:
    if piece.adapted_from is not None and piece.state == PieceState.DRAFT:
        return (
            f"Your own version of “{piece.adapted_from.title}”. Change what you like; the link to the original stays."
        )
    if piece.state == PieceState.DRAFT:
        return "A draft: only colleagues who write in the toolkit read it."
    return "It stands in the library: everybody reads the new words at once."


@require_POST
@needs(Permission.MANAGE_TOOLKIT, whole_trust=True)
def piece_start(request: SignedInRequest) -> HttpResponse:
    """Takes over what the product ships and the trust has not got."""
    made = start_library(by=request.user, trust=trust_of(request))
    messages.success(request, f"{opened(len(made), 'piece is', 'pieces are')} in the library. Change what you like.")
    return redirect("toolkit:piece_list")


@require_POST
def piece_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    piece = editable_or_403(request, pk)
    try:
        take_piece_step(by=request.user, piece=piece, step=step)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{piece.title}” {DONE[step]}")
    return redirect("toolkit:piece_show", pk)


def piece_or_404(request: SignedInRequest, pk: int) -> Piece:
    """For the rest of the request the person acts in the piece's trust, whichever they looked at before."""
    found = Piece.objects.visible_to(request.user).select_related("academy", "trust", "adapted_from", "story__academy")
    piece = get_object_or_404(found, pk=pk)
    request.person = Person(request.person.memberships, piece.trust)
    return piece


def editable_or_403(request: SignedInRequest, pk: int) -> Piece:
    piece = piece_or_404(request, pk)
    if not may_write_piece(request.person, piece):
        raise PermissionDenied(REFUSED)
    return piece


def crumbs(*here: Link) -> list[Link]:
    return [Link("Library", reverse("toolkit:piece_list")), *here]


def _practices(request: SignedInRequest, piece: Piece | None = None) -> list[Practice]:
    """Those in use, and those that stand in the piece already."""
    ours = Practice.objects.visible_to(request.user).filter(trust=trust_of(request))
    offered = ours.in_use()
    if piece is not None:
        offered = offered | ours.filter(pieces__piece=piece) | ours.filter(lessons__piece=piece)
    return list(offered.distinct().order_by("title", "pk"))
