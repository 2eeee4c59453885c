"""The trust's contacts, on a page and as CSV."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from academies.models import Contact
from celt.ui.tables import LinkColumn, Table, TextColumn


def _academy(contact: Contact) -> str:
    return reverse("academies:academy_detail", args=[contact.academy.slug])


class EmailColumn(TextColumn):
    def render(self, value: Any, record: Any) -> SafeString:
        return format_html('<a href="mailto:{0}">{0}</a>', value)


class ContactTable(Table):
    academy = LinkColumn("Academy", url=_academy, order_by="academy__name")
    name = TextColumn("Name")
    job = TextColumn("What they do")
    phone = TextColumn("Telephone")
    email = EmailColumn("E-mail")

    stacked = True
