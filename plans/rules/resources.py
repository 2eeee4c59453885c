"""What actions cost: pounds and staff days, read as people write them, and rolled up. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from celt.lib.sentences import counted

NOTHING = Decimal(0)
# Beyond these a figure is a slip of the finger: the whole of a large academy's budget for one year, and 20 people's.
MOST_POUNDS, MOST_DAYS = Decimal(999_999), Decimal(4_000)
POUNDS = re.compile(r"^(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d{1,2})?$")
DAYS = re.compile(r"^\d+(?:\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Resources:
    """Pounds and days of staff time."""

    cost: Decimal = NOTHING
    days: Decimal = NOTHING

    def __add__(self, other: Resources) -> Resources:
        return Resources(self.cost + other.cost, self.days + other.days)

    def __bool__(self) -> bool:
        return bool(self.cost or self.days)

    def __str__(self) -> str:
        """'£1,200 and 3.5 staff days'; 'no cost'."""
        parts = [pounds(self.cost)] if self.cost else []
        parts += [staff_days(self.days)] if self.days else []
        return " and ".join(parts) or "no cost"


def rolled_up(parts: Iterable[Resources]) -> Resources:
    """The sum; of actions that were dropped nothing is counted, so leave them out."""
    return sum(parts, Resources())


def pounds(amount: Decimal) -> str:
    """'£1,200'; '£1,200.50'."""
    return f"£{amount:,.0f}" if amount == amount.to_integral_value() else f"£{amount:,.2f}"


def staff_days(days: Decimal) -> str:
    """'1 staff day'; '3.5 staff days'."""
    if days == days.to_integral_value():
        return counted(int(days), "staff day")
    return f"{days:,.1f} staff days"


def read_pounds(text: str) -> Decimal:
    """'£1,200.50', '1200', '1,200 pounds' or nothing. Raises ValueError with a sentence that says what to do."""
    written = text.strip().lower().removesuffix("pounds").replace("£", "").replace(" ", "").replace("\u00a0", "")
    written = written.removesuffix(".-").removesuffix("/-")
    if not written:
        return NOTHING
    if written.startswith(("-", "\u2212")):
        raise ValueError("A cost is 0 or more. What is saved or earned is not entered here.")
    thousand = written.removesuffix("k")
    if thousand != written and re.fullmatch(r"\d+(?:\.\d{1,3})?", thousand):
        return _within(Decimal(thousand) * 1000, MOST_POUNDS, "pounds", text)
    if not POUNDS.fullmatch(written):
        raise ValueError(f"“{_short(text)}” is not an amount in pounds. Write it as 1200 or £1,200.50.")
    return _within(Decimal(written.replace(",", "")), MOST_POUNDS, "pounds", text)


def read_days(text: str) -> Decimal:
    """'3', '2.5', '½', '3 days' or nothing; tenths of a day. Raises ValueError with a sentence."""
    written = text.strip().lower().removesuffix("days").removesuffix("day").replace(" ", "").replace(",", ".")
    if not written:
        return NOTHING
    if written.startswith(("-", "\u2212")):
        raise ValueError("Staff days are 0 or more.")
    if written.endswith("½"):
        written = f"{written[:-1] or '0'}.5"
    if not DAYS.fullmatch(written):
        raise ValueError(f"“{_short(text)}” is not a number of days. Write it as 3 or 2.5.")
    days = _within(Decimal(written), MOST_DAYS, "days", text)
    if days != days.quantize(Decimal("0.1")):
        raise ValueError("Count staff time in tenths of a day: 2.5, not 2.25.")
    return days


def _within(amount: Decimal, most: Decimal, what: str, text: str) -> Decimal:
    if amount > most:
        raise ValueError(
            f"“{_short(text)}” is more than {most:,} {what}. If it is right, spread it over several actions."
        )
    return amount


def _short(text: str) -> str:
    return text.strip() if len(text.strip()) <= 20 else f"{text.strip()[:20]}…"
