"""Where a page about one review stands: the review or 404, what the person may do there, the page of a form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from academies.access import Person
from academies.guards import SignedInRequest
from celt.ui.parts import Link
from reviews.models import Review
from reviews.rules.review import Party
from reviews.selectors.parties import parties_of
from reviews.selectors.review import reviews_to_show
from reviews.views.found_place import review_frame

WRITERS: frozenset[Party] = frozenset({"runs", "leads"})
REFUSED = "This is written by the review’s lead and the trust’s leaders."


def review_or_404(request: SignedInRequest, pk: int) -> Review:
    """404 where the person may not know of it. For the rest of the request they act in its academy's trust."""
    review: Review = get_object_or_404(reviews_to_show(request.user), pk=pk)
    request.person = Person(request.person.memberships, review.academy.trust)
    return review


def review_for(
    request: SignedInRequest, pk: int, parties: frozenset[Party] = WRITERS, sentence: str = REFUSED
) -> Review:
    """403 with the sentence where the person has none of these parts in the review."""
    review = review_or_404(request, pk)
    if not parties_of(request.user, review, request.person) & parties:
        raise PermissionDenied(sentence)
    return review


def review_form(
    request: SignedInRequest,
    review: Review,
    form: forms.Form,
    *,
    answer: str,
    submit: str,
    lead: str = "",
    keep: str = "",
    beside: list[tuple[str, str]] | None = None,
    part: str = "",
) -> HttpResponse:
    """One form on a page of its own. `beside`: what one reads while one writes, each with its heading."""
    back = reverse("reviews:review_show", args=[review.pk]) + (f"#{part}" if part else "")
    context: dict[str, Any] = {
        **review_frame(request, review, Link(submit)),
        "form": form,
        "answer": answer,
        "lead": lead,
        "submit": submit,
        "keep": keep,
        "beside": beside or [],
        "back": back,
    }
    return render(request, "reviews/review_form.html", context)


def put_errors(form: forms.Form, error: ValidationError) -> None:
    """What was refused stands beside its field, or above the form where it has none."""
    for field, said in error.message_dict.items() if hasattr(error, "error_dict") else [(None, error.messages)]:
        form.add_error(field if field in form.fields else None, said)
