"""Concerns on a page and as CSV."""

import datetime

from django.urls import reverse

from academies.selectors.concern import ConcernRow
from celt.lib.days import short_day
from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


def _page(row: ConcernRow) -> str:
    return reverse("academies:concern_show", args=[row.concern.pk])


def _academy(row: ConcernRow) -> str:
    return reverse("academies:academy_concerns", args=[row.concern.academy.slug])


class ShortDayColumn(DayColumn):
    """A date that leaves room for the words beside it."""

    def render(self, value: datetime.date, record: ConcernRow) -> str:
        return short_day(value).replace(" ", "\u00a0")


class ConcernTable(Table):
    stacked = True

    title = LinkColumn("Concern", url=_page, note="area")
    academy = LinkColumn("Academy", url=_academy, shown="short")
    level = StatusColumn("Level", order_by=("level_order",))
    state = StatusColumn("State", order_by=("concern__status",))
    raised = ShortDayColumn("Raised")
    days = NumberColumn("Days open", kind="count")
    last_day = ShortDayColumn("Last word")


class AcademyConcernTable(ConcernTable):
    """The same on the academy's own page, which need not say where."""

    class Meta(ConcernTable.Meta):
        exclude = ("academy", "state")


class ConcernFile(ConcernTable):
    area = TextColumn("About")
    raised_by = TextColumn("Raised by")
    detail = TextColumn("What was seen", accessor="concern__detail")
    came_from = TextColumn("Came from", accessor="came_from")
