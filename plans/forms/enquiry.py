"""Forms of cycles of enquiry: planning one, each step of its way, what was found, deciding."""

from __future__ import annotations

import datetime
from typing import Any

from crispy_forms.layout import Column, Fieldset, Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from academies.access import Person
from academies.forms.evidence import EvidenceField
from academies.selectors.records import NOT_YOURS
from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from plans.forms.learning import laid_out, theory_field
from plans.models import Enquiry, LearningTeam, Priority
from plans.models.enquiry import Decision, EnquiryState
from plans.rules.enquiry import StepName
from toolkit.models import Theory

# About half a term: long enough to try something, short enough to remember what it was for.
USUAL_WEEKS = 6
NOBODY_NAMED = "Name no pupil and no teacher."


class EnquiryForm(SeenForm):
    """`now`: what it says today, for one that is changed. What it asks and tries is no field of one that is tried."""

    question = forms.CharField(
        label="What we want to find out",
        max_length=240,
        help_text="A question with a yes or a no: Does rehearsed talk lift writing for the lowest fifth?",
    )
    trial = LongText(
        label="What we try, with whom", required=False, rows=3, help_text=f"Which classes, how often. {NOBODY_NAMED}"
    )
    looks_for = LongText(
        label="What would show that it works, and what that it does not",
        required=False,
        rows=3,
        help_text="Write both before it is tried: afterwards one finds what one hoped for.",
    )
    starts = forms.DateField(label="From", widget=DateInput())
    due = forms.DateField(label="Evidence by", widget=DateInput())

    def __init__(
        self,
        *args: Any,
        teams: QuerySet[LearningTeam],
        priorities: QuerySet[Priority],
        theories: QuerySet[Theory],
        tried: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["starts"].initial = today
        self.fields["due"].initial = today + datetime.timedelta(weeks=USUAL_WEEKS)
        self.fields["team"] = forms.ModelChoiceField(
            queryset=teams, required=False, empty_label="No team: its leaders carry it on", label="Learning team"
        )
        self.fields["priority"] = forms.ModelChoiceField(
            queryset=priorities, required=False, empty_label="None of them", label="Priority that it serves"
        )
        self.fields["theory"] = theory_field(theories)
        serves = Fieldset("What it serves", Row(Column("team"), Column("priority")), "theory")
        if tried:
            for name in ("question", "trial", "looks_for", "starts"):
                del self.fields[name]
            laid_out(self, "seen", "due", serves)
            return
        laid_out(
            self,
            "seen",
            Fieldset("The question", "question", "trial", "looks_for", Row(Column("starts"), Column("due"))),
            serves,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        starts = cleaned.get("starts") or self.now.get("starts")
        if cleaned.get("due") and starts and cleaned["due"] < starts:
            self.add_error("due", "The evidence would be due before the cycle starts. Change one of the two days.")
        return cleaned


def enquiry_as_typed(enquiry: Enquiry) -> dict[str, Any]:
    whole: dict[str, Any] = {
        "question": enquiry.question,
        "trial": enquiry.trial,
        "looks_for": enquiry.looks_for,
        "starts": enquiry.starts,
        "due": enquiry.due,
        "team": enquiry.team_id,
        "priority": enquiry.priority_id,
        "theory": enquiry.theory_id,
    }
    if enquiry.state == EnquiryState.PLANNED:
        return whole
    return {name: whole[name] for name in ("due", "team", "priority", "theory")}


# Label of the text, and the words of the button.
STEP_WORDS: dict[StepName, tuple[str, str]] = {
    "note": ("What happened", "Note it"),
    "start": ("How it begins, if there is anything to say", "Start the trial"),
    "look": ("How the trial went, if there is anything to say", "Go on to the evidence"),
    "try_on": ("What is missing in the evidence, and until when it is tried on", "Try it for longer"),
    "stop": ("Why it is stopped", "Stop it early"),
    "decide": ("", "Decide"),
}


class StepForm(forms.Form):
    """One step with what there is to say. `seen`: the last line of the log that the writer had read."""

    says = LongText(required=False, rows=3)
    step = forms.CharField(widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, step: StepName, seen: int) -> None:
        super().__init__(data, prefix=step, initial={"step": step, "seen": seen})
        self.to = step
        self.fields["says"].label, self.button = STEP_WORDS[step]
        self.fields["says"].help_text = NOBODY_NAMED if step == "note" else ""

    def see_anew(self, seen: int) -> None:
        """What is sent next has seen the log as it stands now."""
        _see_anew(self, seen)


class FoundForm(SeenForm):
    """What was found, and the records that show it."""

    found = LongText(label="What we found", rows=6, help_text=f"Say what did not work, too. {NOBODY_NAMED}")

    def __init__(self, *args: Any, user: User, person: Person, enquiry: Enquiry, **kwargs: Any) -> None:
        kwargs.setdefault("now", found_as_typed(enquiry))
        super().__init__(*args, **kwargs)
        self.fields["evidence"] = EvidenceField(
            user, person, enquiry.academy, kept=enquiry.evidence, label="The evidence",
            help_text="Records of the academy that show it, such as the meeting at which the books were looked at.",
        )  # fmt: skip

    def _words(self, name: str, value: Any) -> str:
        if name == "evidence":
            field = self.fields["evidence"]
            assert isinstance(field, EvidenceField)
            known = field.widget.known
            return "\n".join(known[key].says if key in known else NOT_YOURS for key in value) or "Empty"
        return super()._words(name, value)


def found_as_typed(enquiry: Enquiry) -> dict[str, Any]:
    return {"found": enquiry.found, "evidence": enquiry.evidence}


class DecideForm(FoundForm):
    """Adopt, adapt or drop. What was found stands in it as it was written, and can be put right."""

    decision = forms.ChoiceField(
        label="So we",
        choices=[
            (Decision.ADOPT.value, "Adopt it: everybody does it from now on"),
            (Decision.ADAPT.value, "Adapt it: changed, in a further cycle or in some classes"),
            (Decision.DROP.value, "Drop it: it did not do what we hoped"),
        ],
        widget=forms.RadioSelect,
    )
    decision_says = LongText(
        label="What that means in classrooms", required=False, rows=3, help_text="Who does what from when."
    )
    last = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, last: int, **kwargs: Any) -> None:
        kwargs["initial"] = {**kwargs.get("initial", {}), "last": last}
        super().__init__(*args, **kwargs)
        self.order_fields(["found", "evidence", "decision", "decision_says"])

    def see_anew(self, seen: int) -> None:
        _see_anew(self, seen, "last")


def _see_anew(form: forms.Form, seen: int, name: str = "seen") -> None:
    sent: Any = form.data
    again = sent.copy()
    again[form.add_prefix(name)] = str(seen)
    form.data = again
