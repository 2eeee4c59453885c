"""The report of a round: a page, and the same as a tagged PDF."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from celt.ui.parts import Link
from reviews.selectors.round_report import round_report_file, round_report_of
from reviews.views.round_place import frame, told_or_refuse


@require_safe
def round_report(request: SignedInRequest, pk: int) -> HttpResponse:
    place = told_or_refuse(request, pk)
    report = round_report_of(request.user, place)
    context = {
        **frame(request, place, Link("Report")),
        "report": report,
        "answer": report.answer,
        "actions": [Link("Download as PDF", reverse("reviews:round_report_pdf", args=[pk]), primary=True)],
    }
    return render(request, "reviews/round_report.html", context)


@require_safe
def round_report_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    place = told_or_refuse(request, pk)
    round = place.round
    made = round_report_file(round_report_of(request.user, place), round.agreed_at or timezone.now())
    name = slugify(f"{round.host.slug}-round-{round.day:%Y-%m-%d}")
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response
