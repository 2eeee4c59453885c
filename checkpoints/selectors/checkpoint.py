"""Checkpoints as pages show them: the list, one with its academies, and one academy's part of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british, short_day
from celt.lib.sentences import counted, listed, opened
from celt.ui.parts import Status
from checkpoints.models import (
    CheckpointDecision,
    CheckpointPlace,
    CheckpointState,
    Confirms,
    DecisionKind,
    HandIn,
    Intervention,
    TrustCheckpoint,
)
from checkpoints.rules.days import days_words, may_withdraw, standing
from checkpoints.rules.frozen import Frozen, thawed
from checkpoints.rules.words import asked_words, figure_of_words
from checkpoints.selectors.figures import asked_of, figures_of_the_day
from checkpoints.selectors.intervention import Card, cards_of, earlier_of, told_of
from checkpoints.services.checkpoint import why_not_closed
from dashboards.disclosure import Audience, audience_of
from plans.selectors.named import SOMEBODY, names_at
from plans.selectors.people import sees_names
from plans.selectors.read_as import read_at

LEADER = "A leader"


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """An academy at a checkpoint, in a line."""

    academy: Academy
    status: Status
    handed_in: bool
    late: bool
    decided: str
    owner: str
    because: str
    interventions: tuple[str, ...]
    url: str
    mine: bool  # the reader decides for it
    hands_in: bool  # the reader may hand in for it


@dataclass(frozen=True, slots=True)
class CheckpointCard:
    checkpoint: TrustCheckpoint
    places: list[PlaceLine]
    url: str

    @property
    def handed_in(self) -> int:
        return sum(place.handed_in for place in self.places)

    @property
    def decided(self) -> int:
        return sum(bool(place.decided) for place in self.places)

    @property
    def none(self) -> int:
        return sum(place.decided == DecisionKind.NONE for place in self.places)

    @property
    def interventions(self) -> int:
        return sum(len(place.interventions) for place in self.places)

    @property
    def days(self) -> str:
        return f"Hand in by {british(self.checkpoint.hand_in_by)}, decide by {british(self.checkpoint.decide_by)}"


@dataclass(frozen=True)
class CheckpointsPage:
    answer: str
    open: list[CheckpointCard]
    closed: list[CheckpointCard]
    sets: bool


@dataclass(frozen=True)
class CheckpointPage:
    card: CheckpointCard
    answer: str
    asks: list[str]
    set_by: str  # empty for who is not told staff at any of its academies
    lacks: str  # why it cannot be closed yet, for who may close it
    sets: bool
    may_call_off: bool


@dataclass(frozen=True)
class PlacePage:
    """An academy's part: what was handed in, what was decided, and what earlier interventions came to."""

    place: CheckpointPlace
    line: PlaceLine
    answer: str
    figures: list[tuple[str, Frozen]]
    hand_in: HandIn | None
    comment: str
    by: str
    withdrawn: list[HandIn]
    decision: CheckpointDecision | None
    because: str
    decided: list[Card]
    earlier: list[Card]
    may_hand_in: bool
    may_withdraw: bool
    may_decide: bool
    staff: bool
    frozen_says: str = ""
    rests_on: str = ""


def rows_of(user: User, **narrowed: Any) -> list[CheckpointPlace]:
    """Places that the person may know of, with what a line needs; `named`: what was decided. Four queries."""
    decisions = CheckpointDecision.objects.visible_to(user)
    handed_in = HandIn.objects.visible_to(user).standing().defer("content")
    found = (
        CheckpointPlace.objects.visible_to(user)
        .filter(**narrowed)
        .select_related("academy__trust", "owner", "checkpoint__trust", "checkpoint__set_by")
        .prefetch_related(
            Prefetch("hand_ins", queryset=handed_in, to_attr="standing"),
            Prefetch("decision", queryset=decisions),
        )
        .order_by("academy__name")
    )
    rows = list(found)
    named: dict[int, list[str]] = {}
    interventions = Intervention.objects.visible_to(user).filter(decision__place__in=[row.pk for row in rows])
    for place, what in interventions.order_by("pk").values_list("decision__place", "what"):
        named.setdefault(place, []).append(what)
    for row in rows:
        row.named = named.get(row.pk, [])  # type: ignore[attr-defined]
    return rows


def lines_of(user: User, person: Person, rows: Sequence[CheckpointPlace], today: datetime.date) -> list[PlaceLine]:
    """One query more for those who are not shown staff."""
    academies = {row.academy_id: row.academy for row in rows}.values()
    read, named = read_at(user, person, academies), names_at(user, person, academies)
    return [_line(row, user, person, read, named, today) for row in rows]


