"""The trust dashboard, and its charts as CSV and as pictures."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.lib.charts import ChartCard
from celt.lib.sentences import Sentence, counted
from celt.ui.parts import Link, Todo
from celt.ui.tables import configured
from dashboards import cards
from dashboards import figure_tables as tables
from dashboards.disclosure import Audience, audience_of
from dashboards.filters import looking_filters
from dashboards.rules import published_says
from dashboards.selectors.trust import TrustPage, trust_page
from dashboards.sentences import gap_answer
from dashboards.todos import places_to_go
from dashboards.views.shared import card_file, first_step, provenance

ROWS = 20  # academies on a page of the table and in the chart above it


@require_safe
@needs(Permission.VIEW_FIGURES)
def trust(request: SignedInRequest) -> HttpResponse:
    page = trust_page(request.user, request.person, request.GET)
    shown = trust_cards(request, page)
    grid = tables.grid_table(page.grid, page.grid_measures, query=page.looking.query, prefix="all-")
    context: dict[str, Any] = {
        "answer": _answer(page),
        "crumbs": [Link("Dashboards"), Link(str(page.looking.trust))],
        "provenance": provenance(page.looking, page.run, counted_says(page)),
        "filters": looking_filters(page.looking, phases=page.phases),
        "cards": shown,
        "grid": configured(request, grid, per_page=ROWS) if page.grid and not page.looking.published else None,
        "todos": _todos(page),
        "step": first_step(request.person),
        "anything": bool(page.looking.slices),
    }
    return render(request, "dashboards/trust.html", context)


@require_safe
@needs(Permission.VIEW_FIGURES)
def trust_file(request: SignedInRequest, card: str, form: str) -> HttpResponse:
    page = trust_page(request.user, request.person, request.GET, with_grid=False)
    return card_file(request, trust_cards(request, page, whole=True), card, form, page.looking)


def trust_cards(request: SignedInRequest, page: TrustPage, *, whole: bool = False) -> Mapping[str, ChartCard]:
    """The page's chart cards. `whole`: every academy, as files hold; else those of the table's page."""
    looking, address = page.looking, reverse("dashboards:trust")
    if looking.published:
        rows = [row for row in page.published if row.academic_year == looking.academic_year]
        rows.sort(key=lambda row: (row.gap_within is None, -abs(row.gap_within or 0)))
        published = tables.published_table(rows, looking.measure, places_too=whole)
        table = configured(request, published, per_page=None if whole else ROWS)
        visible = [record.record["row"] for record in table.paginated_rows]
        return cards.at(address, looking, [cards.published_card(looking, rows, visible, table)])
    table = tables.academies_table(page.rows, looking.measure, query=looking.query)
    configured(request, table, per_page=None if whole else ROWS)
    visible = [record.record["row"] for record in table.paginated_rows]
    reader = audience_of(request.person) is Audience.READER
    return cards.at(
        address,
        looking,
        [
            cards.academies_card(looking, page.rows, table, visible, reader=reader),
            cards.bar_card(looking, page.rows, tables.movement_table(page.rows, looking.measure, query=looking.query)),
            cards.trend_card(looking, page.measure.series(), everybody=looking.breakdown == "all"),
        ],
    )


def counted_says(page: TrustPage) -> str:
    """'386 pupils, 9 academies, 104 disadvantaged'; '' without a figure."""
    headline = page.headline
    if headline is None or page.looking.published:
        return ""
    return ", ".join(
        (
            counted(headline.n_disadvantaged + headline.n_other, "pupil"),
            counted(len(page.rows), "academy", "academies"),
            f"{headline.n_disadvantaged:,} disadvantaged",
        )
    )


def _answer(page: TrustPage) -> Sentence:
    looking = page.looking
    if looking.published:
        rows = [row for row in page.published if row.academic_year == looking.academic_year]
        better = looking.measure.direction == "higher"
        gaps = [row.gap_within for row in rows]
        return published_says(gaps, looking.measure.in_words, looking.academic_year, higher_is_better=better)
    return gap_answer(looking.measure, page.headline, page.before)


def _todos(page: TrustPage) -> list[Todo]:
    return [Todo(item.says, item.url, item.note) for item in places_to_go(page.rows, page.looking)]
