"""The plan on two pages, for a meeting: long texts are cut to what a page holds, and say so. Pure."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass

from celt.lib.sentences import counted
from plans.rules.document import AimTold, PlanDocument, PriorityTold
from plans.rules.question import question

GOES_ON = "goes on in the whole plan"
# How many characters a text may have where everything else is short, and what is tried, from the longest, until the
# pages hold it.
LONGEST = {"vision": 900, "rationale": 1500, "monitoring": 900, "why": 420}
SCALES = (1.0, 0.8, 0.65, 0.5, 0.38, 0.28, 0.2, 0.12)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as one paragraph; `goes_on` where it was cut."""

    text: str = ""
    goes_on: bool = False


@dataclass(frozen=True, slots=True)
class PriorityOnPaper:
    number: int
    title: str
    why: Cut
    owner: str
    theory: str
    pupils: str
    aim: AimTold | None
    actions: str
    cost: str
    days: str
    question: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`document` without its long texts; those stand here, cut."""

    document: PlanDocument
    vision: Cut
    rationale: Cut
    monitoring: Cut
    priorities: tuple[PriorityOnPaper, ...]
    resources: str


def summary(document: PlanDocument, first: float = 1.0, second: float = 1.0) -> Summary:
    """`first` and `second`: how much of LONGEST the texts of each page may have."""
    short = dataclasses.replace(document, vision="", rationale="", monitoring="", priorities=(), dropped=())
    return Summary(
        document=short,
        vision=cut(document.vision, _room("vision", first)),
        rationale=cut(document.rationale, _room("rationale", first)),
        monitoring=cut(document.monitoring, _room("monitoring", second)),
        priorities=tuple(_on_paper(one, second) for one in document.priorities),
        resources=resources(document),
    )


def _room(name: str, scale: float) -> int:
    return round(LONGEST[name] * scale)


def cut(text: str, most: int) -> Cut:
    """The text in one paragraph, at most `most` characters of it: whole sentences where at least half of it fills with
    them, else whole words, else what fits of a word without end."""
    whole = " ".join(text.split())
    if len(whole) <= most:
        return Cut(whole)
    head = whole[:most]
    sentence = max(head.rfind(mark) for mark in (". ", "! ", "? "))
    if sentence >= most // 2:
        return Cut(head[: sentence + 1], goes_on=True)
    word = head.rfind(" ")
    return Cut((head[:word] if word > 0 else head).rstrip(" ,;:–-") + "…", goes_on=True)


def _on_paper(one: PriorityTold, scale: float) -> PriorityOnPaper:
    return PriorityOnPaper(
        number=one.number,
        title=one.title,
        why=cut(one.rationale, _room("why", scale)),
        owner=one.owner,
        theory=one.theory,
        pupils=one.pupils,
        aim=one.aim,
        actions=actions(one),
        cost=one.cost,
        days=one.days,
        question=question(one),
    )


def actions(one: PriorityTold) -> str:
    """'3 of 6 actions done, 1 overdue, 1 off course'."""
    if not one.standing:
        return "No action yet"
    told = [f"{one.done} of {counted(len(one.standing), 'action')} done"]
    told += [f"{one.overdue} overdue"] if one.overdue else []
    told += [f"{one.off_course} off course"] if one.off_course else []
    return ", ".join(told)


def resources(document: PlanDocument) -> str:
    """'£12,400 and 31 staff days in all'; each priority's share stands with the priority."""
    parts = [part for part in (document.cost, document.days) if part]
    return f"{' and '.join(parts)} in all." if parts else "No cost and no staff time is planned."
