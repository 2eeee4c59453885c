"""Practices in use, as CSV: a practice at an academy a line."""

from celt.ui.tables import NumberColumn, Table, TextColumn


class InUseFile(Table):
    practice = TextColumn("Practice")
    strand = TextColumn("Strand")
    academy = TextColumn("Academy")
    actions = NumberColumn("Actions of the plan", kind="count", accessor="counts__actions")
    rounds = NumberColumn("Rounds", kind="count", accessor="counts__rounds")
    coached = NumberColumn("Colleagues coached, from five on", kind="count", accessor="counts__coached")
    tried = NumberColumn("Colleagues who tried it", kind="count", accessor="counts__tried")
    kept = NumberColumn("Kept it", kind="count", accessor="counts__kept")
    adapted = NumberColumn("Adapted it", kind="count", accessor="counts__adapted")
    dropped = NumberColumn("Dropped it", kind="count", accessor="counts__dropped")
