"""The list of roles, on a page and as CSV."""

from celt.ui.tables import DayColumn, LinkColumn, Table, TextColumn


class RoleTable(Table):
    """Rows are academies.selectors.membership.RoleRow."""

    name = LinkColumn("Name", note="email")
    role = TextColumn("Role")
    place = TextColumn("Where")
    starts = DayColumn("From")
    ends = DayColumn("Until")
    end = LinkColumn("Ending it", url="end_url", orderable=False, exclude_from_export=True)

    stacked = True


class RoleFile(RoleTable):
    """The same as a file, where the e-mail address has a column of its own."""

    email = TextColumn("E-mail")

    class Meta:
        sequence = ("name", "email", "...")
