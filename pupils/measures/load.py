"""Reads the definition files, and refuses a bad one with its file and its fault."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, cast

from .types import (
    Assessment,
    AttendanceRateRule,
    AttendanceShareRule,
    Code,
    CombinedRule,
    DefinitionError,
    Effect,
    Kind,
    MeanRule,
    Measure,
    Part,
    Rule,
    Threshold,
    ThresholdRule,
)

HERE = Path(__file__).parent
KEY_STAGES = {"EYFS", "KS1", "KS2", "KS3", "KS4", "all"}
PHASES = {"primary", "secondary", "all_through", "special", "sixteen_plus"}
ASSESSMENT_KINDS = {"scaled", "marks", "grade", "points", "standardised", "yes_no", "outcome"}
NC_YEARS = range(-2, 15)

MEASURE_KEYS = {
    "slug", "title", "short_title", "in_words", "why", "key_stage", "subject", "phases", "year_groups", "kind",
    "scale", "unit", "decimals", "direction", "numerator", "denominator", "source", "basis", "from_year", "rule",
}  # fmt: skip
OPTIONAL_MEASURE_KEYS = {"to_year", "not_published"}


class _Table:
    """A TOML table that names its file when a key is missing, of another type, or unknown."""

    def __init__(self, where: str, table: object) -> None:
        if not isinstance(table, dict):
            raise DefinitionError(f"{where}: expected a table")
        self.where, self.table = where, cast(dict[str, Any], table)

    def fail(self, message: str) -> DefinitionError:
        return DefinitionError(f"{self.where}: {message}")

    def only(self, required: set[str], optional: set[str]) -> None:
        missing, unknown = required - set(self.table), set(self.table) - required - optional
        if missing:
            raise self.fail(f"missing {', '.join(sorted(missing))}")
        if unknown:
            raise self.fail(f"unknown {', '.join(sorted(unknown))}")

    def text(self, key: str) -> str:
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(f"{key} must be a text")
        return " ".join(value.split())

    def number(self, key: str) -> float:
        value = self.table.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.fail(f"{key} must be a number")
        return float(value)

    def whole(self, key: str) -> int:
        value = self.table.get(key)
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.fail(f"{key} must be a whole number")
        return value

    def choice(self, key: str, choices: set[str]) -> str:
        value = self.text(key)
        if value not in choices:
            raise self.fail(f"{key} is {value!r}, not one of {', '.join(sorted(choices))}")
        return value

    def texts(self, key: str, choices: set[str] | None = None) -> tuple[str, ...]:
        value = self.table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(f"{key} must be a list of texts")
        if choices is not None and not set(value) <= choices:
            raise self.fail(f"{key} names {', '.join(sorted(set(value) - choices))}, which does not exist")
        return tuple(value)

    def years(self, key: str) -> tuple[int, ...]:
        value = self.table.get(key)
        if not isinstance(value, list) or not value or not all(year in NC_YEARS for year in value):
            raise self.fail(f"{key} must list national curriculum years")
        return tuple(value)


def load_assessments(path: Path = HERE / "assessments.toml") -> Mapping[str, Assessment]:
    """Every assessment by its slug, in the order of the file."""
    raw = _read(path)
    found: dict[str, Assessment] = {}
    code_sets = {name: _codes(_Table(f"{path.name} codes.{name}", table)) for name, table in raw["codes"].items()}
    for slug, table in raw["assessment"].items():
        row = _Table(f"{path.name} {slug}", table)
        row.only(
            {"title", "key_stage", "kind", "year_groups", "periods", "codes", "source"},
            {"minimum", "maximum", "step", "grades"},
        )
        kind = row.choice("kind", ASSESSMENT_KINDS)
        if (kind == "outcome") == ("minimum" in table):
            raise row.fail("only an outcome has no minimum and maximum")
        minimum = maximum = step = None
        if kind != "outcome":
            minimum, maximum, step = row.number("minimum"), row.number("maximum"), row.number("step")
            if not minimum < maximum or step <= 0:
                raise row.fail("minimum must lie below maximum, and step above 0")
        codes: dict[str, Code] = {}
        for name in row.texts("codes", set(code_sets)):
            codes |= code_sets[name]
        grades = {str(grade): float(value) for grade, value in table.get("grades", {}).items()}
        if minimum is not None and maximum is not None and any(not minimum <= g <= maximum for g in grades.values()):
            raise row.fail("a grade stands for a number outside the range")
        if set(grades) & set(codes):
            raise row.fail("a letter is both a grade and a code")
        found[slug] = Assessment(
            slug=slug, title=row.text("title"), key_stage=row.choice("key_stage", KEY_STAGES),
            kind=cast(Any, kind), minimum=minimum, maximum=maximum, step=step, year_groups=row.years("year_groups"),
            periods=row.text("periods"), codes=MappingProxyType(codes), grades=MappingProxyType(grades),
            source=row.text("source"),
        )  # fmt: skip
    return MappingProxyType(found)


def load_measures(assessments: Mapping[str, Assessment], folder: Path = HERE / "definitions") -> Mapping[str, Measure]:
    """Every measure by its slug, in the order of the file names."""
    found = {path.stem: load_measure(path, assessments) for path in sorted(folder.glob("*.toml"))}
    if not found:
        raise DefinitionError(f"{folder} holds no measure")
    return MappingProxyType(found)


def load_measure(path: Path, assessments: Mapping[str, Assessment]) -> Measure:
    row = _Table(path.name, _read(path))
    row.only(MEASURE_KEYS, OPTIONAL_MEASURE_KEYS)
    if row.text("slug") != path.stem:
        raise row.fail("the slug must be the file's name")
    kind = Kind(row.choice("kind", {k.value for k in Kind}))
    scale = row.table["scale"]
    if not isinstance(scale, list) or len(scale) != 2 or not scale[0] < scale[1]:
        raise row.fail("scale must be two numbers, the lower first")
    if kind in {Kind.SHARE, Kind.RATE} and scale != [0, 100]:
        raise row.fail("a share or a rate runs from 0 to 100")
    from_year = row.whole("from_year")
    to_year = row.whole("to_year") if "to_year" in row.table else None
    if to_year is not None and to_year < from_year:
        raise row.fail("to_year lies before from_year")
    rule = _rule(_Table(f"{path.name} rule", row.table["rule"]), kind, assessments)
    if isinstance(rule, ThresholdRule | CombinedRule):
        for part in rule.parts:
            if part.thresholds and part.threshold(from_year) is None:
                raise row.fail(f"{part.assessment} has no threshold in {from_year}")
    return Measure(
        slug=path.stem, title=row.text("title"), short_title=row.text("short_title"),
        in_words=row.text("in_words"), why=row.text("why"),
        key_stage=row.choice("key_stage", KEY_STAGES), subject=row.text("subject"),
        phases=row.texts("phases", PHASES), year_groups=row.years("year_groups"), kind=kind,
        scale=(float(scale[0]), float(scale[1])), unit=row.text("unit"), decimals=row.whole("decimals"),
        direction=cast(Any, row.choice("direction", {"higher", "lower"})), numerator=row.text("numerator"),
        denominator=row.text("denominator"), source=row.text("source"), basis=row.text("basis"),
        from_year=from_year, to_year=to_year, not_published=_not_published(row), rule=rule,
    )  # fmt: skip


def _rule(row: _Table, kind: Kind, assessments: Mapping[str, Assessment]) -> Rule:
    name = row.choice("kind", {"threshold", "combined", "mean", "attendance_rate", "attendance_share"})
    allowed = {
        "threshold": Kind.SHARE, "combined": Kind.SHARE, "attendance_share": Kind.SHARE, "attendance_rate": Kind.RATE,
    }  # fmt: skip
    if kind is not allowed.get(name, kind) or (name == "mean" and kind not in {Kind.MEAN, Kind.POINTS}):
        raise row.fail(f"a {name} rule cannot give a {kind.value}")
    match name:
        case "mean":
            row.only({"kind", "assessment"}, set())
            if not assessments[row.choice("assessment", set(assessments))].has_values:
                raise row.fail("an assessment without values has no mean")
            return MeanRule(row.text("assessment"))
        case "attendance_rate":
            row.only({"kind"}, set())
            return AttendanceRateRule()
        case "attendance_share":
            row.only({"kind", "missed_percent"}, set())
            if not 0 < row.number("missed_percent") <= 100:
                raise row.fail("missed_percent must lie above 0 and at most at 100")
            return AttendanceShareRule(row.number("missed_percent"))
        case "combined":
            row.only({"kind", "missing_part", "parts"}, set())
            parts = tuple(_part(_Table(f"{row.where} part", table), assessments) for table in row.table["parts"])
            if len(parts) < 2 or len({part.assessment for part in parts}) < len(parts):
                raise row.fail("parts must name two or more different assessments")
            return CombinedRule(parts, cast(Any, row.choice("missing_part", {"not_reached", "left_out"})))
        case _:
            row.only({"kind", "part"}, set())
            return ThresholdRule(_part(_Table(f"{row.where} part", row.table["part"]), assessments))


def _part(row: _Table, assessments: Mapping[str, Assessment]) -> Part:
    row.only({"assessment"}, {"thresholds", "reaching", "leave_out"})
    assessment = assessments[row.choice("assessment", set(assessments))]
    codes = set(assessment.codes)
    reaching, leave_out = set(row.texts("reaching", codes)), set(row.texts("leave_out", codes))
    thresholds = []
    for table in row.table.get("thresholds", []):
        step = _Table(row.where, table)
        step.only({"from_year", "value"}, set())
        thresholds.append(Threshold(step.whole("from_year"), step.number("value")))
    years = [t.from_year for t in thresholds]
    if years != sorted(set(years)):
        raise row.fail("thresholds must stand in the order of their years")
    if assessment.has_values != bool(thresholds):
        raise row.fail("a threshold belongs to every assessment with values, and to no other")
    if any(not cast(float, assessment.minimum) <= t.value <= cast(float, assessment.maximum) for t in thresholds):
        raise row.fail("a threshold lies outside the assessment's range")
    if not thresholds and not reaching:
        raise row.fail("nothing reaches: give thresholds or reaching")
    if any(assessment.codes[code].effect is not Effect.OUTCOME for code in reaching):
        raise row.fail("only an outcome can reach")
    left_out = leave_out | {c for c, code in assessment.codes.items() if code.effect is Effect.LEFT_OUT}
    if reaching & left_out:
        raise row.fail("a code both reaches and is left out")
    return Part(
        assessment=assessment.slug,
        thresholds=tuple(thresholds),
        reaching=frozenset(reaching),
        not_reaching=frozenset(codes - reaching - left_out),
        left_out=frozenset(left_out),
    )


def _not_published(row: _Table) -> Mapping[int, str]:
    years: dict[int, str] = {}
    for table in row.table.get("not_published", []):
        gap = _Table(f"{row.where} not_published", table)
        gap.only({"years", "reason"}, set())
        for year in table["years"]:
            if not isinstance(year, int) or not 2000 <= year <= 2100:
                raise gap.fail("years must be start years, such as 2019")
            years[year] = gap.text("reason")
    return MappingProxyType(years)


def _codes(row: _Table) -> dict[str, Code]:
    codes: dict[str, Code] = {}
    for code, table in row.table.items():
        entry = _Table(f"{row.where}.{code}", table)
        entry.only({"meaning", "effect"}, set())
        if code != code.upper():
            raise entry.fail("codes are written in capitals")
        codes[code] = Code(code, entry.text("meaning"), Effect(entry.choice("effect", {e.value for e in Effect})))
    return codes


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError(f"{path.name}: {error}") from error
