"""Practices as CSV."""

from celt.ui.tables import DayColumn, NumberColumn, StatusColumn, Table, TextColumn


class PracticeFile(Table):
    title = TextColumn("Practice")
    strand = TextColumn("Strand")
    kind = TextColumn("Kind")
    phases = TextColumn("Phases")
    subjects = TextColumn("Subjects")
    extract = TextColumn("What it is")
    strength = TextColumn("Evidence")
    number = NumberColumn("Version", kind="count")
    day = DayColumn("Published")
    state = StatusColumn("State")
