"""What every academy works on, by theory of action, with what it found. A fixed number of queries."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from academies.access import Person
from academies.models import Academy
from academies.models.academy import Phase
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import counted, listed, opened
from celt.ui.parts import Filter, Status
from plans.models import Plan, Priority
from plans.selectors.portfolio import read_academies
from plans.selectors.read_as import read_at
from toolkit.models import Theory, Verdict
from toolkit.models.theory import Held
from toolkit.providers import Use, uses
from toolkit.rules.verdict import Tally, tally
from toolkit.rules.words import in_words
from toolkit.selectors.theory import WORDS, newest_verdicts, verdict_status

NONE_YET = Status("No verdict yet")
SILENT, NO_THEORY = "silent", "none"


@dataclass(frozen=True, repr=False)
class UseRow:
    """Something that an academy works on; `theory` None: it builds on none."""

    use: Use
    theory: Theory | None
    verdict: Verdict | None

    @property
    def academy(self) -> str:
        return self.use.academy.name

    @property
    def theory_name(self) -> str:
        return self.theory.name if self.theory else "None named"

    @property
    def theory_url(self) -> str:
        return reverse("toolkit:theory_show", args=[self.theory.pk]) if self.theory else ""

    @property
    def kind(self) -> str:
        return self.use.kind

    @property
    def says(self) -> str:
        return self.use.says

    @property
    def url(self) -> str:
        return self.use.url

    @property
    def since(self) -> datetime.date | None:
        return self.use.since

    @property
    def held(self) -> Status | None:
        if self.theory is None:
            return None
        return verdict_status(self.verdict.held) if self.verdict else NONE_YET

    @property
    def evidence(self) -> str:
        return self.verdict.says if self.verdict else ""


@dataclass(frozen=True, repr=False)
class At:
    """One academy that works by a theory, with its newest word on it."""

    short: str
    url: str
    status: Status


@dataclass(frozen=True, repr=False)
class InUse:
    theory: Theory
    places: list[At]
    tally: Tally
    trusts: Status | None

    @property
    def url(self) -> str:
        return reverse("toolkit:theory_show", args=[self.theory.pk])


@dataclass(frozen=True, repr=False)
class InUsePage:
    """`unused`: theories of the trust that nobody works by."""

    theories: list[InUse]
    unused: list[Theory]
    rows: list[UseRow]
    filters: list[Filter]
    answer: str
    without: str


def in_use_page(user: User, person: Person, query: Mapping[str, str], *, year: int) -> InUsePage:
    """Narrowed by `theory`, `verdict`, `kind` and `phase` of the address. `year`: the running one."""
    academies = {academy.pk: academy for academy in read_academies(user, person.trust)}
    found = (
        Theory.objects.visible_to(user).filter(trust=person.trust).select_related("academy").order_by("order", "name")
    )
    theories = list(found)
    keys = [theory.pk for theory in theories]
    used = {pk: [use for use in each if use.running] for pk, each in uses.collect(user, person, keys).items()}
    read = read_at(user, person, academies.values())
    newest = {(v.theory_id, v.academy_id): v for v in newest_verdicts(user, person.trust, keys)}
    for verdict in newest.values():
        if verdict.academy_id is not None:
            verdict.says = read(verdict.academy_id, verdict.says)  # for reading alone: it is never saved
    rows = [
        UseRow(use, theory, newest.get((theory.pk, use.academy.pk))) for theory in theories for use in used[theory.pk]
    ]
    loose = [UseRow(use, None, None) for use in _without_theory(user, academies, year, read)]
    short = short_names({academy.name for academy in academies.values()})
    shown = [_in_use(theory, used[theory.pk], newest, short) for theory in theories if used[theory.pk]]
    wanted = _wanted(query, theories)
    return InUsePage(
        theories=shown,
        unused=[t for t in theories if not used[t.pk] and t.archived_at is None and t.academy_id is None],
        rows=[row for row in [*rows, *loose] if _fits(row, wanted)],
        filters=_filters(theories, academies.values(), wanted),
        answer=f"{_answer(shown)}.",
        without=_loose(loose),
    )


def _without_theory(
    user: User, academies: Mapping[int, Academy], year: int, read: Callable[[int, str], str]
) -> Iterable[Use]:
    """Priorities of the year's plans that name no theory. One query."""
    plans = Plan.objects.visible_to(user).filter(academy__in=list(academies), academic_year=year)
    found = Priority.objects.visible_to(user).standing().filter(plan__in=plans, theory__isnull=True)
    for priority in found.select_related("plan").order_by("plan__academy__name", "order"):
        yield Use(
            theory=0,
            academy=academies[priority.plan.academy_id],
            kind="Priority",
            says=read(priority.plan.academy_id, priority.title),
            url=reverse("plans:priority_show", args=[priority.pk]),
            since=priority.plan.begun_at.date(),
        )


