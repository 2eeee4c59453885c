"""What a form that plans a review, or puts its team together, offers to choose from."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from academies.access import Person
from academies.models import Academy, SupportPromise
from academies.models.support import SupportKind
from academies.providers import Record, RecordKind, records
from academies.services.support import people_to_lead
from accounts.models import User
from reviews.models import Framework, Review
from reviews.selectors.framework import frameworks_for

# What a review is planned for: kinds of record, a query each.
SERVED = frozenset({"priority", "decision", "concern", "inspection"})
# What a review may be of a category's entitlement.
PROMISED = (SupportKind.VISIT, SupportKind.FULL_DAY_REVIEW)


@dataclass(frozen=True)
class Planning:
    frameworks: list[Framework]
    promises: list[SupportPromise]
    groups: list[tuple[RecordKind, list[Record]]]


def planning(user: User, person: Person, academy: Academy, review: Review | None = None) -> Planning:
    """A query for each kind of record that a review may serve, and two. `review`: what it names already stays."""
    groups = records.choices(user, person, academy, SERVED)
    if review is not None and review.serves and review.serves not in {r.key for _, found in groups for r in found}:
        named = records.named(user, person, academy, [review.serves]).get(review.serves)
        held = named or Record(review.serves, "A record that you may not open")
        groups.insert(0, (RecordKind("held", "Chosen before"), [held]))
    frameworks = frameworks_for(user, academy)
    if review is not None and review.framework_id not in {framework.pk for framework in frameworks}:
        frameworks.insert(0, review.framework)
    return Planning(frameworks, list(open_promises(user, academy, review)), groups)


def open_promises(user: User, academy: Academy, review: Review | None = None) -> QuerySet[SupportPromise]:
    """Visits and full-day reviews that were promised, are not done, and that no other review is planned for."""
    taken = Review.objects.visible_to(user).standing().filter(promise__isnull=False)
    if review is not None:
        taken = taken.exclude(pk=review.pk)
    seen = SupportPromise.objects.visible_to(user).filter(academy=academy, kind__in=PROMISED)
    free = seen.filter(pk__in=SupportPromise.objects.visible_to(user).open().values("pk")).exclude(
        pk__in=taken.values("promise")
    )
    held = Q(pk=review.promise_id) if review is not None and review.promise_id else Q(pk__in=())
    return SupportPromise.objects.visible_to(user).filter(Q(pk__in=free.values("pk")) | held).order_by("due", "pk")


def team_to_choose(academy: Academy, review: Review | None = None) -> QuerySet[User]:
    """Whoever holds a role in the trust today and is not on the team, by name."""
    people = people_to_lead(academy)
    return people.exclude(pk__in=review.members.current().values("person")) if review is not None else people
