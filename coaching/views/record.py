"""The whole record, to print or keep, as page and tagged PDF; and the list of who opened it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from academies.guards import SignedInRequest
from celt.ui.parts import Choice, Filter, Link
from celt.ui.tables import configured, csv_response
from coaching.guards import own_rows
from coaching.models import Opened
from coaching.selectors.record import openings_of, record_file, record_of
from coaching.services.openings import log_opening
from coaching.tables.opening import OpeningTable
from coaching.views.cycle_place import frame, place_or_404

A_PAGE = 20


@require_safe
@own_rows
def record(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    log_opening(by=request.user, cycle=place.cycle, what=Opened.RECORD)
    told = record_of(request.user, place)
    context = {
        **frame(request, place, Link("Whole record")),
        "record": told,
        "answer": told.answer,
        "actions": [Link("Keep it as PDF", reverse("coaching:record_pdf", args=[pk]), primary=True)],
    }
    return render(request, "coaching/record.html", context)


@require_safe
@own_rows
def record_pdf(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    log_opening(by=request.user, cycle=place.cycle, what=Opened.RECORD)
    response = HttpResponse(record_file(record_of(request.user, place), timezone.now()), content_type="application/pdf")
    name = slugify(f"coaching {place.cycle.coachee} {place.today:%Y-%m-%d}")
    response["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return response


@require_safe
@own_rows
def openings(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    who = request.GET.get("who", "others" if place.coached else "")
    table = configured(request, OpeningTable(openings_of(request.user, place, who)), per_page=A_PAGE)
    choices = [Choice("others", "Others than me"), Choice("all", "Everybody, me too")]
    context = {
        **frame(request, place, Link("Who opened it")),
        "answer": f"Who opened {'your record' if place.coached else 'this record'}",
        "lead": "Each time that somebody opens the cycle, a visit’s page or the record, a line is added here. "
        "Nobody can take one away.",
        "table": table,
        "filters": [Filter("who", "Who", choices, who or "all")],
        "actions": [Link("As CSV", f"{reverse('coaching:openings_csv', args=[pk])}?who={who or 'all'}")],
    }
    return render(request, "coaching/openings.html", context)


@require_safe
@own_rows
def openings_csv(request: SignedInRequest, pk: int) -> HttpResponse:
    place = place_or_404(request, pk)
    rows = openings_of(request.user, place, request.GET.get("who", ""))
    return csv_response(configured(request, OpeningTable(rows)), f"openings-{pk}.csv")
