"""Checkpoints on home pages: what an academy has to hand in, what its owner has to decide, what can be closed, and
interventions whose last day is over, or that a checkpoint asks about."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from academies.access import Permission, Person
from academies.providers import JoinedTodos, Todo, Weight
from academies.selectors.together import Asked
from academies.ways import may_at
from accounts.models import User
from celt.lib.sentences import listed, opened
from checkpoints.models import CheckpointDecision, CheckpointPlace, FollowUp, HandIn, Intervention
from checkpoints.models.intervention import PLACE
from checkpoints.rules.days import days_words

NAMED = 3
SOON = datetime.timedelta(days=28)


def _asked(user: User, person: Person) -> Sequence[Asked]:
    """Open checkpoints of the trust, and interventions that should have ended."""
    if person.trust is None or not person.can(Permission.VIEW_CHECKPOINTS):
        return ()
    places = Asked(
        CheckpointPlace.objects.visible_to(user)
        .filter(checkpoint__state="open", checkpoint__trust=person.trust)
        .annotate(
            title=F("checkpoint__title"),
            hand_in_by=F("checkpoint__hand_in_by"),
            decide_by=F("checkpoint__decide_by"),
            is_in=Exists(HandIn.objects.standing().filter(place=OuterRef("pk"))),
            decided=Exists(CheckpointDecision.objects.filter(place=OuterRef("pk"))),
        ),
        "academy",
        also=("title", "hand_in_by", "decide_by", "is_in", "decided"),
    )
    if not person.can(Permission.RUN_INTERVENTIONS):
        return (places,)
    today = timezone.localdate()
    interventions = Asked(
        Intervention.objects.editable_by(user)
        .running()
        .filter(**{f"{PLACE}__trust": person.trust})
        .annotate(where=F(f"{PLACE}__name"), asked_at=Subquery(_asking(today)[:1]))
        .filter(Q(ends__lt=today) | Q(asked_at__isnull=False)),
        also=("where", "asked_at"),
    )
    return places, interventions


def _asking(today: datetime.date) -> QuerySet[CheckpointPlace, str]:
    """The next checkpoint of its academy, which does not close before somebody says how the intervention goes."""
    said = FollowUp.objects.filter(place=OuterRef("pk"), intervention=OuterRef(OuterRef("pk")))
    return (
        CheckpointPlace.objects.filter(
            ~Exists(said),
            academy=OuterRef(PLACE),
            checkpoint__state="open",
            checkpoint__set_at__gt=OuterRef("decision__place__checkpoint__set_at"),
            checkpoint__hand_in_by__lte=today + SOON,
        )
        .order_by("checkpoint__decide_by", "pk")
        .values_list("checkpoint__title", flat=True)
    )


def _told(
    user: User, person: Person, places: Sequence[CheckpointPlace], interventions: Sequence[Intervention] = ()
) -> Iterator[Todo]:
    today = timezone.localdate()
    for pk in sorted({place.checkpoint_id for place in places}):
        mine = sorted((p for p in places if p.checkpoint_id == pk), key=lambda p: p.academy.name)
        yield from _hand_ins(person, mine, today)
        yield from _decisions(user, person, mine, today)
        yield from _closing(person, pk, mine)
    yield from _over(interventions)


place_todos = JoinedTodos(_asked, _told)


def _day(place: CheckpointPlace, which: str) -> datetime.date:
    day: datetime.date = place.__dict__[which]
    return day


def _hand_ins(person: Person, places: Sequence[CheckpointPlace], today: datetime.date) -> Iterator[Todo]:
    """For whoever hands in at single academies, each; for a data lead of the whole trust, how many are missing."""
    waiting = [
        p for p in places
        if not p.__dict__["is_in"] and not p.__dict__["decided"] and may_at(p.academy, person, Permission.HAND_IN)
    ]  # fmt: skip
    if not waiting or _day(waiting[0], "hand_in_by") > today + SOON:
        return
    title, due = waiting[0].__dict__["title"], _day(waiting[0], "hand_in_by")
    weight = Weight.WAITING if due <= today + datetime.timedelta(days=7) else Weight.NEXT
    when = f"It {'was' if due < today else 'is'} due {days_words(due, today)}."
    if len(waiting) > NAMED:
        url = reverse("checkpoints:checkpoint_show", args=[waiting[0].checkpoint_id])
        yield Todo(f"{opened(len(waiting), 'academy', 'academies')} have not handed in for {title}.", url, when, weight)
        return
    for place in waiting:
        url = reverse("checkpoints:hand_in_new", args=[place.checkpoint_id, place.academy.slug])
        yield Todo(f"Hand in for {title} at {place.academy}.", url, when, weight)


def _decisions(user: User, person: Person, places: Sequence[CheckpointPlace], today: datetime.date) -> Iterator[Todo]:
    lacking = [
        p for p in places
        if p.owner_id == user.pk and not p.__dict__["decided"]
        and may_at(p.academy, person, Permission.RUN_INTERVENTIONS)
        and (p.__dict__["is_in"] or _day(p, "decide_by") <= today)
    ]  # fmt: skip
    if not lacking:
        return
    title, due = lacking[0].__dict__["title"], _day(lacking[0], "decide_by")
    weight = Weight.WAITING if due <= today + datetime.timedelta(days=14) else Weight.NEXT
    when = f"The decision {'was' if due < today else 'is'} due {days_words(due, today)}."
    if len(lacking) == 1:
        (one,) = lacking
        url = reverse("checkpoints:decision_new", args=[one.checkpoint_id, one.academy.slug])
        yield Todo(f"Decide for {one.academy} at {title}: an intervention, or none and why.", url, when, weight)
        return
    url = reverse("checkpoints:checkpoint_show", args=[lacking[0].checkpoint_id])
    names = listed([place.academy.name for place in lacking], most=NAMED + 1)
    yield Todo(f"{opened(len(lacking), 'academy', 'academies')} wait for your decision at {title}.", url,
               f"{names}. {when}", weight)  # fmt: skip


def _closing(person: Person, pk: int, places: Sequence[CheckpointPlace]) -> Iterator[Todo]:
    if person.can_trust_wide(Permission.SET_CHECKPOINTS) and all(p.__dict__["decided"] for p in places):
        title = places[0].__dict__["title"]
        url = reverse("checkpoints:checkpoint_show", args=[pk])
        yield Todo(f"Every academy has its decision at {title}. Close it.", url, "", Weight.NEXT)


def _over(rows: Sequence[Intervention]) -> Iterator[Todo]:
    if len(rows) > NAMED:
        url = f"{reverse('checkpoints:intervention_list')}?state=running"
        yield Todo(f"{opened(len(rows), 'intervention')} wait for a word on how they go.", url,
                   "Their last day is over, or a checkpoint asks for it and cannot close before.")  # fmt: skip
        return
    today = timezone.localdate()
    for one in sorted(rows, key=lambda each: (each.ends, each.pk)):
        url, where = reverse("checkpoints:intervention_follow", args=[one.pk]), one.__dict__["where"]
        if one.ends < today:
            yield Todo(f"Say what came of “{one.what}” at {where}.", url, "Its last day is over.")
        else:
            yield Todo(f"Say how “{one.what}” goes at {where}.", url, f"{one.__dict__['asked_at']} asks for it.",
                       Weight.NEXT)  # fmt: skip
