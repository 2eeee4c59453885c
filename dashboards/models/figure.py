"""The published gaps. A run replaces the slices it computed in one transaction, so a reader sees old or new, whole."""

from django.db import models
from django.db.models import Q

from academies.access import Permission, academies_where, anywhere_in_trust_where
from academies.models import Academy, Trust
from academies.models.academy import Phase
from academies.models.term import academic_year_field
from accounts.models import User
from dashboards.models.run import GapRun


class Level(models.TextChoices):
    TRUST = "trust", "Trust"
    PHASE = "phase", "Phase"
    ACADEMY = "academy", "Academy"


class FigureStatus(models.TextChoices):
    SHOWN = "shown", "Shown"
    SUPPRESSED = "suppressed", "Too few pupils to show"
    NOT_PUBLISHED = "not_published", "No figure"


class GapFigureQuerySet(models.QuerySet["GapFigure"]):
    def visible_to(self, user: User) -> "GapFigureQuerySet":
        """Own academies' rows, and the trust's and its phases' as the yardstick. Never read past
        dashboards.disclosure, which blanks what is suppressed for this person."""
        shared = anywhere_in_trust_where(user, Permission.VIEW_FIGURES) & Q(academy__isnull=True)
        return self.filter(academies_where(user, Permission.VIEW_FIGURES, "academy") | shared)

    def of_staff(self, user: User) -> "GapFigureQuerySet":
        """Rows of academies that the person works in, and nothing of trust or phases. For dashboards.disclosure alone,
        whose `own_figures` blanks them as for a reader."""
        return self.filter(academies_where(user, Permission.VIEW_STAFF_DASHBOARD, "academy"), level=Level.ACADEMY)


class GapFigure(models.Model):
    """One measure, year, checkpoint, place and breakdown: both groups and what lies between them.

    Shares are 0 to 100. A gap is disadvantaged minus other, in the measure's points, so that a gap in favour of other
    pupils is negative. Empty means that it could not be computed, never 0.
    """

    run = models.ForeignKey(GapRun, on_delete=models.PROTECT, related_name="+")
    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="gap_figures")
    academic_year = academic_year_field()
    checkpoint = models.CharField(max_length=40)
    measure = models.CharField(max_length=40)
    level = models.CharField(max_length=8, choices=Level)
    phase = models.CharField(max_length=12, choices=Phase, blank=True, help_text="Empty at trust level.")
    academy = models.ForeignKey(Academy, on_delete=models.CASCADE, null=True, blank=True, related_name="gap_figures")
    breakdown = models.CharField(max_length=12, default="all", help_text="all, sex:F, sen:K, eal:Y, year:6, ...")

    n_disadvantaged = models.PositiveIntegerField()
    n_other = models.PositiveIntegerField()
    value_disadvantaged = models.FloatField(null=True)
    value_other = models.FloatField(null=True)
    sd_disadvantaged = models.FloatField(null=True)
    sd_other = models.FloatField(null=True)
    gap = models.FloatField(null=True)
    ci_low = models.FloatField(null=True)
    ci_high = models.FloatField(null=True)
    effect_size = models.FloatField(null=True, help_text="Hedges' g.")
    rank_gap = models.FloatField(null=True, help_text="Trust-internal: 10 x Cliff's delta; 0 is parity.")
    national_other = models.FloatField(null=True)
    gap_to_national = models.FloatField(null=True, help_text="Disadvantaged here minus other pupils in England.")
    pooled_years = models.PositiveSmallIntegerField(null=True, help_text="How many years the pooled figure holds.")
    pooled_n_disadvantaged = models.PositiveIntegerField(null=True)
    pooled_n_other = models.PositiveIntegerField(null=True)
    pooled_value_disadvantaged = models.FloatField(null=True)
    pooled_value_other = models.FloatField(null=True)
    pooled_gap = models.FloatField(null=True)
    pooled_ci_low = models.FloatField(null=True)
    pooled_ci_high = models.FloatField(null=True)
    shrunk_gap = models.FloatField(null=True)
    shrink_weight = models.FloatField(null=True, help_text="0: all from the group's mean; 1: all from this academy.")
    change_gap = models.FloatField(null=True, help_text="This year's gap minus last year's; above 0 is narrower.")
    change_disadvantaged = models.FloatField(null=True)
    change_other = models.FloatField(null=True)
    others_fell = models.BooleanField(default=False, help_text="The gap narrowed because other pupils fell.")
    one_pupil = models.FloatField(null=True, help_text="Points that one disadvantaged pupil is worth.")
    status = models.CharField(max_length=13, choices=FigureStatus, help_text="For trust staff.")
    reader_status = models.CharField(max_length=13, choices=FigureStatus, help_text="For governors and trustees.")
    # A change shown beside this year's value would give last year's away, so it has a status of its own.
    change_status = models.CharField(max_length=13, choices=FigureStatus, default=FigureStatus.NOT_PUBLISHED)
    reader_change_status = models.CharField(max_length=13, choices=FigureStatus, default=FigureStatus.NOT_PUBLISHED)
    pooled_status = models.CharField(max_length=13, choices=FigureStatus)
    reader_pooled_status = models.CharField(max_length=13, choices=FigureStatus)

    # Set where a reader is not told how many pupils a hidden figure counts: see dashboards.disclosure.own_figures.
    without_counts = False

    objects = GapFigureQuerySet.as_manager()

    class Meta:
        indexes = (
            # The trust dashboard: one measure and checkpoint over years, places and breakdowns.
            models.Index(
                fields=["trust", "measure", "checkpoint", "breakdown", "academic_year"], name="figure_measure_slice"
            ),
            # The academy dashboard: all measures of one academy.
            models.Index(
                fields=["academy", "academic_year", "breakdown"],
                name="figure_academy_year",
                condition=Q(academy__isnull=False),
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=["trust", "measure", "academic_year", "checkpoint", "breakdown", "level", "phase", "academy"],
                name="figure_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=(Q(level="academy") & Q(academy__isnull=False))
                | (~Q(level="academy") & Q(academy__isnull=True)),
                name="figure_academy_fits_level",
            ),
        )

    def __str__(self) -> str:
        return f"{self.measure} {self.academic_year} {self.checkpoint} {self.level} {self.breakdown}"
