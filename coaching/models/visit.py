"""A visit of a cycle: observe, feed back, one action step, rehearse; and the notes that the coach took meanwhile."""

from __future__ import annotations

import uuid

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.models.locks import Both
from accounts.models import User
from coaching.models.cycle import Cycle, OfCycleQuerySet, coached_by, only_while_running


class VisitState(models.TextChoices):
    PLANNED = "planned", "Planned"
    OBSERVING = "observing", "Being observed"
    OBSERVED = "observed", "Feedback is being written"
    FED_BACK = "fed_back", "Feedback given"
    CALLED_OFF = "called_off", "Called off"


class VisitQuerySet(OfCycleQuerySet):
    def visible_to(self, user: User) -> VisitQuerySet:
        """The two; and whom the coachee shares this one page with, while they do (only what was fed back)."""
        return self.filter(
            Q(cycle__in=Cycle.objects.visible_to(user))
            | Q(pk__in=Share.objects.standing().filter(person=user.pk).values("visit"), state=VisitState.FED_BACK)
        )

    def observed_by(self, user: User) -> VisitQuerySet:
        """Whose coach the person is, while the cycle runs: who observes and gives feedback."""
        return self.filter(cycle__in=Cycle.objects.filter(coached_by(user)).running())


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Visit(models.Model):
    """`where`: year group and subject. Minutes: with pupils, from the timer (`class_minutes`), and of talk afterwards.
    `revision` counts the savings of the feedback, so that two devices do not write over each other."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="visits", db_index=False)
    client_key = models.UUIDField(default=uuid.uuid4)
    day = models.DateField(default=timezone.localdate)
    at = models.TimeField("time", null=True, blank=True)
    where = models.CharField("lesson", max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=VisitState, default=VisitState.PLANNED)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    class_minutes = models.PositiveSmallIntegerField("minutes in the classroom", null=True, blank=True)
    talk_minutes = models.PositiveSmallIntegerField("minutes of talk", null=True, blank=True)
    praise = models.TextField(blank=True)
    question = models.TextField("probing question", blank=True)
    revision = models.PositiveIntegerField(default=0)
    fed_back_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField("first read by the coachee", null=True, blank=True)
    called_off_why = models.CharField(max_length=200, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        ordering = ("-day", "-pk")
        indexes = (models.Index(fields=["cycle", "-day"], name="visit_of_cycle"),)
        constraints = (
            models.UniqueConstraint(fields=["cycle", "client_key"], name="visit_sent_once"),
            models.UniqueConstraint(
                fields=["cycle"], condition=Q(state="observing"), name="visit_one_at_a_time",
                violation_error_message="A visit is running already: go on with that one.",
            ),
            models.CheckConstraint(condition=Q(state__in=VisitState.values), name="visit_state_known"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")), name="visit_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(class_minutes__isnull=True) | Q(class_minutes__lte=300), name="visit_within_a_day",
                violation_error_message="A visit lasts five hours at most.",
            ),
            models.CheckConstraint(
                condition=Q(talk_minutes__isnull=True) | Q(talk_minutes__lte=300), name="visit_talk_within_a_day",
                violation_error_message="The talk lasts five hours at most.",
            ),
            models.CheckConstraint(
                condition=Q(state="fed_back", fed_back_at__isnull=False) & ~Q(praise="") & ~Q(question="")
                | (~Q(state="fed_back") & Q(fed_back_at__isnull=True)),
                name="visit_feedback_whole",
                violation_error_message="Feedback has praise and a question: write both before you give it.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="visit_is_never_deleted", operation=pgtrigger.Delete),
            only_while_running("visit_while_running"),
            pgtrigger.Protect(
                name="feedback_given_stands",
                operation=pgtrigger.Update,
                condition=Both(
                    pgtrigger.Q(old__state="fed_back"),
                    pgtrigger.AnyChange("state", "praise", "question", "fed_back_at", "started_at", "ended_at"),
                ),
            ),
            pgtrigger.Protect(
                name="called_off_visit_stands",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__state="called_off"),
            ),
        )  # fmt: skip

    def __str__(self) -> str:
        return f"Visit of {self.day}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Note(models.Model):
    """What the coach saw, and how many seconds into the visit. Struck out, never deleted."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="notes", db_index=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="notes", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(default=uuid.uuid4)
    second = models.PositiveIntegerField("seconds into the visit", null=True, blank=True)
    says = models.TextField("what you see and hear")
    written_at = models.DateTimeField(default=timezone.now)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ("second", "written_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["visit", "client_key"], name="coaching_note_sent_once"),
            models.CheckConstraint(condition=~Q(says=""), name="coaching_note_says"),
        )
        triggers = (
            pgtrigger.Protect(name="coaching_note_is_never_deleted", operation=pgtrigger.Delete),
            only_while_running("coaching_note_while_running"),
        )

    def __str__(self) -> str:
        return self.says[:60]


