"""What inspectors judged, as evidence: one kind of fact for each area of each framework, each on its own scale.

A fact stands only under the framework of the academy's latest graded inspection. Under every other framework there is
none, and it says why: a criterion that speaks of one framework neither holds nor fails for an academy under another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.urls import reverse

from academies.access import Person
from academies.inspection import FRAMEWORKS, NEWEST_FIRST, Framework
from academies.models import Academy
from academies.providers.facts import Fact, FactKind
from academies.rules.inspection import Inspected, Standing, standing
from academies.selectors.inspection import inspected, inspections_of
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import inside

SAFEGUARDING, CATEGORY = "inspection.safeguarding", "inspection.concern_category"
MET = ("Not met", "Met")
CATEGORIES = ("Special measures", "Serious weaknesses or requires significant improvement", "No category of concern")
# The two middle names are one category in law, under two frameworks' names.
RANK = {"special_measures": 1, "serious_weaknesses": 2, "significant_improvement": 2, "": 3}
FIGURES = {"special_measures": "Special measures", "serious_weaknesses": "Serious weaknesses",
           "significant_improvement": "Requires significant improvement", "": "No category of concern"}  # fmt: skip


def kind_of(framework: Framework, area: str) -> str:
    return f"inspection.{framework.slug}.{area}"


def _kinds() -> Iterator[FactKind]:
    for framework in NEWEST_FIRST:
        for area, label in framework.areas.items():
            yield FactKind(
                kind_of(framework, area),
                f"{label} ({inside(framework.name)})",
                "Inspection",
                "higher",
                words=tuple(reversed(list(framework.grades.values()))),
                about=f"{framework.about} It speaks only of academies whose latest graded inspection stands under it.",
                short=label,
            )
    yield FactKind(
        SAFEGUARDING, "Safeguarding (report card)", "Inspection", "higher", words=MET,
        about="Met or not met, as the report card says it. Earlier reports said whether it was effective.",
    )  # fmt: skip
    yield FactKind(
        CATEGORY, "Category of concern", "Inspection", "higher", words=CATEGORIES,
        about="The category in which the latest report placed the academy, if any.",
    )  # fmt: skip


INSPECTION_KINDS = tuple(_kinds())
_GRADED = [(kind_of(framework, area), framework, area) for framework in FRAMEWORKS.values() for area in framework.areas]


def inspection_facts(user: User, person: Person, academies: Sequence[Academy]) -> Iterator[Fact]:
    """A fact of each kind for each academy, with a figure or with why there is none. Two queries."""
    for pk, rows in inspections_of(user, academies).items():
        now = standing(map(inspected, rows))
        yield from _grades(pk, now)
        yield _safeguarding(pk, now)
        yield _category(pk, now)


def _grades(academy: int, now: Standing | None) -> Iterator[Fact]:
    for kind, framework, area in _GRADED:
        if now is None or now.framework.slug != framework.slug:
            yield _none(kind, academy, now)
        elif area not in now.grades:
            yield _none(kind, academy, now, "This area was not judged.", provided=area not in framework.optional_areas)
        else:
            grade, one = now.grades[area]
            yield _fact(kind, academy, one, framework.rank(grade), framework.grades[grade])


def _safeguarding(academy: int, now: Standing | None) -> Fact:
    if now is None or now.framework.safeguarding["met"] not in MET:
        return _none(SAFEGUARDING, academy, now)
    if not now.safeguarding:
        return _none(SAFEGUARDING, academy, now, "The report card entered here does not say it.")
    words = now.framework.safeguarding[now.safeguarding]
    return _fact(SAFEGUARDING, academy, now.latest, 2 if now.safeguarding == "met" else 1, words)


def _category(academy: int, now: Standing | None) -> Fact:
    if now is None:
        return _none(CATEGORY, academy, now)
    return _fact(CATEGORY, academy, now.latest, RANK[now.concern_category], FIGURES[now.concern_category])


def _fact(kind: str, academy: int, one: Inspected, value: int, figure: str) -> Fact:
    whose = f", of the school before this academy (URN {one.predecessor_urn})" if one.predecessor_urn else ""
    return Fact(
        kind=kind,
        academy=academy,
        value=value,
        figure=figure,
        source=f"Ofsted, {one.kind} inspection of {british(one.started)}{whose}",
        as_of=one.started,
        url=reverse("academies:inspection_show", args=[one.pk]),
    )


def _none(kind: str, academy: int, now: Standing | None, why: str = "", *, provided: bool = True) -> Fact:
    """`provided` False: a provision that inspectors judge only where there is one, such as a sixth form."""
    applies = provided and (now is None or bool(why))
    if now is None:
        why = "No graded inspection of this academy is recorded here."
    elif not why:
        why = (
            f"Its latest graded inspection, of {british(now.latest.started)}, stands under another framework: "
            f"{inside(now.framework.name)}."
        )
    return Fact(kind=kind, academy=academy, value=None, figure="", source="Ofsted", why_none=why, applies=applies)
