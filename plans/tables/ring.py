"""Self-evaluations of an academy: those that were agreed, two of them compared, and all of it as a file."""

from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, Table, TextColumn


class HistoryTable(Table):
    stacked = True

    term = LinkColumn("Self-evaluation", order_by=("agreed_on",))
    agreed_on = DayColumn("Agreed")
    firm = NumberColumn("Secure or embedded", kind="count")
    up = NumberColumn("Went up", kind="count")
    down = NumberColumn("Went down", kind="count")


class RingFile(Table):
    term = TextColumn("Self-evaluation")
    agreed_on = DayColumn("Agreed")
    ring = TextColumn("Ring")
    condition = TextColumn("Condition")
    standing = NumberColumn("Standing, 1 to 4", kind="count")
    word = TextColumn("In words")
    says = TextColumn("What shows it")
