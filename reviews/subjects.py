"""What letters call the things of this app, by their addresses."""

from academies.providers import Subject, subjects

NAMED = (
    (Subject("A review", "Reviews"), ("reviews:",)),
    (Subject("An instructional round", "Instructional rounds"), ("reviews:round",)),
    (Subject("A survey", "Surveys"), ("reviews:survey",)),
)


def name_subjects() -> None:
    for subject, beginnings in NAMED:
        subjects.register(subject, *beginnings)
