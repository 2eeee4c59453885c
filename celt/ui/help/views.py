"""The help pages: the same for everybody who signed in, since they hold nobody's data."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from celt.lib.charts.picture import CONTENT_TYPES, picture
from celt.ui.help.glossary import glossary
from celt.ui.help.guide import ACADEMY, THIS_YEAR, THREE_YEARS, guide_card, told
from celt.ui.help.steps import first_minutes
from celt.ui.parts import Link
from celt.ui.tables import csv_response


def _crumbs(here: str) -> list[Link]:
    return [Link("Help", reverse("help:index")), Link(here)]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    held = {membership.role for membership in request.person.here}  # type: ignore[attr-defined]
    roles = sorted(first_minutes().values(), key=lambda each: each.slug.replace("-", "_") not in held)
    return render(request, "help/index.html", {"roles": roles})


@require_safe
def glossary_page(request: HttpRequest) -> HttpResponse:
    letters: dict[str, list[Link]] = {}
    for term in glossary().values():
        letters.setdefault(term.word[0].upper(), []).append(Link(term.word, f"#{term.key}"))
    context = {"terms": glossary().values(), "letters": letters, "crumbs": _crumbs("Glossary")}
    return render(request, "help/glossary.html", context)


@require_safe
def reading_a_gap(request: HttpRequest) -> HttpResponse:
    context = {
        "card": guide_card(),
        "place": ACADEMY,
        "one": told(THIS_YEAR),
        "three": told(THREE_YEARS),
        "crumbs": _crumbs("Reading a gap"),
    }
    return render(request, "help/reading_a_gap.html", context)


@require_safe
def reading_a_gap_file(request: HttpRequest, card: str, form: str) -> HttpResponse:
    shown = guide_card()
    if card != shown.slug or form not in ("csv", *CONTENT_TYPES):
        raise Http404("There is no such file.")
    if form == "csv":
        return csv_response(shown.table, f"{card}.csv")
    assert shown.chart is not None
    kind = "png" if form == "png" else "svg"
    theme = "dark" if request.GET.get("theme") == "dark" else "light"
    variant = "narrow" if request.GET.get("box") == "narrow" else "wide"
    drawn = picture(shown.chart, form=kind, theme=theme, variant=variant)  # type: ignore[arg-type]
    return HttpResponse(drawn, content_type=CONTENT_TYPES[kind])  # type: ignore[index]


@require_safe
def first_ten_minutes(request: HttpRequest, role: str) -> HttpResponse:
    minutes = first_minutes().get(role)
    if minutes is None:
        raise Http404("There is no such page of help.")
    own = {m.academy.name for m in request.person.here if m.academy is not None}  # type: ignore[attr-defined]
    context = {"told": minutes.at(own.pop() if len(own) == 1 else ""), "crumbs": _crumbs(minutes.title)}
    return render(request, "help/first_ten_minutes.html", context)
