"""What reviews and rounds did at an academy, asked for in one query, and what higher apps ask for with them."""

from __future__ import annotations

from collections.abc import Iterator

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers.joined import joined_moments
from academies.selectors.together import read_together
from academies.ways import may_at
from accounts.models import User
from celt.ui.parts import Moment
from reviews.models import ReviewStep, RoundStep
from reviews.moments.reviews import review_moments, steps_of_reviews
from reviews.moments.rounds import round_moments, steps_of_rounds


def visiting_moments(user: User, person: Person, academy: Academy) -> Iterator[Moment]:
    """One query; none for who reads nothing of it there."""
    asked = (steps_of_reviews(user, person, academy), steps_of_rounds(user, person, academy))
    found = list(read_together(*asked, *joined_moments.asked(user, person, academy)))
    knows = may_at(academy, person, Permission.VIEW_REVIEWS)
    yield from review_moments([step for step in found if isinstance(step, ReviewStep)], knows=knows)
    yield from round_moments([step for step in found if isinstance(step, RoundStep)])
    yield from joined_moments.told(found, user, person, academy)
