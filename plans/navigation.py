"""What the side navigation offers of this app."""

from collections.abc import Iterator

from django.http import HttpRequest
from django.urls import reverse

from academies.access import ROLE_PERMISSIONS, Permission, Person, Role
from academies.entries import Entry, offered
from academies.ways import may_at
from celt.ui.nav import NavItem

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "My actions", "plans:my_actions", Permission.RATE_CONDITIONS, "Improvement", 6,
        "What you do for an improvement plan, and how it goes.",
    ),
    Entry(
        "Seven pillars", "plans:pillars", Permission.VIEW_PLAN, "Improvement", 7,
        "How firmly what each pillar rests on stands, academy by academy, as they agreed it themselves.",
        whole_trust=True,
    ),
    Entry(
        "Stages and activities", "plans:programme", Permission.MANAGE_PROGRAMME, "Administration", 30,
        "The three stages that every academy goes through, how long each takes, and what is done in it.",
        whole_trust=True,
    ),
    Entry(
        "Trust priorities", "plans:trust_priorities", Permission.MANAGE_PROGRAMME, "Administration", 31,
        "What every academy is asked to work on, and which plans serve it.", whole_trust=True,
    ),
)  # fmt: skip


def _plans(person: Person) -> Iterator[NavItem]:
    """Whoever reads the plans of several academies starts from all of them; others from their academy's own."""
    about = "What each academy works on, how far it is through its stages, and what is overdue."
    reading = [m for m in person.here if Permission.VIEW_PLAN in ROLE_PERMISSIONS[Role(m.role)]]
    own = {m.academy.pk: m.academy for m in reading if m.academy is not None}
    if len(own) == 1 and all(m.academy is not None for m in reading):
        (academy,) = own.values()
        yield NavItem("Plan", reverse("plans:plan", args=[academy.slug]), "Improvement", 5, about=about)
    elif reading:
        yield NavItem("Plans", reverse("plans:plan_list"), "Improvement", 5, about=about)


def _learning(person: Person) -> Iterator[NavItem]:
    """For who reads no plan, such as a teacher: straight to the teams of their academies."""
    if person.can(Permission.VIEW_PLAN):
        return
    about = "Your learning team, what it tries, and the curriculum tours."
    there = {m.academy.pk: m.academy for m in person.here if m.academy is not None}
    for place, academy in enumerate(sorted(there.values(), key=lambda academy: academy.name)):
        if may_at(academy, person, Permission.VIEW_LEARNING):
            label = "Learning" if len(there) == 1 else f"Learning at {academy}"
            yield NavItem(label, reverse("plans:learning", args=[academy.slug]), "Practice", 2 + place, about=about)


def items(request: HttpRequest) -> Iterator[NavItem]:
    person: Person = request.person  # type: ignore[attr-defined]
    yield from _plans(person)
    yield from _learning(person)
    yield from offered(ENTRIES, person)
