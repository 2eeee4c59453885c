"""Theories of action: the list and its file, one of them, writing, changing and putting away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.models import Academy, Trust
from academies.models.academy import Status
from academies.ways import may_at
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from toolkit.forms.theory import NewTheoryForm, SignalForm, TheoryForm, as_typed
from toolkit.models import Theory
from toolkit.models.theory import SignalOf
from toolkit.selectors.theory import theories_page
from toolkit.selectors.theory_page import TheoryPage, theory_page
from toolkit.services.theory import REFUSED, add_theory, archive_theory, change_theory, start_theories
from toolkit.tables.theory import TheoryFile

THEORIES_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def theory_list(request: SignedInRequest) -> HttpResponse:
    page = theories_page(request.user, request.person, request.GET)
    context = {
        "page": page,
        "shown": Paginator(page.lines, THEORIES_A_PAGE).get_page(request.GET.get("page")),
        "actions": list(_to_write(request.person)),
        "may_start": request.person.can_trust_wide(Permission.MANAGE_TOOLKIT),
    }
    return render(request, "toolkit/theory_list.html", context)


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def theory_csv(request: SignedInRequest) -> HttpResponse:
    page = theories_page(request.user, request.person, request.GET)
    table = TheoryFile(page.lines, exclude=() if page.sees_verdicts else TheoryFile.of_verdicts)
    return csv_response(configured(request, table), "theories-of-action.csv")


@require_safe
def theory_show(request: SignedInRequest, pk: int) -> HttpResponse:
    return shown(request, theory_or_404(request, pk))


def shown(request: SignedInRequest, theory: Theory, sent: SignalForm | None = None) -> HttpResponse:
    """The page of a theory. `sent`: a sign that could not be saved, with what was typed."""
    page = theory_page(request.user, request.person, theory, shown=request.GET.get("academy", ""))
    may_edit = may_edit_theory(request, theory)
    context = {
        "page": page,
        "theory": theory,
        "sides": [
            _side(page, SignalOf.PRACTICE, "Where it is done, one sees", may_edit, sent),
            _side(page, SignalOf.PUPILS, "Where it works, one sees", may_edit, sent),
        ],
        "may_edit": may_edit,
        "reads_rounds": request.person.can(Permission.READ_ROUNDS),
        "put_away": theory.archived_at is not None,
        "actions": _actions(theory, may_edit, page),
        "crumbs": crumbs(Link(theory.name)),
    }
    return render(request, "toolkit/theory_show.html", context)


def _side(page: TheoryPage, of: SignalOf, heading: str, may_edit: bool, sent: SignalForm | None) -> dict[str, object]:
    """The signs of one kind, each with the form that changes it; and the form for a further one."""
    signals = page.practice if of == SignalOf.PRACTICE else page.pupils
    editable = may_edit and page.theory.archived_at is None

    def form(signal: object) -> SignalForm | None:
        if not editable:
            return None
        if sent is not None and sent.signal == signal and (signal is not None or sent.of == of):
            return sent
        return SignalForm(of=of, signal=signal)  # type: ignore[arg-type]

    return {
        "of": of,
        "heading": heading,
        "lines": [(signal, form(signal)) for signal in signals],
        "more": form(None),
    }


def _actions(theory: Theory, may_edit: bool, page: TheoryPage) -> list[Link]:
    if not may_edit or theory.archived_at is not None:
        return []
    return [Link("Change the words", reverse("toolkit:theory_edit", args=[theory.pk]))]


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.MANAGE_TOOLKIT, whole_trust=True)
def theory_new(request: SignedInRequest) -> HttpResponse:
    return _new(request, None)


@require_http_methods(["GET", "HEAD", "POST"])
def theory_new_own(request: SignedInRequest, slug: str) -> HttpResponse:
    """An academy's own, which stands beside the trust's in what its plan chooses from."""
    return _new(request, academy_or_404(request, slug, Permission.WRITE_THEORIES))


def _new(request: SignedInRequest, academy: Academy | None) -> HttpResponse:
    form = NewTheoryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            theory = add_theory(by=request.user, trust=trust_of(request), academy=academy, **data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{theory.name}” stands in the toolkit. Plans can build on it from now on.")
            return redirect("toolkit:theory_show", theory.pk)
    context = {
        "form": form,
        "answer": "A theory of action of the trust" if academy is None else f"A theory of action of {academy}",
        "lead": _for_whom(academy),
        "keep": f"theory-new-{academy.slug if academy else 'trust'}",
        "back": reverse("toolkit:theory_list"),
        "crumbs": crumbs(Link("Write one")),
    }
    return render(request, "toolkit/theory_edit.html", context)


def _for_whom(academy: Academy | None) -> str:
    if academy is None:
        return "Every academy can build on it. What each of them finds stands on its page."
    return f"Only {academy} builds on it; the trust’s leaders read it too."


@require_http_methods(["GET", "HEAD", "POST"])
def theory_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    theory = editable_or_403(request, pk)
    form = TheoryForm(request.POST or None, now=as_typed(theory))
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_theory(by=request.user, theory=theory, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{changed.name}” is saved.")
            return redirect("toolkit:theory_show", pk)
    context = {
        "form": form,
        "answer": f"Change “{theory.name}”",
        "lead": "Whatever builds on it shows the new words. Where it means something else by now, write a new one.",
        "keep": f"theory-{pk}",
        "back": reverse("toolkit:theory_show", args=[pk]),
        "crumbs": crumbs(Link(theory.name, reverse("toolkit:theory_show", args=[pk])), Link("Change")),
    }
    return render(request, "toolkit/theory_edit.html", context)


@require_POST
def theory_archive(request: SignedInRequest, pk: int) -> HttpResponse:
    """Puts it away, or brings it back where `back` is sent."""
    theory = editable_or_403(request, pk)
    away = "back" not in request.POST
    try:
        archive_theory(by=request.user, theory=theory, archived=away)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        done = "is put away: nothing new can build on it, and what does stays." if away else "is in the toolkit again."
        messages.success(request, f"“{theory.name}” {done}")
    return redirect("toolkit:theory_show", pk)


@require_POST
@needs(Permission.MANAGE_TOOLKIT, whole_trust=True)
def theory_start(request: SignedInRequest) -> HttpResponse:
    """The strategy's own theories, for a trust that has none yet."""
    theories = start_theories(by=request.user, trust=trust_of(request))
    messages.success(request, f"The toolkit holds {len(theories)} theories of action. Change them as you see fit.")
    return redirect("toolkit:theory_list")


