"""What waits for somebody in reviews, in rounds, in visits to colleagues and in practices that are being written, asked
for in one query."""

from __future__ import annotations

from collections.abc import Iterator

from academies.access import Person
from academies.providers import Todo
from academies.providers.joined import joined_todos
from academies.selectors.together import read_together
from accounts.models import User
from reviews.models import Review, Round
from reviews.todos.reviews import review_todos, reviews_asked
from reviews.todos.rounds import round_todos, rounds_asked
from toolkit.models import PracticeVersion, Showing
from toolkit.todos.practice import practice_todos, versions_asked
from toolkit.todos.showings import showing_todos, showings_asked


def visiting_todos(user: User, person: Person) -> Iterator[Todo]:
    """One query."""
    asked = (
        reviews_asked(user, person), rounds_asked(user, person), showings_asked(user, person),
        versions_asked(user, person), *joined_todos.asked(user, person),
    )  # fmt: skip
    found = list(read_together(*asked))
    yield from review_todos(person, [row for row in found if isinstance(row, Review)])
    yield from round_todos(person, [row for row in found if isinstance(row, Round)])
    yield from showing_todos(user, [row for row in found if isinstance(row, Showing)])
    yield from practice_todos([row for row in found if isinstance(row, PracticeVersion)])
    yield from joined_todos.told(found, user, person)
