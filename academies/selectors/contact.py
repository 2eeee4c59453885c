"""Contacts of the trust's academies. Two queries, however many."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from academies.models import Academy, Contact, Trust
from academies.models.contact import ContactQuerySet
from accounts.models import User
from celt.lib.sentences import opened
from celt.ui.parts import Choice, Filter


@dataclass(frozen=True)
class ContactsPage:
    answer: str
    contacts: ContactQuerySet
    filters: list[Filter]


def contacts_page(user: User, trust: Trust | None, query: Mapping[str, str]) -> ContactsPage:
    """Those of academies in which the person may know who works there, narrowed by `academy` of the address."""
    academies = list(Academy.objects.visible_to(user).filter(trust=trust))
    chosen = next((a for a in academies if a.slug == query.get("academy")), None)
    contacts = Contact.objects.visible_to(user).current().filter(academy__trust=trust).select_related("academy")
    if chosen is not None:
        contacts = contacts.filter(academy=chosen)
    total = contacts.count()
    only = chosen or (academies[0] if len(academies) == 1 else None)
    where = f"at {only}" if only else "of the trust’s academies"
    return ContactsPage(
        answer=f"{opened(total, 'contact')} {where}." if total else f"Contacts {where} will stand here.",
        contacts=contacts.order_by("academy__name", "job", "name"),
        filters=[
            Filter(
                "academy",
                "Academy",
                [Choice("", "Every academy"), *(Choice(a.slug, a.name) for a in academies)],
                chosen.slug if chosen else "",
            )
        ]
        if len(academies) > 1
        else [],
    )
