"""Reviews: the trust's list, an academy's, planning one, its page, and the texts that are written about it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.ways import may_at
from celt.lib.sentences import counted
from celt.ui.parts import Link
from celt.ui.tables import configured, csv_response
from reviews.forms.review import AnswerForm, PlanForm, ReviewForm, SummaryForm, review_as_typed
from reviews.models.review import ReviewState
from reviews.selectors.finding import findings_of
from reviews.selectors.planning import planning, team_to_choose
from reviews.selectors.review import review_page
from reviews.selectors.review_list import academy_reviews_page, reviews_page
from reviews.selectors.survey import voice_panel
from reviews.selectors.theme_report import theme_link
from reviews.services.review import answer_reply, change_review, plan_review, why_none_planned, write_summary
from reviews.tables.review import AcademyReviewTable, DoneTable, ReviewFile, ReviewTable
from reviews.views.found_place import academy_frame
from reviews.views.review_place import put_errors, review_for, review_form, review_or_404

A_PAGE = 20


@require_safe
def review_list(request: SignedInRequest) -> HttpResponse:
    """For everybody who signed in: what is listed is what they may know of, such as the one that they moderate."""
    page = reviews_page(request.user, request.person.trust, request.GET)
    shown = ReviewTable(page.rows, caption=counted(len(page.rows), "review"))
    table = configured(request, shown, per_page=A_PAGE)
    left = Link("Open next steps", reverse("reviews:open_findings"))
    actions = [left] if request.person.can(Permission.READ_REVIEWS) else []
    if page.theme and request.person.can_trust_wide(Permission.READ_REVIEWS):
        actions.append(theme_link(*page.theme))
    return render(request, "reviews/review_list.html", {"page": page, "table": table, "actions": actions})


@require_safe
def review_csv(request: SignedInRequest) -> HttpResponse:
    page = reviews_page(request.user, request.person.trust, request.GET)
    return csv_response(configured(request, ReviewFile(page.rows)), "reviews.csv")


@require_safe
def academy_reviews(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.READ_REVIEWS)
    page = academy_reviews_page(request.user, academy)
    runs = may_at(academy, request.person, Permission.RUN_REVIEWS)
    shut = why_none_planned(academy)
    plan = Link("Plan a review", reverse("reviews:review_new", args=[slug]), primary=True)
    context = {
        **academy_frame(request, academy),
        "page": page,
        "now": configured(request, AcademyReviewTable(page.now, prefix="now-")),
        "done": configured(request, DoneTable(page.done, prefix="done-"), per_page=A_PAGE),
        "actions": [
            *([plan] if runs and not shut else []),
            *([Link("Open next steps", reverse("reviews:academy_findings", args=[slug]))] if page.done else []),
        ],
        "plan": plan if runs and not shut else None,
        "shut": shut if runs else "",
    }
    return render(request, "reviews/academy_reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_new(request: SignedInRequest, slug: str) -> HttpResponse:
    academy = academy_or_404(request, slug, Permission.RUN_REVIEWS)
    if request.method != "POST" and (shut := why_none_planned(academy)):
        messages.error(request, shut)
        return redirect("reviews:academy_reviews", slug)
    offered = planning(request.user, request.person, academy)
    form = PlanForm(
        request.POST or None, frameworks=offered.frameworks, promises=offered.promises, groups=offered.groups,
        people=team_to_choose(academy),
        initial={name: request.GET.get(name, "") for name in ("framework", "promise", "serves")},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.said
        data["title"] = data["title"] or data["framework"].name
        try:
            review = plan_review(by=request.user, academy=academy, **data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The review is planned. The academy’s leaders know of it from now on.")
            return redirect("reviews:review_show", review.pk)
    context = {
        **academy_frame(request, academy, Link("Plan a review")),
        "form": form,
        "answer": f"Plan a review at {academy}",
        "lead": "The academy’s leaders see at once that it is planned; what it finds they read once it was moderated.",
        "submit": "Plan the review",
        "keep": f"review-new-{slug}",
        "back": reverse("reviews:academy_reviews", args=[slug]),
        "without": not offered.frameworks,
    }
    return render(request, "reviews/review_form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_edit(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_for(request, pk)
    may_choose = review.state == ReviewState.PLANNED
    offered = planning(request.user, request.person, review.academy, review)
    form = ReviewForm(
        request.POST or None, now=review_as_typed(review, may_choose=may_choose), may_choose=may_choose,
        frameworks=offered.frameworks, promises=offered.promises, groups=offered.groups,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        data = form.said
        data["title"] = data["title"] or review.title
        try:
            change_review(by=request.user, review=review, **data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "Changed.")
            return redirect("reviews:review_show", pk)
    return review_form(
        request, review, form, answer=f"Change: {review.title}", submit="Save the change", keep=f"review-{pk}"
    )


@require_safe
def review_show(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_or_404(request, pk)
    page = review_page(request.user, request.person, review)
    context = {
        **academy_frame(request, review.academy, Link(review.title)),
        "review": review,
        "page": page,
        "found": findings_of(request.user, review) if page.told else None,
        "reads_notes": page.reads_notes,
        "voice": voice_panel(request.user, review, edits=page.writes),
    }
    return render(request, "reviews/review_show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def review_summary(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_for(request, pk)
    form = SummaryForm(request.POST or None, now={"summary": review.summary})
    if request.method == "POST" and form.is_valid():
        try:
            write_summary(by=request.user, review=review, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The paragraph stands on the review’s page.")
            return redirect("reviews:review_show", pk)
    return review_form(
        request, review, form, answer=f"Sum up: {review.title}", submit="Save the paragraph",
        keep=f"review-summary-{pk}", part="found",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def review_answer(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was done about the head's reply."""
    review = review_for(request, pk)
    form = AnswerForm(request.POST or None, now={"says": review.reply_answer})
    if request.method == "POST" and form.is_valid():
        try:
            answer_reply(by=request.user, review=review, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, "The reply is answered. The review can be published now.")
            return redirect("reviews:review_show", pk)
    if request.method != "POST" and not review.reply:
        messages.info(request, "There is no reply to answer yet.")
        return redirect("reviews:review_show", pk)
    return review_form(
        request, review, form, answer="What was done about the head’s reply", submit="Answer the reply",
        keep=f"review-answer-{pk}", part="reply", beside=[("The head’s reply", review.reply)],
    )  # fmt: skip
