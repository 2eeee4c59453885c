"""A round's notes as files, for its visitors."""

from celt.ui.tables import Table, TextColumn


class OwnNoteFile(Table):
    seen = TextColumn("Seen", accessor="seen_at")
    year_group = TextColumn("Year group", accessor="classroom__year_group")
    subject = TextColumn("Subject", accessor="classroom__subject")
    says = TextColumn("Note")
    struck = TextColumn("Struck out", accessor="struck_at")


class BoardFile(Table):
    """What stands on the board: each note with its group and pattern."""

    group = TextColumn("Group", accessor="group__name")
    pattern = TextColumn("Pattern", accessor="group__pattern")
    year_group = TextColumn("Year group", accessor="classroom__year_group")
    subject = TextColumn("Subject", accessor="classroom__subject")
    says = TextColumn("Note")
    seen = TextColumn("Seen", accessor="seen_at")
