"""The programme of coaching: numbers of five people or more, for heads and the trust's leaders."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from academies.access import Permission
from academies.guards import SignedInRequest, needs
from celt.lib.charts import ChartCard, ReachRow, reach
from celt.lib.days import british
from celt.lib.sentences import counted, inside, listed
from celt.ui.parts import Stat
from celt.ui.tables import csv_response
from coaching.selectors.programme import PlaceLine, ProgrammePage, programme_page
from coaching.tables.programme import ProgrammeFile, ProgrammeTable, at_least

NO_ACADEMY = "No academy has figures of its own yet: they begin with five people of ten who may be coached."


@require_safe
@needs(Permission.VIEW_PROGRAMME)
def programme(request: SignedInRequest) -> HttpResponse:
    page = programme_page(request.user, request.person)
    main = page.main
    context = {
        "page": page,
        "answer": _answer(page),
        "provenance": [
            f"As of Sunday {british(page.as_of)}",
            f"Since {british(page.began)}",
            "Counts rounded down to fives",
        ],
        "stats": _stats(main) if main and main.numbers else [],
        "card": _places_card(page) if len(page.places) > 1 else None,
        "table": ProgrammeTable([line for line in page.lines if line.numbers]) if len(page.places) > 1 else None,
        "untold": listed([line.short for line in page.untold if not line.small], most=14),
        "small": listed([line.short for line in page.untold if line.small], most=14),
    }
    return render(request, "coaching/programme.html", context)


@require_safe
@needs(Permission.VIEW_PROGRAMME)
def programme_csv(request: SignedInRequest) -> HttpResponse:
    page = programme_page(request.user, request.person)
    return csv_response(ProgrammeFile(page.lines), f"coaching-{page.as_of:%Y-%m-%d}.csv")


def _answer(page: ProgrammePage) -> str:
    """'60 or more of 214 colleagues have been coached since September, and most cycles keep their rhythm.'"""
    main = page.main
    if main is None:
        told = len(page.told)
        yours = counted(len(page.places), "academy", "academies")
        return f"{told} of your {yours} have five colleagues or more in coaching."
    where = "" if page.whole else f" at {main.short}"
    if main.numbers is None and main.small:
        return f"Too few colleagues work{where} for figures: nobody reads off a number who is coached."
    if main.numbers is None:
        return f"Fewer than five colleagues have been coached{where} since September, so there are no figures yet."
    rhythm = {"most": "most cycles keep", "half": "about half the cycles keep", "few": "few cycles keep"}
    kept = rhythm.get(main.numbers.rhythm, "")
    rest = f", and {kept} their rhythm" if kept else ""
    return f"{main.least} or more of {main.may} colleagues{where} have been coached since September{rest}."


def _stats(line: PlaceLine) -> list[Stat]:
    n = line.numbers
    assert n is not None
    stats = [
        Stat("People coached", f"{line.least}+", note=f"of {line.may} who may be coached"),
        Stat("Cycles running", f"{n.running}+" if n.running else "–", note=f"{at_least(n.cycles)} this year"),
        Stat("Visits", f"{n.visits}+" if n.visits else "–", note="observed, since September"),
    ]
    if n.class_share is not None:
        stats.append(Stat("Time in classrooms", f"{n.class_share}%", note="of visits and talks, to the nearest tenth"))
    if n.coaches and n.load is not None:
        load = f"{n.load:.1f}".removesuffix(".0")
        stats.append(Stat("A coach’s load", load, "cycles", note=f"on average, {at_least(n.coaches)} coaches"))
    return stats


def _places_card(page: ProgrammePage) -> ChartCard:
    told = sorted((line for line in page.told if line.may), key=lambda line: (-(line.share or 0), line.name))
    rows = [
        ReachRow(line.short, 100 * line.least / line.may, 100 * line.most / line.may, line.coached) for line in told
    ]
    return ChartCard(
        slug="coverage",
        title="Who has been coached, by academy",
        says=_coverage_says(told),
        chart=reach(rows, unit="% of those who may be coached there", end=100),
        table_url="#all" if rows else "",
        csv_url=reverse("coaching:programme_csv"),
        foot="Those who have been coached since September, of those who may be coached.",
        empty=NO_ACADEMY,
    )


def _coverage_says(told: list[PlaceLine]) -> str:
    if not told:
        return "Figures stand here for the academies where enough colleagues work."
    # Not who reaches least: a pale bar may be full.
    return f"Most is certain of {told[0].short}: {inside(told[0].coached)}."
