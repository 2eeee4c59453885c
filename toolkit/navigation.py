"""What the side navigation offers of this app, and the home page."""

from collections.abc import Iterator

from django.http import HttpRequest

from academies.access import Permission, Person
from academies.entries import Entry, Tab, offered
from celt.ui.nav import NavItem

ENTRIES = (
    Entry(
        "Practices", "toolkit:practice_list", Permission.VIEW_TOOLKIT, "Practice", 3,
        "What we do in classrooms, in steps small enough to practise; where each is in use; the playbook to print.",
        tabs=(
            Tab("Practices", "toolkit:practice_list", Permission.VIEW_TOOLKIT),
            Tab("In use", "toolkit:practices_in_use", Permission.VIEW_TOOLKIT),
            Tab("Playbook", "toolkit:playbook", Permission.VIEW_TOOLKIT),
            Tab("Theories of action", "toolkit:theory_list", Permission.VIEW_TOOLKIT),
        ),
    ),
    Entry(
        "Library", "toolkit:piece_list", Permission.VIEW_TOOLKIT, "Practice", 4,
        "Sequences to teach from, guidance, research and case studies, with files; and academies’ stories.",
        tabs=(
            Tab("Library", "toolkit:piece_list", Permission.VIEW_TOOLKIT),
            Tab("Stories", "toolkit:story_list", Permission.VIEW_TOOLKIT),
        ),
    ),
    Entry(
        "Expertise", "toolkit:offer_list", Permission.TRY_PRACTICES, "Practice", 6,
        "Colleagues who show what they do, and the visits that you asked for or are asked for.",
    ),
)  # fmt: skip


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from offered(ENTRIES, person)
