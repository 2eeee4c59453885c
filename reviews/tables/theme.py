"""What the reviews of a theme found, a line for each strength and next step, as CSV."""

from celt.ui.tables import DayColumn, Table, TextColumn


class ThemeFile(Table):
    academy = TextColumn("Academy")
    phase = TextColumn("Phase")
    part = TextColumn("Part, as phases are read together")
    title = TextColumn("Part in its framework")
    kind = TextColumn("Kind")
    says = TextColumn("What was found")
    owner = TextColumn("Who sees to it")
    due = DayColumn("By")
    state = TextColumn("Is it met?")
    came = TextColumn("What came of it")
    review = TextColumn("Review")
    framework = TextColumn("Framework")
    published = DayColumn("Published")
