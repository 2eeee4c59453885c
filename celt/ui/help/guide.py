"""The chart that the guide to reading a gap explains: an invented academy, drawn and computed as real ones are."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from celt.lib.charts import ChartCard, GapRow, gaps
from celt.lib.charts.theme import points
from celt.lib.sentences import dis, oth, say
from celt.lib.statistics import newcombe
from celt.ui.tables import IntervalColumn, NumberColumn, Table, TextColumn

ACADEMY = "Merrowdown Primary"


@dataclass(frozen=True, slots=True)
class Counted:
    """Who reached the expected standard in reading: `k` of `n` in each group."""

    label: str
    k_dis: int
    n_dis: int
    k_oth: int
    n_oth: int

    @property
    def row(self) -> GapRow:
        low, high = newcombe(self.k_dis, self.n_dis, self.k_oth, self.n_oth)
        own, others = 100 * self.k_dis / self.n_dis, 100 * self.k_oth / self.n_oth
        return GapRow(
            self.label, own, others, own - others, 100 * float(low), 100 * float(high), self.n_dis, self.n_oth
        )


@dataclass(frozen=True, slots=True)
class Told:
    """A row in words, rounded as charts round it. `closer`: the gap if two children more had reached the standard."""

    dis: str
    oth: str
    gap: str
    low: str
    high: str
    n: int
    one_pupil: str
    closer: str


def told(counted: Counted) -> Told:
    row, one_pupil = counted.row, 100 / counted.n_dis
    assert row.low is not None
    assert row.high is not None
    gap, low, high = (points(value) for value in (row.gap, row.low, row.high))
    closer = points(round(row.gap) + round(2 * one_pupil))
    return Told(f"{row.dis:.0f}%", f"{row.oth:.0f}%", gap, low, high, row.n_dis, f"{one_pupil:.0f}", closer)


THIS_YEAR = Counted("This year", 13, 24, 27, 36)
THREE_YEARS = Counted("Three years together", 39, 72, 81, 108)
ROWS = (THIS_YEAR, THREE_YEARS, Counted("Girls", 7, 11, 14, 17), Counted("Boys", 6, 13, 13, 19))


def guide_card() -> ChartCard:
    address = reverse("help:reading_a_gap")
    rows = [each.row for each in ROWS]
    columns = [
        ("label", TextColumn("Pupils of year 6")),
        ("gap", NumberColumn("Gap", kind="points", places=0, strong=True)),
        ("interval", IntervalColumn("95% interval", places=0)),
        ("theirs", NumberColumn("Disadvantaged", kind="share", places=0)),
        ("others", NumberColumn("Other pupils", kind="share", places=0)),
        ("disadvantaged", NumberColumn("Disadvantaged pupils", kind="count")),
        ("rest", NumberColumn("Others", kind="count")),
    ]
    data = [
        {
            "label": row.label, "gap": row.gap, "interval": (row.low, row.high), "theirs": row.dis, "others": row.oth,
            "disadvantaged": row.n_dis, "rest": row.n_oth,
        }
        for row in rows
    ]  # fmt: skip
    gap = abs(round(rows[0].gap))
    return ChartCard(
        slug="merrowdown",
        title=f"Reading at the expected standard: {ACADEMY}, an invented academy",
        says=say(dis("Disadvantaged pupils"), f" are {gap} points behind ", oth(), " in reading."),
        chart=gaps(rows, unit="% of pupils"),
        table=Table(data, extra_columns=columns, orderable=False),
        csv_url=f"{address}merrowdown.csv",
        picture_url=f"{address}merrowdown.svg?",
        foot="Year 6, statutory tests.",
        left_out="SEN support is not shown: 5 pupils or fewer in a group, or such a group could be worked out.",
    )
