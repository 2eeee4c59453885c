"""Checkpoints of a trust, what academies hand in, what was decided, and interventions with their follow-ups."""

import datetime
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from celt.lib.terms import year_on
from checkpoints.models import (
    CheckpointDecision,
    CheckpointLine,
    CheckpointPlace,
    Confirms,
    DecisionKind,
    FollowUp,
    HandIn,
    Intervention,
    TrustCheckpoint,
    Went,
)

__all__ = [
    "CheckpointDecisionFactory",
    "CheckpointLineFactory",
    "CheckpointPlaceFactory",
    "FollowUpFactory",
    "HandInFactory",
    "InterventionFactory",
    "TrustCheckpointFactory",
    "frozen_line",
]

MEASURE = "reading_sas_mean"


def frozen_line(value: float | None = 95.0, **more: Any) -> dict[str, Any]:
    """One figure as a hand-in keeps it."""
    told = {"measure": MEASURE, "figure_of": "dis", "breakdown": "all", "year": 2024, "at": "Autumn", **more}
    if value is None:
        return {**told, "why_none": told.get("why_none", "Too few pupils to show.")}
    return {"says": f"{value:g}", "low": value - 2, "high": value + 2, "n": 40, **told, "value": value}


class TrustCheckpointFactory(DjangoModelFactory[TrustCheckpoint]):
    class Meta:
        model = TrustCheckpoint

    trust = factory.SubFactory("tests.factories.TrustFactory")
    title = factory.Sequence(lambda n: f"Checkpoint {n}")
    hand_in_by = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=7))
    decide_by = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=21))
    academic_year = factory.LazyAttribute(lambda one: year_on(one.hand_in_by))
    serves = "Which year groups get tutors in spring."
    decides = "The education executive."
    set_by = factory.SubFactory("tests.factories.UserFactory")


class CheckpointLineFactory(DjangoModelFactory[CheckpointLine]):
    class Meta:
        model = CheckpointLine

    checkpoint = factory.SubFactory(TrustCheckpointFactory)
    measure = MEASURE
    figure_of = "dis"
    at = "Autumn"


class CheckpointPlaceFactory(DjangoModelFactory[CheckpointPlace]):
    class Meta:
        model = CheckpointPlace

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    checkpoint = factory.SubFactory(TrustCheckpointFactory, trust=factory.SelfAttribute("..academy.trust"))
    owner = factory.SubFactory("tests.factories.UserFactory")


class HandInFactory(DjangoModelFactory[HandIn]):
    class Meta:
        model = HandIn

    place = factory.SubFactory(CheckpointPlaceFactory)
    by = factory.SubFactory("tests.factories.UserFactory")
    content = factory.LazyFunction(lambda: {"staff": [frozen_line()], "readers": [frozen_line(None)]})
    confirms = Confirms.RIGHT


class CheckpointDecisionFactory(DjangoModelFactory[CheckpointDecision]):
    class Meta:
        model = CheckpointDecision

    place = factory.SubFactory(CheckpointPlaceFactory)
    kind = DecisionKind.INTERVENTION
    because = "The gap is wider than last year."
    by = factory.SubFactory("tests.factories.UserFactory")


class InterventionFactory(DjangoModelFactory[Intervention]):
    class Meta:
        model = Intervention

    decision = factory.SubFactory(CheckpointDecisionFactory)
    what = factory.Sequence(lambda n: f"Fluency reading in groups, {n}")
    who = "The reading lead"
    for_whom = "Year 5 readers below 90"
    promises = "Their scores rise by three points."
    starts = factory.LazyFunction(timezone.localdate)
    ends = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=70))
    line = factory.LazyAttribute(
        lambda one: CheckpointLineFactory(checkpoint=one.decision.place.checkpoint, order=1, breakdown=f"year:{one.n}")
    )
    then = factory.LazyFunction(lambda: {"staff": frozen_line(), "readers": frozen_line(None)})

    class Params:
        n = factory.Sequence(lambda n: n)


class FollowUpFactory(DjangoModelFactory[FollowUp]):
    class Meta:
        model = FollowUp

    intervention = factory.SubFactory(InterventionFactory)
    went = Went.GOING_ON
    says = "Two groups read every week."
    ends = factory.SelfAttribute("intervention.ends")
    now = factory.LazyFunction(lambda: {"staff": frozen_line(97.0), "readers": frozen_line(None)})
    by = factory.SubFactory("tests.factories.UserFactory")
