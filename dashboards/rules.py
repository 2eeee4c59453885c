"""What the dashboards say besides the gap itself, and where they send a reader first. Pure: no Django here."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from celt.lib.names import short_names as short_names
from celt.lib.sentences import Sentence, counted, dis, listed, opened, oth, say
from celt.lib.terms import year_label

Verdict = Literal["wider", "narrower", "alike", ""]
TOLD = 4  # places named at most
ROUNDED = 9  # decimals beyond which a difference is the arithmetic's
FELL, NOTHING = 4, 9  # ranks of the reasons to go somewhere


@dataclass(frozen=True, slots=True)
class Standing:
    """One academy as the rules see it. `closer` is by how many points its gap narrowed, None where nothing is known."""

    name: str
    url: str
    gap: float
    n_disadvantaged: int
    verdict: Verdict = ""
    closer: float | None = None
    sure: bool = False  # the change is more than chance explains
    others_fell: bool = False


@dataclass(frozen=True, slots=True)
class Attention:
    """An academy to go to first, in a sentence, and the figures behind it."""

    says: str
    note: str
    url: str


def closer_by(gap: float | None, change: float | None) -> float | None:
    """Points by which two groups came closer; below 0 they drew apart. `change` is this gap minus the one before.

    Rounded, so that a gap of thirds that stands still is not told as one that narrowed.
    """
    return None if gap is None or change is None else round(abs(gap - change) - abs(gap), ROUNDED)


def attention(standings: Iterable[Standing], *, higher_is_better: bool = True, places: int = 0) -> list[Attention]:
    """Where to go first: wider than the trust and widening, wider, surely widening, closer only because others fell.

    Where nobody's gap stands out, the widest is named all the same, with the word that it can be chance.
    """
    standings = list(standings)
    found: list[tuple[int, float, Attention]] = []
    for one in standings:
        says, rank = _why(one)
        if says:
            found.append((rank, -abs(one.gap), _attention(one, says, places)))
    if all(rank >= FELL for rank, *_ in found):
        behind = [one for one in standings if (one.gap < 0) == higher_is_better and one.gap and not one.others_fell]
        if behind:
            widest = max(behind, key=lambda one: abs(one.gap))
            found.append(
                (FELL - 1, 0, _attention(widest, "the widest gap; that it is the widest may be chance", places))
            )
    return [item for *_, item in sorted(found, key=lambda entry: entry[:2])][:TOLD]


def _attention(one: Standing, says: str, places: int) -> Attention:
    return Attention(f"{one.name}: {says}", _note(one, places), one.url)


def _why(one: Standing) -> tuple[str, int]:
    widening = one.closer is not None and one.closer < 0 and one.sure
    if one.verdict == "wider":
        return ("wider than the trust’s, and widening", 0) if widening else ("wider than the trust’s", 1)
    if widening:
        return "the gap widened by more than chance explains", 2
    if one.others_fell:
        return "closer because other pupils fell back", FELL
    return "", NOTHING


def _note(one: Standing, places: int) -> str:
    told = f"A gap of {_points(one.gap, places)}; {counted(one.n_disadvantaged, 'disadvantaged pupil')}."
    if one.closer is None or round(one.closer, places) == 0:
        return told
    return f"{told} It is {_points(one.closer, places)} {'closer' if one.closer > 0 else 'wider'} than the year before."


def _points(size: float, places: int) -> str:
    text = f"{abs(size):.{places}f}"
    return f"{text} {'point' if text == '1' else 'points'}"


def bar_says(both: int, fell: list[str], compared: int, *, of: str = "attainment") -> str:
    """What the raising-the-bar chart shows. `of`: what is raised, 'attendance' for absence too."""
    if compared == 0:
        return "No academy has two years that can be compared."
    if compared == 1:
        done = f"raised {of} and narrowed the gap" if both else f"did not both raise {of} and narrow the gap"
        told = f"The academy {done} since the year before."
    else:
        many = {0: "No academy", compared: "Every academy"}.get(both, opened(both, "academy", "academies"))
        told = f"{many} raised {of} and narrowed the gap since the year before."
    return f"{told} At {listed(fell)} the gap closed because other pupils fell back." if fell else told


@dataclass(frozen=True, slots=True)
class YearValue:
    """One year of one place; values may be None."""

    year: int
    dis: float | None
    oth: float | None


def trend_says(years: Sequence[YearValue], *, higher_is_better: bool = True, places: int = 0) -> Sentence:
    """From the first to the last year with both groups: how far each moved."""
    known = [y for y in years if y.dis is not None and y.oth is not None]
    if len(known) < 2:
        return say("There is one year so far; a line needs two.") if known else say("No year has a figure yet.")
    first, last = known[0], known[-1]
    assert first.dis is not None
    assert last.dis is not None
    assert first.oth is not None
    assert last.oth is not None
    own = _moved(last.dis - first.dis, places)
    others = _moved(last.oth - first.oth, places)
    return say(f"Since {year_label(first.year)} ", dis(), f" {own} and ", oth(), f" {others}.")


def _moved(change: float, places: int) -> str:
    if round(change, places) == 0:
        return "stand where they stood"
    return f"{'rose' if change > 0 else 'fell'} by {_points(change, places)}"


def funnel_says(outside: Sequence[tuple[str, float]], total: int, centre: float) -> str:
    """`outside`: name and gap of each academy beyond the 95% limits."""
    if total == 0:
        return "No academy has a figure to show here."
    if not outside:
        return "Every academy lies within the limits that chance alone would give."
    wider = [name for name, gap in outside if abs(gap) > abs(centre)]
    closer = [name for name, gap in outside if abs(gap) <= abs(centre)]
    told = []
    if wider:
        told.append(f"{listed(wider)} {'lies' if len(wider) == 1 else 'lie'} outside the limits, with a wider gap.")
    if closer:
        told.append(f"{listed(closer)} {'lies' if len(closer) == 1 else 'lie'} outside them, with a narrower gap.")
    expected = total * 0.05
    if len(outside) <= max(1, round(expected)):
        told.append(f"Of {counted(total, 'academy', 'academies')} about one in twenty does so by chance.")
    return " ".join(told)


def widest_says(gaps: Sequence[tuple[str, float | None]], what: str) -> str:
    """Where the gap is widest. `gaps`: who ('girls', 'year 4') and their gap; `what`: 'group' or 'year group'."""
    known = [(who, gap) for who, gap in gaps if gap is not None]
    if not known:
        return f"No {what} has enough pupils to show."
    if len(known) == 1:
        return f"Only one {what} has enough pupils to show: {known[0][0]}."
    who = max(known, key=lambda entry: abs(entry[1]))[0]
    return f"The gap is widest for {who}. Groups this small differ by chance: take it as a question, not as a finding."


def published_says(
    gaps: Sequence[float | None], in_words: str, year: int, *, higher_is_better: bool = True
) -> Sentence:
    """The answer where a trust looks at the department's figures. `gaps`: one an academy, None where withheld."""
    known = [gap for gap in gaps if gap is not None]
    if not known:
        return say(f"No gap {in_words} was published for {year_label(year)}.")
    worse, without = sum(gap < 0 if higher_is_better else gap > 0 for gap in known), len(gaps) - len(known)
    if len(known) == 1:
        where = "the one academy whose figures were published" if worse else "no academy: one academy’s were published"
    else:
        many = {0: "none of the ", len(known): "all "}.get(worse, f"{worse} of the ")
        where = f"{many}{len(known)} academies whose figures were published"
    rest = f"; for {counted(without, 'other', 'others')} no gap was published" if without else ""
    word = "behind" if higher_is_better else "above"
    return say(f"In {year_label(year)} ", dis(), f" were {word} ", oth(), f" {in_words} at {where}{rest}.")


