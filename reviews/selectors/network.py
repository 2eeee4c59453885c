"""The trust's networks, with when each academy hosted last, so that hosting goes round. Four queries."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import alike, opening
from reviews.models import Network, NetworkPlace
from reviews.services.hosting import hosting_days


@dataclass(frozen=True, slots=True)
class Turn:
    """An academy of a network. `last`: when it hosted; `coming`: when it will. `plans`: the person plans its rounds."""

    academy: Academy
    short: str
    last: datetime.date | None
    coming: datetime.date | None
    plans: bool

    @property
    def says(self) -> str:
        if self.coming:
            return f"hosts on {british(self.coming)}"
        return f"hosted on {british(self.last)}" if self.last else "has not hosted yet"


@dataclass(frozen=True)
class NetworkCard:
    """`turns`: who has waited longest first; who is about to host last."""

    network: Network
    turns: list[Turn]
    mine: bool
    may_change: bool

    @property
    def next_host(self) -> Turn | None:
        """Whose turn it is, where nobody is planned to host."""
        if any(turn.coming for turn in self.turns):
            return None
        return next((turn for turn in self.turns if turn.academy.status == Status.OPEN), None)

    @property
    def says(self) -> str:
        coming = [turn for turn in self.turns if turn.coming]
        if coming:
            first = min(coming, key=lambda turn: turn.coming or datetime.date.max)
            return f"{first.short} hosts next, on {british(first.coming)}."
        turn = self.next_host
        if turn is None:
            return ""
        why = "has not hosted yet" if turn.last is None else "has waited longest"
        return f"It is {turn.short}’s turn to host: it {why}."


@dataclass(frozen=True)
class NetworksPage:
    cards: list[NetworkCard]
    without: list[str]
    answer: str


def networks_page(user: User, person: Person) -> NetworksPage:
    """Those in use, the person's own first; and which open academies are in none."""
    trust = person.trust
    places = NetworkPlace.objects.visible_to(user).select_related("academy")
    found = Network.objects.visible_to(user).in_use().filter(trust=trust)
    networks = list(found.prefetch_related(Prefetch("places", queryset=places)))
    days = hosting_days(networks)
    cards = [_card(person, network, days) for network in networks]
    cards.sort(key=lambda card: not card.mine)
    placed = {turn.academy.pk for card in cards for turn in card.turns}
    open_ones = Academy.objects.visible_to(user).filter(trust=trust, status=Status.OPEN)
    without = [academy.name for academy in open_ones if academy.pk not in placed]
    return NetworksPage(cards, without, _answer(cards, len(placed)))


def academies_to_network(user: User, person: Person, held: Iterable[int] = ()) -> QuerySet[Academy]:
    """Open academies of the trust, and those that are in it already."""
    seen = Academy.objects.visible_to(user).filter(trust=person.trust)
    return (seen.filter(status=Status.OPEN) | seen.filter(pk__in=list(held))).order_by("name")


def _card(person: Person, network: Network, days: dict[tuple[int, int], list[datetime.date]]) -> NetworkCard:
    today = timezone.localdate()
    academies = [place.academy for place in network.places.all()]
    short = short_names(academy.name for academy in academies)
    turns = []
    for academy in academies:
        hosted = days.get((network.pk, academy.pk), [])
        last = max((day for day in hosted if day <= today), default=None)
        coming = min((day for day in hosted if day > today), default=None)
        plans = may_at(academy, person, Permission.RUN_ROUNDS)
        turns.append(Turn(academy, short[academy.name], last, coming, plans))
    turns.sort(key=lambda turn: (turn.coming is not None, turn.last or datetime.date.min, turn.academy.name))
    own = {membership.academy_id for membership in person.here}
    mine = any(academy.pk in own for academy in academies)
    return NetworkCard(network, turns, mine, person.can_trust_wide(Permission.RUN_ROUNDS))


def _answer(cards: list[NetworkCard], academies: int) -> str:
    if not cards:
        return "No academies go together in a network yet."
    mine = [card for card in cards if card.mine]
    if len(mine) == 1 and mine[0].says:
        return f"You are in {mine[0].network.name}. {mine[0].says}"
    many, placed = alike((len(cards), "network", "networks"), (academies, "academy", "academies"))
    return opening(f"{many}, {placed}: each hosts the others in its turn.")
