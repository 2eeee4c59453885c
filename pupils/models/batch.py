"""Imports: each file that was given, what was done with it, by whom, and what it takes to undo it."""

import pghistory
from django.db import models
from django.db.models import Q

from academies.access import Permission, anywhere_in_trust_where, trusts_where
from academies.models import Trust
from accounts.models import User


class ImportKind(models.TextChoices):
    PUPILS = "pupils", "Pupils"
    RESULTS = "results", "Results"
    ATTENDANCE = "attendance", "Attendance"
    ACADEMIES = "academies", "Academies (Get Information About Schools)"
    PERFORMANCE_TABLES = "performance_tables", "Published performance tables"
    INSPECTIONS = "inspections", "Inspections (Ofsted’s management information)"


class ImportStatus(models.TextChoices):
    READING = "reading", "Being read"
    PREVIEWED = "previewed", "Ready to be confirmed"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNDONE = "undone", "Undone"
    REFUSED = "refused", "Refused"
    DISCARDED = "discarded", "Set aside"


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> "ImportBatchQuerySet":
        """Whoever brings files in for the whole trust sees all of them; an academy's data lead sees their own."""
        return self.filter(
            trusts_where(user, Permission.IMPORT_DATA)
            | (anywhere_in_trust_where(user, Permission.IMPORT_DATA) & Q(actor=user))
        )

    def editable_by(self, user: User) -> "ImportBatchQuerySet":
        return self.visible_to(user)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["progress"])
class ImportBatch(models.Model):
    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="import_batches")
    kind = models.CharField(max_length=20, choices=ImportKind)
    status = models.CharField(max_length=10, choices=ImportStatus, default=ImportStatus.READING)
    actor = models.ForeignKey(
        User, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty: the command line."
    )
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("bytes")
    stored_as = models.CharField(max_length=255, blank=True, help_text="Path below the private upload folder.")
    mapping = models.JSONField(default=dict, blank=True, help_text="Their column -> ours, as it stood for this file.")
    options = models.JSONField(default=dict, blank=True)
    added = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    touched = models.JSONField(default=dict, blank=True, help_text="Years and assessments, for the gap run.")
    progress = models.PositiveSmallIntegerField(default=0, help_text="Percent.")
    message = models.TextField(blank=True, help_text="Why it was refused, for people.")
    created = models.DateTimeField(auto_now_add=True)
    applied = models.DateTimeField(null=True, blank=True)
    undone = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ("-created", "-pk")
        indexes = (models.Index(fields=["trust", "-created"], name="import_batch_latest"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=ImportKind.values), name="import_kind_known"),
            models.CheckConstraint(condition=Q(status__in=ImportStatus.values), name="import_status_known"),
            models.CheckConstraint(
                condition=~Q(status="applied") | Q(applied__isnull=False), name="import_applied_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(status="undone") | Q(undone__isnull=False), name="import_undone_has_time"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.filename}"


class ImportRejection(models.Model):
    """A row that was not taken: where, what stood there, and a sentence that says what to do."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="rejections")
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=100, blank=True)
    value = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    row = models.JSONField(default=list, help_text="The row's cells as they stood, for the file to mend.")

    class Meta:
        ordering = ("line", "pk")

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}"


class ImportChange(models.Model):
    """What a row said before a batch changed it. Rows that a batch added carry the batch themselves."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="changes")
    table = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    before = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["batch", "table", "row_id"], name="import_change_once"),)

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} before batch {self.batch_id}"


class ColumnMappingQuerySet(models.QuerySet["ColumnMapping"]):
    def visible_to(self, user: User) -> "ColumnMappingQuerySet":
        return self.filter(anywhere_in_trust_where(user, Permission.IMPORT_DATA))

    def editable_by(self, user: User) -> "ColumnMappingQuerySet":
        return self.visible_to(user)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ColumnMapping(models.Model):
    """A saved way to read another layout: their column name -> ours, with fixed values for what the file lacks."""

    trust = models.ForeignKey(Trust, on_delete=models.CASCADE, related_name="column_mappings")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=ImportKind)
    columns = models.JSONField(default=dict)
    fixed = models.JSONField(default=dict, blank=True)
    archived = models.BooleanField(default=False)

    objects = ColumnMappingQuerySet.as_manager()

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(
                fields=["trust", "name"],
                name="column_mapping_name_once",
                violation_error_message="The trust already has a mapping of that name.",
            ),
        )

    def __str__(self) -> str:
        return self.name
