"""Photos and files that observers add to a review, under a note of their own or to the review as a whole.

The row says what the file is; the bytes lie under MEDIA_ROOT/reviews, where no address reaches, and only
reviews/views/file.py hands them out. A file is struck out, never deleted, and whoever did not send it sees it no more.
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
from reviews.models.note import ReviewNote
from reviews.models.review import Review, reviews_of


class FileKind(models.TextChoices):
    PHOTO = "photo", "Photo"
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word document"
    XLSX = "xlsx", "Excel workbook"


class FileQuerySet(models.QuerySet["ReviewFile"]):
    def visible_to(self, user: User) -> FileQuerySet:
        """As notes: the team and who runs reviews there. What is struck out, its sender alone sees."""
        return self.filter(
            academies_where(user, Permission.RUN_REVIEWS, "review__academy")
            | Q(review__in=reviews_of(user).values("review")),
            Q(struck_at__isnull=True) | Q(by=user.pk),
        )

    def editable_by(self, user: User) -> FileQuerySet:
        """One's own, on a review that one still gathers for."""
        return self.filter(by=user.pk, review__in=Review.objects.gathered_by(user))

    def standing(self) -> FileQuerySet:
        return self.filter(struck_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ReviewFile(models.Model):
    """`kind` was found from the content. A photo is kept upright, small and without its place and time, as JPEG; `size`
    in bytes and `sha256` are of what is kept. `name` is what the sender's device called it and never part of a path."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="files", db_index=False)
    note = models.ForeignKey(ReviewNote, on_delete=models.PROTECT, null=True, blank=True, related_name="files")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="review_files")
    client_key = models.UUIDField(default=uuid.uuid4)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=5, choices=FileKind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    width = models.PositiveSmallIntegerField(null=True, blank=True)
    height = models.PositiveSmallIntegerField(null=True, blank=True)
    says = models.CharField(
        "what it shows",
        max_length=200,
        blank=True,
        help_text="For whoever cannot see it. Name no pupil and no teacher.",
    )
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ("written_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["review", "by", "client_key"], name="review_file_sent_once"),
            models.CheckConstraint(condition=Q(kind__in=FileKind.values), name="review_file_kind_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="review_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(kind="photo", width__isnull=False, height__isnull=False, width__gt=0, height__gt=0)
                | (~Q(kind="photo") & Q(width__isnull=True, height__isnull=True)),
                name="review_photo_has_a_size",
            ),
        )
        triggers = (
            pgtrigger.Protect(name="review_file_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="review_file_stays_as_sent",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(
                    "review", "note", "by", "client_key", "name", "kind", "size", "sha256", "stored_as", "width",
                    "height", "written_at",
                ),
            ),
            pgtrigger.Trigger(
                name="review_file_under_its_senders_note",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF NEW.note_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM reviews_reviewnote n
                    WHERE n.id = NEW.note_id AND n.review_id = NEW.review_id AND n.by_id = NEW.by_id
                ) THEN
                    RAISE EXCEPTION 'A file goes under a note of its sender on the same review.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.says or self.name
