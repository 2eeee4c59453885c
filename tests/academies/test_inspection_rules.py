"""What grades mean and how they are said: the category's rule, what stands today, and never two scales in one."""

import datetime
from typing import Any

import pytest

from academies.inspection import FRAMEWORKS, NEWEST_FIRST
from academies.rules.inspection import Inspected, in_words, question, standing, standing_in_words, usual_category

CARD, OLD, MIDDLE = (FRAMEWORKS[slug] for slug in ("report_card_2025", "graded_2019", "graded_2024"))
URGENT = "urgent_improvement"
LEADING = "leadership_and_governance"


def one(day: str, grades: dict[str, str] | None = None, kind: str = "graded", **more: Any) -> Inspected:
    started = datetime.date.fromisoformat(day)
    framework = next(f for f in NEWEST_FIRST if f.starts <= started)
    return Inspected(framework, kind, started, grades or {}, **more)


@pytest.mark.parametrize(
    ("grades", "safeguarding", "usual"),
    [
        ({"inclusion": "needs_attention", LEADING: "needs_attention"}, "met", ""),
        ({"inclusion": URGENT, LEADING: "expected"}, "met", "significant_improvement"),
        ({LEADING: URGENT}, "met", "significant_improvement"),
        ({LEADING: "expected"}, "not_met", "significant_improvement"),
        ({LEADING: URGENT}, "not_met", "special_measures"),
        ({LEADING: URGENT, "early_years": URGENT}, "met", "special_measures"),
        ({"achievement": URGENT, "inclusion": URGENT}, "not_met", "significant_improvement"),
    ],
)
def test_the_category_that_a_report_cards_grades_mean(grades: dict[str, str], safeguarding: str, usual: str) -> None:
    """DOMAIN.md C: special measures only with leadership and governance, and something else besides."""
    assert usual_category(CARD, grades, safeguarding) == usual
    assert question(CARD, grades, safeguarding, usual) == ""
    for other in {"", "significant_improvement", "special_measures"} - {usual}:
        assert "Look at the report again" in question(CARD, grades, safeguarding, other)


def test_the_rule_of_the_report_card_is_asked_of_no_other_framework() -> None:
    assert usual_category(OLD, {"overall_effectiveness": "inadequate"}, "not_met") is None
    assert question(OLD, {"overall_effectiveness": "inadequate"}, "not_met", "") == ""
    assert question(CARD, {}, "", "special_measures") == "", "a monitoring inspection without grades is not asked"


def test_sentences() -> None:
    card = one("2026-03-10", {"inclusion": "expected", "achievement": "needs_attention", LEADING: "expected",
                              "curriculum_and_teaching": "strong"})  # fmt: skip
    assert in_words(card) == (
        "Strong standard in curriculum and teaching; expected standard in 2 areas; needs attention in achievement."
    )
    old = one("2023-03-10", {"overall_effectiveness": "good", "quality_of_education": "good",
                             "personal_development": "outstanding"})  # fmt: skip
    assert in_words(old) == "Judged good overall. Personal development: outstanding."
    assert in_words(one("2025-03-10", {"quality_of_education": "good", "personal_development": "good"})) == (
        "Good in 2 areas."
    )
    assert in_words(one("2025-03-10", kind="ungraded", outcome="Standards maintained")) == "Standards maintained."
    assert in_words(
        one("2026-03-10", {LEADING: URGENT}, safeguarding="not_met", concern_category="special_measures")
    ) == (
        "Urgent improvement in leadership and governance. Safeguarding: not met. "
        "Placed in a category of concern: special measures."
    )
    assert in_words(one("2023-03-10", kind="monitoring", safeguarding="not_met")) == (
        "No grades were given. Safeguarding: not effective."
    )


def test_the_latest_graded_inspection_decides_the_framework() -> None:
    before = one("2023-03-10", {"overall_effectiveness": "outstanding"})
    since = one("2025-03-10", kind="ungraded", outcome="Standards maintained")
    now = standing([since, before])
    assert now is not None
    assert (now.framework, now.latest, now.last) == (OLD, before, since), "an ungraded one gives no grades"
    card = one("2026-03-10", {"inclusion": "strong"})
    after = standing([before, since, card])
    assert after is not None
    assert (after.framework, set(after.grades)) == (CARD, {"inclusion"}), "nothing of the old scale is carried over"
    assert standing([since]) is None
    assert standing_in_words(after) == "Strong standard in inclusion (inspected on 10 March 2026)."


def test_a_monitoring_inspection_changes_what_it_graded() -> None:
    card = one("2026-03-10", {"inclusion": "needs_attention", "achievement": "strong"}, safeguarding="not_met",
               concern_category="significant_improvement")  # fmt: skip
    later = one("2026-09-10", {"inclusion": "expected"}, kind="monitoring", safeguarding="met")
    now = standing([card, later])
    assert now is not None
    assert {area: (grade, by) for area, (grade, by) in now.grades.items()} == {
        "inclusion": ("expected", later), "achievement": ("strong", card),
    }  # fmt: skip
    assert (now.safeguarding, now.concern_category) == ("met", ""), "the later report names no category"


def test_a_full_inspection_replaces_the_one_before() -> None:
    first = one("2021-03-10", {"overall_effectiveness": "good", "early_years": "good"})
    second = one("2023-03-10", {"overall_effectiveness": "requires_improvement"})
    now = standing([second, first])
    assert now is not None
    assert set(now.grades) == {"overall_effectiveness"}, "an area that was not judged again does not live on"


def test_a_monitoring_inspection_does_not_bridge_two_frameworks() -> None:
    old = one("2023-03-10", {"overall_effectiveness": "inadequate"}, concern_category="special_measures")
    visit = one("2026-02-10", kind="monitoring", concern_category="special_measures", outcome="Progress is made")
    now = standing([old, visit])
    assert now is not None
    assert (now.framework, now.last) == (OLD, visit)
    assert now.concern_category == "special_measures"
    silent = one("2026-03-10", kind="monitoring", outcome="More is made")
    after = standing([old, visit, silent])
    assert after is not None
    assert after.concern_category == "special_measures", "a visit that names no category leaves it"
