"""The gap figures a second time: raw rows in, every figure out, in loops over lists of pupils.

It shares no code with the engine. The rules are stated again from the words of the definition files; of those files it
reads numbers, letters and year groups alone. Of scipy it takes the t quantile.
"""

from __future__ import annotations

import csv
import math
import statistics
import tomllib
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from scipy import stats

from pupils.models import Attendance, Enrolment, Result

PUPILS = Path(__file__).parents[2] / "pupils"
DEFINITIONS = PUPILS / "measures" / "definitions"
NATIONAL = PUPILS / "reference" / "national.csv"
Z = statistics.NormalDist().inv_cdf(0.975)
PRIOR = 0.19
MANY = 20

# "Left the school, script missing, test of another year"; "discounted, left, pending"; "not assessed or exempt, left".
NOT_COUNTED = {
    **{slug: {"L", "M", "F", "P"} for slug in ("ks2_reading", "ks2_maths", "ks2_gps", "ks2_writing")},
    **{slug: {"DISC", "L", "Q"} for slug in ("ks4_english", "ks4_maths")},
    "phonics": {"L", "U"},
    "gld": {"A", "D", "L"},
}

Key = tuple[int, str, str, str, int | None, str]  # year, checkpoint, level, phase, academy, breakdown
Figure = dict[str, Any]


