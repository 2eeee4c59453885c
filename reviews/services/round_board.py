"""The board of a debrief: notes are moved by every visitor, groups are named, patterns are written over them.

Each write locks the round first and what it changes second, so that two at once go one after the other: the later move
of a note stands, and says whose it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import User
from celt.ui.edits import MEANWHILE
from reviews.models import Round, RoundGroup, RoundNote, RoundPrediction
from reviews.rules.round_board import BOARD_CLOSED, place_between, places
from reviews.services.naming import refuse_names
from reviews.services.round_gate import hold_round

FACILITATES = "The round’s facilitator writes down what the visitors agreed on."
DROPPED = "This group was taken off the board meanwhile; its notes lie ungrouped."
STRUCK = "Whoever wrote this note has struck it out meanwhile."
MOST_GROUPS = 24


class Changed(ValidationError):
    """Somebody else wrote at the same moment: show both versions."""


def group_words(group: RoundGroup) -> dict[str, str]:
    return {"name": group.name, "pattern": group.pattern}


@transaction.atomic
def make_group(*, by: User, round: Round, name: str, note: RoundNote | None = None) -> RoundGroup:
    """A new group at the end of the board; `note` comes to lie in it. Raises PermissionDenied or ValidationError."""
    locked = hold_board(by, round)
    standing = RoundGroup.objects.standing().filter(round=locked)
    if standing.count() >= MOST_GROUPS:
        raise ValidationError(f"{MOST_GROUPS} groups stand on the board. Bring some of them together first.")
    last = RoundGroup.objects.filter(round=locked).aggregate(last=Max("order"))["last"] or 0
    group = RoundGroup(round=locked, made_by=by, order=last + 1)
    _say(group, name=name)
    if note is not None:
        move_note(by=by, note=note, group=group)
    return group


@transaction.atomic
def change_group(
    *, by: User, group: RoundGroup, name: str, pattern: str, was: Mapping[str, str] | None = None
) -> RoundGroup:
    """`was`: name and pattern as the writer saw them; Changed is raised where they read otherwise by now.

    Raises PermissionDenied or ValidationError.
    """
    held = _hold_group(by, group)
    if was is not None and was != group_words(held):
        raise Changed(MEANWHILE)
    _say(held, name=name, pattern=pattern)
    return held


@transaction.atomic
def drop_group(*, by: User, group: RoundGroup) -> RoundGroup:
    """Off the board; its notes lie ungrouped again, and its words stay on record. Twice is once.

    Raises PermissionDenied or ValidationError.
    """
    held = hold_board(by, group.round)
    locked = RoundGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    if locked.dropped_at is None:
        RoundNote.objects.filter(round=held, group=locked).update(group=None, place=0)
        locked.dropped_at = timezone.now()
        locked.save(update_fields=["dropped_at"])
    return locked


@dataclass(frozen=True, slots=True)
class Laid:
    """A note as it lies now; where it lay before, and who had put it there."""

    note: RoundNote
    was_in: RoundGroup | None
    was_by: User | None


def move_note(*, by: User, note: RoundNote, group: RoundGroup | None, before: RoundNote | None = None) -> RoundNote:
    """As `lay_note`, for whoever does not ask where it lay before."""
    return lay_note(by=by, note=note, group=group, before=before).note


@transaction.atomic
def lay_note(*, by: User, note: RoundNote, group: RoundGroup | None, before: RoundNote | None = None) -> Laid:
    """Lays a note into a group, ahead of `before` or at its end, or among the ungrouped, which lie by their time. The
    later of two moves stands. Raises PermissionDenied or ValidationError."""
    round = hold_board(by, note.round)
    notes = RoundNote.objects.select_related("group", "moved_by").filter(round=round)
    locked = notes.select_for_update(of=("self",), no_key=True).get(pk=note.pk)
    if locked.struck_at:
        raise ValidationError(STRUCK)
    was_in, was_by = locked.group, locked.moved_by
    if group is None:
        locked.group, locked.place = None, 0
    else:
        held = RoundGroup.objects.filter(round=round, pk=group.pk).first()
        if held is None or held.dropped_at:
            raise ValidationError(DROPPED)
        locked.group, locked.place = held, _place(held, locked, before)
    locked.moved_by, locked.moved_at = by, timezone.now()
    locked.save(update_fields=["group", "place", "moved_by", "moved_at"])
    return Laid(locked, was_in, was_by)


@transaction.atomic
def predict(*, by: User, round: Round, says: str) -> RoundPrediction:
    """One's own prediction, written or written anew. Raises PermissionDenied or ValidationError."""
    locked = hold_board(by, round)
    own = RoundPrediction.objects.select_for_update(of=("self",), no_key=True).filter(round=locked, by=by).first()
    own = own or RoundPrediction(round=locked, by=by)
    own.says = says.strip()
    refuse_names(locked.host, says=own.says)
    own.full_clean()
    own.save()
    return own


@transaction.atomic
def agree_prediction(*, by: User, round: Round, says: str) -> Round:
    """What the visitors agreed on, written by their facilitator. Raises PermissionDenied or ValidationError."""
    locked = hold_board(by, round)
    if not locked.visitors.filter(person=by, facilitates=True, ended_at__isnull=True).exists():
        raise PermissionDenied(FACILITATES)
    words = says.strip()
    if not words:
        raise ValidationError({"says": "Write down what the visitors agreed on."})
    refuse_names(locked.host, says=words)
    locked.prediction = words
    locked.full_clean()
    locked.save(update_fields=["prediction"])
    return locked


def hold_board(by: User, round: Round) -> Round:
    """The round, locked, where `by` visits it and its debrief is open. Raises PermissionDenied or ValidationError."""
    locked = hold_round(by, round, "walked")
    if locked.state in BOARD_CLOSED:
        raise ValidationError(BOARD_CLOSED[locked.state])  # type: ignore[index]
    return locked


def _hold_group(by: User, group: RoundGroup) -> RoundGroup:
    round = hold_board(by, group.round)
    locked: RoundGroup = RoundGroup.objects.select_for_update(of=("self",), no_key=True).get(pk=group.pk)
    if locked.dropped_at:
        raise ValidationError(DROPPED)
    locked.round = round
    return locked


def _say(group: RoundGroup, **words: str) -> None:
    said = {field: text.strip() for field, text in words.items()}
    refuse_names(group.round.host, **said)
    for field, text in said.items():
        setattr(group, field, text)
    group.full_clean()
    group.save()


def _place(group: RoundGroup, note: RoundNote, before: RoundNote | None) -> int:
    """Its place among those that lie in the group. Where `before` has gone elsewhere meanwhile: at the end."""
    here = list(RoundNote.objects.filter(group=group).exclude(pk=note.pk).order_by("place", "pk"))
    at = next((index for index, each in enumerate(here) if before and each.pk == before.pk), len(here))
    found = place_between(here[at - 1].place if at else None, here[at].place if at < len(here) else None)
    if found is not None:
        return found
    fresh = list(places(len(here) + 1))
    for each, place in zip(here, fresh[:at] + fresh[at + 1 :], strict=True):
        each.place = place
    RoundNote.objects.bulk_update(here, ["place"])
    return fresh[at]
