"""Forms of planning a round, its visitors, its schedule, and each step on its way."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django import forms

from celt.lib.sentences import inside
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from reviews.models import Network, Round, RoundClassroom, RoundVisitor
from reviews.rules.round import NEEDS_WORDS, StepName
from reviews.services.visitor import Colleague
from toolkit.models import Practice, Theory
from toolkit.rules.subjects import SUBJECTS, YEAR_GROUPS

NOBODY_NAMED = "Name no pupil and no teacher."
# What a schedule is made of, offered as one types.
OFFERED = {"year_groups": YEAR_GROUPS, "subjects": SUBJECTS}


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, **options: Any) -> None:
        super().__init__(attrs={"class": "form-control"}, format="%H:%M", **options)


class RoundForm(SeenForm):
    """`now`: what it says today, for one that is changed. `whole`: not only its days can be changed."""

    network = forms.ChoiceField(label="Network")
    problem = LongText(
        label="Problem of practice",
        rows=5,
        longest=2000,
        help_text=f"What you are working on and cannot yet explain, as a question about learning. {NOBODY_NAMED}",
    )
    theory = forms.ChoiceField(
        label="Theory of action", required=False, help_text="What you expect to follow when adults do something."
    )
    focus = forms.ChoiceField(
        label="Practice of the toolkit",
        required=False,
        help_text="What the round looks at, where the toolkit has it. Visitors read there what it looks like.",
    )
    practice = forms.CharField(
        label="Practice in focus",
        max_length=80,
        required=False,
        help_text="In a few words, such as Talk before writing. Rounds of the same practice are read together.",
    )
    day = forms.DateField(label="Day of the visit", widget=DateInput())
    follow_up_on = forms.DateField(
        label="Follow-up on",
        widget=DateInput(),
        required=False,
        help_text="The day by which you say what came of it. Half a term later is usual.",
    )

    def __init__(
        self,
        *args: Any,
        networks: Iterable[Network],
        theories: Iterable[Theory],
        practices: Iterable[Practice] = (),
        whole: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.networks = {str(each.pk): each for each in networks}
        self.theories = {str(each.pk): each for each in theories}
        self.practices = {str(each.pk): each for each in practices}
        named = [(pk, each.name) for pk, each in self.networks.items()]
        self._choices("network", named if len(named) == 1 else [("", "Choose"), *named])
        self._choices("theory", [("", "None yet"), *((pk, each.name) for pk, each in self.theories.items())])
        self._choices(
            "focus", [("", "None, or not in the toolkit"), *((pk, str(p)) for pk, p in self.practices.items())]
        )
        unasked = ["network", "problem", "theory", "focus", "practice"] if not whole else []
        if whole and not self.practices:
            unasked.append("focus")
        for name in unasked:
            del self.fields[name]

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    @property
    def said(self) -> dict[str, Any]:
        """What a service takes: rows in place of their keys."""
        said = dict(self.cleaned_data)
        if "network" in said:
            said["network"] = self.networks[said["network"]]
            said["theory"] = self.theories.get(said["theory"])
            said["focus"] = self.practices.get(said.get("focus", ""))
        return said


class PlanRoundForm(RoundForm):
    """A new one, with who facilitates it."""

    facilitator = forms.ChoiceField(
        label="Who facilitates it",
        required=False,
        help_text="They visit too, and lead the debrief. Somebody from another academy is freer to ask.",
    )

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(each.person.pk): each.person for each in colleagues}
        self._choices("facilitator", [("", "To be said later"), *by_place(colleagues)])
        self.order_fields(["problem", "focus", "practice", "theory", "network", "day", "follow_up_on", "facilitator"])

    @property
    def said(self) -> dict[str, Any]:
        said = super().said
        return {**said, "facilitator": self.colleagues.get(said["facilitator"])}


def by_place(colleagues: Sequence[Colleague]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Choices in groups, in the order in which the colleagues come."""
    return [
        (place, [(str(each.person.pk), f"{each.person.full_name}, {inside(each.role)}") for each in found])
        for place, found in groupby(colleagues, key=lambda each: each.place)
    ]


def round_as_typed(round: Round, *, whole: bool) -> dict[str, Any]:
    days = {"day": round.day, "follow_up_on": round.follow_up_on}
    if not whole:
        return days
    return {
        "network": str(round.network_id),
        "problem": round.problem,
        "theory": str(round.theory_id or ""),
        "focus": str(round.focus_id or ""),
        "practice": round.practice,
        **days,
    }


class VisitorForm(forms.Form):
    """Several colleagues at once."""

    people = forms.MultipleChoiceField(
        label="Who visits",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Heads, leaders, coaches and teachers of the network’s academies, and the trust’s leaders.",
    )
    facilitator = forms.ChoiceField(
        label="Who facilitates the round and leads the debrief",
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )

    def __init__(self, *args: Any, colleagues: Sequence[Colleague], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleagues = {str(each.person.pk): each.person for each in colleagues}
        grouped = by_place(colleagues)
        for name, choices in (("people", grouped), ("facilitator", [("", "Nobody of these"), *grouped])):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = choices

    @property
    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            "people": [self.colleagues[pk] for pk in data["people"]],
            "facilitator": self.colleagues.get(data["facilitator"]),
        }


class ClassroomForm(SeenForm):
    """`visitors`: for one that is changed; a new one is for everybody until it is said otherwise."""

    starts = forms.TimeField(label="From", widget=TimeInput())
    year_group = forms.CharField(
        label="Year group", max_length=20, widget=forms.TextInput(attrs={"list": "year-groups", "autocomplete": "off"})
    )
    subject = forms.CharField(
        label="Subject", max_length=60, widget=forms.TextInput(attrs={"list": "subjects", "autocomplete": "off"})
    )
    visitors = forms.MultipleChoiceField(
        label="Who goes",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Where nobody is ticked, everybody goes.",
    )

    def __init__(self, *args: Any, visitors: Iterable[RoundVisitor] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = {str(each.pk): each for each in visitors}
        field = self.fields["visitors"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, each.person.full_name) for pk, each in self.seats.items()]
        if not self.seats:
            del self.fields["visitors"]

    @property
    def said(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {**said, "visitors": [self.seats[pk] for pk in said.get("visitors", [])]}


def classroom_as_typed(room: RoundClassroom, goes: Iterable[int]) -> dict[str, Any]:
    return {
        "starts": room.starts,
        "year_group": room.year_group,
        "subject": room.subject,
        "visitors": [str(pk) for pk in goes],
    }


# Label of the words and help, for steps that take some.
WORDS: dict[StepName, tuple[str, str]] = {
    "reopen": ("What is still to be seen", "The visitors read this."),
    "follow": (
        "What came of it",
        "What adults do differently now, what pupils do differently, and what is left. The visitors and the academy’s "
        f"governors read this. {NOBODY_NAMED}",
    ),
    "call_off": ("Why it is called off", "The visitors and the academy’s staff read this."),
}


class RoundStepForm(forms.Form):
    """One step with the words it asks for. `seen`: the state that its page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, step: StepName, seen: str) -> None:
        super().__init__(data, initial={"seen": seen})
        if step in WORDS:
            label, help_text = WORDS[step]
            self.fields["says"] = LongText(
                label=label,
                rows=6 if step == "follow" else 3,
                help_text=help_text,
                required=step in NEEDS_WORDS,
                error_messages={"required": "Say it in a sentence or two."},
            )
