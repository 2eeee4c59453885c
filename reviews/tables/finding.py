"""Open next steps on a page and as CSV."""

from celt.ui.tables import DayColumn, LinkColumn, StatusColumn, Table, TextColumn


class OpenTable(Table):
    stacked = True

    says = LinkColumn("Next step", url="url", note="about")
    academy = TextColumn("Academy")
    owner = TextColumn("Who sees to it")
    due = StatusColumn("By", accessor="due_status", order_by=("due_order",))
    since = DayColumn("Asked for on")
    last = StatusColumn("Last looked at", order_by=("last__word",))


class OpenFile(Table):
    says = TextColumn("Next step")
    academy = TextColumn("Academy")
    theme = TextColumn("Theme")
    part = TextColumn("Part")
    review = TextColumn("Review")
    owner = TextColumn("Who sees to it")
    due = DayColumn("By")
    since = DayColumn("Asked for on")
    age_words = TextColumn("Age")
    last = StatusColumn("Last looked at")
