"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest

from academies.access import Permission, Person
from academies.entries import Entry, Tab, offered
from celt.ui.nav import NavItem

ENTRIES = (
    Entry(
        "Exports and openings", "stewardship:access_list", Permission.READ_ACCESS_LOG, "Administration", 60,
        "Who took data out of here, who opened pupils’ rows or a list of names, and when.", whole_trust=True,
    ),
    Entry(
        "Personal data", "stewardship:register_list", Permission.KEEP_PERSONAL_DATA, "Administration", 62,
        "Whose data is kept, what for and how long, what is due to go, and what was asked to be erased.",
        whole_trust=True,
        tabs=(
            Tab("Register", "stewardship:register_list", Permission.KEEP_PERSONAL_DATA),
            Tab("Due to go", "stewardship:retention_list", Permission.KEEP_PERSONAL_DATA),
            Tab("Erasures", "stewardship:erasure_list", Permission.AGREE_ERASURE),
            Tab("A pupil’s data", "stewardship:pupil_data", Permission.IMPORT_DATA),
        ),
    ),
)  # fmt: skip
# Whoever agrees without keeping personal data finds the way too.
AGREES = (
    Entry(
        "Erasures", "stewardship:erasure_list", Permission.AGREE_ERASURE, "Administration", 62,
        "What was asked to be erased, and waits for somebody else to agree.", whole_trust=True,
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
    if not person.can_trust_wide(Permission.KEEP_PERSONAL_DATA):
        yield from offered(AGREES, person)
