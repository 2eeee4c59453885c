"""Evidence about data return: how many of the files that could be expected by now an academy has handed in."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy, Term
from academies.models.academy import Status
from academies.models.term import TermName
from academies.providers import Fact, FactKind
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import listed
from celt.lib.terms import year_label, year_on
from pupils.models import Coverage

RETURN = FactKind(
    slug="data.return",
    label="Files handed in of those expected",
    group="Data",
    better="higher",
    unit="%",
    about=(
        "Since the start of last year: pupils of each year, attendance of each finished term, and results of each "
        "checkpoint that most other academies of the phase have handed in."
    ),
    overview=True,
    short="Data in",
    scale=(0, 100),
)
DATA_KINDS = (RETURN,)


@dataclass(frozen=True, order=True)
class File:
    """One file that an academy owes: pupils of a year, attendance of a term, or results of a checkpoint."""

    academic_year: int
    kind: int  # 0 pupils, 1 attendance, 2 results: their order in a year
    place: int = 0  # of the checkpoint in the year
    name: str = ""  # of the term or the checkpoint

    @property
    def says(self) -> str:
        year = year_label(self.academic_year)
        if self.kind == 0:
            return f"pupils of {year}"
        if self.kind == 1:
            return f"attendance of {TermName(self.name).label.lower()} {year}"
        return f"{self.name} results {year}"


def data_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    """Two queries, however many academies. For those who may see what was handed in."""
    mine = [a for a in academies if a.status == Status.OPEN and may_at(a, person, Permission.VIEW_STAFF_FIGURES)]
    if not mine or person.trust is None:
        return
    today = timezone.localdate()
    years: tuple[int, ...] = (year_on(today) - 1, year_on(today))
    terms = list(Term.objects.visible_to(user).filter(trust=person.trust, academic_year__in=years))
    given, phases = _given(person, years)
    # Nobody owes the files of a year before the trust kept any here.
    years = tuple(
        y for y in years if y == years[-1] or any(f.academic_year == y for each in given.values() for f in each)
    )
    usual = {phase: usual_files(phase, given, phases) for phase in {a.phase for a in mine}}
    for academy in mine:
        handed_in = given.get(academy.pk, set())
        owed = sorted(expected(academy, years, terms, today) | owed_results(usual[academy.phase], handed_in))
        yield _fact(academy, owed, handed_in, today)


def _given(person: Person, years: Iterable[int]) -> tuple[dict[int, set[File]], dict[int, str]]:
    """Who has handed in what, of the whole trust: what is usual in a phase follows from the others, of whom a
    headteacher sees nothing. No count and no name of another academy leaves this module."""
    given: dict[int, set[File]] = {}
    phases: dict[int, str] = {}
    # The checkpoint's name is empty where a row is of pupils or of a term, which the stubs do not know.
    rows: Iterable[tuple[int, str, int, str, str | None, int]] = (
        Coverage.objects.filter(academy__trust=person.trust, academy__status=Status.OPEN, academic_year__in=years)
        .values_list("academy", "academy__phase", "academic_year", "term", "checkpoint__name", "checkpoint__position")
        .distinct()
        .order_by()
    )
    for academy, phase, year, term, checkpoint, position in rows:
        phases[academy] = phase
        if checkpoint is not None:
            file = File(year, 2, position, checkpoint)
        else:
            file = File(year, 1, list(TermName.values).index(term), term) if term else File(year, 0)
        given.setdefault(academy, set()).add(file)
    return given, phases


def usual_files(phase: str, given: Mapping[int, set[File]], phases: Mapping[int, str]) -> tuple[int, Counter[File]]:
    """How many academies of the phase hand anything in, and how many of them each file of results."""
    of_phase = [files for academy, files in given.items() if phases[academy] == phase]
    return len(of_phase), Counter(file for files in of_phase for file in files if file.kind == 2)


def owed_results(usual: tuple[int, Counter[File]], handed_in: set[File]) -> set[File]:
    """Results that more than half of the others of the phase have handed in, and one's own."""
    academies, counts = usual
    others = academies - bool(handed_in)
    own = {file for file in handed_in if file.kind == 2}
    return own | {file for file, count in counts.items() if 2 * (count - (file in own)) > others}


def expected(academy: Academy, years: Collection[int], terms: Iterable[Term], today: datetime.date) -> set[File]:
    """Pupils of each year that has begun, attendance of each term that has ended, since the academy opened."""
    opened = academy.opened or datetime.date.min
    owed = {File(year, 0) for year in years if datetime.date(year + 1, 8, 31) >= opened}
    names = list(TermName.values)
    return owed | {
        File(term.academic_year, 1, names.index(term.name), term.name)
        for term in terms
        if term.academic_year in years and opened < term.ends < today
    }


def _fact(academy: Academy, owed: Sequence[File], handed_in: set[File], today: datetime.date) -> Fact:
    missing = [file.says for file in owed if file not in handed_in]
    share = 100 * (len(owed) - len(missing)) / len(owed)
    return Fact(
        kind=RETURN.slug,
        academy=academy.pk,
        value=share,
        figure=f"{share:.0f}%" if not missing or share < 99.5 else "99%",
        source=f"Files handed in by {british(today)}",
        as_of=today,
        n=len(owed),
        counted="files",
        period=f"since September {owed[0].academic_year}",
        note=f"Missing: {listed(missing, most=6)}." if missing else "",
        url=reverse("pupils:coverage"),
    )
