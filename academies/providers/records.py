"""`records`: what can be named as evidence, or as what an action came from; and what was made of it.

    records.register(DECISION, decision_records)     # academies' own, later reviews and rounds
    answers.register(action_answers)                 # plans: what an action or a priority made of a record
    answers.register(action_answers, across=...)     # and the same of many academies at once, for a page of the trust
    follow_ups.append(plan_follow_ups)               # "Make an action of this", on the record's own page

A record is known by its key, "decision:12". Rows keep keys alone; what a reader is told about a record is asked from
its provider each time, so that evidence never says more to somebody than the record's own page would.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from academies.access import Person
from academies.models import Academy
from accounts.models import User
from celt.ui.parts import Link


@dataclass(frozen=True, slots=True)
class RecordKind:
    """`slug` begins each key; `label` heads its group where one chooses ("Category decisions")."""

    slug: str
    label: str


@dataclass(frozen=True, slots=True)
class Record:
    """One record as somebody may know it: "Concern: Reading in Year 4", its day, where it stands."""

    key: str
    says: str
    day: datetime.date | None = None
    url: str = ""
    note: str = ""

    @property
    def kind(self) -> str:
        return self.key.split(":", 1)[0]


class RecordProvider(Protocol):
    def __call__(self, user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterable[Record]:
        """The academy's records that the person may open, newest first: those of `keys` (all begin with the kind's
        slug), or with None what one may choose from, fifty at most. A fixed number of queries."""
        ...


class RecordRegistry:
    def __init__(self) -> None:
        self._providers: dict[str, tuple[RecordKind, RecordProvider]] = {}

    def register(self, kind: RecordKind, provider: RecordProvider) -> None:
        known = self._providers.setdefault(kind.slug, (kind, provider))
        if known != (kind, provider):
            raise ValueError(f"Two providers tell records of the kind {kind.slug}.")

    def choices(
        self, user: User, person: Person, academy: Academy, kinds: Collection[str] | None = None
    ) -> list[tuple[RecordKind, list[Record]]]:
        """What may be chosen, kind by kind; kinds without a record are left out. `kinds`: slugs to ask for alone.

        A provider of several kinds is asked once."""
        wanted = [pair for pair in self._providers.values() if kinds is None or pair[0].slug in kinds]
        asked = {ask: list(ask(user, person, academy, None)) for ask in dict.fromkeys(ask for _, ask in wanted)}
        told = [(kind, [record for record in asked[ask] if record.kind == kind.slug]) for kind, ask in wanted]
        return [(kind, found) for kind, found in told if found]

    def named(self, user: User, person: Person, academy: Academy, keys: Iterable[str]) -> dict[str, Record]:
        """Key -> record, of those that the person may open. Keys that are not in it are another's business."""
        wanted: dict[RecordProvider, set[str]] = {}
        for key in keys:
            if known := self._providers.get(key.split(":", 1)[0]):
                wanted.setdefault(known[1], set()).add(key)
        return {record.key: record for ask, mine in wanted.items() for record in ask(user, person, academy, mine)}


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a record: "Action: Daily reading aloud", its state in a word, where it stands."""

    key: str
    says: str
    state: str = ""
    url: str = ""
    day: datetime.date | None = None


class AnswerProvider(Protocol):
    def __call__(self, user: User, person: Person, academy: Academy, keys: Collection[str]) -> Iterable[Answered]: ...


class AnswersAcross(Protocol):
    def __call__(
        self, user: User, person: Person, academies: Sequence[Academy], keys: Collection[str]
    ) -> Iterable[Answered]:
        """A fixed number of queries, however many academies."""
        ...


class AnswerRegistry:
    def __init__(self) -> None:
        self._providers: list[AnswerProvider] = []
        self._across: list[AnswersAcross] = []

    def register(self, provider: AnswerProvider, across: AnswersAcross | None = None) -> None:
        if provider not in self._providers:
            self._providers.append(provider)
        if across is not None and across not in self._across:
            self._across.append(across)

    def collect(
        self, user: User, person: Person, academy: Academy, keys: Collection[str]
    ) -> Mapping[str, list[Answered]]:
        """Key of the record -> what came of it."""
        found: dict[str, list[Answered]] = {}
        for provider in self._providers:
            for answered in provider(user, person, academy, keys):
                found.setdefault(answered.key, []).append(answered)
        return found

    def collect_across(
        self, user: User, person: Person, academies: Sequence[Academy], keys: Collection[str]
    ) -> Mapping[str, list[Answered]]:
        """The same for records of many academies, from whoever can tell it of all of them at once."""
        found: dict[str, list[Answered]] = {}
        for provider in self._across:
            for answered in provider(user, person, academies, keys):
                found.setdefault(answered.key, []).append(answered)
        return found


class FollowUps(Protocol):
    def __call__(self, academy: Academy, person: Person, key: str) -> Iterable[Link]:
        """What this person may make of the record. No query."""
        ...


records = RecordRegistry()
answers = AnswerRegistry()
follow_ups: list[FollowUps] = []
