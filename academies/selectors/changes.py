"""What changed since somebody was last here. A fixed number of queries, a query or two for each app."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils import timezone

from academies.access import Person
from academies.models import Presence
from academies.providers.timeline import Change, ChangeKind, timeline
from academies.selectors.academy import academies_of
from academies.services.presence import since_of
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import opened
from celt.ui.parts import Filter, one_of

AT_HOME, A_PAGE, NAMED_AT_MOST = 8, 30, 3
SPANS = (("week", "Last seven days", 7), ("month", "Last four weeks", 28), ("term", "Last thirteen weeks", 91))


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """What changed alike on one day, at one academy or at several. `places`: their names and addresses, where somebody
    sees several academies."""

    change: Change
    day: datetime.date
    places: tuple[tuple[str, str], ...]

    @property
    def together(self) -> bool:
        return len(self.places) > 1

    @property
    def many(self) -> bool:
        """Too many to be named on the home page."""
        return len(self.places) > NAMED_AT_MOST


@dataclass(frozen=True)
class ChangesPage:
    answer: str
    since: datetime.datetime
    lines: Page[ChangeLine]
    filters: list[Filter]
    number: int


def changes_page(user: User, person: Person, query: Mapping[str, str], *, a_page: int = A_PAGE) -> ChangesPage:
    """Since the sitting before this one, or over the `span` of the address; narrowed by `kind` and `academy`."""
    now = timezone.now()
    academies = list(academies_of(user, person.trust).open())
    span = one_of(query, "span", [name for name, _, _ in SPANS])
    slug = one_of(query, "academy", [academy.slug for academy in academies])
    kinds = {kind.name.lower(): kind for kind in ChangeKind}
    kind = kinds.get(query.get("kind", ""))
    days = next((days for name, _, days in SPANS if name == span), 0)
    since = now - datetime.timedelta(days=days) if days else since_of(_presence(user), now)
    chosen = [academy for academy in academies if slug in ("", academy.slug)]
    found = timeline.changes(user, person, chosen, since) if person.trust is not None else []
    names = {academy.pk: academy.name for academy in academies} if len(academies) > 1 else {}
    wanted = [change for change in found if kind in (None, change.kind) and not (slug and change.academy is None)]
    places = Filter.of("academy", "Academy", "Every academy", [(a.slug, a.name) for a in academies], slug)
    return ChangesPage(
        answer=_answer(len(wanted), since, narrowed=bool(kind or slug)),
        since=since,
        number=len(wanted),
        lines=Paginator(lines_of(wanted, names), a_page).get_page(query.get("page")),
        filters=[
            Filter.of("span", "Since", "You were last here", [(n, label) for n, label, _ in SPANS], span),
            Filter.of("kind", "Kind", "Every kind", [(k.name.lower(), k.value) for k in ChangeKind], _chosen(kind)),
            *([places] if len(academies) > 1 else []),
        ],
    )


def lines_of(changes: Sequence[Change], names: Mapping[int, str]) -> list[ChangeLine]:
    """One line for what is told in the same words of several academies on one day, where its newest stands. What is
    told of one academy twice stands in two lines."""
    alike: dict[tuple[datetime.date, ChangeKind, str, int], list[Change]] = {}
    times: Counter[tuple[datetime.date, str, int | None]] = Counter()
    for change in changes:
        day = timezone.localtime(change.when).date()
        time = times[day, change.says, change.academy]
        times[day, change.says, change.academy] += 1
        alike.setdefault((day, change.kind, change.says, time), []).append(change)
    return [
        ChangeLine(same[0], day, tuple((names[a], each.url) for each in same if (a := each.academy or 0) in names))
        for (day, _, _, _), same in alike.items()
    ]


def _presence(user: User) -> Presence | None:
    return Presence.objects.visible_to(user).first()


def _chosen(kind: ChangeKind | None) -> str:
    return kind.name.lower() if kind else ""


def _answer(number: int, since: datetime.datetime, *, narrowed: bool) -> str:
    day = british(timezone.localtime(since).date())
    if not number:
        return f"Nothing {'of this kind ' if narrowed else ''}changed since {day}."
    return f"{opened(number, 'thing')} changed since {day}."
