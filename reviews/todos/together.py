"""What waits for somebody in reviews, in rounds, in visits to colleagues and in practices that are being written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from academies.access import Person
from academies.providers import JoinedTodos, Todo
from academies.selectors.together import Asked
from accounts.models import User
from reviews.models import Review, Round
from reviews.todos.reviews import review_todos, reviews_asked
from reviews.todos.rounds import round_todos, rounds_asked
from toolkit.models import PracticeVersion, Showing
from toolkit.todos.practice import practice_todos, versions_asked
from toolkit.todos.showings import showing_todos, showings_asked


def _asked(user: User, person: Person) -> Sequence[Asked | None]:
    return (
        reviews_asked(user, person), rounds_asked(user, person), showings_asked(user, person),
        versions_asked(user, person),
    )  # fmt: skip


def _told(
    user: User,
    person: Person,
    reviews: Sequence[Review],
    rounds: Sequence[Round],
    showings: Sequence[Showing],
    versions: Sequence[PracticeVersion],
) -> Iterator[Todo]:
    yield from review_todos(person, reviews)
    yield from round_todos(person, rounds)
    yield from showing_todos(user, showings)
    yield from practice_todos(versions)


visiting_todos = JoinedTodos(_asked, _told)
