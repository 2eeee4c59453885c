"""What observers write down on a review: each their own notes, several people at once.

A note belongs to who wrote it and nobody else saves over it. `client_key` is made on the device, so that a note which
is sent twice over a bad network is one note.
"""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where
from accounts.models import User
from reviews.models.framework import EvidenceKind, FrameworkPrompt, FrameworkSection
from reviews.models.review import Review, reviews_of


class NoteQuerySet(models.QuerySet["ReviewNote"]):
    def visible_to(self, user: User) -> NoteQuerySet:
        """The team and who runs reviews there. Nobody of the academy reads notes: they read what was made of them."""
        return self.filter(
            academies_where(user, Permission.RUN_REVIEWS, "review__academy")
            | Q(review__in=reviews_of(user).values("review"))
        )

    def editable_by(self, user: User) -> NoteQuerySet:
        """One's own, on a review that one still gathers for."""
        return self.filter(by=user.pk, review__in=Review.objects.gathered_by(user))

    def standing(self) -> NoteQuerySet:
        return self.filter(struck_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ReviewNote(models.Model):
    """`section`, `prompt` and `kind` may come later than the words. `where`: year group and subject, never a name."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="notes", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="review_notes")
    client_key = models.UUIDField(default=uuid.uuid4)
    says = models.TextField("what you see and hear", help_text="Name no pupil and no teacher.")
    section = models.ForeignKey(
        FrameworkSection, on_delete=models.PROTECT, null=True, blank=True, related_name="notes", verbose_name="part"
    )
    prompt = models.ForeignKey(FrameworkPrompt, on_delete=models.PROTECT, null=True, blank=True, related_name="notes")
    kind = models.CharField("where it shows", max_length=9, choices=EvidenceKind, blank=True)
    where = models.CharField("year group and subject", max_length=80, blank=True, help_text="Such as Year 4, writing.")
    seen_at = models.DateTimeField("seen at", default=timezone.now)
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ("seen_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["review", "by", "client_key"], name="review_note_sent_once"),
            models.CheckConstraint(condition=Q(kind__in=("", *EvidenceKind.values)), name="review_note_kind_known"),
            models.CheckConstraint(
                condition=~Q(says=""), name="review_note_says_something", violation_error_message="Write something."
            ),
        )
        triggers = (
            pgtrigger.Protect(name="review_note_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="review_note_stays_with_its_writer",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("review", "by", "client_key"),
            ),
        )

    def __str__(self) -> str:
        return self.says[:60]
