"""Steadied gaps. They come after disclosure control: what nobody may see must not speak through them."""

from __future__ import annotations

import numpy as np
import polars as pl

from celt.lib.statistics import moment_tau, prior_tau, shrink
from celt.lib.statistics.shrinkage import MOMENTS_FROM, standard_error

SHRUNKEN_COLUMNS = ("shrunk_gap", "shrink_weight")
HOME = ["academic_year", "checkpoint", "phase", "breakdown"]


def with_shrinkage(frame: pl.DataFrame) -> pl.DataFrame:
    """An academy's gap drawn towards its phase's, by how much of it chance explains. Phase and trust have none.

    `frame` holds figures with their `reader_status`. Two things would tell what is hidden. A drawn-in gap and its
    weight tell the phase's gap, so there is none where the phase's is hidden. From many academies on, the weight
    tells how far their gaps lie apart, and a hidden one could be solved for; so only the gaps that everybody may see
    are asked.
    """
    shown = pl.col("reader_status") == "shown"
    centre = frame.filter((pl.col("level") == "phase") & shown).select(
        *HOME, mu=pl.col("gap"), mu_sd_d=pl.col("sd_disadvantaged"), mu_sd_o=pl.col("sd_other")
    )
    academy = pl.col("level") == "academy"
    joined = frame.join(centre, on=HOME, how="left", maintain_order="left")
    values = {
        name: joined[name].cast(pl.Float64).fill_null(np.nan).to_numpy()
        for name in ("n_disadvantaged", "n_other", "gap", "mu", "mu_sd_d", "mu_sd_o")
    }
    error = standard_error(values["n_disadvantaged"], values["mu_sd_d"], values["n_other"], values["mu_sd_o"])
    prior = prior_tau(values["mu_sd_d"], values["mu_sd_o"])
    rows = joined.with_columns(error=pl.Series(error), prior=pl.Series(prior)).with_row_index("row")
    homes = (
        rows.filter(academy & pl.col("error").is_not_nan())
        .group_by(HOME)
        .agg("row", pl.col("gap", "error").filter(shown & pl.col("gap").is_not_null()), pl.col("prior").first())
        .filter(pl.col("gap").list.len() >= MOMENTS_FROM)
    )
    tau = prior.copy()
    for own, gaps, errors, guess in homes.select("row", "gap", "error", "prior").iter_rows():
        tau[own] = moment_tau(np.array(gaps), np.array(errors), guess)
    shrunken = shrink(values["gap"], error, values["mu"], tau)
    return frame.with_columns(
        shrunk_gap=pl.when(academy).then(pl.Series(shrunken.gap).fill_nan(None)),
        shrink_weight=pl.when(academy).then(pl.Series(shrunken.weight).fill_nan(None)),
    )
