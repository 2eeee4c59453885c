"""The door itself: figures as one person may see them. Every page, CSV, PDF and chart reads through it."""

from __future__ import annotations

from enum import StrEnum

from academies.access import Person
from accounts.models import User
from dashboards.models import FigureStatus, GapFigure
from dashboards.models.figure import GapFigureQuerySet

# What goes when a figure goes: each of these, with the published counts, gives a group's value away.
OF_FIGURE = (
    "value_disadvantaged", "value_other", "sd_disadvantaged", "sd_other", "gap", "ci_low", "ci_high", "effect_size",
    "rank_gap", "gap_to_national", "shrunk_gap", "shrink_weight", "one_pupil",
)  # fmt: skip
OF_CHANGE = ("change_gap", "change_disadvantaged", "change_other")
OF_POOLED = (
    "pooled_value_disadvantaged", "pooled_value_other", "pooled_gap", "pooled_ci_low", "pooled_ci_high",
)  # fmt: skip


class Audience(StrEnum):
    STAFF = "staff"
    READER = "reader"


def audience_of(person: Person) -> Audience:
    """Trust staff see groups of 6 to 10; governors and trustees, and whoever is one besides, do not."""
    return Audience.STAFF if person.reads_as_staff else Audience.READER


def blank(figure: GapFigure, audience: Audience) -> GapFigure:
    """The figure with everything emptied that this audience may not see; `status` tells why. Changes it in place."""
    if audience is Audience.READER:
        figure.status = figure.reader_status
        figure.change_status = figure.reader_change_status
        figure.pooled_status = figure.reader_pooled_status
    if figure.status != FigureStatus.SHOWN:
        _empty(figure, OF_FIGURE + OF_CHANGE)
    if figure.change_status != FigureStatus.SHOWN:
        _empty(figure, OF_CHANGE)
        figure.others_fell = False
    if figure.pooled_status != FigureStatus.SHOWN:
        _empty(figure, OF_POOLED)
    return figure


def _empty(figure: GapFigure, fields: tuple[str, ...]) -> None:
    for field in fields:
        setattr(figure, field, None)


def figures(queryset: GapFigureQuerySet, user: User, audience: Audience) -> list[GapFigure]:
    """The rows of `queryset` that the person may see, blanked for the audience they belong to."""
    return [blank(figure, audience) for figure in queryset.visible_to(user)]


def own_figures(queryset: GapFigureQuerySet, user: User) -> list[GapFigure]:
    """The narrower way in, for the staff dashboard: rows of academies that the person works in, always as a reader.

    It asks for no permission to read figures, so it gives nothing that such a reader would not have: no other
    academy's row, no total of trust or phase, no group of 10 or fewer, whatever else the person's roles show them
    elsewhere. What it shows is a part of what a reader of all academies is shown, so nothing follows from it that does
    not follow there.
    """
    return [_uncounted(blank(figure, Audience.READER)) for figure in queryset.of_staff(user)]


def _uncounted(figure: GapFigure) -> GapFigure:
    """Where the figure is hidden, its numbers of pupils go too: who teaches four of a group knows them."""
    if figure.status == FigureStatus.SUPPRESSED:
        figure.n_disadvantaged = figure.n_other = 0
        figure.without_counts = True
    if figure.pooled_status == FigureStatus.SUPPRESSED:
        figure.pooled_n_disadvantaged = figure.pooled_n_other = None
    return figure
