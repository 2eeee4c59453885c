"""Stories told at the stops of a tour, and offering them to the toolkit."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from academies.guards import SignedInRequest
from academies.models import Academy
from celt.ui.errors import put_errors
from celt.ui.parts import Link
from plans.forms.tour import TourStoryForm, story_as_typed
from plans.models import Tour, TourStop, TourStory
from plans.selectors.learning import rights_at
from plans.services.learning import REFUSED
from plans.services.tour_story import (
    OFFERED,
    change_tour_story,
    offer_tour_story,
    take_back_tour_story,
    tell_story,
)
from plans.views.learning_frame import form_page, refuse_unless, row_or_404


@require_http_methods(["GET", "HEAD", "POST"])
def tour_story_new(request: SignedInRequest, pk: int) -> HttpResponse:
    visible = Tour.objects.visible_to(request.user).select_related("academy__trust")
    tour, academy = row_or_404(request, visible, pk)
    _refuse_unless_led(request, academy)
    back = _back(pk)
    stops = TourStop.objects.visible_to(request.user).filter(tour=tour, archived_at__isnull=True)
    form = TourStoryForm(request.POST or None, stops=stops, initial={"stop": request.GET.get("stop")})
    if request.method == "POST" and form.is_valid():
        try:
            tell_story(by=request.user, tour=tour, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The story stands at the tour. Offer it to the toolkit when it is ready.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(tour.title, back), Link("Tell a story"),
        answer=f"Tell a story: {tour.title}",
        lead="Short, and so that another academy could do it too.",
        submit="Keep the story", back=back, keep=f"tour-story-of-{pk}",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def tour_story_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    story, academy, back = _story(request, pk)
    if story.offered_id and request.method != "POST":
        messages.info(request, OFFERED)
        return redirect(back)
    stops = TourStop.objects.visible_to(request.user).filter(tour=story.tour_id)
    form = TourStoryForm(request.POST or None, now=story_as_typed(story), stops=stops)
    if request.method == "POST" and form.is_valid():
        try:
            change_tour_story(by=request.user, story=story, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The story was changed.")
            return redirect(back)
    return form_page(
        request, academy, form, Link(story.tour.title, back), Link(story.title),
        answer=f"Change a story: {story.title}", submit="Save the story", back=back, keep=f"tour-story-{pk}",
    )  # fmt: skip


@require_POST
def tour_story_offer(request: SignedInRequest, pk: int) -> HttpResponse:
    story, _, back = _story(request, pk)
    try:
        offer_tour_story(by=request.user, story=story)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{story.title}” is offered to the toolkit. The trust’s answer will stand here.")
    return redirect(back)


@require_POST
def tour_story_take_back(request: SignedInRequest, pk: int) -> HttpResponse:
    story, _, back = _story(request, pk)
    try:
        take_back_tour_story(by=request.user, story=story)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"“{story.title}” is taken back. Change it, and offer it again when it is ready.")
    return redirect(back)


def _story(request: SignedInRequest, pk: int) -> tuple[TourStory, Academy, str]:
    visible = TourStory.objects.visible_to(request.user).select_related("tour__academy__trust")
    story, academy = row_or_404(request, visible, pk, "tour__academy")
    _refuse_unless_led(request, academy)
    return story, academy, _back(story.tour_id)


def _refuse_unless_led(request: SignedInRequest, academy: Academy) -> None:
    rights = rights_at(request.user, request.person, academy)
    refuse_unless(rights.leads, rights.shut, REFUSED)


def _back(tour: int) -> str:
    return f"{reverse('plans:tour_show', args=[tour])}#stories"
