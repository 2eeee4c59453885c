"""Pages of a self-evaluation on its way: what one has rated oneself, what people say, what the head agrees."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, records
from academies.selectors.records import in_order
from academies.selectors.term import terms_of
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import SMALL_NUMBERS, counted
from plans.models import AgreedRating, ConditionRating, SelfEvaluation
from plans.models.evaluation import EvaluationStatus
from plans.rules.evaluation import few_words
from plans.rules.standing import FULL, SHORT, Spread, most_apart_first, spread_of
from plans.selectors.people import staff_ids
from plans.selectors.ring import NUMBERS, RingPicture, drawing, when
from plans.strategy import CONDITIONS, RINGS, Condition, Ring


@dataclass(frozen=True, slots=True)
class RingProgress:
    """How far somebody is with one ring."""

    ring: Ring
    place: int
    done: int

    @property
    def of(self) -> int:
        return len(self.ring.conditions)

    @property
    def whole(self) -> bool:
        return self.done == self.of

    @property
    def says(self) -> str:
        return "done" if self.whole else f"{self.done} of {self.of}"


@dataclass(frozen=True, slots=True)
class Own:
    """What somebody has rated of an evaluation, drawn as their own picture."""

    evaluation: SelfEvaluation
    ratings: Mapping[str, ConditionRating]
    picture: RingPicture

    @property
    def done(self) -> int:
        return len(self.ratings)

    @property
    def of(self) -> int:
        return len(CONDITIONS)

    @property
    def answer(self) -> str:
        """What the page opens with."""
        where = f"{self.evaluation.academy}, {when(self.evaluation)}"
        if not self.done:
            return f"Say how firmly the twenty conditions stand at {where}."
        return f"You have rated {self.done} of {self.of} conditions at {where}."

    @property
    def says(self) -> str:
        if not self.done:
            return "It fills as you rate, from the centre outwards."
        if self.done >= self.of:
            return "All of it is rated. You may still change it."
        return f"{self.done} of {self.of} rated, {self.of - self.done} to go."

    @property
    def rings(self) -> list[RingProgress]:
        return [
            RingProgress(ring, place, sum(c.slug in self.ratings for c in ring.conditions))
            for place, ring in enumerate(RINGS)
        ]

    @property
    def next(self) -> RingProgress | None:
        """The first ring that is not whole."""
        return next((ring for ring in self.rings if not ring.whole), None)


def own_of(user: User, evaluation: SelfEvaluation) -> Own:
    """One query."""
    found = ConditionRating.objects.visible_to(user).filter(evaluation=evaluation, by=user)
    ratings = {rating.condition: rating for rating in found}
    return Own(evaluation, ratings, drawing(evaluation, list(ratings.values()), {}, none="Not rated yet"))


@dataclass(frozen=True, slots=True)
class Said:
    """What one person wrote of a condition; `name` where names are asked for and may be shown."""

    standing: str
    says: str
    helps: str
    hinders: str
    name: str = ""

    @property
    def wrote(self) -> bool:
        return bool(self.says or self.helps or self.hinders)


@dataclass(frozen=True, slots=True)
class ConditionSpread:
    """One condition as people see it. `columns`: each standing, its words, and a dot for each who chose it."""

    condition: Condition
    number: int
    spread: Spread
    said: tuple[Said, ...]
    evidence: tuple[str, ...]

    @property
    def columns(self) -> list[tuple[int, str, range]]:
        return [(standing, FULL[standing], range(n)) for standing, n in enumerate(self.spread.counts, start=1)]

    @property
    def wrote(self) -> list[Said]:
        return [one for one in self.said if one.wrote]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What people have said so far, for the head. `asked`: how many rate at the academy; `others`: those besides the
    reader who have; `names`: whether the reader is shown who said what."""

    evaluation: SelfEvaluation
    conditions: tuple[ConditionSpread, ...]
    raters: int
    asked: int
    others: int
    names: bool

    @property
    def few(self) -> str:
        return few_words(self.others)

    @property
    def disagreed(self) -> list[ConditionSpread]:
        return [each for each in self.conditions if each.spread.disagree]

    @property
    def unjudged(self) -> list[ConditionSpread]:
        """Conditions of which nobody who rated could judge."""
        return [each for each in self.conditions if each.spread.raters and not each.spread.judged]

    @property
    def says(self) -> str:
        """'Three of five people have rated Larkrise so far.'"""
        academy = self.evaluation.academy
        if not self.raters:
            return f"Nobody has rated {academy} yet; {counted(self.asked, 'person', 'people')} may."
        of = SMALL_NUMBERS[self.asked].lower() if self.asked < len(SMALL_NUMBERS) else str(self.asked)
        some = SMALL_NUMBERS[self.raters] if self.raters < len(SMALL_NUMBERS) else str(self.raters)
        people, have = ("person", "has") if self.asked == 1 else ("people", "has" if self.raters == 1 else "have")
        return f"{some} of {of} {people} {have} rated {academy} so far."

    @property
    def agreeing(self) -> str:
        return f"Agree how firmly each condition stands. {self.says}"

    def by_slug(self) -> dict[str, ConditionSpread]:
        return {each.condition.slug: each for each in self.conditions}


