"""What the matrix of trust priorities and academies' plans says, in sentences. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from celt.lib.sentences import inside, listed
from toolkit.rules.words import in_words

# So few may be missing, or be alone, that they are named.
FEW = 2


def coverage(title: str, serving: Sequence[str], with_plan: Sequence[str]) -> str:
    """Who works on a trust priority: 'Nobody but Goonvarra works on “Attendance”.' Names in order; those of `serving`
    are among `with_plan`."""
    if not with_plan:
        return f"No academy has a plan yet, so nobody works on “{title}”."
    works = "work" if _many(serving, with_plan) else "works"
    return f"{brief(serving, with_plan)} {works} on “{title}”."


def brief(serving: Sequence[str], with_plan: Sequence[str]) -> str:
    """The same beside the title: 'Nobody but Goonvarra', 'Eight of eleven academies'."""
    missing = [name for name in with_plan if name not in serving]
    if not serving:
        return "Nobody"
    if not missing:
        return "Every academy with a plan"
    if len(serving) == 1:
        return f"Nobody but {serving[0]}"
    if len(missing) <= FEW:
        return f"All but {listed(missing)}"
    return f"{in_words(len(serving)).capitalize()} of {in_words(len(with_plan))} academies"


def _many(serving: Sequence[str], with_plan: Sequence[str]) -> bool:
    return 1 < len(serving) < len(with_plan)


def answer(served: Mapping[str, Sequence[str]], with_plan: Sequence[str]) -> str:
    """The widest gap in the matrix first; `served`: title of a trust priority -> who works on it."""
    if not served:
        return "The trust has set no priority for this year"
    if not with_plan:
        return "No academy has a plan yet"
    alone = sorted((len(names), title) for title, names in served.items() if len(names) <= 1 < len(with_plan))
    if alone:
        told = [coverage(title, served[title], with_plan).rstrip(".") for _, title in alone[:2]]
        if len(alone) == 1:
            return told[0]
        if len(alone) == 2:
            return f"{told[0]}, and {inside(told[1])}"
        return f"{told[0]}, and {in_words(len(alone) - 1)} more trust priorities have one academy at most"
    if all(len(names) == len(with_plan) for names in served.values()):
        return "Every academy with a plan works on every trust priority"
    title = min(served, key=lambda each: len(served[each]))
    return f"Every trust priority is worked on; the fewest academies, {in_words(len(served[title]))}, work on “{title}”"


def serves_none(names: Sequence[str]) -> str:
    """'The plans of Rosquenna and Penhale serve none of the trust’s priorities.'"""
    if not names:
        return ""
    if len(names) == 1:
        return f"{names[0]}’s plan serves none of the trust’s priorities."
    return f"The plans of {listed(list(names))} serve none of the trust’s priorities."
