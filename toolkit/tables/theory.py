"""Theories of action and stories as CSV and on a page."""

from typing import ClassVar

from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


class TheoryFile(Table):
    of_verdicts: ClassVar[tuple[str, ...]] = ("used_at", "held", "did_not", "unknown", "trusts_word")

    name = TextColumn("Theory of action")
    whose = TextColumn("Whose")
    when = TextColumn("When")
    then = TextColumn("Then")
    because = TextColumn("Why it should", accessor="theory__because")
    used_at = NumberColumn("Academies that work by it", kind="count")
    held = NumberColumn("Held at", kind="count")
    did_not = NumberColumn("Did not hold at", kind="count")
    unknown = NumberColumn("Not yet known at", kind="count")
    trusts_word = StatusColumn("The trust as a whole")


class StoryTable(Table):
    stacked = True

    title = LinkColumn("Story")
    academy = TextColumn("Academy")
    theory = TextColumn("Theory of action")
    state = StatusColumn("State", order_by=("state_order",))
    offered = DayColumn("Offered")


class StoryFile(StoryTable):
    says = TextColumn("What was done", accessor="story__says")
    answer = TextColumn("Answer", accessor="told")
