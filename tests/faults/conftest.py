"""One house for the session, with the demo trust in it. These tests touch no database of Django's test runner."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.house import House


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House.build(tmp_path_factory.mktemp("house"))
    try:
        house.manage("migrate", "--verbosity", "0", owner=True)
        house.manage("load_demo", "--verbosity", "0", owner=True)
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
