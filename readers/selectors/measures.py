"""The gaps and the attendance that a reader tells, through the disclosure door as readers see them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from academies.access import Person
from academies.models import Academy, Trust
from academies.models.academy import Phase
from accounts.models import User
from celt.lib.charts import ChartCard
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import Sentence, inside
from celt.lib.terms import year_on
from dashboards import cards
from dashboards.models import FigureStatus, GapFigure, GapRun
from dashboards.selectors.gaps import figures_of, last_run
from dashboards.selectors.looking import Looking, Slice, look, slices_of
from dashboards.sentences import gap_answer
from pupils.measures import MEASURES, Measure
from readers.rules.figures import chance, gap_words, means, then
from readers.rules.told import FigureTold

ATTENDANCE = "persistent_absence"
# What a board reads of attainment, by phase: the first is drawn, what has no figure is left out.
READ: Mapping[str, Sequence[str]] = {
    Phase.PRIMARY: ("ks2_rwm_exp", "phonics_exp", "reading_sas_mean"),
    Phase.SECONDARY: ("ks4_attainment8", "ks4_em_4", "reading_sas_mean"),
}
EVERY = ("ks2_rwm_exp", "ks4_attainment8", "phonics_exp", "reading_sas_mean")
MOST = 3


@dataclass(frozen=True)
class Looked:
    """One measure where it was looked for. `drawn`: how it is drawn for this board, for those that are. `so_far`: it is
    of a whole year that is not over."""

    measure: Measure
    figure: GapFigure | None
    before: GapFigure | None
    of: str
    where: str
    drawn: Callable[[], ChartCard]
    run: GapRun | None
    so_far: bool = False

    @property
    def says(self) -> Sentence:
        return gap_answer(self.measure, self.figure, self.before, where=self.where)


@dataclass(frozen=True)
class Sight:
    """As whom the figures of a trust are looked at, and what of them there is: read once for all measures."""

    user: User
    person: Person
    trust: Trust
    slices: frozenset[Slice]
    run: GapRun | None


def sight_of(user: User, person: Person, trust: Trust) -> Sight:
    """Two queries."""
    slices = slices_of(user, trust)
    return Sight(user, person, trust, slices, last_run(look(user, trust, {}, slices=slices)))


def at_academy(sight: Sight, academy: Academy, slug: str) -> Looked | None:
    """None where the academy has no figure of that measure. One query."""
    looking = _looking(sight, slug)
    figures = figures_of(sight.user, sight.person, looking, academy=academy)
    now, before = figures.of(academy), figures.of(academy, looking.academic_year - 1)
    if now is None or now.status == FigureStatus.NOT_PUBLISHED:
        return None

    def drawn() -> ChartCard:
        return cards.trend_card(looking, figures.series(academy), title=looking.measure.title)

    short = short_names([academy.name])[academy.name]
    return _looked(sight, looking, now, before, f"at {short}", drawn)


def in_trust(sight: Sight, slug: str, *, by_academy: Sequence[Academy] = ()) -> Looked | None:
    """`by_academy`: drawn for each of these, else over the years. One query."""
    looking = _looking(sight, slug)
    figures = figures_of(sight.user, sight.person, looking)
    now, before = figures.whole(), figures.whole(looking.academic_year - 1)
    if now is None or now.status == FigureStatus.NOT_PUBLISHED:
        return None

    def drawn() -> ChartCard:
        if by_academy:
            rows = figures.rows(by_academy)
            return cards.academies_card(looking, rows, None, rows, reader=True)
        return cards.trend_card(looking, figures.series(), title=looking.measure.title)

    return _looked(sight, looking, now, before, "", drawn)


def _looking(sight: Sight, slug: str) -> Looking:
    return look(sight.user, sight.trust, {"measure": slug, "source": "own"}, slices=sight.slices)


def _looked(
    sight: Sight,
    looking: Looking,
    now: GapFigure,
    before: GapFigure | None,
    where: str,
    drawn: Callable[[], ChartCard],
) -> Looked:
    so_far = _so_far(looking, sight.run)
    of = f"{looking.year} so far" if so_far else f"{looking.year}, {inside(looking.checkpoint)}"
    return Looked(looking.measure, now, before, of, where, drawn, sight.run, so_far)


def _so_far(looking: Looking, run: GapRun | None) -> bool:
    """Whether a figure "of the whole year" is of a year that was not over when its files came."""
    if run is None or run.data_as_of is None or looking.checkpoint.lower() != "full year":
        return False
    return year_on(timezone.localdate(run.data_as_of)) <= looking.academic_year


def told(looked: Looked, earlier: Mapping[str, FigureTold]) -> FigureTold:
    """`earlier`: what the last reader said, by measure."""
    gap = gap_words(looked.measure, looked.figure)
    last = earlier.get(looked.measure.slug, FigureTold())
    return FigureTold(
        measure=looked.measure.slug,
        title=looked.measure.title,
        of=looked.of,
        gap=gap,
        says=looked.says,
        means=means(looked.measure, looked.figure),
        chance=chance(looked.measure, looked.figure, so_far=looked.so_far),
        then=then(gap, looked.of, last.gap, last.of, so_far=looked.so_far),
    )


def wanted(academy: Academy) -> Sequence[str]:
    return [slug for slug in READ.get(academy.phase, EVERY) if slug in MEASURES]


def sources_of(found: Iterable[Looked]) -> str:
    """Of which day the files are, as all figures of a reader come from the same run."""
    run = next((one.run for one in found if one.run is not None), None)
    if run is None or run.data_as_of is None:
        return ""
    return f"Figures from files of {british(timezone.localdate(run.data_as_of))}, groups of ten or fewer not shown."
