"""The library: guidance, reviews of research, case studies, schemes of work and sequences of lessons, with files.

An academy that adopts or adapts a piece keeps the link to it, so that both ends know of each other.
"""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, academies_where, anywhere_in_trust_where, trusts_where
from academies.models import Academy, Trust
from accounts.models import User
from toolkit.models.about import Strand, TaughtPhase, phases_field
from toolkit.models.practice import Practice
from toolkit.models.story import Story


class PieceKind(models.TextChoices):
    GUIDANCE = "guidance", "Guidance"
    RESEARCH = "research", "Review of research"
    CASE_STUDY = "case_study", "Case study"
    SCHEME = "scheme", "Scheme of work"
    SEQUENCE = "sequence", "Sequence of lessons"


class PieceState(models.TextChoices):
    DRAFT = "draft", "Draft"
    PUBLISHED = "published", "Published"
    ARCHIVED = "archived", "Put away"


class PieceQuerySet(models.QuerySet["Piece"]):
    def visible_to(self, user: User) -> PieceQuerySet:
        """What was ever published for everybody who reads the toolkit in the trust; an academy's drafts for whoever
        writes there, the trust's for its leaders."""
        return self.filter(
            (anywhere_in_trust_where(user, Permission.VIEW_TOOLKIT) & Q(published_at__isnull=False))
            | academies_where(user, Permission.WRITE_TOOLKIT, "academy")
            | trusts_where(user, Permission.MANAGE_TOOLKIT)
        )

    def editable_by(self, user: User) -> PieceQuerySet:
        """An academy's own for whoever writes there; any for those who keep the trust's toolkit."""
        return self.filter(
            academies_where(user, Permission.WRITE_TOOLKIT, "academy") | trusts_where(user, Permission.MANAGE_TOOLKIT)
        )

    def published(self) -> PieceQuerySet:
        return self.filter(state=PieceState.PUBLISHED)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Piece(models.Model):
    """`academy` empty: the trust's. `body` is Markdown. `adapted_from`: the piece it was made out of; `story`: what
    an academy offered, taken as a case study. `slug`: the name of its file where the toolkit ships it."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="pieces")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, null=True, blank=True, related_name="pieces")
    kind = models.CharField(max_length=10, choices=PieceKind)
    slug = models.SlugField(max_length=80, blank=True)
    title = models.CharField(max_length=160)
    summary = models.CharField("in a sentence or two", max_length=300)
    body = models.TextField(blank=True, help_text="Name no pupil and no teacher.")
    strand = models.CharField(max_length=13, choices=Strand)
    phases = phases_field()
    subject = models.CharField(max_length=40, blank=True)
    year_groups = models.CharField("year groups", max_length=40, blank=True)
    adapted_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="adaptations"
    )
    story = models.OneToOneField(Story, on_delete=models.PROTECT, null=True, blank=True, related_name="piece")
    state = models.CharField(max_length=9, choices=PieceState, default=PieceState.DRAFT)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = PieceQuerySet.as_manager()

    class Meta:
        verbose_name = "piece of the library"
        verbose_name_plural = "pieces of the library"
        ordering = ("title", "pk")
        indexes = (models.Index(fields=["trust", "state", "kind"], name="library_of_trust"),)
        constraints = (
            models.UniqueConstraint(
                fields=["trust", "slug"], condition=~Q(slug=""), name="piece_slug_once"
            ),
            models.CheckConstraint(condition=Q(kind__in=PieceKind.values), name="piece_kind_known"),
            models.CheckConstraint(condition=Q(strand__in=Strand.values), name="piece_strand_known"),
            models.CheckConstraint(condition=Q(state__in=PieceState.values), name="piece_state_known"),
            models.CheckConstraint(
                condition=Q(phases__contained_by=TaughtPhase.values, phases__len__gt=0), name="piece_phases_known",
                violation_error_message="Say for which phases it is.",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(summary=""), name="piece_says_what_it_is"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True) | ~Q(state="draft"), name="piece_draft_is_unread"
            ),
            models.CheckConstraint(
                condition=Q(state="archived", archived_at__isnull=False)
                | (~Q(state="archived") & Q(archived_at__isnull=True)),
                name="piece_archived_whole",
            ),
            models.CheckConstraint(
                condition=Q(adapted_from__isnull=True) | ~Q(adapted_from=models.F("pk")), name="piece_not_of_itself"
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="piece_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="piece_keeps_its_origin",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("trust", "academy", "adapted_from", "story"),
            ),
            pgtrigger.Trigger(
                name="piece_within_one_trust",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                IF (NEW.academy_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM academies_academy a WHERE a.id = NEW.academy_id AND a.trust_id = NEW.trust_id
                )) OR (NEW.adapted_from_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM toolkit_piece p WHERE p.id = NEW.adapted_from_id AND p.trust_id = NEW.trust_id
                )) THEN
                    RAISE EXCEPTION 'A piece, its academy and what it was made out of are of one trust.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.title


class OfPieceQuerySet(models.QuerySet[Any]):
    """Lessons, files and the like: as the piece that they belong to."""

    def visible_to(self, user: User) -> OfPieceQuerySet:
        return self.filter(piece__in=Piece.objects.visible_to(user))

    def editable_by(self, user: User) -> OfPieceQuerySet:
        return self.filter(piece__in=Piece.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PiecePractice(models.Model):
    """A practice that the piece builds on."""

    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="practices", db_index=False)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="pieces")

    objects = OfPieceQuerySet.as_manager()

    class Meta:
        ordering = ("practice__title",)
        constraints = (models.UniqueConstraint(fields=["piece", "practice"], name="piece_practice_once"),)

    def __str__(self) -> str:
        return str(self.practice)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Lesson(models.Model):
    """One lesson or week of a sequence or scheme."""

    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="lessons")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=120)
    learns = models.TextField("what pupils learn")
    tasks = models.TextField("what they do", blank=True)
    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, null=True, blank=True, related_name="lessons")

    objects = OfPieceQuerySet.as_manager()

    class Meta:
        ordering = ("piece", "order", "pk")

    def __str__(self) -> str:
        return self.title


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PieceSource(models.Model):
    piece = models.ForeignKey(Piece, on_delete=models.CASCADE, related_name="sources")
    order = models.PositiveSmallIntegerField(default=0)
    citation = models.CharField("author, year, title, publisher", max_length=300)
    url = models.URLField("address", blank=True)
    says = models.CharField("what it found", max_length=400, blank=True)

    objects = OfPieceQuerySet.as_manager()

    class Meta:
        ordering = ("piece", "order", "pk")

    def __str__(self) -> str:
        return self.citation


class PieceFileKind(models.TextChoices):
    PHOTO = "photo", "Picture"
    PDF = "pdf", "PDF"
    DOCX = "docx", "Word document"
    XLSX = "xlsx", "Excel workbook"
    PPTX = "pptx", "PowerPoint presentation"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PieceFile(models.Model):
    """`kind` was found from the content; `size` in bytes and `sha256` are of what is kept. The bytes lie where no
    address reaches, under `stored_as`. A file is struck out, never deleted."""

    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="files")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=5, choices=PieceFileKind)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    stored_as = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    says = models.CharField("what it is", max_length=200, blank=True)
    sent_at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = OfPieceQuerySet.as_manager()

    class Meta:
        ordering = ("sent_at", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=PieceFileKind.values), name="piece_file_kind_known"),
            models.CheckConstraint(condition=Q(size__gt=0), name="piece_file_is_not_empty"),
        )
        triggers = (
            pgtrigger.Protect(name="piece_file_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="piece_file_stays_as_sent",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("piece", "by", "name", "kind", "size", "sha256", "stored_as"),
            ),
        )

    def __str__(self) -> str:
        return self.says or self.name


class AdoptionHow(models.TextChoices):
    ADOPTED = "adopted", "Used as it is"
    ADAPTED = "adapted", "Adapted"


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    def visible_to(self, user: User) -> AdoptionQuerySet:
        """For everybody who reads the toolkit in the trust: who uses what is no secret."""
        return self.filter(anywhere_in_trust_where(user, Permission.VIEW_TOOLKIT, "academy__trust"))

    def editable_by(self, user: User) -> AdoptionQuerySet:
        return self.filter(academies_where(user, Permission.WRITE_TOOLKIT, "academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Adoption(models.Model):
    """An academy works with a piece: as it is, or with a piece of its own made out of it (`adaptation`)."""

    piece = models.ForeignKey(Piece, on_delete=models.PROTECT, related_name="adoptions")
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="adoptions")
    how = models.CharField(max_length=7, choices=AdoptionHow)
    adaptation = models.OneToOneField(Piece, on_delete=models.PROTECT, null=True, blank=True, related_name="adoption")
    says = models.CharField("where and for whom", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    found = models.TextField("what came of it", blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(how__in=AdoptionHow.values), name="adoption_how_known"),
            models.CheckConstraint(
                condition=Q(how="adapted", adaptation__isnull=False) | Q(how="adopted", adaptation__isnull=True),
                name="adoption_adapted_has_its_own",
            ),
            models.UniqueConstraint(
                fields=["piece", "academy", "how"], condition=Q(ended_at__isnull=True, how="adopted"),
                name="adoption_once",
                violation_error_message="Your academy uses this one already.",
            ),
        )  # fmt: skip
        triggers = (pgtrigger.Protect(name="adoption_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.academy}: {self.piece}"
