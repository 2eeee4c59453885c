"""What was changed after a review was moderated is shown with what stood there before, and told to its moderator."""

from __future__ import annotations

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from academies.access import person_for
from reviews.models import Review
from reviews.models.review import MemberRole
from reviews.selectors.since_moderation import Change, changed_since, changes_say, moderated_at, with_changed
from reviews.services.finding import change_finding, drop_finding, move_finding, take_up_finding, write_finding
from reviews.services.review import take_step, write_summary
from reviews.todos.together import visiting_todos
from tests import factories as make
from tests.cast import Cast

# The database's clock stands still within a transaction, so each step has its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def review(cast: Cast) -> Review:
    """Moderated a moment ago, with two findings; led by the other academy's head."""
    found: Review = make.ReviewFactory(academy=cast.own, state="gathering", summary="Most read daily.")
    for section in found.framework.sections.all():
        make.SectionJudgementFactory(review=found, section=section, says="Seen.")
    make.FindingFactory(review=found, says="Hear each child read daily.", owner="Head", order=1)
    make.FindingFactory(review=found, says="Match the books.", order=2)
    make.ReviewMemberFactory(review=found, person=cast.sibling_head, role=MemberRole.LEAD)
    make.ReviewMemberFactory(review=found, person=cast.coach, role=MemberRole.OBSERVER)
    make.ReviewMemberFactory(review=found, person=cast.moderator, role=MemberRole.MODERATOR)
    take_step(by=cast.sibling_head, review=found, step="draft")
    take_step(by=cast.moderator, review=found, step="moderate", standard="agreed")
    found.refresh_from_db()
    return found


def changes(cast: Cast, review: Review) -> list[Change]:
    review.refresh_from_db()
    at = moderated_at(review)
    assert at is not None
    found = changed_since(cast.moderator, review, at)
    # The way of the list of todos, which counts in the database, comes to the same.
    assert with_changed(Review.objects.filter(pk=review.pk)).get().changed == bool(found)  # type: ignore[attr-defined]
    return found


def todos(cast: Cast, who: str = "moderator") -> list[str]:
    user = getattr(cast, who)
    return [todo.says for todo in visiting_todos(user, person_for(user, cast.trust.pk))]


def test_nothing_was_changed(cast: Cast, review: Review) -> None:
    assert changes(cast, review) == []
    first, _ = review.findings.order_by("order")
    move_finding(by=cast.sibling_head, finding=first, to="down")
    # Another order is no other finding; nor is one that was taken out and up again, or that came and went.
    drop_finding(by=cast.sibling_head, finding=first)
    take_up_finding(by=cast.sibling_head, finding=first)
    passing = write_finding(by=cast.sibling_head, review=review, kind="strength", says="Seen once.")
    drop_finding(by=cast.sibling_head, finding=passing)
    assert changes(cast, review) == []
    assert todos(cast) == []


def test_each_change_is_told_with_what_was_there(cast: Cast, client_of, review: Review) -> None:
    first, second = review.findings.order_by("order")
    due = timezone.localdate() + datetime.timedelta(days=30)
    change_finding(by=cast.sibling_head, finding=first, says="Hear each child read weekly.", owner="Deputy", due=due)
    drop_finding(by=cast.sibling_head, finding=second)
    write_finding(by=cast.sibling_head, review=review, kind="strength", says="Pupils choose well.")
    write_summary(by=cast.sibling_head, review=review, summary="All read daily.")
    found = changes(cast, review)
    assert [(one.what, one.how, one.was, one.now) for one in found] == [
        ("Summary", "changed", "Most read daily.", "All read daily."),
        ("Next step", "changed", "Hear each child read daily.", "Hear each child read weekly."),
        ("Next step", "dropped", "Match the books.", ""),
        ("Strength", "added", "", "Pupils choose well."),
    ]
    assert "who sees to it: Deputy, before that Head" in found[1].besides
    assert "before that none" in found[1].besides
    says = "Three findings and the summary were changed after the review was moderated."
    assert changes_say(found) == says
    assert todos(cast) == [f"{review.title} at Heronwick was changed after you moderated it."]
    # Whose todo it is not: whoever changed it, and who only observed.
    assert not any("after you moderated" in said for who in ("sibling_head", "coach") for said in todos(cast, who))
    address = reverse("reviews:review_show", args=[review.pk])
    for who, reads in (("moderator", True), ("sibling_head", True), ("headteacher", False)):
        assert (says in client_of(getattr(cast, who)).get(address).content.decode()) == reads


def test_publishing_says_so_on_its_page_and_in_the_log(cast: Cast, client_of, review: Review) -> None:
    leader = cast.sibling_head
    take_step(by=leader, review=review, step="share", reply_by=timezone.localdate() + datetime.timedelta(days=7))
    first = review.findings.get(order=1)
    take_step(by=cast.headteacher, review=review, step="reply", says="We hear them weekly.")
    change_finding(by=leader, finding=first, says="Hear each child read weekly.")
    Review.objects.filter(pk=review.pk).update(reply_answer="Mended.")
    page = client_of(leader).get(reverse("reviews:review_step", args=[review.pk, "publish"])).content.decode()
    assert "One finding was changed after the review was moderated." in page
    assert "before that “Hear each child read daily.”" in page
    take_step(by=leader, review=review, step="publish")
    assert review.steps.get(step="publish").says == "One finding was changed after the review was moderated."
    # Nobody can do anything about it any more.
    assert todos(cast) == []


def test_a_review_that_was_taken_back_and_moderated_anew_begins_anew(cast: Cast, review: Review) -> None:
    first = review.findings.get(order=1)
    change_finding(by=cast.sibling_head, finding=first, says="Hear each child read weekly.")
    assert len(changes(cast, review)) == 1
    Review.objects.filter(pk=review.pk).update(state="drafted", moderated="")
    take_step(by=cast.moderator, review=review, step="moderate", standard="agreed")
    assert changes(cast, review) == []
