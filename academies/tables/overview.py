"""The trust's overview as a table, and as a file that says more of each figure."""

from __future__ import annotations

import datetime
from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.data import TableListData
from django_tables2.utils import OrderBy, OrderByTuple

from academies.providers import Fact
from academies.selectors.overview import OverviewPage, OverviewRow, column_of
from celt.lib.days import short_day
from celt.ui.tables import MISSING, LinkColumn, Table, TextColumn, TierColumn


class MissingLast(TableListData):
    """Rows that have nothing in the column that is sorted by stand last, whichever way it is sorted."""

    def order_by(self, aliases: OrderByTuple) -> None:
        super().order_by(aliases)
        if aliases:
            by = self.table.columns[OrderBy(aliases[0]).bare].order_by[0]
            self.data.sort(key=lambda row: tables.A(OrderBy(by).bare).resolve(row, quiet=True) is None)


def _academy(row: OverviewRow) -> str:
    return reverse("academies:academy_detail", args=[row.academy.slug])


def _dash() -> SafeString:
    """Nothing to say; a phone, which shows a block for each academy, leaves the line out."""
    return format_html('<span class="none nothing">{}</span>', MISSING)


def _two_lines(first: str | SafeString, second: str) -> SafeString:
    """A cell's words, and small below them what belongs to them."""
    return format_html("<div>{}<br><small>{}</small></div>", first, second) if second else format_html("{}", first)


class AcademyColumn(LinkColumn):
    """The short name, its phase, and why the person watches it, which stays off paper."""

    def render(self, value: Any, record: OverviewRow) -> SafeString:
        name = super().render(value, record)
        if not record.why_watched:
            return format_html("{}", name)
        return format_html('{}<br><small class="no-print">\u2605 {}</small>', name, record.why_watched)


class CategoryColumn(TierColumn):
    """The chip, and below it when the category ends where that is soon."""

    def render(self, value: Any, record: OverviewRow) -> SafeString:  # type: ignore[override]
        if value is None:
            return format_html('<span class="none">{}</span>', "None in force") if record.ends_open else _dash()
        return _two_lines(super().render(value), record.tier_note.replace(" ", "\u00a0"))

    def value(self, value: Any) -> str:
        return super().value(value) if value is not None else ""


class FactColumn(tables.Column):
    """A fact: its figure, and small below it interval and n; or why there is none."""

    def __init__(self, verbose_name: str, column: str) -> None:
        super().__init__(
            verbose_name=verbose_name,
            accessor=f"told__{column}",
            order_by=(f"figures__{column}",),
            attrs={"td": {"data-label": verbose_name, "class": "told"}},
        )

    def render(self, value: Fact) -> SafeString:
        if value.value is None:
            return format_html('<span class="none">{}</span>', value.why_none or MISSING)
        figure = format_html('<a href="{}">{}</a>', value.url, value.figure) if value.url else value.figure
        return _two_lines(figure, _interval(value))

    def value(self, value: Fact) -> Any:
        return value.figure or value.why_none


class TrendColumn(tables.Column):
    """Which way a fact moves, in its own words."""

    def __init__(self, verbose_name: str, column: str) -> None:
        super().__init__(
            verbose_name=verbose_name,
            accessor=f"told__{column}__trend",
            orderable=False,
            attrs={"td": {"data-label": verbose_name, "class": "trend"}},
        )

    def render(self, value: str) -> str | SafeString:
        return value or _dash()

    def value(self, value: str) -> str:
        return value


class NextVisitColumn(tables.Column):
    def render(self, value: datetime.date, record: OverviewRow) -> SafeString:
        said = "planned" if record.is_planned else "at the latest"
        return _two_lines(short_day(value).replace(" ", "\u00a0"), said)

    def value(self, value: datetime.date) -> datetime.date:
        return value


class LateColumn(tables.Column):
    def render(self, value: int) -> SafeString:
        return format_html('<span class="status status-bad">{} late</span>', value) if value else _dash()

    def value(self, value: int) -> int:
        return value


class ConcernsColumn(tables.Column):
    def render(self, value: int, record: OverviewRow) -> SafeString:
        url, says = reverse("academies:academy_concerns", args=[record.academy.slug]), f"{value} open at {record.name}"
        return format_html('<a href="{}" aria-label="{}">{}</a>', url, says, value) if value else _dash()

    def value(self, value: int) -> int:
        return value


