"""A person's own watch list: on and off by one button, with a note to oneself."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from academies.forms.watching import WatchForm
from academies.guards import SignedInRequest, academy_or_404
from academies.selectors.watching import watched_by
from academies.services.watching import stop_watching, watch_academy


@require_POST
def watch_toggle(request: SignedInRequest, slug: str) -> HttpResponse:
    """`do`: "watch", "stop", or nothing for the other of what it is now. Goes back to where the person was."""
    academy = academy_or_404(request, slug)
    do = request.POST.get("do") or ("stop" if watched_by(request.user, academy) else "watch")
    if do == "stop":
        stop_watching(by=request.user, academy=academy)
        messages.success(request, f"{academy} is off your watch list.")
    else:
        form = WatchForm(request.POST)
        note = form.cleaned_data["note"] if form.is_valid() and "note" in request.POST else None
        watch_academy(by=request.user, academy=academy, note=note)
        messages.success(request, f"{academy} is on your watch list. Nobody else sees that.")
        if form.errors:
            messages.error(request, "The note is longer than 300 characters and was not kept. Shorten it.")
    after = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(after, {request.get_host()}):
        after = reverse("academies:academy_detail", args=[slug])
    return redirect(after)
