"""The form for taking a snapshot."""

from __future__ import annotations

from django import forms

from plans.services.snapshot import SAY_WHAT_FOR


class SnapshotForm(forms.Form):
    title = forms.CharField(
        label="What it is for",
        max_length=120,
        help_text="Such as “Governors’ meeting, December”. The plan goes on; the snapshot stays as it is.",
        error_messages={"required": SAY_WHAT_FOR},
    )
