"""A review's page to each of those who read it, its forms, and the lists."""

from __future__ import annotations

import csv
import datetime
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from reviews.models import Review
from reviews.models.review import MemberRole
from tests import factories as make

pytestmark = pytest.mark.django_db

LATER = datetime.date(2099, 1, 1)


def shown(client_of, user, review):
    response = client_of(user).get(reverse("reviews:review_show", args=[review.pk]))
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def review(cast):
    """In progress, led by the other academy's head."""
    found = make.ReviewFactory(
        academy=cast.own, title="Reading review", state="gathering", summary="A summary of ours."
    )
    make.ReviewMemberFactory(review=found, person=cast.sibling_head, role=MemberRole.LEAD)
    return found


def move(review, **fields):
    Review.objects.filter(pk=review.pk).update(**fields)
    review.refresh_from_db()


def share(review, **fields):
    move(review, state="shared", moderated="agreed", reply_by=LATER, **fields)


def test_the_page_says_where_it_is_and_what_the_draft_still_needs(cast, client_of, review):
    page = shown(client_of, cast.sibling_head, review)
    assert "Reading review at Heronwick: its last day was 27 November" in page or "in progress until" in page
    for need in ("Say how each part stands (2 parts left)", "Write a strength or a next step", "Say who moderates it"):
        assert need in page
    assert "The draft is written</button>" not in page


def test_with_all_of_it_there_one_button_moves_it_on(cast, client_of, review):
    for section in review.framework.sections.all():
        make.SectionJudgementFactory(review=review, section=section)
    make.FindingFactory(review=review)
    make.ReviewMemberFactory(review=review, person=cast.moderator, role=MemberRole.MODERATOR, ends=LATER)
    assert "The draft is written</button>" in shown(client_of, cast.sibling_head, review)
    url = reverse("reviews:review_step", args=[review.pk, "draft"])
    client_of(cast.sibling_head).post(url, {"seen": "gathering"})
    review.refresh_from_db()
    assert review.state == "drafted"
    assert "Moderate it" in shown(client_of, cast.moderator, review)
    assert "Tobias Yarnfield, who gathered nothing for it" in shown(client_of, cast.sibling_head, review)


def test_an_overtaken_step_says_who_moved_it_and_keeps_what_was_typed(cast, client_of, review):
    url = reverse("reviews:review_step", args=[review.pk, "call_off"])
    answer = client_of(cast.trust_leader).post(url, {"seen": "planned", "says": "The head is away."})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "moved on while you looked: it is in progress now" in page
    assert "The head is away." in page


def test_the_head_knows_of_it_and_reads_it_once_it_is_shared(cast, client_of, review):
    assert "A summary of ours." not in shown(client_of, cast.headteacher, review)
    share(review)
    page = shown(client_of, cast.headteacher, review)
    assert "A summary of ours." in page
    assert "Reply on facts</a>" in page


def test_a_governor_reads_it_published_without_team_log_or_reply(cast, client_of, review):
    share(review, reply="Year 5 was out.", replied_by=cast.headteacher, replied_at=timezone.now(), reply_answer="Out.")
    url = reverse("reviews:review_show", args=[review.pk])
    assert client_of(cast.governor).get(url).status_code == 404
    move(review, state="published", published_at=timezone.now())
    page = shown(client_of, cast.governor, review)
    assert "A summary of ours." in page
    for hidden in ("Marigold Underhay", "Year 5 was out.", "What happened"):
        assert hidden not in page
        assert hidden in shown(client_of, cast.headteacher, review)


def test_what_the_moderator_sent_back_stays_among_the_team(cast, client_of, review):
    review.steps.create(step="send_back", state="gathering", says="Nothing on phonics.", by=cast.moderator)
    assert "Nothing on phonics." in shown(client_of, cast.sibling_head, review)
    assert "Nothing on phonics." not in shown(client_of, cast.headteacher, review)


def test_a_guest_sees_the_one_review_for_its_time(cast, client_of, review):
    url = reverse("reviews:review_show", args=[review.pk])
    seat = make.ReviewMemberFactory(review=review, person=cast.sibling_teacher, role=MemberRole.OBSERVER)
    assert client_of(cast.sibling_teacher).get(url).status_code == 200
    listed = client_of(cast.sibling_teacher).get(reverse("reviews:review_list")).content.decode()
    assert listed.count("Reading review</a>") == 1
    type(seat).objects.filter(pk=seat.pk).update(ends=datetime.date(2026, 9, 2))
    assert client_of(cast.sibling_teacher).get(url).status_code == 404


def test_planning_by_its_form_names_it_as_its_framework_and_takes_a_day(cast, client_of):
    framework = make.framework_in_use(trust=cast.trust, name="Reading in primaries")
    url = reverse("reviews:review_new", args=[cast.own.slug])
    client_of(cast.trust_leader).post(url, {"framework": framework.pk, "starts": "2026-12-01"})
    review = Review.objects.get()
    assert (review.title, review.ends) == ("Reading in primaries", datetime.date(2026, 12, 1))


