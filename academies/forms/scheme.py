"""Forms of a category scheme, each small: what it is called, one tier, one criterion, one subject."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.bootstrap import PrependedAppendedText
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row
from django import forms

from academies.models import Criterion, SupportArea, Tier
from academies.models.academy import Phase
from academies.models.area import AreaKind
from academies.models.scheme import ReviewRhythm, TierColour
from academies.providers.facts import FactKind
from academies.services.schemes import TIER_FIELDS
from celt.ui.edits import SeenForm
from celt.ui.inputs import LongText

CHANGES_LABEL = "What is new, and why"
CHANGES_HELP = "Heads and governors read this beside the scheme."


class StartForm(forms.Form):
    name = forms.CharField(
        label="What the scheme is called",
        max_length=80,
        help_text="Such as “Levels of support”. It can be changed later.",
    )


class NextForm(forms.Form):
    changes = LongText(rows=4, label=CHANGES_LABEL, help_text=CHANGES_HELP)


class DescribeForm(SeenForm):
    name = forms.CharField(label="What the scheme is called", max_length=80)
    changes = LongText(rows=3, label=CHANGES_LABEL, required=False, help_text=CHANGES_HELP)


def _helper(*rows: Any) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*rows, "seen")
    return helper


def _days(label: str) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=Decimal(0), max_value=Decimal(200), max_digits=4, decimal_places=1)


class TierForm(SeenForm):
    """Field by field as in Tier."""

    word = forms.CharField(label="Its word", max_length=40, help_text="One word that a head would say: “Improve”.")
    colour = forms.ChoiceField(label="Colour", choices=TierColour, help_text="Stands beside the word, never alone.")
    says = LongText(
        rows=4,
        label="What it means",
        required=False,
        help_text="Two or three sentences that a head and a governor would both understand.",
    )
    visits = forms.IntegerField(label="Quality-assurance visits", min_value=0, max_value=4, help_text="Four at most.")
    full_day_reviews = forms.IntegerField(
        label="External full-day reviews", min_value=0, max_value=1, help_text="One at most."
    )
    partnership_meetings = forms.IntegerField(
        label="Partnership meetings", min_value=0, max_value=6, help_text="Six at most."
    )
    leader_days = _days("Leader days")
    coaching_days = _days("Coaching days")
    review_rhythm = forms.TypedChoiceField(label="The category is reviewed", choices=ReviewRhythm, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        third = "col-12 col-md-4"
        self.helper = _helper(
            Fieldset("What it is", Row(Column("word", css_class="col-12 col-md-7"), Column("colour")), "says"),
            Fieldset(
                "What an academy in it gets in a year",
                Row(
                    *(Column(name, css_class=third) for name in ("visits", "full_day_reviews", "partnership_meetings"))
                ),
                Row(*(Column(name, css_class=third) for name in ("leader_days", "coaching_days", "review_rhythm"))),
            ),
        )

    @staticmethod
    def now_of(tier: Tier) -> dict[str, Any]:
        return {name: _whole(getattr(tier, name)) for name in TIER_FIELDS if name != "position"}


class CriterionForm(SeenForm):
    """One kind of evidence and, for each tier but the last, its bound: a figure with its unit, or a grade."""

    label = forms.CharField(label="How it reads in the table", max_length=120)
    is_limit = forms.BooleanField(
        label="Sets a limit",
        required=False,
        help_text="The proposal is then never more secure than this evidence points to. Otherwise it does not count.",
    )
    phase = forms.ChoiceField(label="Phase", required=False)
    area = forms.ModelChoiceField(
        label="Subject or area",
        queryset=SupportArea.objects.none(),
        required=False,
        empty_label="The academy as a whole",
        help_text="For decisions on one subject or area of work.",
    )

    def __init__(self, *args: Any, kind: FactKind, tiers: Sequence[Tier], areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.tiers = kind, list(tiers)
        phases = [(phase.value, phase.label) for phase in Phase if not kind.phases or phase.value in kind.phases]
        everywhere = "Every phase" if not kind.phases else "Every phase that has it"
        self.fields["phase"].choices = [("", everywhere), *phases]  # type: ignore[attr-defined]
        self.fields["area"].queryset = areas  # type: ignore[attr-defined]
        for tier in self.tiers[:-1]:
            self.fields[bound_name(tier)] = self._bound_field(tier)
        self.helper = _helper(
            Fieldset("The evidence", "label", Row(Column("phase"), Column("area")), "is_limit"),
            Fieldset("Which tier a figure points to", HTML(INTRODUCTION), *self._bound_rows(), HTML(LAST)),
        )

    def _bound_field(self, tier: Tier) -> forms.Field:
        if self.kind.words:
            grades = [(str(grade), word) for grade, word in enumerate(self.kind.words, start=1)][::-1]
            return forms.TypedChoiceField(
                label=tier.word,
                choices=[("", "No grade points here"), *grades],
                coerce=int,
                empty_value=None,
                required=False,
            )
        return forms.FloatField(label=tier.word, widget=forms.NumberInput(attrs={"step": "any"}))

    def _bound_rows(self) -> Iterable[Any]:
        before = "up to" if self.kind.better == "lower" else "at least"
        for tier in self.tiers[:-1]:
            name = bound_name(tier)
            yield name if self.kind.words else PrependedAppendedText(name, before, self.kind.unit)

    def _words(self, name: str, value: Any) -> str:
        return super()._words(name, _whole(value))

    def bounds(self) -> dict[int, float | None]:
        """Tier pk -> bound, out of a valid form."""
        return {tier.pk: self.cleaned_data.get(bound_name(tier)) for tier in self.tiers[:-1]}

    @staticmethod
    def now_of(criterion: Criterion, tiers: Sequence[Tier]) -> dict[str, Any]:
        by_tier = {bound.tier_id: bound.bound for bound in criterion.bounds.all()}
        words = {name: getattr(criterion, name) for name in ("label", "is_limit", "phase")}
        return {**words, "area": criterion.area_id, **{bound_name(t): _whole(by_tier.get(t.pk)) for t in tiers[:-1]}}


def _whole(value: Any) -> Any:
    """5 rather than 5.0, as people write it."""
    return int(value) if isinstance(value, float | Decimal) and value == int(value) else value


def bound_name(tier: Tier) -> str:
    return f"bound_{tier.pk}"


# Rendered by crispy-forms with the page's context.
INTRODUCTION = "<p class='form-text mb-3'>{{ rule_says }}</p>"
LAST = (
    "{% if last_tier %}<p class='mb-3'>{% include 'components/tier.html' with tier=last_tier %} takes what is left.</p>"
    "{% endif %}"
)


class AreaForm(SeenForm):
    name = forms.CharField(label="Name", max_length=60)
    kind = forms.ChoiceField(label="What it is", choices=AreaKind)
