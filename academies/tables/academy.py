"""The list of academies, on a page and as CSV."""

from django.urls import reverse

from academies.models import Academy
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
