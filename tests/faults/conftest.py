"""One house for the session, with the pupils and figures of the demo trust in it, and two heads who keep a log of their
stages. These tests touch no database of Django's test runner."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.house import House

# The secondaries' last three years alone: each run takes seconds then, and there are many.
ROWS = """
from django.db.models import Q
from academies.models import Membership
from academies.row_scope import every_row
from dashboards.demo.load import load_rows
from dashboards.services import compute_gaps
from pupils.models import Attendance, Result
trust = load_rows()
with every_row():
    for kind in (Result, Attendance):
        other = Q(enrolment__academic_year__lt=2023) | ~Q(enrolment__academy__phase="secondary")
        kind.objects.filter(other)._raw_delete("default")
assert compute_gaps(trust=trust).status == "published"
from plans.services.programme import ensure_programme
from plans.services.stage import begin_journey
ensure_programme(trust)
for email in ("headteacher@demo.example", "giving.head@demo.example"):
    head = Membership.objects.filter(user__email=email, role="headteacher").first()
    begin_journey(head.academy, head.user)
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("house"))
    try:
        house.manage("migrate", "--verbosity", "0", owner=True)
        house.manage("shell", "--verbosity", "0", "--command", ROWS, owner=True)
        yield house
    finally:
        house.tear_down()


@pytest.fixture
def house(built: House) -> Iterator[House]:
    """The house with its servers up and no worker, whatever the test before did to it."""
    yield built
    for name in [name for name in built.processes if name.startswith(("worker", "web"))]:
        built.kill(name)
    if "postgres" not in built.processes:
        built.start_postgres()
    if "redis" not in built.processes:
        built.start_redis()
    built.end_others()
    built.empty_queue()
