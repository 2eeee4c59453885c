"""Agreements and the trust's matrix as tables and files."""

from typing import Any

import django_tables2 as tables

from academies.selectors.deployment import DeploymentRow
from celt.ui.tables import DayColumn, LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


class DeploymentTable(Table):
    """`person` is left out for whoever may read of none who goes."""

    stacked = True

    focus = LinkColumn("Agreement", url="url", note="subject")
    giver = TextColumn("From")
    receiver = TextColumn("To")
    person = TextColumn("Who goes")
    starts = DayColumn("First day")
    ends = DayColumn("Last day")
    released = NumberColumn("Worked", places=1)
    pledged = NumberColumn("Pledged", places=1)
    status = StatusColumn("State", accessor="status", order_by=("code", "starts"))

    def __init__(self, rows: list[DeploymentRow], *, names_people: bool, **kwargs: Any) -> None:
        super().__init__(rows, exclude=() if names_people else ("person",), **kwargs)


class DeploymentFile(DeploymentTable):
    subject = tables.Column("Subject or area")
    kind = tables.Column("Kind of focus")
    intended = tables.Column("Intended impact")
    actual = tables.Column("Actual impact")


class PairFile(Table):
    """The matrix as one line for each pair."""

    giver = TextColumn("From", accessor="giver__name")
    receiver = TextColumn("To", accessor="receiver__name")
    worked = NumberColumn("Days worked", accessor="cell__worked")
    pledged = NumberColumn("Days pledged", accessor="cell__pledged")
