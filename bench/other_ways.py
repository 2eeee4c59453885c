"""The same figures in pandas and in DuckDB, written from the definitions and not from the product's own code.

Both take the results as pupils have them and give one row a figure: n, mean and deviation of both groups, the gap with
its 95% interval (Newcombe for shares, Welch for means), Hedges' g and the rank gap. Shares are 0 to 100.
"""

from __future__ import annotations

import io
from typing import Any

import duckdb
import numpy as np
import pandas as pd
from django.db import connection
from scipy import stats

from academies.row_scope import every_row
from bench.rows import YEAR
from pupils.measures import MEASURES, CombinedRule, MeanRule, Measure, Part, ThresholdRule

KEY = ["measure", "checkpoint", "level", "place", "breakdown"]
FIGURES = ["n_disadvantaged", "n_other", "value_disadvantaged", "value_other", "sd_disadvantaged", "sd_other", "gap",
           "ci_low", "ci_high", "effect_size", "rank_gap"]  # fmt: skip
BREAKDOWNS = ("sex", "sen", "eal", "year")

SELECT = """
SELECT r.enrolment_id AS pupil, c.name AS checkpoint, r.assessment, r.value, r.code, e.academy_id AS academy, a.phase,
    e.nc_year AS year, e.disadvantaged, p.sex, e.sen, CASE WHEN e.eal THEN 'Y' ELSE 'N' END AS eal
FROM pupils_result r JOIN pupils_checkpoint c ON c.id = r.checkpoint_id
JOIN pupils_enrolment e ON e.id = r.enrolment_id JOIN pupils_pupil p ON p.id = e.pupil_id
JOIN academies_academy a ON a.id = e.academy_id
"""
TEXTS = ["checkpoint", "assessment", "code", "phase", "sex", "sen", "eal"]


def load() -> pd.DataFrame:
    """One row a result, as pandas likes it: repeated texts as categories."""
    text = io.BytesIO()
    with every_row(), connection.cursor() as cursor:
        cursor.copy_expert(f"COPY ({SELECT}) TO STDOUT (FORMAT csv, HEADER)", text)
    text.seek(0)
    types: dict[str, Any] = {**dict.fromkeys(TEXTS, "category"), "year": "int8", "value": "float64"}
    frame = pd.read_csv(text, dtype=types, true_values=["t"], false_values=["f"], keep_default_na=True)
    frame["code"] = frame["code"].cat.add_categories("").fillna("")
    return frame


def scored() -> list[Measure]:
    """The measures that results alone give."""
    return [measure for measure in MEASURES.values() if not measure.from_attendance]


def outcomes(results: pd.DataFrame, measure: Measure) -> pd.DataFrame:
    """One row for each pupil who counts, with `x`: the score, or 0 or 100 for a share."""
    mine = results[results["year"].isin(measure.year_groups)]
    if isinstance(measure.rule, MeanRule):
        found = mine[(mine["assessment"] == measure.rule.assessment) & mine["value"].notna()]
        return found.rename(columns={"value": "x"})
    if isinstance(measure.rule, ThresholdRule):
        found = mine[mine["assessment"] == measure.rule.part.assessment]
        reached, counted = _reach(found, measure.rule.part)
        return found.assign(x=100.0 * reached)[counted]
    assert isinstance(measure.rule, CombinedRule)
    return _combined(mine, measure.rule)


def _reach(found: pd.DataFrame, part: Part) -> tuple[Any, Any]:
    codes = found["code"]
    line = part.threshold(YEAR)
    reached = codes.isin(part.reaching)
    if line is not None:
        reached |= found["value"] >= line
    return reached, ~codes.isin(part.left_out)


