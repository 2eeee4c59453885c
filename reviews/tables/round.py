"""Rounds on a page and as CSV."""

from django.urls import reverse

from celt.ui.tables import DayColumn, LinkColumn, StatusColumn, Table, TextColumn
from reviews.selectors.round_list import RoundRow
from reviews.tables.review import ShortDayColumn


def _page(row: RoundRow) -> str:
    return reverse("reviews:round_show", args=[row.round.pk])


class RoundTable(Table):
    stacked = True

    title = LinkColumn("Round", url=_page, note="about")
    network = TextColumn("Network")
    day = ShortDayColumn("Visit")
    state = StatusColumn("State", order_by=("state_order",))
    comes_next = TextColumn("Comes next")
    facilitator = TextColumn("Facilitates")
    part = TextColumn("You")


class HostRoundTable(Table):
    """The same on the host's own page, which need not say where."""

    stacked = True

    about = LinkColumn("Round", url=_page)
    network = TextColumn("Network")
    day = ShortDayColumn("Visit")
    state = StatusColumn("State", order_by=("state_order",))
    comes_next = TextColumn("Comes next")
    facilitator = TextColumn("Facilitates")


class EndedRoundTable(HostRoundTable):
    class Meta(HostRoundTable.Meta):
        exclude = ("comes_next",)


class RoundFile(Table):
    host = TextColumn("Host")
    network = TextColumn("Network")
    year = TextColumn("Year")
    day = DayColumn("Visit")
    follow_up_on = DayColumn("Follow-up on")
    state = StatusColumn("State")
    practice = TextColumn("Practice in focus", accessor="round__practice")
    theory = TextColumn("Theory of action")
    problem = TextColumn("Problem of practice")
    comes_next = TextColumn("Comes next")
    facilitator = TextColumn("Facilitates")
