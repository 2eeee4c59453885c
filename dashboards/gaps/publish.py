"""From figures to what is published: who may see which, and all of it in the table in one transaction or not at all."""

from __future__ import annotations

import io
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import polars as pl
from django.conf import settings
from django.db import connection

from dashboards.disclosure.cells import ACADEMY, PHASE, TRUST, Cells, Flags, Ints
from dashboards.disclosure.suppress import suppress
from dashboards.gaps.figures import FIGURE_COLUMNS, KEY
from dashboards.gaps.shrinkage import SHRUNKEN_COLUMNS, with_shrinkage
from dashboards.models import GapRun

LEVELS = {"trust": TRUST, "phase": PHASE, "academy": ACADEMY}
STATUSES = (
    "status", "reader_status", "change_status", "reader_change_status", "pooled_status", "reader_pooled_status",
)  # fmt: skip
STAGED = (*FIGURE_COLUMNS, *SHRUNKEN_COLUMNS, *STATUSES)


def with_statuses(frame: pl.DataFrame, *, terms: bool = False) -> pl.DataFrame:
    """One measure's figures with steadied gaps and a status for each audience. Readers are shown a part of what
    staff are shown.

    `terms`: the checkpoints are the terms and their year, which is about the sum of them. What is hidden in one of
    those is hidden in all, since a year less two terms tells the third.
    """
    cells = _cells(frame)
    together = _across_checkpoints(cells) if terms else None
    staff = _hidden(cells, settings.DISCLOSURE_THRESHOLD, None, together)
    readers = _hidden(cells, settings.DISCLOSURE_READER_THRESHOLD, staff, together)
    rows = frame.height
    pooled_n = np.where(cells.pooled, cells.pooled_n, 0)
    frame = frame.with_columns(
        status=_status(staff[:rows], cells.n),
        pooled_status=_status(staff[rows:], pooled_n),
        reader_status=_status(readers[:rows], cells.n),
        reader_pooled_status=_status(readers[rows:], pooled_n),
    )
    frame = _with_change_statuses(frame)
    return with_shrinkage(frame)


def _hidden(cells: Cells, threshold: int, start: Flags | None, together: Ints | None) -> Flags:
    """Hidden own figures, then pooled ones. Cells of one number in `together` share their fate."""
    while True:
        hidden = np.concatenate(suppress(cells, threshold, hidden=start))
        if together is None:
            return hidden
        any_of = np.bincount(together, weights=hidden) > 0
        start = hidden | (any_of[together] & np.concatenate([cells.n, cells.pooled_n], axis=1).any(axis=0))
        if np.array_equal(start, hidden):
            return hidden


def _across_checkpoints(cells: Cells) -> Ints:
    """One number for the same place, year and category at all checkpoints; another for its pooled figure."""
    same = np.stack([cells.year, cells.level, cells.phase, cells.academy, cells.category])
    numbers = np.unique(same, axis=1, return_inverse=True)[1].reshape(-1)
    return np.concatenate([numbers, numbers + numbers.max(initial=0) + 1])


def _codes(column: pl.Series) -> npt.NDArray[np.int64]:
    return column.fill_null("").cast(pl.Categorical).to_physical().cast(pl.Int64).to_numpy()


def _cells(frame: pl.DataFrame) -> Cells:
    level = frame["level"].replace_strict(LEVELS, return_dtype=pl.Int64).to_numpy()
    year = frame["academic_year"].cast(pl.Int64).to_numpy()
    categories = ["all", *sorted(set(frame["breakdown"].unique()) - {"all"})]
    family = {name: i for i, name in enumerate(dict.fromkeys(c.split(":")[0] for c in categories))}
    code = {name: i for i, name in enumerate(categories)}

    def counts(prefix: str) -> npt.NDArray[np.int64]:
        columns = (f"{prefix}n_disadvantaged", f"{prefix}n_other")
        return np.stack([frame[c].fill_null(0).cast(pl.Int64).to_numpy() for c in columns])

    return Cells(
        series=_codes(frame["checkpoint"]),
        year=year - year.min(),
        level=level,
        phase=np.where(level == TRUST, -1, _codes(frame["phase"])),
        academy=np.where(level == ACADEMY, frame["academy"].fill_null(0).rank("dense").cast(pl.Int64).to_numpy(), -1),
        category=frame["breakdown"].replace_strict(code, return_dtype=pl.Int64).to_numpy(),
        families=np.array([family[c.split(":")[0]] for c in categories], dtype=np.int64),
        n=counts(""),
        pooled=frame["pooled_years"].is_not_null().to_numpy(),
        pooled_n=counts("pooled_"),
    )


def _status(hidden: npt.NDArray[np.bool_], n: npt.NDArray[np.int64]) -> pl.Series:
    nobody = n.sum(axis=0) == 0
    return pl.Series(np.where(nobody, "not_published", np.where(hidden, "suppressed", "shown")))


def _with_change_statuses(frame: pl.DataFrame) -> pl.DataFrame:
    """A change is shown where this year and the year before are; beside a shown year it would tell a hidden one."""
    identity = [name for name in KEY if name != "academic_year"]
    before = frame.select(
        (pl.col("academic_year") + 1).cast(pl.Int16),
        *identity,
        was_status=pl.col("status"),
        was_reader_status=pl.col("reader_status"),
    )
    joined = frame.join(before, on=KEY, how="left", nulls_equal=True, maintain_order="left")

    def change(now: str, was: str) -> pl.Expr:
        return (
            pl.when(pl.col("change_gap").is_null())
            .then(pl.lit("not_published"))
            .when((pl.col(now) == "shown") & (pl.col(was) == "shown"))
            .then(pl.lit("shown"))
            .otherwise(pl.lit("suppressed"))
        )

    return joined.with_columns(
        change_status=change("status", "was_status"), reader_change_status=change("reader_status", "was_reader_status")
    ).drop("was_status", "was_reader_status")


def replace_figures(run: GapRun, frames: Mapping[str, pl.DataFrame]) -> int:
    """Puts the frames (by measure) in the place of what stood for those measures, and counts the rows.

    Call it inside the transaction that publishes the run: readers see all of the old rows until it ends.
    """
    columns = ", ".join("academy_id" if name == "academy" else name for name in STAGED)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE gap_staging ON COMMIT DROP AS "
            f"SELECT measure, {columns} FROM dashboards_gapfigure LIMIT 0"
        )
        for slug, frame in frames.items():
            if frame.is_empty():
                continue
            buffer = io.BytesIO()
            frame.select(pl.lit(slug).alias("measure"), *STAGED).write_csv(buffer, include_header=False)
            buffer.seek(0)
            cursor.cursor.copy_expert("COPY gap_staging FROM STDIN (FORMAT csv, FORCE_NOT_NULL (phase))", buffer)
        cursor.execute(
            "DELETE FROM dashboards_gapfigure WHERE trust_id = %s AND measure = ANY(%s)", [run.trust_id, list(frames)]
        )
        cursor.execute(
            f"INSERT INTO dashboards_gapfigure (run_id, trust_id, measure, {columns}) "
            f"SELECT %s, %s, measure, {columns} FROM gap_staging",
            [run.pk, run.trust_id],
        )
        return int(cursor.rowcount)
