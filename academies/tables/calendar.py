"""The things of a month, for the CSV."""

from celt.ui.tables import DayColumn, Table, TextColumn


class CalendarTable(Table):
    academy = TextColumn("Academy")
    title = TextColumn("What", accessor="event__title")
    kind = TextColumn("Kind", accessor="event__kind")
    starts = DayColumn("From", accessor="event__starts")
    ends = DayColumn("Until", accessor="event__ends")
    firm = TextColumn("Set or due", accessor="event__firm")
    note = TextColumn("Note", accessor="event__note")

    def value_firm(self, value: bool) -> str:
        return "Day set" if value else "Due by"
