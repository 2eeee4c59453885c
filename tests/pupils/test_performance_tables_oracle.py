"""Every printed cell against what was stored, read a second way: plain csv, and columns named one by one.

With `PUBLISHED_FILES` naming a folder of real downloads (a GIAS extract `*gias*.csv`, and tables called
`..._2018-19_ks2final.csv`) and `PUBLISHED_TRUST` a trust in them, the same is done for all of that trust's academies.
"""

import csv
import os
import random
import re
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Q

from academies.models import Academy, PredecessorLink, Trust
from pupils.models import PublishedFigure
from pupils.published.academies import apply_academies
from pupils.published.services import apply_performance_tables
from tests import factories as make
from tests.pupils.performance_files import KS2_COLUMNS, KS2_STEMS, ks2_bytes

pytestmark = [pytest.mark.django_db, pytest.mark.oracle]
FOLDER = os.environ.get("PUBLISHED_FILES", "")
O2, O4 = "NotFSM6CLA1A", "NFSM6CLA1A"

# measure -> all, disadvantaged, other, the department's gap
CELLS: dict[str, tuple[str, str, str, str]] = {
    "ks2_rwm_exp": ("PTRWM_EXP", "PTRWM_EXP_FSM6CLA1A", f"PTRWM_EXP_{O2}", "DIFFN_RWM_EXP"),
    "ks2_rwm_high": ("PTRWM_HIGH", "PTRWM_HIGH_FSM6CLA1A", f"PTRWM_HIGH_{O2}", "DIFFN_RWM_HIGH"),
    "ks2_reading_mean": ("READ_AVERAGE", "READ_AVERAGE_FSM6CLA1A", f"READ_AVERAGE_{O2}", ""),
    "ks2_reading_exp": ("PTREAD_EXP", "PTREAD_EXP_FSM6CLA1A", f"PTREAD_EXP_{O2}", ""),
    "ks2_reading_high": ("PTREAD_HIGH", "PTREAD_HIGH_FSM6CLA1A", f"PTREAD_HIGH_{O2}", ""),
    "ks2_maths_mean": ("MAT_AVERAGE", "MAT_AVERAGE_FSM6CLA1A", f"MAT_AVERAGE_{O2}", ""),
    "ks2_maths_exp": ("PTMAT_EXP", "PTMAT_EXP_FSM6CLA1A", f"PTMAT_EXP_{O2}", ""),
    "ks2_maths_high": ("PTMAT_HIGH", "PTMAT_HIGH_FSM6CLA1A", f"PTMAT_HIGH_{O2}", ""),
    "ks2_gps_mean": ("GPS_AVERAGE", "GPS_AVERAGE_FSM6CLA1A", f"GPS_AVERAGE_{O2}", ""),
    "ks2_gps_exp": ("PTGPS_EXP", "PTGPS_EXP_FSM6CLA1A", f"PTGPS_EXP_{O2}", ""),
    "ks2_gps_high": ("PTGPS_HIGH", "PTGPS_HIGH_FSM6CLA1A", f"PTGPS_HIGH_{O2}", ""),
    "ks2_writing_exp": ("PTWRITTA_EXP", "PTWRITTA_EXP_FSM6CLA1A", f"PTWRITTA_EXP_{O2}", ""),
    "ks2_writing_high": ("PTWRITTA_HIGH", "PTWRITTA_HIGH_FSM6CLA1A", f"PTWRITTA_HIGH_{O2}", ""),
    "ks2_reading_progress": ("READPROG", "READPROG_FSM6CLA1A", f"READPROG_{O2}", "DIFFN_READPROG"),
    "ks2_writing_progress": ("WRITPROG", "WRITPROG_FSM6CLA1A", f"WRITPROG_{O2}", "DIFFN_WRITPROG"),
    "ks2_maths_progress": ("MATPROG", "MATPROG_FSM6CLA1A", f"MATPROG_{O2}", "DIFFN_MATPROG"),
    "ks4_attainment8": ("ATT8SCR", "ATT8SCR_FSM6CLA1A", f"ATT8SCR_{O4}", "DIFFN_ATT8"),
    "ks4_em_4": ("PTL2BASICS_94", "PTFSM6CLA1ABASICS_94", "PTNOTFSM6CLA1ABASICS_94", ""),
    "ks4_em_5": ("PTL2BASICS_95", "PTFSM6CLA1ABASICS_95", "PTNOTFSM6CLA1ABASICS_95", ""),
    "ks4_ebacc_aps": ("EBACCAPS", "EBACCAPS_FSM6CLA1A", f"EBACCAPS_{O4}", ""),
    "ks4_progress8": ("P8MEA", "P8MEA_FSM6CLA1A", f"P8MEA_{O4}", "DIFFN_P8MEA"),
}
COUNTS = {
    "KS2": ("TELIG", "TFSM6CLA1A", f"T{O2}"),
    "KS4": ("TPUP", "TFSM6CLA1A", "TNOTFSM6CLA1A"),
    "P8": ("P8PUP", "P8PUP_FSM6CLA1A", f"P8PUP_{O4}"),
}


