"""A governors' or trustees' reader: prepared as a proof, looked at, issued for a meeting, and from then on as it is."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission
from accounts.models import User
from readers.models.meeting import BoardMeeting, of_board


class EditionQuerySet(models.QuerySet["Edition"]):
    def visible_to(self, user: User) -> EditionQuerySet:
        """Issued ones for everybody who reads them there; a proof for those who issue it."""
        return self.filter(
            of_board(user, Permission.ISSUE_READERS, "meeting__")
            | (of_board(user, Permission.VIEW_READERS, "meeting__") & Q(issued_at__isnull=False))
        )

    def editable_by(self, user: User) -> EditionQuerySet:
        return self.filter(of_board(user, Permission.ISSUE_READERS, "meeting__"))

    def issued(self) -> EditionQuerySet:
        return self.filter(issued_at__isnull=False)

    def proofs(self) -> EditionQuerySet:
        return self.filter(issued_at__isnull=True)

    def standing(self) -> EditionQuerySet:
        """Issued and not replaced: what a board has before it."""
        return self.issued().filter(replaced_by__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Edition(models.Model):
    """`content` is a `readers.rules.told.Reader` as plain data, written in the version `shape` of that shape.

    `number` counts the editions of a meeting. One that `replaces` another says why; the one before it stays as it is.
    """

    meeting = models.ForeignKey(BoardMeeting, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField(default=1)
    shape = models.PositiveSmallIntegerField()
    content = models.JSONField()
    word = models.TextField(
        "a word to the board", blank=True,
        help_text="What the board should notice, or is asked to decide. Name no pupil and no member of staff.",
    )  # fmt: skip
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )  # fmt: skip
    corrects = models.TextField("what it corrects", blank=True)
    prepared_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    prepared_at = models.DateTimeField(default=timezone.now, editable=False)
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    issued_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ("-meeting__on", "-number")
        constraints = (
            models.UniqueConstraint(fields=["meeting", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["meeting"], condition=Q(issued_at__isnull=True), name="edition_one_proof",
                violation_error_message="There is a proof for this meeting already.",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True, issued_at__isnull=True)
                | Q(issued_by__isnull=False, issued_at__isnull=False),
                name="edition_issued_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(number=1, replaces__isnull=True, corrects="")
                | (Q(number__gt=1, replaces__isnull=False) & ~Q(corrects="")),
                name="edition_says_what_it_corrects",
                violation_error_message="Say what this edition corrects.",
            ),
            models.CheckConstraint(condition=~Q(replaces=F("pk")), name="edition_replaces_another"),
        )  # fmt: skip
        triggers = (
            # The minute refers to what was read: nobody changes a word of it, nor its meeting.
            pgtrigger.Protect(
                name="issued_edition_stands", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__issued_at__isnull=False),
            ),
            pgtrigger.Protect(
                name="edition_keeps_its_place", operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("meeting", "number", "replaces"),
            ),
            pgtrigger.Protect(name="edition_is_never_deleted", operation=pgtrigger.Delete),
            # What is replaced is the edition before it, of the same meeting, and issued.
            pgtrigger.Trigger(
                name="edition_follows_the_one_before", when=pgtrigger.Before, operation=pgtrigger.Insert,
                condition=pgtrigger.Q(new__replaces__isnull=False),
                func=pgtrigger.Func(  # type: ignore[no-untyped-call]
                    """
                    IF NOT EXISTS (
                        SELECT FROM {meta.db_table}
                        WHERE id = NEW.replaces_id AND meeting_id = NEW.meeting_id
                            AND number = NEW.number - 1 AND issued_at IS NOT NULL
                    ) THEN
                        RAISE EXCEPTION 'An edition replaces the issued one before it, of the same meeting.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                    """
                ),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.meeting}, edition {self.number}" if self.number > 1 else str(self.meeting)

    @property
    def is_issued(self) -> bool:
        return self.issued_at is not None
