"""The trust's views of all plans, on a page and as CSV."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from celt.lib.days import short_day
from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn
from plans.selectors.portfolio import PlanRow


class ShortDayColumn(DayColumn):
    """A date that leaves room for the words beside it."""

    def render(self, value: datetime.date, record: Any) -> str:
        return short_day(value).replace(" ", "\u00a0")


class SpreadColumn(tables.Column):
    """How the open actions go: a mark for each, and the same in words. In a CSV the words."""

    def __init__(self, verbose_name: str, **kw: Any) -> None:
        kw.setdefault("attrs", {"td": {"data-label": verbose_name}})
        super().__init__(verbose_name=verbose_name, **kw)

    def render(self, value: str, record: PlanRow) -> str | SafeString:
        if not record.spread.open:
            return format_html('<span class="none">{}</span>', value)
        marks = format_html_join("", '<i class="mark-{}"></i>', ((tone or "none",) for tone in record.spread.marks))
        words = format_html_join(", ", "<span>{} {}</span>", ((n, word) for n, word, _ in record.spread.parts))
        return format_html(
            '<div><span class="spread-marks" aria-hidden="true">{}</span><small>{}</small></div>', marks, words
        )

    def value(self, value: str) -> str:
        return value


class OverdueColumn(NumberColumn):
    """None overdue says so; some stand out."""

    def render(self, value: int) -> str | SafeString:
        if not value:
            return format_html('<span class="none">{}</span>', "none")
        return format_html('<span class="status status-bad">{}</span>', value)


class StageColumn(TextColumn):
    """The stage, how long, and below it what was done."""

    def render(self, value: str, record: PlanRow) -> SafeString:
        drift = record.drift
        tone = f" status-{drift.tone}" if drift and drift.tone else ""
        time = format_html('<span class="{}">{}</span>', f"status{tone}" if tone else "", drift.word if drift else "")
        return format_html(
            "<div><b>{}</b>{}{}<br><small>{}</small></div>", value, "\u2003" if tone else ", ", time, record.stage_note
        )


class PrioritiesColumn(tables.Column):
    """What the plan works on, each priority a line; or that there is no plan."""

    def __init__(self, verbose_name: str, **kw: Any) -> None:
        kw.setdefault("attrs", {"td": {"data-label": verbose_name, "class": "plan-priorities"}})
        super().__init__(verbose_name=verbose_name, **kw)

    def render(self, value: str, record: PlanRow) -> SafeString:
        if record.plan is None:
            tone = f" status-{record.state.tone}" if record.state.tone else ""
            return format_html('<span class="status{}">{}</span>', tone, record.state.word)
        if not record.priorities:
            return format_html('<span class="none">{}</span>', value)
        lines = format_html_join("", "<li>{}</li>", ((priority.title,) for priority in record.priorities))
        return format_html("<ul>{}</ul>", lines)


class PlanTable(Table):
    stacked = True

    name = LinkColumn("Academy", shown="short", note="about")
    stage = StageColumn("Stage", accessor="stage_short", order_by=("stage_order", "weeks"))
    priorities = PrioritiesColumn("Priorities", accessor="priorities_say", order_by=("plan_order", "n_priorities"))
    goes = SpreadColumn("Open actions", order_by=("goes_order",))
    overdue = OverdueColumn("Overdue", kind="count")
    logged = ShortDayColumn("Last logged")


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
    since = ShortDayColumn("Since")


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
