"""Pupils, and their year at an academy with the flags that held in it.

One row a pupil and academic year: the flags are those of that year, so that a later change of the rules (free school
meals from September 2026) never rewrites an earlier gap.
"""

import pghistory
from django.db import models
from django.db.models import F, Q
from pghistory import Statement

from academies.access import Permission, academies_where
from academies.models import Academy, Trust
from academies.models.term import TermName, academic_year_field, academic_year_in_range
from accounts.models import User


class Sex(models.TextChoices):
    FEMALE = "F", "Girls"
    MALE = "M", "Boys"


class Sen(models.TextChoices):
    NONE = "N", "No special educational need"
    SUPPORT = "K", "SEN support"
    PLAN = "E", "Education, health and care plan"


class PupilQuerySet(models.QuerySet["Pupil"]):
    def visible_to(self, user: User) -> "PupilQuerySet":
        return self.filter(pk__in=Enrolment.objects.visible_to(user).values("pupil"))

    def editable_by(self, user: User) -> "PupilQuerySet":
        return self.filter(pk__in=Enrolment.objects.editable_by(user).values("pupil"))


# Inserts are told by the row's batch (who, when, which file), so that a first load costs no second row a row.
@pghistory.track(pghistory.UpdateEvent(level=Statement, row=pghistory.Old), pghistory.DeleteEvent(level=Statement))
class Pupil(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="pupils")
    upn = models.CharField("UPN", max_length=13)
    surname = models.CharField(max_length=100)
    forename = models.CharField(max_length=100)
    dob = models.DateField("date of birth", null=True, blank=True)
    sex = models.CharField(max_length=1, choices=Sex)

    objects = PupilQuerySet.as_manager()

    class Meta:
        ordering = ("surname", "forename")
        constraints = (
            models.UniqueConstraint(fields=["trust", "upn"], name="pupil_upn_once_a_trust"),
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="pupil_sex_known"),
        )

    def __str__(self) -> str:
        return f"{self.forename} {self.surname}"


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, user: User) -> "EnrolmentQuerySet":
        return self.filter(academies_where(user, Permission.VIEW_PUPILS, "academy"))

    def editable_by(self, user: User) -> "EnrolmentQuerySet":
        return self.filter(academies_where(user, Permission.IMPORT_DATA, "academy"))


@pghistory.track(
    pghistory.UpdateEvent(level=Statement, row=pghistory.Old),
    pghistory.DeleteEvent(level=Statement),
    exclude=["disadvantaged"],
)
class Enrolment(models.Model):
    # Foreign keys without an index of their own are served by a unique constraint or are never searched.
    pupil = models.ForeignKey(Pupil, on_delete=models.CASCADE, related_name="enrolments", db_index=False)
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="enrolments", db_index=False)
    academic_year = academic_year_field()
    # N1 is -2, N2 is -1, R is 0, then 1 to 14; X (no year followed) is empty.
    nc_year = models.SmallIntegerField("national curriculum year", null=True, blank=True)
    fsm6 = models.BooleanField("free school meals in the last six years")
    looked_after = models.BooleanField()
    post_looked_after = models.BooleanField("left care through adoption or another order")
    service_child = models.BooleanField()
    disadvantaged = models.GeneratedField(
        # The stubs do not know that a Q is an expression.
        expression=Q(fsm6=True) | Q(looked_after=True) | Q(post_looked_after=True),  # type: ignore[arg-type]
        output_field=models.BooleanField(),
        db_persist=True,
    )
    sen = models.CharField("special educational need", max_length=1, choices=Sen, default=Sen.NONE)
    eal = models.BooleanField("English as an additional language")
    ethnicity = models.CharField(max_length=4, blank=True)
    date_on_roll = models.DateField(null=True, blank=True)
    date_left = models.DateField(null=True, blank=True)
    # Batches are never deleted; a constraint here would cost an import a third of its time.
    batch = models.ForeignKey(
        "pupils.ImportBatch", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        indexes = (
            # Data coverage and the gap run walk an academy's year.
            models.Index(fields=["academy", "academic_year"], name="enrolment_academy_year"),
        )
        constraints = (
            models.UniqueConstraint(fields=["pupil", "academic_year"], name="enrolment_once_a_year"),
            academic_year_in_range("enrolment_year_in_range"),
            models.CheckConstraint(
                condition=Q(nc_year__isnull=True) | Q(nc_year__gte=-2, nc_year__lte=14), name="enrolment_nc_year_known"
            ),
            models.CheckConstraint(condition=Q(sen__in=Sen.values), name="enrolment_sen_known"),
            models.CheckConstraint(
                condition=Q(date_left__isnull=True)
                | Q(date_on_roll__isnull=True)
                | Q(date_left__gte=F("date_on_roll")),
                name="enrolment_leaves_after_joining",
            ),
        )

    def __str__(self) -> str:
        return f"enrolment {self.pk}"


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def visible_to(self, user: User) -> "AttendanceQuerySet":
        return self.filter(academies_where(user, Permission.VIEW_PUPILS, "enrolment__academy"))

    def editable_by(self, user: User) -> "AttendanceQuerySet":
        return self.filter(academies_where(user, Permission.IMPORT_DATA, "enrolment__academy"))


@pghistory.track(pghistory.UpdateEvent(level=Statement, row=pghistory.Old), pghistory.DeleteEvent(level=Statement))
class Attendance(models.Model):
    """A pupil's sessions (half days) in one term."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="attendance", db_index=False)
    term = models.CharField(max_length=6, choices=TermName)
    possible = models.PositiveSmallIntegerField("possible sessions")
    authorised = models.PositiveSmallIntegerField("authorised absence, sessions")
    unauthorised = models.PositiveSmallIntegerField("unauthorised absence, sessions")
    # Batches are never deleted; a constraint here would cost an import a third of its time.
    batch = models.ForeignKey(
        "pupils.ImportBatch", on_delete=models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["enrolment", "term"], name="attendance_once_a_term"),
            models.CheckConstraint(condition=Q(term__in=TermName.values), name="attendance_term_known"),
            models.CheckConstraint(
                condition=Q(possible__gte=F("authorised") + F("unauthorised")),
                name="attendance_absence_within_possible",
            ),
        )

    def __str__(self) -> str:
        return f"attendance {self.pk}"
