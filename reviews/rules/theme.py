"""Counting over the reviews of one theme: what recurs, and whether phases differ. Pure.

Academies are counted, not reviews and not next steps: one that was reviewed twice, or was given three next steps in
one part, counts once. Small trusts have few academies in a phase, so a difference is only called one where it would
outlive one academy in each phase having come out the other way.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from reviews.rules.report import tone_at

# A part recurs where this many academies have next steps in it.
RECURS_FROM: Final = 2
# With fewer academies in either phase nothing is said about phases.
COMPARED_FROM: Final = 4
Verdict = Literal["too_few", "differs", "alike"]


@dataclass(frozen=True, slots=True)
class Seen:
    """What reviews found in one part at one academy. `title`: the part's own in its framework. `step` of `of` on the
    scale, 0 where it has none or nobody looked; `notes`: how many notes its findings were drawn from."""

    academy: int
    phase: str
    part: str
    title: str = ""
    word: str = ""
    step: int = 0
    of: int = 0
    next_steps: int = 0
    strengths: int = 0
    notes: int = 0

    @property
    def asked(self) -> bool:
        return self.next_steps > 0

    @property
    def looked(self) -> bool:
        """A part that has a scale and no standing, and of which nothing was found, was left out of the review."""
        return not self.of or self.step > 0 or bool(self.next_steps or self.strengths)

    @property
    def firm(self) -> bool:
        """In the upper half of the scale."""
        return tone_at(self.step, self.of) == "good"

    @property
    def top(self) -> bool:
        return self.of > 0 and self.step == self.of


@dataclass(frozen=True, slots=True)
class Share:
    """`n` of `of` academies."""

    n: int
    of: int

    def __str__(self) -> str:
        return f"{self.n} of {self.of}"


@dataclass(frozen=True, slots=True)
class PartCount:
    """One part over all academies where it was looked at. `standings`: each word of the scale with how many academies
    stand there, the least secure first."""

    part: str
    asked: Share
    firm: Share
    standings: tuple[tuple[str, int], ...]
    next_steps: int
    strengths: int
    notes: int

    @property
    def recurs(self) -> bool:
        return self.asked.n >= RECURS_FROM


def together(rows: Iterable[Seen]) -> list[Seen]:
    """One for each academy and part. Of several, the oldest first, what was found adds up and the newest standing
    counts."""
    found: dict[tuple[int, str], Seen] = {}
    for row in rows:
        before = found.get((row.academy, row.part))
        if before is not None:
            stands = row if row.step else before
            row = replace(
                row,
                word=stands.word,
                step=stands.step,
                of=stands.of,
                next_steps=before.next_steps + row.next_steps,
                strengths=before.strengths + row.strengths,
                notes=before.notes + row.notes,
            )
        found[row.academy, row.part] = row
    return list(found.values())


def count_parts(seen: Sequence[Seen]) -> list[PartCount]:
    """Each part in the order in which it first comes. `seen`: as `together` gives them."""
    parts: dict[str, list[Seen]] = {}
    for row in seen:
        parts.setdefault(row.part, []).append(row)
    return [_count(part, rows) for part, rows in parts.items()]


def _count(part: str, rows: Sequence[Seen]) -> PartCount:
    stood = [row for row in rows if row.step]
    # Words of different scales stand in the order of their place.
    words = sorted({(row.step / row.of if row.of else 0, row.word) for row in stood})
    return PartCount(
        part,
        asked_share(rows),
        Share(sum(row.firm for row in stood), len(stood)),
        tuple((word, sum(row.word == word for row in stood)) for word in dict.fromkeys(word for _, word in words)),
        sum(row.next_steps for row in rows),
        sum(row.strengths for row in rows),
        sum(row.notes for row in rows),
    )


def asked_share(rows: Sequence[Seen]) -> Share:
    return Share(sum(row.asked for row in rows), len(rows))


def recurring(parts: Iterable[PartCount]) -> list[PartCount]:
    """What recurs: the parts with next steps at most academies first, then those where that is more of them."""
    found = [part for part in parts if part.recurs]
    return sorted(found, key=lambda part: (-part.asked.n, part.asked.of))


def compare(first: Share, second: Share) -> Verdict:
    """Whether two phases differ, each with how many of its academies have something.

    "differs" only where four or more of each were reviewed, and where the gap would stand even if one academy of each
    had come out the other way: 5 of 6 against 1 of 4 does (4 of 6 against 2 of 4), 3 of 4 against 1 of 4 does not.
    """
    if min(first.of, second.of) < COMPARED_FROM:
        return "too_few"
    more, less = (first, second) if first.n * second.of >= second.n * first.of else (second, first)
    return "differs" if (more.n - 1) * less.of > (less.n + 1) * more.of else "alike"