def test_days_in_the_wrong_order_are_refused_beside_their_field(cast, client_of):
    framework = make.framework_in_use(trust=cast.trust)
    url = reverse("reviews:review_new", args=[cast.own.slug])
    said = {"framework": framework.pk, "starts": "2026-12-02", "ends": "2026-12-01", "focus": "Who reads least?"}
    page = client_of(cast.trust_leader).post(url, said).content.decode()
    assert "The last day comes before the first." in page
    assert "Who reads least?" in page
    assert not Review.objects.exists()


def test_a_closed_academy_says_so_and_offers_no_plan(cast, client_of):
    cast.own.status, cast.own.closed = "closed", datetime.date(2026, 8, 31)
    cast.own.save()
    url = reverse("reviews:review_new", args=[cast.own.slug])
    page = client_of(cast.trust_leader).get(url, follow=True).content.decode()
    assert "closed on 31 August 2026: its reviews can be read, and no new one is planned." in page
    assert url not in page


def test_two_who_change_it_are_shown_both_versions(cast, client_of):
    review = make.ReviewFactory(academy=cast.own, title="Reading")
    url = reverse("reviews:review_edit", args=[review.pk])
    client = client_of(cast.trust_leader)
    seen = client.get(url).context["form"].initial["seen"]
    move(review, title="Reading in Key Stage 2")
    said = {"framework": review.framework_id, "title": "Reading at home", "starts": "2026-11-16", "ends": "2026-11-27"}
    page = client.post(url, {**said, "seen": seen}).content.decode()
    assert "Somebody else changed this while you wrote" in page
    assert "Reading in Key Stage 2" in page
    review.refresh_from_db()
    assert review.title == "Reading in Key Stage 2"


def test_the_list_is_narrowed_and_its_file_is_the_same_list(cast, client_of, review):
    make.ReviewFactory(academy=cast.sibling, title="Writing there", starts=datetime.date(2025, 11, 3),
                       ends=datetime.date(2025, 11, 3))  # fmt: skip
    client = client_of(cast.trust_leader)
    listed = reverse("reviews:review_list")
    assert b"Two reviews are under way" in client.get(listed).content
    for query, title in (
        ("?state=gathering", "Reading review"), ("?year=2025", "Writing there"), ("?phase=secondary", "Writing there"),
        (f"?academy={cast.own.slug}", "Reading review"),
    ):  # fmt: skip
        response = client.get(reverse("reviews:review_csv") + query)
        rows = list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))
        assert [row["Review"] for row in rows] == [title], query
    assert b"Every state" in client.get(listed + "?state=nonsense&year=x").content


def test_home_tells_each_of_what_is_theirs(cast, client_of, review):
    make.ReviewMemberFactory(review=review, person=cast.moderator, role=MemberRole.MODERATOR, ends=LATER)

    def home(user):
        return client_of(user).get(reverse("home")).content.decode()

    move(review, state="drafted")
    assert "Reading review at Heronwick waits for your moderation." in home(cast.moderator)
    assert "waits for your moderation" not in home(cast.sibling_head)
    move(review, state="moderated", moderated="agreed")
    assert "Reading review at Heronwick is moderated. Share it with the head." in home(cast.sibling_head)
    share(review)
    assert "Your reply on facts by 1 January 2099: Reading review." in home(cast.headteacher)
    assert "Your reply on facts" not in home(cast.senior_leader)
    review.members.all().delete()
    move(review, state="drafted")
    assert "is drafted, and nobody moderates it." in home(cast.trust_leader)


def test_calendars_hold_its_days_and_the_day_of_the_reply(cast, client_of, review):
    move(review, starts=timezone.localdate(), ends=timezone.localdate())
    share(review)
    move(review, reply_by=timezone.localdate() + datetime.timedelta(days=3))
    page = client_of(cast.headteacher).get(reverse("academies:calendar")).content.decode()
    assert "Reading review" in page
    assert "Due: Reply on facts: Reading review" in page


def test_a_published_review_asks_to_be_followed_up_only_while_a_next_step_waits(cast, client_of):
    review = make.ReviewFactory(academy=cast.own, state="gathering", title="Spring reading")
    step = make.FindingFactory(review=review)
    make.FindingFactory(review=review, kind="strength")
    move(review, state="published", moderated="agreed", reply_by=LATER, published_at=timezone.now())

    def comes_next() -> str:
        answer = client_of(cast.trust_leader).get(reverse("reviews:review_csv"), {"state": "published"})
        (row,) = csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")))
        return row["Comes next"]

    assert comes_next() == "Follow up"
    make.FindingCheckFactory(finding=step, review=make.ReviewFactory(academy=cast.own, state="gathering"))
    assert comes_next() == "Can be closed"
