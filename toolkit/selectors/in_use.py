"""Which practices of the toolkit live where: the trust's view, in a fixed number of queries however many academies."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.models.academy import Status as AcademyStatus
from academies.ways import may_at
from accounts.models import User
from celt.lib.names import short_names
from celt.lib.sentences import alike, counted, inside, listed, opened, opening
from celt.lib.terms import first_day_of_year, year_on
from celt.ui.parts import Choice, Filter, one_of
from toolkit.models import Practice, Strand, TaughtPhase
from toolkit.models.practice import PracticeKind
from toolkit.providers import practice_uses
from toolkit.rules.in_use import Counts, told
from toolkit.selectors.practice_use import counted_use
from toolkit.selectors.trial import Voice, counted_trial, newest_trials, reads_words, voice_of

SHOWS = (
    ("unplanned", "Worked on, in no plan"),
    ("dropped", "Dropped somewhere"),
    ("unused", "Nowhere yet"),
)
ORDERS = (("", "By strand"), ("used", "Most used first"), ("name", "By name"))
AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """A letter in a small field, with what it means said in full."""

    letter: str
    kind: str
    n: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One practice at one academy."""

    academy: Academy
    short: str
    counts: Counts
    reads_plan: bool

    @property
    def marks(self) -> list[Mark]:
        c = self.counts
        found = (
            Mark("P", "plan", c.plans),
            Mark("R", "round", c.rounds),
            Mark("C", "coached", c.coached),
            Mark("T", "tried", c.goes_on),
            Mark("D", "dropped", c.dropped),
        )
        return [mark for mark in found if mark.n]

    @property
    def label(self) -> str:
        """'Porthmelyan: named in the plan, looked at in one round, tried by two'."""
        c = self.counts
        said = ["named in the plan"] if c.plans else []
        said += [f"looked at in {counted(c.rounds, 'round')}"] if c.rounds else []
        said += [f"{c.coached} coached in it"] if c.coached else []
        said += [f"tried by {c.tried}"] if c.tried else []
        said += [f"dropped by {c.dropped}"] if c.dropped else []
        return f"{self.short}: {', '.join(said) or 'nothing'}"

    @property
    def unplanned(self) -> bool:
        """People work on it, and the plan, which the person reads, does not name it."""
        return self.reads_plan and self.counts.worked_on and not self.counts.plans


@dataclass(frozen=True)
class PracticeRow:
    practice: Practice
    cells: list[Cell]

    @property
    def total(self) -> Counts:
        return sum((cell.counts for cell in self.cells), Counts())

    @property
    def says(self) -> str:
        return told(self.total)

    @property
    def used(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.counts.any]

    @property
    def unplanned(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.unplanned]

    @property
    def brief(self) -> str:
        """'At five academies': where something goes on with it, as far as the person sees."""
        if n := sum(cell.counts.lives for cell in self.cells):
            return f"at {inside(opened(n, 'academy', 'academies'))}"
        return "dropped" if self.total.any else ""

    @property
    def unplanned_at(self) -> str:
        return listed([cell.short for cell in self.unplanned], most=AT_MOST)

    @property
    def url(self) -> str:
        return reverse("toolkit:practice_use", args=[self.practice.slug])


@dataclass(frozen=True)
class UseRow:
    """One line of the file: a practice at an academy."""

    practice: str
    strand: str
    academy: str
    counts: Counts


@dataclass(frozen=True)
class InUsePage:
    """`columns`: the academies that the person sees, and those where something is in use. `unplanned`, `dropped` and
    `unused`: what a leader may want to go after first, of all practices, whatever the filters show."""

    rows: list[PracticeRow]
    columns: list[Cell]
    filters: list[Filter]
    answer: str
    any_at_all: bool
    unplanned: list[PracticeRow]
    dropped: list[tuple[PracticeRow, Voice]]
    dropped_rows: list[PracticeRow]
    unused: list[PracticeRow]
    reads_plans: bool
    reads_words: bool
    reads_all: bool
    by_strand: bool

    @property
    def file_rows(self) -> list[UseRow]:
        return [
            UseRow(
                practice=row.practice.title,
                strand=row.practice.get_strand_display(),
                academy=cell.academy.name,
                counts=cell.counts,
            )
            for row in self.rows
            for cell in row.used
        ]


def in_use_page(user: User, person: Person, query: Mapping[str, str]) -> InUsePage:
    """Narrowed by `strand`, `kind`, `phase`, `academy`, `show` and `since` of the address, in its `order`."""
    today = timezone.localdate()
    spans = _spans(today)
    since = spans.get(query.get("since", ""), spans[""])[1]
    practices = list(Practice.objects.visible_to(user).in_use().filter(trust=person.trust))
    practices.sort(key=lambda each: (Strand.values.index(each.strand), each.title))
    seen = Academy.objects.visible_to(user).filter(trust=person.trust, status=AcademyStatus.OPEN)
    found, at, voices = _counted(user, person, practices, since)
    places = sorted((at | {place.pk: place for place in seen}).values(), key=lambda place: place.name)
    short = short_names(place.name for place in places)
    columns = [
        Cell(place, short[place.name], Counts(), may_at(place, person, Permission.VIEW_PLAN)) for place in places
    ]
    rows = [
        PracticeRow(
            practice,
            [replace(column, counts=found.get((practice.pk, column.academy.pk), Counts())) for column in columns],
        )
        for practice in practices
    ]
    whole = person.can_trust_wide(Permission.VIEW_PLAN)
    wanted = _wanted(query, [place.slug for place in places], spans)
    of = {row.practice.pk: row for row in rows}
    return InUsePage(
        rows=_in_order([row for row in rows if _fits(row, wanted)], wanted["order"]),
        columns=columns,
        filters=_filters(wanted, places, spans, plans=person.can(Permission.VIEW_PLAN)),
        answer=_answer(rows, whole=whole),
        any_at_all=bool(practices),
        unplanned=sorted((row for row in rows if row.unplanned), key=lambda row: -len(row.unplanned)),
        dropped=[(of[voice.practice], voice) for voice in voices],
        dropped_rows=[row for row in rows if row.total.dropped],
        unused=[row for row in rows if not row.total.any],
        reads_plans=person.can(Permission.VIEW_PLAN),
        reads_words=reads_words(person),
        reads_all=whole,
        by_strand=not wanted["order"],
    )


