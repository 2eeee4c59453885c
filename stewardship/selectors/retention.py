"""What would go tonight by which rule, and what went."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from stewardship.models import RetentionRun
from stewardship.models.retention_run import RetentionRunQuerySet
from stewardship.rules.retention import RULES
from stewardship.services.retention import all_due

RUNS = 50


@dataclass(frozen=True, slots=True)
class RuleRow:
    what: str
    after: str
    does: str
    due: int


@dataclass(frozen=True, slots=True)
class RetentionPage:
    answer: str
    rules: list[RuleRow]
    runs: RetentionRunQuerySet


def retention_page(user: User) -> RetentionPage:
    due = all_due()
    rules = [
        RuleRow(rule.what, f"{rule.period} after {rule.counted_from}" if rule.days else f"At {rule.counted_from}",
                rule.does, due[rule.slug])
        for rule in RULES
    ]  # fmt: skip
    total = sum(rule.due for rule in rules)
    return RetentionPage(
        answer=f"{total:,} row{'' if total == 1 else 's'} would go tonight." if total else "Nothing is due to go.",
        rules=rules,
        runs=RetentionRun.objects.visible_to(user)[:RUNS],
    )
