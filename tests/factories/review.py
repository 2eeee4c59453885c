"""Reviews and their teams."""

import datetime

import factory
from factory.django import DjangoModelFactory

from reviews.models import Review, ReviewMember, SectionJudgement
from reviews.models.review import MemberRole
from tests.factories.framework import framework_in_use

__all__ = ["ReviewFactory", "ReviewMemberFactory", "SectionJudgementFactory"]


class ReviewFactory(DjangoModelFactory[Review]):
    """Planned, with a framework in use of the academy's trust and nobody on its team."""

    class Meta:
        model = Review

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    framework = factory.LazyAttribute(lambda review: framework_in_use(trust=review.academy.trust))
    title = factory.Sequence(lambda n: f"Reading review {n}")
    starts = datetime.date(2026, 11, 16)
    ends = datetime.date(2026, 11, 27)
    planned_by = factory.SubFactory("tests.factories.UserFactory")


class ReviewMemberFactory(DjangoModelFactory[ReviewMember]):
    class Meta:
        model = ReviewMember

    review = factory.SubFactory(ReviewFactory)
    person = factory.SubFactory("tests.factories.UserFactory")
    role = MemberRole.OBSERVER
    starts = datetime.date(2026, 9, 1)


class SectionJudgementFactory(DjangoModelFactory[SectionJudgement]):
    class Meta:
        model = SectionJudgement

    review = factory.SubFactory(ReviewFactory)
    section = factory.LazyAttribute(lambda judgement: judgement.review.framework.sections.first())
    standing = 2
