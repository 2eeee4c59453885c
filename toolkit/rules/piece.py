"""How a piece of the library goes from draft to published to put away, and back. Pure."""

from __future__ import annotations

from typing import Final, Literal

Step = Literal["publish", "put_away", "bring_back"]
DRAFT, PUBLISHED, ARCHIVED = "draft", "published", "archived"
STEPS: Final[dict[str, frozenset[str]]] = {
    "publish": frozenset({DRAFT}),
    "put_away": frozenset({DRAFT, PUBLISHED}),
    "bring_back": frozenset({ARCHIVED}),
}
WHY_NOT: Final[dict[tuple[str, str], str]] = {
    ("publish", PUBLISHED): "It is published already.",
    ("publish", ARCHIVED): "It was put away. Bring it back first.",
    ("put_away", ARCHIVED): "It was put away already.",
    ("bring_back", DRAFT): "It is a draft, and was not put away.",
    ("bring_back", PUBLISHED): "It stands in the library, and was not put away.",
}


def next_state(state: str, step: str, *, was_published: bool) -> str:
    """Raises ValueError with a sentence for whoever asked."""
    if step not in STEPS:
        raise ValueError("Such a step is not known here.")
    if state not in STEPS[step]:
        raise ValueError(WHY_NOT[step, state])
    if step == "bring_back":
        return PUBLISHED if was_published else DRAFT
    return PUBLISHED if step == "publish" else ARCHIVED


def missing(*, kind: str, body: str, lessons: int) -> str:
    """What a reader would look for in vain, as a sentence; "" where it can be published."""
    if kind in ("scheme", "sequence"):
        what = "scheme of work" if kind == "scheme" else "sequence"
        return "" if lessons else f"A {what} has at least one lesson. Add it, then publish it."
    return "" if body.strip() else "There is nothing to read yet. Write what it says, then publish it."
