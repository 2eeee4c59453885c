"""The library as CSV."""

from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


class PieceFileTable(Table):
    title = LinkColumn("Title")
    kind = TextColumn("What it is")
    summary = TextColumn("In a sentence or two")
    subject = TextColumn("Subject", accessor="piece__subject")
    year_groups = TextColumn("Year groups", accessor="piece__year_groups")
    phases = TextColumn("Phases")
    strand = TextColumn("Strand")
    whose = TextColumn("From")
    lessons = NumberColumn("Lessons", kind="count")
    files = NumberColumn("Files", kind="count")
    builds_on = TextColumn("Practices")
    used = NumberColumn("Academies that use it", kind="count")
    state = StatusColumn("State")
    day = DayColumn("Published")