@dataclass(frozen=True)
class Pupil:
    """A pupil in one year: where, who, and whether disadvantaged."""

    year: int
    academy: int
    phase: str
    nc_year: int | None
    disadvantaged: bool
    breakdowns: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What one pupil brings to a measure at a checkpoint. `value` is exact; of a rate the sessions stand beside it."""

    pupil: Pupil
    checkpoint: str
    value: Fraction
    attended: int = 0
    possible: int = 0


class Rows:
    """The raw rows of one trust, as dictionaries."""

    def __init__(self, trust_id: int) -> None:
        self.pupils: dict[int, Pupil] = {}
        for row in Enrolment.objects.filter(academy__trust_id=trust_id).values(
            "pk", "academic_year", "academy_id", "academy__phase", "nc_year", "fsm6", "looked_after",
            "post_looked_after", "pupil__sex", "sen", "eal",
        ):  # fmt: skip
            self.pupils[row["pk"]] = Pupil(
                row["academic_year"], row["academy_id"], row["academy__phase"], row["nc_year"],
                row["fsm6"] or row["looked_after"] or row["post_looked_after"],
                ("all", f"sex:{row['pupil__sex']}", f"sen:{row['sen']}", "eal:Y" if row["eal"] else "eal:N",
                 f"year:{row['nc_year']}"),
            )  # fmt: skip
        # enrolment, checkpoint -> assessment -> (value, code)
        self.results: dict[tuple[int, str], dict[str, tuple[float | None, str]]] = defaultdict(dict)
        for result in Result.objects.filter(checkpoint__trust_id=trust_id).values(
            "enrolment_id", "checkpoint__name", "assessment", "value", "code"
        ):
            held = self.results[result["enrolment_id"], result["checkpoint__name"]]
            held[result["assessment"]] = (result["value"], result["code"])
        # enrolment -> term -> (possible, attended)
        self.sessions: dict[int, dict[str, tuple[int, int]]] = defaultdict(dict)
        for term in Attendance.objects.filter(enrolment__academy__trust_id=trust_id).values(
            "enrolment_id", "term", "possible", "authorised", "unauthorised"
        ):
            attended = term["possible"] - term["authorised"] - term["unauthorised"]
            self.sessions[term["enrolment_id"]][term["term"].capitalize()] = (term["possible"], attended)


def definitions(folder: Path = DEFINITIONS) -> dict[str, dict[str, Any]]:
    return {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.toml"))}


def outcomes(definition: dict[str, Any], rows: Rows) -> list[Outcome]:
    """Everybody who counts for the measure, checkpoint by checkpoint."""
    rule = definition["rule"]
    found = {
        "threshold": _threshold, "combined": _combined, "mean": _mean,
        "attendance_rate": _attendance, "attendance_share": _attendance,
    }[rule["kind"]](rule, rows, set(definition["year_groups"]))  # fmt: skip
    last = definition.get("to_year", 9999)
    return [one for one in found if definition["from_year"] <= one.pupil.year <= last]


def _verdict(part: dict[str, Any], year: int, value: float | None, code: str) -> bool | None:
    """Whether the part is reached; None for a pupil who is not counted."""
    if code:
        if code in NOT_COUNTED[part["assessment"]] or code in part.get("leave_out", ()):
            return None
        return code in part.get("reaching", ())
    assert value is not None
    line = None
    for threshold in part.get("thresholds", ()):
        if threshold["from_year"] <= year:
            line = threshold["value"]
    return line is not None and value >= line


def _threshold(rule: dict[str, Any], rows: Rows, years: set[int]) -> Iterator[Outcome]:
    part = rule["part"]
    for (enrolment, checkpoint), held in rows.results.items():
        pupil = rows.pupils[enrolment]
        if pupil.nc_year in years and part["assessment"] in held:
            reached = _verdict(part, pupil.year, *held[part["assessment"]])
            if reached is not None:
                yield Outcome(pupil, checkpoint, Fraction(100 * reached))


def _combined(rule: dict[str, Any], rows: Rows, years: set[int]) -> Iterator[Outcome]:
    """All parts reached: reached. One missed: not reached. Else one not counted: not counted. Else a part is missing,
    and that counts as not reaching. Nothing at all where nobody counted at the academy has some part."""
    assert rule["missing_part"] == "not_reached"
    names = {part["assessment"] for part in rule["parts"]}
    given: dict[tuple[int, int, str], set[str]] = defaultdict(set)
    for (enrolment, checkpoint), held in rows.results.items():
        pupil = rows.pupils[enrolment]
        if pupil.nc_year in years:
            given[pupil.academy, pupil.year, checkpoint] |= names & set(held)
    for (enrolment, checkpoint), held in rows.results.items():
        pupil = rows.pupils[enrolment]
        if pupil.nc_year not in years or not names & set(held):
            continue
        if given[pupil.academy, pupil.year, checkpoint] != names:
            continue
        verdicts: list[bool | str | None] = [
            _verdict(part, pupil.year, *held[part["assessment"]]) if part["assessment"] in held else "missing"
            for part in rule["parts"]
        ]
        if False in verdicts:
            yield Outcome(pupil, checkpoint, Fraction(0))
        elif None in verdicts:
            continue
        else:
            yield Outcome(pupil, checkpoint, Fraction(0 if "missing" in verdicts else 100))


def _mean(rule: dict[str, Any], rows: Rows, years: set[int]) -> Iterator[Outcome]:
    for (enrolment, checkpoint), held in rows.results.items():
        pupil = rows.pupils[enrolment]
        if pupil.nc_year in years:
            value, _ = held.get(rule["assessment"], (None, ""))
            if value is not None:
                yield Outcome(pupil, checkpoint, Fraction(value))


def _attendance(rule: dict[str, Any], rows: Rows, years: set[int]) -> Iterator[Outcome]:
    for enrolment, terms in rows.sessions.items():
        pupil = rows.pupils[enrolment]
        if pupil.nc_year not in years:
            continue
        whole = (sum(p for p, _ in terms.values()), sum(a for _, a in terms.values()))
        for checkpoint, (possible, attended) in [*terms.items(), ("Full year", whole)]:
            if possible == 0:
                continue
            if rule["kind"] == "attendance_rate":
                yield Outcome(pupil, checkpoint, Fraction(100 * attended, possible), attended, possible)
            else:
                missed = Fraction(100 * (possible - attended), possible)
                yield Outcome(pupil, checkpoint, Fraction(100 * (missed >= rule["missed_percent"])))


def figures(definition: dict[str, Any], rows: Rows, shown: Collection[Key] = ()) -> dict[Key, Figure]:
    """Every figure of a measure by its key; None for what cannot be computed. `shown` are the keys that everybody may
    see: from twenty of them in a phase on they say how far academies differ."""
    groups: dict[Key, tuple[list[Outcome], list[Outcome]]] = defaultdict(lambda: ([], []))
    for one in outcomes(definition, rows):
        pupil = one.pupil
        for level, phase, academy in (
            ("trust", "", None), ("phase", pupil.phase, None), ("academy", pupil.phase, pupil.academy),
        ):  # fmt: skip
            for breakdown in pupil.breakdowns:
                both = groups[pupil.year, one.checkpoint, level, phase, academy, breakdown]
                both[0 if pupil.disadvantaged else 1].append(one)
    held = {(year, checkpoint) for year, checkpoint, *_ in groups}
    windowed = {(y, c) for y, c in held if (y - 1, c) in held and (y - 2, c) in held}
    keys = set(groups)
    for year, checkpoint in windowed:
        keys |= {(year, *key[1:]) for key in groups if key[1] == checkpoint and year - 2 <= key[0] <= year}
    found = {}
    for key in keys:
        figure = _compared(definition, *groups.get(key, ([], [])))
        pool: tuple[list[Outcome], list[Outcome]] = ([], [])
        if key[:2] in windowed:
            for year in range(key[0] - 2, key[0] + 1):
                for mine, more in zip(pool, groups.get((year, *key[1:]), ([], [])), strict=True):
                    mine.extend(more)
        pooled = _compared(definition, *pool)
        for name in ("n_disadvantaged", "n_other", "value_disadvantaged", "value_other", "gap", "ci_low", "ci_high"):
            figure[f"pooled_{name}"] = pooled[name] if key[:2] in windowed else None
        figure["pooled_years"] = 3 if key[:2] in windowed else None
        found[key] = figure
    higher = definition["direction"] == "higher"
    for key, figure in found.items():
        figure |= _nation(definition["slug"], key, figure)
        figure |= _change(figure, found.get((key[0] - 1, *key[1:])), higher)
    taus: dict[Key, float] = {}
    for key, figure in found.items():
        figure |= _shrunk(key, figure, found, taus, shown)
    return found


def _compared(definition: dict[str, Any], first: list[Outcome], second: list[Outcome]) -> Figure:
    """All that follows from two lists of pupils, disadvantaged first."""
    kind = definition["kind"]
    n1, n2 = len(first), len(second)
    (m1, s1), (m2, s2) = (_rate(group) if kind == "rate" else _mean_and_sd(group) for group in (first, second))
    gap = None if m1 is None or m2 is None else float(m1 - m2)
    low = high = None
    if gap is not None:
        if kind == "share":
            low, high = newcombe(sum(o.value == 100 for o in first), n1, sum(o.value == 100 for o in second), n2)
        elif n1 >= 2 and n2 >= 2:
            half = _welch_half(n1, s1 or 0.0, n2, s2 or 0.0)
            low, high = gap - half, gap + half
    spread = None
    if n1 and n2 and n1 + n2 >= 3:
        spread = math.sqrt(((n1 - 1) * (s1 or 0.0) ** 2 + (n2 - 1) * (s2 or 0.0) ** 2) / (n1 + n2 - 2))
    g = None
    if gap is not None and spread is not None:
        if spread:
            g = (1 - 3 / (4 * (n1 + n2) - 9)) * gap / spread
        elif m1 == m2:
            g = 0.0
    worth = None
    if n1:
        worth = 100 / n1 if kind == "share" else (spread / n1 if spread is not None and n1 >= 2 and n2 >= 2 else None)
    return {
        "n_disadvantaged": n1, "n_other": n2,
        "value_disadvantaged": None if m1 is None else float(m1), "value_other": None if m2 is None else float(m2),
        "sd_disadvantaged": s1, "sd_other": s2, "gap": gap, "ci_low": low, "ci_high": high, "effect_size": g,
        "rank_gap": rank_gap(first, second, higher=definition["direction"] == "higher"), "one_pupil": worth,
        "exact": (m1, m2),
    }  # fmt: skip


def _mean_and_sd(group: list[Outcome]) -> tuple[Fraction | None, float | None]:
    values = [o.value for o in group]
    if not values:
        return None, None
    mean = sum(values, Fraction(0)) / len(values)
    if len(values) < 2:
        return mean, None
    return mean, math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))


def _rate(group: list[Outcome]) -> tuple[Fraction | None, float | None]:
    """Attended of possible sessions, summed; the deviation is that of the residuals, per mean of possible sessions."""
    if not group:
        return None, None
    n, possible = len(group), sum(o.possible for o in group)
    rate = Fraction(100 * sum(o.attended for o in group), possible)
    if n < 2:
        return rate, None
    residuals = [100 * o.attended - rate * o.possible for o in group]
    return rate, math.sqrt(sum(e * e for e in residuals) / (n - 1)) / (possible / n)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The two proportions whose score test has k of n just on the border: roots of (p - x)^2 = z^2 x (1 - x) / n."""
    p = k / n
    a, b, c = 1 + Z**2 / n, -(2 * p + Z**2 / n), p * p
    root = math.sqrt(max(b * b - 4 * a * c, 0.0))
    return (-b - root) / (2 * a), (-b + root) / (2 * a)


