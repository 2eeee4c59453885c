"""What the first draft of a trust's scheme begins with. Everything in it may be changed before it is put in use."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from academies.models.academy import Phase
from academies.models.scheme import ReviewRhythm, TierColour

NAME = "Levels of support"

# From the most secure to the least.
TIERS: tuple[dict[str, Any], ...] = (
    {
        "word": "Sustain",
        "colour": TierColour.GREEN,
        "says": "Pupils do well here, disadvantaged pupils among them, and leaders know why. The academy keeps it "
        "going, gives support to others and needs little beyond what every academy gets.",
        "visits": 1,
        "full_day_reviews": 0,
        "leader_days": Decimal(0),
        "coaching_days": Decimal(3),
        "partnership_meetings": 6,
        "review_rhythm": ReviewRhythm.YEARLY,
    },
    {
        "word": "Improve",
        "colour": TierColour.BLUE,
        "says": "Most of the work is sound and leaders can put the rest right. Support goes to the one or two subjects "
        "or groups where the evidence is weaker.",
        "visits": 2,
        "full_day_reviews": 0,
        "leader_days": Decimal(5),
        "coaching_days": Decimal(6),
        "partnership_meetings": 6,
        "review_rhythm": ReviewRhythm.TWICE,
    },
    {
        "word": "Repair",
        "colour": TierColour.OCHRE,
        "says": "Weaknesses reach across several subjects or year groups, or have lasted. The trust works beside the "
        "academy's leaders on a plan that is looked at every term.",
        "visits": 3,
        "full_day_reviews": 1,
        "leader_days": Decimal(15),
        "coaching_days": Decimal(12),
        "partnership_meetings": 6,
        "review_rhythm": ReviewRhythm.TERMLY,
    },
    {
        "word": "Stabilise",
        "colour": TierColour.RED,
        "says": "Pupils are being let down and leaders cannot put it right alone. The trust brings in leaders and "
        "looks every half term whether it is working.",
        "visits": 4,
        "full_day_reviews": 1,
        "leader_days": Decimal(40),
        "coaching_days": Decimal(20),
        "partnership_meetings": 6,
        "review_rhythm": ReviewRhythm.HALF_TERMLY,
    },
)


@dataclass(frozen=True, slots=True)
class Start:
    """A criterion that the first draft holds where the product gathers that kind of evidence. `bounds`: a figure for
    each tier but the last, or the words of a scale; None where no grade points to that tier."""

    kind: str
    label: str
    bounds: tuple[float | str | None, ...]
    phase: str = ""
    is_limit: bool = False


# Where England's disadvantaged pupils stood in 2024 lies about between the second tier and the third.
_GRADES = ("Strong standard", "Expected standard", "Needs attention")
CRITERIA: tuple[Start, ...] = (
    Start("gap.ks2_rwm_exp", "Gap in reading, writing and maths at 11", (12, 20, 28), Phase.PRIMARY),
    Start("outcome.ks2_rwm_exp", "Disadvantaged pupils at the expected standard at 11", (55, 45, 37), Phase.PRIMARY),
    Start("gap.ks4_attainment8", "Gap in Attainment 8", (9, 14, 18), Phase.SECONDARY),
    Start("outcome.ks4_attainment8", "Attainment 8 of disadvantaged pupils", (41, 35, 30), Phase.SECONDARY),
    Start("attendance.rate", "Attendance of disadvantaged pupils", (94, 92, 90)),
    Start("attendance.persistent_absence", "Disadvantaged pupils persistently absent", (18, 26, 34)),
    Start("inspection.report_card_2025.achievement", "Achievement on the report card", _GRADES),
    Start("inspection.report_card_2025.inclusion", "Inclusion on the report card", _GRADES),
    Start(
        "inspection.report_card_2025.leadership_and_governance", "Leadership and governance on the report card", _GRADES
    ),
    Start(
        "inspection.concern_category",
        "Category of concern at the latest inspection",
        ("No category of concern", None, None),
        is_limit=True,
    ),
    Start("leadership.vacant", "Somebody leads the academy", ("Led", None, "Nobody leads it"), is_limit=True),
    Start("concerns.open", "Open concerns", (1, 2, 4), is_limit=True),
    Start("data.return", "Files handed in", (80, 60, 40), is_limit=True),
)
