"""Stages and the way through them. `PassageFactory` alone begins no log: the services do."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from plans.models import ActivityProgress, Gate, Passage, Stage, StageActivity, StageEntry, TwinTrack

__all__ = [
    "ActivityProgressFactory",
    "GateFactory",
    "PassageFactory",
    "StageActivityFactory",
    "StageEntryFactory",
    "StageFactory",
    "TwinTrackFactory",
]


class StageFactory(DjangoModelFactory[Stage]):
    class Meta:
        model = Stage
        django_get_or_create = ("trust", "number")

    trust = factory.SubFactory("tests.factories.TrustFactory")
    number = 1
    name = factory.LazyAttribute(lambda stage: f"Stage {stage.number}")


class StageActivityFactory(DjangoModelFactory[StageActivity]):
    class Meta:
        model = StageActivity

    stage = factory.SubFactory(StageFactory)
    name = factory.Sequence(lambda n: f"Activity {n}")
    order = factory.Sequence(lambda n: n % 1000)


class PassageFactory(DjangoModelFactory[Passage]):
    """Four months ago, into stage one."""

    class Meta:
        model = Passage

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    stage = 1
    opened_on = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=120))


class ActivityProgressFactory(DjangoModelFactory[ActivityProgress]):
    """Under way for a month, with the academy of its trust."""

    class Meta:
        model = ActivityProgress

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    activity = factory.SubFactory(StageActivityFactory, stage__trust=factory.SelfAttribute("...academy.trust"))
    state = "under_way"
    starts = factory.LazyFunction(lambda: timezone.localdate() - datetime.timedelta(days=30))


class GateFactory(DjangoModelFactory[Gate]):
    """Asked for, out of stage one."""

    class Meta:
        model = Gate

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    kind = "onward"
    stage = 1
    says = "Everything that was planned is done."
    asked_by = factory.SubFactory("tests.factories.UserFactory")


class StageEntryFactory(DjangoModelFactory[StageEntry]):
    class Meta:
        model = StageEntry

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    stage = 1
    kind = "note"
    says = "Spoke of it in the meeting of all staff."
    on = factory.LazyFunction(timezone.localdate)
    by = factory.SubFactory("tests.factories.UserFactory")


class TwinTrackFactory(DjangoModelFactory[TwinTrack]):
    class Meta:
        model = TwinTrack

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    academic_year = 2024
    term = "autumn"
    leaning = 2
    written_by = factory.SubFactory("tests.factories.UserFactory")
