"""Interventions as somebody may read them: what was promised, the figure then and at each follow-up."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Prefetch, Q
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, records
from academies.selectors.academy import academies_of
from academies.selectors.came_of_it import CameOfIt, came_of_it
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import span_of_days
from celt.lib.sentences import opened
from celt.ui.parts import Filter, Status, one_of
from checkpoints.models import CheckpointPlace, FollowUp, Intervention, InterventionState, Went
from checkpoints.models.intervention import PLACE, InterventionQuerySet
from checkpoints.rules.frozen import Frozen
from checkpoints.rules.moved import Moved, moved
from checkpoints.rules.words import figure_of_words
from dashboards.disclosure import Audience, audience_of
from plans.selectors.named import SOMEBODY
from plans.selectors.read_as import read_at

STATES = ((InterventionState.RUNNING.value, "Running"), (InterventionState.ENDED.value, "Ended"))
WENT = {Went.GOING_ON: "Goes on", Went.CHANGED: "Goes on, changed", Went.ENDED: "Ended"}


@dataclass(frozen=True, slots=True)
class Followed:
    """What somebody said of it: `at` which checkpoint, how the figure stood that day beside what it was."""

    day: datetime.datetime
    at: str
    word: str
    says: str
    by: str
    now: Frozen | None
    moved: Moved


@dataclass(frozen=True, slots=True)
class Card:
    """One intervention. Texts are as the reader may read them; `then` is None where there was no figure."""

    pk: int
    academy: Academy
    what: str
    who: str
    for_whom: str
    promises: str
    because: str
    days: str
    figure: str
    group: bool  # the figure is of disadvantaged pupils alone
    then: Frozen | None
    followed: tuple[Followed, ...]
    running: bool
    over: bool
    checkpoint: str
    checkpoint_pk: int
    origin: str
    url: str

    @property
    def newest(self) -> Followed | None:
        return self.followed[-1] if self.followed else None

    @property
    def state(self) -> Status:
        if not self.running:
            return Status("Ended")
        if self.over:
            return Status("Its last day is over", "warn")
        changed = self.newest is not None and self.newest.word == WENT[Went.CHANGED]
        return Status("Running, changed" if changed else "Running", "busy")


@dataclass(frozen=True)
class InterventionsPage:
    answer: str
    cards: list[Card]
    filters: list[Filter]
    any_at_all: bool


@dataclass(frozen=True)
class InterventionPage:
    """`figure_url`: the figure as the academy's dashboard shows it today, for who reads it there."""

    card: Card
    figure_url: str
    serves: Record | None
    came: CameOfIt
    may_follow: bool


def edition(kept: Mapping[str, Any] | None, audience: Audience) -> Frozen | None:
    """One figure as this audience may read it; None where nothing was kept."""
    told = (kept or {}).get("staff" if audience is Audience.STAFF else "readers")
    return Frozen(**told) if told else None


def told_of(found: InterventionQuerySet) -> InterventionQuerySet:
    """With what a card needs. Two queries."""
    rows: InterventionQuerySet = found.select_related(
        "line", "decision__place__academy__trust", "decision__place__checkpoint"
    )
    with_places = FollowUp.objects.select_related("by", "place__checkpoint")
    return rows.prefetch_related(Prefetch("follow_ups", queryset=with_places))


def cards_of(user: User, person: Person, rows: Iterable[Intervention], today: datetime.date) -> list[Card]:
    """`rows`: as told_of gives them. One query more for those who are not shown staff."""
    rows = list(rows)
    academies = {row.decision.place.academy_id: row.decision.place.academy for row in rows}
    read = read_at(user, person, academies.values())
    audience = audience_of(person)
    staff = {pk: may_at(academy, person, Permission.VIEW_PEOPLE) for pk, academy in academies.items()}
    return [_card(row, read, audience, today, names=staff[row.decision.place.academy_id]) for row in rows]