def printed(text: str) -> tuple[float | None, str]:
    text = text.strip()
    if not text:
        return None, ""
    try:
        return float(text.removesuffix("%")), ""
    except ValueError:
        return None, text


def expected(row: dict[str, str], measure: str) -> tuple[Any, ...]:
    """As stored: (value, code) of each group and of the gap, then the three counts."""
    counts = COUNTS["P8" if measure == "ks4_progress8" else measure[:3].upper()]
    cells = [printed(row[name]) if name else (None, "") for name in CELLS[measure]]
    return (*cells, *(None if value is None else int(value) for value, _ in (printed(row[name]) for name in counts)))


def stored(figure: PublishedFigure) -> tuple[Any, ...]:
    return (
        (figure.value_all, figure.code_all),
        (figure.value_disadvantaged, figure.code_disadvantaged),
        (figure.value_other, figure.code_other),
        (figure.published_gap, figure.published_gap_code),
        figure.n_all,
        figure.n_disadvantaged,
        figure.n_other,
    )


def compare(path: Path, year: int, stage: str, trust: Trust) -> int:
    """Cells compared; every one of them has to agree, and every printed one has to be there."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file, restval=""))
    measures = [slug for slug, names in CELLS.items() if slug.startswith(stage.lower()) and names[0] in rows[0]]
    by_urn = {row["URN"].strip(): row for row in rows}

    def says_something(row: dict[str, str] | None) -> bool:
        return row is not None and any(row[name].strip() for slug in measures for name in CELLS[slug] if name)

    sources: dict[tuple[Any, ...], dict[str, str]] = {}
    for academy in trust.academies.all():
        before = {str(urn) for urn in PredecessorLink.objects.filter(academy=academy).values_list("urn", flat=True)}
        before |= {row["URN"].strip() for row in rows if row.get("URN_AC", "").strip() == str(academy.urn)}
        own = by_urn.get(str(academy.urn))
        old = [by_urn[urn] for urn in sorted(before) if says_something(by_urn.get(urn))]
        if own is not None and says_something(own):
            sources["academy", academy.pk, None] = own
        elif len(old) == 1:
            sources["academy", academy.pk, None] = old[0]
    for row in rows:
        if row["RECTYPE"] == {"KS2": "5", "KS4": "7"}[stage]:
            sources["national", None, None] = row
        if row["RECTYPE"] == {"KS2": "3", "KS4": "4"}[stage]:
            sources["la", None, int(row["LEA"])] = row
    wanted = {
        (*place, slug): expected(row, slug)
        for place, row in sources.items()
        for slug in measures
        if any(row[name].strip() for name in CELLS[slug] if name)
    }
    found = PublishedFigure.objects.filter(
        Q(academy__trust=trust) | Q(academy=None), academic_year=year, key_stage=stage
    )
    assert {(f.level, f.academy_id, f.la_code, f.measure): stored(f) for f in found} == wanted
    return len(wanted) * 7


@pytest.mark.parametrize("seed", range(8))
def test_made_up_table_cell_by_cell(tmp_path: Path, seed: int) -> None:
    draw = random.Random(seed)
    trust = make.TrustFactory()
    academies = [make.AcademyFactory(trust=trust, urn=150000 + n, la_code=936, la_name="Surrey") for n in range(25)]
    path = tmp_path / "x.csv"
    path.write_bytes(ks2_bytes(*(made_up_school(draw, academy) for academy in academies)))
    apply_performance_tables(path, year=2018, trust=trust, by=None)
    assert compare(path, 2018, "KS2", trust) > 1000


def made_up_school(draw: random.Random, academy: Academy) -> dict[str, Any]:
    def cell(name: str) -> str:
        if draw.random() < 0.3:
            return draw.choice(["SUPP", "NE", "NA", "LOWCOV", "SP", "", " "])
        if "PROG" in name or name.startswith("DIFFN"):
            return f"{draw.uniform(-9, 9):.1f}"
        return str(draw.randint(80, 120)) if "AVERAGE" in name else f"{draw.randint(0, 100)}%"

    figures = [
        name
        for name in KS2_COLUMNS
        if name.startswith(("DIFFN", *KS2_STEMS)) and not re.search("_1[78]|3YR|DESC", name)
    ]
    counts = {name: draw.choice(["0", "4", "57", "SUPP"]) for name in COUNTS["KS2"]}
    return {"RECTYPE": "1", "LEA": "936", "URN": academy.urn, **counts, **{name: cell(name) for name in figures}}


@pytest.mark.skipif(not FOLDER, reason="PUBLISHED_FILES names no folder of real downloads")
def test_real_tables_cell_by_cell() -> None:
    folder = Path(FOLDER)
    trust, _, _ = apply_academies(next(folder.glob("*gias*.csv")), wanted=os.environ["PUBLISHED_TRUST"], by=None)
    compared = 0
    for path in sorted(folder.glob("*final.csv")):
        start, stage = re.search(r"(\d{4})-\d\d_(ks\d)", path.name).groups()  # type: ignore[union-attr]
        apply_performance_tables(path, year=int(start), trust=trust, by=None)
        compared += compare(path, int(start), stage.upper(), trust)
    print(f"{compared:,} cells of {trust} compared")
    assert compared
