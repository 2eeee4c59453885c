"""One person of the trust: their roles, and whether they can come in. For its administrators."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from academies.models import Invitation, Trust
from academies.selectors.person import people_of, person_page
from academies.services.invitations import invite, withdraw_invitation
from academies.services.leavers import reset_second_factor, sign_out
from accounts.limits import too_many
from accounts.models import User
from celt.lib.sentences import counted
from celt.ui.parts import Link

UNSENT = "The mail server did not take the letter. The invitation stands: send it again in a while."


def trust_of(request: SignedInRequest) -> Trust:
    trust = request.person.trust
    if trust is None:
        raise PermissionDenied("You hold no role in a trust.")
    return trust


def send_invitation(request: SignedInRequest, user: User) -> None:
    """Sends it and says so."""

    def link(token: str) -> str:
        return request.build_absolute_uri(reverse("academies:invitation_open", args=[token]))

    if invite(by=request.user, trust=trust_of(request), user=user, link=link):
        messages.success(request, f"A letter is on its way to {user.email}. Its link holds for seven days, once.")
    else:
        messages.error(request, UNSENT)


@require_safe
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def person_detail(request: SignedInRequest, pk: int) -> HttpResponse:
    trust = trust_of(request)
    person = get_object_or_404(people_of(request.user, trust), pk=pk)
    page = person_page(request.user, trust, person)
    crumbs = [Link("People and roles", reverse("academies:membership_list")), Link(page.name)]
    grant = f"{reverse('academies:membership_grant')}?person={page.pk}"
    actions = [] if page.self_ else [Link("Grant a role", grant, primary=True)]
    return render(request, "academies/person_detail.html", {"page": page, "crumbs": crumbs, "actions": actions})


@require_POST
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def person_invite(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(people_of(request.user, trust_of(request)), pk=pk)
    if waits := too_many(request, "invite"):
        return waits
    send_invitation(request, person)
    return redirect("academies:person_detail", pk=pk)


@require_POST
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def invitation_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    found = Invitation.objects.visible_to(request.user).filter(trust=trust_of(request))
    invitation = get_object_or_404(found, pk=pk)
    withdraw_invitation(by=request.user, invitation=invitation)
    messages.success(request, "The link opens nothing any more. The roles stay as they are.")
    return redirect("academies:person_detail", pk=invitation.user_id)


@require_POST
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def person_sign_out(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(people_of(request.user, trust_of(request)), pk=pk)
    ended = sign_out(by=request.user, user=person, trust=trust_of(request))
    messages.success(request, f"Ended {counted(ended, 'session', 'sessions')} of {person}.")
    return redirect("academies:person_detail", pk=pk)


@require_POST
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def person_factor_reset(request: SignedInRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(people_of(request.user, trust_of(request)), pk=pk)
    taken = reset_second_factor(by=request.user, user=person, trust=trust_of(request))
    if taken:
        messages.success(
            request, f"{person} sets up a new second factor when they sign in next. They are told by e-mail."
        )
    else:
        messages.info(request, f"{person} has no second factor.")
    return redirect("academies:person_detail", pk=pk)
