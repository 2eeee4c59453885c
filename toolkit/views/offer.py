"""What colleagues show to others: the list and its file, offering, changing and taking back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, needs
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from toolkit.forms.offer import OfferForm, offer_as_typed
from toolkit.models import Offer
from toolkit.rules.subjects import SUBJECTS
from toolkit.selectors.offer import offers_page
from toolkit.selectors.places import places_of
from toolkit.selectors.practice_choice import practices_for
from toolkit.services.offer import NOT_YOURS, change_offer, make_offer, withdraw_offer
from toolkit.tables.offer import OfferFile

OFFERS_A_PAGE = 20


@require_safe
@needs(Permission.TRY_PRACTICES)
def offer_list(request: SignedInRequest) -> HttpResponse:
    page = offers_page(request.user, request.person, request.GET, timezone.localdate())
    context = {
        "page": page,
        "shown": Paginator(page.rows, OFFERS_A_PAGE).get_page(request.GET.get("page")),
        "actions": [Link("Offer to show something", reverse("toolkit:offer_new"), primary=True)],
    }
    return render(request, "toolkit/offer_list.html", context)


@require_safe
@needs(Permission.TRY_PRACTICES)
def offer_csv(request: SignedInRequest) -> HttpResponse:
    page = offers_page(request.user, request.person, request.GET, timezone.localdate())
    return csv_response(configured(request, OfferFile([*page.mine, *page.rows])), "expertise.csv")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.TRY_PRACTICES)
def offer_new(request: SignedInRequest) -> HttpResponse:
    places = places_of(request.user, request.person)
    practices = list(practices_for(request.user, places[0].trust_id)) if places else []
    asked = next((each.pk for each in practices if each.slug == request.GET.get("practice", "")), None)
    form = OfferForm(request.POST or None, practices=practices, places=places, initial={"practice": asked})
    if request.method == "POST" and form.is_valid():
        try:
            offer = make_offer(by=request.user, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"“{offer}” is offered. You hear of it here as soon as somebody asks.")
            return redirect("toolkit:offer_list")
    return _page(request, form, answer="Offer to show something", submit="Offer it", keep="offer-new")


@require_http_methods(["GET", "HEAD", "POST"])
def offer_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    offer = _own_offer(request, pk)
    practices = list(practices_for(request.user, offer.academy.trust_id, offer.practice_id))
    form = OfferForm(request.POST or None, practices=practices, now=offer_as_typed(offer))
    if request.method == "POST" and form.is_valid():
        try:
            change_offer(by=request.user, offer=offer, **form.said)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Changed.")
            return redirect("toolkit:offer_list")
    return _page(request, form, answer="Change what you offer", submit="Save", keep=f"offer-{pk}", offer=offer)


@require_POST
def offer_withdraw(request: SignedInRequest, pk: int) -> HttpResponse:
    offer = _own_offer(request, pk)
    try:
        withdraw_offer(by=request.user, offer=offer)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{offer}” is offered no more.")
    return redirect("toolkit:offer_list")


def _page(
    request: SignedInRequest, form: OfferForm, *, answer: str, submit: str, keep: str, offer: Offer | None = None
) -> HttpResponse:
    back = reverse("toolkit:offer_list")
    context = {
        "form": form,
        "offer": offer,
        "answer": answer,
        "submit": submit,
        "keep": keep,
        "back": back,
        "subjects": SUBJECTS,
        "crumbs": [Link("Expertise", back), Link(submit)],
    }
    return render(request, "toolkit/offer_edit.html", context)


def _own_offer(request: SignedInRequest, pk: int) -> Offer:
    """404 for who does not read it; 403 for everybody but whoever made it."""
    found = Offer.objects.visible_to(request.user).standing()
    offer = get_object_or_404(found.select_related("practice", "academy__trust"), pk=pk)
    if not Offer.objects.editable_by(request.user).filter(pk=pk).exists():
        raise PermissionDenied(NOT_YOURS)
    request.person = Person(request.person.memberships, offer.academy.trust)
    return offer
