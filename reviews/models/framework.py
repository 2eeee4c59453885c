"""What a review looks at: frameworks of sections and prompts, in versions.

A version is written as a draft, put in use, and from then on never changed: a change is the next version, and a review
keeps the one it began with. Triggers hold that for every way of writing.
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models import Trust
from academies.models.academy import Phase
from academies.models.locks import Both, Either
from accounts.models import User


class Family(models.TextChoices):
    """What a review is about. The visit and the full day are what a category promises."""

    READING = "reading", "Reading"
    WRITING = "writing", "Writing"
    ORACY = "oracy", "Oracy"
    SEND = "send", "Special educational needs"
    VISIT = "visit", "Quality-assurance visit"
    FULL_DAY = "full_day", "External full-day review"
    BASICS = "basics", "Non-negotiables"
    OTHER = "other", "Another"


class EvidenceKind(models.TextChoices):
    """Where something was seen, heard or read."""

    LESSON = "lesson", "Lesson visit"
    WORK = "work", "Work scrutiny"
    PUPILS = "pupils", "Pupil voice"
    PARENTS = "parents", "Parent voice"
    LEADERS = "leaders", "Leaders’ meeting"
    DATA = "data", "Data"
    DOCUMENTS = "documents", "Documents"


class FrameworkStatus(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_USE = "in_use", "In use"
    RETIRED = "retired", "No longer used"


class FrameworkQuerySet(models.QuerySet["Framework"]):
    def visible_to(self, user: User) -> FrameworkQuerySet:
        """What is or was in use, for everybody who reads reviews; that of a review, for its team; drafts for those who
        write frameworks."""
        from reviews.models.review import reviews_of

        return self.filter(
            trusts_where(user, Permission.MANAGE_FRAMEWORKS)
            | (
                anywhere_in_trust_where(user, Permission.READ_REVIEWS)
                & Q(status__in=(FrameworkStatus.IN_USE, FrameworkStatus.RETIRED))
            )
            | Q(pk__in=reviews_of(user).values("review__framework"))
        )

    def editable_by(self, user: User) -> FrameworkQuerySet:
        return self.filter(trusts_where(user, Permission.MANAGE_FRAMEWORKS))

    def in_use(self) -> FrameworkQuerySet:
        return self.filter(status=FrameworkStatus.IN_USE)


OF_RECORD = (
    "trust", "family", "phase", "version", "name", "about", "scale", "changes", "based_on", "made_by", "in_use_from",
    "put_in_use_by",
)  # fmt: skip


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Framework(models.Model):
    """One version. `phase` empty: for every academy. `scale`: words from the least to the most secure, or none."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="review_frameworks", db_index=False)
    family = models.CharField("what it is about", max_length=8, choices=Family)
    phase = models.CharField(max_length=12, choices=Phase, blank=True)
    version = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=80)
    about = models.TextField("what such a review finds out", blank=True)
    scale = models.JSONField(default=list, blank=True, help_text="Words from the least to the most secure.")
    status = models.CharField(max_length=7, choices=FrameworkStatus, default=FrameworkStatus.DRAFT)
    changes = models.TextField("what is new in this version", blank=True)
    based_on = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="later_versions")
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    in_use_from = models.DateField(null=True, blank=True)
    put_in_use_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ("family", "phase", "-version")
        constraints = (
            models.UniqueConstraint(
                fields=["trust", "family", "phase", "name", "version"], name="framework_version_once"
            ),
            models.UniqueConstraint(
                fields=["trust", "family", "phase", "name"],
                condition=Q(status="in_use"),
                name="framework_one_in_use",
                violation_error_message="Another version of this framework is in use.",
            ),
            models.UniqueConstraint(
                fields=["trust", "family", "phase", "name"],
                condition=Q(status="draft"),
                name="framework_one_draft",
                violation_error_message="There is a draft of the next version already. Go on with that one.",
            ),
            models.CheckConstraint(condition=Q(status__in=FrameworkStatus.values), name="framework_status_known"),
            models.CheckConstraint(condition=Q(family__in=Family.values), name="framework_family_known"),
            models.CheckConstraint(
                condition=Q(status="draft") | Q(in_use_from__isnull=False), name="framework_in_use_says_since"
            ),
        )
        triggers = (
            pgtrigger.Protect(
                name="framework_keeps_its_past",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__status__in=("in_use", "retired")),
                    Either(
                        pgtrigger.AnyChange(*OF_RECORD),
                        pgtrigger.Q(new__status="draft"),
                        pgtrigger.Q(old__status="retired", new__status="in_use"),
                    ),
                ),
            ),
            # Its sections could never be added.
            pgtrigger.Protect(
                name="framework_begins_as_a_draft",
                operation=pgtrigger.Insert,
                condition=~pgtrigger.Q(new__status="draft"),
            ),
            pgtrigger.Protect(
                name="used_framework_is_never_deleted",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Q(old__status__in=("in_use", "retired")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    @property
    def is_draft(self) -> bool:
        return self.status == FrameworkStatus.DRAFT


def _only_in_drafts(name: str, framework_of_row: str) -> pgtrigger.Trigger:
    """`framework_of_row`: SQL for the framework's id, with ROW standing for the row (new, or old where it is deleted).

    The framework is held while its part is written, so that nobody puts it in use in between.
    """
    refuse = f"""
        SELECT status INTO framework_status FROM reviews_framework WHERE id = ({framework_of_row}) FOR SHARE;
        IF framework_status <> 'draft' THEN
            RAISE EXCEPTION 'This version of the framework is in use and is not changed. Make the next version.'
                USING ERRCODE = 'check_violation';
        END IF;
    """
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        declare=[("framework_status", "TEXT")],
        func=pgtrigger.Func(  # type: ignore[no-untyped-call]
            f"""
            IF TG_OP <> 'INSERT' THEN {refuse.replace("ROW", "OLD")} END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            {refuse.replace("ROW", "NEW")}
            RETURN NEW;
            """
        ),
    )


class SectionQuerySet(models.QuerySet["FrameworkSection"]):
    def visible_to(self, user: User) -> SectionQuerySet:
        return self.filter(framework__in=Framework.objects.visible_to(user))

    def editable_by(self, user: User) -> SectionQuerySet:
        return self.filter(trusts_where(user, Permission.MANAGE_FRAMEWORKS, "framework__trust"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FrameworkSection(models.Model):
    """A part of the review, with its own judgement where the framework has a scale."""

    framework = models.ForeignKey(Framework, on_delete=models.CASCADE, related_name="sections", db_index=False)
    order = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(max_length=80)
    about = models.TextField("what secure looks like", blank=True)

    objects = SectionQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=["framework", "name"],
                name="framework_section_once",
                violation_error_message="The framework has a section of that name.",
            ),
        )
        triggers = (_only_in_drafts("section_only_in_drafts", "ROW.framework_id"),)

    def __str__(self) -> str:
        return self.name


class PromptQuerySet(models.QuerySet["FrameworkPrompt"]):
    def visible_to(self, user: User) -> PromptQuerySet:
        return self.filter(section__framework__in=Framework.objects.visible_to(user))

    def editable_by(self, user: User) -> PromptQuerySet:
        return self.filter(trusts_where(user, Permission.MANAGE_FRAMEWORKS, "section__framework__trust"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FrameworkPrompt(models.Model):
    """One thing to find out, and where to look for it."""

    section = models.ForeignKey(FrameworkSection, on_delete=models.CASCADE, related_name="prompts")
    order = models.PositiveSmallIntegerField(default=0)
    asks = models.CharField("what to find out", max_length=240)
    look_for = models.TextField("what to look and listen for", blank=True)
    kinds = models.JSONField("where it shows", default=list, help_text="Values of EvidenceKind.")

    objects = PromptQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        triggers = (
            _only_in_drafts(
                "prompt_only_in_drafts",
                "SELECT framework_id FROM reviews_frameworksection WHERE id = ROW.section_id",
            ),
        )

    def __str__(self) -> str:
        return self.asks
