"""Frameworks of reviews: the list and its file, one version on a page, and the way of a draft into use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, needs
from academies.models import Trust
from celt.lib.sentences import counted
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.forms.framework import FrameworkForm, NextForm
from reviews.models import Framework
from reviews.selectors.framework import FrameworkPage, framework_page, frameworks_page
from reviews.services.framework import (
    REFUSED,
    change_framework,
    discard_draft,
    faults,
    missing_frameworks,
    new_framework,
    next_version,
    put_in_use,
    retire_framework,
    start_frameworks,
)
from reviews.tables.framework import FrameworkFile

FRAMEWORKS_A_PAGE = 20
FROZEN = "This version was in use and is not changed any more. Make the next version."


def trust_of(request: SignedInRequest) -> Trust:
    """The trust looked at. A guard has made sure that there is one."""
    trust = request.person.trust
    if trust is None:
        raise PermissionDenied(REFUSED)
    return trust


def framework_or_404(request: SignedInRequest, *, write: bool = False, **which: int) -> Framework:
    """The framework where it is visible; 403 where `write` is asked of who writes none. The person acts in its trust.

    `which` finds it: its `pk`, or that of a part (`sections`, `sections__prompts`).
    """
    found = Framework.objects.visible_to(request.user).select_related("trust", "made_by", "based_on")
    framework = get_object_or_404(found, **which)
    request.person = Person(request.person.memberships, framework.trust)
    if write and not request.person.can_trust_wide(Permission.MANAGE_FRAMEWORKS):
        raise PermissionDenied(REFUSED)
    return framework


def crumbs(request: SignedInRequest, *more: Link) -> list[Link]:
    """Who reads a framework from a review, and no list of them, is not led there."""
    if not request.person.can(Permission.READ_REVIEWS):
        return list(more)
    return [Link("Review frameworks", reverse("reviews:framework_list")), *more]


def link_to(framework: Framework) -> Link:
    return Link(framework.name, reverse("reviews:framework_show", args=[framework.pk]))


def say_refusal(request: SignedInRequest, error: ValidationError) -> None:
    for sentence in error.messages:
        messages.error(request, sentence)


@require_safe
@needs(Permission.READ_REVIEWS)
def framework_list(request: SignedInRequest) -> HttpResponse:
    page = frameworks_page(request.user, request.person, request.GET)
    context = {
        "page": page,
        "shown": Paginator(page.lines, FRAMEWORKS_A_PAGE).get_page(request.GET.get("page")),
        "missing": missing_frameworks(trust_of(request)) if page.may_write else [],
        "actions": [Link("Write a framework", reverse("reviews:framework_new"))] if page.may_write else [],
    }
    return render(request, "reviews/framework_list.html", context)


@require_safe
@needs(Permission.READ_REVIEWS)
def framework_csv(request: SignedInRequest) -> HttpResponse:
    page = frameworks_page(request.user, request.person, request.GET)
    return csv_response(configured(request, FrameworkFile(page.lines)), "review-frameworks.csv")


@require_POST
@needs(Permission.MANAGE_FRAMEWORKS, whole_trust=True)
def framework_start(request: SignedInRequest) -> HttpResponse:
    """The strategy's own frameworks, as far as the trust has them not."""
    frameworks = start_frameworks(by=request.user, trust=trust_of(request))
    messages.success(request, f"{counted(len(frameworks), 'framework')} can be reviewed by from now on.")
    return redirect("reviews:framework_list")


@require_safe
def framework_show(request: SignedInRequest, pk: int) -> HttpResponse:
    """One version. `place` in the address narrows it to what is found out there, such as in lessons."""
    framework = framework_or_404(request, pk=pk)
    page = framework_page(request.user, request.person, framework, request.GET.get("place", ""))
    context = {
        "page": page,
        "framework": framework,
        "actions": _show_actions(page),
        "crumbs": crumbs(request, Link(framework.name)),
    }
    return render(request, "reviews/framework_show.html", context)


