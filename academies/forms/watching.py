"""Why somebody watches an academy: a note to oneself."""

from django import forms


class WatchForm(forms.Form):
    note = forms.CharField(
        label="Why you watch it", max_length=300, required=False, help_text="A note to yourself. Nobody else reads it."
    )
