"""What somebody is typing and has not sent, kept so that a lost session or another device loses nothing."""

from django.db import models
from django.utils import timezone

from accounts.models import User


class DraftQuerySet(models.QuerySet["Draft"]):
    def visible_to(self, user: User) -> "DraftQuerySet":
        """One's own alone: not even the trust's leaders read what is not yet said."""
        return self.filter(user=user.pk)

    def editable_by(self, user: User) -> "DraftQuerySet":
        return self.visible_to(user)


class Draft(models.Model):
    """The database shows a draft to its writer alone (academies/reader_scope.py): it may be of coaching.

    `name` is the form's own (`keep` of components/form.html), `fields` what was typed, field by field.

    No history is kept of what was never sent. A draft goes when its form arrives, when its writer starts afresh, or
    after two weeks.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    name = models.CharField(max_length=80)
    url = models.CharField("page of the form", max_length=300)
    title = models.CharField(max_length=200)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-saved_at",)
        constraints = (models.UniqueConstraint(fields=["user", "name"], name="draft_once_a_form"),)

    def __str__(self) -> str:
        return f"Draft of {self.title}"
