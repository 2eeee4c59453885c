"""The trust's views of all plans, on a page and as CSV."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn
from plans.selectors.portfolio import PlanRow


class SpreadColumn(tables.Column):
    """How the open actions go: a mark for each, and the same in words. In a CSV the words."""

    def __init__(self, verbose_name: str, **kw: Any) -> None:
        kw.setdefault("attrs", {"td": {"data-label": verbose_name}})
        super().__init__(verbose_name=verbose_name, **kw)

    def render(self, value: str, record: PlanRow) -> str | SafeString:
        if not record.spread.open:
            return format_html('<span class="none">{}</span>', value)
        marks = format_html_join("", '<i class="mark-{}"></i>', ((tone or "none",) for tone in record.spread.marks))
        return format_html('<span class="spread-marks" aria-hidden="true">{}</span><small>{}</small>', marks, value)

    def value(self, value: str) -> str:
        return value


class OverdueColumn(NumberColumn):
    """None overdue says so; some stand out."""

    def render(self, value: int) -> str | SafeString:
        if not value:
            return format_html('<span class="none">{}</span>', "none")
        return format_html('<span class="status status-bad">{}</span>', value)


class StageColumn(TextColumn):
    """The stage, and below it how long and what was done."""

    def render(self, value: str, record: PlanRow) -> SafeString:
        drift = record.drift
        time = (
            format_html('<span class="status status-warn">{}</span>', drift.word) if drift and drift.tone
            else format_html("{}", drift.word if drift else "")
        )  # fmt: skip
        return format_html("{}<br><small>{}; {}</small>", value, time, record.stage_note)


class PlanTable(Table):
    stacked = True

    name = LinkColumn("Academy", shown="short", note="about")
    state = StatusColumn("Plan", order_by=("plan_order",))
    stage = StageColumn("Stage", order_by=("stage_order", "weeks"))
    priorities = TextColumn("Priorities", accessor="priorities_say", orderable=False)
    goes = SpreadColumn("Open actions", order_by=("goes_order",))
    overdue = OverdueColumn("Overdue", kind="count")
    logged = DayColumn("Last logged")


class PlanFile(Table):
    name = TextColumn("Academy")
    phase = TextColumn("Phase")
    news = TextColumn("Note")
    state = StatusColumn("Plan")
    stage = TextColumn("Stage")
    weeks = NumberColumn("Weeks in it", kind="count")
    drift = StatusColumn("Time in it")
    stage_note = TextColumn("Activities")
    titles = TextColumn("Priorities")
    open_actions = NumberColumn("Open actions", kind="count")
    overdue = NumberColumn("Overdue", kind="count")
    goes = TextColumn("How they go")
    logged = DayColumn("Last logged")


class AlignmentFile(Table):
    academy_name = TextColumn("Academy")
    title = TextColumn("Priority of its plan")
    serves = TextColumn("Trust priority that it serves")


class InUseTable(Table):
    stacked = True

    academy = TextColumn("Academy")
    says = LinkColumn("Works on", note="kind")
    theory_name = LinkColumn("Theory of action", url="theory_url")
    held = StatusColumn("Found there")
    since = DayColumn("Since")


class InUseFile(InUseTable):
    kind = TextColumn("Kind")
    evidence = TextColumn("On what evidence")


class TrustPriorityFile(Table):
    title = TextColumn("Trust priority")
    about = TextColumn("Why")
    pillar = TextColumn("Pillar")
    years = TextColumn("Years")
    state = StatusColumn("State")
    served = NumberColumn("Plans that serve it this year", kind="count")
