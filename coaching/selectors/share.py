"""One page as somebody reads it with whom the coachee shared it: nothing else of the cycle is told to them.

Neither the cycle nor who coaches is theirs to read: the database shows them the visit, its notes, step and words.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.shortcuts import get_object_or_404

from accounts.models import User
from celt.lib.sentences import listed
from coaching.models import ActionStep, Share, Visit
from coaching.rules.visit import clock
from coaching.selectors.cycle import CyclePlace


@dataclass(frozen=True)
class SharedPage:
    visit: Visit
    share: Share
    step: ActionStep | None
    notes: list[tuple[str, str]]


def shared_visit(user: User, pk: int) -> Share:
    """The standing share of that visit with this person, or 404. One query."""
    own = Share.objects.visible_to(user).standing().filter(person=user.pk)
    return get_object_or_404(own.select_related("visit", "by"), visit=pk, visit__in=Visit.objects.visible_to(user))


def shared_page(user: User, share: Share) -> SharedPage:
    """Two queries; `share` as `shared_visit` reads it. Not through the cycle, which is not theirs."""
    visit = share.visit
    try:
        step = visit.step
    except ActionStep.DoesNotExist:
        step = None
    notes = [(clock(note.second), note.says) for note in visit.notes.filter(struck_at__isnull=True)]
    return SharedPage(visit, share, step, notes)


def promise_of(user: User, visit: Visit, place: CyclePlace) -> str:
    """Who reads the page of this visit, in words: the two, and whomever the coachee shares it with. One query."""
    shares = Share.objects.visible_to(user).standing().filter(visit=visit).select_related("person")
    names = [str(share.person) for share in shares]
    if not names:
        return place.promise
    also = listed(names)
    if place.coached:
        return f"You, {place.other_first} and {also}, with whom you share it, read this page. You see every opening."
    return f"You, {place.other_first} and {also}, with whom {place.other_first} shares it, read this page."


def shared_list(user: User) -> list[Share]:
    """What others let this person read. One query."""
    own = Share.objects.visible_to(user).standing().filter(person=user.pk)
    return list(own.filter(visit__in=Visit.objects.visible_to(user)).select_related("visit", "by"))
