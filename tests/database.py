"""Tests run as the web role: the owner makes and migrates the test database, then the connection changes hands.

So a query that row-level security or a missing privilege would stop in production is stopped in a test too. Only the
emptying of tables after a transactional test goes through the owner, as the web role may not truncate.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db import connection
from django.db.backends.postgresql.operations import DatabaseOperations
from psycopg2 import sql

from celt.local import roles

Parameters = dict[str, Any]  # what psycopg2.connect takes


def owner_parameters() -> Parameters:
    """What psycopg2 needs to reach the test database as its owner; only before the connection changes hands."""
    wanted = ("host", "port", "user", "password", "dbname", "sslmode")
    return {name: value for name, value in connection.get_connection_params().items() if name in wanted}


@contextmanager
def as_owner(parameters: Parameters) -> Iterator[Any]:
    """A cursor of the owner. It waits ten seconds for a lock: a forgotten transaction is an error then, not a halt."""
    owner = psycopg2.connect(**parameters, options="-c lock_timeout=10s")
    owner.autocommit = True
    try:
        with owner.cursor() as cursor:
            yield cursor
    finally:
        owner.close()


def make_web_role(parameters: Parameters) -> tuple[str, str]:
    """The web role of this test database alone, so that several may be tested on one server."""
    name, password = roles.web_role_of(parameters["dbname"]), secrets.token_hex(16)
    with as_owner(parameters) as cursor:
        roles.ensure_role(cursor, name, password)
        roles.grant_web(cursor, name)
    return name, password


def drop_web_role(parameters: Parameters) -> None:
    """Once its database is gone nothing depends on it."""
    name = roles.web_role_of(parameters["dbname"])
    with as_owner({**parameters, "dbname": "postgres"}) as cursor:
        cursor.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(name)))


def end_sessions(parameters: Parameters, name: str, password: str) -> None:
    """End what a live server's threads left open, its own as a role may: a database in use cannot be dropped."""
    with as_owner({**parameters, "user": name, "password": password}) as cursor:
        others = "FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
        cursor.execute(f"SELECT pg_terminate_backend(pid, 5000) {others} AND pid <> pg_backend_pid()")


def empty(cursor: Any, tables: Sequence[str]) -> None:
    """Take away all rows. Truncating makes the files of every table and index anew, which takes seconds; few of the
    tables hold anything. Keys are looked at when all is gone, and the product's own triggers keep out of it."""
    look = sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})")
    cursor.execute(sql.SQL(" UNION ALL ").join(look.format(sql.Literal(t), sql.Identifier(t)) for t in tables))
    if filled := [sql.Identifier(table) for (table,) in cursor.fetchall()]:
        for step in (
            ("ALTER TABLE {} DISABLE TRIGGER USER", "DELETE FROM {}"),  # at once: all of it or nothing
            ("ALTER TABLE {} ENABLE TRIGGER USER",),
        ):
            cursor.execute(sql.SQL("; ").join(sql.SQL(each).format(table) for each in step for table in filled))


@contextmanager
def handed_to_web_role() -> Iterator[Parameters]:
    """Django's connection is the web role's for the block. Yields the owner's parameters."""
    parameters = owner_parameters()
    name, password = make_web_role(parameters)
    before = {key: connection.settings_dict[key] for key in ("USER", "PASSWORD", "CONN_MAX_AGE")}

    def flush_as_owner(operations: DatabaseOperations, statements: Sequence[str]) -> None:
        with as_owner(parameters) as cursor:
            empty(cursor, [table for statement in statements for table in re.findall(r'"(\w+)"', statement)])

    flush = DatabaseOperations.execute_sql_flush
    connection.close()
    # A live server's thread lets go of its connection after each request.
    connection.settings_dict.update(USER=name, PASSWORD=password, CONN_MAX_AGE=0)
    DatabaseOperations.execute_sql_flush = flush_as_owner  # type: ignore[method-assign, assignment]
    try:
        yield parameters
    finally:
        DatabaseOperations.execute_sql_flush = flush  # type: ignore[method-assign]
        connection.close()
        end_sessions(parameters, name, password)
        connection.settings_dict.update(before)
