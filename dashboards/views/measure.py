"""The measure pages: what each measure counts, England's values, and which academies are unusual."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.lib.charts import ChartCard
from celt.lib.terms import year_label
from celt.ui.parts import Link
from dashboards import cards
from dashboards import figure_tables as tables
from dashboards.filters import KEY_STAGES, looking_filters
from dashboards.selectors.measure import MeasurePage, measure_page
from dashboards.views.shared import card_file, provenance
from pupils.measures import MEASURES, Measure


@require_safe
@needs(Permission.VIEW_FIGURES)
def measure_list(request: SignedInRequest) -> HttpResponse:
    stages: dict[str, list[Measure]] = {}
    for measure in MEASURES.values():
        stages.setdefault(KEY_STAGES.get(measure.key_stage, "All ages"), []).append(measure)
    context = {"stages": stages, "crumbs": [Link("Dashboards", reverse("dashboards:trust")), Link("Measures")]}
    return render(request, "dashboards/measure_list.html", context)


@require_safe
@needs(Permission.VIEW_FIGURES)
def measure(request: SignedInRequest, slug: str) -> HttpResponse:
    page = _page(request, slug)
    looking = page.looking
    context = {
        "measure": looking.measure,
        "crumbs": [Link("Measures", reverse("dashboards:measure_list")), Link(looking.measure.short_title)],
        "provenance": provenance(looking, page.run)[:-1] if page.rows else [],
        "filters": looking_filters(looking, measures=False) if page.rows else [],
        "cards": measure_cards(page),
        "national": tables.national_table(page.national, looking.measure) if page.national else None,
        "definition": definition(looking.measure),
        "missing": [(year_label(year), why) for year, why in sorted(looking.measure.not_published.items())],
    }
    return render(request, "dashboards/measure.html", context)


@require_safe
@needs(Permission.VIEW_FIGURES)
def measure_file(request: SignedInRequest, slug: str, card: str, form: str) -> HttpResponse:
    page = _page(request, slug)
    return card_file(request, measure_cards(page), card, form, page.looking)


def _page(request: SignedInRequest, slug: str) -> MeasurePage:
    if slug not in MEASURES:
        raise Http404("There is no such measure.")
    return measure_page(request.user, request.person, MEASURES[slug], request.GET)


def measure_cards(page: MeasurePage) -> Mapping[str, ChartCard]:
    looking = page.looking
    address = reverse("dashboards:measure", args=[looking.measure.slug])
    whole = page.measure.whole()
    table = tables.academies_table(page.rows, looking.measure, query=looking.query, orderable=False)
    return cards.at(
        address,
        looking,
        [
            cards.funnel_card(looking, page.rows, whole.gap if whole else None, table),
            cards.trend_card(looking, page.measure.series(), title="The trust over the years"),
        ],
    )


def definition(measure: Measure) -> list[tuple[str, str]]:
    """Label and text of each part of the definition."""
    span = f"From {year_label(measure.from_year)}"
    span += f" to {year_label(measure.to_year)}." if measure.to_year else " on."
    better = "A higher figure is better." if measure.direction == "higher" else "A lower figure is better."
    return [
        ("Why it matters", measure.why),
        ("Who counts as reaching it" if measure.is_share else "What is counted", measure.numerator),
        ("Out of whom", measure.denominator),
        ("Disadvantage", measure.basis),
        ("Source", measure.source),
        ("Years", span),
        ("Reading it", better),
    ]
