"""How long what is kept, and what then happens to it.

The database has bounds of its own (stewardship/retain_sql.py)."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

YEAR = 365


@dataclass(frozen=True, slots=True)
class Rule:
    """`days` after `counted_from`, `what` goes in the way that `does` says."""

    slug: str
    what: str
    days: int
    counted_from: str
    does: str

    def before(self, now: datetime.datetime) -> datetime.datetime:
        return now - datetime.timedelta(days=self.days)

    @property
    def period(self) -> str:
        if self.days == 0:
            return "at once"
        if self.days < YEAR:
            return f"{self.days} days"
        return f"{self.days // YEAR} year{'' if self.days == YEAR else 's'}"


RULES = (
    Rule(
        "pupils", "Pupils who have left", 7 * YEAR, "the day they left every academy",
        "Name, number and date of birth go, from the history too; results stay for figures, of nobody.",
    ),
    Rule(
        "accounts", "People who have left", 6 * YEAR, "the end of their last role",
        "Name and e-mail go, from the history too; what they decided stays, by “Erased person”.",
    ),
    Rule(
        "waiting-files", "Files that nobody applied", 30, "the day they were given",
        "They are set aside, and the file itself goes from the disk.",
    ),
    Rule(
        "import-copies", "Rows that an import refused or changed", YEAR, "the day of the import",
        "They are deleted. The import can then no longer be undone.",
    ),
    Rule("access-log", "The log of exports and openings", 2 * YEAR, "the day of the line", "The line is deleted."),
    Rule("sessions", "Sessions", 0, "the moment in which they ended", "They are deleted."),
)  # fmt: skip
