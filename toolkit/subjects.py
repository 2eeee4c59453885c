"""What letters call the things of this app, by their addresses."""

from academies.providers import Subject, subjects

NAMED = (
    (Subject("Something in the toolkit", "Several things in the toolkit"), ("toolkit:",)),
    (Subject("A visit to see a practice", "Visits to see practices"), ("toolkit:showing_",)),
)


def name_subjects() -> None:
    for subject, beginnings in NAMED:
        subjects.register(subject, *beginnings)
