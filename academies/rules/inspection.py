"""What follows from an inspection's grades, and how it is said. Two frameworks are never set side by side."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from academies.inspection import Framework
from celt.lib.days import british
from celt.lib.sentences import counted, listed

CATEGORY_WORDS = {
    "": "no category of concern",
    "serious_weaknesses": "serious weaknesses",
    "significant_improvement": "requires significant improvement",
    "special_measures": "special measures",
}
OVERALL = "overall_effectiveness"


@dataclass(frozen=True, slots=True)
class Inspected:
    """An inspection as far as its meaning goes. `grades`: area -> grade, both slugs of the framework.

    `source` in words; `predecessor_urn` where the school before the academy was inspected.
    """

    framework: Framework
    kind: str
    started: datetime.date
    grades: Mapping[str, str]
    concern_category: str = ""
    safeguarding: str = ""
    outcome: str = ""
    pk: int = 0
    source: str = ""
    predecessor_urn: int | None = None


def usual_category(framework: Framework, grades: Mapping[str, str], safeguarding: str) -> str | None:
    """The category of concern that the framework's own rule gives these grades; None where it has no such rule.

    What the report says is what counts; this only tells whether to ask again. The rule of the report card: urgent
    improvement in any area, or safeguarding not met, is "requires significant improvement"; urgent improvement in
    leadership and governance together with one of the others is special measures.
    """
    rule = framework.concern_rule
    if rule is None:
        return None
    leading = grades.get(rule.leading_area) == rule.grade
    other = safeguarding == "not_met" or any(
        grade == rule.grade for area, grade in grades.items() if area != rule.leading_area
    )
    if leading and other:
        return rule.greater
    return rule.lesser if leading or other else ""


def question(framework: Framework, grades: Mapping[str, str], safeguarding: str, category: str) -> str:
    """What to ask whoever enters a category that the grades do not usually mean; empty where nothing is odd."""
    usual = usual_category(framework, grades, safeguarding)
    if not grades or usual is None or usual == category:
        return ""
    return (
        f"By the rule of the {framework.name.lower()} these grades mean {CATEGORY_WORDS[usual]}; entered is "
        f"{CATEGORY_WORDS[category]}. Look at the report again. If it says so, tick the box."
    )


def in_words(inspected: Inspected) -> str:
    """What was found, in one or two sentences: "Judged good overall." or "Expected standard in 5 areas, ..." """
    framework, grades = inspected.framework, inspected.grades
    said = []
    if overall := grades.get(OVERALL):
        said.append(f"Judged {framework.grades[overall].lower()} overall.")
        others = {area: grade for area, grade in grades.items() if area != OVERALL and grade != overall}
        if others:
            apart = [f"{framework.areas[area]}: {framework.grades[grade].lower()}" for area, grade in others.items()]
            said.append(f"{'; '.join(apart)}.")
    elif grades:
        said.append(f"{_tally(framework, grades)}.")
    elif inspected.outcome:
        said.append(inspected.outcome if inspected.outcome.endswith((".", "!", "?")) else f"{inspected.outcome}.")
    else:
        said.append("No grades were given.")
    if inspected.safeguarding == "not_met":
        said.append(f"Safeguarding: {framework.safeguarding['not_met'].lower()}.")
    if inspected.concern_category:
        said.append(f"Placed in a category of concern: {CATEGORY_WORDS[inspected.concern_category]}.")
    return " ".join(said)


def _tally(framework: Framework, grades: Mapping[str, str]) -> str:
    """Grades from the best to the worst with how many areas each has; the worse ones name their areas."""
    parts = []
    for grade, words in framework.grades.items():
        areas = [framework.areas[area] for area in framework.areas if grades.get(area) == grade]
        if not areas:
            continue
        named = listed([area.lower() for area in areas], most=9) if grade in framework.tones or len(areas) < 2 else ""
        parts.append(f"{words.lower()} in {named or counted(len(areas), 'area')}")
    text = "; ".join(parts)
    return text[0].upper() + text[1:]


@dataclass(frozen=True, slots=True)
class Standing:
    """What an academy's inspections say today: each area's latest grade, under the latest one's framework.

    `grades`: area -> (grade, the inspection that gave it). `latest` is the latest that graded, `last` the last of all.
    """

    framework: Framework
    grades: Mapping[str, tuple[str, Inspected]]
    latest: Inspected
    last: Inspected
    safeguarding: str = ""
    concern_category: str = ""


def standing(inspections: Iterable[Inspected]) -> Standing | None:
    """None where no inspection gave grades.

    A full inspection replaces all that was before it. A later monitoring inspection under the same framework changes
    the areas that it graded, and safeguarding where it says so. The category of concern is the latest that a report
    names; one that gives grades and names none ends it, while a visit without grades that names none leaves it.
    """
    by_day = sorted(inspections, key=lambda one: one.started)
    graded = [one for one in by_day if one.grades]
    if not graded:
        return None
    latest = graded[-1]
    same = [one for one in graded if one.framework.slug == latest.framework.slug]
    full = [one for one in same if one.kind == "graded"]
    counts = same[same.index(full[-1]) :] if full else same
    grades = {area: (grade, one) for one in counts for area, grade in one.grades.items()}
    since: Sequence[Inspected] = [one for one in by_day if one.started >= counts[0].started]
    return Standing(
        framework=latest.framework,
        grades={area: grades[area] for area in latest.framework.areas if area in grades},
        latest=latest,
        last=by_day[-1],
        safeguarding=next((one.safeguarding for one in reversed(counts) if one.safeguarding), ""),
        concern_category=next(
            (one.concern_category for one in reversed(since) if one.concern_category or one.grades), ""
        ),
    )


def standing_in_words(now: Standing) -> str:
    """One sentence with the day: "Report card of 3 December 2025: expected standard in 5 areas." """
    grades = {area: grade for area, (grade, _) in now.grades.items()}
    base = Inspected(now.framework, now.latest.kind, now.latest.started, grades, now.concern_category, now.safeguarding)
    said = in_words(base)
    return f"{said[:-1]} (inspected on {british(now.latest.started)})." if " " in said else said
