"""The gaps and the attendance that a reader tells, through the disclosure door as readers see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils import timezone

from academies.access import Person
from academies.models import Academy
from academies.models.academy import Phase
from accounts.models import User
from celt.lib.charts import ChartCard
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import Sentence, inside
from dashboards import cards
from dashboards.models import GapFigure, GapRun
from dashboards.selectors.academy import academy_page
from dashboards.selectors.looking import Looking
from dashboards.selectors.trust import trust_page
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
    """One measure where it was looked for. `card`: how it is drawn for this board."""

    measure: Measure
    figure: GapFigure | None
    before: GapFigure | None
    of: str
    where: str
    card: ChartCard
    run: GapRun | None

    @property
    def says(self) -> Sentence:
        return gap_answer(self.measure, self.figure, self.before, where=self.where)


def at_academy(user: User, person: Person, academy: Academy, slug: str) -> Looked | None:
    """None where the academy has no figure of that measure."""
    page = academy_page(user, person, academy, {"measure": slug, "source": "own"})
    if page.looking.measure.slug != slug or page.headline is None or page.headline.status == "not_published":
        return None
    card = cards.trend_card(page.looking, page.measure.series(academy), title=page.looking.measure.title)
    short = short_names([academy.name])[academy.name]
    return Looked(page.looking.measure, page.headline, page.before, _of(page.looking), f"at {short}", card, page.run)


def in_trust(user: User, person: Person, slug: str, *, by_academy: bool) -> Looked | None:
    """`by_academy`: drawn academy by academy, else over the years."""
    page = trust_page(user, person, {"measure": slug, "source": "own"}, with_grid=False)
    if page.looking.measure.slug != slug or page.headline is None or page.headline.status == "not_published":
        return None
    if by_academy:
        card = cards.academies_card(page.looking, page.rows, None, page.rows, reader=True)
    else:
        card = cards.trend_card(page.looking, page.measure.series(), title=page.looking.measure.title)
    return Looked(page.looking.measure, page.headline, page.before, _of(page.looking), "", card, page.run)


def _of(looking: Looking) -> str:
    return f"{looking.year}, {inside(looking.checkpoint)}"


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
        chance=chance(looked.measure, looked.figure),
        then=then(gap, looked.of, last.gap, last.of),
    )


def wanted(academy: Academy) -> Sequence[str]:
    return [slug for slug in READ.get(academy.phase, EVERY) if slug in MEASURES]


def sources_of(found: Iterable[Looked]) -> str:
    """Of which day the files are, as all figures of a reader come from the same run."""
    run = next((one.run for one in found if one.run is not None), None)
    if run is None or run.data_as_of is None:
        return ""
    return f"Figures from files of {british(timezone.localdate(run.data_as_of))}, groups of ten or fewer not shown."
