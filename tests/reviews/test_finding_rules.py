"""The words of a report, the age of a next step, and where a text names somebody."""

import datetime

import pytest

from academies.rules.naming import named_in
from reviews.rules.finding import age_of
from reviews.rules.report import PartTold, answer, team_told, tone_at

SCALE = ("Not yet", "Emerging", "Secure", "Strong")
TODAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("published", "age"),
    [("2026-11-22", "fresh"), ("2026-08-22", "fresh"), ("2026-08-21", "older"), ("2025-11-22", "older"),
     ("2025-11-21", "old"), ("2026-11-30", "fresh")],
)  # fmt: skip
def test_each_day_has_one_age(published: str, age: str) -> None:
    assert age_of(datetime.date.fromisoformat(published), TODAY) == age


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Nadia Quillmore reads aloud.", "Nadia Quillmore"),
        ("nadia  quillmore reads aloud.", "Nadia Quillmore"),
        ("Mrs Quillmore reads aloud.", "Nadia Quillmore"),
        ("Quillmore is a village.", ""),
        ("The English lead reads aloud.", ""),
    ],
)
def test_a_text_names_somebody_by_full_name_or_behind_a_title(text: str, named: str) -> None:
    assert named_in(text, ["Petra Lindqvarn", "Nadia Quillmore", " "]) == named


def part(step: int) -> PartTold:
    return PartTold(f"Part {step}", SCALE[step - 1] if step else "", tone_at(step, 4), step, 4)


@pytest.mark.parametrize(
    ("steps", "found", "told"),
    [
        ((3, 4, 1, 0), (2, 2), "Reading at Heron: two of three parts are secure or strong; two next steps follow."),
        ((3, 1), (1, 1), "Reading at Heron: one of two parts is secure; one next step follows."),
        ((4, 4), (1, 0), "Reading at Heron: every part is strong; no next steps follow."),
        ((1, 2), (0, 3), "Reading at Heron: no part is secure or strong yet; three next steps follow."),
        ((3,), (0, 1), "Reading at Heron: the part that was looked at is secure; one next step follows."),
        ((), (1, 2), "Reading at Heron: the review found one strength and two next steps."),
        ((), (0, 0), "Reading at Heron: nothing is written yet of what the review found."),
    ],
)
def test_the_report_answers_in_a_sentence(steps: tuple[int, ...], found: tuple[int, int], told: str) -> None:
    assert answer("Reading", "Heron", [part(step) for step in steps], SCALE, found) == told


def test_the_team_is_told_by_role() -> None:
    team = [
        ("lead", "Trust leader"), ("observer", "Headteacher"), ("observer", "Coach"), ("observer", "Headteacher"),
        ("moderator", "External moderator"),
    ]  # fmt: skip
    assert team_told(team) == (
        "Led by a trust leader.",
        "Observed by two headteachers and a coach.",
        "Moderated by an external moderator, who gathered nothing for it.",
    )
    assert team_told([]) == ()
