"""What the demo pupils scored. Levels and gaps follow the national ones (pupils/reference/national.csv); a pupil's
ability runs through everything they sit, so that results of a pupil, a class and an academy hang together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from dashboards.demo.places import LAST_FULL_YEAR, NOT_HANDED_IN, THIS_YEAR
from dashboards.demo.rolls import Enrolment

Numbers = npt.NDArray[np.float64]

# Standard deviations by which the nation's year differs from 2024/25, and the trust's disadvantaged catch up.
YEAR_LEVEL = {2021: -0.13, 2022: -0.08, 2023: -0.04, 2024: 0.0, 2025: 0.03, 2026: 0.04}
CATCH_UP = {2021: -0.07, 2022: -0.05, 2023: -0.02, 2024: 0.0, 2025: 0.03, 2026: 0.04}
NEED = {"N": 0.13, "K": -0.42, "E": -1.05}
# Autumn papers are sat with most of the year to come.
CHECKPOINT_LEVEL = {"Autumn": -0.35, "Spring": -0.15, "Summer": 0.0, "Statutory": 0.0}


class Row(NamedTuple):
    enrolment: int  # index into the enrolments
    checkpoint: str
    assessment: str
    value: float | None
    code: str


@dataclass(frozen=True)
class Paper:
    """An assessment with a score: `gap` and `mean` for other pupils, `spread` one standard deviation, in points;
    `shared` is its correlation with the pupil's ability. Codes: (code, chance) drawn before a score is."""

    slug: str
    mean: float
    spread: float
    gap: float
    low: float
    high: float
    step: float
    shared: float = 0.86
    codes: tuple[tuple[str, float], ...] = ()


KS2 = (
    Paper("ks2_reading", 107.9, 8.6, 0.62, 80, 120, 1, codes=(("A", 0.004), ("B", 0.012), ("M", 0.001), ("U", 0.002))),
    Paper("ks2_maths", 107.0, 8.0, 0.66, 80, 120, 1, codes=(("A", 0.004), ("B", 0.012), ("U", 0.002))),
    Paper("ks2_gps", 107.5, 9.0, 0.60, 80, 120, 1, codes=(("A", 0.004), ("B", 0.014), ("U", 0.002))),
)
KS4 = (
    Paper("ks4_attainment8", 51.0, 18.0, 0.74, 0, 90, 0.01, 0.93),
    Paper("ks4_english", 5.45, 1.95, 0.58, 0, 9, 1, 0.85, codes=(("NE", 0.008), ("X", 0.006))),
    Paper("ks4_maths", 5.15, 2.05, 0.62, 0, 9, 1, 0.87, codes=(("NE", 0.008), ("X", 0.006))),
    Paper("ks4_ebacc_aps", 4.50, 1.80, 0.68, 0, 9, 0.01, 0.92),
)
READING = Paper("reading_sas", 102.6, 14.3, 0.40, 59, 141, 1, 0.88, codes=(("A", 0.025), ("D", 0.003)))
READING_YEARS = (3, 4, 5, 6, 7, 8, 9)
# The teacher's judgement: the first line that a pupil stands below.
WRITING_LINES = ((-2.5, "PKE"), (-2.2, "PKG"), (-0.85, "WTS"), (1.0, "EXS"), (9.0, "GDS"))
WRITING_GAP, PHONICS_GAP, GLD_GAP, MTC_GAP = 0.60, 0.55, 0.50, 0.40


def results(enrolments: Sequence[Enrolment], rng: np.random.Generator) -> Iterator[Row]:
    """Every result of all years, in a fixed order."""
    for year in sorted({e.year for e in enrolments}):
        yield from _year(enrolments, year, rng)


def _year(enrolments: Sequence[Enrolment], year: int, rng: np.random.Generator) -> Iterator[Row]:
    def pick(keep: Callable[[Enrolment], bool]) -> list[int]:
        return [i for i, e in enumerate(enrolments) if e.year == year and keep(e) and handed_in(e)]

    def handed_in(e: Enrolment) -> bool:
        return year < THIS_YEAR or e.place.slug != NOT_HANDED_IN

    complete = year <= LAST_FULL_YEAR
    checkpoints = ("Autumn", "Spring", "Summer") if complete else ("Autumn",)
    readers = pick(lambda e: e.nc_year in READING_YEARS)
    for checkpoint in checkpoints:
        yield from _scores(enrolments, readers, READING, checkpoint, rng, level=0.0)
    oldest = pick(lambda e: e.nc_year == 6)
    for checkpoint in ("Autumn", "Spring", "Statutory") if complete else ("Autumn",):
        for paper in KS2:
            yield from _scores(enrolments, oldest, paper, checkpoint, rng)
        yield from _lines(enrolments, oldest, checkpoint, rng)
    leavers = pick(lambda e: e.nc_year == 11)
    for checkpoint in ("Autumn", "Statutory") if complete else ():
        for paper in KS4:
            yield from _scores(enrolments, leavers, paper, checkpoint, rng)
    if complete:
        yield from _phonics(enrolments, pick(lambda e: e.nc_year == 1), rng)
        yield from _tables(enrolments, pick(lambda e: e.nc_year == 4), rng)
        reached = _standing(enrolments, reception := pick(lambda e: e.nc_year == 0), GLD_GAP, 0.8, rng) > -0.66
        for i, good in zip(reception, reached, strict=True):
            yield (
                Row(i, "Statutory", "gld", float(good), "")
                if rng.random() > 0.004
                else Row(i, "Statutory", "gld", None, "A")
            )


