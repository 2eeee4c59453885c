"""Which parts of frameworks ask the same of different phases, so that a theme is read over primaries and secondaries.

By title: the parts of a version in use are never written again. Whatever stands nowhere here is matched by its own
title, over versions and phases; parts that only sound alike, such as fluency and tutor reading, stand by themselves.
"""

from __future__ import annotations

from collections.abc import Mapping

# What a review is about -> what the parts have in common -> their titles.
KIN: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "reading": {
        "Readers who are behind": ("The lowest fifth", "Interventions"),
        "Words and understanding": ("Vocabulary and understanding", "Disciplinary literacy"),
        "Choosing to read": ("Reading for pleasure", "A school that reads"),
    },
    "writing": {
        "Spelling, handwriting and accuracy": ("Handwriting and spelling", "Accuracy and fluency"),
        "How composing is taught": ("Composition", "How writing is taught"),
        "Feedback and revising": ("Making it better", "Feedback and revising"),
        "Who is behind in writing": ("Who is behind, and who is held back", "The gap in writing"),
    },
}


def same(title: str) -> str:
    """What two titles must share to be the same: not their capitals or spaces."""
    return " ".join(title.split()).casefold()


_COMMON = {
    (family, same(title)): common for family, kin in KIN.items() for common, titles in kin.items() for title in titles
}


def common_part(family: str, title: str) -> str:
    """What the part is called where phases are read together; its own title where it has no kin."""
    return _COMMON.get((family, same(title)), title)
