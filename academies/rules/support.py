"""How a promise of support stands on a day, what counts of it, and how that is said."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from academies.rules.entitlement import (
    CATEGORY_REVIEW,
    COACHING_DAYS,
    FULL_DAY_REVIEW,
    KINDS,
    LEADER_DAYS,
    PARTNERSHIP,
    VISIT,
)
from celt.lib.days import british
from celt.lib.sentences import SMALL_NUMBERS, counted, inside, listed
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Status, Tone

IN_DAYS = (LEADER_DAYS, COACHING_DAYS)
NOUNS: Mapping[str, tuple[str, str]] = {
    VISIT: ("visit", "visits"),
    FULL_DAY_REVIEW: ("full-day review", "full-day reviews"),
    LEADER_DAYS: ("leader day", "leader days"),
    COACHING_DAYS: ("coaching day", "coaching days"),
    PARTNERSHIP: ("partnership meeting", "partnership meetings"),
    CATEGORY_REVIEW: ("review of the category", "reviews of the category"),
}
NOTHING = Decimal(0)


class State(StrEnum):
    LATE = "late"
    DUE = "due"
    PLANNED = "planned"
    DELIVERED = "delivered"
    CALLED_OFF = "called_off"

    @property
    def label(self) -> str:
        return self.value.replace("_", " ").capitalize()


@dataclass(frozen=True, slots=True)
class Standing:
    """A promise as it stands today. `delivered` is what was recorded of it and not struck out."""

    kind: str
    amount: Decimal
    delivered: Decimal
    due: datetime.date
    planned_on: datetime.date | None = None
    called_off: bool = False
    done_on: datetime.date | None = None

    @property
    def counts(self) -> Decimal:
        """What is promised: of what was called off, only what was delivered before."""
        return min(self.amount, self.delivered) if self.called_off else self.amount

    @property
    def left(self) -> Decimal:
        return max(NOTHING, self.counts - self.delivered)

    def state(self, today: datetime.date) -> State:
        if self.called_off:
            return State.CALLED_OFF
        if self.delivered >= self.amount:
            return State.DELIVERED
        if self.due < today:
            return State.LATE
        return State.PLANNED if self.planned_on else State.DUE

    def status(self, today: datetime.date) -> Status:
        """'Late since 19 December', 'Planned for 4 March', with what is delivered of days before it."""
        word, tone = self._words(today)
        part = self._part()
        return Status(f"{part}, {inside(word)}" if part else word, tone)

    def _words(self, today: datetime.date) -> tuple[str, Tone]:
        state = self.state(today)
        if state is State.CALLED_OFF:
            return ("The rest is called off" if self.delivered else "Called off"), ""
        if state is State.DELIVERED:
            more = self.delivered - self.amount
            if more:
                return f"{in_days(more)} more than promised", "good"
            return f"Delivered{f' on {near(self.done_on, today)}' if self.done_on else ''}", "good"
        ahead = self.planned_on is not None and self.planned_on >= today
        plan = f"planned for {near(self.planned_on, today)}" if self.planned_on and ahead else ""
        if state is State.LATE:
            since = f"Late since {near(self.due + datetime.timedelta(days=1), today)}"
            return (f"{since}, {plan}" if plan else since), "bad"
        if plan:
            return f"P{plan[1:]}", ""
        if self.planned_on:
            return f"Was planned for {near(self.planned_on, today)}, not recorded yet", "warn"
        return f"Due by {near(self.due, today)}", ""

    def _part(self) -> str:
        if self.kind not in IN_DAYS or not self.delivered or self.delivered == self.amount:
            return ""
        return f"{figure(self.delivered)} of {in_days(self.amount)} delivered"


@dataclass(frozen=True, slots=True)
class Tally:
    """Promised against delivered, of one kind or of several. `late` counts promises, `late_left` what they lack."""

    promised: Decimal = NOTHING
    delivered: Decimal = NOTHING
    late: int = 0
    late_left: Decimal = NOTHING

    @property
    def says(self) -> str:
        return f"{figure(self.delivered)} of {figure(self.promised)}"

    @property
    def share(self) -> float:
        """What is delivered of what is promised, for sorting; what was promised nothing comes last."""
        return float(self.delivered / self.promised) if self.promised else 2.0


def tally(standings: Iterable[Standing], today: datetime.date) -> Tally:
    promised, delivered, late, late_left = NOTHING, NOTHING, 0, NOTHING
    for each in standings:
        promised += each.counts
        delivered += each.delivered
        if each.state(today) is State.LATE:
            late += 1
            late_left += each.left
    return Tally(promised, delivered, late, late_left)


def tallies(standings: Iterable[Standing], today: datetime.date) -> dict[str, Tally]:
    """Kind -> tally, for every kind."""
    sorted_out: dict[str, list[Standing]] = {kind: [] for kind in KINDS}
    for each in standings:
        sorted_out[each.kind].append(each)
    return {kind: tally(some, today) for kind, some in sorted_out.items()}


def figure(amount: Decimal) -> str:
    """'3', '4.5', '1,200'."""
    return f"{amount.normalize():,f}"


def number(amount: Decimal) -> int | float:
    """For files: 3 or 4.5."""
    return int(amount) if amount == int(amount) else float(amount)


def in_days(amount: Decimal) -> str:
    return f"{figure(amount)} {'day' if amount == 1 else 'days'}"


def amount_of(kind: str, amount: Decimal) -> str:
    """'two visits', '4.5 leader days': things in words up to ten, days in figures."""
    one, many = NOUNS[kind]
    if kind in IN_DAYS:
        return f"{figure(amount)} {one if amount == 1 else many}"
    number = int(amount)
    if number < len(SMALL_NUMBERS):
        return f"{SMALL_NUMBERS[number].lower()} {one if number == 1 else many}"
    return counted(number, one, many)


def near(day: datetime.date | None, today: datetime.date) -> str:
    """'4 March' within the academic year of today, with its year beyond."""
    if day is None:
        return ""
    return f"{day.day} {day:%B}" if year_on(day) == year_on(today) else british(day)


def year_answer(
    who: str, year: int, by_kind: Mapping[str, Tally], today: datetime.date, *, several: bool = False
) -> str:
    """The sentence that a page opens with: what was promised, delivered, and is late. `several`: who are academies."""
    now = year_on(today)
    is_, was_ = ("are", "were") if several else ("is", "was")
    when, was = ("this year", is_) if year == now else (f"in {year_label(year)}", is_ if year > now else was_)
    promised = _main({kind: each.promised for kind, each in by_kind.items()})
    if not promised:
        return f"{who} {was} promised no support {when}."
    delivered = _main({kind: each.delivered for kind, each in by_kind.items()})
    one = len(delivered) == 1 and delivered[0].startswith(("one ", "1 "))
    nothing = "nothing was delivered" if year < now else "nothing is delivered yet"
    done = f"{listed(delivered)} {'is' if one else 'are'} delivered" if delivered else nothing
    return f"{who} {was} promised {listed(promised)} {when}; {done}; {late_words(by_kind) or 'nothing is late'}."


def late_words(by_kind: Mapping[str, Tally]) -> str:
    """'two visits and 4.5 leader days are late'; empty where nothing is."""
    late = [(kind, each.late_left) for kind, each in by_kind.items() if each.late]
    if not late:
        return ""
    one = len(late) == 1 and late[0][1] == 1
    return f"{listed([amount_of(kind, left) for kind, left in late], most=6)} {'is' if one else 'are'} late"


def _main(amounts: Mapping[str, Decimal]) -> list[str]:
    """Visits, the full-day review and all days together: what people ask for first. Without any of those, the rest."""
    said = [amount_of(kind, amounts[kind]) for kind in (VISIT, FULL_DAY_REVIEW) if amounts.get(kind)]
    of_days = [kind for kind in IN_DAYS if amounts.get(kind)]
    if len(of_days) == 1:
        said.append(amount_of(of_days[0], amounts[of_days[0]]))
    elif of_days:
        said.append(in_days(sum((amounts[kind] for kind in of_days), NOTHING)))
    rest = [amount_of(kind, amounts[kind]) for kind in (PARTNERSHIP, CATEGORY_REVIEW) if amounts.get(kind)]
    return said or rest
