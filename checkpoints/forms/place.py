"""Forms at one academy: handing in, withdrawing, deciding, naming another owner, following up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from academies.providers import Record, RecordKind
from accounts.models import User
from celt.ui.inputs import DateInput, LongText
from checkpoints.forms.checkpoint import NO_DAY
from checkpoints.models import CheckpointLine, Confirms, Went
from checkpoints.services.decision import Promise

NOBODY_NAMED = "Name no pupil, and no number of ten or fewer."


class HandInForm(forms.Form):
    confirms = forms.ChoiceField(
        label="The figures above", choices=Confirms, widget=forms.RadioSelect,
        error_messages={"required": "Say whether the figures are right."},
    )  # fmt: skip
    comment = LongText(
        label="What the academy knows about it", rows=4, longest=1000, required=False,
        help_text="Why a figure is as it is, what was tried since, what is missing. A few sentences are enough. "
        f"{NOBODY_NAMED}",
    )  # fmt: skip


class BecauseForm(forms.Form):
    because = LongText(label="Why", rows=2, longest=300, error_messages={"required": "Say why."})

    def __init__(self, *args: Any, label: str = "Why", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["because"].label = label


class NoneForm(forms.Form):
    because = LongText(
        label="None, because", rows=3, longest=600,
        help_text="What in the figures, or in what the academy knows, says that nothing more is needed now. "
        f"{NOBODY_NAMED}",
        error_messages={"required": "Say why nothing is needed here. Without a reason it is no decision."},
    )  # fmt: skip


class InterventionForm(forms.Form):
    """`lines`: the figures that it may move; `groups`: records of the plan that it may serve."""

    because = LongText(
        label="What calls for it", rows=2, longest=600,
        help_text=f"What the figures show, in a sentence or two. {NOBODY_NAMED}",
        error_messages={"required": "Say what in the figures calls for it."},
    )  # fmt: skip
    what = forms.CharField(
        max_length=240, label="What is done",
        help_text="In a line that governors understand: “Three sessions of fluency reading a week, in groups of six”.",
        error_messages={"required": "Say in a line what is done."},
    )  # fmt: skip
    who = forms.CharField(
        max_length=160, label="Who does it", help_text="Governors are told that it is a member of staff.",
        error_messages={"required": "Say who does it."},
    )  # fmt: skip
    for_whom = forms.CharField(
        max_length=160, label="For which group", help_text=f"Such as “Year 5 readers below 90”. {NOBODY_NAMED}",
        error_messages={"required": "Say for which group of pupils."},
    )  # fmt: skip
    starts = forms.DateField(
        label="From", widget=DateInput(), error_messages={"invalid": NO_DAY, "required": "Say when it begins."}
    )
    ends = forms.DateField(
        label="To", widget=DateInput(), error_messages={"invalid": NO_DAY, "required": "Say when it ends."}
    )
    line = forms.ChoiceField(
        label="The figure that it should move", error_messages={"required": "Choose the figure that it should move."}
    )
    promises = LongText(
        label="What is promised", rows=2, longest=300,
        help_text="What should be seen by the next checkpoint. It is asked for there.",
        error_messages={"required": "Say what it should bring, so that the next checkpoint can ask for it."},
    )  # fmt: skip
    origin = forms.ChoiceField(
        label="What of the plan it serves", required=False, help_text="A priority or an action, where one exists."
    )

    def __init__(
        self,
        data: Any = None,
        *,
        lines: Sequence[tuple[str, str]],
        groups: Iterable[tuple[RecordKind, list[Record]]],
        because: str = "",
        **options: Any,
    ) -> None:
        super().__init__(data, **options)
        line, origin = self.fields["line"], self.fields["origin"]
        assert isinstance(line, forms.ChoiceField)
        assert isinstance(origin, forms.ChoiceField)
        line.choices = [("", "Choose"), *lines]
        offered: list[Any] = [("", "Nothing in particular")]
        origin.choices = offered + [(kind.label, [(each.key, each.says) for each in found]) for kind, found in groups]
        if because:
            del self.fields["because"]
        self.stands = because

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", "It would end before it begins. Choose a later day.")
        return data

    @property
    def because_said(self) -> str:
        return str(self.cleaned_data.get("because", self.stands))

    def promise(self, lines: Iterable[CheckpointLine]) -> Promise:
        data = self.cleaned_data
        line = next(one for one in lines if str(one.pk) == data["line"])
        names = ("what", "who", "for_whom", "promises", "starts", "ends", "origin")
        return Promise(line=line, **{name: data[name] for name in names})


class OwnerForm(forms.Form):
    owner = forms.ChoiceField(label="Who decides")

    def __init__(self, data: Any = None, *, people: Sequence[User], **options: Any) -> None:
        super().__init__(data, **options)
        self.people = {str(user.pk): user for user in people}
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [(pk, user.full_name) for pk, user in self.people.items()]

    @property
    def chosen(self) -> User:
        return self.people[self.cleaned_data["owner"]]


class FollowUpForm(forms.Form):
    went = forms.ChoiceField(
        label="How it stands", choices=Went, widget=forms.RadioSelect,
        error_messages={"required": "Say whether it goes on, goes on changed, or has ended."},
    )  # fmt: skip
    says = LongText(
        label="What came of what was promised", rows=3, longest=600,
        help_text=f"What was seen, and what is done differently where it changed. {NOBODY_NAMED}",
        error_messages={"required": "Say in a sentence what came of what was promised."},
    )  # fmt: skip
    ends = forms.DateField(
        label="New last day", required=False, widget=DateInput(), error_messages={"invalid": NO_DAY},
        help_text="Only where it goes on changed, and for longer or shorter.",
    )  # fmt: skip
