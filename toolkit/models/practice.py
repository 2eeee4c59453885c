"""Practices: the teaching and learning protocols of the trust's common language, in versions.

A practice is what colleagues name; what it says stands in its versions. One version is published at a time, and what
was published is never changed: coaching and plans go on meaning what they meant.
"""

from __future__ import annotations

import uuid
from typing import Any

import pghistory
import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models import Trust
from accounts.models import User
from toolkit.models.about import Strand, Strength, TaughtPhase, lines_field, phases_field
from toolkit.models.theory import Theory


class PracticeKind(models.TextChoices):
    TEACHING = "teaching", "Teaching protocol"
    LEARNING = "learning", "Learning protocol"


class VersionState(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "In review"
    READY = "ready", "Ready to publish"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Superseded"
    DROPPED = "dropped", "Dropped"


# One at a time is written on; what was once published is read by everybody, and stands.
VERSION_OPEN = (VersionState.DRAFT, VersionState.IN_REVIEW, VersionState.READY)
VERSION_TOLD = (VersionState.PUBLISHED, VersionState.SUPERSEDED)


class PracticeQuerySet(models.QuerySet["Practice"]):
    def visible_to(self, user: User) -> PracticeQuerySet:
        """Published ones for everybody who reads the toolkit; those in the making for whoever writes in it."""
        return self.filter(
            (anywhere_in_trust_where(user, Permission.VIEW_TOOLKIT) & Q(current__isnull=False))
            | anywhere_in_trust_where(user, Permission.WRITE_TOOLKIT)
        )

    def editable_by(self, user: User) -> PracticeQuerySet:
        """Who may write a new version: whoever writes in the toolkit anywhere in the trust."""
        return self.filter(anywhere_in_trust_where(user, Permission.WRITE_TOOLKIT))

    def managed_by(self, user: User) -> PracticeQuerySet:
        """Who publishes versions, names the owner and puts a practice away."""
        return self.filter(trusts_where(user, Permission.MANAGE_TOOLKIT))

    def in_use(self) -> PracticeQuerySet:
        """Published and not put away: what may be coached, planned and tried."""
        return self.filter(current__isnull=False, archived_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Practice(models.Model):
    """`title` is that of the published version, or of the first draft. `current`: the published version. No subjects:
    for any. `slug` is its address and the name of its file where the toolkit ships it."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="practices", db_index=False)
    slug = models.SlugField(max_length=80)
    title = models.CharField("name", max_length=80)
    kind = models.CharField(max_length=8, choices=PracticeKind)
    strand = models.CharField(max_length=13, choices=Strand)
    phases = phases_field()
    subjects = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    theory = models.ForeignKey(
        Theory, on_delete=models.PROTECT, null=True, blank=True, related_name="practices",
        verbose_name="theory of action",
    )  # fmt: skip
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    current = models.OneToOneField(
        "toolkit.PracticeVersion", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = PracticeQuerySet.as_manager()

    class Meta:
        ordering = ("title", "pk")
        constraints = (
            models.UniqueConstraint(fields=["trust", "slug"], name="practice_slug_once"),
            models.UniqueConstraint(
                "trust", models.functions.Lower("title"),
                condition=Q(archived_at__isnull=True), name="practice_title_once",
                violation_error_message="There is a practice of that name already.",
            ),
            models.CheckConstraint(condition=Q(kind__in=PracticeKind.values), name="practice_kind_known"),
            models.CheckConstraint(condition=Q(strand__in=Strand.values), name="practice_strand_known"),
            models.CheckConstraint(
                condition=Q(phases__contained_by=TaughtPhase.values, phases__len__gt=0), name="practice_phases_known",
                violation_error_message="Say for which phases it is.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="practice_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="practice_shows_its_own_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NEW.current_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM toolkit_practiceversion v
                    WHERE v.id = NEW.current_id AND v.practice_id = NEW.id AND v.state = 'published'
                ) THEN
                    RAISE EXCEPTION 'A practice shows a published version of its own.'
                        USING ERRCODE = 'check_violation';
                END IF;
                IF NEW.theory_id IS NOT NULL AND NOT EXISTS (
                    SELECT 1 FROM toolkit_theory t WHERE t.id = NEW.theory_id AND t.trust_id = NEW.trust_id
                ) THEN
                    RAISE EXCEPTION 'The practice and its theory of action are of one trust.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(models.QuerySet["PracticeVersion"]):
    def visible_to(self, user: User) -> VersionQuerySet:
        """What was published for every reader; what is on its way, or was dropped, for whoever writes there."""
        return self.filter(
            (anywhere_in_trust_where(user, Permission.VIEW_TOOLKIT, "practice__trust") & Q(state__in=VERSION_TOLD))
            | anywhere_in_trust_where(user, Permission.WRITE_TOOLKIT, "practice__trust")
        )

    def editable_by(self, user: User) -> VersionQuerySet:
        """Drafts, for whoever writes in the toolkit: several may write on one."""
        return self.filter(
            anywhere_in_trust_where(user, Permission.WRITE_TOOLKIT, "practice__trust"), state=VersionState.DRAFT
        )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PracticeVersion(models.Model):
    """`what` and `why` are Markdown. `changes`: what is new in it, for whoever knows the version before. `written_by`:
    who wrote on it last; `reviewer`: the colleague who is asked to review it; `reviewed_by`: who did."""

    practice = models.ForeignKey(Practice, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=VersionState, default=VersionState.DRAFT)
    title = models.CharField("name", max_length=80)
    what = models.TextField("what it is", blank=True)
    why = models.TextField("why it should work", blank=True, help_text="For whom, on what evidence, and what is open.")
    strength = models.CharField("how strong the evidence is", max_length=9, choices=Strength, blank=True)
    looks_like = lines_field("what one sees where it is done", "One to a line.")
    looks_unlike = lines_field("what it is not", "Near misses, one to a line.")
    changes = models.TextField("what is new in it", blank=True)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    reviewer = models.ForeignKey(
        User,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="who is asked to review it",
    )
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.TextField("what the review says", blank=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        ordering = ("practice", "-number")
        constraints = (
            models.UniqueConstraint(fields=["practice", "number"], name="practice_version_once"),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(state__in=VERSION_OPEN), name="practice_one_open_version",
                violation_error_message="A new version is being written already: go on with that one.",
            ),
            models.UniqueConstraint(
                fields=["practice"], condition=Q(state="published"), name="practice_one_published_version"
            ),
            models.CheckConstraint(condition=Q(state__in=VersionState.values), name="practice_version_state_known"),
            models.CheckConstraint(
                condition=Q(strength="") | Q(strength__in=Strength.values), name="practice_strength_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(*VERSION_TOLD, VersionState.IN_REVIEW, VersionState.READY))
                | (~Q(what="") & ~Q(why="") & ~Q(strength="")),
                name="practice_version_whole",
                violation_error_message="Say what it is, why it should work and how strong the evidence is first.",
            ),
            models.CheckConstraint(
                condition=Q(state__in=VERSION_TOLD, published_at__isnull=False)
                | (~Q(state__in=VERSION_TOLD) & Q(published_at__isnull=True, published_by__isnull=True)),
                name="practice_version_published_whole",
            ),
            # What the product ships has no writer; what a person wrote, another reviewed.
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | ~Q(reviewed_by=models.F("written_by")),
                name="practice_reviewed_by_another",
                violation_error_message="Whoever wrote a version does not review it: ask a colleague.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="practice_version_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="published_version_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state__in=("superseded", "dropped"))
                | (pgtrigger.Q(old__state="published") & ~pgtrigger.Q(new__state__in=("superseded", "published"))),
            ),
            pgtrigger.Trigger(
                name="published_words_stand",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="""
                IF OLD.state = 'published' AND ROW(
                    NEW.practice_id, NEW.number, NEW.title, NEW.what, NEW.why, NEW.strength, NEW.looks_like,
                    NEW.looks_unlike, NEW.changes, NEW.written_by_id, NEW.published_at, NEW.published_by_id
                ) IS DISTINCT FROM ROW(
                    OLD.practice_id, OLD.number, OLD.title, OLD.what, OLD.why, OLD.strength, OLD.looks_like,
                    OLD.looks_unlike, OLD.changes, OLD.written_by_id, OLD.published_at, OLD.published_by_id
                ) THEN
                    RAISE EXCEPTION 'A published version stands: write a new one.' USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.title}, version {self.number}"


def _part_of_a_draft(name: str) -> pgtrigger.Trigger:
    """Steps, examples and sources are written while their version is."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
        IF NOT EXISTS (
            SELECT 1 FROM toolkit_practiceversion v
            WHERE v.id = (CASE TG_OP WHEN 'DELETE' THEN OLD.version_id ELSE NEW.version_id END) AND v.state = 'draft'
        ) OR (TG_OP = 'UPDATE' AND OLD.version_id <> NEW.version_id) THEN
            RAISE EXCEPTION 'Only a draft is written on.' USING ERRCODE = 'check_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
        """,
    )


