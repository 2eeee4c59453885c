"""One theory of action: its signs, who works by it, what was found of it over time. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status as AcademyStatus
from academies.providers import Record, records
from academies.selectors.academy import academies_of
from academies.selectors.records import in_order
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import counted
from celt.ui.parts import Status
from toolkit.models import Signal, Story, Theory, Verdict
from toolkit.models.story import StoryStatus
from toolkit.models.theory import SignalOf
from toolkit.providers import Use, read_with, uses
from toolkit.rules.verdict import Tally, tally, wants_verdict
from toolkit.selectors.story import StoryRow, story_row
from toolkit.selectors.theory import WORDS, verdict_status


@dataclass(frozen=True, repr=False)
class VerdictLine:
    """`by`: who said so, where the reader may know. `named`: the records that it rests on; `more` counts those that
    stand on the academy's own view of this page."""

    verdict: Verdict
    by: str = ""
    named: list[Record] = field(default_factory=list)
    more: int = 0

    @property
    def status(self) -> Status:
        return verdict_status(self.verdict.held)

    @property
    def day(self) -> datetime.date:
        return timezone.localtime(self.verdict.at).date()


@dataclass(frozen=True, repr=False)
class Place:
    """An academy that works by the theory or said something of it; or the trust as a whole, without an academy."""

    academy: Academy | None
    name: str
    uses: list[Use] = field(default_factory=list)
    verdicts: list[VerdictLine] = field(default_factory=list)
    say_url: str = ""
    url: str = ""
    wants: bool = False

    @property
    def newest(self) -> VerdictLine | None:
        return self.verdicts[0] if self.verdicts else None

    @property
    def earlier(self) -> list[VerdictLine]:
        return self.verdicts[1:]

    @property
    def running(self) -> list[Use]:
        return [use for use in self.uses if use.running]

    @property
    def ended(self) -> int:
        return len(self.uses) - len(self.running)

    @property
    def status(self) -> Status:
        return self.newest.status if self.newest else Status("No verdict yet", "warn" if self.wants else "")


@dataclass(frozen=True, repr=False)
class TheoryPage:
    theory: Theory
    practice: list[Signal]
    pupils: list[Signal]
    away: list[Signal]
    places: list[Place]
    trusts: Place | None
    stories: list[StoryRow]
    tally: Tally
    sees_verdicts: bool

    @property
    def answer(self) -> str:
        if self.theory.archived_at is not None:
            day = british(timezone.localtime(self.theory.archived_at).date())
            return f"{self.theory.name}: put away on {day}"
        if not self.sees_verdicts:
            return self.theory.name
        if not self.tally.any:
            return f"{self.theory.name}: nobody works by it yet"
        return f"{self.theory.name}: {self.tally.says}"

    @property
    def used_by(self) -> str:
        places = [place for place in self.places if place.running]
        kinds: dict[str, int] = {}
        for place in places:
            for use in place.running:
                kinds[use.kind] = kinds.get(use.kind, 0) + 1
        told = ", ".join(counted(n, *_plural(kind)) for kind, n in kinds.items())
        return f"{told} at {counted(len(places), 'academy', 'academies')}." if told else ""


def _plural(kind: str) -> tuple[str, str]:
    word = kind.lower()
    return (word, f"{word[:-1]}ies") if word.endswith("y") else (word, f"{word}s")


