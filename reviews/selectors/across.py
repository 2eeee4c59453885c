"""Agreed rounds side by side: what was seen wherever a theory of action was tried, or a practice looked at."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from academies.access import Permission, Person
from academies.models.academy import Phase
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import opened
from celt.lib.terms import year_label, year_on
from celt.ui.parts import Choice, Filter, one_of
from reviews.models import Round
from reviews.models.next_work import Outcome
from reviews.models.round import ROUND_TOLD
from reviews.rules import across
from reviews.rules.next_work import came_says
from reviews.selectors.next_work import outcomes_of
from reviews.selectors.round_pattern import Pattern, patterns_in
from toolkit.models import Theory
from toolkit.rules.verdict import tally
from toolkit.selectors.theory import WORDS, newest_verdicts

THEORY, PRACTICE = "", "practice"
NO_THEORY, NO_PRACTICE = "Without a theory of action", "Without a practice in focus"


@dataclass(frozen=True)
class RoundAcross:
    """`work`: how many pieces of its next work came to what; the empty word where nobody has said."""

    round: Round
    short: str
    patterns: Sequence[Pattern]
    work: Counter[str]

    @property
    def day(self) -> datetime.date:
        return self.round.day

    @property
    def title(self) -> str:
        return f"{self.short}, {british(self.day)}"

    @property
    def url(self) -> str:
        return reverse("reviews:round_report", args=[self.round.pk])

    @property
    def year(self) -> int:
        return year_on(self.day)

    @property
    def theory(self) -> str:
        return self.round.theory.name if self.round.theory else ""

    @property
    def came(self) -> str:
        """What came of its next work, in a sentence."""
        n = self.work.total()
        told = came_says(list(self.work.elements()))
        if told:
            return f"{told}."
        return (
            f"{opened(n, 'piece of next work', 'pieces of next work')}; nobody has said yet what came of it."
            if n
            else ""
        )


@dataclass(frozen=True)
class Group:
    """Rounds of one theory or practice. `url`: the theory's page, where the person may open it; `found`: what verdicts
    say of the theory so far."""

    name: str
    rounds: Sequence[RoundAcross]
    url: str = ""
    found: str = ""

    @property
    def says(self) -> str:
        return _answer(self.rounds, "")


@dataclass(frozen=True, slots=True)
class PatternRow:
    """One pattern of one round, for the file."""

    told: RoundAcross
    pattern: Pattern

    @property
    def year(self) -> str:
        return year_label(self.told.year)

    @property
    def phase(self) -> str:
        return self.told.round.host.get_phase_display()

    @property
    def pieces(self) -> int:
        return self.told.work.total()

    @property
    def done(self) -> int:
        return self.told.work[Outcome.DONE]

    @property
    def partly(self) -> int:
        return self.told.work[Outcome.PARTLY]

    @property
    def not_done(self) -> int:
        return self.told.work[Outcome.NOT_DONE]


@dataclass(frozen=True)
class AcrossPage:
    """`by_practice`: grouped by practice in focus, not by theory."""

    groups: list[Group]
    filters: list[Filter]
    answer: str
    any_at_all: bool
    by_practice: bool

    @property
    def rounds(self) -> list[tuple[Group, RoundAcross]]:
        return [(group, told) for group in self.groups for told in group.rounds]

    @property
    def rows(self) -> list[PatternRow]:
        return [PatternRow(told, pattern) for _, told in self.rounds for pattern in told.patterns]


def across_page(user: User, person: Person, query: Mapping[str, str]) -> AcrossPage:
    """Rounds of the trust looked at whose next work is agreed, narrowed by `year`, `network`, `phase` and `theory`,
    grouped `by` theory or practice. Five queries."""
    every = _rounds(user, person)
    theories = {str(round.theory_id): round.theory.name for round in every if round.theory}
    years = [str(year) for year in sorted({year_on(round.day) for round in every}, reverse=True)]
    networks = {str(round.network_id): round.network.name for round in every}
    phases = {slug: label for slug, label in Phase.choices if any(round.host.phase == slug for round in every)}
    wanted = {
        "by": one_of(query, "by", [PRACTICE]),
        "year": one_of(query, "year", years),
        "network": one_of(query, "network", networks),
        "phase": one_of(query, "phase", phases),
        "theory": one_of(query, "theory", theories),
    }
    shown = _told(user, [round for round in every if _fits(round, wanted)])
    by_practice = wanted["by"] == PRACTICE
    filters = [
        Filter(
            "by", "Grouped by", [Choice("", "Theory of action"), Choice(PRACTICE, "Practice in focus")], wanted["by"]
        ),
        Filter.of("year", "Year", "Every year", [(year, year_label(int(year))) for year in years], wanted["year"]),
        Filter.of("network", "Network", "Every network", _by_name(networks), wanted["network"]),
        Filter.of("phase", "Phase", "Every phase", list(phases.items()), wanted["phase"]),
        Filter.of("theory", "Theory of action", "Every theory", _by_name(theories), wanted["theory"]),
    ]
    return AcrossPage(
        groups=_by_practice(shown) if by_practice else _by_theory(user, person, shown),
        filters=filters,
        answer=_whole(shown, by_practice, bool(every)),
        any_at_all=bool(every),
        by_practice=by_practice,
    )


def rounds_of_theory(user: User, person: Person, theory: Theory) -> list[RoundAcross]:
    """The agreed rounds that tried it, the newest first. Four queries."""
    return _told(user, [round for round in _rounds(user, person) if round.theory_id == theory.pk])


def _rounds(user: User, person: Person) -> list[Round]:
    found = Round.objects.told_to(user).filter(host__trust=person.trust, state__in=ROUND_TOLD)
    return list(found.select_related("host", "network", "theory").order_by("-day", "-pk"))


def _told(user: User, rounds: Collection[Round]) -> list[RoundAcross]:
    pks = [round.pk for round in rounds]
    patterns, work = patterns_in(pks), outcomes_of(user, pks)
    short = short_names({round.host.name for round in rounds})
    return [RoundAcross(round, short[round.host.name], patterns[round.pk], work[round.pk]) for round in rounds]


def _fits(round: Round, wanted: Mapping[str, str]) -> bool:
    has = {
        "year": str(year_on(round.day)),
        "network": str(round.network_id),
        "phase": round.host.phase,
        "theory": str(round.theory_id),
    }
    return all(not wanted[name] or wanted[name] == value for name, value in has.items())


def _by_theory(user: User, person: Person, rounds: Sequence[RoundAcross]) -> list[Group]:
    """The theory that most rounds tried stands first, rounds without one last."""
    theories = {told.round.theory.pk: told.round.theory for told in rounds if told.round.theory}
    newest: dict[int, dict[str, str]] = {pk: {} for pk in theories}
    for verdict in newest_verdicts(user, person.trust, theories) if theories else ():
        if verdict.academy:
            newest[verdict.theory_id][verdict.academy.name] = WORDS[verdict.held]
    groups = []
    for pk, theory in theories.items():
        of = [told for told in rounds if told.round.theory_id == pk]
        short = short_names(newest[pk])
        words = tally({short[name]: word for name, word in newest[pk].items()}, ())  # type: ignore[misc]
        groups.append(Group(theory.name, of, _page_of(theory, of[0], person), words.says if words.any else ""))
    groups.sort(key=lambda group: (-len(group.rounds), group.name))
    without = [told for told in rounds if told.round.theory is None]
    return [*groups, Group(NO_THEORY, without)] if without else groups


def _page_of(theory: Theory, tried: RoundAcross, person: Person) -> str:
    """An academy's own theory is read by its own people; who visited there knows its name alone."""
    if theory.academy_id is not None and not may_at(tried.round.host, person, Permission.VIEW_TOOLKIT):
        return ""
    return reverse("toolkit:theory_show", args=[theory.pk])


