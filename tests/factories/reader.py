"""Meetings of boards and what was issued for them."""

import datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from readers.models import BoardMeeting, Edition
from readers.rules.told import SHAPE, PartTold, Reader, as_data

__all__ = ["BoardMeetingFactory", "EditionFactory"]


class BoardMeetingFactory(DjangoModelFactory[BoardMeeting]):
    """Of an academy's board; `academy=None` with a `trust` for the trust board."""

    class Meta:
        model = BoardMeeting

    academy = factory.SubFactory("tests.factories.AcademyFactory")
    trust = factory.LazyAttribute(lambda o: o.academy.trust)
    on = factory.Sequence(lambda n: timezone.localdate() + datetime.timedelta(days=10 + n))
    title = factory.Sequence(lambda n: f"Full board {n}")
    kept_by = factory.SubFactory("tests.factories.UserFactory")


class EditionFactory(DjangoModelFactory[Edition]):
    """Issued; `proof=True` for one that is not. `says`: what its one part says."""

    class Meta:
        model = Edition
        exclude = ("says", "proof")

    proof = False
    says = "Much is as it was."
    meeting = factory.SubFactory(BoardMeetingFactory)
    shape = SHAPE
    content = factory.LazyAttribute(
        lambda o: as_data(
            Reader(
                kind="academy" if o.meeting.academy else "trust",
                board=o.meeting.board,
                trust=o.meeting.trust.name,
                meeting=o.meeting.title,
                day="4 December 2026",
                parts=(PartTold("changed", "Since the last meeting", o.says, asks="What matters most?"),),
            )
        )
    )
    prepared_by = factory.SubFactory("tests.factories.UserFactory")
    issued_by = factory.LazyAttribute(lambda o: None if o.proof else o.prepared_by)
    issued_at = factory.LazyAttribute(lambda o: None if o.proof else timezone.now())
