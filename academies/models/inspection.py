"""What inspectors judged, each judgement under the framework in force on its day, for good."""

from collections.abc import Callable

import pghistory
import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from academies.access import Permission, academies_where
from academies.inspection import FRAMEWORKS, Framework, framework_on
from academies.models.academy import Academy
from accounts.models import User

FRAMEWORK_CHOICES = [(framework.slug, framework.name) for framework in FRAMEWORKS.values()]


class InspectionKind(models.TextChoices):
    GRADED = "graded", "Graded"
    UNGRADED = "ungraded", "Ungraded"
    MONITORING = "monitoring", "Monitoring"


class ConcernCategory(models.TextChoices):
    """The formal categories of concern; they bear different names under different frameworks."""

    NONE = "", "None"
    SERIOUS_WEAKNESSES = "serious_weaknesses", "Serious weaknesses"
    SIGNIFICANT_IMPROVEMENT = "significant_improvement", "Requires significant improvement"
    SPECIAL_MEASURES = "special_measures", "Special measures"


class Safeguarding(models.TextChoices):
    UNKNOWN = "", "Not said"
    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"


class InspectionSource(models.TextChoices):
    HAND = "hand", "Entered by hand"
    MANAGEMENT_INFORMATION = "mi", "Ofsted’s management information"


class InspectionQuerySet(models.QuerySet["Inspection"]):
    def visible_to(self, user: User) -> "InspectionQuerySet":
        """Inspections are public: whoever sees the academy sees them."""
        return self.filter(academies_where(user, Permission.VIEW_ACADEMY, "academy"))

    def editable_by(self, user: User) -> "InspectionQuerySet":
        return self.filter(academies_where(user, Permission.RECORD_INSPECTIONS, "academy"))

    def current(self) -> "InspectionQuerySet":
        """Without those that were entered by mistake and set aside."""
        return self.filter(set_aside_at__isnull=True)


def _in_force(framework: Framework) -> Q:
    days = Q(framework=framework.slug, started__gte=framework.starts)
    return days & Q(started__lte=framework.ends) if framework.ends else days


def _by_framework(rule: Callable[[Framework], Q]) -> Q:
    """What must hold under each framework; nothing holds without one."""
    return Q(*(rule(framework) for framework in FRAMEWORKS.values()), _connector=Q.OR)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Inspection(models.Model):
    academy = models.ForeignKey(Academy, on_delete=models.PROTECT, related_name="inspections", db_index=False)
    framework = models.CharField(max_length=30, choices=FRAMEWORK_CHOICES)
    kind = models.CharField(max_length=10, choices=InspectionKind, default=InspectionKind.GRADED)
    started = models.DateField("first day")
    published_on = models.DateField("report published", null=True, blank=True)
    concern_category = models.CharField("category of concern", max_length=24, choices=ConcernCategory, blank=True)
    safeguarding = models.CharField(max_length=8, choices=Safeguarding, blank=True)
    outcome = models.CharField(
        max_length=300, blank=True, help_text="What an ungraded or monitoring inspection found, in the report’s words."
    )
    inspected_urn = models.PositiveIntegerField(
        "URN inspected", null=True, blank=True, help_text="Where the school before this academy was inspected."
    )
    report_url = models.URLField("report", blank=True)
    source = models.CharField(max_length=4, choices=InspectionSource, default=InspectionSource.HAND)
    source_file = models.CharField(max_length=255, blank=True)
    recorded_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    set_aside_at = models.DateTimeField(null=True, blank=True, editable=False)
    set_aside_by = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    set_aside_why = models.CharField("why it is set aside", max_length=300, blank=True)

    objects = InspectionQuerySet.as_manager()

    class Meta:
        ordering = ("-started", "-pk")
        indexes = (
            # The latest inspection of each academy, for facts and profiles.
            models.Index(fields=["academy", "-started"], name="inspection_latest"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["academy", "started", "kind"],
                condition=Q(set_aside_at__isnull=True),
                name="inspection_once_a_day",
                violation_error_message="An inspection of that kind and day is already here.",
            ),
            # What the judgements' foreign key of two columns points to.
            models.UniqueConstraint(fields=["id", "framework"], name="inspection_id_framework"),
            models.CheckConstraint(
                condition=_by_framework(_in_force),
                name="inspection_framework_in_force",
                violation_error_message="That framework was not in force on the first day of the inspection.",
            ),
            models.CheckConstraint(
                condition=Q(published_on__isnull=True) | Q(published_on__gte=F("started")),
                name="inspection_published_after_start",
                violation_error_message="The report cannot be published before the inspection began.",
            ),
            models.CheckConstraint(
                condition=_by_framework(lambda f: Q(framework=f.slug, kind__in=sorted(f.kinds))),
                name="inspection_kind_of_framework",
                violation_error_message="There are no inspections of that kind under this framework.",
            ),
            models.CheckConstraint(
                condition=_by_framework(
                    lambda f: Q(framework=f.slug, concern_category__in=["", *f.concern_categories])
                ),
                name="inspection_concern_of_framework",
                violation_error_message="This framework has no such category of concern.",
            ),
            models.CheckConstraint(
                condition=Q(safeguarding__in=Safeguarding.values), name="inspection_safeguarding_known"
            ),
            models.CheckConstraint(condition=Q(source__in=InspectionSource.values), name="inspection_source_known"),
            models.CheckConstraint(
                condition=Q(set_aside_at__isnull=True, set_aside_by__isnull=True, set_aside_why="")
                | (Q(set_aside_at__isnull=False, set_aside_by__isnull=False) & ~Q(set_aside_why="")),
                name="inspection_set_aside_says_why",
                violation_error_message="Say why it is set aside.",
            ),
        )  # fmt: skip
        triggers = (
            # A judgement stays under the framework of its day, and with the academy it was made of.
            pgtrigger.ReadOnly(name="inspection_is_for_good", fields=["framework", "academy"]),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} inspection of {self.academy}, {self.started:%-d %B %Y}"

    def clean(self) -> None:
        found = framework_on(self.started) if self.started else None
        if self.started and found is None:
            raise ValidationError({"started": "No inspection framework kept here was in force on that day."})
        if found and self.framework and found.slug != self.framework:
            raise ValidationError({"started": f"On that day this framework was in force: {found.name}."})

    @property
    def words(self) -> Framework:
        """The framework with its areas, grades and names."""
        return FRAMEWORKS[self.framework]


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Judgement(models.Model):
    """One area's grade. `framework` repeats the inspection's; a foreign key of both columns ties the two."""

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="judgements")
    framework = models.CharField(max_length=30, choices=FRAMEWORK_CHOICES)
    area = models.CharField(max_length=40)
    grade = models.CharField(max_length=24)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=["inspection", "area"], name="judgement_area_once"),
            models.CheckConstraint(
                # Every framework with its own areas and its own scale: there is no way from one scale to another.
                condition=_by_framework(
                    lambda f: Q(framework=f.slug, area__in=sorted(f.areas), grade__in=sorted(f.grades))
                ),
                name="judgement_belongs_to_framework",
                violation_error_message="That framework has no such area or no such grade.",
            ),
        )
        triggers = (pgtrigger.ReadOnly(name="judgement_is_for_good", fields=["framework", "inspection"]),)

    def __str__(self) -> str:
        framework = FRAMEWORKS[self.framework]
        return f"{framework.areas[self.area]}: {framework.grades[self.grade]}"
