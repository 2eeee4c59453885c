"""The academy dashboard, and its charts as CSV and as pictures."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404
from academies.selectors.came_of_it import came_of_it
from celt.lib.charts import ChartCard
from celt.lib.sentences import Sentence, counted
from celt.ui.parts import Link
from dashboards import cards
from dashboards import figure_tables as tables
from dashboards.disclosure import Audience, audience_of
from dashboards.filters import looking_filters
from dashboards.models import GapFigure
from dashboards.records import gap_key
from dashboards.rules import published_gap_says
from dashboards.selectors.academy import AcademyPage, academy_page
from dashboards.sentences import gap_answer
from dashboards.stats import academy_stats, more_stats
from dashboards.views.shared import card_file, first_step, provenance


@require_safe
def academy(request: SignedInRequest, slug: str) -> HttpResponse:
    page = _page(request, slug)
    looking, headline, here = page.looking, page.headline, page.academy
    counts, told = "", told_of(headline)
    if headline is not None and not looking.published:
        counts = (
            f"{counted(headline.n_disadvantaged + headline.n_other, 'pupil')}, {headline.n_disadvantaged} disadvantaged"
        )
    address = reverse("dashboards:academy", args=[here.slug])
    context = {
        "academy": here,
        "answer": _answer(page),
        "crumbs": [Link("Trust", reverse("dashboards:trust") + f"?{looking.query}"), Link(here.name)],
        "provenance": [
            *provenance(looking, page.run, counts),
            Link("About the academy", reverse("academies:academy_detail", args=[here.slug])),
        ],
        "filters": looking_filters(looking),
        "cards": academy_cards(request, page),
        "stats": academy_stats(looking.measure, told, page.phase_measure.whole()) if told else [],
        "more": more_stats(looking.measure, headline) if headline else [],
        "measures": tables.measures_table(page.measures, address) if page.measures else None,
        "step": first_step(request.person),
        "anything": bool(looking.slices),
        "came": came_of_it(request.user, request.person, here, gap_key(looking.measure.slug)),
    }
    return render(request, "dashboards/academy.html", context)


def told_of(figure: GapFigure | None) -> GapFigure | None:
    """The figure where it says more than the answer's 'too few pupils' does."""
    return None if figure is None or (figure.gap is None and figure.pooled_gap is None) else figure


@require_safe
def academy_file(request: SignedInRequest, slug: str, card: str, form: str) -> HttpResponse:
    page = _page(request, slug)
    return card_file(request, academy_cards(request, page), card, form, page.looking)


def _page(request: SignedInRequest, slug: str) -> AcademyPage:
    found = academy_or_404(request, slug, Permission.VIEW_FIGURES)
    return academy_page(request.user, request.person, found, request.GET)


def academy_cards(request: SignedInRequest, page: AcademyPage) -> Mapping[str, ChartCard]:
    looking = page.looking
    address = reverse("dashboards:academy", args=[page.academy.slug])
    reader = audience_of(request.person) is Audience.READER
    found: list[ChartCard] = []
    if not looking.published:
        found += [
            cards.trend_card(looking, page.measure.series(page.academy), everybody=looking.breakdown == "all"),
            cards.groups_card(
                looking,
                page.breakdowns,
                slug="groups",
                title="Within the academy",
                what="group",
                reader=reader,
            ),
        ]
        if len(page.year_groups) > 1:
            found.append(
                cards.groups_card(
                    looking, page.year_groups, slug="year_groups", title="Year groups", what="year group",
                    reader=reader,
                )
            )  # fmt: skip
    if page.published:
        found.append(cards.published_years_card(looking, page.published))
    return cards.at(address, looking, found)


def _answer(page: AcademyPage) -> Sentence:
    looking = page.looking
    if looking.published:
        gap = next((row.gap_within for row in page.published if row.academic_year == looking.academic_year), None)
        measure = looking.measure
        return published_gap_says(
            gap, measure.in_words, looking.academic_year, f"at {page.academy.name}",
            higher_is_better=measure.direction == "higher", places=measure.decimals,
        )  # fmt: skip
    return gap_answer(looking.measure, page.headline, page.before, where=f"at {page.academy.name}")
