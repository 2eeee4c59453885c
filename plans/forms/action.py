"""Forms of an action: what it is, how it goes, and an action made of a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from academies.access import Person
from academies.forms.evidence import EvidenceField
from accounts.models import User
from celt.lib.pasted import plain
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from plans.forms.priority import OwnerField
from plans.models import Action, Priority
from plans.models.action import Rag
from plans.rules.action import LONGEST, StepName
from plans.rules.resources import read_days, read_pounds
from plans.selectors.action import ActionChoices
from toolkit.models import Practice

NO_DAY = "This is no date. Write it as 4/12/2026, or choose it."


class Line(forms.CharField):
    """One line; what was pasted with markup becomes plain, and its line breaks become spaces."""

    def to_python(self, value: Any) -> Any:
        read = super().to_python(value)
        return " ".join(plain(read).split()) if isinstance(read, str) else read


class AmountField(forms.CharField):
    """A number as people write it: `read` makes it a Decimal, or says what to write instead."""

    def __init__(self, *, read: Callable[[str], Decimal], **options: Any) -> None:
        self.read = read
        super().__init__(required=False, **{"widget": forms.TextInput(attrs={"inputmode": "decimal"}), **options})

    def clean(self, value: Any) -> Decimal:
        try:
            return self.read(str(super().clean(value)))
        except ValueError as error:
            raise ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        """1200.00 as 1200; what was typed as it was typed; nothing for 0."""
        if not isinstance(value, Decimal):
            return value
        return "" if not value else str(int(value)) if value == value.to_integral_value() else str(value)


class PriorityField(forms.TypedChoiceField):
    """One of priorities that were read already."""

    def __init__(self, priorities: Sequence[Priority], **options: Any) -> None:
        known = {str(one.pk): one for one in priorities}
        options = {"widget": forms.RadioSelect, "coerce": known.__getitem__, **options}
        super().__init__(choices=[(pk, one.title) for pk, one in known.items()], **options)


class PracticeField(forms.TypedChoiceField):
    """One of practices that were read already, or none."""

    def __init__(self, practices: Sequence[Practice], **options: Any) -> None:
        known = {str(one.pk): one for one in practices}
        options = {"coerce": known.__getitem__, "empty_value": None, **options}
        super().__init__(choices=[("", "None"), *((pk, one.title) for pk, one in known.items())], **options)


class ActionForm(SeenForm):
    """`now`: as_typed(action) for one that stands. `choices`: selectors.action.action_choices; the priority is asked
    for where there are several and the page has not said which."""

    says = Line(
        label="What is done", max_length=240,
        help_text="In a line that governors understand: “Teaching assistants are trained in daily reading aloud”.",
        error_messages={
            "required": "Say in a line what is done.",
            "max_length": "This is %(show_value)d characters long and %(limit_value)d fit. Split it into two actions.",
        },
    )  # fmt: skip
    due = forms.DateField(
        label="By", widget=DateInput(), error_messages={"invalid": NO_DAY, "required": "Say by when it is done."}
    )
    starts = forms.DateField(
        label="From", required=False, widget=DateInput(), error_messages={"invalid": NO_DAY},
        help_text="Only where it does not begin at once.",
    )  # fmt: skip
    cost = AmountField(read=read_pounds, label="Cost in pounds", help_text="Such as 1200 or £1,200.50. Empty: none.")
    staff_days = AmountField(read=read_days, label="Staff days", help_text="Such as 3 or 2.5, of all staff together.")

    def __init__(
        self,
        data: Any = None,
        *,
        choices: ActionChoices,
        ask_priority: bool = False,
        now: Mapping[str, Any] | None = None,
        **options: Any,
    ) -> None:
        asks = ask_priority and choices.several
        # What the form does not ask for is no part of what its writer saw.
        asked = {"priority": asks, "practice": bool(choices.practices)}
        seen = {name: value for name, value in (now or {}).items() if asked.get(name, True)}
        super().__init__(data, now=seen, **options)
        self.fields["owner"] = OwnerField(
            queryset=choices.staff, left=choices.left, required=False, empty_label="Nobody yet", label="Who does it",
            help_text="They are reminded, and say how it goes. Governors are told the head’s name alone.",
            error_messages={"invalid_choice": f"They do not work at {choices.academy} now. Choose somebody who does."},
        )  # fmt: skip
        if asks:
            self.fields["priority"] = PriorityField(
                choices.priorities,
                label="Priority that it serves",
                error_messages={"required": "Choose the priority that it serves."},
            )
        if choices.practices:
            self.fields["practice"] = PracticeField(
                choices.practices, required=False, label="Practice of the toolkit",
                help_text="What teachers are to do, where the toolkit says it. It leads there from the action.",
            )  # fmt: skip
        self.order_fields(["priority", "says", "practice", "owner", "due", "starts", "cost", "staff_days"])


def as_typed(action: Action) -> dict[str, Any]:
    """What the action says now, as the form would send it."""
    return {
        "priority": action.priority_id,
        "says": action.says,
        "practice": action.practice_id,
        "owner": action.owner_id,
        "starts": action.starts,
        "due": action.due,
        "cost": action.cost,
        "staff_days": action.staff_days,
    }


class EvidenceForm(SeenForm):
    """Which records show how an action went: on a page of its own, for every kind of record is asked what there is."""

    def __init__(self, data: Any = None, *, user: User, person: Person, action: Action) -> None:
        super().__init__(data, now={"evidence": action.evidence})
        self.fields["evidence"] = EvidenceField(
            user, person, action.priority.plan.academy, kept=action.evidence, label="Records that show how it went"
        )


# What may be said of an open action, in one choice: three ratings and its two ends.
GOES: tuple[tuple[str, str], ...] = (*((r.value, r.label) for r in Rag if r), ("done", "Done"), ("dropped", "Dropped"))


class ReportForm(forms.Form):
    """How an open action goes. `seen`: the last line of its log that the writer had read."""

    goes = forms.ChoiceField(
        label="How it goes", choices=GOES, widget=forms.RadioSelect,
        error_messages={"required": "Say how it goes: on course, needs attention, off course, done or dropped."},
    )  # fmt: skip
    on = forms.DateField(
        label="Done on", required=False, widget=DateInput(attrs={"class": "form-control"}),
        error_messages={"invalid": NO_DAY},
    )  # fmt: skip
    says = LongText(
        label="In a sentence", longest=LONGEST, required=False,
        rows=2, attrs={"class": "form-control"},
        help_text="Why it stands so, or what came of it. Governors read the rating, not this sentence.",
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    button = "Log it"

    def __init__(self, data: Any = None, *, seen: int, rag: str = "", auto_id: str = "id_%s") -> None:
        super().__init__(data, auto_id=auto_id, initial={"seen": seen, "goes": rag or None, "on": timezone.localdate()})

    @property
    def step(self) -> StepName:
        goes = self.cleaned_data["goes"]
        return goes if goes in ("done", "dropped") else "report"

    @property
    def rag(self) -> str:
        return self.cleaned_data["goes"] if self.step == "report" else ""

    def see_anew(self, seen: int) -> None:
        """What is sent next has seen the log as it stands now."""
        sent: Any = self.data
        again = sent.copy()
        again[self.add_prefix("seen")] = str(seen)
        self.data = again


class ReopenForm(ReportForm):
    """Why an action that was done or dropped is opened again."""

    button = "Open it again"

    def __init__(self, data: Any = None, *, seen: int, rag: str = "", auto_id: str = "id_%s") -> None:
        super().__init__(data, seen=seen, auto_id=auto_id)
        del self.fields["goes"], self.fields["on"]
        self.fields["says"].label = "Why it is opened again"
        self.fields["says"].help_text = ""

    @property
    def step(self) -> StepName:
        return "reopened"


FIELD_OF: dict[str, str] = {"rag": "goes"}


def add_errors(form: forms.Form, error: ValidationError) -> None:
    """What a service refused, at the form's own fields where it has them."""
    if not hasattr(error, "error_dict"):
        form.add_error(None, error.messages)
        return
    for name, found in error.message_dict.items():
        name = FIELD_OF.get(name, name)
        form.add_error(name if name in form.fields else None, found)
