"""What differs between two documents of one academy's plan: what came, what went, what was changed. Pure.

Nothing that stayed the same is told. Rows are known again by their number, and over a change of year by the row that
they go on with.
"""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from celt.lib.sentences import inside
from plans.rules.document import (
    ActionTold,
    AimTold,
    CriterionTold,
    MeaningTold,
    PlanDocument,
    PriorityTold,
    RingsTold,
    StageTold,
)

Kind = Literal["added", "dropped", "changed"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text: "" stayed, "added" or "dropped"."""

    text: str
    kind: Literal["", "added", "dropped"] = ""


@dataclass(frozen=True, slots=True)
class Change:
    """`says` in one sentence; for a longer text also `pieces`, what was taken out and put in."""

    kind: Kind
    says: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """What changed in one part of the plan. `kind` where the whole part came or went."""

    heading: str
    changes: tuple[Change, ...]
    kind: Kind = "changed"


@dataclass(frozen=True, slots=True)
class Comparison:
    parts: tuple[Part, ...]

    @property
    def added(self) -> int:
        return self._count("added")

    @property
    def dropped(self) -> int:
        return self._count("dropped")

    @property
    def changed(self) -> int:
        return self._count("changed")

    def _count(self, kind: Kind) -> int:
        whole = sum(part.kind == kind for part in self.parts if part.kind != "changed")
        return whole + sum(one.kind == kind for part in self.parts if part.kind == "changed" for one in part.changes)


Row = TypeVar("Row", PriorityTold, ActionTold, CriterionTold, MeaningTold)


def compare(old: PlanDocument, new: PlanDocument) -> Comparison:
    """From `old` to `new`. Both are of one edition."""
    parts = [
        Part("Where we want to be", _text("The vision", old.vision, new.vision)),
        Part("Why these priorities", _text("The reasons", old.rationale, new.rationale)),
        Part("Stage", tuple(_stage(old.stage, new.stage))),
        *_priorities(old, new),
        Part("How we shall know", _text("The monitoring", old.monitoring, new.monitoring)),
        Part("Rings", tuple(_rings(old.rings, new.rings))),
        Part(
            "Resources",
            (*_word("Cost in all", old.cost, new.cost), *_word("Staff time in all", old.days, new.days)),
        ),
        Part("Head", _word("Headteacher", old.head, new.head)),
    ]
    return Comparison(tuple(part for part in parts if part.changes or part.kind != "changed"))


def _priorities(old: PlanDocument, new: PlanDocument) -> list[Part]:
    because = {one.key: one.because for one in new.dropped}
    parts = []
    for then, now in _paired(old.priorities, new.priorities):
        if then is None and now is not None:
            says = "Taken up again" if any(one.key == now.key for one in old.dropped) else "New"
            parts.append(Part(f"Priority: {now.title}", tuple(_new_priority(now, says)), "added"))
        elif now is None and then is not None:
            why = because.get(then.key, "")
            parts.append(
                Part(
                    f"Priority: {then.title}",
                    (Change("dropped", f"Dropped: {why}" if why else "No longer in the plan."),),
                    "dropped",
                )
            )
        elif then is not None and now is not None:
            parts.append(Part(f"Priority: {now.title}", tuple(_priority(then, now))))
    return parts


def _new_priority(now: PriorityTold, says: str) -> list[Change]:
    aim = [Change("added", f"Target: {_aimed(now.aim)}")] if now.aim and now.aim.goal else []
    return [
        Change("added", f"{says} in the plan."),
        *aim,
        *(Change("added", f"Action: {one.says} ({inside(one.stands)}).") for one in now.standing),
    ]


def _priority(then: PriorityTold, now: PriorityTold) -> list[Change]:
    found = [
        *_word("Title", then.title, now.title),
        *_word("Place in the plan", str(then.number or ""), str(now.number or "")),
        *_text("Why", then.rationale, now.rationale),
        *_word("Condition in the rings", then.condition, now.condition),
        *_word("Pillar", then.pillar, now.pillar),
        *_word("Theory of action", then.theory, now.theory),
        *_word("Trust’s priority that it serves", then.serves, now.serves),
        *_word("For which pupils", then.pupils, now.pupils),
        *_word("Led by", then.owner, now.owner),
        *_aim(then.aim, now.aim),
    ]
    if then.theory == now.theory:
        found += [*_text("WHEN", then.when, now.when), *_text("THEN", then.then, now.then)]
    for was, is_now in _paired(then.criteria, now.criteria):
        found += _criterion(was, is_now)
    for before, after in _paired(then.actions, now.actions):
        found += _action(before, after)
    found += [
        Change("added", f"What the figure of {one.about} means: {one.says}")
        for gone, one in _paired(then.meanings, now.meanings)
        if gone is None and one is not None
    ]
    return found


def _aimed(aim: AimTold) -> str:
    start = f"from {aim.start} " if aim.start else ""
    when = f" by {aim.goal_when}" if aim.goal_when else ""
    return f"{aim.measure}: {start}to {aim.goal}{when}"


def _aim(then: AimTold | None, now: AimTold | None) -> list[Change]:
    had, has = then or AimTold(), now or AimTold()
    if has.is_set and not had.is_set:
        return [Change("added", f"Target: {_aimed(has)}." if has.goal else f"Target set: {has.measure}.")]
    if had.is_set and not has.is_set:
        return [Change("dropped", f"Target no longer set: {_aimed(had) if had.goal else had.measure}.")]
    found = [*_word("Measure", had.measure, has.measure)]
    if had.goal and has.goal:
        found += [
            *_word("Target", had.goal, has.goal),
            *_word("Starts from", had.start, has.start),
            *_word("Target to be reached by", had.goal_when, has.goal_when),
        ]
    if (had.now, had.now_when) != (has.now, has.now_when) and has.now:
        was = f" (was {had.now}{_at(had.now_when)})" if had.now else ""
        found.append(Change("changed", f"Now {has.now}{_at(has.now_when)}{was}"))
    if had.shows_figures and not has.shows_figures and has.measure:
        found.append(Change("changed", f"Its figures can no longer be shown: {has.says}"))
    elif not had.shows_figures and had.is_set and has.shows_figures:
        found.append(Change("changed", f"Its figures can be shown now: {_aimed(has)}"))
    return found + list(_word("On its way to the target", inside(had.word), inside(has.word)))


def _at(when: str) -> str:
    return f", {when}" if when else ""


def _criterion(then: CriterionTold | None, now: CriterionTold | None) -> list[Change]:
    if then is None and now is not None:
        return [Change("added", f"Success criterion: {now.says}")]
    if now is None and then is not None:
        return [Change("dropped", f"Success criterion no longer there: {then.says}")]
    if then is None or now is None:
        return []
    found = [*_word("Success criterion", then.says, now.says)]
    if then.met != now.met:
        found.append(Change("changed", f"{now.met or 'Not yet judged'}: {now.says}"))
    return found + list(_text(f"What shows it ({now.says})", then.note, now.note))


def _action(then: ActionTold | None, now: ActionTold | None) -> list[Change]:
    if now is None:
        return [Change("dropped", f"Action no longer in the plan: {then.says}")] if then else []
    if then is None:
        return [Change("added", f"Action: {now.says} ({inside(now.stands)}).")]
    found: list[Change] = []
    if then.state != now.state:
        kind: Kind = "dropped" if now.state == "dropped" else "changed"
        word = {"done": "Action done", "dropped": "Action dropped", "open": "Action open again"}[now.state]
        day = f" ({inside(now.stands)})" if now.state == "done" else ""
        found.append(Change(kind, f"{word}: {now.says}{day}"))
    found += _word("Action", then.says, now.says)
    if told := [*_terms(then, now), *_course(then, now)]:
        found.append(Change("changed", f"Action “{now.says.rstrip('.')}”: {'; '.join(told)}"))
    return found


def _terms(then: ActionTold, now: ActionTold) -> list[str]:
    """What was agreed of an action and is agreed otherwise: 'due 15 January 2027 (was 12 December 2026)'."""
    fields = (
        ("due", then.due, now.due),
        ("done by", then.owner, now.owner),
        ("costs", then.cost, now.cost),
        ("takes", then.days, now.days),
    )
    return [f"{label} {is_now or 'nothing'} (was {was or 'nothing'})" for label, was, is_now in fields if was != is_now]


def _course(then: ActionTold, now: ActionTold) -> list[str]:
    """How an open action goes otherwise than it went."""
    if now.state != "open":
        return []
    told = [f"now overdue, it was due by {now.due}"] if now.overdue and not then.overdue else []
    if then.rag != now.rag:
        told.append(f"{inside(now.rag) or 'no longer rated'} (was {inside(then.rag) or 'not rated'})")
    if then.rag_says != now.rag_says and now.rag_says:
        told.append(f"“{now.rag_says}”")
    return told


def _stage(then: StageTold | None, now: StageTold | None) -> list[Change]:
    was, is_now = then or StageTold(), now or StageTold()
    found = list(_word("Stage", was.name, is_now.name))
    if (was.done, was.of) != (is_now.done, is_now.of):
        found.append(
            Change(
                "changed", f"Activities done: from {was.done} of {was.of} to {is_now.done} of {is_now.of}"
                if then and now
                else f"Activities done: {is_now.done} of {is_now.of}",
            )
        )  # fmt: skip
    return found + list(_word("Asked for", was.waiting, is_now.waiting))


def _rings(then: RingsTold | None, now: RingsTold | None) -> list[Change]:
    if now is None:
        return []
    if then is None:
        return [Change("added", f"First self-evaluation agreed on {now.day}.")] if now.day else []
    stood = {one.name: one for ring in then.rings for one in ring.conditions}
    found = [
        change
        for ring in now.rings
        for one in ring.conditions
        for change in _word(one.name, stood[one.name].word if one.name in stood else "", one.word)
    ]
    return found + list(_text("What it says of the academy", then.says, now.says))


def _paired(old: Sequence[Row], new: Sequence[Row]) -> list[tuple[Row | None, Row | None]]:
    """Each row of now with what it was, in the order of now; what is gone comes last."""
    left = {one.key: one for one in old}
    pairs: list[tuple[Row | None, Row | None]] = []
    for row in new:
        before = left.pop(row.key, None)
        if before is None:
            went_on: int | None = getattr(row, "continues", None)
            before = left.pop(went_on, None) if went_on is not None else None
        pairs.append((before, row))
    return pairs + [(gone, None) for gone in left.values()]


def _word(label: str, then: str, now: str) -> tuple[Change, ...]:
    """A short field, old and new in one sentence."""
    if then == now:
        return ()
    if not then:
        return (Change("added", f"{label}: {now}"),)
    if not now:
        return (Change("dropped", f"{label}: no longer {then}"),)
    return (Change("changed", f"{label}: from {then} to {now}"),)


_SENTENCES = re.compile(r"(?<=[.!?:;])\s+|\n+")


def _text(label: str, then: str, now: str) -> tuple[Change, ...]:
    """A text of more than a line, with what was taken out and put in."""
    if then.split() == now.split():
        return ()
    if not then.strip():
        return (Change("added", f"{label} written", (Piece(now.strip(), "added"),)),)
    if not now.strip():
        return (Change("dropped", f"{label} taken out", (Piece(then.strip(), "dropped"),)),)
    return (Change("changed", f"{label} changed", pieces(then, now)),)


def pieces(then: str, now: str) -> tuple[Piece, ...]:
    """Sentence by sentence, and word by word where a sentence was altered only in places.

    What is not "added" makes the old text, what is not "dropped" the new one, blanks aside.
    """
    found: list[Piece] = []
    for gone, come in _passages(_split(then), _split(now)):
        if gone == come:
            found.append(Piece(" ".join(gone)))
        elif gone and come and _alike(" ".join(gone), " ".join(come)):
            found += _by_word(" ".join(gone), " ".join(come))
        else:
            found += [Piece(" ".join(gone), "dropped")] if gone else []
            found += [Piece(" ".join(come), "added")] if come else []
    return tuple(found)


# What two texts have in common is looked for among so many pairs of equal sentences; beyond, as where one sentence
# stands a thousand times, it would take minutes.
_PAIRS_AT_MOST = 20_000


def _passages(olds: list[str], news: list[str]) -> list[tuple[list[str], list[str]]]:
    """Both texts cut alike: pairs of passages, equal or one instead of the other."""
    start = next((n for n, (a, b) in enumerate(zip(olds, news, strict=False)) if a != b), min(len(olds), len(news)))
    ends = zip(reversed(olds[start:]), reversed(news[start:]), strict=False)
    end = next((n for n, (a, b) in enumerate(ends) if a != b), min(len(olds), len(news)) - start)
    first, last = olds[:start], olds[len(olds) - end :] if end else []
    olds, news = olds[start : len(olds) - end], news[start : len(news) - end]
    counts = Counter(news)
    if sum(n * counts[sentence] for sentence, n in Counter(olds).items()) > _PAIRS_AT_MOST:
        middle = [(olds, news)]
    else:
        codes = difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes()
        middle = [(olds[a:b], news[c:d]) for _, a, b, c, d in codes]
    return [pair for pair in ((first, first), *middle, (last, last)) if pair != ([], [])]


def _split(text: str) -> list[str]:
    return [sentence for raw in _SENTENCES.split(text) if (sentence := " ".join(raw.split()))]


# Beyond so many words two passages are told whole: word for word nobody would read it, and it would take long.
_WORDS_AT_MOST = 400


def _alike(gone: str, come: str) -> bool:
    olds, news = gone.split(), come.split()
    if len(olds) + len(news) > _WORDS_AT_MOST:
        return False
    return difflib.SequenceMatcher(None, olds, news, autojunk=False).ratio() >= 0.45


def _by_word(gone: str, come: str) -> list[Piece]:
    olds, news = gone.split(), come.split()
    found: list[Piece] = []
    for op, a, b, c, d in difflib.SequenceMatcher(None, olds, news, autojunk=False).get_opcodes():
        if op == "equal":
            found.append(Piece(" ".join(olds[a:b])))
            continue
        found += [Piece(" ".join(olds[a:b]), "dropped")] if b > a else []
        found += [Piece(" ".join(news[c:d]), "added")] if d > c else []
    return found
