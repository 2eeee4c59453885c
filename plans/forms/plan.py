"""Forms of a plan: one of its texts, and beginning one."""

from __future__ import annotations

from typing import Any

from django import forms

from celt.lib.terms import year_label
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText
from plans.models import Plan

# Text -> its heading on the page.
HEADINGS = {
    "vision": "Where we want to be",
    "rationale": "Why these priorities",
    "monitoring": "How we shall know",
}
ASKED = {
    "vision": "The academy’s vision and values, and what its pupils are to achieve. Governors read this.",
    "rationale": "What the evidence says is strong and weak. Governors read this: name no pupil and no teacher.",
    "monitoring": "Who looks at what, and when. Governors read this: say “the head of English”, not a name.",
}


class PlanTextForm(SeenForm):
    """One text of a plan, edited where it stands. `part`: one of services.plan.TEXTS."""

    def __init__(self, data: Any = None, *, plan: Plan, part: str) -> None:
        super().__init__(data, now={part: getattr(plan, part)}, auto_id=f"id_{part}_%s")
        self.part, self.ask, self.keep = part, ASKED[part], f"plan-{plan.pk}-{part}"
        self.fields[part] = LongText(label=HEADINGS[part], required=False, rows=7, help_text=ASKED[part])


class BeginForm(forms.Form):
    """Which year's plan, and what of the year before goes on in it. Where there is no plan before, nothing is asked."""

    year = forms.TypedChoiceField(coerce=int, label="For which year")
    priorities = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.CheckboxSelectMultiple, label="Priorities that go on"
    )
    texts = forms.BooleanField(
        required=False, initial=True, label="Take over where we want to be and how we shall know"
    )

    def __init__(
        self, data: Any = None, *, years: list[int], going_on: list[tuple[int, str]], has_before: bool, **options: Any
    ) -> None:
        super().__init__(data, **options)
        year = self.fields["year"]
        assert isinstance(year, forms.TypedChoiceField)
        year.choices = [(each, year_label(each)) for each in years]
        if len(years) == 1:
            year.widget = forms.HiddenInput()
            year.initial = years[0]
        priorities = self.fields["priorities"]
        assert isinstance(priorities, forms.TypedMultipleChoiceField)
        if going_on:
            priorities.choices = going_on
            priorities.initial = [pk for pk, _ in going_on]
            priorities.help_text = (
                "Untick what is finished. Open actions come along with a new day, which you can change."
            )
        else:
            del self.fields["priorities"]
        if not has_before:
            del self.fields["texts"]
