"""Reviews, what they found, and instructional rounds for the search over the product. One query.

What was found is looked for, and shown, only of reviews and rounds that the person is told of; notes, answers of
surveys and what visitors wrote are looked for by nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.urls import reverse

from academies.access import Person
from academies.models import Trust
from academies.providers.search import Asked, Hit, SearchedKind
from academies.selectors.candidates import ByIndex, Place, candidates
from accounts.models import User
from reviews.models import Finding, Review, Round
from reviews.models.finding import FindingKind
from reviews.models.review import TOLD_TO_GOVERNORS
from reviews.models.round import ROUND_TOLD

REVIEWS = SearchedKind("review", "Reviews", 60)
ROUNDS = SearchedKind("round", "Instructional rounds", 62)
KINDS = (REVIEWS, ROUNDS)
Told = Mapping[str, Any]


def visiting_hits(user: User, person: Person, asked: Asked) -> Iterator[Hit]:
    if person.trust is None:
        return
    tellers = list(_places(user, person.trust))
    tell = {id(place): teller for place, teller in tellers}
    for place, told in candidates(asked, *(place for place, _ in tellers)):
        yield tell[id(place)](told)


def _places(user: User, trust: Trust) -> Iterator[tuple[Place, Callable[[Told], Hit]]]:
    here = {"pk": "pk", "academy": "academy__name", "state": "state"}
    reviews = Review.objects.filter(academy__trust=trust)
    yield Place(REVIEWS, reviews.told_to(user), "title", ["focus", "summary"], here), _review
    told_of = reviews.visible_to(user).exclude(pk__in=Review.objects.told_to(user).values("pk"))
    yield Place(REVIEWS, told_of, "title", told=here), _review
    findings = Finding.objects.visible_to(user).standing().filter(review__academy__trust=trust)
    of_review = {
        "academy": "review__academy__name",
        "review": "review__title",
        "review_pk": "review_id",
        "kind": "kind",
    }
    told = {**of_review, "state": "review__state"}
    yield Place(REVIEWS, findings, "says", told=told, by_index=ByIndex(Finding, "says")), _finding
    at = {"pk": "pk", "host": "host__name", "state": "state"}
    rounds = Round.objects.filter(host__trust=trust)
    yield Place(ROUNDS, rounds.told_to(user), "practice", ["problem", "prediction", "came"], at), _round
    planned = rounds.visible_to(user).exclude(pk__in=Round.objects.told_to(user).values("pk"))
    yield Place(ROUNDS, planned, "practice", ["problem"], at), _round


def _review_page(pk: int, state: str) -> str:
    return reverse("reviews:report" if state in TOLD_TO_GOVERNORS else "reviews:review_show", args=[pk])


def _review(told: Told) -> Hit:
    says = "\n".join(filter(None, (told.get("summary"), told.get("focus"))))
    return Hit(
        REVIEWS.slug, told["title"], _review_page(told["pk"], told["state"]), f"Review of {told['academy']}", says
    )


def _finding(told: Told) -> Hit:
    kind = FindingKind(told["kind"]).label
    url = _review_page(told["review_pk"], told["state"])
    return Hit(REVIEWS.slug, told["title"], url, f"{kind}, {told['review']}, {told['academy']}")


def _round(told: Told) -> Hit:
    page = "reviews:round_report" if told["state"] in ROUND_TOLD else "reviews:round_show"
    says = "\n".join(filter(None, (told["problem"], told.get("prediction"), told.get("came"))))
    title = told["title"] or "Instructional round"
    return Hit(ROUNDS.slug, title, reverse(page, args=[told["pk"]]), f"Instructional round at {told['host']}", says)
