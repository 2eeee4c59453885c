"""What the dashboards' views share: a card as a file, where the figures come from, the first step of an empty page."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.guards import SignedInRequest
from celt.lib.charts import ChartCard
from celt.lib.charts.parts import Variant
from celt.lib.charts.picture import CONTENT_TYPES, picture
from celt.lib.charts.theme import Theme
from celt.ui.parts import Link
from celt.ui.tables import csv_response
from dashboards.models import GapRun
from dashboards.rules import computed_says
from dashboards.selectors.looking import BREAKDOWNS, Looking


def provenance(looking: Looking, run: GapRun | None, counted: str = "") -> list[str | Link]:
    """The line below the answer: who was counted, when, when it was computed from which files, and how to read it."""
    how = Link("How this is counted", reverse("dashboards:measure", args=[looking.measure.slug]))
    return [*([counted] if counted else []), *figures_of_when(looking, run), guide(), how]


def guide() -> Link:
    return Link("How to read a gap", reverse("help:reading_a_gap"))


def figures_of_when(looking: Looking, run: GapRun | None) -> list[str]:
    period = f"{looking.year}, {looking.checkpoint.lower()}" if looking.academic_year else ""
    pupils = "" if looking.breakdown == "all" else f"{BREAKDOWNS[looking.breakdown]} only"
    if looking.published:
        when = "Performance tables of the Department for Education"
    elif run is not None and run.published_at is not None:
        as_of = timezone.localtime(run.data_as_of) if run.data_as_of else None
        when = computed_says(timezone.localtime(run.published_at), as_of, timezone.localdate())
    else:
        when = ""
    return [text for text in (period, pupils, when) if text]


def first_step(person: Person) -> Link | None:
    """What an empty dashboard offers to whoever may bring files in."""
    if not person.can(Permission.IMPORT_DATA):
        return None
    try:
        return Link("Bring in a file", reverse("pupils:upload"))
    except NoReverseMatch:
        return None


def card_file(
    request: SignedInRequest, cards: Mapping[str, ChartCard], slug: str, form: str, looking: Looking
) -> HttpResponse:
    """A card's table as CSV, or its chart as SVG or PNG; 404 for what the page does not hold."""
    card = cards.get(slug)
    if card is None:
        raise Http404("There is no such chart.")
    name = f"{looking.measure.slug}-{looking.year.replace('/', '-')}-{slug}"
    if form == "csv" and card.table is not None:
        return csv_response(card.table, f"{name}.csv")
    if form not in CONTENT_TYPES or card.chart is None:
        raise Http404("There is no such file.")
    theme: Theme = "dark" if request.GET.get("theme") == "dark" else "light"
    variant: Variant = "narrow" if request.GET.get("box") == "narrow" else "wide"
    drawn = picture(card.chart, form="png" if form == "png" else "svg", theme=theme, variant=variant)
    response = HttpResponse(drawn, content_type=CONTENT_TYPES["png" if form == "png" else "svg"])
    response["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    return response
