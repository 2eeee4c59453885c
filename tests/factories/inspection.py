"""Inspections with their grades, each under the framework of its day."""

import datetime
from collections.abc import Mapping
from typing import Any

import factory
from factory.django import DjangoModelFactory

from academies.inspection import FRAMEWORKS, framework_on
from academies.models import Inspection, Judgement

__all__ = ["InspectionFactory", "grades_of"]


def grades_of(slug: str, grade: str) -> dict[str, str]:
    """One grade in every area that a graded inspection under the framework always grades."""
    framework = FRAMEWORKS[slug]
    return {area: grade for area in framework.areas if area not in framework.optional_areas}


class InspectionFactory(DjangoModelFactory[Inspection]):
    """A report card at the expected standard. `started` decides the framework; `grades` are area -> grade."""

    class Meta:
        model = Inspection
        skip_postgeneration_save = True

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    started = datetime.date(2026, 3, 10)
    framework = factory.LazyAttribute(lambda i: getattr(framework_on(i.started), "slug", ""))
    kind = "graded"
    safeguarding = "met"

    @factory.post_generation
    def grades(self, create: bool, extracted: Mapping[str, str] | None, **_: Any) -> None:
        inspection: Inspection = self
        usual = {"report_card_2025": "expected"}.get(inspection.framework, "good")
        given = extracted if extracted is not None else grades_of(inspection.framework, usual)
        if inspection.kind == "ungraded":
            given = {}
        Judgement.objects.bulk_create(
            Judgement(inspection=inspection, framework=inspection.framework, area=area, grade=grade)
            for area, grade in given.items()
        )
