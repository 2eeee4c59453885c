"""Agreed rounds and their next work as records: evidence names a round, an action answers a piece of next work."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from academies.access import Permission, Person
from academies.models import Academy
from academies.providers import Record, RecordKind
from academies.records.keys import key, narrowed
from academies.ways import may_at
from accounts.models import User
from celt.lib.counting import how_many
from celt.lib.days import british
from celt.lib.names import short_names
from celt.lib.sentences import inside, opened
from reviews.models import NextWork, Round, RoundGroup, RoundNote
from reviews.models.round import ROUND_TOLD
from reviews.selectors.next_work import WORK, outcome_word

ROUND = RecordKind("round", "Instructional rounds")
NEXT_WORK = RecordKind(WORK, "Next work of instructional rounds")


def round_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """Rounds whose next work is agreed. One query."""
    noted = RoundNote.objects.standing().filter(group=OuterRef("pk"))
    patterns = RoundGroup.objects.standing().exclude(pattern="").filter(Exists(noted), round=OuterRef("pk"))
    found = _told(Round.objects.filter(host=academy), user, person, academy, keys)
    short = short_names([academy.name])[academy.name]
    for round in narrowed(found.annotate(seen=how_many(patterns)).order_by("-day", "-pk"), keys):
        n: int = round.seen
        yield Record(
            key(ROUND.slug, round.pk),
            f"Round at {short}, {british(round.day)}: {inside(opened(n, 'pattern'))}",
            round.day,
            reverse("reviews:round_report", args=[round.pk]),
            round.practice,
        )


def next_work_records(user: User, person: Person, academy: Academy, keys: Collection[str] | None) -> Iterator[Record]:
    """Pieces of agreed next work, as what an action came from. Evidence names the round: nothing is asked for a choice.
    One query."""
    if keys is None:
        return
    work = NextWork.objects.standing().filter(round__host=academy).select_related("round")
    found = _told(work, user, person, academy, keys, "round__")
    for piece in narrowed(found.order_by("-round__day", "-round", "made_at", "pk"), keys):
        came = outcome_word(piece.outcome)
        yield Record(
            key(WORK, piece.pk),
            f"Next work, {inside(piece.get_horizon_display())}: {piece.says.rstrip('.')}",
            piece.round.day,
            f"{reverse('reviews:next_work', args=[piece.round_id])}#work-{piece.pk}",
            f"Instructional round{f', {inside(came.word)}' if came else ''}",
        )


def _told(
    rows: QuerySet[Any], user: User, person: Person, academy: Academy, keys: Collection[str] | None, path: str = ""
) -> QuerySet[Any]:
    """What may be chosen is agreed, and read by whoever governs; what is named already says itself to its visitors."""
    agreed = Q(**{f"{path}state__in": ROUND_TOLD})
    if may_at(academy, person, Permission.READ_ROUNDS):
        return rows.filter(agreed)
    if keys is None:
        return rows.none()
    told = Round.objects.told_to(user)
    return rows.filter(agreed, **({"round__in": told} if path else {"pk__in": told}))
