"""What lies in the academies of the cast, a file for each room: `build` for the three, `grow` for the query tests."""

from types import ModuleType

from tests.worlds import (
    action,
    calendar,
    care,
    category,
    checkpoint,
    coaching,
    concern,
    contact,
    deployment,
    file,
    finding,
    framework,
    gathering,
    inspection,
    learning,
    letter,
    library,
    plan,
    practice,
    profile,
    reader,
    reading,
    review,
    ring,
    round,
    scheme,
    search,
    sign_in,
    snapshot,
    stage,
    support,
    survey,
    term,
    theory,
    use,
)

# In the order in which one needs the other.
ROOMS: tuple[ModuleType, ...] = (
    inspection, scheme, category, concern, support, deployment, contact, profile, calendar, letter, term, sign_in,
    theory, practice, library, stage, plan, reading, action, ring, learning, snapshot,
    framework, review, gathering, file, finding, round, survey, use, coaching, checkpoint, reader, care, search,
)  # fmt: skip