class WordKind(models.TextChoices):
    REPLY = "reply", "Reply"
    REFLECTION = "reflection", "Reflection"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Word(models.Model):
    """What one of the two says about a visit: a reply, or the coachee's reflection."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="words", db_index=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="words", db_index=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    client_key = models.UUIDField(default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=WordKind, default=WordKind.REPLY)
    says = models.TextField()
    at = models.DateTimeField(default=timezone.now, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.UniqueConstraint(fields=["visit", "by", "client_key"], name="coaching_word_sent_once"),
            models.CheckConstraint(condition=Q(kind__in=WordKind.values), name="coaching_word_kind_known"),
            models.CheckConstraint(condition=~Q(says=""), name="coaching_word_says"),
        )
        triggers = (
            pgtrigger.Protect(name="coaching_word_is_never_deleted", operation=pgtrigger.Delete),
            only_while_running("coaching_word_while_running"),
        )

    def __str__(self) -> str:
        return self.says[:60]


class ShareQuerySet(models.QuerySet["Share"]):
    def visible_to(self, user: User) -> ShareQuerySet:
        """The two of the cycle know who reads along; whoever reads along knows it too."""
        return self.filter(Q(cycle__in=Cycle.objects.visible_to(user)) | Q(person=user.pk, ended_at__isnull=True))

    def editable_by(self, user: User) -> ShareQuerySet:
        """The coachee alone, also when the cycle is long over."""
        return self.filter(cycle__in=Cycle.objects.filter(coachee=user.pk))

    def standing(self) -> ShareQuerySet:
        return self.filter(ended_at__isnull=True)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Share(models.Model):
    """The coachee lets one named person read the page of one visit, until they take it back."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="shares")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="shares")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now, editable=False)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=["visit", "person"], condition=Q(ended_at__isnull=True), name="share_once",
                violation_error_message="This person can read the page already.",
            ),
        )  # fmt: skip
        triggers = (
            pgtrigger.Protect(name="share_is_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="share_is_the_coachees",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                IF NOT EXISTS (
                    SELECT 1 FROM coaching_cycle c JOIN coaching_visit v ON v.cycle_id = c.id
                    WHERE c.id = NEW.cycle_id AND v.id = NEW.visit_id AND c.coachee_id = NEW.by_id
                        AND c.coachee_id <> NEW.person_id AND c.coach_id <> NEW.person_id
                ) OR (TG_OP = 'UPDATE' AND (
                    ROW(OLD.cycle_id, OLD.visit_id, OLD.person_id, OLD.by_id, OLD.at)
                        IS DISTINCT FROM ROW(NEW.cycle_id, NEW.visit_id, NEW.person_id, NEW.by_id, NEW.at)
                    OR OLD.ended_at IS NOT NULL
                )) THEN
                    RAISE EXCEPTION 'The coachee alone shares a page, with somebody else, and takes it back.'
                        USING ERRCODE = 'check_violation';
                END IF;
                RETURN NEW;
                """,
            ),
        )

    def __str__(self) -> str:
        return f"{self.visit} with {self.person}"


class Opened(models.TextChoices):
    CYCLE = "cycle", "the cycle"
    VISIT = "visit", "the page of a visit"
    SHARED = "shared", "the page that was shared"
    RECORD = "record", "the whole record, to print or keep"


class Opening(models.Model):
    """Somebody opened the record: who, what, when. The coachee reads this list; it only grows."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="openings")
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, null=True, blank=True, related_name="openings")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=6, choices=Opened)
    at = models.DateTimeField(default=timezone.now, editable=False)

    objects = OfCycleQuerySet.as_manager()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (models.CheckConstraint(condition=Q(what__in=Opened.values), name="opening_what_known"),)
        triggers = (pgtrigger.Protect(name="openings_only_grow", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.person} opened {self.get_what_display()}"
