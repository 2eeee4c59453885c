"""Learning teams, their meetings, cycles of enquiry, tours and seats on a page and as CSV."""

from __future__ import annotations

from typing import Any

from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


class TeamTable(Table):
    stacked = True

    name = LinkColumn("Team", note="focus")
    state = StatusColumn("State", order_by=("ended",))
    size = NumberColumn("Members", kind="count")
    led_by = TextColumn("Led by")
    last_day = DayColumn("Met last")
    next_day = DayColumn("Meets next")


class TeamFile(TeamTable):
    focus = TextColumn("Learns about")
    theory = TextColumn("Theory of action")
    meets = TextColumn("When it meets", accessor="team__meets")
    starts = DayColumn("From", accessor="team__starts")
    ends = DayColumn("Until", accessor="team__ends")


class MeetingFile(Table):
    on = DayColumn("Day")
    state = TextColumn("State")
    notes = TextColumn("What was said and decided")
    tries = TextColumn("What each will try")
    written_by = TextColumn("Noted by")


class EnquiryTable(Table):
    stacked = True

    question = LinkColumn("Question", note="team")
    state = StatusColumn("State", order_by=("state_order", "decision"))
    starts = DayColumn("From")
    due = DayColumn("Evidence by")
    ended_on = DayColumn("Ended on")


class EnquiryFile(EnquiryTable):
    team = TextColumn("Team")
    theory = TextColumn("Theory of action")
    trial = TextColumn("What is tried", accessor="enquiry__trial")
    looks_for = TextColumn("What would show it", accessor="enquiry__looks_for")
    found = TextColumn("What was found")
    decision_says = TextColumn("What it means in classrooms")


class TourTable(Table):
    stacked = True

    title = LinkColumn("Tour")
    on = DayColumn("Day")
    state = StatusColumn("State", order_by=("tour__state",))
    stops = NumberColumn("Stops", kind="count")
    told = NumberColumn("Stories", kind="count")
    taken = NumberColumn("In the toolkit", kind="count")


class TourFile(TourTable):
    visitors = TextColumn("Who was invited")
    theory = TextColumn("Theory of action")
    learnt = TextColumn("What visitors took away")


class SeatTable(Table):
    """`changes`: names lead to the page on which a seat is changed."""

    stacked = True

    who = LinkColumn("Who", url=lambda line: "")
    role = TextColumn("Part in the team")
    starts = DayColumn("From")
    ends = DayColumn("Until")

    def __init__(self, *args: Any, changes: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if changes:
            self.columns["who"].column.url = "url"
