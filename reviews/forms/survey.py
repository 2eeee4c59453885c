"""Forms of a survey: for its lead, and the sheet that pupils or parents fill in."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from reviews.forms.note import Groups
from reviews.models import Survey, SurveyQuestion
from reviews.models.survey import WORDS_AT_MOST, QuestionForm, Who
from reviews.rules.survey import SCALES
from reviews.strategy.voice import QuestionSet

BAD_DAY = {"invalid": "Write the day as 31/01/2027.", "required": "Choose a day."}
OWN = {"own-pupils": Who.PUPILS, "own-parents": Who.PARENTS}


class SetForm(forms.Form):
    """Which question set a new survey begins with. `sets`: those that fit, the review's own subject first."""

    begin = forms.ChoiceField(error_messages={"required": "Choose what to ask."})

    def __init__(self, data: Any = None, *, sets: Sequence[QuestionSet], **options: Any) -> None:
        super().__init__(data, **options)
        own = [("own-pupils", "Your own, for pupils"), ("own-parents", "Your own, for parents")]
        self.fields["begin"].choices = [(each.key, each.name) for each in sets] + own  # type: ignore[attr-defined]


class SurveyForm(SeenForm):
    """Title, opening words and days. `who`: parents are never asked as young pupils."""

    title = forms.CharField(
        label="Title", max_length=80, help_text="As the people who answer read it.",
        error_messages={"required": "Give it a title: the people who answer read it first."},
    )  # fmt: skip
    opening = LongText(
        label="Opening words", rows=3, longest=400, required=False,
        help_text="One or two sentences above the questions: why you ask. Who reads the answers is said by itself.",
    )  # fmt: skip
    opens = forms.DateField(label="Open from", widget=DateInput, error_messages=BAD_DAY)
    closes = forms.DateField(
        label="Until, this day included", widget=DateInput, error_messages=BAD_DAY,
        help_text="You can move the last day while the survey is open, and close it earlier.",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, who: str, now: Mapping[str, Any] | None = None, **options: Any) -> None:
        super().__init__(data, now=now, **options)
        if who == Who.PUPILS:
            self.fields["young"] = forms.BooleanField(
                label="For pupils of the primary years", required=False,
                help_text="Larger letters, one question below the other, fewer words around them.",
            )  # fmt: skip


def survey_as_typed(survey: Survey) -> dict[str, Any]:
    said: dict[str, Any] = {
        "title": survey.title,
        "opening": survey.opening,
        "opens": survey.opens,
        "closes": survey.closes,
    }
    return said | ({"young": survey.young} if survey.who == Who.PUPILS else {})


class LastDayForm(SeenForm):
    closes = forms.DateField(label="Last day", widget=DateInput, error_messages=BAD_DAY)


class QuestionEdit(SeenForm):
    says = forms.CharField(
        label="Question, or a sentence to agree with", max_length=160,
        help_text="One thing at a time, in words that the youngest who answers can read. Name nobody.",
        error_messages={"required": "Write the question."},
    )  # fmt: skip
    scale = forms.ChoiceField(
        label="How one answers", required=False, initial="often",
        choices=[*((key, " · ".join(words)) for key, words in SCALES.items()), ("", "In own words")],
    )  # fmt: skip


def question_as_typed(question: SurveyQuestion) -> dict[str, Any]:
    words = tuple(question.scale)
    return {"says": question.says, "scale": next((key for key, scale in SCALES.items() if scale == words), "")}


class VoiceNoteForm(forms.Form):
    """A note of the review from what a question shows. `groups`: reviews.forms.note.about_groups."""

    says = LongText(
        label="What it tells you", rows=5, help_text="The figure stands there already. Name no pupil and no teacher.",
        error_messages={"required": "Write what it tells you."},
    )  # fmt: skip
    about = forms.ChoiceField(label="Part or prompt", required=False)
    client_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, groups: Groups, **options: Any) -> None:
        super().__init__(data, **options)
        self.fields["about"].choices = groups  # type: ignore[attr-defined]


class SheetForm(forms.Form):
    """What pupils or parents fill in: nothing is required, and nothing is refused but what cannot be read."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, questions: Iterable[SurveyQuestion], **options: Any) -> None:
        super().__init__(data, initial={"key": uuid.uuid4()}, **options)
        self.asked = list(questions)
        for question in self.asked:
            self.fields[f"q{question.pk}"] = _field(question)

    def clean_key(self) -> uuid.UUID:
        """Something else than a key is a new one: a sheet is never refused for it."""
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid.uuid4()

    @property
    def answers(self) -> dict[int, int | str]:
        said: dict[int, int | str] = {}
        for question in self.asked:
            value = self.cleaned_data.get(f"q{question.pk}", "")
            if value:
                said[question.pk] = int(value) if question.form == QuestionForm.SCALE else value
        return said

    def lines(self) -> list[tuple[SurveyQuestion, forms.BoundField]]:
        return [(question, self[f"q{question.pk}"]) for question in self.asked]


def _field(question: SurveyQuestion) -> forms.Field:
    if question.form == QuestionForm.WORDS:
        return LongText(label=question.says, rows=4, longest=WORDS_AT_MOST, required=False)
    return forms.ChoiceField(
        label=question.says, required=False, choices=list(enumerate(question.scale, start=1)),
        widget=forms.RadioSelect, error_messages={"invalid_choice": "Choose one of the four answers."},
    )  # fmt: skip