def gathered(user: User, person: Person, evaluation: SelfEvaluation, *, names: bool = False) -> Gathered:
    """Conditions on which people disagree most come first. Two queries; one more for the number of those asked."""
    found: dict[str, list[ConditionRating]] = {slug: [] for slug in CONDITIONS}
    by: set[int] = set()
    shown = names and may_at(evaluation.academy, person, Permission.VIEW_PEOPLE)
    ratings = ConditionRating.objects.visible_to(user).filter(evaluation=evaluation).select_related("by")
    for rating in ratings.order_by("standing", "at", "pk"):
        if rating.condition in found:
            found[rating.condition].append(rating)
            by.add(rating.by_id)
    spreads = {slug: spread_of(r.standing for r in found[slug]) for slug in CONDITIONS}
    return Gathered(
        evaluation,
        tuple(
            ConditionSpread(
                CONDITIONS[slug],
                NUMBERS[slug],
                spreads[slug],
                tuple(_said(rating, named=shown) for rating in found[slug]),
                tuple(dict.fromkeys(key for rating in found[slug] for key in rating.evidence)),
            )
            for slug in most_apart_first(spreads, list(CONDITIONS))
        ),
        raters=len(by),
        asked=len(staff_ids([evaluation.academy])[evaluation.academy_id] | by),
        others=len(by - {user.pk}),
        names=shown,
    )


def drafted(user: User, evaluation: SelfEvaluation) -> dict[str, AgreedRating]:
    """What the head has agreed so far. One query."""
    return {r.condition: r for r in AgreedRating.objects.visible_to(user).filter(evaluation=evaluation)}


def named_in(
    user: User, person: Person, academy: Academy, keys: Mapping[str, Sequence[str]]
) -> dict[str, list[Record]]:
    """Condition -> the records named for it, as this reader may know them. The registry is asked once."""
    found = records.named(user, person, academy, {key for several in keys.values() for key in several})
    return {slug: in_order(several, found) for slug, several in keys.items()}


@dataclass(frozen=True, slots=True)
class Waiting:
    """The evaluation that is open at an academy, as somebody who rates is told of it."""

    evaluation: SelfEvaluation
    done: int
    raters: int
    may_agree: bool

    @property
    def when(self) -> str:
        return when(self.evaluation)

    @property
    def by(self) -> str:
        return british(self.evaluation.closes_on)

    @property
    def late(self) -> bool:
        closes = self.evaluation.closes_on
        return closes is not None and closes < timezone.localdate()

    @property
    def you(self) -> str:
        of = len(CONDITIONS)
        if not self.done:
            return "You have not rated yet: it takes about ten minutes."
        return "You have rated all of it, and may still change it." if self.done >= of else (
            f"You have rated {self.done} of {of} conditions."
        )  # fmt: skip


def waiting_at(user: User, person: Person, academy: Academy) -> Waiting | None:
    """Two queries at most."""
    evaluation = (
        SelfEvaluation.objects.visible_to(user)
        .ratable_by(user)
        .filter(academy=academy)
        .select_related("academy")
        .first()
    )
    if evaluation is None:
        return None
    ratings = ConditionRating.objects.visible_to(user).filter(evaluation=evaluation).values_list("by", flat=True)
    found = list(ratings)
    return Waiting(
        evaluation,
        done=sum(by == user.pk for by in found),
        raters=len(set(found)),
        may_agree=may_at(academy, person, Permission.AGREE_CONDITIONS),
    )


def term_choices(user: User, academy: Academy, today: datetime.date) -> tuple[list[tuple[str, str]], str]:
    """Terms that an evaluation may speak of (the last, this, the next) as value and words; and the present one."""
    terms = terms_of(user, academy.trust, today)
    here = next((i for i, term in enumerate(terms) if today <= term.until), len(terms) - 1)
    near = terms[max(0, here - 1) : here + 2]
    return [(f"{t.name}-{t.academic_year}", t.label) for t in near], f"{terms[here].name}-{terms[here].academic_year}"


def _said(rating: ConditionRating, *, named: bool) -> Said:
    standing = SHORT[rating.standing] if rating.standing else "cannot judge"
    return Said(standing, rating.says, rating.helps, rating.hinders, str(rating.by) if named else "")


def may_rate(person: Person, evaluation: SelfEvaluation) -> bool:
    return evaluation.status == EvaluationStatus.GATHERING and may_at(
        evaluation.academy, person, Permission.RATE_CONDITIONS
    )
