"""What visitors of a round write, and how they make sense of it together: notes, groups of notes, patterns,
predictions. All of it is the visitors' own; the host reads the patterns once the next work is agreed.
"""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from reviews.models.round import Round, RoundClassroom, rounds_of


class GroupQuerySet(models.QuerySet["RoundGroup"]):
    def visible_to(self, user: User) -> GroupQuerySet:
        """Groups with their patterns; the notes in them are another question."""
        return self.filter(round__in=Round.objects.told_to(user))

    def editable_by(self, user: User) -> GroupQuerySet:
        return self.filter(round__in=Round.objects.walked_by(user))

    def standing(self) -> GroupQuerySet:
        return self.filter(dropped_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RoundGroup(models.Model):
    """Notes that belong together, and the pattern that the visitors see in them."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="groups")
    name = models.CharField("what these notes have in common", max_length=80)
    pattern = models.TextField("the pattern", blank=True, help_text="What one sees in several classrooms. Name nobody.")
    order = models.PositiveSmallIntegerField(default=0)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    dropped_at = models.DateTimeField(null=True, blank=True)

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(name=""), name="round_group_is_named", violation_error_message="Give the group a name."
            ),
        )
        triggers = (
            pgtrigger.Protect(name="round_group_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="round_group_stays_in_its_round",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("round"),
            ),
            pgtrigger.Trigger(
                name="pattern_of_agreed_round_stands",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF EXISTS (
                    SELECT 1 FROM reviews_round r
                    WHERE r.id = NEW.round_id AND r.state IN ('agreed', 'followed', 'called_off')
                ) THEN
                    RAISE EXCEPTION 'The round has ended: its patterns stand.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.name


class RoundNoteQuerySet(models.QuerySet["RoundNote"]):
    def visible_to(self, user: User) -> RoundNoteQuerySet:
        """The visitors and nobody else, before and after: a year group and a subject can be one teacher."""
        return self.filter(round__in=rounds_of(user).values("round"))

    def editable_by(self, user: User) -> RoundNoteQuerySet:
        """One's own words. Where a note lies on the board is everybody's: see services.round_board."""
        return self.filter(by=user.pk, round__in=Round.objects.walked_by(user))

    def standing(self) -> RoundNoteQuerySet:
        return self.filter(struck_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RoundNote(models.Model):
    """`client_key` is made on the device: sent twice, it is one note. `place`: its order within the group."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="notes", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="round_notes")
    client_key = models.UUIDField(default=uuid.uuid4)
    classroom = models.ForeignKey(RoundClassroom, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    says = models.TextField("what you see and hear", help_text="What was said and done. Name no pupil and no teacher.")
    seen_at = models.DateTimeField("seen at", default=timezone.now)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True)
    group = models.ForeignKey(RoundGroup, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    place = models.PositiveIntegerField(default=0)
    moved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    moved_at = models.DateTimeField(null=True, blank=True)

    objects = RoundNoteQuerySet.as_manager()

    class Meta:
        ordering = ("seen_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["round", "by", "client_key"], name="round_note_sent_once"),
            models.CheckConstraint(
                condition=~Q(says=""), name="round_note_says_something", violation_error_message="Write something."
            ),
            models.CheckConstraint(
                condition=Q(moved_by__isnull=True, moved_at__isnull=True)
                | Q(moved_by__isnull=False, moved_at__isnull=False),
                name="round_note_move_whole",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="round_note_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="round_note_stays_with_its_writer",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("round", "by", "client_key"),
            ),
            pgtrigger.Trigger(
                name="round_note_of_its_own_round",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NEW.classroom_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM reviews_roundclassroom c WHERE c.id = NEW.classroom_id AND c.round_id = NEW.round_id
                ) THEN
                    RAISE EXCEPTION 'The classroom is of another round.' USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.group_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM reviews_roundgroup g WHERE g.id = NEW.group_id AND g.round_id = NEW.round_id
                ) THEN
                    RAISE EXCEPTION 'The group is of another round.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.says[:60]


class PredictionQuerySet(models.QuerySet["RoundPrediction"]):
    def visible_to(self, user: User) -> PredictionQuerySet:
        """The visitors' own; what they agree on stands on the round."""
        return self.filter(round__in=rounds_of(user).values("round"))

    def editable_by(self, user: User) -> PredictionQuerySet:
        return self.filter(by=user.pk, round__in=Round.objects.walked_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class RoundPrediction(models.Model):
    """One visitor's answer: if you were a pupil here and did all that was asked, what would you know and be able to
    do?"""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="predictions", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    says = models.TextField("your prediction")
    written_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PredictionQuerySet.as_manager()

    class Meta:
        ordering = ("written_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["round", "by"], name="round_prediction_once"),
            models.CheckConstraint(
                condition=~Q(says=""), name="round_prediction_says", violation_error_message="Write something."
            ),
        )
        triggers = (pgtrigger.Protect(name="round_prediction_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.says[:60]
