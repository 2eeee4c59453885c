"""From cells to figures: every level and breakdown of one measure, with its uncertainty. Pure: frames in, frame out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from celt.lib.statistics import (
    cliffs_delta,
    hedges_g,
    movement,
    newcombe,
    one_pupil,
    rank_gap,
    ratio_sample,
    sample,
    welch,
)
from pupils.measures import Kind, Measure
from pupils.reference import reference

Floats = npt.NDArray[np.float64]

POOLED_YEARS = 3
# A checkpoint at which a national figure of the same kind exists.
NATIONAL_CHECKPOINTS = ("statutory", "full year")
SERIES = ["academic_year", "checkpoint"]
PLACE = ["level", "phase", "academy"]
KEY = [*SERIES, *PLACE, "breakdown"]
RATE_SUMS = ("a", "b", "aa", "ab", "bb")
MEAN_SUMS = ("s", "ss")

BREAKDOWNS: tuple[tuple[str, pl.Expr], ...] = (
    ("all", pl.lit("all")),
    ("sex", "sex:" + pl.col("sex")),
    ("sen", "sen:" + pl.col("sen")),
    ("eal", pl.when(pl.col("eal") == 1).then(pl.lit("eal:Y")).otherwise(pl.lit("eal:N"))),
    ("year", "year:" + pl.col("nc_year").cast(pl.String)),
)


@dataclass(frozen=True)
class Group:
    """One group of every figure: pupils, mean and deviation, arrays of the frame's length."""

    n: Floats
    mean: Floats
    sd: Floats


def figures(measure: Measure, cells: pl.DataFrame, phases: dict[int, str]) -> pl.DataFrame:
    """Figures of a measure, one row a KEY. `phases` gives each academy's phase. Columns are those of GapFigure.

    What cannot be computed is null, never 0.
    """
    if cells.is_empty():
        return pl.DataFrame()
    cells = cells.with_columns(phase=pl.col("academy").replace_strict(phases, return_dtype=pl.String))
    frame = _with_windows(_roll_up(_summed(cells, measure), _sums(measure)), _sums(measure))
    dis, oth = _group(frame, measure, "d"), _group(frame, measure, "o")
    columns = _columns(measure, dis, oth, "")
    pooled_dis, pooled_oth = _group(frame, measure, "d", "pooled_"), _group(frame, measure, "o", "pooled_")
    pooled = _columns(measure, pooled_dis, pooled_oth, "pooled_")
    keep = ("n_disadvantaged", "n_other", "value_disadvantaged", "value_other", "gap", "ci_low", "ci_high")
    frame = frame.with_columns(
        **{name: pl.Series(values) for name, values in columns.items()},
        **{f"pooled_{name}": pl.Series(pooled[name]) for name in keep},
        pooled_years=pl.when(pl.col("pooled")).then(POOLED_YEARS).otherwise(None).cast(pl.Int16),
    )
    frame = _with_rank_gap(frame, cells, measure)
    frame = _with_nation(frame, measure)
    frame = _with_movement(frame, measure)
    return _cleaned(frame)


def _sums(measure: Measure) -> tuple[str, ...]:
    return RATE_SUMS if measure.kind is Kind.RATE else MEAN_SUMS


