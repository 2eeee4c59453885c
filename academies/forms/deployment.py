"""Forms of agreements between academies: proposing, changing, declining, logging days, closing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from academies.models import Academy, Deployment, SupportArea
from academies.models.deployment import FocusKind
from academies.services.deployments import CHANGEABLE
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText

MOST_DAYS = 1000


class HalfDays(forms.DecimalField):
    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_digits=5,
            decimal_places=1,
            min_value=Decimal("0.5"),
            step_size=Decimal("0.5"),
            error_messages={
                "min_value": "Half a day at least.",
                "step_size": "Whole or half days.",
                "max_decimal_places": "Whole or half days.",
                "invalid": "A number of days, such as 6 or 2.5.",
            },
            **options,
        )

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        days = super().to_python(value)
        # The check for halves counts in floats, which end before a number such as 1e400.
        if days is not None and days.is_finite() and abs(days) > MOST_DAYS:
            raise ValidationError(f"No more than {MOST_DAYS} days. Check the number.", code="max_value")
        return days


class TermsForm(SeenForm):
    """What both heads will sign. `now`: the terms as they stand, for an agreement that is changed."""

    person = forms.CharField(
        label="Who goes", max_length=150, help_text="Name and post. Governors and trustees do not see it."
    )
    focus_kind = forms.ChoiceField(
        label="Focus on a", choices=FocusKind.choices, widget=forms.RadioSelect, initial=FocusKind.SUBJECT
    )
    area = forms.ModelChoiceField(
        queryset=SupportArea.objects.none(),
        required=False,
        empty_label="None of them",
        label="Subject or area",
        help_text="The ledger counts the days under it.",
    )
    focus = forms.CharField(
        label="What exactly", max_length=120, help_text="In a few words: “Reading fluency in Years 3 and 4”."
    )
    days_pledged = HalfDays(label="Days pledged", help_text="Whole or half days, over the whole time.")
    starts = forms.DateField(label="From", widget=DateInput())
    ends = forms.DateField(label="Until", widget=DateInput())
    intended_impact = LongText(
        rows=4,
        label="What should be different afterwards, and how one will see it",
        help_text="Governors of both academies read this: name nobody in it.",
    )

    def __init__(self, *args: Any, areas: QuerySet[SupportArea], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kinds = {area.kind for area in areas}
        field = self.fields["area"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = areas
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout("seen", *self.parts())

    def parts(self) -> list[Fieldset]:
        return [
            Fieldset("The focus", InlineRadios("focus_kind"), Row(Column("area"), Column("focus"))),
            Fieldset(
                "The person and the days", "person", Row(Column("days_pledged"), Column("starts"), Column("ends"))
            ),
            Fieldset("The difference it should make", "intended_impact"),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts, ends = cleaned.get("starts"), cleaned.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The last day is before the first. Change one of the two.")
        kind, area = cleaned.get("focus_kind"), cleaned.get("area")
        if kind != FocusKind.PRACTICE and kind in self.kinds and area is None and "area" not in self.errors:
            what = "subject" if kind == FocusKind.SUBJECT else "area of work"
            self.add_error("area", f"Choose which {what}, or choose Practice as the focus.")
        return cleaned

    @property
    def terms(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in CHANGEABLE}


class ProposeForm(TermsForm):
    """A new agreement. One side at least is an academy that the person proposes for."""

    giver = forms.ModelChoiceField(
        queryset=Academy.objects.none(), label="Who gives", empty_label="Choose who lends somebody"
    )
    receiver = forms.ModelChoiceField(
        queryset=Academy.objects.none(), label="Who receives", empty_label="Choose who is supported"
    )

    def __init__(self, *args: Any, partners: QuerySet[Academy], own: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own
        for name in ("giver", "receiver"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = partners

    def parts(self) -> list[Fieldset]:
        return [Fieldset("The two academies", Row(Column("giver"), Column("receiver"))), *super().parts()]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        giver, receiver = cleaned.get("giver"), cleaned.get("receiver")
        if giver and giver == receiver:
            self.add_error("receiver", "An academy does not lend people to itself. Choose another academy.")
        elif giver and receiver and not {giver.pk, receiver.pk} & self.own:
            self.add_error(None, "You propose support for your own academy: choose it on one of the two sides.")
        return cleaned


def terms_now(deployment: Deployment) -> dict[str, Any]:
    """The terms as the form sends them, for SeenForm."""
    return {
        **{name: getattr(deployment, name) for name in CHANGEABLE if name != "area"},
        "area": deployment.area_id,
    }


class ReasonForm(forms.Form):
    reason = LongText(
        rows=3,
        label="Why",
        help_text="The heads of both academies and the trust’s leaders read it.",
    )


class CloseForm(forms.Form):
    actual_impact = LongText(
        rows=5,
        label="What was different afterwards",
        help_text="Say it also where nothing changed. Governors of both academies read this: name nobody in it.",
    )


class LogForm(forms.Form):
    """`known`: how many lines of the log its writer saw, so that nobody logs twice what is logged already."""

    on = forms.DateField(label="Worked on", widget=DateInput(), initial=timezone.localdate)
    days = HalfDays(label="Days", initial=Decimal("1"))
    note = LongText(
        rows=2,
        label="What was done",
        required=False,
        help_text="A line is enough. Governors and trustees do not see it.",
    )
    known = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["known"].initial = known
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(Row(Column("on"), Column("days")), "note", "known")

    def seen_again(self, known: int) -> None:
        """What is sent next has seen what stands now."""
        sent: Any = self.data
        again = sent.copy()
        again["known"] = known
        self.data = again


class StrikeForm(forms.Form):
    reason = forms.CharField(label="Why the line is struck out", max_length=300)


class SignForm(forms.Form):
    """Carries which terms were read, so that nobody signs others."""

    side = forms.ChoiceField(choices=[("giver", "giver"), ("receiver", "receiver")])
    seen = forms.CharField()

    def clean_seen(self) -> datetime.datetime:
        try:
            seen = parse_datetime(self.cleaned_data["seen"])
        except ValueError:
            seen = None
        if seen is None:
            raise ValidationError("Open the agreement again and sign what stands there.")
        return seen


def initial_of(query: Mapping[str, str], partners: QuerySet[Academy]) -> dict[str, Any]:
    """What the address says of a new agreement: `giver` and `receiver` by slug."""
    slugs = {name: query.get(name, "") for name in ("giver", "receiver")}
    found = {academy.slug: academy.pk for academy in partners if academy.slug in slugs.values()}
    return {name: found[slug] for name, slug in slugs.items() if slug in found}
