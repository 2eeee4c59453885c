"""Agreements and the trust's matrix as tables and files."""

from typing import Any

import django_tables2 as tables

from academies.selectors.deployment import DeploymentRow
from celt.ui.tables import LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


class DeploymentTable(Table):
    """`person` is left out for whoever may read of none who goes."""

    stacked = True

    focus = LinkColumn("Agreement", url="url", note="subject")
    giver = TextColumn("From")
    receiver = TextColumn("To")
    person = TextColumn("Who goes")
    span = TextColumn("When", order_by=("starts", "ends"))
    days = NumberColumn("Days worked", kind="plain", order_by=("released", "pledged"))
    status = StatusColumn("State", order_by=("code", "starts"))

    def __init__(self, rows: list[DeploymentRow], *, names_people: bool, **kwargs: Any) -> None:
        super().__init__(rows, exclude=() if names_people else ("person",), **kwargs)


class DeploymentFile(DeploymentTable):
    """What the page puts together stands apart in a file."""

    span = days = None
    subject = tables.Column("Subject or area")
    kind = tables.Column("Kind of focus")
    starts = tables.Column("First day")
    ends = tables.Column("Last day")
    released = tables.Column("Days worked")
    pledged = tables.Column("Days pledged")
    intended = tables.Column("Intended impact")
    actual = tables.Column("Actual impact")


class PairFile(Table):
    """The matrix as one line for each pair."""

    giver = TextColumn("From", accessor="giver__name")
    receiver = TextColumn("To", accessor="receiver__name")
    worked = NumberColumn("Days worked", accessor="cell__worked")
    pledged = NumberColumn("Days pledged", accessor="cell__pledged")