def _line(row: CheckpointPlace, user: User, person: Person, read: Any, named: Any, today: datetime.date) -> PlaceLine:
    handed: HandIn | None = next(iter(row.standing), None)  # type: ignore[attr-defined]
    decision = decision_of(row)
    checkpoint = row.checkpoint
    told = standing(
        today, checkpoint.hand_in_by, checkpoint.decide_by, handed_in=handed is not None,
        late=handed is not None and handed.late, decided=decision.kind if decision else "",
    )  # fmt: skip
    if checkpoint.state == CheckpointState.CALLED_OFF:
        told = standing_off()
    is_open = checkpoint.is_open
    return PlaceLine(
        academy=row.academy,
        status=Status(told.word, told.tone),
        handed_in=handed is not None,
        late=handed is not None and handed.late,
        decided=decision.kind if decision else "",
        owner=_owner(named.of(row.owner, row.academy_id)),
        because=read(row.academy_id, decision.because) if decision else "",
        interventions=tuple(read(row.academy_id, what) for what in row.named),  # type: ignore[attr-defined]
        url=reverse("checkpoints:place_show", args=[checkpoint.pk, row.academy.slug]),
        mine=is_open and row.owner_id == user.pk and may_at(row.academy, person, Permission.RUN_INTERVENTIONS),
        hands_in=is_open and handed is None and may_at(row.academy, person, Permission.HAND_IN),
    )


def _owner(name: str) -> str:
    """Who decides: only those who are shown staff are told who, unless it is the head."""
    return LEADER if name == SOMEBODY else name


def standing_off() -> Any:
    return Status("Called off")


def decision_of(row: CheckpointPlace) -> CheckpointDecision | None:
    """Without a query where it came along."""
    return getattr(row, "decision", None)


def checkpoints_page(user: User, person: Person) -> CheckpointsPage:
    """Of the trust looked at. Five queries."""
    today = timezone.localdate()
    rows = rows_of(user, checkpoint__trust=person.trust)
    lines = lines_of(user, person, rows, today)
    together: dict[int, tuple[TrustCheckpoint, list[PlaceLine]]] = {}
    for row, line in zip(rows, lines, strict=True):
        together.setdefault(row.checkpoint_id, (row.checkpoint, []))[1].append(line)
    cards = [card_of(checkpoint, mine) for checkpoint, mine in together.values()]
    cards.sort(key=lambda card: (card.checkpoint.decide_by, card.checkpoint.pk))
    still = [card for card in cards if card.checkpoint.is_open]
    sets = person.can_trust_wide(Permission.SET_CHECKPOINTS)
    return CheckpointsPage(
        _answer(still, today),
        still,
        [card for card in reversed(cards) if not card.checkpoint.is_open],
        sets,
    )


def card_of(checkpoint: TrustCheckpoint, lines: Iterable[PlaceLine]) -> CheckpointCard:
    return CheckpointCard(checkpoint, list(lines), reverse("checkpoints:checkpoint_show", args=[checkpoint.pk]))


def _answer(still: Sequence[CheckpointCard], today: datetime.date) -> str:
    if not still:
        return "No checkpoint is open."
    if len(still) > 1:
        due = days_words(still[0].checkpoint.decide_by, today)
        return f"{opened(len(still), 'checkpoint')} are open. The next decision is due {due}."
    (card,) = still
    return where_it_stands(card, today)


def where_it_stands(card: CheckpointCard, today: datetime.date) -> str:
    """'11 of 13 academies have handed in, and 4 are decided. The decision is due in 12 days, …'."""
    n, checkpoint = len(card.places), card.checkpoint
    if checkpoint.state == CheckpointState.CALLED_OFF:
        return f"{checkpoint.title} was called off: {checkpoint.ended_because}"
    if not checkpoint.is_open:
        return _ended_in(card)
    due = days_words(checkpoint.decide_by, today)
    if n == 1:
        (one,) = card.places
        if one.decided:
            return f"{one.academy} has its decision. The checkpoint is open for the others until it is closed."
        handed = "has handed in" if one.handed_in else "has not handed in yet"
        return f"{one.academy} {handed}. The decision is due {due}."
    if card.decided == n:
        return "Every academy has its decision."
    return (
        f"{counted(card.handed_in, 'academy', 'academies')} of {n} "
        f"{'has' if card.handed_in == 1 else 'have'} handed in, and {card.decided} "
        f"{'has its' if card.decided == 1 else 'have their'} decision. It is due {due}."
    )


def _ended_in(card: CheckpointCard) -> str:
    told = f"It ended in {counted(card.interventions, 'intervention')}"
    if card.none:
        return f"{told}, and at {counted(card.none, 'academy', 'academies')} in none, each with its reason."
    return f"{told}."


def checkpoint_page(user: User, person: Person, checkpoint: TrustCheckpoint) -> CheckpointPage:
    """Nine queries at most."""
    today = timezone.localdate()
    rows = rows_of(user, checkpoint=checkpoint)
    card = card_of(checkpoint, lines_of(user, person, rows, today))
    sets = person.can_trust_wide(Permission.SET_CHECKPOINTS)
    asks = [
        asked_words(line.measure, line.figure_of, line.breakdown, line.at, checkpoint.academic_year)
        for line in checkpoint.lines.all()
    ]
    return CheckpointPage(
        card=card,
        answer=where_it_stands(card, today),
        asks=asks,
        set_by=checkpoint.set_by.full_name if any(sees_names(row.academy, person) for row in rows) else "",
        lacks=why_not_closed(checkpoint) if sets and checkpoint.is_open else "",
        sets=sets and checkpoint.is_open,
        may_call_off=sets and checkpoint.is_open and not card.decided,
    )


