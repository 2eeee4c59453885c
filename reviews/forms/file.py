"""What a photo or file shows, in words."""

from django import forms

from celt.ui.edits import SeenForm


class FileCaptionForm(SeenForm):
    says = forms.CharField(
        label="What it shows",
        max_length=200,
        required=False,
        help_text="In a line, for whoever cannot see it. Name no pupil and no teacher.",
        error_messages={"max_length": "Say it in a line: 200 characters fit."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
