"""Practices: the list and its file, one of them, beginning one, where it belongs, putting it away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, needs
from celt.lib.sentences import opened
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from toolkit.forms.practice import KeptForm, NewPracticeForm
from toolkit.models import Practice
from toolkit.selectors.practice import practices_page
from toolkit.selectors.practice_page import PracticePage, colleagues_to_ask, practice_page
from toolkit.services.practice import REFUSED_ABOUT, archive_practice, change_about, start_practice
from toolkit.services.starter import start_practices
from toolkit.tables.practice import PracticeFile
from toolkit.views.theory import trust_of

CARDS_A_PAGE = 24


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def practice_list(request: SignedInRequest) -> HttpResponse:
    page = practices_page(request.user, request.person, request.GET)
    manages = request.person.can_trust_wide(Permission.MANAGE_TOOLKIT)
    writes = request.person.can(Permission.WRITE_TOOLKIT)
    context = {
        "page": page,
        "shown": Paginator(page.cards, CARDS_A_PAGE).get_page(request.GET.get("page")),
        "actions": [Link("Write a practice", reverse("toolkit:practice_new"))] if writes else [],
        "may_start": manages and page.unshipped > 0,
    }
    return render(request, "toolkit/practice_list.html", context)


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def practice_csv(request: SignedInRequest) -> HttpResponse:
    page = practices_page(request.user, request.person, request.GET)
    return csv_response(configured(request, PracticeFile(page.cards)), "practices.csv")


@require_safe
def practice_show(request: SignedInRequest, slug: str) -> HttpResponse:
    practice = practice_or_404(request, slug)
    page = practice_page(request.user, request.person, practice)
    context = {
        "page": page,
        "practice": practice,
        "actions": _actions(page),
        "crumbs": crumbs(Link(practice.title)),
    }
    return render(request, "toolkit/practice_show.html", context)


def _actions(page: PracticePage) -> list[Link]:
    if not page.manages:
        return []
    return [Link("Where it belongs, who keeps it", reverse("toolkit:practice_about", args=[page.practice.slug]))]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.WRITE_TOOLKIT)
def practice_new(request: SignedInRequest) -> HttpResponse:
    trust = trust_of(request)
    form = NewPracticeForm(request.POST or None, user=request.user, trust=trust)
    if request.method == "POST" and form.is_valid():
        try:
            version = start_practice(by=request.user, trust=trust, **form.said())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The practice has its place. Now say what it is; readers see it once published.")
            return redirect("toolkit:practice_edit", version.practice.slug)
    context = {
        "form": form,
        "answer": "Write a practice for everybody in the trust",
        "lead": "First its name and its place, then what it is. A colleague reviews it before readers see it.",
        "submit": "Go on to the words",
        "keep": "practice-new",
        "back": reverse("toolkit:practice_list"),
        "crumbs": crumbs(Link("Write one")),
    }
    return render(request, "toolkit/practice_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def practice_about(request: SignedInRequest, slug: str) -> HttpResponse:
    practice = managed_or_403(request, slug)
    people = colleagues_to_ask(practice, set())
    form = KeptForm(request.POST or None, user=request.user, practice=practice, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            change_about(by=request.user, practice=practice, **form.said())
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{practice.title}” is saved.")
            return redirect("toolkit:practice_show", slug)
    context = {
        "form": form,
        "answer": f"Where “{practice.title}” belongs",
        "lead": "Its words are changed by writing a new version of it.",
        "submit": "Save",
        "keep": f"practice-{practice.pk}-about",
        "back": reverse("toolkit:practice_show", args=[slug]),
        "crumbs": crumbs(Link(practice.title, reverse("toolkit:practice_show", args=[slug])), Link("Where it belongs")),
    }
    return render(request, "toolkit/practice_form.html", context)


@require_POST
def practice_archive(request: SignedInRequest, slug: str) -> HttpResponse:
    """Puts it away, or brings it back where `back` is sent."""
    practice = managed_or_403(request, slug)
    away = "back" not in request.POST
    try:
        archive_practice(by=request.user, practice=practice, archived=away)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        done = (
            "is put away: it is offered to nobody, and what rests on it stays." if away else "is in the toolkit again."
        )
        messages.success(request, f"“{practice.title}” {done}")
    return redirect("toolkit:practice_show", slug)


@require_POST
@needs(Permission.MANAGE_TOOLKIT, whole_trust=True)
def practice_start(request: SignedInRequest) -> HttpResponse:
    """The product's own practices, as far as the trust has not got them."""
    made = start_practices(by=request.user, trust=trust_of(request))
    if made:
        says = f"{opened(len(made), 'practice stands', 'practices stand')} in the toolkit. Make them yours."
        messages.success(request, says)
    else:
        messages.info(request, "The toolkit has all of them already.")
    return redirect("toolkit:practice_list")


def practice_or_404(request: SignedInRequest, slug: str) -> Practice:
    """For the rest of the request the person acts in the practice's trust. Who reads in two trusts is shown that of the
    trust they look at, where both have one of that name."""
    found = list(
        Practice.objects.visible_to(request.user)
        .filter(slug=slug)
        .select_related("trust", "theory", "owner", "current")
        .order_by("pk")
    )
    looked_at = request.person.trust
    practice = next((each for each in found if each.trust == looked_at), found[0] if found else None)
    if practice is None:
        raise Http404
    request.person = Person(request.person.memberships, practice.trust)
    return practice


def managed_or_403(request: SignedInRequest, slug: str) -> Practice:
    practice = practice_or_404(request, slug)
    if not request.person.can_trust_wide(Permission.MANAGE_TOOLKIT):
        raise PermissionDenied(REFUSED_ABOUT)
    return practice


def crumbs(*here: Link) -> list[Link]:
    return [Link("Practices", reverse("toolkit:practice_list")), *here]
