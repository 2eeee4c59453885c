"""Damaged files of what is published: a sentence and nothing written, or whole rows; never a traceback.

`FUZZ=2000` tries that many of each.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from academies.models import Academy, Inspection, Judgement, PredecessorLink, Trust
from pupils.imports.errors import FileRefused
from pupils.models import Checkpoint, ImportBatch, ImportRejection, PublishedFigure
from pupils.models.batch import ImportStatus
from pupils.published.academies import apply_academies
from pupils.published.inspections import apply_inspections
from pupils.published.services import apply_performance_tables
from tests import factories as make
from tests.academies.gias_files import DAILY_COLUMNS, TRUST, gias_bytes, other_school, school
from tests.lib.mutation import damaged
from tests.pupils.inspection_files import mi_bytes, oeif, report_card, row, ungraded
from tests.pupils.performance_files import ks2_bytes, ks2_school, ks2_withheld, ks4_bytes, ks4_school

pytestmark = pytest.mark.django_db
TRIES = int(os.environ.get("FUZZ", "40"))
fuzz = settings(
    max_examples=TRIES, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

LINKED = school(150002, "Gannet’s, Infants", **{"Linked establishments": ["120001 Predecessor", "120002 Successor"]})
EXTRACTS = (
    gias_bytes(school(), LINKED, other_school()),
    gias_bytes(school(), LINKED, other_school(), columns=DAILY_COLUMNS, encoding="cp1252"),
)
TABLES = (
    ks2_bytes(ks2_school(150001), ks2_withheld(150002), ks2_school(120001, URN_AC="150003")),
    ks4_bytes(ks4_school(150001), ks4_school(150002, ATT8SCR_FSM6CLA1A="NP")),
)
INSPECTIONS = (
    mi_bytes(
        row(150001, **report_card(), **oeif()), row(150002, **oeif(overall=4), **ungraded()), row(999001, **oeif())
    ),
    mi_bytes(row(150001, **oeif(), **ungraded()), titles=(), encoding="utf-8-sig"),
)
WRITTEN = (
    Trust, Academy, PredecessorLink, Checkpoint, ImportBatch, ImportRejection, PublishedFigure, Inspection, Judgement,
)  # fmt: skip


def everything() -> list[list[tuple[object, ...]]]:
    return [list(model._default_manager.order_by("pk").values_list()) for model in WRITTEN]


def attempt(path: Path, content: bytes, apply: Callable[[], object]) -> bool:
    """Whether the file was taken. Fails on anything but FileRefused, on a refusal that wrote, and on no sentence."""
    path.write_bytes(content)
    before = everything()
    try:
        with transaction.atomic():
            apply()
    except FileRefused as refusal:
        sentence = str(refusal)
    else:
        return True
    assert sentence.endswith("."), sentence
    assert len(sentence) < 1000, sentence
    assert everything() == before
    return False


@fuzz
@given(content=st.sampled_from(EXTRACTS).flatmap(damaged))
def test_damaged_extract(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "edubase.csv"
    with transaction.atomic():
        if attempt(path, content, lambda: apply_academies(path, wanted=TRUST, by=None)):
            batch = ImportBatch.objects.get()
            assert batch.status == ImportStatus.APPLIED
            assert Academy.objects.count() == batch.added > 0
            for academy in Academy.objects.all():
                academy.full_clean()
        transaction.set_rollback(True)


@fuzz
@given(content=st.sampled_from(TABLES).flatmap(damaged))
def test_damaged_performance_table(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "table.csv"
    with transaction.atomic():
        trust = make.TrustFactory()
        for urn in (150001, 150002, 150003):
            make.AcademyFactory(trust=trust, urn=urn, la_code=936, la_name="Surrey")
        if attempt(path, content, lambda: apply_performance_tables(path, year=2018, trust=trust, by=None)):
            batch = ImportBatch.objects.get()
            assert (batch.status, PublishedFigure.objects.count()) == (ImportStatus.APPLIED, batch.added)
            assert PublishedFigure.objects.filter(level="national").exists(), "a table without England is not whole"
            for figure in PublishedFigure.objects.all():
                for group in ("all", "disadvantaged", "other"):
                    value, code = getattr(figure, f"value_{group}"), getattr(figure, f"code_{group}")
                    assert value is None or not code, "a code was turned into a figure"
        transaction.set_rollback(True)


@fuzz
@given(content=st.sampled_from(INSPECTIONS).flatmap(damaged))
def test_damaged_file_of_inspections(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "latest.csv"
    with transaction.atomic():
        trust = make.TrustFactory()
        for urn in (150001, 150002):
            make.AcademyFactory(trust=trust, urn=urn)
        if attempt(path, content, lambda: apply_inspections(path, trust=trust, by=None)):
            batch = ImportBatch.objects.get()
            assert (batch.status, Inspection.objects.count()) == (ImportStatus.APPLIED, batch.added)
            for inspection in Inspection.objects.all():
                inspection.full_clean()
                assert inspection.kind != "graded" or inspection.judgements.exists(), "a graded one has a grade"
        transaction.set_rollback(True)
