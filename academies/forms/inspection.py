"""Entering and correcting an inspection: first its day, then the areas and grades of the framework in force on it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from academies.inspection import FRAMEWORKS, Framework, framework_on
from academies.models import Inspection
from academies.models.inspection import ConcernCategory, InspectionKind
from academies.rules.inspection import question
from celt.lib.days import british
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput


class DayForm(forms.Form):
    """The first step: its answer decides which framework the second speaks of."""

    started = forms.DateField(label="First day of the inspection", widget=DateInput())
    kind = forms.ChoiceField(
        label="What kind of inspection", choices=InspectionKind.choices, widget=forms.RadioSelect,
        initial=InspectionKind.GRADED,
        help_text="Ungraded inspections ended with the report card. A monitoring inspection follows an earlier one up.",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, kind = data.get("started"), data.get("kind")
        if day is None:
            return data
        framework = framework_on(day)
        if day > timezone.localdate():
            self.add_error("started", f"This day is still to come. Today is {british(timezone.localdate())}.")
        elif framework is None:
            first = british(min(framework.starts for framework in FRAMEWORKS.values()))
            self.add_error("started", f"Inspections are kept here from {first}; frameworks before that are not.")
        elif kind and kind not in framework.kinds:
            self.add_error("kind", f"There are no {kind} inspections under the {framework.name.lower()}.")
        return data


class InspectionForm(SeenForm):
    """The second step, and the form that corrects. One field an area: `area_inclusion`."""

    started = forms.DateField(label="First day of the inspection", widget=DateInput())
    kind = forms.ChoiceField(label="Kind")
    published_on = forms.DateField(label="Report published on", widget=DateInput(), required=False)
    safeguarding = forms.ChoiceField(required=False)
    concern_category = forms.ChoiceField(label="Category of concern", required=False)
    outcome = forms.CharField(
        label="Outcome", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What an ungraded or monitoring inspection found, in the report’s words.",
    )  # fmt: skip
    report_url = forms.URLField(label="Address of the report", required=False, assume_scheme="https")
    inspected_urn = forms.IntegerField(
        label="URN of the school inspected", required=False, min_value=100000, max_value=999999,
        help_text="Only where the school before this academy was inspected.",
        error_messages={"min_value": "A URN has six digits.", "max_value": "A URN has six digits."},
    )  # fmt: skip
    sure = forms.BooleanField(label="It is right, the report says so", required=False)

    def __init__(self, *args: Any, framework: Framework, fixed: bool = False, **kwargs: Any) -> None:
        """`fixed`: day and kind were said in the first step and are not asked again."""
        super().__init__(*args, **kwargs)
        self.framework = framework
        self.asks = ""
        self._choices("kind", [(k.value, k.label) for k in InspectionKind if k.value in framework.kinds])
        self._choices("safeguarding", [("", "Not said"), *framework.safeguarding.items()])
        categories = [(c.value, c.label) for c in ConcernCategory if c.value in framework.concern_categories]
        self._choices("concern_category", [("", "None"), *categories])
        kind = self.initial.get("kind") if fixed else ""
        if kind == InspectionKind.MONITORING:
            self.fields["concern_category"].help_text = "None, on a visit that gives no grades: it stays as it was."
        for area, label in framework.areas.items() if kind != InspectionKind.UNGRADED else ():
            optional = area in framework.optional_areas or kind == InspectionKind.MONITORING
            self.fields[f"area_{area}"] = forms.ChoiceField(
                label=label, required=False, initial=self.initial.get(f"area_{area}", ""),
                choices=[("", "Not judged" if optional else "Choose a grade"), *framework.grades.items()],
            )  # fmt: skip
        says_outcome = kind != InspectionKind.GRADED
        if not says_outcome:
            del self.fields["outcome"]
        if fixed:
            for name in ("started", "kind"):
                self.fields[name].widget = forms.HiddenInput()
        self.besides = Div(_row("safeguarding", "concern_category"))
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        days = ["published_on"] if fixed else ["started", "kind", "published_on"]
        shown = [f"area_{area}" for area in framework.areas if f"area_{area}" in self.fields]
        self.helper.layout = Layout(
            "seen",
            *(["started", "kind"] if fixed else []),
            *([Fieldset("Grades", _row(*shown))] if shown else []),
            Fieldset("Safeguarding and category", self.besides, *(["outcome"] if says_outcome else [])),
            Fieldset("The report", _row(*days), _row("report_url", "inspected_urn")),
        )

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def grades(self) -> dict[str, str]:
        """Area -> grade, of those that were chosen. Once the form is valid."""
        return {a: grade for a in self.framework.areas if (grade := self.cleaned_data.get(f"area_{a}", ""))}

    @property
    def values(self) -> dict[str, Any]:
        """The other fields, as the services take them."""
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if not name.startswith("area_") and name not in ("sure", "seen")
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        grades = {a: grade for a in self.framework.areas if (grade := data.get(f"area_{a}", ""))}
        # A monitoring inspection grades some areas; the others still count for the category.
        if data.get("kind") == InspectionKind.GRADED:
            self.asks = question(self.framework, grades, data.get("safeguarding", ""), data.get("concern_category", ""))
        if self.asks:
            self.besides.fields.append("sure")
            if not data.get("sure"):
                raise ValidationError({"sure": self.asks})
        return data


def _row(*names: str) -> Row:
    """Two fields side by side, one below the other on a phone."""
    return Row(*(Column(name, css_class="col-md-6") for name in names))


def as_form(inspection: Inspection) -> dict[str, Any]:
    """What the inspection says now, by the names of the form's fields. Its judgements should be prefetched."""
    names = (
        "started", "kind", "published_on", "safeguarding", "concern_category", "outcome", "report_url", "inspected_urn",
    )  # fmt: skip
    grades: Mapping[str, str] = {judgement.area: judgement.grade for judgement in inspection.judgements.all()}
    return {
        **{name: getattr(inspection, name) for name in names},
        **{f"area_{area}": grades.get(area, "") for area in inspection.words.areas},
    }


class SetAsideForm(forms.Form):
    why = forms.CharField(
        label="Why it is set aside", max_length=300, help_text="Such as: entered for the wrong academy."
    )
