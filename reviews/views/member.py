"""A review's team: adding somebody, ending a place."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from academies.guards import SignedInRequest
from celt.lib.days import british
from reviews.forms.review import EndForm, MemberForm
from reviews.models import ReviewMember
from reviews.models.review import MemberRole
from reviews.selectors.planning import team_to_choose
from reviews.services.member import REFUSED, add_member, end_member
from reviews.views.review_place import put_errors, review_for, review_form

ADDED = {
    MemberRole.LEAD: "leads the review now.",
    MemberRole.OBSERVER: "is on the team, and finds the review on their home page.",
    MemberRole.MODERATOR: "moderates the review, and finds it on their home page.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def member_add(request: SignedInRequest, pk: int) -> HttpResponse:
    review = review_for(request, pk, frozenset({"runs"}), REFUSED)
    asked = request.GET.get("role", "")
    form = MemberForm(
        request.POST or None, people=team_to_choose(review.academy, review),
        initial={"role": asked if asked in MemberRole.values else MemberRole.OBSERVER},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            member = add_member(by=request.user, review=review, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{member.person} {ADDED[MemberRole(member.role)]}")
            return redirect("reviews:review_show", pk)
    return review_form(
        request, review, form, answer=f"Add somebody to the team of {review.title}", submit="Add to the team",
        lead="Whoever is on the team sees this review, and through it nothing else of the academy.", part="team",
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def member_end(request: SignedInRequest, pk: int) -> HttpResponse:
    member = get_object_or_404(ReviewMember.objects.visible_to(request.user).select_related("person"), pk=pk)
    review = review_for(request, member.review_id, frozenset({"runs"}), REFUSED)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_member(by=request.user, member=member, **form.cleaned_data)
        except ValidationError as error:
            put_errors(form, error)
        else:
            messages.success(request, f"{ended.person} is on the team until {british(ended.ends)}.")
            return redirect("reviews:review_show", review.pk)
    return review_form(
        request, review, form, answer=f"End the place of {member.person}", submit="End the place", part="team"
    )
