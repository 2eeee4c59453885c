"""The next level of work of a round: written by its visitors in three columns, each piece in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.next_work import ROLES, WorkEditForm, WorkForm, work_as_typed
from reviews.models import NextWork
from reviews.models.next_work import Horizon
from reviews.selectors.next_work import NextPage, next_page
from reviews.selectors.round import RoundPlace
from reviews.services.next_work import add_work, change_work, drop_work, take_up_work
from reviews.views.round_place import frame, round_form, told_or_refuse, walked_or_refuse


@require_safe
def next_work(request: SignedInRequest, pk: int) -> HttpResponse:
    place = told_or_refuse(request, pk)
    return _page(request, place)


@require_POST
def work_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """`horizon` says into which column; the fields carry it before their names."""
    place = walked_or_refuse(request, pk)
    horizon = request.POST.get("horizon", "")
    if horizon not in Horizon.values:
        raise Http404("No such column.")
    form = WorkForm(request.POST, prefix=horizon)
    if form.is_valid():
        try:
            add_work(by=request.user, round=place.round, horizon=horizon, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            if _in_place(request):
                return _lists(request, place, added=horizon)
            messages.success(request, f"It stands under “{Horizon(horizon).label}”.")
            return redirect(_address(place, f"column-{horizon}"))
    if _in_place(request):
        page = next_page(request.user, request.person, place)
        context = {"round": place.round, "column": page.column(horizon), "form": form}
        return render(request, "reviews/_work_new.html", context)
    return _page(request, place, form)


@require_http_methods(["GET", "HEAD", "POST"])
def work_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """On its own page, or in place of its line."""
    work, place = _work_or_refuse(request, pk)
    form = WorkEditForm(request.POST or None, now=work_as_typed(work), auto_id=f"work-{pk}-%s")
    if request.method == "POST" and form.is_valid():
        try:
            change_work(by=request.user, work=work, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            return _done(request, place, "It is saved.", f"work-{pk}")
    if _in_place(request):
        response = render(request, "reviews/_work_edit.html", {"work": work, "form": form, "round": place.round})
        patch_vary_headers(response, ["HX-Request"])
        return response
    return round_form(
        request,
        place,
        form,
        answer="Change a piece of next work",
        submit="Save it",
        keep=f"next-work-{pk}",
        back=reverse("reviews:next_work", args=[place.round.pk]),
        part=f"work-{pk}",
    )


@require_POST
def work_move(request: SignedInRequest, pk: int) -> HttpResponse:
    """To another horizon, with one press."""
    work, place = _work_or_refuse(request, pk)
    horizon = request.POST.get("horizon", "")
    return _press(request, place, lambda: change_work(by=request.user, work=work, horizon=horizon))


@require_POST
def work_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    """Takes it out; with `back` it stands again."""
    work, place = _work_or_refuse(request, pk)
    write = take_up_work if request.POST.get("back") else drop_work
    return _press(request, place, lambda: write(by=request.user, work=work))


def _press(request: SignedInRequest, place: RoundPlace, write: Callable[[], NextWork]) -> HttpResponse:
    try:
        now = write()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        home = _address(place)
        return HttpResponse(headers={"HX-Redirect": home}) if _in_place(request) else redirect(home)
    taken_out = now.dropped_at is not None
    says = "It is taken out, and can be brought back below." if taken_out else "It is saved."
    return _done(request, place, says, "dropped" if taken_out else f"work-{now.pk}")


def _done(request: SignedInRequest, place: RoundPlace, says: str, part: str) -> HttpResponse:
    if _in_place(request):
        return reswap(_lists(request, place), "none")
    messages.success(request, says)
    return redirect(_address(place, part))


def _work_or_refuse(request: SignedInRequest, pk: int) -> tuple[NextWork, RoundPlace]:
    work = get_object_or_404(NextWork.objects.visible_to(request.user), pk=pk)
    return work, walked_or_refuse(request, work.round_id)


def _page(request: SignedInRequest, place: RoundPlace, sent: WorkForm | None = None) -> HttpResponse:
    return render(request, "reviews/next_work.html", _context(request, place, sent))


def _lists(request: SignedInRequest, place: RoundPlace, added: str = "") -> HttpResponse:
    """The three lists as they are now, each put in the place of the old one; what is being typed stays. `added`: the
    column whose form is new."""
    context = _context(request, place)
    if added:
        page: NextPage = context["page"]
        context["fresh"] = {"column": page.column(added), "form": WorkForm(prefix=added)}
    return render(request, "reviews/_work_lists.html", context)


def _context(request: SignedInRequest, place: RoundPlace, sent: WorkForm | None = None) -> dict[str, Any]:
    page = next_page(request.user, request.person, place)
    return {
        **frame(request, place, Link("Next work")),
        "page": page,
        "answer": page.answer,
        "lead": page.lead,
        "columns": [(column, _form(page, column.slug, sent)) for column in page.columns],
        "roles": ROLES,
        "actions": list(_actions(page)),
    }


def _form(page: NextPage, slug: str, sent: WorkForm | None) -> WorkForm | None:
    """What was sent and refused stands there, though nothing more is written by now."""
    if sent is not None and sent.prefix == slug:
        return sent
    return WorkForm(prefix=slug) if page.may_write else None


def _actions(page: NextPage) -> Iterator[Link]:
    pk = page.place.round.pk
    if page.may_follow and not page.due:
        yield Link("Say what came of it", reverse("reviews:round_follow_up", args=[pk]), primary=True)
    if page.place.agreed:
        yield Link("Read the report", reverse("reviews:round_report", args=[pk]))


def _address(place: RoundPlace, part: str = "") -> str:
    return reverse("reviews:next_work", args=[place.round.pk]) + (f"#{part}" if part else "")


def _in_place(request: SignedInRequest) -> bool:
    return bool(request.htmx)  # type: ignore[attr-defined]
