"""The answer to a story that an academy offers."""

from __future__ import annotations

from typing import Any

from django import forms

from celt.ui.inputs import LongText
from toolkit.models import Story, Theory
from toolkit.models.theory import TheoryQuerySet

TAKE, LEAVE = "take", "leave"


class StoryAnswerForm(forms.Form):
    take = forms.ChoiceField(
        label="Your answer",
        choices=((TAKE, "Take it into the toolkit"), (LEAVE, "Do not take it")),
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is taken into the toolkit."},
    )
    theory = forms.ModelChoiceField(
        queryset=Theory.objects.none(),
        required=False,
        empty_label="None",
        label="Theory of action that it stands with",
        help_text="It then stands on that theory’s page.",
    )
    answer = LongText(
        label="What to say to the academy",
        required=False,
        longest=4_000,
        help_text="Thanks, or why not and what would make it stronger. Needed where it is not taken.",
    )

    def __init__(self, data: Any = None, *, story: Story, theories: TheoryQuerySet) -> None:
        super().__init__(data, initial={"theory": story.theory_id})
        field = self.fields["theory"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = theories