class WatchColumn(tables.Column):
    """A button of the page's one form for watching (`watch-list`); it works without script."""

    def render(self, record: OverviewRow) -> SafeString:
        stop = record.watched is not None
        return format_html(
            '<button class="btn btn-quiet btn-watch" type="submit" form="watch-list" name="do" value="{}" '
            'formaction="{}" aria-label="{}" title="{}">{}</button>',
            "stop" if stop else "watch",
            reverse("academies:watch_toggle", args=[record.academy.slug]),
            f"Stop watching {record.name}" if stop else f"Watch {record.name}",
            "Stop watching" if stop else "Watch",
            "\u2605" if stop else "\u2606",
        )


def _said(label: str) -> dict[str, Any]:
    return {"td": {"data-label": label}}


# Always there; what an overview has besides stands between name and these only where it has something to say.
PLAIN = ("phase", "ages", "status", "la_name", "urn")
SOMETIMES = ("tier", "next_visit", "late", "concerns")


class OverviewTable(Table):
    """`page` says which columns there are. Kinds of fact come in between category and visits."""

    stacked = True

    name = AcademyColumn("Academy", url=_academy, shown="short", note="about")
    phase = TextColumn("Phase", accessor="academy__get_phase_display", order_by=("academy__phase",))
    ages = TextColumn("Ages", accessor="academy__age_range", order_by=("academy__low_age", "academy__high_age"))
    status = TextColumn("Status", accessor="academy__get_status_display", order_by=("academy__status",))
    la_name = TextColumn("Local authority", accessor="academy__la_name")
    urn = TextColumn("URN", accessor="academy__urn")
    tier = CategoryColumn("Category", order_by=("tier_order",), empty_values=())
    next_visit = NextVisitColumn("Next visit", attrs=_said("Next visit"))
    late = LateColumn("Late", attrs=_said("Late support"))
    concerns = ConcernsColumn("Concerns", attrs=_said("Open concerns"))
    watch = WatchColumn(
        "Watch",
        empty_values=(),
        orderable=False,
        exclude_from_export=True,
        attrs={"td": {"class": "no-print", "data-label": "Watch"}},
    )

    def __init__(self, page: OverviewPage, **kwargs: Any) -> None:
        told = [(kind.short or kind.label, column_of(kind)) for kind in page.kinds]
        extra = [(column, FactColumn(label, column)) for label, column in told]
        moving = [(label, column) for label, column in told if f"{column}_trend" in page.columns]
        extra += [
            (f"{column}_trend", TrendColumn("Trend" if len(moving) == 1 else f"{label}, trend", column))
            for label, column in moving
        ]
        hidden = [name for name in SOMETIMES if name not in page.columns]
        # What moves stands beside the category; other facts come last.
        first = [
            name for name, _ in extra if name in page.columns and f"{name.removesuffix('_trend')}_trend" in page.columns
        ]
        super().__init__(
            MissingLast(list(page.rows)),
            default=_dash(),
            extra_columns=[*extra, *self.more(told)],
            exclude=[*hidden, *self.left_out(page)],
            sequence=("name", *PLAIN, "tier", *first, *SOMETIMES[1:], "...", "watch"),
            **kwargs,
        )

    def left_out(self, page: OverviewPage) -> tuple[str, ...]:
        """What a page need not say: the phase, which stands below the name; where it has more to tell, the rest."""
        return PLAIN if page.columns else PLAIN[:1]

    def more(self, told: list[tuple[str, str]]) -> list[tuple[str, tables.Column]]:
        return []


class OverviewFile(OverviewTable):
    """For spreadsheets: everything of the page as raw values, and what each figure is made of."""

    ends = TextColumn("Category until", accessor="decision__ends")

    def left_out(self, page: OverviewPage) -> tuple[str, ...]:
        return ()

    def more(self, told: list[tuple[str, str]]) -> list[tuple[str, tables.Column]]:
        return [
            (f"{column}_{part}", TextColumn(f"{label}, {words}", accessor=f"told__{column}__{part}"))
            for label, column in told
            for part, words in (
                ("value", "number"), ("low", "low"), ("high", "high"), ("n", "n"), ("period", "what"),
                ("source", "source"), ("as_of", "as of"),
            )
        ]  # fmt: skip


def _interval(fact: Fact) -> str:
    """'12 to 43, n 48'; empty for a figure without an interval, which needs no n to be judged by."""
    if fact.low is None or fact.high is None:
        return ""
    ends = f"{fact.low:.0f} to {fact.high:.0f}".replace("-", "\u2212")
    return f"{ends}, n {fact.n:,}" if fact.n is not None else ends