def place_page(user: User, person: Person, place: CheckpointPlace) -> PlacePage:
    """Eleven queries at most. Governors read the readers' edition, and no comment: an academy may speak there of
    few pupils."""
    today = timezone.localdate()
    (row,) = rows_of(user, pk=place.pk)
    (line,) = lines_of(user, person, [row], today)
    checkpoint, academy = row.checkpoint, row.academy
    audience = audience_of(person)
    staff = audience is Audience.STAFF
    all_of_it = list(HandIn.objects.visible_to(user).filter(place=place).select_related("by", "withdrawn_by"))
    handed = next((one for one in all_of_it if one.withdrawn_at is None), None)
    decision = decision_of(row)
    decided_here = Q(decision__place=place)
    asked = decided_here | earlier_of(place) if checkpoint.is_open else decided_here
    found = list(told_of(Intervention.objects.visible_to(user).filter(asked)))
    own = [one for one in found if one.decision.place_id == place.pk]
    before = [one for one in found if one.decision.place_id != place.pk]
    cards = {card.pk: card for card in cards_of(user, person, found, today)}
    hands_in = checkpoint.is_open and may_at(academy, person, Permission.HAND_IN)
    in_time = may_withdraw(today, checkpoint.decide_by, decided=decision is not None)
    return PlacePage(
        place=row,
        line=line,
        answer=_place_says(line, checkpoint, today),
        figures=figures_kept(handed, audience),
        hand_in=handed,
        comment=handed.comment if handed is not None and staff else "",
        by=handed.by.full_name if handed is not None and staff else "",
        withdrawn=[one for one in all_of_it if one.withdrawn_at is not None] if staff else [],
        decision=decision,
        because=line.because,
        decided=[cards[one.pk] for one in own],
        earlier=[cards[one.pk] for one in before],
        may_hand_in=hands_in and handed is None,
        may_withdraw=hands_in and handed is not None and in_time,
        may_decide=line.mine,
        staff=staff,
        frozen_says=_frozen_says(handed, checkpoint) if handed is not None else "",
        rests_on=_rests_on(decision, handed),
    )


def figures_kept(handed: HandIn | None, audience: Audience) -> list[tuple[str, Frozen]]:
    """What was handed in, each figure with its words, as this audience may read it."""
    if handed is None:
        return []
    kept = thawed(handed.content["staff" if audience is Audience.STAFF else "readers"])
    return [(figure_of_words(*line.figure), line) for line in kept]


def figures_today(user: User, person: Person, place: CheckpointPlace) -> list[tuple[str, Frozen]]:
    """What would be handed in now, as this person may read it. Five queries."""
    lines = list(place.checkpoint.lines.all())
    editions = figures_of_the_day(user, person, place.academy, lines, place.checkpoint.academic_year)
    return [(figure_of_words(*line.figure), line) for line in editions.of(audience_of(person))]


def lines_to_move(place: CheckpointPlace) -> list[tuple[str, str]]:
    """The figures that an intervention may name: pk and words. One query."""
    year = place.checkpoint.academic_year
    return [
        (str(line.pk), asked_words(line.measure, line.figure_of, line.breakdown, line.at, year))
        for line in asked_of(place.academy, place.checkpoint.lines.all())
    ]


def _place_says(line: PlaceLine, checkpoint: TrustCheckpoint, today: datetime.date) -> str:
    academy = line.academy
    if checkpoint.state == CheckpointState.CALLED_OFF:
        return f"{checkpoint.title} was called off."
    if line.decided == DecisionKind.NONE:
        return f"{academy} needs no intervention now, and the reason is on record."
    if line.decided:
        what = listed([f"“{one}”" for one in line.interventions], most=3)
        return f"Decided for {academy}: {what}." if what else f"An intervention is decided for {academy}."
    if line.handed_in:
        late = " late" if line.late else ""
        return f"{academy} has handed in{late}. {line.owner} decides by {british(checkpoint.decide_by)}."
    due = days_words(checkpoint.hand_in_by, today)
    verb = "was" if checkpoint.hand_in_by < today else "is"
    return f"{academy} has not handed in. It {verb} due {due}."


def _rests_on(decision: CheckpointDecision | None, handed: HandIn | None) -> str:
    """Where a decision does not rest on what the page shows as handed in."""
    if decision is None or decision.hand_in_id is not None:
        return ""
    if handed is None:
        return "It was decided without a hand-in."
    return "It was decided before the academy handed in, and does not rest on these figures."


def _frozen_says(handed: HandIn, checkpoint: TrustCheckpoint) -> str:
    day = british(timezone.localdate(handed.at))
    late = f", after the day of hand-in ({short_day(checkpoint.hand_in_by)})" if handed.late else ""
    confirmed = {
        Confirms.RIGHT: "The academy says that they are right.",
        Confirms.WRONG: "The academy says that something in them is wrong.",
        Confirms.NOT_IN: "The academy says that they were not all in.",
    }[Confirms(handed.confirms)]
    return f"The figures of {day}{late}, kept as they stood. {confirmed}"
