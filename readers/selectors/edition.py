"""One edition as somebody reads it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.models import Academy
from academies.ways import may_at
from accounts.models import User
from celt.lib.days import british
from celt.ui.parts import Link
from readers.models import Edition
from readers.rules.told import READING, ChartTold, Reader, from_data, minute_of
from readers.selectors.boards import keeps
from readers.services.edition import token


@dataclass(frozen=True)
class EditionPage:
    """`keeps`: whether this person may issue it, or prepare the next. `standing`: what it is, in words. `minute`: how a
    minute names it."""

    edition: Edition
    reader: Reader
    keeps: bool
    standing: str
    replaced_by: Link | None
    replaces: Link | None
    token: str
    minute: str
    reading: str = READING

    @property
    def is_proof(self) -> bool:
        return not self.edition.is_issued


def edition_page(user: User, person: Person, edition: Edition) -> EditionPage:
    """`edition` with its meeting, academy and trust. One query for the edition that took its place."""
    may_keep = keeps(edition.meeting, person)
    newer = Edition.objects.visible_to(user).filter(replaces=edition).only("pk", "number", "issued_at").first()
    reader = from_data(edition.content)
    return EditionPage(
        edition=edition,
        reader=reader,
        keeps=may_keep,
        standing=_standing(edition, named=_names(edition.meeting.academy, person)),
        replaced_by=_link(newer) if newer is not None and newer.is_issued else None,
        replaces=_link(edition.replaces) if edition.replaces is not None else None,
        token=token(edition),
        minute=minute_of(reader, edition.number),
    )


def _names(academy: Academy | None, person: Person) -> bool:
    if academy is None:
        return person.can_trust_wide(Permission.VIEW_PEOPLE)
    return may_at(academy, person, Permission.VIEW_PEOPLE)


def _standing(edition: Edition, *, named: bool) -> str:
    """'Edition 2, issued on 20 November 2026 by Marguerite Okonjo'. Who issued it is told to who sees staff."""
    if edition.issued_at is None:
        at = timezone.localtime(edition.prepared_at)
        by = f" by {edition.prepared_by}" if named else ""
        return f"Proof of edition {edition.number}, prepared on {british(at.date())} at {at:%H:%M}{by}"
    by = f" by {edition.issued_by}" if named else ""
    return f"Edition {edition.number}, issued on {british(timezone.localdate(edition.issued_at))}{by}"


def _link(edition: Edition) -> Link:
    return Link(f"edition {edition.number}", reverse("readers:edition_show", args=[edition.pk]))


def chart_of(edition: Edition, slug: str) -> ChartTold | None:
    return next((chart for chart in from_data(edition.content).charts if chart.slug == slug), None)
