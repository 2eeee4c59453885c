"""What a board reads, as plain data: page, print and PDF are made of it, and an issued edition keeps it. Pure.

Everything is in the words and the drawings of the day, so that what the minute refers to says for ever what it said.
A change that older editions could not be read with is a new SHAPE; `from_data` fills what an older one does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from celt.lib.charts import Chart
from celt.lib.plain import as_plain, from_plain
from celt.lib.sentences import Sentence

SHAPE = 1
Tone = Literal["", "good", "warn", "bad", "busy"]
Kind = Literal["academy", "trust"]
NOTHING = Sentence(())


@dataclass(frozen=True, slots=True)
class ChartTold:
    """A chart of the dashboards with its sentence, and the same figures as a table: `head`, and `rows` under it."""

    slug: str = ""
    title: str = ""
    says: Sentence = NOTHING
    chart: Chart | None = None
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    foot: str = ""
    left_out: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class FigureTold:
    """One measure. `says`: the gap in a sentence; `means`: what that is in plain words; `chance`: how sure it is;
    `then`: what was read at the last meeting. `gap` as it stands in the text, empty where it may not be shown."""

    measure: str = ""
    title: str = ""
    of: str = ""
    gap: str = ""
    says: Sentence = NOTHING
    means: str = ""
    chance: str = ""
    then: str = ""


@dataclass(frozen=True, slots=True)
class ItemTold:
    """A priority, a review, something that happened: `when` or `word` beside its title, then what there is to know."""

    title: str = ""
    when: str = ""
    word: str = ""
    tone: Tone = ""
    says: str = ""
    goes_on: bool = False
    facts: tuple[str, ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True)
class PartTold:
    slug: str = ""
    title: str = ""
    says: str = ""
    figures: tuple[FigureTold, ...] = ()
    charts: tuple[ChartTold, ...] = ()
    items: tuple[ItemTold, ...] = ()
    more: tuple[str, ...] = ()
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """`since`: what "since the last meeting" means here, in words. `sources`: of which day the figures are."""

    kind: Kind = "academy"
    board: str = ""
    trust: str = ""
    meeting: str = ""
    day: str = ""
    since: str = ""
    prepared: str = ""
    sources: str = ""
    answer: Sentence = NOTHING
    parts: tuple[PartTold, ...] = ()

    @property
    def charts(self) -> tuple[ChartTold, ...]:
        return tuple(chart for part in self.parts for chart in part.charts if chart.chart is not None)

    @property
    def figures(self) -> dict[str, FigureTold]:
        return {figure.measure: figure for part in self.parts for figure in part.figures}

    @property
    def opens(self) -> Sentence | str:
        """The sentence that page and paper begin with."""
        return self.answer if self.answer.spans else f"{self.name} of {self.board}"

    @property
    def name(self) -> str:
        return "Governors’ reader" if self.kind == "academy" else "Trustees’ reader"


# What a board needs to know of every interval, where no link leads to the glossary.
READING = (
    "The 95% interval is the range in which the real gap probably lies once chance is allowed for; the fewer the "
    "pupils, the wider it is. Where it holds 0, the two groups cannot be told apart."
)


def minute_of(reader: Reader, number: int) -> str:
    """How a minute names what was read: 'Governors’ reader of Heronmoor for 4 December 2026, edition 1'."""
    return f"{reader.name} of {reader.board} for {reader.day}, edition {number}"


def as_data(reader: Reader) -> dict[str, Any]:
    return as_plain(reader)


def from_data(data: Mapping[str, Any]) -> Reader:
    return from_plain(Reader, data)
