"""Who took data out of the product, and who opened what is sensitive. It only grows: it is a history itself."""

import pgtrigger
from django.db import models
from django.db.models import Q

from academies.access import Permission, trusts_where
from academies.models import Trust
from accounts.models import User


class AccessKind(models.TextChoices):
    EXPORT = "export", "Taken out"
    OPENING = "opening", "Opened"


class AccessForm(models.TextChoices):
    PAGE = "page", "Page"
    CSV = "csv", "CSV"
    XLSX = "xlsx", "Excel"
    DOCX = "docx", "Word"
    PPTX = "pptx", "PowerPoint"
    PDF = "pdf", "PDF"
    ZIP = "zip", "ZIP"
    JPEG = "jpeg", "Photo"
    PNG = "png", "Picture"
    ICS = "ics", "Calendar"


class AccessEntryQuerySet(models.QuerySet["AccessEntry"]):
    def visible_to(self, user: User) -> "AccessEntryQuerySet":
        return self.filter(trusts_where(user, Permission.READ_ACCESS_LOG))

    def editable_by(self, user: User) -> "AccessEntryQuerySet":
        """Nobody: what was read was read."""
        return self.none()


class AccessEntry(models.Model):
    """`what` is the file's name or the page in words, `address` where it stands, with the names of what narrowed
    it: nothing that somebody typed. `rows` is how many rows a file or a list had, where that could be counted.
    `reason`: what was said where one was asked for."""

    trust = models.ForeignKey(Trust, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField("when", auto_now_add=True)
    kind = models.CharField(max_length=7, choices=AccessKind)
    form = models.CharField(max_length=4, choices=AccessForm)
    what = models.CharField(max_length=100)
    address = models.CharField(max_length=500)
    rows = models.PositiveIntegerField(null=True)
    reason = models.CharField(max_length=300, blank=True)
    came_from = models.GenericIPAddressField("from where", null=True)

    objects = AccessEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "opening or export"
        verbose_name_plural = "openings and exports"
        ordering = ("-at", "-pk")
        # The log of a trust, the newest first.
        indexes = (models.Index(fields=["trust", "-at"], name="access_of_trust"),)
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=AccessKind.values), name="access_kind_known"),
            models.CheckConstraint(condition=Q(form__in=AccessForm.values), name="access_form_known"),
        )
        triggers = (pgtrigger.Protect(name="only_grows", operation=pgtrigger.Update | pgtrigger.Delete),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.what}"
