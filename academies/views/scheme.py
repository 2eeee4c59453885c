"""Category schemes: the versions, one version on a page, and the way of a draft into use."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.forms.scheme import DescribeForm, NextForm, StartForm
from academies.guards import SignedInRequest, needs
from academies.models import CategoryScheme, Trust
from academies.selectors.scheme import SchemePage, VersionsPage, scheme_page, versions_page
from academies.services.scheme_start import NAME
from academies.services.schemes import (
    REFUSED,
    check,
    describe_scheme,
    discard_draft,
    next_version,
    put_in_use,
    start_scheme,
)
from academies.tables.scheme import VersionFile, VersionTable
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response


def trust_of(request: SignedInRequest) -> Trust:
    trust = request.person.trust
    if trust is None:
        raise PermissionDenied("You hold no role in a trust.")
    return trust


def scheme_or_404(request: SignedInRequest, *, write: bool = False, **which: int) -> CategoryScheme:
    """The scheme where it is visible; 403 where `write` is asked of who writes none. The person acts in its trust.

    `which` finds it: its `pk`, or that of a part (`tiers`, `criteria`).
    """
    found = CategoryScheme.objects.visible_to(request.user).select_related(
        "trust", "made_by", "put_in_use_by", "based_on"
    )
    scheme = get_object_or_404(found, **which)
    request.person = Person(request.person.memberships, scheme.trust)
    if write and not request.person.can_trust_wide(Permission.MANAGE_SCHEMES):
        raise PermissionDenied(REFUSED)
    return scheme


def crumbs(*more: Link) -> list[Link]:
    return [Link("Category schemes", reverse("academies:scheme_list")), *more]


def link_to(scheme: CategoryScheme) -> Link:
    return Link(f"Version {scheme.version}", reverse("academies:scheme_show", args=[scheme.pk]))


def say_refusal(request: SignedInRequest, error: ValidationError) -> None:
    for sentence in error.messages:
        messages.error(request, sentence)


@require_safe
@needs(Permission.VIEW_CATEGORY)
def scheme_list(request: SignedInRequest) -> HttpResponse:
    page = versions_page(request.user, request.person, trust_of(request))
    table = configured(request, VersionTable(page.rows, caption="Versions, the newest first"))
    return render(request, "academies/scheme_list.html", {"page": page, "table": table, "actions": _list_actions(page)})


def _list_actions(page: VersionsPage) -> list[Link]:
    if not page.may_write or not page.rows:
        return []
    actions = [Link("Subjects and areas", reverse("academies:area_list"))]
    if page.draft:
        return [Link("Go on with the draft", reverse("academies:scheme_edit", args=[page.draft.pk]), True), *actions]
    return [Link("Make the next version", reverse("academies:scheme_new"), True), *actions]


@require_safe
@needs(Permission.VIEW_CATEGORY)
def scheme_csv(request: SignedInRequest) -> HttpResponse:
    page = versions_page(request.user, request.person, trust_of(request))
    return csv_response(configured(request, VersionFile(page.rows)), "category-schemes.csv")


@require_safe
def scheme_show(request: SignedInRequest, pk: int) -> HttpResponse:
    scheme = scheme_or_404(request, pk=pk)
    page = scheme_page(request.user, request.person, scheme)
    context = {
        "page": page,
        "scheme": scheme,
        "crumbs": crumbs(Link(f"Version {scheme.version}")),
        "actions": _show_actions(page),
    }
    return render(request, "academies/scheme_show.html", context)


def _show_actions(page: SchemePage) -> list[Link]:
    if not page.may_write:
        return []
    if page.scheme.is_draft:
        return [
            Link("Change the draft", reverse("academies:scheme_edit", args=[page.scheme.pk]), True),
            Link("Put it in use", reverse("academies:scheme_use", args=[page.scheme.pk])),
        ]
    if page.scheme.status == "in_use":
        return [Link("Make the next version", reverse("academies:scheme_new"))]
    return []


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_SCHEMES, whole_trust=True)
def scheme_new(request: SignedInRequest) -> HttpResponse:
    """The trust's first scheme, or the next version of the one in use."""
    trust = trust_of(request)
    page = versions_page(request.user, request.person, trust)
    if page.draft and request.method != "POST":
        return redirect("academies:scheme_edit", page.draft.pk)
    form = NextForm(request.POST or None) if page.in_use else StartForm(request.POST or None, initial={"name": NAME})
    if request.method == "POST" and form.is_valid():
        try:
            if page.in_use:
                draft = next_version(by=request.user, scheme=page.in_use, why=form.cleaned_data["changes"])
            else:
                draft = start_scheme(by=request.user, trust=trust, name=form.cleaned_data["name"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"Version {draft.version} is begun. Nobody is placed by it until it is in use.")
            return redirect("academies:scheme_edit", draft.pk)
    here = "The next version" if page.in_use else "The first scheme"
    context = {"form": form, "in_use": page.in_use, "draft": page.draft, "crumbs": crumbs(Link(here))}
    return render(request, "academies/scheme_new.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft: its name and what is new in a form, its tiers and criteria as lists that lead to their own pages."""
    scheme = scheme_or_404(request, pk=pk, write=True)
    if not scheme.is_draft and request.method != "POST":
        messages.info(request, "This version was in use and is not changed any more. Make the next version.")
        return redirect("academies:scheme_show", pk)
    form = DescribeForm(request.POST or None, now={"name": scheme.name, "changes": scheme.changes})
    if scheme.based_on is None:
        form.fields["changes"].help_text = "May stay empty in a first version."
    if request.method == "POST" and form.is_valid():
        try:
            describe_scheme(by=request.user, scheme=scheme, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("academies:scheme_edit", pk)
    context = {
        "form": form,
        "keep": f"scheme-{pk}",
        "page": scheme_page(request.user, request.person, scheme),
        "scheme": scheme,
        "check": check(scheme),
        "crumbs": crumbs(link_to(scheme), Link("Change the draft")),
    }
    return render(request, "academies/scheme_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_use(request: SignedInRequest, pk: int) -> HttpResponse:
    """What would change, what is missing; then the button."""
    scheme = scheme_or_404(request, pk=pk, write=True)
    if request.method == "POST":
        try:
            used = put_in_use(by=request.user, scheme=scheme)
        except ValidationError as error:
            say_refusal(request, error)
            return redirect("academies:scheme_show" if _gone_or_used(request, pk) else "academies:scheme_use", pk)
        messages.success(
            request, f"Version {used.version} is in use from today. Decisions made from now on rest on it."
        )
        return redirect("academies:scheme_show", pk)
    if not scheme.is_draft:
        messages.info(request, f"This version is {scheme.get_status_display().lower()} already.")
        return redirect("academies:scheme_show", pk)
    context = {
        "scheme": scheme,
        "page": scheme_page(request.user, request.person, scheme),
        "check": check(scheme),
        "crumbs": crumbs(link_to(scheme), Link("Put it in use")),
    }
    return render(request, "academies/scheme_use.html", context)


def _gone_or_used(request: SignedInRequest, pk: int) -> bool:
    return not CategoryScheme.objects.editable_by(request.user).filter(pk=pk, status="draft").exists()


@require_http_methods(["GET", "HEAD", "POST"])
def scheme_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    scheme = scheme_or_404(request, pk=pk, write=True)
    if request.method == "POST":
        try:
            discard_draft(by=request.user, scheme=scheme)
        except ValidationError as error:
            say_refusal(request, error)
        else:
            messages.success(request, f"The draft of version {scheme.version} is discarded.")
        return redirect("academies:scheme_list")
    if not scheme.is_draft:
        messages.info(request, "This version was in use, so it stays for ever.")
        return redirect("academies:scheme_show", pk)
    context = {"scheme": scheme, "crumbs": crumbs(link_to(scheme), Link("Discard the draft"))}
    return render(request, "academies/scheme_discard.html", context)
