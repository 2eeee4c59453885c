"""The two database roles, in one place for the local server, compose, one's own server and the tests.

The owner owns the database and its tables and migrates them. The web role owns nothing: it reads and writes rows, may
make temporary tables, and is subject to row-level security. Every function may be called again and mends what differs.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

import psycopg2
from psycopg2 import sql

from celt.local.state import Stop

# What a role must not be, by its column in pg_roles.
POWERS = {
    "rolsuper": "SUPERUSER",
    "rolbypassrls": "BYPASSRLS",
    "rolcreaterole": "CREATEROLE",
    "rolcreatedb": "CREATEDB",
    "rolreplication": "REPLICATION",
}

# What the owner of test databases needs besides: it makes one a process, and a web role for each.
TESTING = ("rolcreatedb", "rolcreaterole")


def parts_of(url: str) -> dict[str, str]:
    """libpq's parameters in an address such as postgresql://user:word@host:5432/name?sslmode=require."""
    try:
        split = urlsplit(url)
        port = split.port
    except ValueError as error:
        raise Stop(f"DATABASE_URL is not an address of a database: {error}.") from None
    if split.scheme not in {"postgres", "postgresql", "psql", "pgsql"} or not split.path.strip("/"):
        raise Stop("DATABASE_URL must look like postgresql://user:password@host:5432/database.")
    found = {
        "host": unquote(split.hostname or ""),
        "port": str(port or ""),
        "user": unquote(split.username or ""),
        "password": unquote(split.password or ""),
        "dbname": unquote(split.path.lstrip("/")),
        **dict(parse_qsl(split.query)),
    }
    return {name: value for name, value in found.items() if value}


def url_of(parts: dict[str, str]) -> str:
    """The address of libpq's parameters, with the socket directory in the query as Django's settings read it."""
    rest = dict(parts)
    user, password, name = rest.pop("user", ""), rest.pop("password", ""), rest.pop("dbname")
    host, port = rest.pop("host", ""), rest.pop("port", "")
    if host.startswith("/"):
        rest["host"], host = host, ""
    who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    where = f"[{host}]" if ":" in host else host
    query = f"?{urlencode(rest, safe='/')}" if rest else ""
    return f"postgresql://{who}{'@' if who else ''}{where}{f':{port}' if port else ''}/{quote(name, safe='')}{query}"


def as_user(url: str, user: str, password: str) -> str:
    """The same database for another user."""
    return url_of({**parts_of(url), "user": user, "password": password})


def connect(url: str) -> Any:
    """A connection where each statement stands on its own. Raises psycopg2.OperationalError."""
    connection = psycopg2.connect(**parts_of(url), connect_timeout=10)
    connection.autocommit = True
    return connection


def ensure_role(cursor: Any, name: str, password: str, *, also: Collection[str] = ()) -> None:
    """A role that signs in with this password and has no other power than those of `also` (columns of pg_roles)."""
    wanted = set(also)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
    role = sql.Identifier(name)
    if cursor.fetchone() is None:
        powers = " ".join(word if column in wanted else f"NO{word}" for column, word in POWERS.items())
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN {}").format(role, sql.SQL(powers)))
    cursor.execute(sql.SQL("SELECT {} FROM pg_roles WHERE rolname = %s").format(sql.SQL(", ".join(POWERS))), [name])
    held = dict(zip(POWERS, cursor.fetchone(), strict=True))
    wrong = [f"NO{word}" for column, word in POWERS.items() if held[column] and column not in wanted]
    wrong += [POWERS[column] for column in wanted if not held[column]]
    if wrong:
        cursor.execute(sql.SQL("ALTER ROLE {} {}").format(role, sql.SQL(" ".join(wrong))))
    cursor.execute(sql.SQL("ALTER ROLE {} LOGIN PASSWORD %s").format(role), [password])


def ensure_database(cursor: Any, name: str, owner: str) -> None:
    """A database that `owner` owns. The connected user must be able to create databases for that role."""
    cursor.execute("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = %s", [name])
    found = cursor.fetchone()
    names = {"name": sql.Identifier(name), "owner": sql.Identifier(owner)}
    if found is None:
        cursor.execute(
            sql.SQL("CREATE DATABASE {name} OWNER {owner} ENCODING 'UTF8' TEMPLATE template0").format(**names)
        )
    elif found[0] != owner:
        cursor.execute(sql.SQL("ALTER DATABASE {name} OWNER TO {owner}").format(**names))


def grant_web(cursor: Any, web: str) -> None:
    """Give the web role what it needs in the connected database, and PUBLIC nothing. Run as the owner.

    Default privileges cover the tables that later migrations of this owner make.
    """
    cursor.execute("SELECT current_database()")
    names = {"database": sql.Identifier(cursor.fetchone()[0]), "web": sql.Identifier(web)}
    for statement in (
        "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
        "GRANT CONNECT, TEMPORARY ON DATABASE {database} TO {web}",
        "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        "REVOKE CREATE ON SCHEMA public FROM {web}",
        "GRANT USAGE ON SCHEMA public TO {web}",
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {web}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {web}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {web}",
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {web}",
    ):
        cursor.execute(sql.SQL(statement).format(**names))


def web_role_of(database: str) -> str:
    """The web role's name: by database, since roles belong to the whole server and copies must not share a password."""
    return f"{database[:58]}_web"


def ensure_web(owner_url: str, password: str) -> str:
    """Make the web role beside the owner and return its address. The owner must be able to create roles."""
    name = web_role_of(parts_of(owner_url)["dbname"])
    connection = connect(owner_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
            if not cursor.fetchone()[0]:
                raise Stop(
                    "The user of DATABASE_URL may not create roles, so the web role cannot be made. Have a role made"
                    " that owns nothing and has no power of its own, and give its address as DATABASE_WEB_URL."
                )
            ensure_role(cursor, name, password)
            grant_web(cursor, name)
    except psycopg2.errors.InsufficientPrivilege as error:
        raise Stop(f"The user of DATABASE_URL must own its database: {str(error).strip().splitlines()[0]}.") from None
    finally:
        connection.close()
    return as_user(owner_url, name, password)
