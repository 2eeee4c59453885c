"""Actions of a plan's priorities, and what was said of how they went."""

import datetime

import factory
from factory.django import DjangoModelFactory

from plans.models import Action, ActionUpdate

__all__ = ["ActionFactory", "ActionUpdateFactory"]


class ActionFactory(DjangoModelFactory[Action]):
    """Open, due by the end of the plan's school year, owned by nobody."""

    class Meta:
        model = Action

    priority = factory.SubFactory("tests.factories.PriorityFactory")
    says = factory.Sequence(lambda n: f"Action {n}")
    due = factory.LazyAttribute(lambda action: datetime.date(action.priority.plan.academic_year + 1, 7, 1))


class ActionUpdateFactory(DjangoModelFactory[ActionUpdate]):
    class Meta:
        model = ActionUpdate

    action = factory.SubFactory(ActionFactory)
    state = factory.SelfAttribute("action.state")
    rag = factory.SelfAttribute("action.rag")
    says = "Two teams have begun."
    by = factory.SubFactory("tests.factories.UserFactory")
