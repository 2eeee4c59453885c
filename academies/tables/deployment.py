"""Agreements and the trust's matrix as tables and files."""

from typing import Any

import django_tables2 as tables

from academies.selectors.deployment import DeploymentRow
from celt.ui.tables import LinkColumn, NumberColumn, StatusColumn, Table, TextColumn


def _nowhere(row: DeploymentRow) -> str:
    return ""


class _Deployments(Table):
    """`person` is left out for whoever may read of none who goes."""

    focus = LinkColumn("Agreement", url="url", note="subject")
    giver = LinkColumn("From", url=_nowhere, shown="giver_short")
    receiver = LinkColumn("To", url=_nowhere, shown="receiver_short")
    person = TextColumn("Who goes")

    def __init__(self, rows: list[DeploymentRow], *, names_people: bool, **kwargs: Any) -> None:
        super().__init__(rows, exclude=() if names_people else ("person",), **kwargs)


class DeploymentTable(_Deployments):
    stacked = True

    when = TextColumn("When", order_by=("starts", "ends"))
    days = NumberColumn("Days worked", kind="plain", order_by=("released", "pledged"))
    status = StatusColumn("State", order_by=("code", "starts"))


class DeploymentFile(_Deployments):
    """What the page puts together stands apart in a file."""

    kind = tables.Column("Kind of focus")
    subject = tables.Column("Subject or area")
    starts = tables.Column("First day")
    ends = tables.Column("Last day")
    released = tables.Column("Days worked")
    pledged = tables.Column("Days pledged")
    status = StatusColumn("State", order_by=("code", "starts"))
    intended = tables.Column("Intended impact")
    actual = tables.Column("Actual impact")


class PairFile(Table):
    """The matrix as one line for each pair."""

    giver = TextColumn("From", accessor="giver__name")
    receiver = TextColumn("To", accessor="receiver__name")
    worked = NumberColumn("Days worked", accessor="cell__worked")
    pledged = NumberColumn("Days pledged", accessor="cell__pledged")