def _summed(cells: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Each cell as sums over its pupils, in one column a group: n_d, n_o, and the sums that a mean or a ratio needs."""
    n = pl.col("n")
    if measure.kind is Kind.RATE:
        a, b = 100.0 * pl.col("attended"), pl.col("possible").cast(pl.Float64)
        terms = {"a": a * n, "b": b * n, "aa": a * a * n, "ab": a * b * n, "bb": b * b * n}
    else:
        terms = {"s": pl.col("value") * n, "ss": pl.col("value") ** 2 * n}
    member = {"d": pl.col("disadvantaged"), "o": 1 - pl.col("disadvantaged")}
    traits = ["sex", "sen", "eal", "nc_year"]
    return (
        cells.with_columns(
            *((n * is_in).alias(f"n_{g}") for g, is_in in member.items()),
            *((term * is_in).alias(f"{name}_{g}") for name, term in terms.items() for g, is_in in member.items()),
        )
        .group_by(*SERIES, "academy", "phase", *traits)
        .agg(pl.col("^(n|s|ss|a|b|aa|ab|bb)_[do]$").sum())
    )


def _levels(frame: pl.DataFrame, by: list[str], totals: list[pl.Expr]) -> pl.DataFrame:
    """Academies, their phases and the trust, each summed from the level below: pupils are pooled, never percentages."""
    academies = frame.group_by(*by, "phase", "academy").agg(totals)
    of_phase = academies.group_by(*by, "phase").agg(totals)
    of_trust = of_phase.group_by(*by).agg(totals)
    nobody, nowhere = pl.lit(None, dtype=pl.Int64).alias("academy"), pl.lit("").alias("phase")
    levels = (
        academies.with_columns(level=pl.lit("academy")),
        of_phase.with_columns(nobody, level=pl.lit("phase")),
        of_trust.with_columns(nobody, nowhere, level=pl.lit("trust")),
    )
    return pl.concat(levels, how="diagonal")


def _roll_up(summed: pl.DataFrame, sums: tuple[str, ...]) -> pl.DataFrame:
    columns = [f"{name}_{g}" for name in ("n", *sums) for g in "do"]
    totals = [pl.col(name).sum() for name in columns]
    parts = [
        _levels(summed.with_columns(breakdown=category), [*SERIES, "breakdown"], totals) for _, category in BREAKDOWNS
    ]
    return pl.concat(parts, how="diagonal").select(*KEY, *columns)


def _with_windows(frame: pl.DataFrame, sums: tuple[str, ...]) -> pl.DataFrame:
    """Adds three-year sums. A year has them where the series holds that year and the two before; such a year gets a
    row for every place and category of its window, with no pupils of its own where it has none."""
    columns = [f"{name}_{g}" for name in ("n", *sums) for g in "do"]
    identity = [name for name in KEY if name != "academic_year"]
    held = frame.select(SERIES).unique()
    ends = held
    for back in range(1, POOLED_YEARS):
        shifted = held.with_columns(academic_year=(pl.col("academic_year") + back).cast(pl.Int16))
        ends = ends.join(shifted, on=SERIES, how="semi")
    shifts = [
        frame.with_columns(academic_year=(pl.col("academic_year") + back).cast(pl.Int16))
        for back in range(POOLED_YEARS)
    ]
    window = (
        pl.concat(shifts)
        .join(ends, on=SERIES, how="semi")
        .group_by("academic_year", *identity)
        .agg(pl.col(columns).sum().name.prefix("pooled_"))
        .with_columns(pooled=pl.lit(True))
    )
    joined = frame.join(window, on=KEY, how="full", coalesce=True, nulls_equal=True)
    return joined.with_columns(pl.col(columns).fill_null(0), pl.col("pooled").fill_null(False)).sort(
        KEY, nulls_last=True
    )


def _group(frame: pl.DataFrame, measure: Measure, group: str, prefix: str = "") -> Group:
    def of(name: str) -> Floats:
        return frame[f"{prefix}{name}_{group}"].cast(pl.Float64).fill_null(np.nan).to_numpy()

    n = of("n")
    if measure.kind is Kind.RATE:
        return Group(*ratio_sample(n, *(of(name) for name in RATE_SUMS)))
    return Group(*sample(n, of("s"), of("ss")))


def _columns(measure: Measure, dis: Group, oth: Group, prefix: str) -> dict[str, Floats]:
    """The figures that follow from two groups alone."""
    gap = dis.mean - oth.mean
    if measure.is_share:
        k1, k2 = np.rint(dis.mean * dis.n / 100), np.rint(oth.mean * oth.n / 100)
        low, high = (100 * edge for edge in newcombe(k1, dis.n, k2, oth.n))
        step: Floats | float = 100.0
    else:
        low, high = welch(dis.n, dis.mean, dis.sd, oth.n, oth.mean, oth.sd)
        squares = (dis.n - 1) * dis.sd**2 + (oth.n - 1) * oth.sd**2
        with np.errstate(divide="ignore", invalid="ignore"):
            step = np.sqrt(squares / (dis.n + oth.n - 2))
    return {
        "n_disadvantaged": dis.n,
        "n_other": oth.n,
        "value_disadvantaged": dis.mean,
        "value_other": oth.mean,
        "sd_disadvantaged": dis.sd,
        "sd_other": oth.sd,
        "gap": gap,
        "ci_low": np.where(np.isnan(gap), np.nan, low),
        "ci_high": np.where(np.isnan(gap), np.nan, high),
        "effect_size": hedges_g(dis.n, dis.mean, dis.sd, oth.n, oth.mean, oth.sd),
        "one_pupil": one_pupil(dis.n, step=step),
    }


def _with_rank_gap(frame: pl.DataFrame, cells: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Ten times Cliff's delta. Of a share it is the gap itself, since a rank of two values is the share."""
    sign = 1 if measure.direction == "higher" else -1
    if measure.is_share:
        return frame.with_columns(rank_gap=-sign * pl.col("gap") / 10)
    series = frame.select(SERIES).unique(maintain_order=True).with_row_index("series")
    phases = ["", *cells["phase"].unique(maintain_order=True).to_list()]
    academies = cells["academy"].unique(maintain_order=True)
    places = pl.DataFrame({"academy": academies}).with_row_index("place", offset=1)
    rows = cells.join(series, on=SERIES).join(places, on="academy")
    many_phases, many_places = len(phases), len(academies) + 1
    # A figure's key is one whole number: series, category, phase, place, the last two 0 above their level.
    phase = _coded(rows["phase"], phases)
    ends = _coded_values(sign * rows["value"].round(9).to_numpy())
    member = rows["disadvantaged"].to_numpy().astype(np.int64)
    pupils = rows["n"].to_numpy()
    ranked = []
    for _, category in BREAKDOWNS:
        named = rows.select(category.alias("breakdown"))["breakdown"]
        categories = named.unique(maintain_order=True).to_list()
        of_category = rows["series"].to_numpy().astype(np.int64) * len(categories) + _coded(named, categories)
        key = (of_category * many_phases + phase) * many_places + rows["place"].to_numpy()
        counts = _counted(key, *ends, member, pupils)
        step = many_phases * many_places
        levels = [counts, _above(counts, many_places), _above(counts, step)]
        keys, _, d, o = (np.concatenate(columns) for columns in zip(*levels, strict=True))
        # Keys of a level stand together and sorted; no key is on two levels.
        first = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
        delta, _ = rank_gap(cliffs_delta(first, d, o))
        rest, place = np.divmod(keys[first], many_places)
        rest, at_phase = np.divmod(rest, many_phases)
        at_series, at_category = np.divmod(rest, len(categories))
        ranked.append(
            pl.DataFrame(
                {
                    "academic_year": series["academic_year"].gather(at_series),
                    "checkpoint": series["checkpoint"].gather(at_series),
                    "level": pl.Series(np.where(place > 0, "academy", np.where(at_phase > 0, "phase", "trust"))),
                    "phase": pl.Series(phases).gather(at_phase),
                    "academy": pl.concat([pl.Series([None], dtype=pl.Int64), academies]).gather(place),
                    "breakdown": pl.Series(categories).gather(at_category),
                    "rank_gap": pl.Series(delta),
                }
            )
        )
    return frame.join(pl.concat(ranked), on=KEY, how="left", nulls_equal=True, maintain_order="left")


Whole = npt.NDArray[np.int64]
Counts = tuple[Whole, Whole, Whole, Whole]  # key, value's code, disadvantaged, other; sorted by key and value


def _coded(texts: pl.Series, known: list[str]) -> Whole:
    codes = {text: code for code, text in enumerate(known)}
    return texts.replace_strict(codes, return_dtype=pl.Int64).to_numpy()


def _coded_values(values: Floats) -> tuple[Whole, int]:
    """Each value's place among the different values, and how many there are."""
    different, codes = np.unique(values, return_inverse=True)
    return codes.astype(np.int64), different.size


def _counted(key: Whole, value: Whole, values: int, member: Whole, pupils: Whole) -> Counts:
    """Pupils by key and value. Where the numbers are not spread too thin, without sorting anything."""
    cell = (key * values + value) * 2 + member
    spread = int(cell.max()) + 2 if cell.size else 0
    if spread <= 16 * cell.size + 1_000_000:
        both = np.bincount(cell, weights=pupils, minlength=spread + spread % 2).reshape(-1, 2).astype(np.int64)
        there = np.flatnonzero(both.any(axis=1))
        d, o = both[there, 1], both[there, 0]
    else:
        order = np.argsort(cell)
        sorted_cell = cell[order] >> 1
        first = np.flatnonzero(np.append(True, sorted_cell[1:] != sorted_cell[:-1]))
        there = sorted_cell[first]
        d = np.add.reduceat(np.where(cell[order] & 1, pupils[order], 0), first)
        o = np.add.reduceat(np.where(cell[order] & 1, 0, pupils[order]), first)
    keys, codes = np.divmod(there, values)
    return keys, codes, d, o


def _above(counts: Counts, step: int) -> Counts:
    """The counts of the level whose keys are the multiples of `step`."""
    key, value, d, o = counts
    values = int(value.max()) + 1
    cell = key // step * values + value
    of_d, of_o = np.bincount(cell, weights=d), np.bincount(cell, weights=o)
    there = np.flatnonzero((of_d + of_o) > 0)
    keys, codes = np.divmod(there, values)
    return keys * step, codes, of_d[there].astype(np.int64), of_o[there].astype(np.int64)


def _with_nation(frame: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    """Other pupils in England, of the same year, definition and (for a phase or academy) phase."""
    found = []
    for year, phase in frame.select("academic_year", "phase").unique().iter_rows():
        row = reference(measure.slug, year, "other", phase=phase) or reference(measure.slug, year, "other")
        if row is not None and not row.is_fsm:
            found.append((year, phase, row.value))
    schema = {"academic_year": pl.Int16, "phase": pl.String, "national_other": pl.Float64}
    national = pl.DataFrame(found, schema=schema, orient="row")
    comparable = pl.col("checkpoint").str.to_lowercase().is_in(NATIONAL_CHECKPOINTS) & (pl.col("breakdown") == "all")
    joined = frame.join(national, on=["academic_year", "phase"], how="left", maintain_order="left")
    return joined.with_columns(national_other=pl.when(comparable).then(pl.col("national_other"))).with_columns(
        gap_to_national=pl.col("value_disadvantaged") - pl.col("national_other")
    )


def _with_movement(frame: pl.DataFrame, measure: Measure) -> pl.DataFrame:
    before = frame.select(
        (pl.col("academic_year") + 1).cast(pl.Int16),
        *(name for name in KEY if name != "academic_year"),
        was_disadvantaged=pl.col("value_disadvantaged"),
        was_other=pl.col("value_other"),
    )
    frame = frame.join(before, on=KEY, how="left", nulls_equal=True, maintain_order="left")
    moved = movement(
        *(
            frame[name].fill_null(np.nan).to_numpy()
            for name in ("value_disadvantaged", "value_other", "was_disadvantaged", "was_other")
        ),
        higher_is_better=measure.direction == "higher",
    )
    return frame.with_columns(
        change_gap=pl.Series(moved.gap),
        change_disadvantaged=pl.Series(moved.disadvantaged),
        change_other=pl.Series(moved.other),
        others_fell=pl.Series(moved.others_fell),
    )


FIGURE_COLUMNS = (
    *KEY, "n_disadvantaged", "n_other", "value_disadvantaged", "value_other", "sd_disadvantaged", "sd_other", "gap",
    "ci_low", "ci_high", "effect_size", "rank_gap", "national_other", "gap_to_national", "pooled_years",
    "pooled_n_disadvantaged", "pooled_n_other", "pooled_value_disadvantaged", "pooled_value_other", "pooled_gap",
    "pooled_ci_low", "pooled_ci_high", "change_gap", "change_disadvantaged", "change_other", "others_fell", "one_pupil",
)  # fmt: skip


def _cleaned(frame: pl.DataFrame) -> pl.DataFrame:
    """NaN becomes null, counts become whole numbers, and only the columns of a figure stay."""
    whole = ("n_disadvantaged", "n_other", "pooled_n_disadvantaged", "pooled_n_other")
    return (
        frame.select(FIGURE_COLUMNS)
        .with_columns(pl.col(pl.Float64).fill_nan(None))
        .with_columns(pl.col(whole).cast(pl.Int32))
    )
