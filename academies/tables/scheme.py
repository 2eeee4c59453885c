"""The versions of a scheme and the trust's subjects and areas, on a page and as CSV."""

from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


class VersionTable(Table):
    """Rows are academies.selectors.scheme.VersionRow."""

    version = LinkColumn("Version", shown="label", note="name")
    status = StatusColumn("Now", order_by=("since",))
    since = DayColumn("In use from")
    until = DayColumn("Until")
    changed = TextColumn("What is new", orderable=False)
    decisions = NumberColumn("Decisions", kind="count")

    stacked = True


class VersionFile(VersionTable):
    name = TextColumn("Name")
    by = TextColumn("Written by")


class AreaTable(Table):
    """Rows are academies.selectors.area.AreaRow."""

    name = LinkColumn("Name")
    kind = TextColumn("What it is")
    decisions = NumberColumn("Decisions", kind="count")
    deployments = NumberColumn("Support agreements", kind="count")
    state = StatusColumn("Offered", order_by=("archived", "name"))

    stacked = True
