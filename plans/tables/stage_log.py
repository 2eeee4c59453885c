"""The stage log as a file."""

from celt.ui.tables import DayColumn, StatusColumn, Table, TextColumn


class StageLogTable(Table):
    on = DayColumn("On")
    stage = TextColumn("Stage")
    kind = StatusColumn("What")
    what = TextColumn("Line")
    says = TextColumn("Says")
    by = TextColumn("By")
    written = DayColumn("Written")
