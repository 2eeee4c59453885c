"""The calendar of all academies that one may see, and one's own address of it for a phone or a desk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from academies.access import Permission, person_for
from academies.guards import SignedInRequest, needs
from academies.ical import calendar_of
from academies.selectors.academy import academies_of
from academies.selectors.calendar import calendar_page, feed_events
from academies.services.feeds import end_feed, feed_of, make_feed, note_read
from academies.tables.calendar import CalendarTable
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """No cache on the way and no history of a shared tablet keeps what is of one person alone."""
    response["Cache-Control"] = "no-store, private"
    return response


@require_safe
@needs(Permission.VIEW_ACADEMY)
def calendar(request: SignedInRequest) -> HttpResponse:
    page = calendar_page(request.user, request.person, request.GET)
    burden = [Link("Burden of each academy", reverse("academies:burden_trust"))]
    actions = burden if request.person.can(Permission.VIEW_SUPPORT) else []
    response = render(request, "academies/calendar.html", {"page": page, "actions": actions})
    return kept_nowhere(response) if page.own else response


@require_safe
@needs(Permission.VIEW_ACADEMY)
def calendar_csv(request: SignedInRequest) -> HttpResponse:
    page = calendar_page(request.user, request.person, request.GET)
    return csv_response(configured(request, CalendarTable(page.rows)), f"calendar-{page.first:%Y-%m}.csv")


@require_POST
@needs(Permission.VIEW_ACADEMY)
def feed_make(request: SignedInRequest) -> HttpResponse:
    """The answer shows the address, this once; it is not kept, and no cache may keep the page."""
    try:
        secret = make_feed(by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect("academies:calendar")
    address = request.build_absolute_uri(reverse("academies:feed", args=[secret]))
    academies = academies_of(request.user, request.person.trust).open()
    context = {
        "address": address,
        "webcal": f"webcal://{address.partition('://')[2]}",
        "academies": [(academy.name, f"{address}?academy={academy.slug}") for academy in academies],
        "crumbs": [Link("Calendar", reverse("academies:calendar")), Link("Your own calendar address")],
    }
    response = render(request, "academies/feed_made.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def feed_end(request: SignedInRequest) -> HttpResponse:
    end_feed(by=request.user)
    messages.success(request, "Your calendar address has ended. What read it gets nothing from now on.")
    return redirect("academies:calendar")


@login_not_required
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """What the person of this address may see today, whoever asks. Nobody is signed in by it."""
    found = feed_of(secret)
    if found is None:
        raise Http404("No calendar stands at this address.")
    now = timezone.now()
    note_read(feed=found, now=now)
    person = person_for(found.user)
    landing = feed_events(found.user, person, request.GET.get("academy", ""), timezone.localdate(now))
    made = calendar_of(landing, name="Closing the Gap", now=now, absolute=request.build_absolute_uri)
    response = HttpResponse(made, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="closing-the-gap.ics"'
    response["Cache-Control"] = "private, no-cache"
    return response