def _card(row: Intervention, read: Any, audience: Audience, today: datetime.date, *, names: bool) -> Card:
    place = row.decision.place
    then = edition(row.then, audience)

    def told(text: str) -> str:
        said: str = read(place.academy_id, text)
        return said

    return Card(
        pk=row.pk,
        academy=place.academy,
        what=told(row.what),
        who=row.who if names else SOMEBODY,
        for_whom=told(row.for_whom),
        promises=told(row.promises),
        because=told(row.decision.because),
        days=span_of_days(row.starts, max(row.ended_on or row.ends, row.starts)),
        figure=figure_of_words(*row.line.figure),
        group=row.line.figure_of == "dis",
        then=then,
        followed=tuple(_followed(each, then, audience, told, names=names) for each in row.follow_ups.all()),
        running=row.state == InterventionState.RUNNING,
        over=row.ends < today,
        checkpoint=place.checkpoint.title,
        checkpoint_pk=place.checkpoint_id,
        origin=row.origin,
        url=reverse("checkpoints:intervention_show", args=[row.pk]),
    )


def _followed(row: FollowUp, then: Frozen | None, audience: Audience, told: Any, *, names: bool) -> Followed:
    now = edition(row.now, audience)
    return Followed(
        day=row.at,
        at=row.place.checkpoint.title if row.place is not None else "",
        word=WENT[Went(row.went)],
        says=told(row.says),
        by=row.by.full_name if names else "",
        now=now,
        moved=moved(then, now),
    )


def interventions_page(user: User, person: Person, query: Mapping[str, str], today: datetime.date) -> InterventionsPage:
    """Narrowed by `academy` (its slug) and `state`. Five queries at most."""
    academies = list(academies_of(user, person.trust).order_by("name"))
    rows = list(told_of(Intervention.objects.visible_to(user).filter(**{f"{PLACE}__trust": person.trust})))
    asked = {each.decision.place.academy.slug for each in rows}
    slug = one_of(query, "academy", asked)
    state = one_of(query, "state", [value for value, _ in STATES])
    shown = [
        each for each in rows
        if slug in ("", each.decision.place.academy.slug) and state in ("", each.state)
    ]  # fmt: skip
    cards = cards_of(user, person, shown, today)
    cards.sort(key=lambda card: (not card.running, card.academy.name))
    places = [(a.slug, a.name) for a in academies if a.slug in asked]
    filters = [Filter.of("state", "State", "Running and ended", STATES, state)]
    if len(places) > 1:
        filters.insert(0, Filter.of("academy", "Academy", "Every academy", places, slug))
    return InterventionsPage(_answer(cards), cards, filters, bool(rows))


def _answer(cards: Sequence[Card]) -> str:
    running = [card for card in cards if card.running]
    if not running:
        return "No intervention runs now." if cards else "No intervention stands here."
    first = f"{opened(len(running), 'intervention')} {'runs' if len(running) == 1 else 'run'} now."
    clear = [card for card in cards if card.newest is not None and card.newest.moved.word == "Better"]
    if clear:
        return f"{first} {opened(len(clear), 'figure')} moved the right way by more than chance explains."
    read = [card for card in cards if card.newest is not None and card.newest.now is not None]
    return f"{first} No figure has moved by more than chance explains yet." if read else first


def intervention_page(user: User, person: Person, row: Intervention, today: datetime.date) -> InterventionPage:
    """`row`: as told_of gives it."""
    from checkpoints.records.interventions import INTERVENTION

    (card,) = cards_of(user, person, [row], today)
    academy = row.decision.place.academy
    named = records.named(user, person, academy, [row.origin]) if row.origin else {}
    return InterventionPage(
        card,
        _figure_url(row) if may_at(academy, person, Permission.VIEW_FIGURES) else "",
        named.get(row.origin),
        came_of_it(user, person, academy, f"{INTERVENTION.slug}:{row.pk}"),
        row.state == InterventionState.RUNNING and may_at(academy, person, Permission.RUN_INTERVENTIONS),
    )


def _figure_url(row: Intervention) -> str:
    asked = {"measure": row.line.measure, "breakdown": row.line.breakdown, "source": "own"}
    return f"{reverse('dashboards:academy', args=[row.decision.place.academy.slug])}?{urlencode(asked)}"


def earlier_of(place: CheckpointPlace) -> Q:
    """Of earlier checkpoints, at this academy, running: what this checkpoint has to look at."""
    return Q(
        state=InterventionState.RUNNING,
        decision__place__academy=place.academy_id,
        decision__place__checkpoint__set_at__lt=place.checkpoint.set_at,
    )
