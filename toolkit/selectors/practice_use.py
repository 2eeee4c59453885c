"""How a practice is in use: a part of its page, and a page of its own. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import counted
from celt.lib.terms import first_day_of_year, year_on
from celt.ui.parts import Link
from toolkit.models import Offer, Practice, Trial
from toolkit.providers import PracticeUse, PracticeUseKind, practice_uses
from toolkit.rules.in_use import Counts, told
from toolkit.rules.words import in_words
from toolkit.selectors.trial import Voice, counted_trial, newest_trials, reads_words, voice_of


@dataclass(frozen=True)
class PlaceUse:
    """One academy with what the person may know of it, each in words that lead there."""

    academy: str
    parts: list[Link]


@dataclass(frozen=True)
class PracticeUsePage:
    """`shown_by`: how many colleagues offer to show it, for who may ask them; `shows_it`: the person does. `mine`: what
    they wrote on it."""

    practice: Practice
    counts: Counts
    places: list[PlaceUse]
    voices: list[Voice]
    shown_by: int
    shows_it: bool
    may_try: bool
    reads_words: bool
    reads_plans: bool

    @property
    def says(self) -> str:
        return told(self.counts)

    @property
    def mine(self) -> Voice | None:
        return next((voice for voice in self.voices if voice.mine), None)

    @property
    def answer(self) -> str:
        """The title of its own page."""
        if not self.counts.any:
            return f"“{self.practice}” is in use nowhere yet."
        return f"“{self.practice}” {'is in use' if self.counts.lives else 'was tried and dropped'}."

    @property
    def few(self) -> list[Voice]:
        return self.dropped_first[:3]

    @property
    def dropped_first(self) -> list[Voice]:
        """What a reader wants to know before they try: why it was dropped, then the newest of the others."""
        return sorted(self.voices, key=lambda voice: voice.became != "dropped")


def practice_use_page(user: User, person: Person, practice: Practice) -> PracticeUsePage:
    since = first_day_of_year(year_on(timezone.localdate()) - 1)
    found = practice_uses.collect(user, person, [practice.pk], since)
    trials = newest_trials(user, person, [practice.pk])
    staff = reads_words(person)
    offers = Offer.objects.visible_to(user).standing().filter(practice=practice)
    shown_by = set(offers.values_list("by", flat=True)) if staff else set()
    return PracticeUsePage(
        practice=practice,
        counts=sum((counted_use(use) for use in found), sum((counted_trial(t) for t in trials), Counts())),
        places=_places(found, trials),
        voices=[voice_of(user, person, trial) for trial in trials] if staff else [],
        shown_by=len(shown_by - {user.pk}),
        shows_it=user.pk in shown_by,
        may_try=staff and practice.current_id is not None and practice.archived_at is None,
        reads_words=staff,
        reads_plans=person.can(Permission.VIEW_PLAN),
    )


def counted_use(use: PracticeUse) -> Counts:
    match use.kind:
        case PracticeUseKind.PLANNED:
            return Counts(actions=use.count, plans=1)
        case PracticeUseKind.LOOKED_AT:
            return Counts(rounds=use.count)
        case PracticeUseKind.COACHED:
            return Counts(coached=use.count)


def _places(found: list[PracticeUse], trials: list[Trial]) -> list[PlaceUse]:
    """By name."""
    academies: dict[int, Academy] = {use.academy.pk: use.academy for use in found}
    tried: dict[int, Counts] = {}
    for trial in trials:
        academies.setdefault(trial.academy_id, trial.academy)
        tried[trial.academy_id] = tried.get(trial.academy_id, Counts()) + counted_trial(trial)
    uses: dict[int, list[Link]] = {pk: [] for pk in academies}
    for use in sorted(found, key=lambda each: list(PracticeUseKind).index(each.kind)):
        uses[use.academy.pk].append(Link(words_of(use), use.url))
    short: Mapping[str, str] = short_names(academy.name for academy in academies.values())
    return [
        PlaceUse(short[academy.name], [*uses[pk], *([Link(tried_words(tried[pk]))] if pk in tried else [])])
        for pk, academy in sorted(academies.items(), key=lambda item: item[1].name)
    ]


def words_of(use: PracticeUse) -> str:
    match use.kind:
        case PracticeUseKind.PLANNED:
            return f"{counted(use.count, 'action')} of the plan"
        case PracticeUseKind.LOOKED_AT:
            return counted(use.count, "round")
        case PracticeUseKind.COACHED:
            return f"{counted(use.count, 'colleague')} coached in it"


def tried_words(counts: Counts) -> str:
    """'tried by three, dropped by one'."""
    said = f"tried by {in_words(counts.tried)}"
    if counts.dropped == counts.tried:
        return f"{said} and dropped"
    return f"{said}, dropped by {in_words(counts.dropped)}" if counts.dropped else said
