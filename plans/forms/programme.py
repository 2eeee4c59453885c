"""Forms of the trust's programme: a stage, an activity."""

from __future__ import annotations

from typing import Any

from django import forms

from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from plans.models import Stage, StageActivity

TERMS = {"min_value": "A stage takes one term at least.", "max_value": "A stage takes nine terms at most: three years."}


class StageForm(SeenForm):
    name = forms.CharField(label="Name", max_length=80)
    about = LongText(label="What it is for", required=False, rows=3)
    shortest_terms = forms.IntegerField(
        label="Takes at least, in terms", min_value=1, max_value=9, error_messages=TERMS
    )
    longest_terms = forms.IntegerField(
        label="Takes at most, in terms", min_value=1, max_value=9, error_messages=TERMS,
        help_text="Three terms are a year. An academy that is in the stage for longer is shown as past its time.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, stage: Stage) -> None:
        super().__init__(data, now={name: getattr(stage, name) for name in self.base_fields if name != "seen"})


class StageActivityForm(SeenForm):
    name = forms.CharField(label="Name", max_length=120)
    about = LongText(label="What is done, and how one knows that it is done", required=False, rows=3)

    def __init__(self, data: Any = None, *, activity: StageActivity | None = None) -> None:
        now = {"name": activity.name, "about": activity.about} if activity else None
        super().__init__(data, now=now)