def _combined(mine: pd.DataFrame, rule: CombinedRule) -> pd.DataFrame:
    """Worst part first: not reached, then left out, then missing; all reached is reached."""
    same = ["pupil", "checkpoint"]
    parts = []
    for part in rule.parts:
        found = mine[mine["assessment"] == part.assessment]
        reached, counted = _reach(found, part)
        state = np.where(reached, 0, np.where(counted, 2, 1))
        parts.append(found[same].assign(state=state).set_index(same)["state"])
    states = pd.concat(parts, axis=1, keys=range(len(parts)))
    missing = 2 if rule.missing_part == "not_reached" else 1
    worst = states.fillna(missing).max(axis=1)
    about = mine[mine["assessment"].isin(rule.assessments)].drop_duplicates(same)
    x = worst[worst != 1].map({0.0: 100.0, 2.0: 0.0}).rename("x")
    kept = about.drop(columns="value").merge(x.reset_index(), on=same)
    held = [mine[mine["assessment"] == part.assessment][["checkpoint", "academy"]] for part in rule.parts]
    for one in held:
        kept = kept.merge(one.drop_duplicates(), on=["checkpoint", "academy"])
    return kept


def long_table(results: pd.DataFrame) -> pd.DataFrame:
    """Every measure's outcomes under each other."""
    tables = []
    for measure in scored():
        found = outcomes(results, measure)
        if len(found):
            kept = found[["checkpoint", "academy", "phase", "year", "sex", "sen", "eal", "disadvantaged", "x"]]
            tables.append(kept.assign(measure=measure.slug))
    table = pd.concat(tables, ignore_index=True)
    return table.astype({"measure": "category", "checkpoint": "category"})


def in_pandas(results: pd.DataFrame) -> pd.DataFrame:
    """All figures; index KEY, columns FIGURES."""
    table = long_table(results)
    found = []
    for level, place in (("trust", None), ("phase", "phase"), ("academy", "academy")):
        for breakdown in ("all", *BREAKDOWNS):
            by = ["measure", "checkpoint", *filter(None, [place]), *([] if breakdown == "all" else [breakdown])]
            found.append(_labelled(_groups(table, by), level, place, breakdown))
    return finish(pd.concat(found, ignore_index=True))


