"""What letters call the things of this app, by their addresses. It tells of neither concerns nor drafts."""

from academies.providers import Subject, subjects

NAMED = (
    (
        Subject("A category decision", "Category decisions"),
        (
            "academies:decision_",
            "academies:category",
        ),
    ),
    (
        Subject("An agreement between academies", "Agreements between academies"),
        (
            "academies:deployment_",
            "academies:ledger",
        ),
    ),
    (
        Subject("Promised support", "Pieces of support"),
        (
            "academies:promise_",
            "academies:support",
        ),
    ),
    (Subject("An inspection", "Inspections"), ("academies:inspection_",)),
    (Subject("A role", "Roles"), ("academies:membership_",)),
    (Subject("An academy’s term", "Terms of academies"), ("academies:term",)),
    (Subject("A letter that went astray", "Letters that went astray"), ("academies:letter_astray",)),
)


def name_subjects() -> None:
    for subject, beginnings in NAMED:
        subjects.register(subject, *beginnings)
