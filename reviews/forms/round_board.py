"""Groups, patterns and predictions as they are typed in a debrief."""

from __future__ import annotations

from typing import Any

from django import forms

from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from reviews.models import RoundGroup
from reviews.rules.round_board import PATTERNS_ASK, PREDICTS
from reviews.services.round_board import group_words

NAME = "What these notes have in common"
TOO_LONG = {"max_length": "A few words: 80 characters fit.", "required": "Give the group a name: a few words."}


class NewGroupForm(forms.Form):
    name = forms.CharField(label=NAME, max_length=80, error_messages=TOO_LONG)
    note = forms.CharField(required=False, widget=forms.HiddenInput)


class GroupForm(SeenForm):
    """Name and pattern of a group; several of these forms stand on one page."""

    name = forms.CharField(label=NAME, max_length=80, error_messages=TOO_LONG)
    pattern = LongText(label="The pattern", rows=4, longest=2000, required=False, help_text=PATTERNS_ASK)

    def __init__(self, data: Any = None, *, group: RoundGroup, **kwargs: Any) -> None:
        super().__init__(data, now=group_words(group), auto_id=f"group-{group.pk}-%s", **kwargs)


class PredictForm(SeenForm):
    says = LongText(
        label=PREDICTS,
        rows=4,
        longest=4000,
        error_messages={"required": "Write what you think, in a sentence or two."},
    )

    def __init__(self, data: Any = None, *, says: str, **kwargs: Any) -> None:
        super().__init__(data, now={"says": says}, auto_id="predict-%s", **kwargs)


class AgreeForm(SeenForm):
    says = LongText(
        label="What the visitors agree on",
        rows=4,
        longest=4000,
        help_text="The host reads this with the patterns, once the next work is agreed. Name nobody.",
        error_messages={"required": "Write down what the visitors agree on."},
    )

    def __init__(self, data: Any = None, *, says: str, **kwargs: Any) -> None:
        super().__init__(data, now={"says": says}, auto_id="agree-%s", **kwargs)
