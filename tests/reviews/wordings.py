"""Texts with evaluative words and without, for the rule and for the script that does the same in a browser."""

from __future__ import annotations

# What is written, and which words of it are asked after.
CASES: tuple[tuple[str, list[str]], ...] = (
    ("It was a good lesson.", ["good"]),
    ("GOOD pace, Excellent questions", ["GOOD", "Excellent"]),
    ("Good morning, said everybody.", []),
    ("The teacher said “good” eleven times.", []),
    ('The teacher said "excellent work" twice.', []),
    ("She said 'I should have known' and sat down.", []),
    ("‘It’s good, isn’t it?’ he asked.", []),
    ("the pupils’ books are poor", ["poor"]),
    ("The pupils' work was weak, the teachers' voices calm", ["weak", "calm"]),
    ("She said “good and went on", []),
    ("She said “good\nA weak answer", ["weak"]),
    ('A 12" ruler, a good one', ["good"]),
    ("They should have talked more", ["should have"]),
    ("They should’ve talked", ["should’ve"]),
    ("They shouldn't have to", ["shouldn't have"]),
    ("The teacher  needs\u00a0to slow down", ["needs to"]),
    ("Many pupils and lots of adults", ["Many", "lots of"]),
    ("How many of how many? Twice as many.", []),
    ("at most four, and most of them boys", ["most"]),
    ("bored, on-task and off task", ["bored", "on-task", "off task"]),
    ("Pupils used felt tips and felt sad", ["felt"]),
    ("a well-behaved, good-natured class", ["well-behaved"]),
    ("goodness, badly, Übergood, goodé", ["badly"]),
    ("because they were tired", ["because"]),
    ("They wrote three because clauses", []),
    ("Ten of 28 pupils spoke; each answer was of one word.", []),
    ("", []),
)
TEXTS: tuple[str, ...] = (
    *(text for text, _ in CASES),
    " ".join(text for text, _ in CASES),
    "ſhould have, ıt was lovely, İnteresting, nıce; \u212aeen. great\u00a0Britain, GREAT\u00a0war, the great War",
    "“one” good “two good” ‘three good’ 'four good' \"five good",
    "could have\r\nshould\thave\n\nmust",
)
