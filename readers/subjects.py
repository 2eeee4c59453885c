"""What letters call the things of this app, by their addresses."""

from academies.providers import Subject, subjects

NAMED = ((Subject("A reader for governors and trustees", "Readers for governors and trustees"), ("readers:",)),)


def name_subjects() -> None:
    for subject, beginnings in NAMED:
        subjects.register(subject, *beginnings)
