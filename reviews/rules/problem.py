"""A problem of practice: a gentle word where it reads as a verdict or asks nothing. It blocks nothing. Pure."""

from __future__ import annotations

import re

VERDICTS = re.compile(
    r"\b(poor|weak|bad|good enough|inadequate|ineffective|unsatisfactory|lazy|fails?|failing|failed|lacks?|lacking|"
    r"should have|must improve|not doing)\b",
    re.IGNORECASE,
)
COMPLIANCE = re.compile(
    r"\b(comply|complies|compliant|compliance|non-negotiables?|displays?|polic(?:y|ies)|follow(?:s|ing)? the scheme|"
    r"marking code|dress code|uniform)\b",
    re.IGNORECASE,
)
# Of each kind one: a trust finds its own. In our words.
GOOD = (
    "Our pupils answer questions readily, and then write far less than they said. What are pupils asked to do between "
    "talking and writing, and what do they do while they are stuck?",
    "In mathematics most tasks are finished quickly. What do the tasks ask pupils to think about, and who does the "
    "explaining: pupils, or adults?",
    "We have taught vocabulary before each text for a year. Where do pupils use the taught words by themselves, in "
    "talk and on paper, and what has gone before when they do?",
)


def prompts(problem: str) -> list[str]:
    """Each a sentence that offers a thought; empty where there is nothing to say."""
    said = []
    if "?" not in problem:
        said.append("It has no question in it yet. What is it that you cannot explain, and visitors could see?")
    if found := VERDICTS.search(problem):
        said.append(
            f"“{found[0]}” reads as a verdict. Visitors see more when they look for how something comes about than for "
            "whether it is good."
        )
    if found := COMPLIANCE.search(problem):
        said.append(
            f"“{found[0]}” is about whether something is done as agreed. A round looks at what pupils do and think "
            "while they work on a task."
        )
    return said
