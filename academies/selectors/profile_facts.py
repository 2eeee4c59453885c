"""An academy's facts as its profile shows them: in groups, each drawn beside the same figure elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from academies.access import Person
from academies.models import Academy
from academies.providers import Comparison, Fact, FactKind, facts
from accounts.models import User
from celt.lib.days import british
from celt.lib.sentences import inside, listed

OPEN = 4  # facts of a group that stand open; the others unfold
MISSING_NAMED = 3
# Told in the sentence that opens the page; the same figure stands under its own name among the gaps.
HEADLINE = "gap.headline"
OTHERS = "Other pupils"
# What stands first on the page; groups that are not named here follow in the order of their registration.
FIRST = ("Gaps", "Disadvantaged pupils reached", "Attendance of disadvantaged pupils", "Inspection")
BEHIND = (" points behind", " point behind")  # said once, with the figure itself
SHAPES = ("diamond", "square", "triangle", "bar")


@dataclass(frozen=True, slots=True)
class Mark:
    """One place on a strip. `at` is in percent of its width; `group` is "oth" for other pupils, else ""."""

    label: str
    figure: str
    shape: str
    at: str
    group: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """`low` to `high`: the interval in percent of the width, empty without one. `zero`: where nobody is behind."""

    point: str
    low: str = ""
    high: str = ""
    zero: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class ShownFact:
    kind: FactKind
    fact: Fact
    strip: Strip | None
    marks: tuple[Mark, ...]

    @property
    def label(self) -> str:
        """Of a judgement its own name: the framework it stands under is told with the inspection."""
        return (self.kind.short if self.kind.words else "") or self.kind.label

    @property
    def interval(self) -> str:
        """'12 to 43'; empty without an interval."""
        ends = (self.fact.low, self.fact.high)
        if ends[0] is None or ends[1] is None:
            return ""
        low, high = (number(end, self.kind.decimals) for end in ends if end is not None)
        return f"{low} to {high}{'%' if self.kind.unit == '%' else ''}"

    @property
    def counted(self) -> str:
        return f"{self.fact.n:,} {self.fact.counted}" if self.fact.n is not None else ""

    @property
    def rests_on(self) -> str:
        """'95% interval 12 to 43, 48 disadvantaged pupils, 2023/24 to 2025/26 together'; without any, the source."""
        interval = f"95% interval {self.interval}" if self.interval else ""
        return ", ".join(filter(None, (interval, self.counted, self.fact.period))) or self.fact.source

    @property
    def pips(self) -> list[bool]:
        """A grade as steps, reached or not, from worst to best; nothing for a number or a yes or no."""
        value = self.fact.value if len(self.kind.words) > 2 else None
        return [step <= value for step in range(1, len(self.kind.words) + 1)] if value is not None else []

    @property
    def came_from(self) -> list[tuple[str, str]]:
        """Label and text of each thing that a reader may ask about the figure."""
        fact = self.fact
        told = [
            ("What it is", self.kind.about),
            ("Source", fact.source),
            ("Data as of", british(fact.as_of)),
            ("Period", fact.period),
            ("Counted", self.counted),
            ("95% interval", self.interval),
            *((mark.label, mark.source) for mark in self.marks if mark.source),
        ]
        return [(label, text) for label, text in told if text]


@dataclass(frozen=True, slots=True)
class Group:
    """`missing`: why there is no figure, and of what."""

    title: str
    opened: tuple[ShownFact, ...]
    folded: tuple[ShownFact, ...]
    missing: tuple[tuple[str, str], ...]


def number(value: float, decimals: int) -> str:
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if decimals else text
    return "0" if text in ("-0", "0") else text.replace("-", "\u2212")


def fact_groups(user: User, person: Person, academy: Academy) -> list[Group]:
    """Every fact that the person may know of the academy, in the order in which their kinds were registered."""
    return grouped(facts.collect(user, person, [academy])[academy.pk], facts.kinds)


def grouped(found: Mapping[str, Fact], kinds: Mapping[str, FactKind]) -> list[Group]:
    by_title: dict[str, list[tuple[FactKind, Fact]]] = {}
    for slug, kind in kinds.items():
        if slug in found and slug != HEADLINE:
            by_title.setdefault(kind.group, []).append((kind, found[slug]))
    ordered = [title for title in FIRST if title in by_title] + [title for title in by_title if title not in FIRST]
    return [_group(title, by_title[title]) for title in ordered]


def _group(title: str, pairs: Iterable[tuple[FactKind, Fact]]) -> Group:
    shown: list[ShownFact] = []
    missing: dict[str, list[str]] = {}
    for kind, fact in pairs:
        if fact.value is None:
            if fact.applies:
                name = (kind.short if kind.words else "") or kind.label
                missing.setdefault(fact.why_none, []).append(inside(name))
        else:
            shown.append(ShownFact(kind, fact, *drawn(kind, fact)))
    cut = OPEN if len(shown) > OPEN + 1 else len(shown)
    # Where nothing at all is known, the reason alone is enough.
    alone = not shown and len(missing) == 1
    told = tuple(
        (why, "") if alone else (inside(why), listed(labels, most=MISSING_NAMED)) for why, labels in missing.items()
    )
    return Group(title, tuple(shown[:cut]), tuple(shown[cut:]), told)


def drawn(kind: FactKind, fact: Fact, *, also: Iterable[float] = ()) -> tuple[Strip | None, tuple[Mark, ...]]:
    """The strip and the marks of what stands beside; no strip for a grade, or for what has no scale. `also`: values
    that the drawing must have room for, so that several are drawn alike."""
    value = fact.value
    ends = kind.scale or ((0.0, 100.0) if kind.unit == "%" else None)
    if value is None or kind.words or ends is None or not fact.beside:
        return None, tuple(_marks(fact.beside, None))
    known = [value, *(each.value for each in fact.beside), *also]
    low, high = min(ends[0], *known), max(ends[1], *known)

    def at(number: float) -> str:
        within = min(max((number - low) / (high - low), 0), 1)
        return f"{100 * within:.1f}%"

    has_ends = fact.low is not None and fact.high is not None
    strip = Strip(
        point=at(value),
        low=at(fact.low) if has_ends and fact.low is not None else "",
        high=at(fact.high) if has_ends and fact.high is not None else "",
        zero=at(0) if low <= 0 <= high and ends[0] == 0 and kind.unit != "%" else "",
        group="dis" if any(each.label.startswith(OTHERS) for each in fact.beside) else "",
    )
    return strip, tuple(_marks(fact.beside, at))


def _marks(beside: Iterable[Comparison], at: Callable[[float], str] | None) -> Iterator[Mark]:
    shapes = iter(SHAPES)
    for each in beside:
        others = each.label.startswith(OTHERS)
        shape = "dot" if others else next(shapes, SHAPES[-1])
        place = at(each.value) if at else ""
        figure = next((each.figure.removesuffix(end) for end in BEHIND if each.figure.endswith(end)), each.figure)
        yield Mark(each.label, figure, shape, place, "oth" if others else "", each.source)