def theory_page(user: User, person: Person, theory: Theory, *, shown: str = "") -> TheoryPage:
    """`theory` comes with academy and trust. `shown`: slug of the academy whose evidence is named; where the person
    sees one academy alone, it is that one."""
    signals = list(theory.signals.all())
    standing = [signal for signal in signals if signal.archived_at is None]
    used = uses.collect(user, person, [theory.pk])[theory.pk]
    verdicts = list(theory.verdicts.visible_to(user).select_related("academy", "by"))
    academies = list(academies_of(user, person.trust))
    stories = (
        Story.objects.visible_to(user)
        .filter(theory=theory, status=StoryStatus.TAKEN)
        .select_related("academy", "theory")
    )
    read = read_with(user, person, academies)
    for verdict in verdicts:
        if verdict.academy_id is not None:
            verdict.says = read(verdict.academy_id, verdict.says)  # for reading alone: it is never saved
    places = _places(user, person, theory, academies, used, verdicts, shown)
    sees = person.can(Permission.VIEW_PLAN)
    return TheoryPage(
        theory=theory,
        practice=[signal for signal in standing if signal.of == SignalOf.PRACTICE],
        pupils=[signal for signal in standing if signal.of == SignalOf.PUPILS],
        away=[signal for signal in signals if signal.archived_at is not None],
        places=places,
        trusts=_trusts(person, theory, verdicts) if sees and theory.academy_id is None else None,
        stories=[story_row(story, person) for story in stories],
        tally=tally(
            {place.name: WORDS[place.newest.verdict.held] for place in places if place.newest},
            [place.name for place in places if place.running],
        ),
        sees_verdicts=sees,
    )


def _places(
    user: User,
    person: Person,
    theory: Theory,
    academies: Sequence[Academy],
    used: Sequence[Use],
    verdicts: Sequence[Verdict],
    shown: str,
) -> list[Place]:
    told = {use.academy.pk for use in used} | {v.academy_id for v in verdicts if v.academy_id}
    if theory.academy_id:
        told.add(theory.academy_id)
    here = [academy for academy in academies if academy.pk in told]
    short = short_names({academy.name for academy in here})
    opened = here[0] if len(here) == 1 else next((each for each in here if each.slug == shown), None)
    named = _named(user, person, opened, verdicts)
    return [
        _place(person, theory, academy, short[academy.name], used, verdicts, named if academy == opened else None)
        for academy in here
    ]


def _named(user: User, person: Person, academy: Academy | None, verdicts: Sequence[Verdict]) -> dict[str, Record]:
    if academy is None:
        return {}
    keys = [key for v in verdicts if v.academy_id == academy.pk for key in v.evidence]
    return records.named(user, person, academy, keys)


def _place(
    person: Person,
    theory: Theory,
    academy: Academy,
    name: str,
    used: Sequence[Use],
    verdicts: Sequence[Verdict],
    named: dict[str, Record] | None,
) -> Place:
    names = may_at(academy, person, Permission.VIEW_PEOPLE)
    said = [
        VerdictLine(
            verdict=verdict,
            by=verdict.by.full_name if names else "",
            named=in_order(verdict.evidence, named) if named is not None else [],
            more=0 if named is not None else len(verdict.evidence),
        )
        for verdict in verdicts
        if verdict.academy_id == academy.pk
    ]
    here = [use for use in used if use.academy.pk == academy.pk]
    say = (
        theory.archived_at is None
        and academy.status == AcademyStatus.OPEN
        and may_at(academy, person, Permission.WRITE_THEORIES)
    )
    since = min((use.since for use in here if use.running and use.since), default=None)
    last = said[0].day if said else None
    page = reverse("toolkit:theory_show", args=[theory.pk])
    return Place(
        academy=academy,
        name=name,
        uses=here,
        verdicts=said,
        say_url=f"{reverse('toolkit:verdict_add', args=[theory.pk])}?academy={academy.slug}" if say else "",
        url=f"{page}?academy={academy.slug}#{academy.slug}",
        wants=wants_verdict(since, last, timezone.localdate()),
    )


def _trusts(person: Person, theory: Theory, verdicts: Sequence[Verdict]) -> Place:
    names = person.can(Permission.VIEW_PEOPLE)
    said = [
        VerdictLine(verdict, by=verdict.by.full_name if names else "")
        for verdict in verdicts
        if verdict.academy_id is None
    ]
    say = theory.archived_at is None and person.can_trust_wide(Permission.MANAGE_TOOLKIT)
    url = reverse("toolkit:verdict_add", args=[theory.pk])
    return Place(None, "The trust as a whole", verdicts=said, say_url=url if say else "")
