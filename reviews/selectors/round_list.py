"""Rounds as lists show them: those of the trust that the person may know of, and a host's. Two queries each."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from academies.models import Academy, Trust
from accounts.models import User
from celt.lib.days import british, short_day
from celt.lib.names import short_names
from celt.lib.sentences import opened
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Filter, Status, one_of
from reviews.models import Round, RoundVisitor
from reviews.models.round import RoundState, rounds_of
from reviews.selectors.round_show import state_of

UNDER_WAY = "under_way"
ORDER = {state: place for place, state in enumerate(RoundState.values)}
ENDED = (RoundState.FOLLOWED, RoundState.CALLED_OFF)


@dataclass(frozen=True)
class RoundRow:
    """One line of a list. `visits`: the person is a visitor of it. `facilitator`: empty for who may not know."""

    round: Round
    short: str
    facilitator: str
    visits: bool
    today: datetime.date

    @property
    def title(self) -> str:
        return f"Round at {self.short}"

    @property
    def about(self) -> str:
        """The practice in focus, or how its problem of practice begins."""
        return self.round.practice or brief(self.round.problem)

    @property
    def host(self) -> str:
        return self.round.host.name

    @property
    def network(self) -> str:
        return self.round.network.name

    @property
    def problem(self) -> str:
        return self.round.problem

    @property
    def theory(self) -> str:
        return self.round.theory.name if self.round.theory else ""

    @property
    def year(self) -> str:
        return year_label(year_on(self.round.day))

    @property
    def day(self) -> datetime.date:
        return self.round.day

    @property
    def follow_up_on(self) -> datetime.date | None:
        return self.round.follow_up_on

    @property
    def state(self) -> Status:
        return state_of(self.round)

    @property
    def state_order(self) -> int:
        return ORDER[self.round.state]

    @property
    def part(self) -> str:
        return "Visitor" if self.visits else ""

    @property
    def under_way(self) -> bool:
        return self.round.state not in ENDED

    @property
    def comes_next(self) -> str:
        round = self.round
        match round.state:
            case RoundState.PREPARING:
                return f"Visit {short_day(round.day)}" if round.day >= self.today else "Was to begin, and has not"
            case RoundState.OBSERVING:
                return "Debrief"
            case RoundState.DEBRIEFING:
                return "Agree on next work"
            case RoundState.AGREED:
                return f"Follow up by {short_day(round.follow_up_on)}" if round.follow_up_on else "Follow up"
            case _:
                return ""


@dataclass(frozen=True)
class RoundsPage:
    rows: list[RoundRow]
    filters: list[Filter]
    answer: str
    any_at_all: bool


@dataclass(frozen=True)
class HostRounds:
    now: list[RoundRow]
    done: list[RoundRow]
    answer: str

    def __bool__(self) -> bool:
        return bool(self.now or self.done)


def brief(text: str, most: int = 90) -> str:
    """How a text begins, cut at a word."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most].rsplit(' ', 1)[0]} …"


def rounds_page(user: User, trust: Trust | None, query: Mapping[str, str], *, knows: bool = True) -> RoundsPage:
    """What the person may know of in the trust, narrowed by `state`, `network`, `academy` and `year`. `knows`: of
    planned ones too; governors hear of a round when its next work is agreed."""
    rows = _rows(user, Round.objects.visible_to(user).filter(host__trust=trust))
    hosts = {row.round.host.slug: row.host for row in rows}
    networks = {str(row.round.network_id): row.network for row in rows}
    years = [str(year) for year in sorted({year_on(row.day) for row in rows}, reverse=True)]
    states = [(UNDER_WAY, "Under way"), *RoundState.choices]
    wanted = {
        "state": one_of(query, "state", [value for value, _ in states]),
        "network": one_of(query, "network", networks),
        "academy": one_of(query, "academy", hosts),
        "year": one_of(query, "year", years),
    }
    filters = [Filter.of("state", "State", "Every state", states, wanted["state"])]
    if len(networks) > 1:
        filters.append(Filter.of("network", "Network", "Every network", _by_name(networks), wanted["network"]))
    if len(hosts) > 1:
        filters.append(Filter.of("academy", "Host", "Every host", _by_name(hosts), wanted["academy"]))
    filters.append(
        Filter.of("year", "Year", "Every year", [(year, year_label(int(year))) for year in years], wanted["year"])
    )
    return RoundsPage([row for row in rows if _fits(row, wanted)], filters, answer_of(rows, knows=knows), bool(rows))


def host_rounds(user: User, academy: Academy, *, knows: bool = True) -> HostRounds:
    rows = _rows(user, Round.objects.visible_to(user).filter(host=academy))
    short = short_names([academy.name])[academy.name]
    answer = answer_of(rows, short, knows=knows)
    return HostRounds([row for row in rows if row.under_way], [row for row in rows if not row.under_way], answer)


def answer_of(rows: Sequence[RoundRow], at: str = "", *, knows: bool = True) -> str:
    """How many are under way, and the next day that matters."""
    place = f" at {at}" if at else ""
    if not rows:
        return f"No round is planned{place} yet." if knows else f"No round{place} has agreed on its next work yet."
    today = rows[0].today
    now = [row for row in rows if row.under_way]
    if not now:
        last = max(rows, key=lambda row: row.day)
        return f"No round is under way{place}; the last was on {british(last.day)}."
    said = f"{opened(len(now), 'round is', 'rounds are')} under way{place}"
    coming = sorted((row for row in now if row.round.state == RoundState.PREPARING), key=lambda row: row.day)
    ahead = next((row for row in coming if row.day >= today), None)
    if ahead:
        who = "you visit" if ahead.visits else "the next visit is"
        where = "" if at else f" at {ahead.short}"
        return f"{said}; {who}{where} on {british(ahead.day)}."
    due = sorted(row.follow_up_on for row in now if row.round.state == RoundState.AGREED and row.follow_up_on)
    return f"{said}; the next follow-up is on {british(due[0])}." if due else f"{said}."


def _rows(user: User, found: QuerySet[Round]) -> list[RoundRow]:
    """What is under way first, the soonest on top; then what ended, the newest on top."""
    today = timezone.localdate()
    rounds = list(found.select_related("host", "network", "theory"))
    seats = RoundVisitor.objects.visible_to(user).current().filter(facilitates=True, round__in=found.order_by())
    leads = {seat.round_id: seat.person.full_name for seat in seats.select_related("person")}
    mine = set(rounds_of(user).values_list("round", flat=True))
    short = short_names({round.host.name for round in rounds})
    rows = [
        RoundRow(round, short[round.host.name], leads.get(round.pk, ""), round.pk in mine, today) for round in rounds
    ]
    now = sorted((row for row in rows if row.under_way), key=lambda row: (row.day, row.round.pk))
    done = sorted((row for row in rows if not row.under_way), key=lambda row: (row.day, row.round.pk), reverse=True)
    return now + done


def _by_name(named: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(named.items(), key=lambda each: each[1])


def _fits(row: RoundRow, wanted: Mapping[str, str]) -> bool:
    state = wanted["state"]
    said = {
        "network": str(row.round.network_id),
        "academy": row.round.host.slug,
        "year": str(year_on(row.day)),
    }
    in_state = not state or (row.under_way if state == UNDER_WAY else row.round.state == state)
    return in_state and all(not wanted[name] or value == wanted[name] for name, value in said.items())
