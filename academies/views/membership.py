"""People and roles, for the trust's administrators: who holds what, granting, ending."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Role
from academies.forms.membership import EndForm, GrantForm
from academies.guards import SignedInRequest, needs
from academies.models import Membership, Trust
from academies.selectors.academy import academies_of
from academies.selectors.membership import roles_page
from academies.services.memberships import end_membership, grant_membership
from academies.tables.membership import RoleFile, RoleTable
from celt.lib.days import british
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response


def _trust(request: SignedInRequest) -> Trust:
    trust = request.person.trust
    if trust is None:
        raise PermissionDenied("You hold no role in a trust.")
    return trust


@require_safe
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def membership_list(request: SignedInRequest) -> HttpResponse:
    page = roles_page(request.user, _trust(request), request.GET)
    table = configured(request, RoleTable(page.rows, caption="Roles, with who holds them"), per_page=50)
    actions = [Link("Grant a role", reverse("academies:membership_grant"), primary=True)]
    return render(request, "academies/membership_list.html", {"page": page, "table": table, "actions": actions})


@require_safe
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def membership_csv(request: SignedInRequest) -> HttpResponse:
    page = roles_page(request.user, _trust(request), request.GET)
    return csv_response(configured(request, RoleFile(page.rows)), "roles.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def membership_grant(request: SignedInRequest) -> HttpResponse:
    trust = _trust(request)
    form = GrantForm(request.POST or None, trust=trust, academies=academies_of(request.user, trust))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            granted = grant_membership(by=request.user, trust=trust, **{**data, "role": Role(data["role"])})
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _granted(granted))
            return redirect("academies:membership_list")
    return render(request, "academies/membership_grant.html", {"form": form, "crumbs": _crumbs("Grant a role")})


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: SignedInRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("user", "academy", "trust"), pk=pk
    )
    if not Membership.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("Roles are ended by the trust's administrators, and nobody ends their own.")
    form = EndForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_membership(by=request.user, membership=membership, last_day=form.cleaned_data["last_day"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{ended.user} holds this role until {british(ended.ends)}.")
            return redirect("academies:membership_list")
    where = membership.academy or membership.trust
    answer = f"End {membership.user}’s role as {membership.get_role_display().lower()} of {where}"
    return render(
        request,
        "academies/membership_end.html",
        {"form": form, "membership": membership, "answer": answer, "crumbs": _crumbs("End a role")},
    )


def _crumbs(here: str) -> list[Link]:
    return [Link("People and roles", reverse("academies:membership_list")), Link(here)]


def _granted(membership: Membership) -> str:
    who = f"{membership.user} is {membership.get_role_display().lower()} of {membership.academy or membership.trust}"
    said = f"{who} from {british(membership.starts)}."
    if membership.user.has_usable_password():
        return said
    return f"{said} They set a password by “Forgot your password?” on the sign-in page."