def _by_practice(rounds: Sequence[RoundAcross]) -> list[Group]:
    """Practices are one where their words are, whatever their capitals."""
    of: dict[str, list[RoundAcross]] = {}
    for told in rounds:
        of.setdefault(told.round.practice.casefold(), []).append(told)
    without = of.pop("", [])
    groups = [Group(each[0].round.practice, each) for each in of.values()]
    groups.sort(key=lambda group: (-len(group.rounds), group.name))
    return [*groups, Group(NO_PRACTICE, without)] if without else groups


def _whole(rounds: Sequence[RoundAcross], by_practice: bool, any_at_all: bool) -> str:
    if not rounds:
        return "No agreed round fits these filters." if any_at_all else "No round has agreed on its next work yet."
    if by_practice:
        looked = len({told.round.practice.casefold() for told in rounds if told.round.practice})
        return _answer(rounds, across.looked_at(looked))
    return _answer(rounds, across.tried(len({told.round.theory_id for told in rounds if told.round.theory_id})))


def _answer(rounds: Sequence[RoundAcross], tried: str) -> str:
    work: Counter[str] = sum((told.work for told in rounds), Counter())
    says = across.work_says(work.total(), work[Outcome.DONE], work[Outcome.PARTLY], work[""])
    return across.answer(len(rounds), tried, sum(len(told.patterns) for told in rounds), says)


def _by_name(of: Mapping[str, str]) -> list[tuple[str, str]]:
    return sorted(of.items(), key=lambda pair: pair[1])
