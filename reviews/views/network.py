"""Networks: who visits whom and whose turn it is to host; making, changing and ending one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission, Person
from academies.guards import SignedInRequest, needs
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from reviews.forms.network import NetworkForm, network_as_typed
from reviews.models import Network
from reviews.selectors.network import academies_to_network, networks_page
from reviews.services.network import REFUSED, change_network, end_network, make_network
from reviews.views.framework import say_refusal

ROUNDS = "Instructional rounds"


@require_safe
@needs(Permission.VIEW_ROUNDS)
def network_list(request: SignedInRequest) -> HttpResponse:
    page = networks_page(request.user, request.person)
    makes = request.person.can_trust_wide(Permission.RUN_ROUNDS)
    new = Link("Make a network", reverse("reviews:network_new"), primary=True)
    context = {
        "page": page,
        "crumbs": [Link(ROUNDS, reverse("reviews:round_list")), Link("Networks")],
        "actions": [new] if makes else [],
        "new": new if makes else None,
    }
    return render(request, "reviews/network_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Permission.RUN_ROUNDS, whole_trust=True)
def network_new(request: SignedInRequest) -> HttpResponse:
    offered = academies_to_network(request.user, request.person)
    asked = request.GET.get("academy", "")
    ticked = [int(asked)] if asked.isascii() and asked.isdigit() and len(asked) < 10 else []
    form = NetworkForm(request.POST or None, offered=offered, initial={"academies": ticked})
    trust = request.person.trust
    if request.method == "POST" and form.is_valid() and trust is not None:
        try:
            network = make_network(
                by=request.user, trust=trust, name=form.cleaned_data["name"], academies=form.chosen
            )  # fmt: skip
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{network} is made. Its academies see it on their page of networks.")
            return redirect("reviews:network_list")
    return _form(request, form, answer="Make a network", submit="Make the network", keep="network-new")


@require_http_methods(["GET", "HEAD", "POST"])
def network_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    network = _network_or_404(request, pk)
    now = network_as_typed(network)
    form = NetworkForm(
        request.POST or None, now=now, offered=academies_to_network(request.user, request.person, now["academies"])
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_network(by=request.user, network=network, name=form.cleaned_data["name"], academies=form.chosen)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Changed.")
            return redirect("reviews:network_list")
    end = reverse("reviews:network_end", args=[pk])
    return _form(request, form, answer=f"Change: {network}", submit="Save the change", keep=f"network-{pk}", end=end)


@require_http_methods(["GET", "HEAD", "POST"])
def network_end(request: SignedInRequest, pk: int) -> HttpResponse:
    network = _network_or_404(request, pk)
    if request.method == "POST":
        try:
            end_network(by=request.user, network=network)
        except ValidationError as error:
            say_refusal(request, error)
        else:
            messages.success(request, f"{network} has ended. Its rounds stay to be read.")
        return redirect("reviews:network_list")
    context = {
        "answer": f"End {network}",
        "says": "No round is planned in it any more. Rounds that were planned in it stay as they are.",
        "button": "End the network",
        "cancel": reverse("reviews:network_edit", args=[pk]),
        "crumbs": _crumbs(Link(network.name, reverse("reviews:network_edit", args=[pk])), Link("End")),
    }
    return render(request, "reviews/round_confirm.html", context)


def _network_or_404(request: SignedInRequest, pk: int) -> Network:
    """403 for who knows it and leads no trust. For the rest of the request they act in its trust."""
    seen = Network.objects.visible_to(request.user).in_use().select_related("trust").prefetch_related("places")
    network: Network = get_object_or_404(seen, pk=pk)
    request.person = Person(request.person.memberships, network.trust)
    if not request.person.can_trust_wide(Permission.RUN_ROUNDS):
        raise PermissionDenied(REFUSED)
    return network


def _form(
    request: SignedInRequest, form: NetworkForm, *, answer: str, submit: str, keep: str, end: str = ""
) -> HttpResponse:
    context = {
        "form": form,
        "answer": answer,
        "submit": submit,
        "keep": keep,
        "end": end,
        "back": reverse("reviews:network_list"),
        "crumbs": _crumbs(Link(answer)),
    }
    return render(request, "reviews/network_form.html", context)


def _crumbs(*way: Link) -> list[Link]:
    return [
        Link(ROUNDS, reverse("reviews:round_list")),
        Link("Networks", reverse("reviews:network_list")),
        *way,
    ]
