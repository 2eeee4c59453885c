"""Forms for deciding a category, confirming it, answering it and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model

from academies.models import Tier
from academies.models.decision import Answer
from academies.selectors.decision import NewDecisionPage
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText

OTHER_EVIDENCE = "The evidence changed while you wrote: a figure is new or another. Read it above, then send once more."


# Fields of forms that are laid out by hand (templates/academies/_field.html).
CONTROL = {"class": "form-control"}


class FirstOfMany:
    """A group of choices is reached by its first one, also from the list of what to mend."""

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}_{index or 0}" if id_ else ""


class Radios(FirstOfMany, forms.RadioSelect):
    pass


class Ticks(FirstOfMany, forms.CheckboxSelectMultiple):
    pass


def tier_field(label: str) -> forms.TypedChoiceField:
    """A choice of categories; its form says of which."""
    return forms.TypedChoiceField(
        label=label,
        widget=Radios,
        error_messages={"required": "Choose a category.", "invalid_choice": "Choose a category of the scheme in use."},
    )


def offer(field: Any, rows: Sequence[Model]) -> None:
    """Lets a field choose among rows that its page has read for its reader; no query asks again."""
    by_key = {str(row.pk): row for row in rows}
    field.choices = [(key, str(row)) for key, row in by_key.items()]
    field.coerce = by_key.__getitem__


class DecideForm(forms.Form):
    """`evidence`: slugs of the kinds that the decision rests on. `read`: which figures its writer had before them."""

    evidence = forms.MultipleChoiceField(widget=Ticks, required=False, label="What it rests on")
    concerns = forms.TypedMultipleChoiceField(
        widget=Ticks,
        required=False,
        label="Concerns taken up",
        error_messages={"invalid_choice": "One of the concerns was resolved meanwhile. Read them again."},
    )
    tier = tier_field("Category")
    starts = forms.DateField(label="From", widget=DateInput(attrs=CONTROL))
    ends = forms.DateField(label="Until", widget=DateInput(attrs=CONTROL), help_text="The last day.")
    rationale = LongText(
        rows=6,
        attrs=CONTROL,
        label="Why",
        help_text="The head, governors and trustees read this. Name no pupil; no figure of ten pupils or fewer.",
        error_messages={"required": "Say why. The academy's head and governors read this."},
    )
    read = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, page: NewDecisionPage, concern: str = "") -> None:
        """`concern`: pk of the one out of which somebody decides; it stands ticked."""
        evidence = page.evidence
        self.digest = evidence.digest if evidence else ""
        taken_up = [each.pk for each in page.concerns if str(each.pk) == concern]
        initial = {"starts": page.starts, "ends": page.ends, "read": self.digest, "concerns": taken_up}
        super().__init__(data, initial=initial)
        pieces = evidence.pieces if evidence else ()
        self.fields["evidence"].choices = [(piece.kind, piece.label) for piece in pieces]  # type: ignore[attr-defined]
        offer(self.fields["tier"], page.tiers)
        offer(self.fields["concerns"], page.concerns)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        read = data.pop("read", "")
        if self.digest and read != self.digest:
            again: Any = self.data
            again = again.copy()
            again[self.add_prefix("read")] = self.digest
            self.data = again
            raise ValidationError(OTHER_EVIDENCE)
        return data


class ModerateForm(forms.Form):
    tier = tier_field("You confirm")
    reason = LongText(
        rows=4,
        attrs=CONTROL,
        label="Your reason",
        required=False,
        help_text="Needed where you confirm another category than was decided. The head reads it.",
    )

    def __init__(self, data: Any = None, *, tiers: list[Tier]) -> None:
        super().__init__(data)
        offer(self.fields["tier"], tiers)


class AnswerForm(SeenForm):
    answer = forms.ChoiceField(
        label="Your answer",
        choices=[(Answer.ACCEPTS, "I accept the decision"), (Answer.DISAGREES, "I disagree")],
        widget=Radios,
        error_messages={"required": "Choose whether you accept the decision or disagree."},
    )
    says = LongText(
        rows=5,
        label="What you want to say",
        required=False,
        help_text="Needed where you disagree. The trust’s leaders and your governors read it. Name no pupil.",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("answer") == Answer.DISAGREES and not data.get("says", "").strip():
            self.add_error("says", "Say what you disagree with. The trust’s leaders read this.")
        return data


class WithdrawForm(forms.Form):
    reason = LongText(
        rows=3,
        label="Why it is withdrawn",
        error_messages={"required": "Say why it is withdrawn."},
        help_text="The record of the decision stays, with this beside it. The academy never sees it.",
    )
