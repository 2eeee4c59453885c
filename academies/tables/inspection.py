"""Inspections as tables and files. A framework's areas are the columns of its own table and of no other."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.safestring import SafeString

from academies.inspection import Framework
from academies.models import Academy, Inspection
from academies.rules.inspection import CATEGORY_WORDS
from academies.selectors.inspection import Version
from celt.lib.days import short_day
from celt.ui.parts import Status
from celt.ui.tables import LinkColumn, Table, TextColumn


class GradeColumn(tables.Column):
    """A grade. Only those that ask for action bear a mark, so that the eye finds them."""

    def __init__(self, label: str, **options: Any) -> None:
        super().__init__(verbose_name=label, attrs={"td": {"data-label": label}}, **options)

    def render(self, value: Status) -> SafeString:
        marked = f"status status-{value.tone}" if value.tone else "grade-plain"
        return format_html('<span class="{}">{}</span>', marked, value.word)


class StandingTable(Table):
    """Academies whose latest graded inspection stands under one framework; `standing_table` adds its areas."""

    academy = LinkColumn("Academy", shown="short")
    inspected = TextColumn("Inspected")

    def render_inspected(self, value: datetime.date) -> str:
        """Day and month on one line; the year may stand below, for the areas need the room."""
        return short_day(value).replace(" ", "\u00a0", 1)


def standing_table(version: Version, *, caption: str) -> StandingTable:
    framework = version.framework
    areas = [(area, GradeColumn(label, order_by=(f"rank_{area}",))) for area, label in framework.areas.items()]
    more = [("safeguarding", GradeColumn("Safeguarding", orderable=False))]
    if any(row["category"] for row in version.rows):
        more.append(("category", GradeColumn("Category of concern", orderable=False)))
    given = {area for row in version.rows for area in row}
    return StandingTable(
        version.rows,
        caption=caption,
        prefix=f"{framework.slug}-",
        extra_columns=[*((area, column) for area, column in areas if area in given), *more],
    )


class GradeFile(Table):
    """One row a grade: the only shape in which two frameworks fit into one file without being set beside each other."""

    academy = TextColumn("Academy")
    urn = TextColumn("URN")
    framework = TextColumn("Framework")
    started = TextColumn("First day")
    kind = TextColumn("Kind")
    area = TextColumn("Area")
    grade = TextColumn("Grade")
    source = TextColumn("Source")


def trust_file(versions: Iterable[Version]) -> GradeFile:
    return GradeFile(
        [
            {
                "academy": row["academy"], "urn": row["urn"], "framework": row["framework"],
                "started": row.get(f"day_{area}", row["inspected"]), "kind": row["kind"], "area": label,
                "grade": str(row[area]), "source": row["source"],
            }
            for version in versions
            for row in version.rows
            for area, label in _columns(version.framework)
            if row.get(area)
        ]
    )  # fmt: skip


def history_file(academy: Academy, inspections: Iterable[Inspection]) -> GradeFile:
    rows: list[dict[str, Any]] = []
    for inspection in inspections:
        framework = inspection.words
        grades = {judgement.area: framework.grades[judgement.grade] for judgement in inspection.judgements.all()}
        said = {
            **grades,
            "safeguarding": framework.safeguarding.get(inspection.safeguarding, ""),
            "category": CATEGORY_WORDS[inspection.concern_category] if inspection.concern_category else "",
            "outcome": inspection.outcome,
        }
        rows += [
            {
                "academy": academy.name, "urn": inspection.inspected_urn or academy.urn,
                "framework": framework.name, "started": inspection.started, "kind": inspection.get_kind_display(),
                "area": label, "grade": said[area], "source": inspection.get_source_display(),
            }
            for area, label in [*_columns(framework), ("outcome", "Outcome")]
            if said.get(area)
        ]  # fmt: skip
    return GradeFile(rows)


def _columns(framework: Framework) -> list[tuple[str, str]]:
    return [*framework.areas.items(), ("safeguarding", "Safeguarding"), ("category", "Category of concern")]
