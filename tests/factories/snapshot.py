"""Snapshots of plans, holding a document each for staff and for readers."""

import factory
from factory.django import DjangoModelFactory

from plans.models import Snapshot
from plans.rules.document import PlanDocument, as_data

__all__ = ["SnapshotFactory"]


class SnapshotFactory(DjangoModelFactory[Snapshot]):
    """`staff` and `readers`: what each edition says (PlanDocument); a bare one of the plan where left out."""

    class Meta:
        model = Snapshot
        exclude = ("staff", "readers")

    plan = factory.SubFactory("tests.factories.PlanFactory")
    title = factory.Sequence(lambda n: f"Governors’ meeting {n}")
    staff = factory.LazyAttribute(lambda o: PlanDocument(edition="staff", academy=o.plan.academy.name))
    readers = factory.LazyAttribute(lambda o: PlanDocument(edition="readers", academy=o.plan.academy.name))
    content = factory.LazyAttribute(lambda o: {"staff": as_data(o.staff), "readers": as_data(o.readers)})
