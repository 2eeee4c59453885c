"""Forms of learning teams, their members and meetings, and of seats in the school improvement team."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from plans.models import LearningTeam, TeamMeeting, TeamMember, TeamSeat
from plans.rules.meetings import next_in_rhythm
from toolkit.models import Theory

NO_PUPIL = "Name no pupil."
WEEK = datetime.timedelta(days=7)
# Weeks from one meeting to the next, by what a form sends.
RHYTHMS = (
    ("0", "Once"),
    ("1", "Every week"),
    ("2", "Every two weeks"),
    ("3", "Every three weeks"),
    ("4", "Every four weeks"),
)


class PersonChoice(forms.TypedChoiceField):
    """One of the people who work at the academy, in the order in which they are given. No query."""

    def __init__(self, people: list[User], *, nobody: str = "Choose somebody", **options: Any) -> None:
        by_pk = {str(person.pk): person for person in people}
        choices = [("", nobody), *((pk, person.full_name) for pk, person in by_pk.items())]
        super().__init__(choices=choices, coerce=by_pk.__getitem__, empty_value=None, **options)


class PeopleChoice(forms.TypedMultipleChoiceField):
    def __init__(self, people: list[User], **options: Any) -> None:
        by_pk = {str(person.pk): person for person in people}
        choices = [(pk, person.full_name) for pk, person in by_pk.items()]
        super().__init__(
            choices=choices, coerce=by_pk.__getitem__, widget=forms.CheckboxSelectMultiple, empty_value=[], **options
        )


def theory_field(theories: QuerySet[Theory]) -> forms.ModelChoiceField[Theory]:
    return forms.ModelChoiceField(
        queryset=theories,
        required=False,
        empty_label="None of them",
        label="Theory of action",
        help_text="Which of them it puts to the test, so that what is found can count for or against it.",
    )


def laid_out(form: forms.Form, *parts: Any) -> None:
    form.helper = FormHelper()  # type: ignore[attr-defined]
    form.helper.form_tag = False  # type: ignore[attr-defined]
    form.helper.disable_csrf = True  # type: ignore[attr-defined]
    form.helper.layout = Layout(*parts)  # type: ignore[attr-defined]


class TeamForm(SeenForm):
    """What a team is about. `now`: what it says today, for one that is changed."""

    name = forms.CharField(label="Name", max_length=80, help_text="Such as Talk before writing, or Year 5 and 6.")
    focus = LongText(label="What the team learns about", rows=3, help_text="One question of teaching, not a list.")
    meets = forms.CharField(
        label="When it meets", max_length=120, required=False, help_text="Such as every second Tuesday, 3.45."
    )

    def __init__(self, *args: Any, theories: QuerySet[Theory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theory"] = theory_field(theories)
        self.order_fields(["name", "focus", "theory", "meets"])


class NewTeamForm(TeamForm):
    starts = forms.DateField(label="From", widget=DateInput())

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].initial = timezone.localdate
        self.fields["people"] = PeopleChoice(people, required=False, label="Who belongs to it")
        self.fields["leader"] = PersonChoice(people, required=False, label="Who leads it", nobody="Nobody yet")
        laid_out(
            self,
            "seen",
            Fieldset("What it learns about", "name", "focus", "theory"),
            Fieldset("Who and when", "people", "leader", Row(Column("starts"), Column("meets"))),
        )


def team_as_typed(team: LearningTeam) -> dict[str, Any]:
    return {"name": team.name, "focus": team.focus, "theory": team.theory_id, "meets": team.meets}


class MemberForm(forms.Form):
    starts = forms.DateField(label="From", widget=DateInput())
    leads = forms.BooleanField(label="Leads the team", required=False)

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].initial = timezone.localdate
        self.fields["person"] = PersonChoice(people, label="Who")
        self.order_fields(["person", "starts", "leads"])


class MembershipForm(SeenForm):
    """Somebody's part in a team, and their last day there."""

    leads = forms.BooleanField(label="Leads the team", required=False)
    ends = forms.DateField(
        label="Last day in the team", widget=DateInput(), required=False, help_text="Empty: until further notice."
    )


def member_as_typed(member: TeamMember) -> dict[str, Any]:
    return {"leads": member.leads, "ends": member.ends}


class EndForm(forms.Form):
    ends = forms.DateField(label="Last day of the team", widget=DateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ends"].initial = timezone.localdate


class MeetingsForm(forms.Form):
    """One meeting, or a row of them. `held`: days of the team's meetings so far, from which the next is guessed."""

    on = forms.DateField(label="First day", widget=DateInput())
    every = forms.ChoiceField(label="How often", choices=RHYTHMS)
    times = forms.IntegerField(
        label="How many meetings",
        min_value=1,
        max_value=20,
        help_text="Meetings that fall into holidays can be moved or called off one by one.",
    )

    def __init__(self, *args: Any, held: Sequence[datetime.date] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial, weeks = next_in_rhythm(held, timezone.localdate())
        self.fields["every"].initial = str(weeks)
        self.fields["times"].initial = 6 if weeks else 1
        laid_out(self, Row(Column("on"), Column("every"), Column("times")))

    @property
    def days(self) -> list[datetime.date]:
        first, weeks = self.cleaned_data["on"], int(self.cleaned_data["every"])
        times = self.cleaned_data["times"] if weeks else 1
        return [first + WEEK * weeks * n for n in range(times)]


class MeetingForm(SeenForm):
    """What was said at a meeting; its day while it is to come."""

    on = forms.DateField(label="Day", widget=DateInput())
    notes = LongText(label="What was said and decided", required=False, rows=5, help_text=NO_PUPIL)
    tries = LongText(
        label="What each will try before the next meeting",
        required=False,
        rows=3,
        help_text="One line for each of you.",
    )


def meeting_as_typed(meeting: TeamMeeting) -> dict[str, Any]:
    return {"on": meeting.on, "notes": meeting.notes, "tries": meeting.tries}


class SeatForm(forms.Form):
    role = forms.CharField(
        label="Part in the team", max_length=120, help_text="Such as leads the team, research, mathematics."
    )
    starts = forms.DateField(label="From", widget=DateInput())

    def __init__(self, *args: Any, people: list[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].initial = timezone.localdate
        self.fields["person"] = PersonChoice(people, label="Who")
        self.order_fields(["person", "role", "starts"])


class SeatChangeForm(SeenForm):
    role = forms.CharField(label="Part in the team", max_length=120)
    ends = forms.DateField(
        label="Last day", widget=DateInput(), required=False, help_text="Empty: until further notice."
    )


def seat_as_typed(seat: TeamSeat) -> dict[str, Any]:
    return {"role": seat.role, "ends": seat.ends}
