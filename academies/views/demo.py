"""The demo's door: sign in as one of the demo people, without a password. Mounted in demo mode alone."""

from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from academies.demo import DEMO_PEOPLE
from accounts.models import User


def demo_people() -> list[dict[str, Any]]:
    """Who may be chosen on the sign-in page: nobody outside demo mode, and only people whom `load_demo` has made."""
    if not settings.DEMO:
        return []
    # Sign-in is asked by nobody in particular, so there is no person to narrow the query by.
    there = set(User.objects.filter(email__in=[p.email for p in DEMO_PEOPLE]).values_list("email", flat=True))
    return [
        {"email": p.email, "full_name": p.full_name, "role": p.role.label, "sentence": p.sentence}
        for p in DEMO_PEOPLE
        if p.email in there
    ]


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    email = request.POST.get("email", "")
    if not settings.DEMO or email not in {person.email for person in DEMO_PEOPLE}:
        raise Http404("There is no such demo person.")
    user = get_object_or_404(User, email=email, is_active=True)
    if user.has_usable_password():
        # Somebody with a password of their own is no demo person, whatever their address.
        raise Http404("There is no such demo person.")
    login(request, user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return redirect("home")
