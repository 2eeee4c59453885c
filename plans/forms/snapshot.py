"""Forms for taking a snapshot and for choosing two to compare."""

from __future__ import annotations

from django import forms


class SnapshotForm(forms.Form):
    title = forms.CharField(
        label="What it is for",
        max_length=120,
        help_text="Such as “Governors’ meeting, December”. The plan goes on; the snapshot stays as it is.",
        error_messages={"required": "Say what the snapshot is for, such as “Governors’ meeting, December”."},
    )