def _in_use(
    theory: Theory, used: Sequence[Use], newest: Mapping[tuple[int, int | None], Verdict], short: Mapping[str, str]
) -> InUse:
    places: dict[int, At] = {}
    for use in used:
        verdict = newest.get((theory.pk, use.academy.pk))
        name = short.get(use.academy.name, use.academy.name)
        status = verdict_status(verdict.held) if verdict else NONE_YET
        places.setdefault(use.academy.pk, At(name, use.url, status))
    told = {
        short.get(v.academy.name, v.academy.name): WORDS[v.held]
        for (pk, _), v in newest.items()
        if pk == theory.pk and v.academy is not None
    }
    trusts = newest.get((theory.pk, None))
    return InUse(
        theory=theory,
        places=sorted(places.values(), key=lambda at: at.short),
        tally=tally(told, [at.short for at in places.values()]),
        trusts=verdict_status(trusts.held) if trusts else None,
    )


def _answer(shown: Sequence[InUse]) -> str:
    if not shown:
        return "No academy works by a theory of action yet"
    said = f"{opened(len(shown), 'theory of action is', 'theories of action are')} in use"
    failed = [each for each in shown if each.tally.did_not]
    if not failed:
        most = max(shown, key=lambda each: len(each.places))
        n = in_words(len(most.places))
        return f"{said}; most academies, {n}, work by “{most.theory.name}”" if len(most.places) > 1 else said
    which = f"“{failed[0].theory.name}”" if len(failed) == 1 else f"{in_words(len(failed))} of them"
    names = sorted({name for each in failed for name in each.tally.did_not})
    return f"{said}; {which} did not hold at {listed(names)}"


def _loose(loose: Sequence[UseRow]) -> str:
    if not loose:
        return ""
    places = len({row.use.academy.pk for row in loose})
    return (
        f"{opened(len(loose), 'priority', 'priorities')} at {counted(places, 'academy', 'academies')} "
        f"{'names' if len(loose) == 1 else 'name'} no theory of action."
    )


def _wanted(query: Mapping[str, str], theories: Sequence[Theory]) -> dict[str, str]:
    known: dict[str, Iterable[str]] = {
        "theory": [*(str(theory.pk) for theory in theories), NO_THEORY],
        "verdict": [*Held.values, SILENT],
        "kind": ("Priority", "Enquiry", "Learning team"),
        "phase": Phase.values,
    }
    return {name: value if (value := query.get(name, "")) in values else "" for name, values in known.items()}


def _filters(theories: Sequence[Theory], academies: Iterable[Academy], wanted: Mapping[str, str]) -> list[Filter]:
    phases = {academy.phase for academy in academies}
    choices: tuple[tuple[str, str, str, list[tuple[str, str]]], ...] = (
        ("theory", "Theory", "Every theory", [*((str(t.pk), t.name) for t in theories), (NO_THEORY, "None named")]),
        (
            "verdict",
            "Found",
            "Every verdict",
            [*((str(v), str(w)) for v, w in Held.choices), (SILENT, "No verdict")],
        ),
        ("kind", "Kind", "Every kind", [(k, k) for k in ("Priority", "Enquiry", "Learning team")]),
        ("phase", "Phase", "Every phase", [(p.value, p.label) for p in Phase if p in phases]),
    )
    return [Filter.of(name, label, every, told, wanted[name]) for name, label, every, told in choices]


def _fits(row: UseRow, wanted: Mapping[str, str]) -> bool:
    theory = str(row.theory.pk) if row.theory else NO_THEORY
    verdict = row.verdict.held if row.verdict else SILENT if row.theory else ""
    return (
        wanted["theory"] in ("", theory)
        and wanted["verdict"] in ("", verdict)
        and wanted["kind"] in ("", row.kind)
        and wanted["phase"] in ("", row.use.academy.phase)
    )
