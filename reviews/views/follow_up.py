"""The follow-up of a round: what came of each piece of next work, then of the round, which ends it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from celt.lib.sentences import inside, opened
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.next_work import FollowForm, OutcomeForm, outcome_as_typed
from reviews.models import NextWork
from reviews.rules.next_work import why_no_outcome
from reviews.selectors.next_work import NextPage, WorkLine, next_page
from reviews.selectors.round import RoundPlace
from reviews.services.next_work import say_outcome
from reviews.services.round import take_round_step
from reviews.services.round_gate import REFUSED
from reviews.views.round_place import frame, place_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def round_follow_up(request: SignedInRequest, pk: int) -> HttpResponse:
    """A POST says what came of the round, and ends it."""
    place = _followed_or_refuse(request, pk)
    form = FollowForm(request.POST or None, initial={"seen": place.round.state})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            take_round_step(by=request.user, round=place.round, step="follow", says=said["says"], seen=said["seen"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The round is followed up. Its report says what came of it.")
            return redirect("reviews:round_report", pk=pk)
    return _page(request, place, form)


@require_POST
def work_outcome(request: SignedInRequest, pk: int) -> HttpResponse:
    """What came of one piece."""
    work = get_object_or_404(NextWork.objects.visible_to(request.user).standing(), pk=pk)
    place = _followed_or_refuse(request, work.round_id)
    form = _form(work, request.POST)
    saved = False
    if form.is_valid():
        said = form.cleaned_data
        try:
            say_outcome(by=request.user, work=work, outcome=said["outcome"], says=said["says"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            saved = True
    if not request.htmx:  # type: ignore[attr-defined]
        if saved:
            messages.success(request, "It is saved.")
            return redirect(f"{reverse('reviews:round_follow_up', args=[place.round.pk])}#work-{pk}")
        return _page(request, place, FollowForm(initial={"seen": place.round.state}), form)
    page = next_page(request.user, request.person, place)
    line = next(line for line in page.lines if line.pk == pk)
    context = {
        **_context(request, place, page, FollowForm(initial={"seen": place.round.state})),
        "line": line,
        "form": _form(line.work) if saved else form,
        "refused": not saved,
        "saved": saved,
    }
    return render(request, "reviews/_outcome_saved.html", context)


def _followed_or_refuse(request: SignedInRequest, pk: int) -> RoundPlace:
    place = place_or_404(request, pk)
    if not place.runs:
        raise PermissionDenied(REFUSED["followed"])
    return place


def _page(
    request: SignedInRequest, place: RoundPlace, follow: FollowForm, sent: OutcomeForm | None = None
) -> HttpResponse:
    page = next_page(request.user, request.person, place)
    return render(request, "reviews/follow_up.html", _context(request, place, page, follow, sent))


def _context(
    request: SignedInRequest, place: RoundPlace, page: NextPage, follow: FollowForm, sent: OutcomeForm | None = None
) -> dict[str, object]:
    return {
        **frame(
            request, place, Link("Next work", reverse("reviews:next_work", args=[place.round.pk])), Link("Follow-up")
        ),
        "page": page,
        "shut": why_no_outcome(place.round.state),
        "lines": [_with_form(line, sent) for line in page.lines],
        "follow": follow,
        "follow_keep": f"round-follow-{place.round.pk}",
        "answer": _answer(page),
    }


def _with_form(line: WorkLine, sent: OutcomeForm | None) -> tuple[WorkLine, OutcomeForm, bool]:
    """The piece, its form, and whether that was sent and refused."""
    refused = sent is not None and sent.prefix == f"work{line.pk}"
    return line, sent if refused and sent is not None else _form(line.work), refused


def _form(work: NextWork, data: object = None) -> OutcomeForm:
    return OutcomeForm(data, now=outcome_as_typed(work), prefix=f"work{work.pk}")


def _answer(page: NextPage) -> str:
    left = page.unsaid
    if not page.lines or left == len(page.lines):
        return f"What came of the round at {page.place.short}?"
    if left:
        return f"{page.came}; of {inside(opened(left, 'piece'))} nobody has said yet."
    return f"{page.came}."
