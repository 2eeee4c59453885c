"""The bounds of a criterion, their order and their words; and what a version changed, in sentences."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from academies.rules.bounds import bound_words, faults, order_fault, plain_words, tier_words
from academies.rules.scheme_changes import CriterionWords, SchemeWords, TierWords, changes

TIERS = ("Sustain", "Improve", "Repair", "Stabilise")
GRADES = ("Urgent improvement", "Needs attention", "Expected standard", "Strong standard", "Exceptional")


@dataclass(frozen=True)
class Kind:
    better: Literal["higher", "lower"] = "lower"
    unit: str = "points behind"
    decimals: int = 0
    words: tuple[str, ...] = ()


GAP, SHARE, GRADE = Kind(), Kind("higher", "%"), Kind("higher", "", 0, GRADES)
MET = Kind("higher", "", 0, ("Not met", "Met"))


class TestOrder:
    @pytest.mark.parametrize(
        ("kind", "bounds"),
        [
            (GAP, (5, 10, 15)),
            (GAP, (5, 5, 15)),
            (GAP, (-3, 0, 2.5)),
            (SHARE, (95, 93, 90)),
            (GRADE, (4, 3, 2)),
            (GRADE, (4, None, 2)),
            (MET, (2, None, None)),
        ],
    )
    def test_these_are_whole(self, kind, bounds):
        assert faults(bounds, kind, TIERS) == []

    @pytest.mark.parametrize(
        ("kind", "bounds", "says"),
        [
            (
                GAP,
                (5, 15, 10),
                "“Improve” is more secure, so its bound cannot be 15 points behind while “Repair” has 10",
            ),
            (SHARE, (90, 93, 95), "“Sustain” is more secure, so its bound cannot be 90% while “Improve” has 93%"),
            (
                GRADE,
                (3, None, 4),
                "cannot be Expected standard while “Repair” has Strong standard: a better grade",
            ),
            (GAP, (5, None, 15), "The bound for “Improve” is missing."),
            (GAP, (None, None, None), "every figure would point to Stabilise"),
            (GRADE, (None, None, None), "every figure would point to Stabilise"),
            (GRADE, (6, 3, 2), "none of the grades"),
            (GRADE, (3.5, 3, 2), "none of the grades"),
            (GAP, (5, math.nan, 15), "no number"),
            (GAP, (5, 10, math.inf), "no number"),
        ],
    )
    def test_these_are_told(self, kind, bounds, says):
        assert says in " ".join(faults(bounds, kind, TIERS))

    @given(st.lists(st.floats(-100, 100), min_size=3, max_size=3))
    def test_sorted_bounds_are_in_order_and_no_others(self, figures):
        assert (order_fault(figures, GAP, TIERS) == "") is (figures == sorted(figures))
        assert (order_fault(figures, SHARE, TIERS) == "") is (figures == sorted(figures, reverse=True))


class TestWords:
    @pytest.mark.parametrize(
        ("kind", "bound", "says"),
        [
            (GAP, 10, "10 points behind or less"),
            (GAP, 1, "1 point behind or less"),
            (GAP, -2, "\u22122 points behind or less"),
            (SHARE, 92.5, "92.5% or more"),
            (Kind("higher", "days"), 1, "1 day or more"),
            (Kind("higher", "marks out of 25"), 20, "20 marks out of 25 or more"),
            (GRADE, 3, "at least Expected standard"),
            (GRADE, 5, "Exceptional"),
            (MET, 2, "Met"),
        ],
    )
    def test_a_bound(self, kind, bound, says):
        assert bound_words(bound, kind) == says

    @pytest.mark.parametrize(
        ("kind", "bounds", "says"),
        [
            (GAP, (5, 10, 15), ["up to 5 points behind", "over 5, up to 10 points behind",
                                "over 10, up to 15 points behind", "over 15 points behind"]),
            (GAP, (5, 5, 15), ["up to 5 points behind", "", "over 5, up to 15 points behind", "over 15 points behind"]),
            (SHARE, (95, 93, 90), ["95% and over", "93% and over, under 95%", "90% and over, under 93%", "under 90%"]),
            (Kind("lower", "open"), (0, 1, 3), ["0 open", "over 0, up to 1 open", "over 1, up to 3 open",
                                                    "over 3 open"]),
            (GRADE, (4, 3, 2), ["Exceptional or Strong standard", "Expected standard", "Needs attention",
                                "Urgent improvement"]),
            (MET, (2, None, None), ["Met", "", "", "Not met"]),
        ],
    )  # fmt: skip
    def test_what_points_to_each_tier(self, kind, bounds, says):
        assert [tier_words(bounds, place, kind) for place in range(4)] == says

    def test_a_grade_off_its_scale_reads_as_the_nearest(self):
        assert plain_words(9, GRADE) == "Exceptional"


def scheme(*tiers: TierWords, criteria: tuple[CriterionWords, ...] = (), name: str = "Levels") -> SchemeWords:
    return SchemeWords(name, tiers, criteria)


SUSTAIN = TierWords("Sustain", "It does well.", "Green", {"leader days": "None", "coaching days": "2"}, "Once a year")
REPAIR = TierWords("Repair", "It is weak.", "Red", {"leader days": "10", "coaching days": "8"}, "Every term")
READING = CriterionWords(("gap", "", None), "Gap at reading", is_limit=False, bounds=("5 points behind or less",))


class TestChanges:
    def test_nothing(self):
        one = scheme(SUSTAIN, REPAIR, criteria=(READING,))
        assert changes(one, one) == []

    def test_support_that_changes(self):
        more = TierWords("Repair", "It is weak.", "Red", {"leader days": "1", "coaching days": "8"}, "Every half term")
        assert changes(scheme(SUSTAIN, REPAIR), scheme(SUSTAIN, more)) == [
            "Repair gives 1 leader day a year instead of 10.",
            "Repair is reviewed every half term instead of every term.",
        ]

    def test_another_word_is_not_another_tier(self):
        renamed = TierWords("Rebuild", "It is weak, but not for long.", "Ochre", REPAIR.gives, REPAIR.reviewed)
        assert changes(scheme(SUSTAIN, REPAIR), scheme(SUSTAIN, renamed)) == [
            "“Repair” is now called “Rebuild”.",
            "Rebuild: what it means is worded anew.",
            "Rebuild is shown in ochre instead of red.",
        ]

    def test_tiers_that_come_and_go(self):
        new = TierWords("Improve")
        assert changes(scheme(SUSTAIN, REPAIR), scheme(SUSTAIN, new, REPAIR)) == ["“Improve” is a new tier."]
        assert changes(scheme(SUSTAIN, new, REPAIR), scheme(SUSTAIN, REPAIR)) == ["“Improve” is no tier any more."]

    def test_another_order(self):
        assert changes(scheme(SUSTAIN, REPAIR), scheme(REPAIR, SUSTAIN)) == [
            "The tiers stand in another order: Repair, Sustain."
        ]

    def test_criteria_that_come_go_and_change(self):
        moved = CriterionWords(READING.key, "Gap at reading", is_limit=True, bounds=("4 points behind or less",))
        maths = CriterionWords(("maths", "", None), "Gap at maths", is_limit=True, bounds=("5 points behind or less",))
        before = scheme(SUSTAIN, REPAIR, criteria=(READING,))
        assert changes(before, scheme(SUSTAIN, REPAIR, criteria=(moved, maths))) == [
            "“Gap at reading” now sets a limit.",
            "“Gap at reading” points to Sustain at 4 points behind or less (before: 5 points behind or less).",
            "“Gap at maths” is a new criterion. It sets a limit.",
        ]
        assert changes(before, scheme(SUSTAIN, REPAIR)) == ["“Gap at reading” is no criterion any more."]

    def test_a_tier_that_no_figure_points_to_any_more(self):
        unbound = CriterionWords(READING.key, READING.label, is_limit=False, bounds=("",))
        one, other = scheme(SUSTAIN, REPAIR, criteria=(READING,)), scheme(SUSTAIN, REPAIR, criteria=(unbound,))
        assert changes(one, other) == [
            "“Gap at reading” points no longer to Sustain (before: 5 points behind or less)."
        ]
        assert changes(other, one) == [
            "“Gap at reading” points to Sustain at 5 points behind or less (before: not at all)."
        ]

    def test_another_name(self):
        assert changes(scheme(SUSTAIN), scheme(SUSTAIN, name="Support")) == [
            "The scheme is called “Support”; it was called “Levels”."
        ]
