"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.entries import Entry, offered
from celt.ui.nav import NavItem

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "Instructional rounds", "reviews:round_list", Permission.READ_ROUNDS, "Practice", 15,
        "Colleagues of a network in one another’s classrooms: what is planned, what they agreed on, what came of it.",
    ),
    Entry(
        "Reviews by theme", "reviews:themes", Permission.READ_REVIEWS, "Improvement", 9,
        "All reading reviews of a year read together, or writing, or SEND: what recurs, and what is worth sharing.",
        whole_trust=True,
    ),
    Entry(
        "Review frameworks", "reviews:framework_list", Permission.MANAGE_FRAMEWORKS, "Administration", 25,
        "What reviews look at and where: parts, questions and scales, in versions.", whole_trust=True,
    ),
)  # fmt: skip


# Who may be on the team of a review without reading the academy's other ones.
GUESTS = frozenset({Role.COACH, Role.MODERATOR})


def _reviews(person: Person) -> Iterator[NavItem]:
    """Whoever reads the reviews of several academies, or is a guest on one, starts from the list; others from their
    academy's own. No query."""
    about = "What reviews are planned and under way, who has the next step, and what they found."
    reading = [m for m in person.here if Permission.READ_REVIEWS in ROLE_PERMISSIONS[Role(m.role)]]
    own = {m.academy.pk: m.academy for m in reading if m.academy is not None}
    guest = any(m.role in GUESTS for m in person.here)
    if len(own) == 1 and not guest and all(m.academy is not None for m in reading):
        (academy,) = own.values()
        yield NavItem("Reviews", reverse("reviews:academy_reviews", args=[academy.slug]), "Improvement", 8, about=about)
    elif reading or guest:
        yield NavItem("Reviews", reverse("reviews:review_list"), "Improvement", 8, about=about)


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from _reviews(person)
    yield from offered(ENTRIES, person)
