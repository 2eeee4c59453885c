"""Reviews on a page and as CSV."""

import datetime

from django.urls import reverse

from celt.lib.days import short_day
from celt.ui.tables import DayColumn, LinkColumn, StatusColumn, Table, TextColumn
from reviews.selectors.review_list import ReviewRow


def _page(row: ReviewRow) -> str:
    return reverse("reviews:review_show", args=[row.review.pk])


class ShortDayColumn(DayColumn):
    """A date that leaves room for the words beside it."""

    def render(self, value: datetime.date, record: ReviewRow) -> str:
        return short_day(value).replace(" ", "\u00a0")


class ReviewTable(Table):
    stacked = True

    title = LinkColumn("Review", url=_page, note="family")
    academy = TextColumn("Academy", accessor="short", order_by=("academy",))
    state = StatusColumn("State", order_by=("state_order",))
    starts = ShortDayColumn("From")
    comes_next = TextColumn("Comes next")
    lead = TextColumn("Leads it")


class AcademyReviewTable(ReviewTable):
    """The same on the academy's own page, which need not say where."""

    class Meta(ReviewTable.Meta):
        exclude = ("academy",)


class DoneTable(AcademyReviewTable):
    """What ended: nothing comes next but to follow it up."""

    published = ShortDayColumn("Published")

    class Meta(ReviewTable.Meta):
        exclude = ("academy", "comes_next", "lead")


class ReviewFile(Table):
    title = TextColumn("Review")
    academy = TextColumn("Academy")
    phase = TextColumn("Phase")
    family = TextColumn("About")
    year = TextColumn("Year")
    state = StatusColumn("State")
    starts = DayColumn("From")
    ends = DayColumn("Until")
    lead = TextColumn("Leads it")
    standard = TextColumn("Standard")
    reply_by = DayColumn("Reply by", accessor="review__reply_by")
    published = DayColumn("Published")
    comes_next = TextColumn("Comes next")
