"""Academic years and terms. A year is known everywhere by the calendar year it starts in: 2024 is 2024/25."""

import re
from datetime import date

FIRST_YEAR, LAST_YEAR = 2000, 2099
TERMS = ("autumn", "spring", "summer")

_SPELLINGS = (
    re.compile(r"^(\d{4})\s*[/\-\u2013]\s*(?:\d{2})?(\d{2})$"),
    re.compile(r"^(\d{4})(\d{2})$"),
)


def year_label(year: int) -> str:
    """2024 -> '2024/25'."""
    return f"{year}/{(year + 1) % 100:02d}"


def parse_year(text: str) -> int:
    """'2024/25', '2024-25', '2024/2025' or '202425' -> 2024.

    Raises ValueError with a sentence where the two halves do not follow each other.
    """
    for spelling in _SPELLINGS:
        if found := spelling.match(text.strip()):
            start, end = int(found[1]), int(found[2])
            if (start + 1) % 100 == end and FIRST_YEAR <= start <= LAST_YEAR:
                return start
    raise ValueError(f"“{text}” is not an academic year. Write it as 2024/25.")


def year_on(day: date) -> int:
    """The academic year that holds `day`; years turn on 1 September."""
    return day.year if day.month >= 9 else day.year - 1


def first_day_of_year(year: int) -> date:
    return date(year, 9, 1)


def last_day_of_year(year: int) -> date:
    return date(year + 1, 8, 31)


def usual_days(year: int, term: str) -> tuple[date, date]:
    """About when a term of the academic year begins and ends, where the trust has not set its own dates."""
    return {
        "autumn": (date(year, 9, 1), date(year, 12, 19)),
        "spring": (date(year + 1, 1, 5), date(year + 1, 3, 31)),
        "summer": (date(year + 1, 4, 15), date(year + 1, 7, 22)),
    }[term]


def term_on(day: date) -> str:
    """The usual term of a day, where the trust has not set its own dates."""
    if day.month >= 9:
        return "autumn"
    return "spring" if day.month < 4 else "summer"
