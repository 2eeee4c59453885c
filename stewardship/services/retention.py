"""What a rule of retention lets go: counted for the page that says what is due, carried out by the night."""

from __future__ import annotations

import datetime

from django.db import connection, transaction
from django.utils import timezone

from pupils.services.uploads import remove_left_over
from stewardship.models import RetentionRun
from stewardship.rules.retention import RULES, Rule


def due(rule: Rule, now: datetime.datetime | None = None) -> int:
    """How many rows the rule would meet now. Changes nothing."""
    return _retain(rule, rule.before(now or timezone.now()), carry_out=False)


def all_due() -> dict[str, int]:
    """As `due`, of every rule at once: one query, for a page."""
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rule, stewardship_retain(rule, before, false)"
            " FROM unnest(%s::text[], %s::timestamptz[]) AS asked(rule, before)",
            [[rule.slug for rule in RULES], [rule.before(now) for rule in RULES]],
        )
        return dict(cursor.fetchall())


def carry_out_rules(*, now: datetime.datetime | None = None) -> list[RetentionRun]:
    """Each rule in a transaction of its own, and a line for each that met something."""
    moment = now or timezone.now()
    runs = [run for rule in RULES if (run := carry_out_rule(rule=rule, now=moment))]
    # After the rows, which then say for good that nobody waits for the file any more.
    remove_left_over(now=moment)
    return runs


@transaction.atomic
def carry_out_rule(*, rule: Rule, now: datetime.datetime) -> RetentionRun | None:
    before = rule.before(now)
    rows = _retain(rule, before, carry_out=True)
    return RetentionRun.objects.create(rule=rule.slug, before=before, rows=rows) if rows else None


def _retain(rule: Rule, before: datetime.datetime, *, carry_out: bool) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT stewardship_retain(%s, %s, %s)", [rule.slug, before, carry_out])
        return int(cursor.fetchone()[0])
