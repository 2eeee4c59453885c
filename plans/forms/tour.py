"""Forms of curriculum tours: planning one, its route, what visitors took away, stories."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from celt.ui.edits import SeenForm
from celt.ui.inputs import DateInput, LongText
from plans.forms.learning import theory_field
from plans.models import Tour, TourStop, TourStory
from toolkit.models import Theory

NOBODY_NAMED = "Name no pupil and no teacher."


class TourForm(SeenForm):
    """`now`: what it says today, for one that is changed."""

    title = forms.CharField(
        label="What it shows",
        max_length=160,
        help_text="Such as How rehearsed talk changes writing, Reception to Year 6.",
    )
    on = forms.DateField(label="Day", widget=DateInput())
    visitors = LongText(
        label="Who is invited", required=False, rows=2, help_text="Such as governors, parents, a partner academy."
    )

    def __init__(self, *args: Any, theories: QuerySet[Theory], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theory"] = theory_field(theories)


class NewTourForm(TourForm):
    walked = forms.BooleanField(label="It was walked already", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(["title", "on", "walked", "visitors", "theory"])


def tour_as_typed(tour: Tour) -> dict[str, Any]:
    return {"title": tour.title, "on": tour.on, "visitors": tour.visitors, "theory": tour.theory_id}


class StopForm(SeenForm):
    place = forms.CharField(
        label="Year group and subject", max_length=120, help_text="Such as Year 4, writing. No teacher’s name."
    )
    look_for = LongText(label="What to look for", required=False, rows=2)


def stop_as_typed(stop: TourStop) -> dict[str, Any]:
    return {"place": stop.place, "look_for": stop.look_for}


class WalkForm(SeenForm):
    learnt = LongText(label="What visitors took away, and what we did with it", rows=5, help_text=NOBODY_NAMED)


def walk_as_typed(tour: Tour) -> dict[str, Any]:
    return {"learnt": tour.learnt}


class TourStoryForm(SeenForm):
    title = forms.CharField(label="Title", max_length=160, help_text="What another academy would look for.")
    says = LongText(
        label="What was seen", rows=6,
        help_text=f"What was done, with whom, and what came of it, so that another academy could do it. {NOBODY_NAMED}",
    )  # fmt: skip

    def __init__(self, *args: Any, stops: QuerySet[TourStop], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stop"] = forms.ModelChoiceField(
            queryset=stops, required=False, empty_label="The tour as a whole", label="At which stop"
        )
        self.order_fields(["stop", "title", "says"])


def story_as_typed(story: TourStory) -> dict[str, Any]:
    return {"stop": story.stop_id, "title": story.title, "says": story.says}
