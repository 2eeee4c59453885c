"""An academy's snapshots, on the page and as CSV."""

from django.utils.html import format_html
from django.utils.safestring import SafeString

from celt.ui.tables import DayColumn, LinkColumn, Table, TextColumn
from plans.selectors.snapshot import SnapshotLine


class CompareColumn(TextColumn):
    """What changed since: a link whose words say which snapshot, for whoever does not see the row."""

    def render(self, value: str, record: SnapshotLine) -> SafeString:
        return format_html(
            '<a href="{}">Compare with now<span class="visually-hidden">: {}</span></a>', value, record.title
        )


class SnapshotTable(Table):
    stacked = True

    title = LinkColumn("What it is for", url="url")
    day = DayColumn("Taken")
    year = TextColumn("Plan of")
    by = TextColumn("By")
    compare_url = CompareColumn("What changed since", orderable=False, exclude_from_export=True)
