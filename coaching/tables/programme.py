"""The programme of coaching as a table and as CSV: the trust's line, then an academy a line."""

from celt.ui.tables import NumberColumn, Table, TextColumn
from coaching.selectors.programme import RHYTHM, PlaceLine


class ProgrammeTable(Table):
    """Counts are "at least": rounded down to fives."""

    stacked = True

    name = TextColumn("Academy", orderable=False)
    coached = TextColumn("People coached", empty_values=(), orderable=False)
    cycles = NumberColumn("Cycles", kind="plain", empty_values=(), orderable=False)
    running = NumberColumn("Running now", kind="plain", empty_values=(), orderable=False)
    rhythm = TextColumn("Keep their rhythm", empty_values=(), orderable=False)
    visits = NumberColumn("Visits", kind="plain", empty_values=(), orderable=False)
    class_share = NumberColumn("Time in classrooms", kind="share", empty_values=(), orderable=False)

    def render_coached(self, record: PlaceLine) -> str:
        return record.coached

    def render_cycles(self, record: PlaceLine) -> str:
        return at_least(record.numbers.cycles if record.numbers else None)

    def render_running(self, record: PlaceLine) -> str:
        return at_least(record.numbers.running if record.numbers else None)

    def render_visits(self, record: PlaceLine) -> str:
        return at_least(record.numbers.visits if record.numbers else None)

    def render_rhythm(self, record: PlaceLine) -> str:
        return RHYTHM.get(record.numbers.rhythm, DASH) if record.numbers else DASH

    def render_class_share(self, record: PlaceLine) -> str:
        share = record.numbers.class_share if record.numbers else None
        return DASH if share is None else f"about {share}%"


class ProgrammeFile(Table):
    """Empty where fewer than five people stand behind a number."""

    name = TextColumn("Academy")
    may = NumberColumn("May be coached", kind="count")
    coachees = NumberColumn("Coached this year, at least", kind="count", accessor="numbers__coachees")
    cycles = NumberColumn("Cycles this year, at least", kind="count", accessor="numbers__cycles")
    running = NumberColumn("Cycles running now, at least", kind="count", accessor="numbers__running")
    rhythm = TextColumn("Cycles that keep their rhythm", accessor="numbers__rhythm")
    visits = NumberColumn("Visits this year, at least", kind="count", accessor="numbers__visits")
    class_share = NumberColumn("Per cent of coaching time in classrooms", accessor="numbers__class_share")
    coaches = NumberColumn("Coaches now, at least", kind="count", accessor="numbers__coaches")
    load = NumberColumn("Cycles of a coach", places=1, accessor="numbers__load")


DASH = "–"


def at_least(n: int | None) -> str:
    return DASH if n is None else f"{n:,} or more"
