"""Patterns of many rounds as CSV, a row for each."""

from celt.ui.tables import DayColumn, NumberColumn, Table, TextColumn


class PatternFile(Table):
    theory = TextColumn("Theory of action", accessor="told__theory")
    practice = TextColumn("Practice in focus", accessor="told__round__practice")
    host = TextColumn("Host", accessor="told__round__host__name")
    phase = TextColumn("Phase")
    network = TextColumn("Network", accessor="told__round__network__name")
    year = TextColumn("Year")
    day = DayColumn("Visit", accessor="told__day")
    pattern = TextColumn("Pattern", accessor="pattern__pattern")
    shown = TextColumn("Shows in", accessor="pattern__told")
    prediction = TextColumn("Prediction", accessor="told__round__prediction")
    pieces = NumberColumn("Pieces of next work in the round")
    done = NumberColumn("Done")
    partly = NumberColumn("Partly done")
    not_done = NumberColumn("Not done")