def _show_actions(page: FrameworkPage) -> list[Link]:
    if not page.may_write:
        return []
    if page.framework.is_draft:
        return [
            Link("Change the draft", reverse("reviews:framework_edit", args=[page.framework.pk]), True),
            Link("Put it in use", reverse("reviews:framework_use", args=[page.framework.pk])),
        ]
    if page.draft:
        return [Link("Go on with the next version", reverse("reviews:framework_edit", args=[page.draft.pk]))]
    if page.in_use in (None, page.framework):
        return [Link("Make the next version", reverse("reviews:framework_next", args=[page.framework.pk]))]
    return []


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_FRAMEWORKS, whole_trust=True)
def framework_new(request: SignedInRequest) -> HttpResponse:
    form = FrameworkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = new_framework(by=request.user, trust=trust_of(request), **form.words())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{draft.name}” is begun. Write its parts, each with its questions.")
            return redirect("reviews:framework_edit", draft.pk)
    context = {
        "form": form,
        "answer": "Write a framework",
        "lead": "What a review looks at, in parts with a few questions each. Nobody is reviewed by it until it is in "
        "use.",
        "submit": "Begin the draft",
        "keep": "framework-new",
        "back": reverse("reviews:framework_list"),
        "crumbs": crumbs(request, Link("Write one")),
    }
    return render(request, "reviews/framework_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def framework_next(request: SignedInRequest, pk: int) -> HttpResponse:
    framework = framework_or_404(request, pk=pk, write=True)
    form = NextForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            draft = next_version(by=request.user, framework=framework, why=form.cleaned_data["changes"])
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"Version {draft.version} is begun. Nobody is reviewed by it until it is in use.")
            return redirect("reviews:framework_edit", draft.pk)
    page = framework_page(request.user, request.person, framework)
    if page.draft and request.method != "POST":
        return redirect("reviews:framework_edit", page.draft.pk)
    context = {
        "form": form,
        "answer": f"Make the next version of “{framework.name}”",
        "lead": f"It begins as a copy of version {framework.version}. Reviews keep the version that they began with.",
        "submit": "Begin the draft",
        "keep": f"framework-next-{pk}",
        "back": reverse("reviews:framework_show", args=[pk]),
        "crumbs": crumbs(request, link_to(framework), Link("The next version")),
    }
    return render(request, "reviews/framework_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def framework_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    """The draft on one page. Its own words are a form here; a part or a question opens in place."""
    framework = framework_or_404(request, pk=pk, write=True)
    form = FrameworkForm.of(framework, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            change_framework(by=request.user, framework=framework, **form.words())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect("reviews:framework_edit", pk)
    if not framework.is_draft and request.method != "POST":
        return frozen(request, framework)
    return edited(request, framework, words=form)


def frozen(request: SignedInRequest, framework: Framework) -> HttpResponse:
    messages.info(request, FROZEN)
    return redirect("reviews:framework_show", framework.pk)


def edited(request: SignedInRequest, framework: Framework, **opened: Any) -> HttpResponse:
    """The draft's page. `opened`: `words`, the form of its own words; `form`, that of the part or question which
    stands open, with `opens`, where ('section-3', 'prompt-7', 'prompt-new-3', 'section-new')."""
    page = framework_page(request.user, request.person, framework)
    words = opened.pop("words", None) or FrameworkForm.of(framework)
    context = {
        "page": page,
        "framework": framework,
        "words": words,
        "faults": faults(framework),
        "crumbs": crumbs(request, link_to(framework), Link("Change the draft")),
        **opened,
    }
    return render(request, "reviews/framework_edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def framework_use(request: SignedInRequest, pk: int) -> HttpResponse:
    framework = framework_or_404(request, pk=pk, write=True)
    if request.method == "POST":
        try:
            used = put_in_use(by=request.user, framework=framework)
        except ValidationError as error:
            say_refusal(request, error)
            return redirect("reviews:framework_use", pk)
        messages.success(
            request, f"Version {used.version} of “{used.name}” is in use. Reviews are planned with it from today."
        )
        return redirect("reviews:framework_show", pk)
    if not framework.is_draft:
        messages.info(request, f"This version is {framework.get_status_display().lower()} already.")
        return redirect("reviews:framework_show", pk)
    context = {
        "framework": framework,
        "page": framework_page(request.user, request.person, framework),
        "faults": faults(framework),
        "crumbs": crumbs(request, link_to(framework), Link("Put it in use")),
    }
    return render(request, "reviews/framework_use.html", context)


@require_POST
def framework_retire(request: SignedInRequest, pk: int) -> HttpResponse:
    framework = framework_or_404(request, pk=pk, write=True)
    try:
        retire_framework(by=request.user, framework=framework)
    except ValidationError as error:
        say_refusal(request, error)
    else:
        messages.success(
            request,
            f"“{framework.name}” is retired: no review is planned with it any more, and those that have it stay.",
        )
    return redirect("reviews:framework_show", pk)


@require_POST
def framework_discard(request: SignedInRequest, pk: int) -> HttpResponse:
    framework = framework_or_404(request, pk=pk, write=True)
    try:
        discard_draft(by=request.user, framework=framework)
    except ValidationError as error:
        say_refusal(request, error)
        return redirect("reviews:framework_show", pk)
    messages.success(request, f"The draft of “{framework.name}”, version {framework.version}, is discarded.")
    return redirect("reviews:framework_list")
