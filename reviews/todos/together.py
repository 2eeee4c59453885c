"""What waits for somebody in reviews and in rounds, asked for in one query."""

from __future__ import annotations

from collections.abc import Iterator

from academies.access import Person
from academies.providers import Todo
from accounts.models import User
from reviews.models import Review, Round
from reviews.selectors.together import read_together
from reviews.todos.reviews import review_todos, reviews_asked
from reviews.todos.rounds import round_todos, rounds_asked


def visiting_todos(user: User, person: Person) -> Iterator[Todo]:
    """One query."""
    found = list(read_together(reviews_asked(user, person), rounds_asked(user, person)))
    yield from review_todos(person, [row for row in found if isinstance(row, Review)])
    yield from round_todos(person, [row for row in found if isinstance(row, Round)])
