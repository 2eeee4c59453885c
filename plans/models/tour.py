"""Curriculum tours: a walk through classrooms that shows others what has changed. No field names a teacher."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from academies.access import Permission, academies_where
from academies.models import Academy
from accounts.models import User
from toolkit.models import Story, Theory


class TourState(models.TextChoices):
    PLANNED = "planned", "Planned"
    WALKED = "walked", "Walked"
    CALLED_OFF = "called_off", "Called off"


class TourQuerySet(models.QuerySet["Tour"]):
    def visible_to(self, user: User) -> TourQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "academy"))

    def editable_by(self, user: User) -> TourQuerySet:
        return self.filter(academies_where(user, Permission.LEAD_LEARNING, "academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Tour(models.Model):
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="tours")
    title = models.CharField("what it shows", max_length=160)
    on = models.DateField("on", db_column="on_day")
    visitors = models.TextField(
        "who is invited", blank=True, help_text="Such as governors, parents, a partner academy."
    )
    theory = models.ForeignKey(
        Theory, on_delete=models.PROTECT, null=True, blank=True, related_name="tours", verbose_name="theory of action"
    )
    state = models.CharField(max_length=10, choices=TourState, default=TourState.PLANNED)
    learnt = models.TextField("what visitors took away, and what we did", blank=True)
    planned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = TourQuerySet.as_manager()

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (models.CheckConstraint(condition=Q(state__in=TourState.values), name="tour_state_known"),)
        triggers = (pgtrigger.Protect(name="tour_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.title


class TourStopQuerySet(models.QuerySet["TourStop"]):
    def visible_to(self, user: User) -> TourStopQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "tour__academy"))

    def editable_by(self, user: User) -> TourStopQuerySet:
        return self.filter(academies_where(user, Permission.LEAD_LEARNING, "tour__academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TourStop(models.Model):
    """One stop of the route, by year group and subject."""

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="stops")
    order = models.PositiveSmallIntegerField(default=0)
    place = models.CharField("year group and subject", max_length=120, help_text="Such as Year 4, writing.")
    look_for = models.TextField("what to look for", blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects = TourStopQuerySet.as_manager()

    class Meta:
        ordering = ("order", "pk")
        triggers = (pgtrigger.Protect(name="tour_stop_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return self.place


class TourStoryQuerySet(models.QuerySet["TourStory"]):
    def visible_to(self, user: User) -> TourStoryQuerySet:
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "tour__academy"))

    def editable_by(self, user: User) -> TourStoryQuerySet:
        return self.filter(academies_where(user, Permission.LEAD_LEARNING, "tour__academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TourStory(models.Model):
    """What was seen at a stop, told so that another academy could do it. Offered, it is a story of the toolkit."""

    tour = models.ForeignKey(Tour, on_delete=models.CASCADE, related_name="stories")
    stop = models.ForeignKey(TourStop, on_delete=models.PROTECT, null=True, blank=True, related_name="stories")
    title = models.CharField(max_length=160)
    says = models.TextField("what was seen", help_text="Name no pupil and no teacher.")
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    offered = models.OneToOneField(
        Story, on_delete=models.PROTECT, null=True, blank=True, related_name="tour_story", editable=False
    )

    objects = TourStoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tour stories"
        ordering = ("pk",)
        triggers = (
            pgtrigger.Protect(
                name="offered_story_stands", operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__offered__isnull=False, new__offered__isnull=False)
                & ~pgtrigger.Q(old__says=pgtrigger.F("new__says"), old__title=pgtrigger.F("new__title")),
            ),
            pgtrigger.Protect(name="tour_story_is_never_deleted", operation=pgtrigger.Delete),
        )  # fmt: skip

    def __str__(self) -> str:
        return self.title
