"""Each step of a review: a page that asks what it needs, and the button that takes it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from academies.guards import SignedInRequest
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import inside
from reviews.forms.review import StepForm
from reviews.models import Review
from reviews.rules.review import STEPS, TAKEN_BY, WAYS, StepName, refused_to, why_not
from reviews.selectors.next_step import BUTTONS
from reviews.selectors.parties import parties_of
from reviews.selectors.since_moderation import changed_since, changes_say
from reviews.services.review import take_step
from reviews.views.review_place import put_errors, review_form, review_or_404

LEADS: dict[StepName, str] = {
    "begin": "From now on the team writes notes, and the review keeps the framework that it begins with.",
    "draft": "Its moderator reads it next. Notes and findings are closed until the draft is taken back.",
    "reopen": "The team can write again. It is moderated afterwards.",
    "send_back": "The team can write again, and you read it once more.",
    "moderate": "Does what is written follow from what was seen, and would another reviewer have said the same?",
    "share": "The head and the academy’s senior leaders read what was found, and the head replies on facts.",
    "reply": "This is about facts. What you make of them belongs in your plan: once the review is published, its next "
    "steps can be made actions.",
    "publish": "The academy’s governors and the trustees read it from now on, and what was found can no longer change.",
    "follow": "It stays to be read. What the next reviews look at again stays open until it is met.",
    "call_off": "It stays on record as called off, and leaves calendars.",
}
DONE: dict[StepName, str] = {
    "begin": "The review has begun. The team can write its notes now.",
    "draft": "The draft is written. Its moderator reads it next.",
    "reopen": "The draft is taken back. The team can go on.",
    "send_back": "The draft is sent back, with your words.",
    "moderate": "The review is moderated. It goes to the head next.",
    "reply": "Your reply is with the review’s lead. You can change it until the review is published.",
    "publish": "The review is published. Governors and trustees can read it now.",
    "follow": "The review is followed up and closed.",
    "call_off": "The review is called off.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def review_step(request: SignedInRequest, pk: int, step: str) -> HttpResponse:
    if step not in STEPS:
        raise Http404
    if step == "reply":
        return redirect("reviews:review_reply", pk)
    return _step(request, review_or_404(request, pk), step)


@require_http_methods(["GET", "HEAD", "POST"])
def review_reply(request: SignedInRequest, pk: int) -> HttpResponse:
    """The head's reply on facts; until the review is published it can be put better."""
    return _step(request, review_or_404(request, pk), "reply")


def _step(request: SignedInRequest, review: Review, step: StepName) -> HttpResponse:
    if not TAKEN_BY[step] & parties_of(request.user, review, request.person):
        raise PermissionDenied(refused_to(step))
    said = review.reply if step == "reply" else ""
    form = StepForm(request.POST if request.method == "POST" else None, step=step, seen=review.state, says=said)
    if request.method == "POST" and form.is_valid():
        try:
            done = take_step(by=request.user, review=review, step=step, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            by = british(done.reply_by)
            messages.success(request, DONE.get(step, f"The head can read it now, and replies by {by}."))
            return redirect("reviews:review_show", review.pk)
    elif request.method != "POST" and review.state not in WAYS[step]:
        messages.info(request, why_not(step, review.state))  # type: ignore[arg-type]
        return redirect("reviews:review_show", review.pk)
    return review_form(
        request, review, form,
        answer=f"{BUTTONS[step]}: {review.title}",
        lead=LEADS[step] + _booked(review, step),
        beside=_changed(request.user, review, step),
        submit=BUTTONS[step],
        keep=f"review-{step}-{review.pk}" if "says" in form.fields else "",
        part="reply" if step == "reply" else "",
    )  # fmt: skip


def _booked(review: Review, step: StepName) -> str:
    """What publishing does besides; where somebody booked the promise by hand, that stands."""
    if step != "publish" or review.promise is None or review.delivered_on:  # type: ignore[attr-defined]
        return ""
    promised = inside(review.promise.get_kind_display())
    return f" The {promised} that was promised is booked as delivered on {british(review.ends)}."


def _changed(user: User, review: Review, step: StepName) -> list[tuple[str, str]]:
    """What the moderator did not read, beside the button that publishes it."""
    if step != "publish" or not review.changed:  # type: ignore[attr-defined]
        return []
    changes = changed_since(user, review, review.moderated_at)  # type: ignore[attr-defined]
    return [("Changed since it was moderated", "\n\n".join([changes_say(changes), *map(str, changes)]))]
