"""Reviews that were published since a board last met, as who governs reads them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.lib.days import british, short_day
from celt.lib.sentences import counted, inside, opened
from plans.rules.summary import cut
from readers.rules.questions import of_reviews
from readers.rules.told import ItemTold, PartTold
from reviews.models import Finding, Review
from reviews.models.finding import FindingKind
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.selectors.report import report_of

MOST, LONGEST = 3, 420


def reviews_part(
    user: User, person: Person, academies: Sequence[Academy], since: datetime.date, until: datetime.date
) -> PartTold:
    """A few queries for each of the newest reviews, and two for all."""
    today = timezone.localdate()
    published = Review.objects.told_to(user).filter(academy__in=academies, state__in=TOLD_TO_GOVERNORS)
    fresh = list(
        published.filter(published_at__date__gt=since, published_at__date__lte=until)
        .select_related("academy__trust", "framework")
        .order_by("-published_at", "-pk")
    )
    steps = Finding.objects.visible_to(user).open().filter(review__academy__in=academies, kind=FindingKind.NEXT_STEP)
    open_steps, late = steps.count(), steps.filter(due__lt=today).count()
    more = [f"{opened(len(fresh) - MOST, 'more review')} can be read in full beside these."] if fresh[MOST:] else []
    if open_steps:
        more.append(
            f"{opened(open_steps, 'next step')} of published reviews {_are(open_steps)} open{_past(late, open_steps)}."
        )
    return PartTold(
        slug="reviews",
        title="Reviews",
        says=_says(fresh, published, since),
        items=tuple(_item(user, person, review) for review in fresh[:MOST]),
        more=tuple(more),
        asks=of_reviews(len(fresh), late),
    )


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _past(late: int, every: int) -> str:
    if not late:
        return ""
    if late == every:
        return {1: " and past its day", 2: ", both past their day"}.get(every, ", all of them past their day")
    return f", {inside(opened(late, 'of them', 'of them'))} past {'its' if late == 1 else 'their'} day"


def _says(fresh: Sequence[Review], published: object, since: datetime.date) -> str:
    if fresh:
        return (
            f"{opened(len(fresh), 'review')} {'was' if len(fresh) == 1 else 'were'} published since {british(since)}."
        )
    return f"No review was published since {british(since)}."


def _item(user: User, person: Person, review: Review) -> ItemTold:
    report = report_of(user, person, review)
    summary = cut(report.summary, LONGEST)
    facts = [counted(len(report.steps), "next step")] if report.steps else []
    assert review.published_at is not None
    return ItemTold(
        title=report.answer,
        when=f"Published {short_day(timezone.localdate(review.published_at))}",
        says=summary.text,
        goes_on=summary.goes_on,
        facts=tuple(facts),
    )
