"""A plan on paper: the two pages that hold what a meeting needs, and both PDFs."""

from __future__ import annotations

import dataclasses
import datetime
from dataclasses import dataclass
from typing import Any

from celt.lib import pdf
from plans.rules.document import PlanDocument, as_data
from plans.rules.rings_paper import rings_svg
from plans.rules.summary import SCALES, Summary, summary

WHOLE, TWO_PAGES = "plan", "plan_summary"
# Points of type that are tried, the most readable first.
SIZES = (11.4, 10.8, 10.2, 9.6)


@dataclass(frozen=True, slots=True)
class TwoPages:
    """`size`: of the type, in points."""

    summary: Summary
    size: float


def two_pages(document: PlanDocument, title: str = "") -> TwoPages:
    """The largest type in which two A4 pages hold all texts; in the smallest, as much of them as fits. `title`: what a
    snapshot was taken for."""

    def fits(told: Summary, size: float, page: int) -> bool:
        return pdf.pages(TWO_PAGES, _data(TwoPages(told, size), title, only=page)) == 1

    whole = summary(document)
    for size in SIZES:
        if fits(whole, size, 1) and fits(whole, size, 2):
            return TwoPages(whole, size)
    first, second = (
        next((scale for scale in SCALES if fits(summary(document, scale, scale), SIZES[-1], page)), SCALES[-1])
        for page in (1, 2)
    )
    return TwoPages(summary(document, first, second), SIZES[-1])


def _data(told: TwoPages, title: str, only: int = 0) -> dict[str, Any]:
    """`only`: 1 or 2 for that page alone."""
    return {**dataclasses.asdict(told.summary), "size": told.size, "snapshot": title, "only": only}


def plan_file(document: PlanDocument, on: datetime.datetime, title: str = "") -> bytes:
    """The whole plan as a tagged PDF. `title`: what a snapshot was taken for."""
    drawings = {"rings": rings_svg(document.rings)} if document.rings else {}
    return pdf.pdf(WHOLE, {**as_data(document), "snapshot": title}, on=on, drawings=drawings)


def summary_file(document: PlanDocument, on: datetime.datetime, title: str = "") -> bytes:
    return pdf.pdf(TWO_PAGES, _data(two_pages(document, title), title), on=on)
