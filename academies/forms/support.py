"""Forms for graduated support: planning it, recording it, taking back, adding to it, calling it off."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from academies.models import SupportPromise
from academies.models.support import IN_DAYS, SupportKind
from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText

READ_BY_ALL = "Governors and trustees read this too: name nobody."
PLAN = ("planned_on", "lead", "focus")


def days_field(label: str = "Days") -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        min_value=Decimal("0.5"),
        max_value=Decimal(200),
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
        help_text="Whole or half days.",
    )


def in_halves(days: Decimal) -> Decimal:
    if days * 2 % 1:
        raise ValidationError("Whole or half days, such as 2 or 2.5.")
    return days


def lead_field(label: str, people: QuerySet[User]) -> forms.ModelChoiceField[User]:
    return forms.ModelChoiceField(queryset=people, required=False, empty_label="Not said", label=label)


class PlanForm(SeenForm):
    """When a promise is kept, by whom, and what it is about."""

    planned_on = forms.DateField(
        label="Day", widget=DateInput(), required=False, help_text="Empty: no day is planned yet."
    )
    focus = forms.CharField(label="What it is about", max_length=200, required=False, help_text=READ_BY_ALL)

    field_order = ("planned_on", "lead", "focus", "seen")

    def __init__(self, *args: Any, promise: SupportPromise, people: QuerySet[User], **kwargs: Any) -> None:
        now = {name: getattr(promise, name) for name in PLAN}
        super().__init__(*args, now={**now, "lead": promise.lead_id}, **kwargs)
        self.fields["lead"] = lead_field("Who leads it", people)
        self.order_fields(self.field_order)


class RecordForm(forms.Form):
    """What was done. `known`: how many deliveries its writer saw."""

    on = forms.DateField(label="Day on which it was done", widget=DateInput())
    note = LongText(
        rows=6,
        label="What was found and agreed",
        required=False,
        help_text="For leaders of the trust and of the academy. Governors and trustees do not see it.",
    )
    known = forms.IntegerField(widget=forms.HiddenInput, required=False)

    field_order = ("on", "amount", "led_by", "note", "known")

    def __init__(
        self, *args: Any, promise: SupportPromise, people: QuerySet[User], known: int, left: Decimal, **kwargs: Any
    ) -> None:
        today = timezone.localdate()
        planned = promise.planned_on if promise.planned_on and promise.planned_on <= today else today
        first = {"on": planned, "led_by": promise.lead_id, "known": known, "amount": left or Decimal(1)}
        super().__init__(*args, **{**kwargs, "initial": first})
        self.fields["led_by"] = lead_field("Who led it", people)
        if promise.kind in IN_DAYS:
            self.fields["amount"] = days_field()
        self.order_fields(self.field_order)

    def clean_amount(self) -> Decimal:
        return in_halves(self.cleaned_data["amount"])

    def seen_again(self, known: int) -> None:
        """What is sent next has seen what stands now."""
        sent: Any = self.data
        again = sent.copy()
        again["known"] = known
        self.data = again


class MoreForm(forms.Form):
    """Support beyond the category."""

    kind = forms.ChoiceField(label="What", choices=SupportKind)
    due = forms.DateField(label="Due by", widget=DateInput(), help_text="The last day on which it is in time.")
    planned_on = forms.DateField(label="Planned for", widget=DateInput(), required=False, help_text="Empty: not yet.")
    focus = forms.CharField(label="What it is about", max_length=200, required=False, help_text=READ_BY_ALL)
    reason = forms.CharField(
        label="Why the academy gets this beyond its category", max_length=300, help_text=READ_BY_ALL
    )

    field_order = ("kind", "amount", "due", "planned_on", "lead", "focus", "reason")

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["amount"] = days_field("How many days")
        self.fields["amount"].required = False
        self.fields["amount"].help_text = "For leader and coaching days only: whole or half days."
        self.fields["lead"] = lead_field("Who leads it", people)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        kind, amount = data.get("kind"), data.get("amount")
        if kind in IN_DAYS and amount is None and "amount" not in self.errors:
            self.add_error("amount", "Say how many days.")
        elif amount is not None and kind in IN_DAYS:
            try:
                in_halves(amount)
            except ValidationError as error:
                self.add_error("amount", error)
        elif kind and amount not in (None, Decimal(1)):
            self.add_error("amount", "A visit, a review and a meeting are promised one at a time. Leave this empty.")
        data["amount"] = amount if kind in IN_DAYS and amount is not None else Decimal(1)
        return data


class StrikeForm(forms.Form):
    """Why a delivery is struck out."""

    reason = forms.CharField(
        label="Why",
        max_length=300,
        help_text="For leaders of the trust and of the academy. Governors and trustees do not see it.",
    )


class ReasonForm(forms.Form):
    """Why the rest of a promise is called off."""

    reason = forms.CharField(label="Why", max_length=300, help_text=READ_BY_ALL)