def _standing(
    enrolments: Sequence[Enrolment], who: list[int], gap: float, shared: float, rng: np.random.Generator
) -> Numbers:
    """Where each pupil stands against the nation's other pupils of the age, in standard deviations."""
    standing = np.empty(len(who))
    for at, i in enumerate(who):
        e = enrolments[i]
        others, theirs = e.place.events.get(e.year, (0.0, 0.0))
        place = e.place.level + YEAR_LEVEL[e.year] + NEED[e.sen]
        if e.disadvantaged:
            years = e.year - 2023
            place += -gap + e.place.bonus + e.place.yearly_bonus * years + CATCH_UP[e.year] + theirs
        else:
            place += others
        standing[at] = place + shared * e.pupil.ability
    noise: Numbers = rng.normal(size=len(who)) * np.sqrt(1 - shared**2)
    return standing + noise


def _scores(
    enrolments: Sequence[Enrolment], who: list[int], paper: Paper, checkpoint: str, rng: np.random.Generator,
    level: float | None = None,
) -> Iterator[Row]:  # fmt: skip
    standing = _standing(enrolments, who, paper.gap, paper.shared, rng)
    standing += CHECKPOINT_LEVEL[checkpoint] if level is None else level
    raw = np.clip(paper.mean + paper.spread * standing, paper.low, paper.high)
    values = np.round(np.round(raw / paper.step) * paper.step, 2)
    draws = rng.random(len(who))
    for at, i in enumerate(who):
        code = _code(paper.codes, draws[at], enrolments[i].sen == "E")
        if code or _left(enrolments[i], checkpoint):
            yield Row(i, checkpoint, paper.slug, None, code or "L")
        else:
            yield Row(i, checkpoint, paper.slug, float(values[at]), "")


def _code(codes: tuple[tuple[str, float], ...], draw: float, plan: bool) -> str:
    edge = 0.0
    for code, chance in codes:
        edge += chance * (8 if plan and code in {"B", "U", "D", "NE"} else 1)
        if draw < edge:
            return code
    return ""


def _left(enrolment: Enrolment, checkpoint: str) -> bool:
    """Gone before the checkpoint was reached; the autumn papers come before anybody leaves in the year."""
    return enrolment.date_left is not None and checkpoint in {"Summer", "Statutory"}


def _lines(enrolments: Sequence[Enrolment], who: list[int], checkpoint: str, rng: np.random.Generator) -> Iterator[Row]:
    standing = _standing(enrolments, who, WRITING_GAP, 0.86, rng) + CHECKPOINT_LEVEL[checkpoint]
    for i, at in zip(who, standing, strict=True):
        code = next(code for line, code in WRITING_LINES if at < line)
        yield Row(i, checkpoint, "ks2_writing", None, "L" if _left(enrolments[i], checkpoint) else code)


def _phonics(enrolments: Sequence[Enrolment], who: list[int], rng: np.random.Generator) -> Iterator[Row]:
    standing = _standing(enrolments, who, PHONICS_GAP, 0.75, rng)
    line = -1.02
    above = np.minimum(40, 32 + np.floor(5.2 * np.maximum(standing - line, 0)))
    below = np.maximum(0, 31 - np.floor(14 * np.maximum(line - standing, 0)))
    marks = np.where(standing >= line, above, below)
    draws = rng.random(len(who))
    for at, i in enumerate(who):
        code = _code((("A", 0.005), ("D", 0.008)), draws[at], enrolments[i].sen == "E")
        yield Row(i, "Statutory", "phonics", None if code else float(marks[at]), code)


def _tables(enrolments: Sequence[Enrolment], who: list[int], rng: np.random.Generator) -> Iterator[Row]:
    """Many pupils have all 25; the tail is long."""
    standing = _standing(enrolments, who, MTC_GAP, 0.8, rng)
    marks = np.clip(np.round(27.2 - 4.6 * np.log1p(np.exp(0.9 - 1.5 * standing)) ** 0.85), 0, 25)
    draws = rng.random(len(who))
    for at, i in enumerate(who):
        code = _code((("A", 0.008), ("B", 0.012), ("U", 0.003)), draws[at], enrolments[i].sen == "E")
        yield Row(i, "Statutory", "mtc", None if code else float(marks[at]), code)
