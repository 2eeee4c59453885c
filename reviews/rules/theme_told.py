"""The trust report of a theme, in words: what its page and its PDF are made of. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from celt.lib.sentences import inside, listed, opened
from reviews.rules.report import Tone
from reviews.rules.theme import COMPARED_FROM, PartCount, Share, compare


@dataclass(frozen=True, slots=True)
class ReviewTold:
    """One review that the report rests on. `published`: its day, or where it stands instead."""

    academy: str
    phase: str
    days: str
    framework: str
    published: str
    is_published: bool
    url: str


@dataclass(frozen=True, slots=True)
class Missing:
    """An academy that was not reviewed. `says`: whether it will be, or when it last was."""

    academy: str
    phase: str
    says: str


@dataclass(frozen=True, slots=True)
class Wording:
    """A next step as it was written, and the academies that were told so: their names with the report's address."""

    says: str
    at: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Recurs:
    """`also`: the titles that this part has in its frameworks. `more`: next steps whose words are not shown here.
    `before`: the year before, in words."""

    part: str
    also: str
    asked: str
    standings: str
    evidence: str
    wordings: tuple[Wording, ...]
    more: str
    before: str


@dataclass(frozen=True, slots=True)
class PhaseRow:
    """One part beside itself in the other phase; `says` only where they differ."""

    part: str
    primary: str
    secondary: str
    says: str = ""


@dataclass(frozen=True, slots=True)
class Strength:
    """`story`: where it stands in the toolkit, in a word; `offer`: where somebody may offer it."""

    says: str
    part: str
    story: str = ""
    story_url: str = ""


@dataclass(frozen=True, slots=True)
class Shares:
    """An academy with practice worth sharing. `tops`: the parts that stand at the top of the scale."""

    academy: str
    url: str
    tops: tuple[str, ...]
    strengths: tuple[Strength, ...]


