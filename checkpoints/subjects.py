"""What letters call the things of this app, by their addresses."""

from academies.providers import Subject, subjects

NAMED = ((Subject("A checkpoint", "Checkpoints"), ("checkpoints:",)),)


def name_subjects() -> None:
    for subject, beginnings in NAMED:
        subjects.register(subject, *beginnings)
