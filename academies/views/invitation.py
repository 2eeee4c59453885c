"""The page behind an invitation's link: whoever holds it is not signed in."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from academies.forms.invitation import PasswordForm
from academies.selectors.invitation import invitation_of
from academies.services.invitations import accept_invitation
from accounts.limits import too_many
from celt.ui.errors import put_errors


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    if waits := too_many(request, "invitation"):
        return waits
    page = invitation_of(token)
    if page is None or not page.holds:
        return render(request, "academies/invitation_over.html", {"page": page}, status=410 if page else 404)
    form = PasswordForm(request.POST or None, user=page.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(token=token, password=form.cleaned_data["password1"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            if request.user.is_authenticated:
                messages.success(request, f"The password of {user} is kept. Sign out to sign in as them.")
                return redirect("home")
            response: HttpResponse = perform_login(request, user, email_verification="none")
            return response
    return render(request, "academies/invitation_open.html", {"page": page, "form": form})
