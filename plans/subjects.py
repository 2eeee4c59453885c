"""What letters call the things of this app, by their addresses."""

from academies.providers import Subject, subjects

NAMED = (
    (
        Subject("The improvement plan", "Parts of the improvement plan"),
        (
            "plans:plan",
            "plans:priority_",
            "plans:meaning_",
            "plans:target_",
            "plans:criterion_",
        ),
    ),
    (Subject("A snapshot of a plan", "Snapshots of plans"), ("plans:snapshot_",)),
    (
        Subject("An action", "Actions"),
        (
            "plans:action_",
            "plans:my_actions",
        ),
    ),
    (
        Subject("A stage of improvement", "Stages of improvement"),
        (
            "plans:stage",
            "plans:activity_",
            "plans:gate_",
            "plans:twin_",
        ),
    ),
    (
        Subject("A self-evaluation", "Self-evaluations"),
        (
            "plans:evaluation_",
            "plans:rings",
        ),
    ),
    (
        Subject("Professional learning", "Pieces of professional learning"),
        (
            "plans:enquiry_",
            "plans:meeting_",
            "plans:team_",
            "plans:tour_",
            "plans:learning",
        ),
    ),
)


def name_subjects() -> None:
    for subject, beginnings in NAMED:
        subjects.register(subject, *beginnings)