def newcombe(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float]:
    """In points, by method 10."""
    p1, p2 = k1 / n1, k2 / n2
    (l1, u1), (l2, u2) = wilson(k1, n1), wilson(k2, n2)
    d = p1 - p2
    return (
        100 * (d - math.sqrt((p1 - l1) ** 2 + (u2 - p2) ** 2)),
        100 * (d + math.sqrt((u1 - p1) ** 2 + (p2 - l2) ** 2)),
    )


def _welch_half(n1: int, s1: float, n2: int, s2: float) -> float:
    e1, e2 = s1 * s1 / n1, s2 * s2 / n2
    if e1 + e2 == 0:
        return 0.0
    degrees = (e1 + e2) ** 2 / (e1 * e1 / (n1 - 1) + e2 * e2 / (n2 - 1))
    return float(stats.t.ppf(0.975, degrees)) * math.sqrt(e1 + e2)


def rank_gap(first: list[Outcome], second: list[Outcome], *, higher: bool) -> float | None:
    """Ten times (pairs in which the other pupil does better - pairs in which the disadvantaged does) / pairs."""
    if not first or not second:
        return None
    ours, theirs = (Counter(o.value for o in group) for group in (first, second))
    better = sum(((b > a) - (b < a)) * n * m for a, n in ours.items() for b, m in theirs.items())
    return 10 * (better if higher else -better) / (len(first) * len(second))


