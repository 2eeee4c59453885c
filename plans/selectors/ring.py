"""The picture of an academy's five rings: its newest agreed self-evaluation, drawn and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from academies.models import Academy
from academies.models.term import TermName
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import listed
from plans.models import AgreedRating, ConditionRating, SelfEvaluation
from plans.rules.rings import Segment, drawn
from plans.rules.standing import FIRM, FULL, Way, change, firm, marks
from plans.strategy import RINGS, Condition, Ring

SEGMENTS: tuple[tuple[Segment, ...], ...] = drawn([len(ring.conditions) for ring in RINGS])
NUMBERS: dict[str, int] = {
    slug: n for n, slug in enumerate((c.slug for ring in RINGS for c in ring.conditions), start=1)
}
_PAIRS: tuple[tuple[Ring, tuple[tuple[Condition, Segment], ...]], ...] = tuple(
    (ring, tuple(zip(ring.conditions, segments, strict=True))) for ring, segments in zip(RINGS, SEGMENTS, strict=True)
)


@dataclass(frozen=True, slots=True)
class ConditionDrawn:
    """One condition: where its segment lies, its agreed standing, what shows it, how it changed."""

    condition: Condition
    number: int
    segment: Segment
    standing: int | None
    says: str = ""
    evidence: tuple[str, ...] = ()
    way: Way = ""
    changed: str = ""
    none: str = ""

    @property
    def word(self) -> str:
        return FULL[self.standing] if self.standing else self.none

    @property
    def marks(self) -> str:
        return marks(self.standing)

    @property
    def told(self) -> str:
        """'Literacy: Beginning, up from not yet in place'."""
        return f"{self.condition.name}: {self.word}" + (f", {self.changed}" if self.changed else "")

    @property
    def pips(self) -> tuple[tuple[float, float, bool], ...]:
        return tuple((p.x, p.y, k < (self.standing or 1) - 1) for k, p in enumerate(self.segment.marks))

    @property
    def narrow_pips(self) -> tuple[tuple[float, float, bool], ...]:
        return tuple((p.x, p.y, k < (self.standing or 1) - 1) for k, p in enumerate(self.segment.narrow_marks))

    @property
    def lines(self) -> tuple[str, ...]:
        """The name in the two lines at most that the centre has room for."""
        return tuple(self.condition.name.rsplit(" ", 1))


@dataclass(frozen=True, slots=True)
class RingDrawn:
    ring: Ring
    place: int
    conditions: tuple[ConditionDrawn, ...]

    @property
    def says(self) -> str:
        agreed = [c.standing for c in self.conditions if c.standing]
        return f"{firm(agreed)} of {len(agreed)} secure or embedded" if agreed else ""


@dataclass(frozen=True, slots=True)
class RingPicture:
    """The five rings of an agreed self-evaluation. `answer` says it in one sentence, `desc` in full, for whoever does
    not see the drawing. `since`: what the changes are counted from, "summer 2026", empty for the first one."""

    evaluation: SelfEvaluation
    rings: tuple[RingDrawn, ...]
    since: str = ""

    @property
    def key(self) -> str:
        """Begins the ids of this drawing, so that several may stand on one page."""
        return f"rings-{self.evaluation.pk}"

    @property
    def conditions(self) -> tuple[ConditionDrawn, ...]:
        return tuple(c for ring in self.rings for c in ring.conditions)

    @property
    def when(self) -> str:
        return when(self.evaluation)

    @property
    def agreed_on(self) -> str:
        at = self.evaluation.agreed_at
        return british(timezone.localtime(at).date()) if at else ""

    @property
    def standings(self) -> list[int]:
        return [c.standing for c in self.conditions if c.standing]

    @property
    def firm(self) -> int:
        return firm(self.standings)

    @property
    def answer(self) -> str:
        n = len(self.standings)
        return f"{self.firm} of {n} conditions are secure or embedded at {self.evaluation.academy}"

    @property
    def title(self) -> str:
        """What the drawing is called where it is not seen."""
        if not self.standings:
            return f"The five rings and their {len(self.conditions)} conditions"
        return f"Five rings: {self.answer}, {self.when}"

    @property
    def up(self) -> list[ConditionDrawn]:
        return [c for c in self.conditions if c.way == "up"]

    @property
    def down(self) -> list[ConditionDrawn]:
        return [c for c in self.conditions if c.way == "down"]

    @property
    def moved(self) -> str:
        """'Up since summer 2026: Literacy and Curriculum. Down: Networks.'; empty for the first one."""
        if not self.since:
            return ""
        told = [
            f"{word}: {listed([c.condition.name for c in found])}."
            for word, found in (("Up", self.up), ("Down", self.down))
            if found
        ]
        if not told:
            return f"Nothing moved since {self.since}."
        first, *rest = told
        word, _, names = first.partition(":")
        return " ".join([f"{word} since {self.since}:{names}", *rest])

    @property
    def desc(self) -> str:
        return " ".join(
            f"{drawn_ring.ring.name}: {'; '.join(c.told for c in drawn_ring.conditions)}." for drawn_ring in self.rings
        )


def when(evaluation: SelfEvaluation) -> str:
    """'summer 2027' for the summer term of 2026/27."""
    autumn = evaluation.term == TermName.AUTUMN
    return f"{TermName(evaluation.term).label.lower()} {evaluation.academic_year + (0 if autumn else 1)}"


def drawing(
    evaluation: SelfEvaluation,
    ratings: Sequence[AgreedRating | ConditionRating],
    before: Mapping[str, int],
    since: str = "",
    none: str = "Not agreed",
) -> RingPicture:
    """The picture of these ratings; `before`: the standings that changes are told from; `none`: what is said of a
    condition without one."""
    rated = {rating.condition: rating for rating in ratings}
    rings = tuple(
        RingDrawn(
            ring, place, tuple(_condition(condition, segment, rated, before, none) for condition, segment in pairs)
        )
        for place, (ring, pairs) in enumerate(_PAIRS)
    )
    return RingPicture(evaluation, rings, since)


def blank(academy: Academy) -> RingPicture:
    """The rings before anything was agreed: what will stand there."""
    return drawing(SelfEvaluation(academy=academy), [], {}, none="Not agreed yet")


def picture(user: User, academy: Academy) -> RingPicture | None:
    """The newest agreed self-evaluation that the person may see there, told against the one before. Two queries."""
    newest = list(
        SelfEvaluation.objects.visible_to(user)
        .agreed()
        .filter(academy=academy)
        .select_related("academy")
        .order_by("-agreed_at", "-pk")[:2]
    )
    if not newest:
        return None
    ratings = agreed_of(user, newest)
    now, *earlier = newest
    before = {r.condition: r.standing for e in earlier for r in ratings[e.pk]}
    return drawing(now, ratings[now.pk], before, when(earlier[0]) if earlier else "")


def agreed_of(user: User, evaluations: Sequence[SelfEvaluation]) -> dict[int, list[AgreedRating]]:
    """Evaluation pk -> what was agreed of it. One query."""
    found: dict[int, list[AgreedRating]] = {evaluation.pk: [] for evaluation in evaluations}
    for rating in AgreedRating.objects.visible_to(user).filter(evaluation__in=found):
        found[rating.evaluation_id].append(rating)
    return found


def with_firm(found: QuerySet[SelfEvaluation]) -> QuerySet[Any]:
    """The same with `of`, how many conditions have an agreed standing, and `firm`, how many stand firmly."""
    return found.annotate(
        of=Count("agreed_ratings"), firm=Count("agreed_ratings", filter=Q(agreed_ratings__standing__gte=FIRM))
    )


def _condition(
    condition: Condition,
    segment: Segment,
    rated: Mapping[str, AgreedRating | ConditionRating],
    before: Mapping[str, int],
    none: str,
) -> ConditionDrawn:
    rating, number = rated.get(condition.slug), NUMBERS[condition.slug]
    if rating is None:
        return ConditionDrawn(condition, number, segment, None, none=none)
    if rating.standing is None:
        return ConditionDrawn(condition, number, segment, None, rating.says, none="Cannot judge")
    moved = change(before.get(condition.slug), rating.standing)
    evidence = tuple(rating.evidence)
    return ConditionDrawn(condition, number, segment, rating.standing, rating.says, evidence, moved.way, moved.says)
