"""A plan of this school year, its priorities, success criteria and what was made of new figures."""

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from celt.lib.terms import year_on
from plans.models import Meaning, Plan, Priority, SuccessCriterion

__all__ = ["MeaningFactory", "PlanFactory", "PriorityFactory", "SuccessCriterionFactory"]


class PlanFactory(DjangoModelFactory[Plan]):
    class Meta:
        model = Plan

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    academic_year = factory.LazyFunction(lambda: year_on(timezone.localdate()))
    begun_by = factory.SubFactory("tests.factories.UserFactory")


class PriorityFactory(DjangoModelFactory[Priority]):
    class Meta:
        model = Priority

    plan = factory.SubFactory(PlanFactory)
    order = factory.LazyAttribute(lambda priority: priority.plan.priorities.count() + 1)
    title = factory.Sequence(lambda n: f"Priority {n}")


class SuccessCriterionFactory(DjangoModelFactory[SuccessCriterion]):
    class Meta:
        model = SuccessCriterion

    priority = factory.SubFactory(PriorityFactory)
    says = factory.Sequence(lambda n: f"Criterion {n}")


class MeaningFactory(DjangoModelFactory[Meaning]):
    class Meta:
        model = Meaning

    priority = factory.SubFactory(PriorityFactory)
    academic_year = factory.SelfAttribute("priority.plan.academic_year")
    checkpoint = "Autumn"
    says = "Too early to tell."
    by = factory.SubFactory("tests.factories.UserFactory")
