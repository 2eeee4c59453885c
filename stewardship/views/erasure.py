"""Asking for an erasure, and answering one."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured
from stewardship.forms import AnswerForm, ErasureForm
from stewardship.models import Erasure, SubjectKind
from stewardship.selectors.erasure import erasure_page, erasures
from stewardship.services.erasure import agree_erasure, ask_erasure, refuse_erasure
from stewardship.tables import ErasureTable

ERASURES_A_PAGE = 30


@require_safe
@needs(Permission.AGREE_ERASURE, whole_trust=True)
def erasure_list(request: SignedInRequest) -> HttpResponse:
    rows = erasures(request.user, request.person.trust)
    table = ErasureTable(rows, caption="Erasures", empty_text="Nobody has asked for one.")
    asks = request.person.can_trust_wide(Permission.KEEP_PERSONAL_DATA)
    context = {
        "table": configured(request, table, per_page=ERASURES_A_PAGE),
        "actions": [Link("Ask for an erasure", reverse("stewardship:erasure_ask"), primary=True)] if asks else [],
    }
    return render(request, "stewardship/erasure_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.KEEP_PERSONAL_DATA, whole_trust=True)
def erasure_ask(request: SignedInRequest) -> HttpResponse:
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and request.person.trust:
        typed = {**form.cleaned_data, "kind": SubjectKind(form.cleaned_data["kind"])}
        try:
            asked = ask_erasure(trust=request.person.trust, by=request.user, **typed)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "It waits for somebody else to agree.")
            return redirect("stewardship:erasure_show", asked.pk)
    return render(request, "stewardship/erasure_ask.html", {"form": form, "crumbs": _crumbs("Ask for an erasure")})


@require_safe
def erasure_show(request: SignedInRequest, pk: int) -> HttpResponse:
    return _shown(request, _erasure(request, pk), AnswerForm())


@require_POST
def erasure_agree(request: SignedInRequest, pk: int) -> HttpResponse:
    erasure, form = _erasure(request, pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, erasure, form)
    done = agree_erasure(erasure=erasure, answer=form.cleaned_data["answer"], by=request.user)
    messages.success(request, f"Erasure {done.pk} is carried out. Its receipt stands below.")
    return redirect("stewardship:erasure_show", pk)


@require_POST
def erasure_refuse(request: SignedInRequest, pk: int) -> HttpResponse:
    erasure, form = _erasure(request, pk), AnswerForm(request.POST)
    if form.is_valid():
        try:
            refuse_erasure(erasure=erasure, answer=form.cleaned_data["answer"], by=request.user)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "It is refused, and the words to look for are forgotten.")
            return redirect("stewardship:erasure_show", pk)
    return _shown(request, erasure, form)


def _erasure(request: SignedInRequest, pk: int) -> Erasure:
    """404 where it is not visible; 403 where the person may not agree to one in that trust."""
    visible = Erasure.objects.visible_to(request.user).select_related("trust", "asked_by", "answered_by")
    erasure = get_object_or_404(visible, pk=pk)
    if request.method == "POST" and not Erasure.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied("Somebody other than who asked for it answers, and once.")
    return erasure


def _shown(request: SignedInRequest, erasure: Erasure, form: AnswerForm) -> HttpResponse:
    page = erasure_page(request.user, erasure)
    context = {"page": page, "erasure": erasure, "form": form, "crumbs": _crumbs(f"Erasure {erasure.pk}")}
    return render(request, "stewardship/erasure_show.html", context)


def _crumbs(here: str) -> list[Link]:
    return [Link("Erasures", reverse("stewardship:erasure_list")), Link(here)]
