"""The school improvement team of an academy."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q, Value

from academies.access import Permission, academies_where
from academies.models import Academy
from academies.models.periods import Days
from accounts.models import User


class TeamSeatQuerySet(models.QuerySet["TeamSeat"]):
    def visible_to(self, user: User) -> TeamSeatQuerySet:
        """Names of staff: for those who see an academy's learning, not for governors."""
        return self.filter(academies_where(user, Permission.VIEW_LEARNING, "academy"))

    def editable_by(self, user: User) -> TeamSeatQuerySet:
        return self.filter(academies_where(user, Permission.EDIT_PLAN, "academy"))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class TeamSeat(models.Model):
    """A seat in an academy's school improvement team: who, in which role, from when until when."""

    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="team_seats")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    role = models.CharField("part in the team", max_length=120)
    starts = models.DateField("from")
    ends = models.DateField("until", null=True, blank=True)

    objects = TeamSeatQuerySet.as_manager()

    class Meta:
        ordering = ("ends", "starts", "pk")
        constraints = (
            ExclusionConstraint(
                name="one_seat_a_person",
                expressions=[
                    ("academy", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    (Days("starts", "ends", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="This person has a seat in the team in these days already.",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="seat_ends_after_it_starts",
                violation_error_message="The last day is before the first.",
            ),
        )
        triggers = (pgtrigger.Protect(name="seat_is_never_deleted", operation=pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.person}, {self.role}"
