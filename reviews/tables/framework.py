"""Frameworks as CSV."""

from celt.ui.tables import DayColumn, NumberColumn, StatusColumn, Table, TextColumn


class FrameworkFile(Table):
    name = TextColumn("Framework")
    family = TextColumn("About", accessor="framework__get_family_display")
    whom = TextColumn("For")
    version = NumberColumn("Version", kind="count", accessor="framework__version")
    status = StatusColumn("Status")
    in_use_from = DayColumn("In use from", accessor="framework__in_use_from")
    sections = NumberColumn("Parts", kind="count", accessor="parts")
    prompts = NumberColumn("Questions", kind="count")
    reviews = NumberColumn("Reviews", kind="count")
    about = TextColumn("What such a review finds out", accessor="framework__about")
