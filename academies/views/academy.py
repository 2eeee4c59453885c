"""Which trust somebody of several trusts looks at."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from academies.guards import SignedInRequest
from academies.middleware import SESSION_TRUST
from academies.models import Trust


@require_POST
def trust_switch(request: SignedInRequest) -> HttpResponse:
    """Look at another trust, and go back to where one was if that is a page of this site."""
    pk = request.POST.get("trust", "")
    trust = get_object_or_404(Trust.objects.visible_to(request.user), pk=int(pk) if pk.isdecimal() else 0)
    request.session[SESSION_TRUST] = trust.pk
    after = request.POST.get("next", "")
    return redirect(after if url_has_allowed_host_and_scheme(after, {request.get_host()}) else "home")
