"""A strength of a review as a story for the toolkit."""

from __future__ import annotations

from typing import Any

from django import forms

from celt.ui.inputs import LongText
from toolkit.models import Theory
from toolkit.models.theory import TheoryQuerySet


class StrengthStoryForm(forms.Form):
    title = forms.CharField(label="Title", max_length=160, help_text="What another academy would look for.")
    says = LongText(
        label="What is done, and what comes of it",
        rows=6,
        longest=4_000,
        help_text="So that another academy could do it. Name no pupil and no teacher.",
    )
    theory = forms.ModelChoiceField(
        queryset=Theory.objects.none(), required=False, empty_label="None", label="Theory of action that it shows"
    )

    def __init__(self, data: Any = None, *, theories: TheoryQuerySet, says: str) -> None:
        super().__init__(data, initial={"says": says})
        field = self.fields["theory"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = theories
