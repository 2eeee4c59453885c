"""An academy's rings over time: the newest, the ones before, and two of them side by side."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from academies.providers import Record
from accounts.models import User
from celt.lib.sentences import SMALL_NUMBERS, counted
from plans.models import AgreedRating, SelfEvaluation
from plans.models.evaluation import EvaluationStatus
from plans.rules.standing import FULL, Change, change, firm
from plans.rules.withhold import withheld
from plans.selectors.evaluation import Waiting, named_in, waiting_at
from plans.selectors.named import SOMEBODY, names_at
from plans.selectors.ring import ConditionDrawn, RingPicture, agreed_of, blank, drawing, when
from plans.strategy import CONDITIONS, RINGS, Ring


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One agreed self-evaluation in the list of them."""

    evaluation: SelfEvaluation
    agreed_on: datetime.date
    firm: int
    up: int | None
    down: int | None

    @property
    def term(self) -> str:
        return when(self.evaluation).capitalize()

    @property
    def url(self) -> str:
        return reverse("plans:evaluation_show", args=[self.evaluation.pk])


@dataclass(frozen=True, slots=True)
class ConditionTold:
    """One condition of a picture with the records that show it."""

    drawn: ConditionDrawn
    named: Sequence[Record]


@dataclass(frozen=True, slots=True)
class RingTold:
    ring: Ring
    place: int
    says: str
    conditions: tuple[ConditionTold, ...]


@dataclass(frozen=True, slots=True)
class RingsPage:
    """`picture` None: none was agreed yet. `says`: what was agreed that it says of the academy. `called_off`: for those
    who rate. Whoever sees no members of staff reads nobody's name below the head, wherever it was typed."""

    academy: Academy
    picture: RingPicture | None
    says: str
    rings: tuple[RingTold, ...]
    history: tuple[HistoryRow, ...]
    called_off: tuple[SelfEvaluation, ...]
    waiting: Waiting | None

    @property
    def blank(self) -> RingPicture:
        """What stands there before one was agreed."""
        return blank(self.academy)

    @property
    def answer(self) -> str:
        if self.picture is None:
            if self.waiting is not None:
                return f"{self.academy} is rating itself against the five rings for the first time."
            return f"No self-evaluation of {self.academy} has been agreed yet."
        firm_now, of = self.picture.firm, len(self.picture.standings)
        n = SMALL_NUMBERS[firm_now] if firm_now < len(SMALL_NUMBERS) else str(firm_now)
        stands = f"{n} of {of} conditions {'is' if firm_now == 1 else 'are'} secure or embedded at {self.academy}"
        if not self.picture.since:
            return f"{stands}."
        up, down = len(self.picture.up), len(self.picture.down)
        told = [
            f"{SMALL_NUMBERS[n].lower() if n < 11 else n} went {way}" for n, way in ((up, "up"), (down, "down")) if n
        ]
        return f"{stands}; {' and '.join(told)} since {self.picture.since}." if told else (
            f"{stands}; nothing moved since {self.picture.since}."
        )  # fmt: skip

    @property
    def lowest(self) -> list[ConditionDrawn]:
        """What stands least firmly: where one looks for the next priority."""
        drawn = [c for c in self.picture.conditions if c.standing] if self.picture else []
        floor = min((c.standing or 0 for c in drawn), default=0)
        return [c for c in drawn if c.standing == floor] if floor < 3 else []


def rings_page(user: User, person: Person, academy: Academy, shown: SelfEvaluation | None = None) -> RingsPage:
    """The newest agreed one, or `shown`, told against the one before it. Six queries, and those of the records."""
    ended = list(
        SelfEvaluation.objects.visible_to(user)
        .filter(academy=academy)
        .exclude(status=EvaluationStatus.GATHERING)
        .select_related("academy", "agreed_by")
        .order_by("-agreed_at", "-pk")
    )
    agreed = [each for each in ended if each.status == EvaluationStatus.AGREED]
    ratings = agreed_of(user, agreed)
    here = next((i for i, each in enumerate(agreed) if shown is None or each.pk == shown.pk), None)
    picture, named = None, {}
    hidden: tuple[str, ...] = ()
    if here is not None:
        hidden = names_at(user, person, [academy]).hidden(academy.pk)
        before = agreed[here + 1] if here + 1 < len(agreed) else None
        picture = picture_of(agreed[here], before, ratings)
        named = named_in(user, person, academy, {c.condition.slug: c.evidence for c in picture.conditions})
    return RingsPage(
        academy,
        picture,
        withheld(picture.evaluation.says, hidden, SOMEBODY.lower()) if picture else "",
        withheld(_told(picture, named), hidden, SOMEBODY.lower()) if picture else (),
        tuple(_row(each, before, ratings) for each, before in zip_longest(agreed, agreed[1:])),
        tuple(each for each in ended if each.status == EvaluationStatus.CALLED_OFF),
        waiting_at(user, person, academy),
    )


def picture_of(
    evaluation: SelfEvaluation, before: SelfEvaluation | None, ratings: Mapping[int, Sequence[AgreedRating]]
) -> RingPicture:
    earlier = {r.condition: r.standing for r in ratings[before.pk]} if before else {}
    return drawing(evaluation, ratings[evaluation.pk], earlier, when(before) if before else "")