def _nation(slug: str, key: Key, figure: Figure) -> Figure:
    """Other pupils in England by the tables' own definition, beside statutory and full-year figures of all pupils."""
    year, checkpoint, _, phase, _, breakdown = key
    national = None
    if breakdown == "all" and checkpoint.lower() in {"statutory", "full year"}:
        with NATIONAL.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if (
                    (row["measure"], row["academic_year"], row["level"], row["group"], row["use"])
                    == (slug, str(year), "national", "other", "yes")
                    and row["phase"] in {"", phase}
                    and row["basis"] == "disadvantaged (FSM6, looked after, left care)"
                    and (national is None or row["phase"])
                ):
                    national = float(row["value"])
    here = figure["value_disadvantaged"]
    return {"national_other": national, "gap_to_national": None if None in (here, national) else here - national}


def _change(now: Figure, was: Figure | None, higher: bool) -> Figure:
    """The flag is decided on exact fractions: a gap that stands still has not narrowed by a rounding."""
    values: tuple[Any, ...] = (*now["exact"], *(was["exact"] if was else (None, None)))
    if None in values:
        return {"change_gap": None, "change_disadvantaged": None, "change_other": None, "others_fell": False}
    now1, now2, was1, was2 = values
    sign = 1 if higher else -1
    moved1, moved2 = now1 - was1, now2 - was2
    change = moved1 - moved2
    behind = sign * (was1 - was2) < 0
    fell = sign * moved2 < 0 and -sign * moved2 >= sign * moved1
    return {
        "change_gap": float(change), "change_disadvantaged": float(moved1), "change_other": float(moved2),
        "others_fell": behind and sign * change > 0 and fell,
    }  # fmt: skip


def _shrunk(
    key: Key, figure: Figure, found: dict[Key, Figure], taus: dict[Key, float], shown: Collection[Key]
) -> Figure:
    nothing: Figure = {"shrunk_gap": None, "shrink_weight": None}
    year, checkpoint, level, phase, _, breakdown = key
    centre = found.get((year, checkpoint, "phase", phase, None, breakdown))
    if level != "academy" or centre is None or figure["gap"] is None:
        return nothing
    error = _error(figure, centre)
    if error is None or centre["gap"] is None:
        return nothing
    home: Key = (year, checkpoint, "phase", phase, None, breakdown)
    if home not in taus:
        around = [k for k in shown if k[2] == "academy" and (*k[:2], "phase", k[3], None, k[5]) == home]
        taus[home] = _tau(centre, [found[k] for k in around])
    tau = taus[home]
    both = tau**2 + error**2
    weight = tau**2 / both if both else 1.0
    return {"shrunk_gap": weight * figure["gap"] + (1 - weight) * centre["gap"], "shrink_weight": weight}


def _error(figure: Figure, centre: Figure) -> float | None:
    s1, s2 = centre["sd_disadvantaged"], centre["sd_other"]
    if s1 is None or s2 is None or not figure["n_disadvantaged"] or not figure["n_other"]:
        return None
    return math.sqrt(s1**2 / figure["n_disadvantaged"] + s2**2 / figure["n_other"])


def _tau(centre: Figure, academies: Iterable[Figure]) -> float:
    prior = PRIOR * math.sqrt((centre["sd_disadvantaged"] ** 2 + centre["sd_other"] ** 2) / 2)
    pairs = [(f["gap"], _error(f, centre)) for f in academies if f["gap"] is not None]
    known = [(gap, error) for gap, error in pairs if error is not None]
    if len(known) < MANY:
        return prior
    square = statistics.variance(gap for gap, _ in known) - statistics.fmean(error**2 for _, error in known)
    return min(max(math.sqrt(max(square, 0.0)), prior / 2), prior * 2)
