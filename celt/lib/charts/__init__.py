"""Charts as pure functions: rows in, Vega-Lite out, one look, for a wide and a narrow box."""

from celt.lib.charts.bar_and_gap import Move, bar_and_gap
from celt.lib.charts.funnel import FunnelPoint, funnel, outside
from celt.lib.charts.gaps import GapRow, Reference, gaps
from celt.lib.charts.parts import Chart, ChartCard, Key
from celt.lib.charts.reach import ReachRow, reach
from celt.lib.charts.trend import TrendPoint, trend

__all__ = [
    "Chart",
    "ChartCard",
    "FunnelPoint",
    "GapRow",
    "Key",
    "Move",
    "ReachRow",
    "Reference",
    "TrendPoint",
    "bar_and_gap",
    "funnel",
    "gaps",
    "outside",
    "reach",
    "trend",
]
