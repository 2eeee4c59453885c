"""People and roles, for the trust's administrators: who holds what, granting, ending."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Role
from academies.forms.membership import EndForm, ExtendForm, GrantForm
from academies.guards import SignedInRequest, needs
from academies.models import Membership
from academies.selectors.academy import academies_of
from academies.selectors.membership import roles_page
from academies.selectors.person import people_of
from academies.services.memberships import end_membership, extend_membership, grant_membership
from academies.tables.membership import RoleFile, RoleTable
from academies.views.person import send_invitation, trust_of
from accounts.limits import too_many
from celt.lib.days import british
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response


@require_safe
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def membership_list(request: SignedInRequest) -> HttpResponse:
    page = roles_page(request.user, trust_of(request), request.GET)
    table = configured(request, RoleTable(page.rows, caption="Roles, with who holds them"), per_page=50)
    actions = [Link("Grant a role", reverse("academies:membership_grant"), primary=True)]
    return render(request, "academies/membership_list.html", {"page": page, "table": table, "actions": actions})


@require_safe
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def membership_csv(request: SignedInRequest) -> HttpResponse:
    page = roles_page(request.user, trust_of(request), request.GET)
    return csv_response(configured(request, RoleFile(page.rows)), "roles.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_ACCESS, whole_trust=True)
def membership_grant(request: SignedInRequest) -> HttpResponse:
    trust = trust_of(request)
    wanted = request.GET.get("person", "")
    known = (
        people_of(request.user, trust).filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 18 else None
    )
    given = {"email": known.email} if known else {}
    form = GrantForm(request.POST or None, trust=trust, academies=academies_of(request.user, trust), initial=given)
    if request.method == "POST" and (waits := too_many(request, "invite")):
        return waits
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            granted = grant_membership(by=request.user, trust=trust, **{**data, "role": Role(data["role"])})
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, _granted(granted))
            if not granted.user.has_usable_password():
                send_invitation(request, granted.user)
            return redirect("academies:person_detail", pk=granted.user_id)
    return render(request, "academies/membership_grant.html", {"form": form, "crumbs": _crumbs("Grant a role")})


@require_http_methods(["GET", "HEAD", "POST"])
def membership_end(request: SignedInRequest, pk: int) -> HttpResponse:
    membership = _changeable(request, pk)
    form = EndForm(request.POST or None, membership=membership)
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_membership(by=request.user, membership=membership, last_day=form.cleaned_data["last_day"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{ended.user} holds this role until {british(ended.ends)}.")
            return redirect("academies:person_detail", pk=ended.user_id)
    answer = f"End {_whose(membership)}"
    return render(
        request,
        "academies/membership_end.html",
        {"form": form, "membership": membership, "answer": answer, "crumbs": _crumbs("End a role", membership)},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def membership_extend(request: SignedInRequest, pk: int) -> HttpResponse:
    membership = _changeable(request, pk)
    form = ExtendForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            held = extend_membership(by=request.user, membership=membership, last_day=form.cleaned_data["last_day"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            until = f"until {british(held.ends)}" if held.ends else "until further notice"
            messages.success(request, f"{held.user} holds this role {until}.")
            return redirect("academies:person_detail", pk=held.user_id)
    answer = f"Extend {_whose(membership)}"
    return render(
        request,
        "academies/membership_extend.html",
        {"form": form, "membership": membership, "answer": answer, "crumbs": _crumbs("Extend a role", membership)},
    )


def _changeable(request: SignedInRequest, pk: int) -> Membership:
    membership = get_object_or_404(
        Membership.objects.visible_to(request.user).select_related("user", "academy", "trust"), pk=pk
    )
    if not Membership.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("Roles are changed by the trust's administrators, and nobody changes their own.")
    return membership


def _whose(membership: Membership) -> str:
    where = membership.academy or membership.trust
    return f"{membership.user}’s role as {membership.get_role_display().lower()} of {where}"


def _crumbs(here: str, membership: Membership | None = None) -> list[Link]:
    person = (
        [Link(membership.user.full_name, reverse("academies:person_detail", args=[membership.user_id]))]
        if membership
        else []
    )
    return [Link("People and roles", reverse("academies:membership_list")), *person, Link(here)]


def _granted(membership: Membership) -> str:
    who = f"{membership.user} is {membership.get_role_display().lower()} of {membership.academy or membership.trust}"
    return f"{who} from {british(membership.starts)}."
