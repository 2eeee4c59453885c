"""The lists of this app, on a page and as CSV."""

import datetime

from django.urls import reverse

from academies.models import Academy
from academies.selectors import british
from celt.ui.tables import LinkColumn, Table, TextColumn


def _page(academy: Academy) -> str:
    return reverse("academies:academy_detail", args=[academy.slug])


class AcademyTable(Table):
    name = LinkColumn("Academy", url=_page)
    phase = TextColumn("Phase", accessor="get_phase_display", order_by="phase")
    ages = TextColumn("Ages", accessor="age_range", order_by=("low_age", "high_age"))
    status = TextColumn("Status", accessor="get_status_display", order_by="status")
    la_name = TextColumn("Local authority")
    urn = TextColumn("URN")


class DayColumn(TextColumn):
    def render(self, value: datetime.date, record: object) -> str:
        return british(value).replace(" ", "\u00a0")


class RoleTable(Table):
    """Rows are academies.selectors.RoleRow."""

    name = TextColumn("Name", note="email")
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
