"""What the matrix of trust priorities and academies' plans says, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from celt.lib.sentences import SMALL_NUMBERS, counted, listed

# So few may be missing, or be alone, that they are named.
FEW = 2


def coverage(title: str, serving: Sequence[str], with_plan: Sequence[str]) -> str:
    """Who works on a trust priority: 'Nobody but Goonvarra works on “Attendance”.' Names in order; those of `serving`
    are among `with_plan`."""
    said = f"“{title}”"
    missing = [name for name in with_plan if name not in serving]
    if not with_plan:
        return f"No academy has a plan yet, so nobody works on {said}."
    if not serving:
        return f"Nobody works on {said}."
    if not missing:
        return f"Every academy with a plan works on {said}."
    if len(serving) == 1:
        return f"Nobody but {serving[0]} works on {said}."
    if len(missing) <= FEW:
        return f"All but {listed(missing)} work on {said}."
    return f"{_words(len(serving))} of {len(with_plan)} academies with a plan work on {said}."


def answer(served: Mapping[str, Sequence[str]], with_plan: Sequence[str]) -> str:
    """The widest gap in the matrix first; `served`: title of a trust priority -> who works on it."""
    if not served:
        return "The trust has set no priority for this year"
    if not with_plan:
        return "No academy has a plan yet"
    alone = sorted((len(names), title) for title, names in served.items() if len(names) <= 1 < len(with_plan))
    if alone:
        _, title = alone[0]
        first = coverage(title, served[title], with_plan).rstrip(".")
        more = len(alone) - 1
        if not more:
            return first
        return f"{first}, and {counted(more, 'other trust priority is', 'other trust priorities are')} nearly as alone"
    if all(len(names) == len(with_plan) for names in served.values()):
        return "Every academy with a plan works on every trust priority"
    title = min(served, key=lambda each: len(served[each]))
    return f"Every trust priority is worked on; the fewest academies, {len(served[title])}, work on “{title}”"


def serves_none(names: Sequence[str]) -> str:
    """'The plans of Rosquenna and Penhale serve none of the trust’s priorities.'"""
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]}’s plan serves none of the trust’s priorities."
    return f"The plans of {listed(list(names))} serve none of the trust’s priorities."


def _words(n: int) -> str:
    return SMALL_NUMBERS[n] if n < len(SMALL_NUMBERS) else str(n)
