"""A visit to a colleague: asking, its page, the answer, taking the question back, and what was taken away."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Person
from academies.guards import SignedInRequest
from celt.lib.days import british
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from toolkit.forms.offer import AGREE, AnswerForm, AskForm, TookForm
from toolkit.models import ShowingState
from toolkit.selectors.offer import offer_row, offers_to_show
from toolkit.selectors.places import places_of
from toolkit.selectors.showing import Visit, showings_to_show, visit_of
from toolkit.services.showing import agree_showing, ask_showing, decline_showing, log_showing, withdraw_showing


@require_http_methods(["GET", "HEAD", "POST"])
def showing_ask(request: SignedInRequest, pk: int) -> HttpResponse:
    offer = get_object_or_404(offers_to_show(request.user), pk=pk)
    request.person = Person(request.person.memberships, offer.academy.trust)
    if offer.by_id == request.user.pk:
        raise PermissionDenied("This is your own offer: you see it every day.")
    form = AskForm(request.POST or None, places=places_of(request.user, request.person))
    if request.method == "POST" and form.is_valid():
        try:
            showing = ask_showing(by=request.user, offer=offer, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{offer.by.full_name} reads it on their home page, and answers you here.")
            return redirect("toolkit:showing_show", showing.pk)
    context = {
        "form": form,
        "row": offer_row(request.user, offer),
        "answer": f"Ask {offer.by.full_name} to show you",
        "keep": f"ask-{pk}",
        "back": reverse("toolkit:offer_list"),
        "crumbs": _crumbs(Link("Ask")),
    }
    return render(request, "toolkit/showing_ask.html", context)


@require_safe
def showing_show(request: SignedInRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    context = {"visit": visit, "showing": visit.showing, "actions": _actions(visit), "crumbs": _crumbs(Link("Visit"))}
    return render(request, "toolkit/showing_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def showing_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    if visit.side != "shows":
        raise PermissionDenied("Whoever shows it answers.")
    if not visit.may_answer and request.method != "POST":
        messages.info(request, "There is nothing to answer any more.")
        return redirect("toolkit:showing_show", pk)
    form = AnswerForm(request.POST or None, showing=visit.showing)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            if data["goes"] == AGREE:
                told = agree_showing(by=request.user, showing=visit.showing, day=data["day"], answer=data["answer"])
                done = f"Agreed: {british(told.day)} stands in both calendars."
            else:
                decline_showing(by=request.user, showing=visit.showing, answer=data["answer"])
                done = f"{visit.other} reads your answer."
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, done)
            return redirect("toolkit:showing_show", pk)
    answer = f"Answer {visit.other}" if visit.showing.state == ShowingState.ASKED else "Another day, or none"
    return _form_page(request, visit, form, answer=answer, submit="Send the answer", keep=f"showing-answer-{pk}")


@require_POST
def showing_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    visit = _visit(request, pk)
    if visit.side == "shows":
        messages.info(request, "You cannot take back what you did not ask. Say why it is not possible instead.")
        return redirect("toolkit:showing_answer", pk)
    try:
        withdraw_showing(by=request.user, showing=visit.showing)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"Taken back. {visit.other} is asked for nothing.")
    return redirect("toolkit:showing_show", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def showing_made(request: SignedInRequest, pk: int) -> HttpResponse:
    """Either says that it was made; the visitor writes what they took away, then or later."""
    visit = _visit(request, pk)
    visits = visit.side == "visits"
    if request.method != "POST" and not (visit.may_write or visit.may_log):
        messages.info(request, "A visit is logged once its day has come.")
        return redirect("toolkit:showing_show", pk)
    now = {"took": visit.showing.took}
    form = TookForm(request.POST if request.method == "POST" else None, now=now if visits else None)
    if request.method == "POST" and (not visits or form.is_valid()):
        try:
            log_showing(by=request.user, showing=visit.showing, took=form.cleaned_data["took"] if visits else None)
        except ValidationError as error:
            put_errors(form, error)
            if not visits:
                messages.error(request, " ".join(error.messages))
                return redirect("toolkit:showing_show", pk)
        else:
            messages.success(request, "Logged." if not visits else f"Logged. {visit.other} reads it too, nobody else.")
            return redirect("toolkit:showing_show", pk)
    if not visits:
        return redirect("toolkit:showing_show", pk)
    answer = f"What did you take away from {visit.other}?"
    return _form_page(request, visit, form, answer=answer, submit="Log the visit", keep=f"showing-took-{pk}")


def _form_page(
    request: SignedInRequest, visit: Visit, form: AnswerForm | TookForm, *, answer: str, submit: str, keep: str
) -> HttpResponse:
    context = {
        "visit": visit,
        "showing": visit.showing,
        "form": form,
        "answer": answer,
        "submit": submit,
        "keep": keep,
        "back": visit.url,
        "crumbs": _crumbs(Link("Visit", visit.url), Link(submit)),
    }
    return render(request, "toolkit/showing_form.html", context)


def _visit(request: SignedInRequest, pk: int) -> Visit:
    """404 for everybody but the two. For the rest of the request the person acts in the trust of the offer."""
    showing = get_object_or_404(showings_to_show(request.user), pk=pk)
    request.person = Person(request.person.memberships, showing.offer.academy.trust)
    return visit_of(request.user, showing, timezone.localdate())


def _actions(visit: Visit) -> list[Link]:
    """What is to be done next, first."""
    pk = visit.showing.pk
    answer, made = reverse("toolkit:showing_answer", args=[pk]), reverse("toolkit:showing_made", args=[pk])
    if visit.may_write:
        return [
            Link("Change what you took away" if visit.showing.took else "Say what you took away", made, primary=True)
        ]
    if visit.may_answer:
        asked = visit.showing.state == ShowingState.ASKED
        return [Link("Answer" if asked else "Another day, or none", answer, primary=asked)]
    return []


def _crumbs(*here: Link) -> list[Link]:
    return [Link("Expertise", reverse("toolkit:offer_list")), *here]
