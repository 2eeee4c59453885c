"""Somebody's own coaching: what is next, whom they coach, what waits; and how they want to be reminded."""

from __future__ import annotations

from calendar import monthrange

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest
from academies.selectors.calendar import month_of
from academies.selectors.coming import AHEAD
from celt.lib.days import span_of_days
from celt.lib.sentences import opened
from celt.ui.parts import Link
from coaching.forms.cycle import ReminderForm, reminder_as_typed
from coaching.guards import own_rows
from coaching.happenings import own_visits
from coaching.models import Reminder
from coaching.selectors.home import coaching_home
from coaching.services.reminding import set_reminders
from coaching.todos.coaching import coaching_todos

NEXT_FEW = 3  # visits that a page which asks in place has room for


@require_safe
@own_rows
def home(request: SignedInRequest) -> HttpResponse:
    """For everybody who signed in: whoever has left keeps their own record."""
    page = coaching_home(request.user)
    person = request.person
    coached = person.can(Permission.BE_COACHED)
    actions = [Link("Invite a colleague", reverse("coaching:invite"), primary=page.empty)] if coached else []
    if person.can_trust_wide(Permission.MANAGE_COACHING):
        actions.append(Link("Models of coaching", reverse("coaching:approach_list")))
    if page.shared:
        actions.append(Link("Pages shared with you", reverse("coaching:shared_with_me")))
    context = {
        "page": page,
        "actions": actions,
        "coached": coached,
        "outside": person.can(Permission.COACH) and not coached,
    }
    return render(request, "coaching/home.html", context)


@require_safe
def waiting_open(request: SignedInRequest) -> HttpResponse:
    """The address in a reminder: whoever else reads that mailbox learns from it nothing of coaching."""
    return redirect("coaching:home")


@require_safe
@own_rows
def waiting(request: SignedInRequest) -> HttpResponse:
    """What waits in one’s own coaching: the home page asks for it afterwards, so that it costs that page nothing."""
    todos = list(coaching_todos(request.user, request.person))
    return render(request, "coaching/_waiting.html", {"todos": todos})


@require_safe
@own_rows
def coming(request: SignedInRequest) -> HttpResponse:
    """One's own visits of the next two weeks, or of the `month` of the address, for calendars that ask in place."""
    first = timezone.localdate()
    last = first + AHEAD
    if month := month_of(request.GET.get("month", "")):
        first, last = month, month.replace(day=monthrange(month.year, month.month)[1])
    visits = sorted(own_visits(request.user, request.person, first, last), key=lambda visit: (visit.day, visit.title))
    in_place = "HX-Request" in request.headers
    shown = visits[:NEXT_FEW] if in_place and not month else visits
    context = {
        "visits": shown,
        "more": len(visits) - len(shown),
        "answer": f"{opened(len(visits), 'visit')} of your own, {span_of_days(first, last)}.",
        "crumbs": [Link("Coaching", reverse("coaching:home")), Link("Visits")],
    }
    return render(request, f"coaching/{'_coming' if in_place else 'coming'}.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: SignedInRequest) -> HttpResponse:
    """Each person's own switches; it holds no word of any cycle."""
    now = Reminder.objects.visible_to(request.user).first()
    form = ReminderForm(request.POST if request.method == "POST" else None, initial=reminder_as_typed(now))
    if request.method == "POST" and form.is_valid():
        set_reminders(by=request.user, **form.cleaned_data)
        messages.success(request, "Your reminders are set.")
        return redirect("coaching:home")
    context = {
        "form": form,
        "crumbs": [Link("Coaching", reverse("coaching:home")), Link("Reminders")],
    }
    return render(request, "coaching/reminders.html", context)
