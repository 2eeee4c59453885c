"""Offering a strength of a published review to the toolkit."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from academies.ways import may_at
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.strength_story import StrengthStoryForm
from reviews.models import Finding
from reviews.models.finding import FindingKind
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.services.strength_story import NOT_YET, offer_strength
from reviews.views.found_place import review_frame
from toolkit.models import Theory
from toolkit.services.story import NOT_YOURS


@require_http_methods(["GET", "HEAD", "POST"])
def strength_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    found = Finding.objects.visible_to(request.user).standing().filter(kind=FindingKind.STRENGTH)
    finding = get_object_or_404(found.select_related("review__academy__trust", "review__framework"), pk=pk)
    review = finding.review
    request.person = Person(request.person.memberships, review.academy.trust)
    if not may_at(review.academy, request.person, Permission.LEAD_LEARNING):
        raise PermissionDenied(NOT_YOURS)
    back = f"{reverse('reviews:report', args=[review.pk])}#stories"
    if review.state not in TOLD_TO_GOVERNORS and request.method != "POST":
        messages.info(request, NOT_YET)
        return redirect(back)
    theories = Theory.objects.visible_to(request.user).for_academy(review.academy)
    form = StrengthStoryForm(request.POST or None, theories=theories, says=finding.says)
    if request.method == "POST" and form.is_valid():
        try:
            offer_strength(by=request.user, finding=finding, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The story is offered to the toolkit. The trust’s answer will stand there.")
            return redirect(back)
    context = {
        **review_frame(request, review, Link("Report", back), Link("Offer a story")),
        "form": form,
        "answer": "Offer this strength to the toolkit",
        "lead": "Every academy of the trust reads it once it is taken. Say a little more than the review did.",
        "submit": "Offer it",
        "keep": f"strength-story-{pk}",
        "back": back,
        "beside": [(f"What the review found: {review.title}", finding.says)],
    }
    return render(request, "reviews/review_form.html", context)
