"""The database's own lock on pupil rows (row-level security), besides `visible_to`.

Pupil tables carry policies that read the session setting `celt.academies`. Unset, they show nothing. Code that
needs pupil rows opens a scope: the academies of the person it works for, or every row for the night run.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

SETTING = "celt.academies"
EVERY_ROW = "*"
# Whether a scope was opened since a request began (academies.middleware.PupilRowsStay).
opened: ContextVar[bool] = ContextVar("opened", default=False)


def _swap(value: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        before: str = cursor.fetchone()[0]
        cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, value])
    return before


@contextmanager
def row_scope(academy_ids: Iterable[int]) -> Iterator[None]:
    """Opens the pupil rows of these academies to the block, and closes them after it."""
    opened.set(True)
    before = _swap(",".join(str(pk) for pk in sorted(set(academy_ids))))
    try:
        yield
    finally:
        _restore(before)


@contextmanager
def every_row() -> Iterator[None]:
    """Opens all pupil rows: for the night run, the command line and back-ups, never for a page."""
    before = _swap(EVERY_ROW)
    try:
        yield
    finally:
        _restore(before)


def _restore(value: str) -> None:
    held = connection.connection
    # In a broken transaction no statement runs, and its rollback undoes the setting as well; a lost connection takes
    # the setting with it. Trying all the same would hide the error that broke it.
    if held is None or held.closed or connection.needs_rollback:
        return
    if held.info.transaction_status != TRANSACTION_STATUS_INERROR:
        _swap(value)


def policy_sql(table: str, academy_of_row: str, *, history: bool = False) -> str:
    """SQL that puts the policy on a table. `academy_of_row` is an SQL expression for the row's academy.

    A history table takes every insert (its trigger runs as the writer), shows rows to whole scopes alone, and lets
    nobody but its owner change or delete one: what is not named here is refused.
    """
    every = f"(SELECT current_setting('{SETTING}', true)) = '{EVERY_ROW}'"
    some = (
        f"{academy_of_row} = ANY (string_to_array(nullif(nullif("
        f"(SELECT current_setting('{SETTING}', true)), ''), '{EVERY_ROW}'), ',')::bigint[])"
    )
    if history:
        return (
            f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
            f"CREATE POLICY whole_scope ON {table} FOR SELECT USING ({every});"
            f"CREATE POLICY triggers_write ON {table} FOR INSERT WITH CHECK (true);"
        )
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY own_academies ON {table} USING ({every} OR {some});"
    )