@dataclass(frozen=True, slots=True)
class StepsAt:
    """What became of the published next steps at one academy."""

    academy: str
    url: str
    steps: int
    met: int
    partly: int
    open: int
    overdue: int
    actions: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A part at an academy. `asked` False: its framework has no such part."""

    academy: str
    seen: bool
    word: str = ""
    tone: Tone = ""
    step: int = 0
    of: int = 0
    next_steps: int = 0
    strengths: int = 0

    @property
    def marks(self) -> list[bool]:
        return [n < self.step for n in range(self.of)]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    part: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class ThemeReport:
    """`notice`: what somebody must know who hands it on. `top`: the top word of the scale; empty without one."""

    trust: str
    theme: str
    year: str
    answer: str
    notice: str
    rests_on: str
    reviews: tuple[ReviewTold, ...]
    missing: tuple[Missing, ...]
    recurs: tuple[Recurs, ...]
    besides: str
    before: str
    phases_say: str
    phases: tuple[PhaseRow, ...]
    top: str
    sharing_says: str
    sharing: tuple[Shares, ...]
    steps_say: str
    steps: tuple[StepsAt, ...]
    heads: tuple[str, ...]
    matrix: tuple[MatrixRow, ...]
    scale: tuple[str, ...]
    today: str


def as_data(report: ThemeReport) -> dict[str, Any]:
    return dataclasses.asdict(report)


def few(n: int) -> str:
    """'four', '12', 'none'"""
    return inside(opened(n, "x").split()[0]) if n else "none"


def of_words(share: Share) -> str:
    """'four of five academies', 'both academies', 'the one academy'."""
    if share.of == 1:
        return "the one academy" if share.n else "not at the one academy"
    if share.n == share.of:
        return "both academies" if share.of == 2 else f"all {few(share.of)} academies"
    return f"{few(share.n)} of {few(share.of)} academies"


def answer(theme: str, year: str, academies: int, recurs: Sequence[PartCount]) -> str:
    """What the report says, in a sentence."""
    start = f"{theme} in {year}"
    if not academies:
        return f"{start}: no review can be read yet."
    if academies == 1:
        return f"{start}: one academy was reviewed, too few to say what recurs."
    if not recurs:
        return (
            f"{start}: {few(academies)} academies were reviewed, and no part has next steps at more than one of them."
        )
    first, *rest = recurs
    said = f"{start}: next steps recur in “{first.part}”, at {of_words(first.asked)} reviewed"
    if rest:
        said += f", and in “{rest[0].part}”, at {of_words(rest[0].asked).removesuffix(' academies')}"
    return said + "."


def rests_on(reviews: int, of: int, primaries: int, secondaries: int, others: int) -> str:
    """'It rests on six reviews at five of the trust’s 13 academies: three primaries and two secondaries.'"""
    many = inside(opened(reviews, "review"))
    academies = primaries + secondaries + others
    if academies == of:
        where = f"all {few(of)} academies of the trust" if of > 1 else "the trust’s academy"
    else:
        where = f"{few(academies)} of the trust’s {few(of)} academies"
    told = [
        inside(opened(n, *words))
        for n, words in (
            (primaries, ("primary", "primaries")), (secondaries, ("secondary", "secondaries")),
            (others, ("of another phase", "of other phases")),
        )
        if n
    ]  # fmt: skip
    return f"It rests on {many} at {where}: {listed(told)}."


def besides(parts: Sequence[PartCount]) -> str:
    """What does not recur: asked for at one academy, or at none."""
    once = [part.part for part in parts if part.asked.n == 1]
    never = [part.part for part in parts if part.asked.n == 0]
    told = []
    if once:
        told.append(f"Next steps at one academy alone: {_in_quotes(once)}.")
    if never:
        told.append(f"No next step anywhere: {_in_quotes(never)}.")
    return " ".join(told)


def _in_quotes(parts: Sequence[str]) -> str:
    return listed([f"“{part}”" for part in parts], most=len(parts))


def standings_words(part: PartCount) -> str:
    """'Not yet in place at one, taking shape at two'"""
    told = [f"{word if not place else inside(word)} at {few(n)}" for place, (word, n) in enumerate(part.standings)]
    return ", ".join(told)


def evidence_words(part: PartCount) -> str:
    """'Four next steps and one strength, drawn from five notes'"""
    told = [inside(opened(n, one)) for n, one in ((part.next_steps, "next step"), (part.strengths, "strength")) if n]
    said = " and ".join(told)
    said = said[:1].upper() + said[1:]
    return said + (f", drawn from {inside(opened(part.notes, 'note'))}" if part.notes else ", with no note linked")


def before_words(year: str, before: PartCount | None) -> str:
    """How the part stood the year before: among the academies that were reviewed then."""
    if before is None:
        return ""
    if not before.asked.n:
        return f"In {year} it had no next step at {of_words(Share(before.asked.of, before.asked.of))} reviewed then."
    again = "recurred too" if before.recurs else "had next steps"
    return f"In {year} it {again}: {of_words(before.asked)} reviewed then."


def before_says(year: str, now: Sequence[PartCount], then: Sequence[PartCount]) -> str:
    """What recurred the year before and does not now, and how far that carries; empty where nothing was reviewed."""
    if not then:
        return ""
    still = {part.part for part in now}
    gone = [part.part for part in then if part.recurs and part.part not in still]
    told = f"What recurred in {year} and does not now: {_in_quotes(gone)}. " if gone else ""
    if not told and not any(part.recurs for part in then):
        told = f"In {year} no part recurred. "
    return f"{told}Not the same academies are reviewed each year, so a year beside another is no trend."


def phases_say(primaries: int, secondaries: int, others: int, rows: Sequence[PhaseRow]) -> str:
    """Whether the two phases may be compared at all, and how often they differ; empty where one was not reviewed."""
    if not primaries or not secondaries:
        return ""
    secondary = inside(opened(secondaries, "secondary", "secondaries"))
    many = f"{opened(primaries, 'primary', 'primaries')} and {secondary} were reviewed"
    differ = [row for row in rows if row.says]
    if min(primaries, secondaries) < COMPARED_FROM:
        said = f"{many}. That is too few to say that phases differ: we do so from {few(COMPARED_FROM)} in each."
    elif not differ:
        said = f"{many}, and in no part do they differ by more than one academy in each could turn round."
    else:
        said = (
            f"{many}. {opened(len(differ), 'part differs', 'parts differ')}, and would still if one academy in each "
            "phase had come out the other way."
        )
    if others:
        said += f" {opened(others, 'academy', 'academies')} of another phase {'is' if others == 1 else 'are'} left out."
    return said


def phase_row(part: str, primary: Share, secondary: Share) -> PhaseRow:
    """`primary`, `secondary`: academies with next steps there, of those that were reviewed in it."""
    says = ""
    if compare(primary, secondary) == "differs":
        more = primary.n * secondary.of > secondary.n * primary.of
        high, low = (primary, secondary) if more else (secondary, primary)
        names = ("primaries", "secondaries") if more else ("secondaries", "primaries")
        says = f"Next steps at {high} {names[0]} against {low} {names[1]}"
    return PhaseRow(part, _or_dash(primary), _or_dash(secondary), says)


def _or_dash(share: Share) -> str:
    return str(share) if share.of else ""


def sharing_says(sharing: Sequence[Shares], top: str) -> str:
    if not sharing:
        return "No strength is written down yet."
    tops = sum(len(one.tops) for one in sharing)
    many = inside(opened(sum(len(one.strengths) for one in sharing), "strength"))
    if not tops:
        stands = f"; no part stands at “{top}” yet" if top else ""
        return f"The reviews name {many}{stands}."
    where = [one.academy for one in sharing if one.tops]
    parts = "One part stands" if tops == 1 else f"{opened(tops, 'part')} stand"
    return f"{parts} at “{top}”, at {listed(where, most=len(where))}; the reviews name {many} in all."


def steps_say(steps: Sequence[StepsAt], unpublished: int) -> str:
    """What became of them, in a sentence or two."""
    every, met, partly, late, made = (
        sum(getattr(one, name) for one in steps) for name in ("steps", "met", "partly", "overdue", "actions")
    )
    waits = (
        f" {opened(unpublished, 'more is', 'more are')} in reviews that are not published yet." if unpublished else ""
    )
    if not every:
        return f"No next step was published yet.{waits}"
    told = f"Of {few(every)} published next steps" if every > 1 else "Of the one published next step"
    told += f", {few(met)} {'is' if met in (0, 1) else 'are'} met"
    told += f" and {few(partly)} partly" if partly else ""
    if late:
        told += "; its day has passed" if every == 1 else f"; the day of {_whose(late, every)} has passed"
    actions = opened(made, "became an action of a plan", "became actions of plans")
    return f"{told}. {actions if made else 'None became an action of a plan yet'}.{waits}"


def _whose(n: int, every: int) -> str:
    return "every one" if n == every else few(n)