def theory_or_404(request: SignedInRequest, pk: int) -> Theory:
    """For the rest of the request the person acts in the theory's trust, whichever they looked at before."""
    theory = get_object_or_404(Theory.objects.visible_to(request.user).select_related("academy", "trust"), pk=pk)
    request.person = Person(request.person.memberships, theory.trust)
    return theory


def editable_or_403(request: SignedInRequest, pk: int) -> Theory:
    theory = theory_or_404(request, pk)
    if not may_edit_theory(request, theory):
        raise PermissionDenied(REFUSED)
    return theory


def may_edit_theory(request: SignedInRequest, theory: Theory) -> bool:
    """No query: the roles were read already."""
    if theory.academy is None:
        return request.person.can_trust_wide(Permission.MANAGE_TOOLKIT)
    return may_at(theory.academy, request.person, Permission.WRITE_THEORIES)


def trust_of(request: SignedInRequest) -> Trust:
    """The trust looked at. A guard has made sure that there is one."""
    trust = request.person.trust
    if trust is None:
        raise PermissionDenied(REFUSED)
    return trust


def crumbs(*here: Link) -> list[Link]:
    return [Link("Theories of action", reverse("toolkit:theory_list")), *here]


def _to_write(person: Person) -> list[Link]:
    """Where the person writes a theory: the trust's, or their academy's own."""
    if person.can_trust_wide(Permission.MANAGE_TOOLKIT):
        return [Link("Write a theory", reverse("toolkit:theory_new"))]
    own = {m.academy.pk: m.academy for m in person.here if m.academy and m.academy.status == Status.OPEN}
    return [
        Link(f"Write one of {academy}’s own", reverse("toolkit:theory_new_own", args=[academy.slug]))
        for academy in own.values()
        if may_at(academy, person, Permission.WRITE_THEORIES)
    ]
