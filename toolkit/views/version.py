"""Versions of a practice: written, shown, moved on, compared; and the preview of what is typed."""

from __future__ import annotations

from typing import get_args

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from accounts.models import User
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from toolkit.forms.practice import VersionForm
from toolkit.models import Practice, PracticeVersion
from toolkit.models.practice import VERSION_OPEN, VersionState
from toolkit.rules.version import StepName
from toolkit.selectors.practice_compare import compared
from toolkit.selectors.practice_page import colleagues_to_ask, version_page
from toolkit.services.practice import REFUSED, start_version, take_version_step, write_version
from toolkit.views.practice import crumbs, practice_or_404

PREVIEWED = 20_000
DONE: dict[str, str] = {
    "ask": "It is with your colleague now, and stands on their home page.",
    "take_back": "It is a draft again.",
    "return": "It is back with its writer, with what you said.",
    "approve": "It is reviewed. A trust leader publishes it.",
    "publish": "It is published: everybody in the trust reads this version now.",
    "drop": "It is dropped. What is published stays as it is.",
}


@require_POST
def version_new(request: SignedInRequest, slug: str) -> HttpResponse:
    """The next draft, or the one that is open already."""
    practice = _written_or_403(request, slug)
    try:
        version = start_version(by=request.user, practice=practice)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("toolkit:practice_show", slug)
    if version.state == VersionState.DRAFT:
        return redirect("toolkit:practice_edit", slug)
    return redirect("toolkit:version_show", slug, version.number)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """The open draft, all of it on one page."""
    practice = _written_or_403(request, slug)
    version = practice.versions.visible_to(request.user).filter(state__in=VERSION_OPEN).first()
    if version is None:
        messages.info(request, "No draft of it is open. Write a new version to change it.")
        return redirect("toolkit:practice_show", slug)
    version.practice = practice
    if request.method != "POST" and version.state != VersionState.DRAFT:
        return redirect("toolkit:version_show", slug, version.number)
    if "up" in request.POST or "preview" in request.POST:
        up = request.POST.get("up", "")
        form = VersionForm.as_typed(request.POST, version, int(up) if up.isdecimal() and len(up) < 3 else 0)
        return _form_page(request, practice, version, form, unsaved=True)
    form = VersionForm(request.POST or None, version=version)
    if request.method == "POST" and form.is_valid():
        try:
            write_version(by=request.user, version=version, content=form.content())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The draft is saved. Nobody but those who write in the toolkit sees it yet.")
            return redirect("toolkit:version_show", slug, version.number)
    return _form_page(request, practice, version, form)


def _form_page(
    request: SignedInRequest, practice: Practice, version: PracticeVersion, form: VersionForm, *, unsaved: bool = False
) -> HttpResponse:
    here = reverse("toolkit:version_show", args=[practice.slug, version.number])
    context = {
        "form": form,
        "practice": practice,
        "version": version,
        "unsaved": unsaved,
        "back": here,
        "crumbs": crumbs(_to(practice), Link(f"Version {version.number}", here), Link("Write")),
    }
    return render(request, "toolkit/practice_edit.html", context)


@require_safe
def version_show(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    practice = practice_or_404(request, slug)
    version = _version_or_404(request, practice, number)
    context = {
        "page": version_page(request.user, request.person, version),
        "practice": practice,
        "version": version,
        "crumbs": crumbs(_to(practice), Link(f"Version {version.number}")),
    }
    return render(request, "toolkit/version_show.html", context)


@require_POST
def version_step(request: SignedInRequest, slug: str, step: str) -> HttpResponse:
    """Moves the open version on. `number` says which the page showed."""
    practice = _written_or_403(request, slug)
    if step not in get_args(StepName):
        raise Http404
    versions = practice.versions.visible_to(request.user)
    number = request.POST.get("number", "")
    asked = versions.filter(number=int(number)) if number.isdecimal() and len(number) < 5 else versions.none()
    version = asked.first() or versions.filter(state__in=VERSION_OPEN).first()
    if version is None:
        messages.error(request, "No version of it is on its way any more.")
        return redirect("toolkit:practice_show", slug)
    version.practice = practice
    try:
        take_version_step(
            by=request.user,
            version=version,
            step=step,  # type: ignore[arg-type]
            says=request.POST.get("says", ""),
            reviewer=_reviewer(request, practice),
            seen=request.POST.get("seen", ""),
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("toolkit:version_show", slug, version.number)
    messages.success(request, DONE[step])
    if step == "publish":
        return redirect("toolkit:practice_show", slug)
    return redirect("toolkit:version_show", slug, version.number)


@require_safe
def version_compare(request: SignedInRequest, slug: str, number: int, other: int) -> HttpResponse:
    practice = practice_or_404(request, slug)
    old, new = (_version_or_404(request, practice, each) for each in sorted((number, other)))
    context = {
        "page": compared(old, new),
        "practice": practice,
        "crumbs": crumbs(_to(practice), Link(f"Versions {old.number} and {new.number}")),
    }
    return render(request, "toolkit/version_compare.html", context)


@require_POST
@needs(Permission.VIEW_TOOLKIT)
def preview(request: SignedInRequest) -> HttpResponse:
    """What was typed in Markdown as readers will see it. `field` of the address: the name it was sent under."""
    text = request.POST.get(request.GET.get("field", "text"), "")
    return render(request, "toolkit/_preview.html", {"text": text[:PREVIEWED], "long": len(text) > PREVIEWED})


def _to(practice: Practice) -> Link:
    return Link(practice.title, reverse("toolkit:practice_show", args=[practice.slug]))


def _written_or_403(request: SignedInRequest, slug: str) -> Practice:
    practice = practice_or_404(request, slug)
    if not request.person.can(Permission.WRITE_TOOLKIT):
        raise PermissionDenied(REFUSED)
    return practice


def _version_or_404(request: SignedInRequest, practice: Practice, number: int) -> PracticeVersion:
    people = ("written_by", "asked_by", "reviewer", "reviewed_by", "published_by")
    versions = practice.versions.visible_to(request.user).select_related(*people)
    version = get_object_or_404(versions, number=number)
    version.practice = practice
    return version


def _reviewer(request: SignedInRequest, practice: Practice) -> User | None:
    wanted = request.POST.get("reviewer", "")
    if not wanted:
        return None
    return next((person for person in colleagues_to_ask(practice, set()) if str(person.pk) == wanted), None)
