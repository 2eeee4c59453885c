"""Plays three years of category decisions through the services, each with the evidence of its own day."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import replace

from academies.access import Person
from academies.evidence import Evidence, read_facts
from academies.models import Academy, CategoryDecision, CategoryScheme, Concern, Membership, SupportArea, Trust
from academies.providers import Fact, facts
from academies.services.decisions import answer_decision, decide_category, moderate_decision
from accounts.models import User
from celt.lib.days import british
from dashboards.demo.strategy.clock import playing
from dashboards.demo.strategy.decided import DECIDED, Decided
from dashboards.demo.strategy.lending import Hands

DAY = datetime.timedelta(days=1)
# What the leaders rest a decision on first, where it has a figure.
FIRST = ("gap.", "outcome.", "inspection.", "leadership.vacant", "concerns.open")
RESTS_ON = 4
# When the leader decided what still waits for a second person.
DECIDED_LAST = datetime.date(2026, 11, 16)

Decisions = dict[tuple[str, int], CategoryDecision]


def every_decision() -> Iterator[tuple[datetime.date, str, Decided]]:
    """Each with its first day and its academy."""
    for slug, of_academy in DECIDED.items():
        for decided in of_academy:
            yield decided.starts or datetime.date(decided.year, 9, 1), slug, decided


class Deciding:
    """Decides what is due up to a day. `decisions`: the latest of each whole academy and year, by slug and year."""

    def __init__(
        self, trust: Trust, academies: Mapping[str, Academy], areas: Mapping[str, SupportArea], hands: Hands
    ) -> None:
        self.trust, self.academies, self.areas, self.hands = trust, academies, areas, hands
        self.decisions: Decisions = {}
        every = sorted(every_decision(), key=lambda each: each[0])
        self._left = [each for each in every if not each[2].waits]
        self._waiting = [each for each in every if each[2].waits]

    def until(self, day: datetime.date, scheme: CategoryScheme) -> None:
        """Everything that begins up to that day, under that scheme."""
        while self._left and self._left[0][0] <= day:
            starts, slug, decided = self._left.pop(0)
            self._decide(starts, slug, decided, scheme)

    def waiting(self, scheme: CategoryScheme) -> None:
        """What the leader decided last week: it takes up the open concerns, and waits for a second person."""
        for starts, slug, decided in self._waiting:
            self._decide(starts, slug, decided, scheme)

    def _decide(self, starts: datetime.date, slug: str, decided: Decided, scheme: CategoryScheme) -> None:
        academy, area = self.academies[slug], self.areas.get(decided.area)
        day = DECIDED_LAST if decided.waits else starts - 3 * DAY
        concerns = list(Concern.objects.open().filter(academy=academy)) if decided.waits else ()
        with playing(day) as then:
            decision = decide_category(
                by=self.hands.leader, academy=academy, area=area, scheme=scheme,
                tier=scheme.tiers.get(word=decided.tier), starts=starts,
                ends=decided.ends or datetime.date(decided.year + 1, 8, 31),
                rationale=decided.why, evidence=self._evidence(academy, scheme, area, day), concerns=concerns, at=then,
            )  # fmt: skip
        if not decided.waits:
            self._moderate(decision, decided, starts + DAY)
            if decided.answer:
                answer, says = decided.answer
                head = head_of(academy, starts)
                with playing(starts + 5 * DAY) as then:
                    answer_decision(by=head, decision=decision, answer=answer, says=says, at=then)
        decision.refresh_from_db()
        if not decided.area:
            self.decisions[slug, decided.year] = decision

    def _moderate(self, decision: CategoryDecision, decided: Decided, day: datetime.date) -> None:
        word, reason = decided.becomes or (decided.tier, "")
        with playing(day) as then:
            moderate_decision(
                by=self.hands.second,
                decision=decision,
                tier=decision.scheme.tiers.get(word=word),
                reason=reason,
                at=then,
            )

    def known(self, academy: Academy, day: datetime.date) -> dict[str, Fact]:
        """What the leader knew of the academy on a day, which the caller plays."""
        leader = self.hands.leader
        person = Person(list(Membership.objects.filter(user=leader).select_related("trust")), self.trust)
        return {slug: _dated(fact, day) for slug, fact in facts.collect(leader, person, [academy])[academy.pk].items()}

    def _evidence(
        self, academy: Academy, scheme: CategoryScheme, area: SupportArea | None, day: datetime.date
    ) -> Evidence:
        evidence = read_facts(scheme, academy, self.known(academy, day), area=area)
        kinds = [piece.kind for piece in evidence.with_figure]
        first = sorted(
            kinds, key=lambda kind: next((at for at, start in enumerate(FIRST) if kind.startswith(start)), 9)
        )
        return evidence.resting_on(set(first[:RESTS_ON]))


def _dated(fact: Fact, day: datetime.date) -> Fact:
    """The demo computes its gaps once, today; a decision of the past rests on the night run before it."""
    if not fact.source.startswith("Gap run"):
        return fact
    ran = day - DAY
    return replace(fact, source=f"Gap run of {british(ran)}", as_of=ran)


def head_of(academy: Academy, day: datetime.date) -> User:
    """Who led the academy on that day."""
    return Membership.objects.current(day).select_related("user").get(academy=academy, role="headteacher").user