def _groups(table: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    ranks = table.groupby(by, observed=True)["x"].rank()
    grouped = table.assign(rank=ranks).groupby([*by, "disadvantaged"], observed=True)
    both = grouped.agg(n=("x", "size"), value=("x", "mean"), sd=("x", "std"), rank=("rank", "mean"))
    wide = both.unstack("disadvantaged")
    wide.columns = [f"{name}_{'disadvantaged' if group else 'other'}" for name, group in wide.columns]
    return wide.reset_index()


def _labelled(wide: pd.DataFrame, level: str, place: str | None, breakdown: str) -> pd.DataFrame:
    wide["level"] = level
    wide["place"] = wide[place].astype(str) if place else ""
    wide["breakdown"] = "all" if breakdown == "all" else breakdown + ":" + wide[breakdown].astype(str)
    return wide


def finish(wide: pd.DataFrame) -> pd.DataFrame:
    """From n, value, sd and mean rank of both groups to the gap and what surrounds it."""
    wide = wide.dropna(subset=["n_disadvantaged", "n_other"]).copy()
    n1, n2 = wide["n_disadvantaged"].to_numpy(float), wide["n_other"].to_numpy(float)
    m1, m2 = wide["value_disadvantaged"].to_numpy(float), wide["value_other"].to_numpy(float)
    s1, s2 = wide["sd_disadvantaged"].to_numpy(float), wide["sd_other"].to_numpy(float)
    wide["gap"] = m1 - m2
    shares = wide["measure"].astype(str).map({slug: m.is_share for slug, m in MEASURES.items()}).to_numpy(bool)
    with np.errstate(all="ignore"):
        low, high = _welch(n1, m1, s1, n2, m2, s2)
        share_low, share_high = _newcombe(m1 / 100, n1, m2 / 100, n2)
        wide["ci_low"], wide["ci_high"] = np.where(shares, share_low, low), np.where(shares, share_high, high)
        squares = np.where(n1 > 1, (n1 - 1) * s1**2, 0) + np.where(n2 > 1, (n2 - 1) * s2**2, 0)
        pooled = np.sqrt(squares / (n1 + n2 - 2))
        g = (1 - 3 / (4 * (n1 + n2) - 9)) * (m1 - m2) / pooled
        wide["effect_size"] = np.where((pooled == 0) & (m1 == m2), 0.0, np.where(pooled == 0, np.nan, g))
    wide["rank_gap"] = 20 * (wide["rank_other"] - wide["rank_disadvantaged"]) / (n1 + n2)
    return wide.set_index(KEY)[FIGURES].astype(float)


def _welch(n1: Any, m1: Any, s1: Any, n2: Any, m2: Any, s2: Any) -> tuple[Any, Any]:
    a, b = s1**2 / n1, s2**2 / n2
    t = stats.t.ppf(0.975, (a + b) ** 2 / (a**2 / (n1 - 1) + b**2 / (n2 - 1)))
    half = np.where(a + b == 0, 0, t * np.sqrt(a + b))
    return m1 - m2 - half, m1 - m2 + half


def _newcombe(p1: Any, n1: Any, p2: Any, n2: Any) -> tuple[Any, Any]:
    z = stats.norm.ppf(0.975)

    def wilson(p: Any, n: Any) -> tuple[Any, Any]:
        half = z * np.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        return (p + z**2 / (2 * n) - half) / (1 + z**2 / n), (p + z**2 / (2 * n) + half) / (1 + z**2 / n)

    (l1, u1), (l2, u2) = wilson(p1, n1), wilson(p2, n2)
    d = p1 - p2
    return 100 * (d - np.hypot(p1 - l1, u2 - p2)), 100 * (d + np.hypot(u1 - p1, p2 - l2))


DUCK_TABLE = """
SELECT measure, checkpoint, academy, phase, year::text AS year, sex::text AS sex, sen::text AS sen, eal::text AS eal,
    disadvantaged, x FROM outcomes
"""
# Counts of every value in every cell; a cell's ranks follow from them, as ties share their mean rank.
DUCK = """
WITH cells AS (
    SELECT measure, checkpoint, phase, academy, sex, sen, eal, year, x,
        count(*) FILTER (disadvantaged) AS d, count(*) FILTER (NOT disadvantaged) AS o
    FROM outcomes
    GROUP BY GROUPING SETS ({sets})
), ranked AS (
    SELECT *, sum(d + o) OVER (PARTITION BY measure, checkpoint, phase, academy, sex, sen, eal, year ORDER BY x)
        - (d + o - 1) / 2.0 AS rank FROM cells
)
SELECT measure, checkpoint, phase, academy, sex, sen, eal, year,
    sum(d) AS n_disadvantaged, sum(o) AS n_other, sum(d * x) / sum(d) AS value_disadvantaged,
    sum(o * x) / sum(o) AS value_other,
    sqrt((sum(d * x * x) - sum(d * x) ^ 2 / sum(d)) / nullif(sum(d) - 1, 0)) AS sd_disadvantaged,
    sqrt((sum(o * x * x) - sum(o * x) ^ 2 / sum(o)) / nullif(sum(o) - 1, 0)) AS sd_other,
    sum(d * rank) / sum(d) AS rank_disadvantaged, sum(o * rank) / sum(o) AS rank_other
FROM ranked GROUP BY ALL HAVING sum(d) > 0 AND sum(o) > 0
"""


def in_duckdb(results: pd.DataFrame) -> pd.DataFrame:
    """All figures; index KEY, columns FIGURES. The measures' outcomes come from pandas, the figures from DuckDB."""
    outcomes = long_table(results).astype(dict.fromkeys(["year", "sex", "sen", "eal"], str))
    places = ("", "phase, ", "phase, academy, ")
    sets = [f"({{}}{breakdown}measure, checkpoint, x)" for breakdown in ("", *(f"{b}, " for b in BREAKDOWNS))]
    text = ", ".join(one.format(place) for place in places for one in sets)
    with duckdb.connect() as duck:
        duck.register("outcomes", outcomes)
        wide = duck.execute(DUCK.format(sets=text)).df()
    academy, phase = wide["academy"].notna(), wide["phase"].notna()
    wide["level"] = np.where(academy, "academy", np.where(phase, "phase", "trust"))
    ids = wide["academy"].astype("Int64").astype(str)
    wide["place"] = np.where(academy, ids, np.where(phase, wide["phase"].astype(str), ""))
    wide["breakdown"] = "all"
    for breakdown in BREAKDOWNS:
        here = wide[breakdown].notna()
        wide.loc[here, "breakdown"] = breakdown + ":" + wide.loc[here, breakdown].astype(str)
    return finish(wide)
