"""The report of a review: a page, and the same as a tagged PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from celt.ui.parts import Link
from reviews.selectors.after import after_report
from reviews.selectors.report import report_file, report_of
from reviews.selectors.strength_story import strength_stories
from reviews.views.found_place import found_review_or_404, review_frame


@require_safe
def report(request: SignedInRequest, pk: int) -> HttpResponse:
    review, _ = found_review_or_404(request, pk)
    told = report_of(request.user, request.person, review)
    context = {
        **review_frame(request, review, Link("Report")),
        "report": told,
        "after": after_report(request.user, request.person, review, told),
        "stories": strength_stories(request.user, request.person, review),
        "actions": [Link("Download as PDF", reverse("reviews:report_pdf", args=[pk]), primary=True)],
    }
    return render(request, "reviews/report.html", context)


@require_safe
def report_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    review, _ = found_review_or_404(request, pk)
    made = report_file(report_of(request.user, request.person, review), review.published_at or timezone.now())
    name = slugify(f"{review.academy.slug}-{review.title}-{review.ends:%Y-%m-%d}")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
