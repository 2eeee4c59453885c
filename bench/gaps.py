"""The gap run against what it is made of, and against other ways to the same figures."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from django.db import connection

from academies.models import Trust
from academies.row_scope import every_row
from bench import other_ways
from bench.scales import Scale
from bench.timing import peak_megabytes, seconds
from dashboards.models import GapFigure

# One GROUP BY over the same tables. The first by place and group alone; the second by all that figures are broken down
# by, which is the least that any way to them must ask: the aim is measured against it.
BARE = """
SELECT e.academic_year, r.checkpoint_id, r.assessment, e.academy_id, e.disadvantaged,
    count(r.value), avg(r.value), stddev_samp(r.value)
FROM pupils_result r JOIN pupils_enrolment e ON e.id = r.enrolment_id
GROUP BY 1, 2, 3, 4, 5
"""
BARE_BY_TRAITS = """
SELECT e.academic_year, r.checkpoint_id, r.assessment, e.academy_id, e.disadvantaged, e.nc_year, e.sen, e.eal, p.sex,
    count(r.value), avg(r.value), stddev_samp(r.value)
FROM pupils_result r JOIN pupils_enrolment e ON e.id = r.enrolment_id JOIN pupils_pupil p ON p.id = e.pupil_id
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9
"""
TOLERANCE = 1e-6  # points


class Disagreement(AssertionError):
    """Two ways to the same figures do not agree."""


def bare(query: str) -> None:
    with every_row(), connection.cursor() as cursor:
        cursor.execute(query)
        cursor.fetchall()


def run() -> None:
    """A whole run of the trust: read, computed, and published."""
    from django.core.management import call_command

    call_command("compute_gaps", verbosity=0)


def published() -> pd.DataFrame:
    """The figures as the run published them; index KEY, columns FIGURES."""
    columns = ["measure", "checkpoint", "level", "phase", "academy_id", "breakdown", *other_ways.FIGURES]
    rows = GapFigure.objects.filter(trust=Trust.objects.get(), n_disadvantaged__gt=0, n_other__gt=0)
    frame = pd.DataFrame.from_records(rows.values_list(*columns), columns=columns)
    academy = frame["academy_id"].astype("Int64").astype(str)
    place = np.where(frame["level"] == "academy", academy, np.where(frame["level"] == "phase", frame["phase"], ""))
    frame["place"] = place
    return frame.set_index(other_ways.KEY)[other_ways.FIGURES].astype(float)


def compare(ours: pd.DataFrame, theirs: pd.DataFrame, name: str) -> int:
    """How many figures agree; Disagreement where one is missing or differs by more than TOLERANCE."""
    ours, theirs = ours.sort_index(), theirs.sort_index()
    missing = ours.index.symmetric_difference(theirs.index)
    if len(missing):
        raise Disagreement(f"{name}: {len(missing)} figures stand on one side alone, such as {missing[0]}")
    theirs = theirs.loc[ours.index]
    unknown = ours.isna() != theirs.isna()
    if unknown.to_numpy().any():
        column = unknown.any().idxmax()
        raise Disagreement(f"{name}: {column} is known on one side alone, such as {unknown[column].idxmax()}")
    apart = (ours - theirs).abs()
    if (apart.max() > TOLERANCE).any():
        column = apart.max().idxmax()
        raise Disagreement(f"{name}: {column} differs by {apart[column].max():g} at {apart[column].idxmax()}")
    return len(ours)


def measure(scale: Scale, repeat: int) -> dict[str, Any]:
    """Seconds of each way at this scale, figures compared, peak memory of the run."""
    run()  # the first run compiles queries and warms caches for all that follow
    took = seconds(run, repeat)
    megabytes = peak_megabytes()
    found = {
        "scale": str(scale), "results": scale.results, "run": took, "megabytes": megabytes,
        "bare": seconds(lambda: bare(BARE), repeat + 1),
        "bare_by_traits": seconds(lambda: bare(BARE_BY_TRAITS), repeat + 1),
    }  # fmt: skip
    frames: list[pd.DataFrame] = []
    found["load"] = seconds(lambda: frames.append(other_ways.load()), 1)
    results = frames[0]
    ways: dict[str, pd.DataFrame] = {}
    found["pandas"] = seconds(lambda: ways.update(pandas=other_ways.in_pandas(results)), repeat)
    found["duckdb"] = seconds(lambda: ways.update(duckdb=other_ways.in_duckdb(results)), repeat)
    ours = published()
    found["figures"] = len(ours)
    for name, theirs in ways.items():
        compare(ours, theirs, name)
    return found
