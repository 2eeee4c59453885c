"""The demo's surveys: some to read, one with too few answers, the same at each playing, and nobody named in them."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from django.utils import timezone

from academies.access import Role
from accounts.models import User
from dashboards.demo.plans.staff import STAFF
from dashboards.demo.reviews.reviewed import REVIEWS
from dashboards.demo.reviews.voice import ASKED, play_voice
from reviews.models import Survey, SurveyAnswer
from reviews.rules.naming import BLANK, blanked, known
from reviews.rules.survey import TEN
from reviews.selectors.survey import counted_surveys, survey_page
from tests import factories as make

TODAY = timezone.localdate()


@pytest.fixture
def leader(db: None) -> User:
    made: User = make.UserFactory()
    return made


def play(leader: User) -> list[Survey]:
    trust = make.TrustFactory()
    make.MembershipFactory(
        user=leader, trust=trust, academy=None, role=Role.TRUST_LEADER, starts=datetime.date(2020, 9, 1)
    )
    for slug, title in sorted({(asked.slug, asked.title) for asked in ASKED}):
        told = next(each for each in REVIEWS if (each.slug, each.title) == (slug, title))
        academy = make.AcademyFactory(trust=trust)
        review = make.ReviewFactory(academy=academy, title=title, state="gathering", starts=told.since, ends=told.until)
        play_voice(review, slug, leader, TODAY)
    return list(counted_surveys(leader).filter(review__academy__trust=trust).order_by("pk"))


def test_four_can_be_read_and_one_has_too_few(leader: User) -> None:
    surveys = play(leader)
    pages = [survey_page(leader, survey) for survey in surveys]
    assert len(pages) == len(ASKED) == 5
    (open_one,) = (page for page in pages if page.state == "open")
    assert 0 < open_one.n < TEN
    assert open_one.hidden
    for page in pages:
        if page is not open_one:
            assert page.state == "closed"
            assert page.n >= 30
            assert page.results is not None
            assert all(told.n for told in page.results.questions)


def test_two_playings_are_the_same(leader: User) -> None:
    def told(surveys: list[Survey]) -> Counter[tuple[str, str, int | None, str]]:
        answers = SurveyAnswer.objects.filter(question__survey__in=surveys)
        return Counter(answers.values_list("question__survey__title", "question__says", "choice", "words"))

    assert told(play(leader)) == told(play(leader))


def test_nobody_is_named() -> None:
    staff = [name.partition(" ") for told in STAFF.values() for name in told.teachers]
    names = known((first, last) for first, _, last in staff)
    assert not [says for asked in ASKED for says in asked.writes if BLANK in blanked(says, names)]