@dataclass(frozen=True, slots=True)
class Compared:
    """One condition then and now."""

    name: str
    number: int
    ring: Ring
    then: int | None
    now: int | None

    @property
    def moved(self) -> Change:
        return change(self.then, self.now) if self.now else Change("", "")

    @property
    def then_word(self) -> str:
        return FULL[self.then] if self.then else "Not agreed"

    @property
    def now_word(self) -> str:
        return FULL[self.now] if self.now else "Not agreed"


@dataclass(frozen=True, slots=True)
class ComparePage:
    """Two pictures. `agreed`: all that can be chosen, newest first. Without two of them there is nothing to compare."""

    academy: Academy
    agreed: tuple[SelfEvaluation, ...]
    then: RingPicture | None
    now: RingPicture | None
    lines: tuple[Compared, ...]

    @property
    def up(self) -> list[Compared]:
        return [line for line in self.lines if line.moved.way == "up"]

    @property
    def down(self) -> list[Compared]:
        return [line for line in self.lines if line.moved.way == "down"]

    @property
    def same(self) -> list[Compared]:
        return [line for line in self.lines if line.moved.way == "same"]

    @property
    def answer(self) -> str:
        if self.then is None or self.now is None:
            return f"There are not yet two self-evaluations of {self.academy} to compare."
        ways = ((self.up, "up"), (self.down, "down"))
        parts = [f"{counted(len(found), 'condition')} went {way}" for found, way in ways if found]
        between = f"between {self.then.when} and {self.now.when}"
        if self.then.evaluation == self.now.evaluation:
            return f"You chose {self.now.when} twice. Choose another one to compare it with."
        return f"At {self.academy} {' and '.join(parts) if parts else 'nothing moved'} {between}."


def compare_page(user: User, academy: Academy, earlier: str, later: str) -> ComparePage:
    """`earlier` and `later` are pks as the address has them; what is missing or not there: the newest and the one
    before. The older one always stands first. Two queries."""
    agreed = list(
        SelfEvaluation.objects.visible_to(user)
        .agreed()
        .filter(academy=academy)
        .select_related("academy")
        .order_by("-agreed_at", "-pk")
    )
    if len(agreed) < 2:
        return ComparePage(academy, tuple(agreed), None, None, ())
    place = {str(each.pk): i for i, each in enumerate(agreed)}
    now = place.get(later, 0)
    then = place.get(earlier, min(now + 1, len(agreed) - 1))
    now, then = min(now, then), max(now, then)
    ratings = agreed_of(user, [agreed[now], agreed[then]])
    a, b = picture_of(agreed[then], None, ratings), picture_of(agreed[now], None, ratings)
    lines = tuple(
        Compared(old.condition.name, old.number, ring.ring, old.standing, new.standing)
        for ring, (olds, news) in zip(
            a.rings, ((x.conditions, y.conditions) for x, y in zip(a.rings, b.rings, strict=True)), strict=True
        )
        for old, new in zip(olds, news, strict=True)
    )
    return ComparePage(academy, tuple(agreed), a, b, lines)


@dataclass(frozen=True, slots=True)
class FileRow:
    """One condition of one agreed self-evaluation, for a spreadsheet."""

    term: str
    agreed_on: datetime.date
    ring: str
    condition: str
    standing: int
    word: str
    says: str


def file_rows(user: User, person: Person, academy: Academy) -> list[FileRow]:
    """Everything that was agreed, newest first. Three queries."""
    hidden = names_at(user, person, [academy]).hidden(academy.pk)
    agreed = list(
        SelfEvaluation.objects.visible_to(user).agreed().filter(academy=academy).order_by("-agreed_at", "-pk")
    )
    ratings = agreed_of(user, agreed)
    names = {ring.slug: ring.name for ring in RINGS}
    rows = []
    for evaluation in agreed:
        told = {r.condition: r for r in ratings[evaluation.pk]}
        rows += [
            FileRow(
                when(evaluation).capitalize(),
                agreed_day(evaluation),
                names[condition.ring],
                condition.name,
                told[slug].standing,
                FULL[told[slug].standing],
                withheld(told[slug].says, hidden, SOMEBODY.lower()),
            )
            for slug, condition in CONDITIONS.items()
            if slug in told
        ]
    return rows


def agreed_day(evaluation: SelfEvaluation) -> datetime.date:
    assert evaluation.agreed_at is not None
    return timezone.localtime(evaluation.agreed_at).date()


def _told(picture: RingPicture, named: Mapping[str, Sequence[Record]]) -> tuple[RingTold, ...]:
    return tuple(
        RingTold(
            ring.ring, ring.place, ring.says,
            tuple(ConditionTold(c, named.get(c.condition.slug, ())) for c in ring.conditions),
        )
        for ring in picture.rings
    )  # fmt: skip


def _row(
    evaluation: SelfEvaluation, before: SelfEvaluation | None, ratings: Mapping[int, Sequence[AgreedRating]]
) -> HistoryRow:
    now = {r.condition: r.standing for r in ratings[evaluation.pk]}
    ways = []
    if before is not None:
        then = {r.condition: r.standing for r in ratings[before.pk]}
        ways = [change(then.get(slug), standing).way for slug, standing in now.items()]
    return HistoryRow(
        evaluation,
        agreed_day(evaluation),
        firm(now.values()),
        ways.count("up") if before else None,
        ways.count("down") if before else None,
    )
