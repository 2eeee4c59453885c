"""Stories of practice: the list and its file, one of them, and the answer to it."""

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
from celt.ui.tables import configured, csv_response
from toolkit.forms.story import TAKE, StoryAnswerForm
from toolkit.models import Story
from toolkit.models.story import StoryStatus
from toolkit.selectors.story import stories_page, story_page
from toolkit.selectors.theory import theories_for
from toolkit.services.story import answer_story
from toolkit.tables.theory import StoryFile, StoryTable

STORIES_A_PAGE = 20


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def story_list(request: SignedInRequest) -> HttpResponse:
    page = stories_page(request.user, request.person, request.GET)
    table = configured(request, StoryTable(page.rows, caption="Stories"), per_page=STORIES_A_PAGE)
    return render(request, "toolkit/story_list.html", {"page": page, "table": table})


@require_safe
@needs(Permission.VIEW_TOOLKIT)
def story_csv(request: SignedInRequest) -> HttpResponse:
    page = stories_page(request.user, request.person, request.GET)
    return csv_response(configured(request, StoryFile(page.rows)), "stories.csv")


@require_safe
def story_show(request: SignedInRequest, pk: int) -> HttpResponse:
    story = _story(request, pk)
    page = story_page(request.user, request.person, story)
    answer = Link("Answer it", reverse("toolkit:story_answer", args=[pk]), primary=True)
    context = {
        "page": page,
        "story": story,
        "actions": [answer] if page.may_answer else [],
        "crumbs": [Link("Stories", reverse("toolkit:story_list")), Link(story.title)],
    }
    return render(request, "toolkit/story_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def story_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    story = _story(request, pk)
    if not request.person.can_trust_wide(Permission.MANAGE_TOOLKIT):
        raise PermissionDenied("Stories are taken into the toolkit by the trust's leaders.")
    form = StoryAnswerForm(request.POST or None, story=story, theories=theories_for(request.user, story.academy))
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            answered = answer_story(
                by=request.user, story=story, take=data["take"] == TAKE, answer=data["answer"], theory=data["theory"]
            )
        except ValidationError as error:
            put_errors(form, error)
        else:
            taken = answered.status == StoryStatus.TAKEN
            done = "stands in the toolkit" if taken else "is not taken; the academy reads why"
            messages.success(request, f"“{story.title}” {done}.")
            return redirect("toolkit:story_show", pk)
    shown = reverse("toolkit:story_show", args=[pk])
    context = {
        "form": form,
        "story": story,
        "page": story_page(request.user, request.person, story),
        "keep": f"story-answer-{pk}",
        "back": shown,
        "crumbs": [Link("Stories", reverse("toolkit:story_list")), Link(story.title, shown), Link("Answer")],
    }
    return render(request, "toolkit/story_answer.html", context)


def _story(request: SignedInRequest, pk: int) -> Story:
    """For the rest of the request the person acts in the story's trust."""
    found = Story.objects.visible_to(request.user)
    story = get_object_or_404(found.select_related("academy__trust", "theory", "offered_by", "answered_by"), pk=pk)
    request.person = Person(request.person.memberships, story.academy.trust)
    return story
