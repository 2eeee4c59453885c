"""The board of a debrief: one page, which each write answers anew and which asks every few seconds what others did.

static/js/board.js takes from an answer what has changed, and leaves alone what somebody types or drags.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.forms.round_board import AgreeForm, GroupForm, NewGroupForm, PredictForm
from reviews.models import RoundGroup, RoundNote
from reviews.rules.round_board import PATTERNS_ASK, PREDICTS
from reviews.rules.wording import for_script
from reviews.selectors.round import RoundPlace
from reviews.selectors.round_board import Board, board_notes, board_of, board_shown, why_no_board
from reviews.services.round_board import (
    Changed,
    Laid,
    agree_prediction,
    change_group,
    drop_group,
    lay_note,
    make_group,
    predict,
)
from reviews.tables.round_note import BoardFile
from reviews.views.round_place import frame, round_form, walked_or_refuse

WRITES = ["GET", "HEAD", "POST"]
NEW = "new"


@require_safe
def board(request: SignedInRequest, pk: int) -> HttpResponse:
    return _board(request, walked_or_refuse(request, pk))


@require_safe
def board_feed(request: SignedInRequest, pk: int) -> HttpResponse:
    """What stands on the board now; nothing (204) where the page shows it already."""
    place = walked_or_refuse(request, pk)
    shown = board_of(request.user, place)
    if request.GET.get("seen") == shown.seen:
        return HttpResponse(status=204)
    return render(request, "reviews/_board.html", _context(request, place, shown))


@require_safe
def board_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    place = walked_or_refuse(request, pk)
    notes = list(board_notes(request.user, place)) if board_shown(place) else []
    return csv_response(configured(request, BoardFile(notes)), f"board-{place.round.host.slug}-{pk}.csv")


@require_POST
def note_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """`group`: number of a group, empty for none, "new" for one that is still to be named. `before`: the note that it
    comes to lie ahead of. `from`: where the sender saw it."""
    visible = RoundNote.objects.visible_to(request.user).select_related("round__host")
    note = get_object_or_404(visible, pk=pk)
    place = walked_or_refuse(request, note.round_id)
    wanted = request.POST.get("group", "")
    if wanted == NEW:
        return redirect(f"{reverse('reviews:group_add', args=[note.round_id])}?note={pk}")
    try:
        group = _group_of(request, place, wanted)
        before = _note_of(request, place, request.POST.get("before", ""))
        laid = lay_note(by=request.user, note=note, group=group, before=before)
    except ValidationError as error:
        return _answer(request, place, refused=" ".join(error.messages))
    return _answer(request, place, says=_told(request, laid), at=f"bnote-{pk}")


@require_http_methods(WRITES)
def group_add(request: SignedInRequest, pk: int) -> HttpResponse:
    place = walked_or_refuse(request, pk)
    note = _note_of(request, place, request.POST.get("note", "") or request.GET.get("note", ""))
    form = NewGroupForm(request.POST or None, initial={"note": note.pk if note else ""})
    if request.method == "POST" and form.is_valid():
        try:
            group = make_group(by=request.user, round=place.round, name=form.cleaned_data["name"], note=note)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _answer(
                request, place, says=f"“{group.name}” stands on the board.", at=f"group-{group.pk}", fresh="group-new"
            )
    if _htmx(request):
        return _board(request, place, new_form=form)
    beside = [("The note", note.says)] if note else []
    return _form_page(request, place, form, answer="A new group of notes", submit="Make the group", beside=beside)


@require_http_methods(WRITES)
def group_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    group, place = _own_group(request, pk)
    form = GroupForm(request.POST or None, group=group)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            change_group(by=request.user, group=group, name=typed["name"], pattern=typed["pattern"], was=form.now)
        except Changed:
            # Between our reading and our writing: what both wrote is shown.
            group.refresh_from_db()
            form = GroupForm(request.POST, group=group)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _answer(request, place, says=f"“{typed['name']}” is saved.", at=f"group-{pk}", fresh=f"group-{pk}")
    if _htmx(request):
        return _board(request, place, group_forms={pk: form}, fresh=f"group-{pk}")
    return _form_page(
        request, place, form, answer=f"Group “{group.name}”", submit="Save the pattern",
        lead=why_no_board(place) or PATTERNS_ASK, keep=f"round-group-{pk}",
    )  # fmt: skip


@require_POST
def group_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    group, place = _own_group(request, pk)
    try:
        drop_group(by=request.user, group=group)
    except ValidationError as error:
        return _answer(request, place, refused=" ".join(error.messages))
    return _answer(
        request, place, says=f"“{group.name}” is off the board. Its notes lie ungrouped.", fresh=f"group-{pk}"
    )


@require_POST
def prediction_write(request: SignedInRequest, pk: int) -> HttpResponse:
    place = walked_or_refuse(request, pk)
    own = board_of(request.user, place).predictions.own
    form = PredictForm(request.POST, says=own)
    if form.is_valid():
        try:
            predict(by=request.user, round=place.round, says=form.cleaned_data["says"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _answer(request, place, says="Your prediction is kept.", at="predict", fresh="predictions")
    return _board(request, place, predict_form=form, fresh="predictions")


@require_POST
def prediction_agree(request: SignedInRequest, pk: int) -> HttpResponse:
    place = walked_or_refuse(request, pk)
    form = AgreeForm(request.POST, says=place.round.prediction)
    if form.is_valid():
        try:
            agree_prediction(by=request.user, round=place.round, says=form.cleaned_data["says"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            place.round.refresh_from_db(fields=["prediction"])
            return _answer(request, place, says="What you agreed on is kept.", at="predict", fresh="predictions")
    return _board(request, place, agree_form=form, fresh="predictions")


def _board(request: SignedInRequest, place: RoundPlace, **more: Any) -> HttpResponse:
    """The page, or the board alone to a script. `more`: forms that were refused, and `fresh`."""
    context = _context(request, place, board_of(request.user, place), **more)
    return render(request, "reviews/_board.html" if _htmx(request) else "reviews/board.html", context)


def _context(
    request: SignedInRequest,
    place: RoundPlace,
    shown: Board,
    *,
    group_forms: dict[int, GroupForm] | None = None,
    new_form: NewGroupForm | None = None,
    predict_form: PredictForm | None = None,
    agree_form: AgreeForm | None = None,
    says: str = "",
    refused: str = "",
    fresh: str = "",
) -> dict[str, Any]:
    """`says` or `refused` is told at the board; what has the id `fresh` takes the place of what is typed there."""
    written = group_forms or {}
    return {
        **frame(request, place, Link("Board")),
        "answer": shown.answer,
        "board": shown,
        "columns": [(group, written.get(group.pk) or GroupForm(group=group.row)) for group in shown.groups],
        "new_form": new_form or NewGroupForm(),
        "predict_form": predict_form or PredictForm(says=shown.predictions.own),
        "agree_form": agree_form or AgreeForm(says=shown.predictions.agreed),
        "asks": PATTERNS_ASK,
        "predicts": PREDICTS,
        "wording": for_script(),
        "wall": request.GET.get("wall") == "1",
        "says": says,
        "refused": refused,
        "fresh": fresh,
    }


def _answer(
    request: SignedInRequest, place: RoundPlace, *, says: str = "", refused: str = "", at: str = "", **more: str
) -> HttpResponse:
    """After a write: the board anew to a script, else the page where it was."""
    if _htmx(request):
        return _board(request, place, says=says, refused=refused, **more)
    (messages.error if refused else messages.success)(request, refused or says)
    return redirect(reverse("reviews:board", args=[place.round.pk]) + (f"#{at}" if at else ""))


def _form_page(request: SignedInRequest, place: RoundPlace, form: forms.Form, **more: Any) -> HttpResponse:
    return round_form(request, place, form, back=reverse("reviews:board", args=[place.round.pk]), **more)


def _own_group(request: SignedInRequest, pk: int) -> tuple[RoundGroup, RoundPlace]:
    """For a visitor; 403 for who reads the agreed pattern alone, 404 for everybody else."""
    group = get_object_or_404(RoundGroup.objects.visible_to(request.user).select_related("round__host"), pk=pk)
    return group, walked_or_refuse(request, group.round_id)


def _group_of(request: SignedInRequest, place: RoundPlace, number: str) -> RoundGroup | None:
    if not number:
        return None
    group = RoundGroup.objects.visible_to(request.user).filter(round=place.round, pk=_number(number)).first()
    if group is None:
        raise ValidationError("This group is not on the board. Choose one that is.")
    return group


def _note_of(request: SignedInRequest, place: RoundPlace, number: str) -> RoundNote | None:
    """One that lies on the board: before the debrief none does, and what its writer struck out is theirs again."""
    if not number or not board_shown(place):
        return None
    return board_notes(request.user, place).filter(pk=_number(number)).first()


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _told(request: SignedInRequest, laid: Laid) -> str:
    """ "Note moved to “Talk”, 3 of 5." And whose move it takes the place of, where the sender had not seen that."""
    group = laid.note.group
    if group is None:
        says = "Note moved to those that are not grouped."
    else:
        here = list(
            RoundNote.objects.visible_to(request.user).standing().filter(group=group).values_list("pk", flat=True)
            .order_by("place", "seen_at", "pk")
        )  # fmt: skip
        says = f"Note moved to “{group.name}”, {here.index(laid.note.pk) + 1} of {len(here)}."
    seen = request.POST.get("from")
    was = str(laid.was_in.pk) if laid.was_in else ""
    if seen is None or seen == was or laid.was_by is None or laid.was_by == request.user:
        return says
    there = f"to “{laid.was_in.name}”" if laid.was_in else "out of its group"
    return f"{laid.was_by} had moved it {there} meanwhile. Your move stands. {says}"


def _htmx(request: SignedInRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]
