"""Notes as an observer types them, and as a device sends them that kept them for a while."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from reviews.models import FrameworkSection, ReviewNote
from reviews.models.framework import EvidenceKind

Groups = list[tuple[str, Any]]
KINDS = [("", "Not said yet"), *EvidenceKind.choices]


def about_groups(sections: list[FrameworkSection]) -> Groups:
    """Each part with its prompts. `sections`: with their prompts."""
    groups: Groups = [("", "Not said yet")]
    for section in sections:
        prompts = [(f"p{prompt.pk}", prompt.asks) for prompt in section.prompts.all()]
        groups.append((section.name, [(f"s{section.pk}", f"{section.name}: all of it"), *prompts]))
    return groups


def about_of(note: ReviewNote) -> str:
    """ "p12" where the note answers a prompt, "s3" where it is of a part, "" where nobody said."""
    if note.prompt_id:
        return f"p{note.prompt_id}"
    return f"s{note.section_id}" if note.section_id else ""


class NoteForm(forms.Form):
    """A new note: the words alone are asked for."""

    says = LongText(
        label="What you see and hear",
        rows=6,
        error_messages={"required": "Write what you see and hear first."},
    )
    where = forms.CharField(
        label="Where",
        max_length=80,
        required=False,
        help_text="Year group and subject, no names.",
        widget=forms.TextInput(attrs={"placeholder": "Year 4, writing", "autocomplete": "off"}),
        error_messages={"max_length": "Year group and subject in a few words: 80 characters fit."},
    )
    about = forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)
    client_key = forms.CharField(required=False, widget=forms.HiddenInput)
    seen_at = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_client_key(self) -> uuid.UUID | None:
        """Something else than a key is none: a note is never refused for it."""
        try:
            return uuid.UUID(self.cleaned_data["client_key"])
        except ValueError:
            return None

    def clean_seen_at(self) -> datetime.datetime | None:
        """When the device says that it was written; with a time zone, or it is not believed."""
        try:
            seen = parse_datetime(self.cleaned_data["seen_at"])
        except ValueError:
            return None
        return seen if seen and timezone.is_aware(seen) else None


class NoteEditForm(SeenForm):
    """One's own note: the words, where it was, which part it is of, where it showed."""

    says = LongText(label="What you see and hear", rows=6, help_text="Name no pupil and no teacher.")
    where = forms.CharField(
        label="Where", max_length=80, required=False, help_text="Year group and subject, such as Year 4, writing."
    )
    about = forms.ChoiceField(label="Part or prompt", required=False)
    kind = forms.ChoiceField(label="Where it shows", choices=KINDS, required=False)

    def __init__(self, *args: Any, groups: Groups, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = groups  # type: ignore[attr-defined]


def note_as_typed(note: ReviewNote) -> dict[str, str]:
    return {"says": note.says, "where": note.where, "about": about_of(note), "kind": note.kind}
