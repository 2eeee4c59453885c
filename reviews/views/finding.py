"""One strength or next step of a review: adding, changing, moving, dropping it and taking it up again."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.finding import ROLES, FindingForm, as_typed, first_guess
from reviews.models import Review, ReviewNote
from reviews.models.finding import FindingKind
from reviews.rules.finding import why_shut
from reviews.selectors.notes_of import notes_to_draw
from reviews.services.finding import (
    DROPPED,
    change_finding,
    drop_finding,
    move_finding,
    take_up_finding,
    write_finding,
)
from reviews.views.found_place import finding_or_404, found_review_or_404, review_address, review_frame


@require_http_methods(["GET", "HEAD", "POST"])
def finding_add(request: SignedInRequest, pk: int) -> HttpResponse:
    """`kind` says which, `section` and `note` what is chosen already."""
    review, _ = found_review_or_404(request, pk, edit=True)
    strength = request.GET.get("kind") == FindingKind.STRENGTH
    kind = FindingKind.STRENGTH if strength else FindingKind.NEXT_STEP
    notes = notes_to_draw(request.user, review)
    start = _start(request.GET, notes)
    if not strength:
        start["due"] = first_guess(review.ends, timezone.localdate())
    form = FindingForm(request.POST or None, kind=kind, sections=_sections(review), notes=notes, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            write_finding(by=request.user, review=review, kind=kind, **_said(form, notes))
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The strength is written." if strength else "The next step is written.")
            return redirect(review_address(review))
    what = "strength" if strength else "next step"
    other = FindingKind.NEXT_STEP if strength else FindingKind.STRENGTH
    context = {
        **review_frame(request, review, Link(f"Add a {what}")),
        "form": form,
        "answer": f"Add a {what}",
        "lead": f"{review.title} at {review.academy}.",
        "keep": f"finding-new-{pk}-{kind.value}",
        "submit": f"Add the {what}",
        "shut": why_shut(review.state),
        "back": review_address(review),
        "roles": () if strength else ROLES,
        "other": Link(
            f"Add a {other.label.lower()} instead", f"{reverse('reviews:finding_add', args=[pk])}?kind={other.value}"
        ),
    }
    return render(request, "reviews/finding_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_or_404(request, pk)
    review = finding.review
    notes = notes_to_draw(request.user, review, finding)
    drawn = set(finding.drawn_from.values_list("note", flat=True))
    now = as_typed(finding, [note.pk for note in notes if note.pk in drawn])
    form = FindingForm(request.POST or None, kind=finding.kind, sections=_sections(review), notes=notes, now=now)
    if request.method == "POST" and form.is_valid():
        try:
            change_finding(by=request.user, finding=finding, **_said(form, notes))
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"The {finding.get_kind_display().lower()} is saved.")
            return redirect(review_address(review))
    context = {
        **review_frame(request, review, Link(f"Change a {finding.get_kind_display().lower()}")),
        "form": form,
        "finding": finding,
        "answer": f"Change this {finding.get_kind_display().lower()}",
        "keep": f"finding-{pk}",
        "submit": "Save it",
        "shut": why_shut(review.state) or (DROPPED if finding.dropped_at else ""),
        "back": review_address(review),
        "roles": ROLES if finding.kind == FindingKind.NEXT_STEP else (),
    }
    return render(request, "reviews/finding_edit.html", context)


@require_POST
def finding_move(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_or_404(request, pk)
    to: Any = request.POST.get("to", "")
    try:
        move_finding(by=request.user, finding=finding, to=to)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(review_address(finding.review, f"finding-{pk}"))


@require_http_methods(["GET", "HEAD", "POST"])
def finding_drop(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_or_404(request, pk)
    review = finding.review
    if request.method == "POST":
        try:
            drop_finding(by=request.user, finding=finding)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, f"The {finding.get_kind_display().lower()} is out of the report.")
        return redirect(review_address(review))
    context = {
        **review_frame(request, review, Link("Take out")),
        "finding": finding,
        "answer": f"Take this {finding.get_kind_display().lower()} out of the report",
        "shut": why_shut(review.state) or ("It is out of the report already." if finding.dropped_at else ""),
        "back": review_address(review),
    }
    return render(request, "reviews/finding_drop.html", context)


@require_POST
def finding_take_up(request: SignedInRequest, pk: int) -> HttpResponse:
    finding = finding_or_404(request, pk)
    try:
        take_up_finding(by=request.user, finding=finding)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"The {finding.get_kind_display().lower()} stands in the report again.")
    return redirect(review_address(finding.review))


def _sections(review: Review) -> Any:
    return review.framework.sections.all()


def _start(query: QueryDict, notes: list[ReviewNote]) -> dict[str, Any]:
    """The notes that the address names; the part is theirs where it names none."""
    wanted = set(query.getlist("note"))
    chosen = [note for note in notes if str(note.pk) in wanted]
    section = query.get("section", "")
    part = section if section.isascii() and section.isdigit() and len(section) < 10 else None
    return {"notes": [note.pk for note in chosen], "section": part or next((n.section_id for n in chosen), None)}


def _said(form: FindingForm, notes: list[ReviewNote]) -> dict[str, Any]:
    said = {name: value for name, value in form.cleaned_data.items() if name != "seen"}
    said["notes"] = [note for note in notes if note.pk in said["notes"]]
    return said
