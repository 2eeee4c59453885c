"""What changed in a plan between two snapshots, or between one and now, as its reader may know it."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from academies.access import Person
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import listed
from plans.models.plan import Snapshot
from plans.rules.compare import Comparison, compare
from plans.selectors.action import few
from plans.selectors.document import plan_document
from plans.selectors.snapshot import edition_of, snapshot_day, snapshot_document


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: what it was taken for and its day; `url` empty for the plan as it is now."""

    says: str
    day: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    answer: str
    before: Side
    after: Side
    comparison: Comparison


def comparison_page(user: User, person: Person, snapshot: Snapshot, beside: Snapshot | None) -> ComparisonPage:
    """`beside`: the other snapshot, whichever is the older; None compares with the plan as it stands now."""
    edition = edition_of(person, snapshot)
    if beside is None:
        older, after = snapshot, Side("The plan now", british(timezone.localdate()))
        then, now = snapshot_document(older, edition), plan_document(user, person, snapshot.plan, edition)
    else:
        older, newer = sorted((snapshot, beside), key=lambda one: (one.taken_at, one.pk))
        then, now, after = snapshot_document(older, edition), snapshot_document(newer, edition), _side(newer)
    before, found = _side(older), compare(then, now)
    return ComparisonPage(_answer(found, then.academy, before, after), before, after, found)


def _side(snapshot: Snapshot) -> Side:
    return Side(snapshot.title, british(snapshot_day(snapshot)), reverse("plans:snapshot_show", args=[snapshot.pk]))


def _answer(found: Comparison, academy: str, before: Side, after: Side) -> str:
    when = f"between {before.day} and {after.day}" if after.url else f"since {before.day}"
    told = [
        f"{few(n)} {'was' if n == 1 else 'were'} {word}"
        for n, word in ((found.added, "added"), (found.changed, "changed"), (found.dropped, "dropped"))
        if n
    ]
    if not told:
        return f"Nothing changed in {academy}’s plan {when}."
    first, *rest = told
    number, _, verb = first.partition(" ")
    thing = "thing" if number == "one" else "things"
    return f"{academy}’s plan {when}: {listed([f'{number} {thing} {verb}', *rest])}."
