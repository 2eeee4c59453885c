"""The performance tables of the demo trust, made from its own figures as the department would print them: rounded, and
both groups withheld where either has five pupils or fewer. The nation's rows are the real ones in pupils/reference."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from academies.models import Trust
from dashboards.demo.files import File, make_batches
from dashboards.demo.places import FIRST_PUBLISHED, LA_CODE, LAST_PUBLISHED
from dashboards.models import GapFigure
from dashboards.models.figure import Level
from pupils.models import ImportBatch, PublishedFigure
from pupils.models.batch import ImportKind
from pupils.models.published import PublishedLevel
from pupils.published.columns import PUBLISHED
from pupils.reference import Group, national, reference

WITHHELD_TO = 5  # DfE: a group of 1 to 5 pupils withholds both groups' figures
LOCAL_AUTHORITY: dict[Group, float] = {"all": -1.5, "disadvantaged": -2.0, "other": -1.0}  # points below the nation
DECIMALS = {"ks4_attainment8": 1, "ks4_ebacc_aps": 2}
YEARS = range(FIRST_PUBLISHED, LAST_PUBLISHED + 1)


def publish(trust: Trust) -> int:
    """Write the tables of the years that are out by now. Does nothing where they are there already."""
    with transaction.atomic():
        if PublishedFigure.objects.filter(academy__trust=trust).exists():
            return 0
        figures = [*_academies(trust), *_area_and_nation()]
        files = [File(ImportKind.PERFORMANCE_TABLES, f.academic_year, f.key_stage) for f in figures]
        actor = ImportBatch.objects.filter(trust=trust).order_by("pk")[0].actor
        batches = make_batches(trust, actor, files)
        for figure, file in zip(figures, files, strict=True):
            figure.batch_id = batches[file]
        PublishedFigure.objects.bulk_create(figures, batch_size=1000)
    return len(figures)


def _academies(trust: Trust) -> Iterator[PublishedFigure]:
    found = GapFigure.objects.filter(
        trust=trust, level=Level.ACADEMY, breakdown="all", checkpoint="Statutory", measure__in=PUBLISHED,
        academic_year__in=YEARS,
    ).order_by("academic_year", "measure", "academy")  # fmt: skip
    for row in found:
        measure = PUBLISHED[row.measure]
        n = row.n_disadvantaged + row.n_other
        if not n:
            continue
        figure = PublishedFigure(
            level=PublishedLevel.ACADEMY, academy_id=row.academy_id, academic_year=row.academic_year,
            key_stage=measure.key_stage, measure=row.measure, n_all=n, n_disadvantaged=row.n_disadvantaged,
            n_other=row.n_other,
        )  # fmt: skip
        counts = (row.n_disadvantaged, row.n_other)
        groups = (row.value_disadvantaged, row.value_other)
        if n <= WITHHELD_TO:
            figure.code_all = figure.code_disadvantaged = figure.code_other = "SUPP"
        else:
            total = sum(c * v for c, v in zip(counts, groups, strict=True) if c and v is not None)
            figure.value_all = _printed(row.measure, total / n)
            if min(counts) <= WITHHELD_TO:
                figure.code_disadvantaged = figure.code_other = "SUPP"
            else:
                figure.value_disadvantaged, figure.value_other = (_printed(row.measure, v) for v in groups)
        _school_to_nation(figure, measure.gap)
        yield figure


def _school_to_nation(figure: PublishedFigure, column: str) -> None:
    other = national(figure.measure, figure.academic_year, "other") if column else None
    if other is None:
        return
    if figure.value_disadvantaged is None:
        figure.published_gap_code = "SUPP"
    else:
        figure.published_gap = _printed(figure.measure, figure.value_disadvantaged - other)


def _area_and_nation() -> Iterator[PublishedFigure]:
    for slug, measure in PUBLISHED.items():
        for year in YEARS:
            found = {group: reference(slug, year, group) for group in LOCAL_AUTHORITY}
            values = {group: row.value for group, row in found.items() if row and not row.is_fsm}
            if not {"disadvantaged", "other"} <= set(values):
                continue
            for level, la_code in ((PublishedLevel.NATIONAL, None), (PublishedLevel.LOCAL_AUTHORITY, LA_CODE)):
                shown = {
                    f"value_{group}": _printed(slug, value + (LOCAL_AUTHORITY[group] if la_code else 0))
                    for group, value in values.items()
                }
                yield PublishedFigure(
                    level=level, la_code=la_code, academic_year=year, key_stage=measure.key_stage, measure=slug, **shown
                )


def _printed(measure: str, value: float | None) -> float | None:
    return None if value is None else round(value, DECIMALS.get(measure, 0))
