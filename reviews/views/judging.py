"""Judging a review part by part: the framework's word for it, two sentences, and the notes beside."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.judgement import JudgeForm, judgement_as_typed
from reviews.selectors.gathering import Place
from reviews.selectors.judgement import JudgedPart, judge_page
from reviews.services.gathering import JUDGES
from reviews.services.judgement import judge_section
from reviews.views.gathering_place import frame, read_or_refuse


@require_http_methods(["GET", "HEAD", "POST"])
def judge(request: SignedInRequest, pk: int) -> HttpResponse:
    """A POST is of one part, named by `section`; the others stay as they are."""
    place = read_or_refuse(request, pk)
    page = judge_page(request.user, place)
    sent: JudgeForm | None = None
    here: JudgedPart | None = None
    if request.method == "POST":
        if not place.may_judge:
            raise PermissionDenied(JUDGES)
        here = next((part for part in page.parts if str(part.section.pk) == request.POST.get("section")), None)
        if here is None:
            raise Http404
        sent = _form(place, here, request.POST)
        if _judged(request, place, here, sent):
            if not request.htmx:  # type: ignore[attr-defined]
                messages.success(request, f"“{here.section}” is judged.")
                return redirect(f"{reverse('reviews:judge', args=[pk])}#part-{here.section.pk}")
            page = judge_page(request.user, place)
            here = next(part for part in page.parts if part.section == here.section)
            return _part(request, place, here, _form(place, here), saved=True)
        if request.htmx:  # type: ignore[attr-defined]
            return _part(request, place, here, sent)
    forms = [(part, (sent if part is here else _form(place, part)) if place.may_judge else None) for part in page.parts]
    notes = Link("Notes", reverse("reviews:notes", args=[pk]))
    context = {**frame(request, place, notes, Link("Judge")), "page": page, "parts": forms}
    return render(request, "reviews/judge.html", context)


def _judged(request: SignedInRequest, place: Place, part: JudgedPart, form: JudgeForm) -> bool:
    if not form.is_valid():
        return False
    try:
        judge_section(
            by=request.user,
            review=place.review,
            section=part.section,
            standing=form.chosen,
            says=form.cleaned_data["says"],
        )
    except ValidationError as error:
        put_errors(form, error)
        return False
    return True


def _form(place: Place, part: JudgedPart, data: Any = None) -> JudgeForm:
    scale = place.review.framework.scale
    now = judgement_as_typed(part.judgement, scale)
    return JudgeForm(data, scale=scale, now=now, prefix=f"part{part.section.pk}")


def _part(
    request: SignedInRequest, place: Place, part: JudgedPart, form: JudgeForm, *, saved: bool = False
) -> HttpResponse:
    context = {"place": place, "review": place.review, "part": part, "form": form, "saved": saved}
    return render(request, "reviews/_judge_part.html", context)
