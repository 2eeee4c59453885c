"""Forms of planning a review, its team, and each step on its way."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from academies.models import SupportPromise
from academies.providers import Record, RecordKind
from accounts.models import User
from celt.lib.days import british
from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from reviews.models import Framework, Review
from reviews.models.review import MemberRole
from reviews.rules.review import NEEDS_WORDS, StepName

NOBODY_NAMED = "Name no pupil and no teacher."
REPLY_DAYS = 7

Choices = Sequence[tuple[RecordKind, Sequence[Record]]]


class ReviewForm(SeenForm):
    """`now`: what it says today, for one that is changed. `may_choose`: whether the framework can still be chosen."""

    framework = forms.ChoiceField(label="Framework")
    title = forms.CharField(
        label="What it looks at",
        max_length=120,
        required=False,
        help_text="Such as Reading in Key Stage 2. Left empty, the review takes the name of its framework.",
    )
    focus = LongText(
        label="What it should find out",
        rows=3,
        required=False,
        help_text=f"One or two questions are enough. The academy’s leaders read this. {NOBODY_NAMED}",
    )
    starts = forms.DateField(label="First day", widget=DateInput())
    ends = forms.DateField(
        label="Last day", widget=DateInput(), required=False, help_text="Left empty, it takes one day."
    )
    promise = forms.ChoiceField(label="Is it a visit or review that the category promised?", required=False)
    serves = forms.ChoiceField(
        label="What it serves",
        required=False,
        help_text="A priority of the plan, a decision or a concern that it should tell more about.",
    )

    def __init__(
        self,
        *args: Any,
        frameworks: Iterable[Framework],
        promises: Iterable[SupportPromise],
        groups: Choices,
        may_choose: bool = True,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.frameworks = {str(each.pk): each for each in frameworks}
        named = [(pk, f"{each.name}, version {each.version}") for pk, each in self.frameworks.items()]
        if may_choose:
            self._choices("framework", [("", "Choose"), *named])
        else:
            del self.fields["framework"]
        self.promises = {str(each.pk): each for each in promises}
        told = [(pk, _promised(each)) for pk, each in self.promises.items()]
        self._choices("promise", [("", "No"), *told])
        if not told:
            del self.fields["promise"]
        offered: list[Any] = [("", "Nothing in particular")]
        offered += [(kind.label, [(each.key, each.says) for each in found]) for kind, found in groups]
        self._choices("serves", offered)
        if not groups:
            del self.fields["serves"]

    def _choices(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("starts") and not cleaned.get("ends"):
            cleaned["ends"] = cleaned["starts"]
        if cleaned.get("starts") and cleaned["ends"] < cleaned["starts"]:
            self.add_error("ends", "The last day comes before the first.")
        return cleaned

    @property
    def said(self) -> dict[str, Any]:
        """What a service takes: rows in place of their keys."""
        said = dict(self.cleaned_data)
        if "framework" in said:
            said["framework"] = self.frameworks[said["framework"]]
        return {**said, "promise": self.promises.get(said.get("promise", ""))}


def _promised(promise: SupportPromise) -> str:
    about = f": {promise.focus}" if promise.focus else ""
    return f"{promise.get_kind_display()}, due by {british(promise.due)}{about}"


class PlanForm(ReviewForm):
    """A new one, with who leads it."""

    lead = forms.ModelChoiceField(
        label="Who leads it",
        queryset=User.objects.none(),
        required=False,
        empty_label="To be said later",
        help_text="Anybody with a role in the trust, such as another academy’s head. It begins once somebody leads it.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lead = self.fields["lead"]
        assert isinstance(lead, forms.ModelChoiceField)
        lead.queryset = people
        self.order_fields(["framework", "title", "starts", "ends", "lead", "focus", "promise", "serves"])


def review_as_typed(review: Review, *, may_choose: bool) -> dict[str, Any]:
    said = {
        "title": review.title,
        "focus": review.focus,
        "starts": review.starts,
        "ends": review.ends,
        "promise": str(review.promise_id or ""),
        "serves": review.serves,
    }
    return {**said, "framework": str(review.framework_id)} if may_choose else said


class MemberForm(forms.Form):
    person = forms.ModelChoiceField(
        label="Who", queryset=User.objects.none(), empty_label="Choose", help_text="Anybody with a role in the trust."
    )
    role = forms.ChoiceField(label="Part in the review", choices=MemberRole.choices, initial=MemberRole.OBSERVER)
    ends = forms.DateField(
        label="Last day",
        widget=DateInput(),
        required=False,
        help_text="A moderator’s place has one: they read this review until then. Others stay until their place ends.",
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person = self.fields["person"]
        assert isinstance(person, forms.ModelChoiceField)
        person.queryset = people


class EndForm(forms.Form):
    on = forms.DateField(
        label="Last day on the team", widget=DateInput(), help_text="What they wrote stays with the review."
    )


class SummaryForm(SeenForm):
    summary = LongText(
        label="What the review found, in a paragraph",
        rows=8,
        help_text=f"What somebody with one minute should know. Governors read it once it is published. {NOBODY_NAMED}",
    )


# Label of the words, help, and where a step takes none: empty.
WORDS: dict[StepName, tuple[str, str]] = {
    "reopen": ("What is missing in the draft", "The team reads this."),
    "send_back": ("What the draft does not show yet", "The team reads this."),
    "moderate": (
        "What you looked at, and what you changed",
        "Where the standard is agreed, a sentence or nothing. Where it is changed, say what and why.",
    ),
    "share": ("A word to the head", "Stands in the review’s log."),
    "reply": (
        "Your reply on facts",
        f"What is wrong as a fact, and how it really is. Where every fact is right, say so. {NOBODY_NAMED}",
    ),
    "publish": ("", ""),
    "follow": ("Why it is closed now", "Needed only where next steps have not been looked at again."),
    "call_off": ("Why it is called off", "The academy’s leaders read this."),
}


class StepForm(forms.Form):
    """One step with what it asks for. `seen`: the state that its page showed."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *, step: StepName, seen: str, says: str = "") -> None:
        super().__init__(data, initial={"seen": seen, "reply_by": reply_day(), "says": says})
        if step == "moderate":
            self.fields["standard"] = forms.ChoiceField(
                label="The standard",
                choices=(("agreed", "Agreed: what is written follows from what was seen"),
                         ("changed", "Changed: it is agreed with the changes below")),
                widget=forms.RadioSelect,
                error_messages={"required": "Say whether the standard is agreed or changed."},
            )  # fmt: skip
        if step == "share":
            self.fields["reply_by"] = forms.DateField(label="The head replies by", widget=DateInput())
        label, help_text = WORDS.get(step, ("", ""))
        if label:
            self.fields["says"] = LongText(
                label=label,
                rows=8 if step == "reply" else 4,
                help_text=help_text,
                required=step in NEEDS_WORDS,
                error_messages={"required": "Say it in a sentence or two."},
            )


class AnswerForm(SeenForm):
    says = LongText(
        label="What was done about it",
        rows=5,
        help_text=f"What was corrected, what was not and why. The head reads it. {NOBODY_NAMED}",
    )


def reply_day() -> datetime.date:
    """A week from today, and then the next day of a working week."""
    day = timezone.localdate() + datetime.timedelta(days=REPLY_DAYS)
    return day + datetime.timedelta(days=max(0, 7 - day.weekday()) if day.weekday() > 4 else 0)