def published_gap_says(
    gap: float | None, in_words: str, year: int, where: str, *, higher_is_better: bool = True, places: int = 0
) -> Sentence:
    """The same for one academy. `where`: 'at Heronmoor'."""
    if gap is None:
        return say(f"No gap {in_words} was published {where} for {year_label(year)}.")
    if round(gap, places) == 0:
        standing = "level with"
    elif higher_is_better:
        standing = f"{_points(gap, places)} {'behind' if gap < 0 else 'ahead of'}"
    else:
        standing = f"{_points(gap, places)} {'below' if gap < 0 else 'above'}"
    return say(
        f"In {year_label(year)} ", dis(), f" {where} were {standing} ", oth(), f" {in_words}, as published."
    )  # fmt: skip


def computed_says(published: datetime | None, data_as_of: datetime | None, today: date) -> str:
    """'Computed today at 02:04 from files of 18 November'. Times are local already."""
    if published is None:
        return ""
    told = f"Computed {day_says(published.date(), today)} at {published:%H:%M}"
    return f"{told} from files of {day_says(data_as_of.date(), today, of=True)}" if data_as_of else told


def day_says(day: date, today: date, *, of: bool = False) -> str:
    """'today', 'yesterday', '18 November', '18 November 2024' in another year; after 'of' no 'on' is wanted."""
    if day == today:
        return "today"
    if day == today - timedelta(days=1):
        return "yesterday"
    text = f"{day.day} {day:%B}" if day.year == today.year else f"{day.day} {day:%B %Y}"
    return text if of else f"on {text}"
