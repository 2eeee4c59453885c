"""What a person's letter tells them: kinds, days and academies, with the way to each. Never a title.

It asks the registries that the home page and the calendar ask, and leaves out what they say: the sentence of a `Todo`
or a `Change` may name a colleague, and whoever keeps the mail would read it. A thing's kind is read off the address
that it leads to (`academies.providers.subjects`).
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import urlsplit

from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils import timezone

from academies.access import Person, person_for
from academies.models import Academy
from academies.models.letter import ReminderKind
from academies.providers import Event, Todo, Weight, events, subjects, timeline, todo
from academies.providers.subjects import Subject
from academies.rules.letter import (
    AHEAD,
    BACK,
    NEEDS,
    REMINDED,
    LetterLine,
    LetterPart,
    day_words,
    is_due_on,
    parts_of,
    shortened,
)
from academies.selectors.academy import academies_of
from academies.selectors.calendar import names_of
from academies.ways import may_at
from accounts.models import User

SOMETHING = Subject("Something", "Several things")


def weekly_parts(user: User, monday: datetime.date) -> tuple[LetterPart, ...]:
    """What needs the person, what is coming and what changed, in each trust where they hold a role; empty where there
    is nothing to tell. The number of queries depends on no number of rows."""
    needs: list[LetterLine] = []
    coming: list[LetterLine] = []
    changed: list[LetterLine] = []
    for person in _each_trust(user):
        academies = list(academies_of(user, person.trust).open())
        slugs = {academy.slug for academy in academies}
        names = names_of(person.trust, academies)
        needs += _needs(todo.collect(user, person), slugs)
        near = events.collect(user, person, academies, monday - BACK, monday + AHEAD, of_trust=True)
        coming += [
            LetterLine(f"{day_words(e.starts)}: {_at(e, names)}", _way(e.url, slugs))
            for e in near
            if e.starts >= monday
        ]
        changed += _changed(user, person, academies, monday)
        changed += [LetterLine(_at(e, names), _way(e.url, slugs)) for e in near if e.ends < monday]
    calendar, changes = reverse("academies:calendar"), reverse("academies:changes")
    return parts_of(
        ("What needs you", shortened(needs, LetterLine("More stands on your home page.", reverse("home")))),
        ("What is coming", shortened(coming, LetterLine("More stands in the calendar.", calendar))),
        ("What happened last week", shortened(changed, LetterLine("More stands among what changed.", changes))),
    )


def reminder_parts(user: User, day: datetime.date, off: Iterable[str]) -> tuple[LetterPart, ...]:
    """What needs the person on the day after `day`, without the kinds that they switched off."""
    after = day + datetime.timedelta(days=1)
    lines: list[LetterLine] = []
    for person in _each_trust(user):
        academies = {academy.pk: academy for academy in academies_of(user, person.trust).open()}
        slugs = {academy.slug for academy in academies.values()}
        names = {pk: academy.name for pk, academy in academies.items()}
        for event in events.collect(user, person, list(academies.values()), after, after):
            kind = REMINDED.get(event.kind)
            if kind is None or kind in off or not is_due_on(event, after):
                continue
            if _needs_person(event, kind, user, person, academies):
                lines.append(LetterLine(_at(event, names), _way(event.url, slugs)))
    rest = LetterLine("More stands in the calendar.", reverse("academies:calendar"))
    return parts_of((f"Tomorrow, {day_words(after)}", shortened(lines, rest)))


def _each_trust(user: User) -> Iterator[Person]:
    person = person_for(user)
    for trust in person.trusts:
        yield Person(person.memberships, trust)


def _needs_person(event: Event, kind: ReminderKind, user: User, person: Person, academies: dict[int, Academy]) -> bool:
    if event.people:
        return user.pk in event.people
    return event.academy in academies and may_at(academies[event.academy], person, NEEDS[kind])


def _needs(todos: Iterable[Todo], slugs: set[str]) -> Iterator[LetterLine]:
    """A line for each kind: several of one kind lead to the home page, which tells them apart."""
    found: dict[Subject, list[Todo]] = {}
    for each in todos:
        if each.weight < Weight.KNOW:
            found.setdefault(_subject(each.url) or SOMETHING, []).append(each)
    for subject, several in found.items():
        if len(several) > 1:
            yield LetterLine(f"{subject.many} need you.", reverse("home"))
        else:
            known = subject is not SOMETHING
            yield LetterLine(f"{subject.one} needs you.", _way(several[0].url, slugs) if known else reverse("home"))


def _changed(user: User, person: Person, academies: Sequence[Academy], monday: datetime.date) -> Iterator[LetterLine]:
    """The kinds of what changed in the week before. What nobody named a kind for is left out."""
    names = {academy.pk: academy.name for academy in academies}
    slugs = {academy.slug for academy in academies}
    since = timezone.make_aware(datetime.datetime.combine(monday - BACK, datetime.time()))
    for change in timeline.changes(user, person, academies, since):
        subject = _subject(change.url)
        if subject and timezone.localtime(change.when).date() < monday:
            where = f" at {names[change.academy]}" if change.academy in names else ""
            yield LetterLine(f"{subject.one}{where}", _way(change.url, slugs))


def _at(event: Event, names: dict[int, str]) -> str:
    return f"{event.kind.value} at {names[event.academy]}" if event.academy in names else event.kind.value


def _match(url: str) -> ResolverMatch | None:
    try:
        return resolve(urlsplit(url).path)
    except Resolver404:
        return None


def _subject(url: str) -> Subject | None:
    match = _match(url)
    return subjects.of(match.view_name) if match else None


def _way(url: str, slugs: set[str]) -> str:
    """The address without what may hold typed words: its question and its mark. Home where the path itself may, or
    where nobody named the kind of page (a concern's or coaching's address would tell of it)."""
    match = _match(url)
    if match is None or subjects.of(match.view_name) is None:
        return reverse("home")
    if any(isinstance(value, str) and value not in slugs for value in match.kwargs.values()):
        return reverse("home")
    return urlsplit(url).path
