"""The staff dashboard: an academy's own figures for everybody who works there, small groups hidden as for governors."""

from collections.abc import Mapping

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, academy_or_404, needs
from academies.models import Academy
from academies.ways import may_at
from celt.lib.charts import ChartCard
from celt.lib.sentences import inside
from celt.ui.parts import Choice, Filter, Link
from dashboards import cards
from dashboards import figure_tables as tables
from dashboards.filters import looking_filters
from dashboards.selectors.staff import StaffPage, staff_page
from dashboards.sentences import gap_answer
from dashboards.staff_words import meanings, questions
from dashboards.views.measure import definition
from dashboards.views.shared import card_file, figures_of_when, guide


@require_safe
@needs(Permission.VIEW_STAFF_DASHBOARD)
def staff(request: SignedInRequest) -> HttpResponse:
    """Straight to one's own academy; whoever works in several chooses."""
    person = request.person
    seen = Academy.objects.visible_to(request.user).filter(trust=person.trust).order_by("name")
    own = [academy for academy in seen if may_at(academy, person, Permission.VIEW_STAFF_DASHBOARD)]
    if len(own) == 1:
        return redirect("dashboards:staff_academy", own[0].slug)
    ways = [Link(academy.name, reverse("dashboards:staff_academy", args=[academy.slug])) for academy in own]
    return render(request, "dashboards/staff_list.html", {"ways": ways})


@require_safe
def staff_academy(request: SignedInRequest, slug: str) -> HttpResponse:
    page = _page(request, slug)
    looking, headline, here = page.looking, page.headline, page.academy
    leads, reads = (may_at(here, request.person, p) for p in (Permission.EDIT_PLAN, Permission.VIEW_FIGURES))
    shown = [(row.label, row.figure.gap) for row in page.year_groups if row.figure.gap is not None]
    widest = inside(max(shown, key=lambda each: abs(each[1] or 0))[0]) if len(shown) > 1 else ""
    context = {
        "academy": here,
        "answer": gap_answer(looking.measure, headline, page.before, where=f"at {here.name}"),
        "lead": "This is what your staff see: groups of 10 pupils and fewer are hidden." if leads else "",
        "crumbs": [Link(here.name, reverse("academies:academy_detail", args=[here.slug])), Link("Staff dashboard")],
        "provenance": [*figures_of_when(looking, page.run), guide()] if page.measures else [],
        "actions": [Link("Your own dashboard", tables.academy_url(here.slug, looking.query))] if reads else [],
        "filters": _filters(page),
        "cards": staff_cards(page),
        "meanings": meanings(looking.measure, headline),
        "questions": questions(looking.measure, headline, widest=widest),
        "practices": page.practices,
        "measures": tables.staff_table(page.measures, reverse("dashboards:staff_academy", args=[here.slug])),
        "measure": looking.measure,
        "definition": definition(looking.measure),
        "anything": bool(looking.slices),
    }
    return render(request, "dashboards/staff.html", context)


@require_safe
def staff_file(request: SignedInRequest, slug: str, card: str, form: str) -> HttpResponse:
    page = _page(request, slug)
    return card_file(request, staff_cards(page), card, form, page.looking)


def _page(request: SignedInRequest, slug: str) -> StaffPage:
    found = academy_or_404(request, slug, Permission.VIEW_STAFF_DASHBOARD)
    return staff_page(request.user, found, request.GET)


def staff_cards(page: StaffPage) -> Mapping[str, ChartCard]:
    looking = page.looking
    found = [
        cards.trend_card(looking, page.of_measure.series(page.academy), everybody=looking.breakdown == "all"),
        cards.groups_card(
            looking, page.groups, slug="groups", title="Among some of the pupils", what="group", reader=True
        ),
    ]
    if page.year_groups:
        found.append(
            cards.groups_card(
                looking, page.year_groups, slug="year_groups", title="Year groups", what="year group", reader=True
            )
        )
    return cards.at(reverse("dashboards:staff_academy", args=[page.academy.slug]), looking, found)


def _filters(page: StaffPage) -> list[Filter]:
    """Key stage and subject narrow which measures can be chosen; then the measure, the pupils and the time."""
    found = []
    if len(page.stages) > 1:
        found.append(Filter.of("stage", "Key stage", "Every key stage", [(s, s) for s in page.stages], page.stage))
    if len(page.subjects) > 1:
        found.append(Filter.of("subject", "Subject", "Every subject", [(s, s) for s in page.subjects], page.subject))
    found += looking_filters(page.looking, breakdowns=False)
    if page.year_groups:
        rows = [Choice(row.slug, row.label) for row in page.year_groups]
        found.append(Filter("breakdown", "Year group", [Choice("all", "All of them"), *rows], page.looking.breakdown))
    return found