def _counted(
    user: User, person: Person, practices: Sequence[Practice], since: datetime.date
) -> tuple[dict[tuple[int, int], Counts], dict[int, Academy], list[Voice]]:
    """(practice, academy) -> what is done with it there; these academies; and why it was dropped, the newest first."""
    keys = [practice.pk for practice in practices]
    found: dict[tuple[int, int], Counts] = {}
    places: dict[int, Academy] = {}

    def add(practice: int, academy: Academy, counts: Counts) -> None:
        at = (practice, academy.pk)
        found[at] = found.get(at, Counts()) + counts
        places[academy.pk] = academy

    for use in practice_uses.collect(user, person, keys, since):
        add(use.practice, use.academy, counted_use(use))
    trials = newest_trials(user, person, keys, since)
    for trial in trials:
        add(trial.practice_id, trial.academy, counted_trial(trial))
    why = [trial for trial in trials if trial.became == "dropped"] if reads_words(person) else []
    return found, places, [voice_of(user, person, trial) for trial in why]


def _answer(rows: Sequence[PracticeRow], *, whole: bool) -> str:
    """'13 of 16 practices are in use; 3 are worked on where no plan names them and 2 were dropped somewhere.'
    `whole`: the person reads every plan of the trust; others are told what they may know of."""
    if not rows:
        return "No practice is published in the toolkit yet."
    lives = sum(row.total.lives for row in rows)
    unplanned, dropped = sum(bool(row.unplanned) for row in rows), sum(bool(row.total.dropped) for row in rows)
    if not lives and not dropped:
        return (
            f"{opening(alike((len(rows), 'practice stands', 'practices stand'))[0])} in the toolkit, none in use yet."
        )
    n, of, missing, ended = alike(
        (lives, "of", "of"),
        (len(rows), "practice is", "practices are"),
        (unplanned, "is", "are"),
        (dropped, "was", "were"),
    )
    said = f"All {of} in use" if lives == len(rows) > 1 else f"{opening(n)} {of} in use"
    said += "" if whole or lives == len(rows) else ", as far as you may read"
    rest = [f"{missing} worked on where no plan names {'it' if unplanned == 1 else 'them'}"] if unplanned else []
    rest += [f"{ended} dropped somewhere"] if dropped else []
    return f"{said}; {listed(rest)}." if rest else f"{said}."


def _spans(today: datetime.date) -> dict[str, tuple[str, datetime.date]]:
    year = year_on(today)
    return {
        "": (f"Since September {year - 1}", first_day_of_year(year - 1)),
        "year": ("This academic year", first_day_of_year(year)),
        "ever": ("Ever", datetime.date.min),
    }


def _wanted(query: Mapping[str, str], places: Iterable[str], spans: Mapping[str, object]) -> dict[str, str]:
    known: dict[str, Iterable[str]] = {
        "strand": Strand.values,
        "kind": PracticeKind.values,
        "phase": TaughtPhase.values,
        "academy": places,
        "show": [value for value, _ in SHOWS],
        "since": spans,
        "order": [value for value, _ in ORDERS],
    }
    return {name: one_of(query, name, values) for name, values in known.items()}


def _filters(
    wanted: Mapping[str, str], places: Sequence[Academy], spans: Mapping[str, tuple[str, object]], *, plans: bool
) -> list[Filter]:
    return [
        Filter.of("show", "Show", "Every practice", SHOWS if plans else SHOWS[1:], wanted["show"]),
        Filter.of("strand", "Strand", "Every strand", Strand.choices, wanted["strand"]),
        Filter.of("kind", "Kind", "Every kind", PracticeKind.choices, wanted["kind"]),
        Filter.of("phase", "Phase", "Every phase", TaughtPhase.choices, wanted["phase"]),
        Filter.of(
            "academy", "In use at", "Anywhere", ((place.slug, place.name) for place in places), wanted["academy"]
        ),
        Filter("since", "Since", [Choice(value, label) for value, (label, _) in spans.items()], wanted["since"]),
        Filter("order", "Order", [Choice(*each) for each in ORDERS], wanted["order"]),
    ]


def _fits(row: PracticeRow, wanted: Mapping[str, str]) -> bool:
    practice, show = row.practice, wanted["show"]
    return (
        wanted["strand"] in ("", practice.strand)
        and wanted["kind"] in ("", practice.kind)
        and (not wanted["phase"] or wanted["phase"] in practice.phases)
        and (not wanted["academy"] or any(cell.academy.slug == wanted["academy"] for cell in row.used))
        and (show != "unplanned" or bool(row.unplanned))
        and (show != "dropped" or bool(row.total.dropped))
        and (show != "unused" or not row.total.any)
    )


def _in_order(rows: list[PracticeRow], order: str) -> list[PracticeRow]:
    if order == "used":
        return sorted(rows, key=lambda row: (-sum(cell.counts.lives for cell in row.cells), row.practice.title))
    return sorted(rows, key=lambda row: row.practice.title) if order == "name" else rows
