"""Reviews on somebody's home page: the next step, where it is theirs."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator

from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.providers import Todo, Weight
from academies.selectors.together import Asked
from academies.ways import may_at
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import opened
from reviews.models import Review, ReviewMember
from reviews.models.review import MemberRole, ReviewState, reviews_of
from reviews.selectors.since_moderation import with_changed
from reviews.selectors.told import near_day

SOON = datetime.timedelta(days=14)
AT_MOST = 4


def reviews_asked(user: User, person: Person) -> Asked | None:
    """Those under way that the person knows of, with their place on the team and who has the others."""
    if person.trust is None:
        return None
    today = timezone.localdate()
    mine = reviews_of(user).filter(review=OuterRef("pk")).order_by()
    team = ReviewMember.objects.visible_to(user).filter(
        Q(ends__isnull=True) | Q(ends__gte=today), review=OuterRef("pk")
    )
    found = (
        with_changed(Review.objects.visible_to(user).under_way())
        .filter(academy__trust=person.trust)
        .annotate(
            seat=Subquery(mine.values("role")[:1]),
            led=Exists(team.filter(role=MemberRole.LEAD)),
            moderator=Exists(team.filter(role=MemberRole.MODERATOR)),
        )
    )
    return Asked(found, "academy", ("seat", "led", "moderator", "changed"))


def review_todos(person: Person, reviews: Iterable[Review]) -> Iterator[Todo]:
    """No query. `reviews`: as `reviews_asked` asks for them."""
    today = timezone.localdate()
    in_order = sorted(reviews, key=lambda review: (review.starts, review.pk))
    todos = [told for review in in_order if (told := _todo(review, person, today)) is not None]
    todos.sort(key=lambda each: each.weight)
    yield from todos[:AT_MOST]
    if left := todos[AT_MOST:]:
        says = f"{opened(len(left), 'more review waits', 'more reviews wait')} for you."
        yield Todo(says, f"{reverse('reviews:review_list')}?state=under_way", "", left[0].weight)


def _todo(review: Review, person: Person, today: datetime.date) -> Todo | None:
    seat: str | None = review.seat  # type: ignore[attr-defined]
    short = short_names([review.academy.name])[review.academy.name]
    about = f"{review.title} at {short}"
    url = reverse("reviews:review_show", args=[review.pk])
    if may_at(review.academy, person, Permission.ANSWER_REVIEW) and (told := _of_head(review, about, url, today)):
        return told
    if seat == MemberRole.LEAD and (told := _of_lead(review, about, url, today)):
        return told
    if seat == MemberRole.MODERATOR and review.state == ReviewState.DRAFTED:
        return Todo(f"{about} waits for your moderation.", url, "Does the standard hold?", Weight.WAITING)
    if seat == MemberRole.MODERATOR and review.changed:  # type: ignore[attr-defined]
        changes = f"{url}#since-moderation"
        return Todo(
            f"{about} was changed after you moderated it.", changes, "See what, and what was there.", Weight.KNOW
        )
    if seat == MemberRole.OBSERVER and review.state == ReviewState.GATHERING and review.ends >= today:
        notes = reverse("reviews:notes", args=[review.pk])
        return Todo(f"{about}: write down what you see.", notes, f"Until {near_day(review.ends, today)}.", Weight.NEXT)
    if may_at(review.academy, person, Permission.RUN_REVIEWS):
        return _of_trust(review, about, url, today)
    return None


def _of_head(review: Review, about: str, url: str, today: datetime.date) -> Todo | None:
    if review.state == ReviewState.SHARED and not review.replied_at and review.reply_by is not None:
        late = review.reply_by < today
        when = f"was due by {near_day(review.reply_by, today)}" if late else f"by {near_day(review.reply_by, today)}"
        said = f"Your reply on facts {when}: {review.title}."
        return Todo(said, url, "Where every fact is right, say so.", Weight.WAITING)
    if review.state == ReviewState.PLANNED and today <= review.starts <= today + SOON:
        return Todo(f"{review.title} begins on {near_day(review.starts, today)}.", url, "", Weight.KNOW)
    return None


def _of_lead(review: Review, about: str, url: str, today: datetime.date) -> Todo | None:
    match review.state:
        case ReviewState.PLANNED if review.starts <= today + SOON:
            weight = Weight.WAITING if review.starts <= today else Weight.NEXT
            return Todo(f"{about} begins on {near_day(review.starts, today)}; you lead it.", url, "", weight)
        case ReviewState.GATHERING if review.ends < today:
            return Todo(f"{about}: the draft is yours to write.", url, "Its last day has passed.", Weight.WAITING)
        case ReviewState.MODERATED:
            return Todo(f"{about} is moderated. Share it with the head.", url, "", Weight.WAITING)
        case ReviewState.SHARED if review.replied_at and not review.reply_answer:
            return Todo(f"{about}: the head has replied.", url, "Say what was done about it.", Weight.WAITING)
        case ReviewState.SHARED if review.replied_at or (review.reply_by is not None and review.reply_by < today):
            return Todo(f"{about} can be published.", url, "", Weight.WAITING)
        case _:
            return None


def _of_trust(review: Review, about: str, url: str, today: datetime.date) -> Todo | None:
    """What only who puts teams together can mend."""
    if review.state == ReviewState.PLANNED and not review.led and review.starts <= today + SOON:  # type: ignore[attr-defined]
        return Todo(
            f"Nobody leads {about} yet.", url, f"It begins on {near_day(review.starts, today)}.", Weight.WAITING
        )
    if review.state == ReviewState.DRAFTED and not review.moderator:  # type: ignore[attr-defined]
        return Todo(f"{about} is drafted, and nobody moderates it.", url, "", Weight.WAITING)
    return None
