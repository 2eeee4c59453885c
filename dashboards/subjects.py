"""What letters call the things of this app, by their addresses."""

from academies.providers import Subject, subjects

NAMED = (
    (Subject("A dashboard", "Dashboards"), ("dashboards:",)),
    (Subject("A night run", "Night runs"), ("dashboards:run_",)),
)


def name_subjects() -> None:
    for subject, beginnings in NAMED:
        subjects.register(subject, *beginnings)
