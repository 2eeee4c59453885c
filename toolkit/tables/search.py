"""Hits of the search as CSV."""

from celt.ui.tables import Table, TextColumn


class SearchFile(Table):
    title = TextColumn("Name")
    note = TextColumn("Kind")
    says = TextColumn("Where it was found")
    url = TextColumn("Address")