class PartQuerySet(models.QuerySet[Any]):
    """Steps, examples and sources: as the version that they belong to."""

    def visible_to(self, user: User) -> PartQuerySet:
        return self.filter(version__in=PracticeVersion.objects.visible_to(user))

    def editable_by(self, user: User) -> PartQuerySet:
        return self.filter(version__in=PracticeVersion.objects.editable_by(user))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PracticeStep(models.Model):
    """One thing small enough to rehearse in five minutes and to be seen in a lesson. `key` is the same from version to
    version, so that mastery of a step outlasts a better wording."""

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="steps", db_index=False)
    key = models.UUIDField(default=uuid.uuid4)
    order = models.PositiveSmallIntegerField(default=0)
    says = models.CharField("step", max_length=200)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ("version", "order", "pk")
        constraints = (
            models.UniqueConstraint(fields=["version", "key"], name="practice_step_once"),
            models.CheckConstraint(condition=~Q(says=""), name="practice_step_says"),
        )
        triggers = (_part_of_a_draft("step_of_a_draft"),)

    def __str__(self) -> str:
        return self.says


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PracticeExample(models.Model):
    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="examples")
    order = models.PositiveSmallIntegerField(default=0)
    phase = models.CharField(max_length=12, choices=TaughtPhase)
    subject = models.CharField(max_length=40, blank=True)
    says = models.TextField("example", help_text="What was done and what pupils did. Name no pupil and no teacher.")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ("version", "order", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(phase__in=TaughtPhase.values), name="practice_example_phase_known"),
            models.CheckConstraint(condition=~Q(says=""), name="practice_example_says"),
        )
        triggers = (_part_of_a_draft("example_of_a_draft"),)

    def __str__(self) -> str:
        return f"{self.get_phase_display()}, {self.subject}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PracticeSource(models.Model):
    """A work that the practice rests on, and what it found."""

    version = models.ForeignKey(PracticeVersion, on_delete=models.CASCADE, related_name="sources")
    order = models.PositiveSmallIntegerField(default=0)
    citation = models.CharField("author, year, title, publisher", max_length=300)
    url = models.URLField("address", blank=True)
    says = models.CharField("what it found", max_length=400, blank=True)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ("version", "order", "pk")
        constraints = (models.CheckConstraint(condition=~Q(citation=""), name="practice_source_cites"),)
        triggers = (_part_of_a_draft("source_of_a_draft"),)

    def __str__(self) -> str:
        return self.citation
