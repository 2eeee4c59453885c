"""Forms of a cycle: inviting, answering, changing, closing, a visit's day, a look back, reminders."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from coaching.models import Approach, ClosedWhy, Cycle, Holding, Reminder
from toolkit.models import Practice

GOAL = "What will pupils do that they do not do now? One sentence is enough."
AS_COACH, AS_COACHEE = "coach", "coachee"
PARTS = ((AS_COACHEE, "I would like to be coached by them"), (AS_COACH, "I would like to coach them"))
WEEKS = [(1, "Every week"), *((n, f"Every {n} weeks") for n in range(2, 13))]


class OneLine(forms.CharField):
    def __init__(self, longest: int, **options: Any) -> None:
        super().__init__(max_length=longest, **options)


def practice_field() -> forms.ModelChoiceField[Practice]:
    """By name; by strand would be a maze. Each form says which."""
    return forms.ModelChoiceField(
        Practice.objects.none(), label="Practice in focus", required=False, empty_label="None of these"
    )


class InviteForm(forms.Form):
    """`person` is chosen before. `parts`: which of the two ways are open to both."""

    part = forms.ChoiceField(label="", widget=forms.RadioSelect)
    approach = forms.ModelChoiceField(Approach.objects.none(), label="Model of coaching", empty_label=None)
    practice = practice_field()
    focus = OneLine(160, label="Or a focus in your own words", required=False)
    goal = LongText(
        label="Your goal", rows=2, required=False, longest=1000,
        help_text=f"Where you ask to be coached. {GOAL} Where you coach, your colleague writes it.",
    )  # fmt: skip
    says = OneLine(400, label="A word with it", required=False, help_text="Why them, why now. If you like.")

    def __init__(
        self,
        *args: Any,
        parts: Iterable[str],
        approaches: QuerySet[Approach],
        practices: QuerySet[Practice],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        open_ways = [(value, label) for value, label in PARTS if value in parts]
        field: Any = self.fields["part"]
        field.choices = open_ways
        field.label = "What would you like?"
        if len(open_ways) == 1:
            field.widget, field.initial = forms.HiddenInput(), open_ways[0][0]
            if open_ways[0][0] == AS_COACH:
                del self.fields["goal"]
        self.set("approach", approaches)
        self.set("practice", practices)

    def set(self, name: str, rows: QuerySet[Any]) -> None:
        field: Any = self.fields[name]
        field.queryset = rows


class AcceptForm(forms.Form):
    """`asks_goal`: the coachee answers, and says what they want."""

    goal = LongText(label="Your goal, in your own words", rows=3, longest=1000, help_text=GOAL)
    says = OneLine(400, label="A word back", required=False)

    def __init__(self, *args: Any, asks_goal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_goal:
            del self.fields["goal"]


class DeclineForm(forms.Form):
    says = OneLine(400, label="A word back, if you like", required=False)


class CycleForm(SeenForm):
    """`own_goal`: the coachee edits; to the coach the goal is not a field."""

    goal = LongText(label="Your goal, in your own words", rows=3, longest=1000, help_text=GOAL)
    practice = practice_field()
    focus = OneLine(160, label="Or a focus in your own words", required=False)
    rhythm_weeks = forms.TypedChoiceField(label="A visit", choices=WEEKS, coerce=int)

    def __init__(self, *args: Any, own_goal: bool, practices: QuerySet[Practice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not own_goal:
            del self.fields["goal"]
        field: Any = self.fields["practice"]
        field.queryset = practices


def cycle_as_typed(cycle: Cycle, *, own_goal: bool) -> Mapping[str, Any]:
    said = {"practice": cycle.practice_id, "focus": cycle.focus, "rhythm_weeks": cycle.rhythm_weeks}
    return {"goal": cycle.goal, **said} if own_goal else said


class CloseForm(forms.Form):
    why = forms.ChoiceField(
        label="Why it ends",
        widget=forms.RadioSelect,
        choices=[(ClosedWhy.DONE, ClosedWhy.DONE.label), (ClosedWhy.STOPPED, "One of us ends it")],
        initial=ClosedWhy.DONE,
    )
    came = LongText(
        label="What came of it", rows=4, required=False, longest=4000,
        help_text="What pupils do now. It stands at the end of the record; leave it empty if you like.",
    )  # fmt: skip


class VisitPlanForm(forms.Form):
    day = forms.DateField(label="Day", widget=DateInput())
    at = forms.TimeField(label="Time", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    where = OneLine(80, label="Lesson", required=False, help_text="Year group and subject, such as “Year 4, maths”.")


class CallOffForm(forms.Form):
    why = OneLine(200, label="Why, in a few words", required=False)


class SetAsideForm(forms.Form):
    why = OneLine(
        300, label="Why it no longer fits", help_text="Your colleague reads it, among the replies.",
        error_messages={"required": "Say in a few words why it no longer fits. Your colleague reads it."},
    )  # fmt: skip


class RevisitForm(forms.Form):
    holding = forms.ChoiceField(label="How does it go?", choices=Holding, widget=forms.RadioSelect)
    says = OneLine(300, label="A word on it, if you like", required=False)


class ReminderForm(forms.Form):
    at_home = forms.BooleanField(label="On my home page", required=False)
    by_mail = forms.BooleanField(
        label="By e-mail",
        required=False,
        help_text="At most one a day, with a link and not a word of what it is about.",
    )


def reminder_as_typed(reminder: Reminder | None) -> dict[str, bool]:
    return (
        {"at_home": reminder.at_home, "by_mail": reminder.by_mail} if reminder else {"at_home": True, "by_mail": False}
    )


def _prompt(label: str) -> OneLine:
    """A sentence or two, of which the whole can be seen."""
    return OneLine(300, label=label, widget=forms.Textarea(attrs={"rows": 2}))


class ApproachForm(SeenForm):
    name = OneLine(60, label="Name")
    says = LongText(label="What it is, and for whom", rows=3, longest=1000)
    rhythm_weeks = forms.TypedChoiceField(label="A visit", choices=WEEKS, coerce=int, initial=2)
    visits = forms.IntegerField(label="Visits in a cycle", min_value=1, max_value=40, initial=6)
    in_lessons = forms.BooleanField(label="Visits look at lessons", required=False, initial=True)
    praise_prompt = _prompt("Beside the praise")
    question_prompt = _prompt("Beside the question")
    step_prompt = _prompt("Beside the action step")
    rehearse_prompt = _prompt("Beside the rehearsal")


def approach_as_typed(approach: Approach) -> dict[str, Any]:
    return {name: getattr(approach, name) for name in ApproachForm.base_fields if name != "seen"}
