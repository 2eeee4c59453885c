"""What all tests share: the database as the web role sees it, no network, an empty cache.

The people of every test stand in tests/cast.py, the rows in tests/factories/.
"""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from hypothesis import settings as hypothesis_settings

from celt.celery import app as celery_app
from tests import database

pytest_plugins = ["tests.cast", "tests.browser"]

# A slow machine is no failure.
hypothesis_settings.register_profile("celt", deadline=None)
hypothesis_settings.load_profile("celt")

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0")


def pytest_configure(config: pytest.Config) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    # The people of tests hold no second factor; tests/accounts asks for it where it is meant.
    settings.SECOND_FACTOR_REQUIRED = False
    # A task that a test sends by mistake reaches no worker.
    celery_app.conf.update(broker_url="memory://")
    keep_to_this_machine()


# In the order in which two processes share them best: one of them has both files of faults, which build one house.
LONGEST = (
    "tests/faults/test_gap_runs.py",
    "tests/ui/test_every_page.py",
    "tests/faults/test_imports.py",
    "tests/faults/test_writes.py",
    "tests/faults/test_restore.py",
    "tests/access/test_sweep.py",
    "tests/access/test_queries.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, so that no process is left alone with one at the end."""
    place = {name: number for number, name in enumerate(LONGEST)}
    items.sort(key=lambda item: place.get(item.nodeid.split("::")[0], len(LONGEST)))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not walk through it again and again, nor come so often."""
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


def pytest_make_parametrize_id(config: pytest.Config, val: object, argname: str) -> str | None:
    """A parameter with a slug is called by it: short, and the same in every process."""
    slug = getattr(val, "slug", None)
    return slug if isinstance(slug, str) else None


def keep_to_this_machine() -> None:
    """Refuse connections to anywhere but this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: Any) -> None:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(address[0]).startswith(LOOPBACK):
            raise PermissionError(f"A test tried to reach {address[0]}. Tests stay on this machine.")
        connect(self, address)

    socket.socket.connect = guarded  # type: ignore[method-assign, assignment]


@pytest.fixture(scope="session")
def made_roles(django_db_keepdb: bool) -> Iterator[list[database.Parameters]]:
    """Drops the web role after its database; a role cannot go before what depends on it."""
    if "DATABASE_URL" not in os.environ:
        pytest.exit(
            "Run ./scripts/test, or set DATABASE_URL to a user that may make databases and roles.", returncode=3
        )
    owners: list[database.Parameters] = []
    yield owners
    if not django_db_keepdb:
        for owner in owners:
            database.drop_web_role(owner)


@pytest.fixture(scope="session")
def django_db_setup(
    made_roles: list[database.Parameters], django_db_setup: None, django_db_blocker: Any
) -> Iterator[database.Parameters]:
    """pytest-django's own fixture makes and migrates the database; this one hands it to the web role."""
    with django_db_blocker.unblock(), database.handed_to_web_role() as owner:
        made_roles.append(owner)
        with django_db_blocker.block():
            yield owner


@pytest.fixture(scope="session")
def owner_database(django_db_setup: database.Parameters) -> database.Parameters:
    """psycopg2's parameters of the test database's owner, for what the web role may not do."""
    return django_db_setup


@pytest.fixture(scope="session", autouse=True)
def own_media(tmp_path_factory: pytest.TempPathFactory) -> None:
    """What a test uploads lies in a folder of its own."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and other cached things of one test do not reach the next."""
    cache.clear()
