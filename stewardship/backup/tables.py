"""The rows of every table, out and in, by PostgreSQL's own COPY. All of it runs as the owner of the tables.

Tables, triggers, policies and grants are not in a back-up: the migrations make them, so that a restored database is
what any other of its version is, under whatever names its two roles have there.
"""

from __future__ import annotations

from typing import Any

from psycopg2 import sql

from stewardship.backup.archive import BadBackup, Reader, Table, Writer, table_member

# Rows that stay where they are. A session of then must not sign anybody in after a restore; the seal is made from the
# settings of the installation that is restored into (academies/reader_scope.py).
LEFT_OUT = frozenset({"django_session", "reader_seal"})
# What migrations write by themselves: an installation with rows in these alone is empty.
MADE_BY_MIGRATIONS = frozenset({"django_migrations", "django_content_type", "auth_permission"})

TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY 1
"""
COLUMNS = """
    SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    ORDER BY 1, a.attnum
"""
FOREIGN_KEYS = """
    SELECT c.relname, k.conname, pg_get_constraintdef(k.oid) FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
    WHERE k.contype = 'f' AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2
"""
SETTINGS = (
    "SET LOCAL client_encoding = 'UTF8'", "SET LOCAL DateStyle = 'ISO'", "SET LOCAL IntervalStyle = 'postgres'",
    "SET LOCAL TimeZone = 'UTC'", "SET LOCAL extra_float_digits = 1", "SET LOCAL bytea_output = 'hex'",
)  # fmt: skip


def tables_of(cursor: Any) -> dict[str, list[list[str]]]:
    """Every table with its columns, name and type; generated columns are left out, the database makes them."""
    cursor.execute(TABLES)
    found: dict[str, list[list[str]]] = {name: [] for (name,) in cursor.fetchall()}
    cursor.execute(COLUMNS)
    for table, column, kind in cursor.fetchall():
        if table in found:
            found[table].append([column, kind])
    return found


def with_rows(cursor: Any) -> list[str]:
    """The tables that hold what somebody entered."""
    names = [name for name in tables_of(cursor) if name not in LEFT_OUT | MADE_BY_MIGRATIONS]
    if not names:
        return []
    asks = [sql.SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(sql.Literal(n), sql.Identifier(n)) for n in names]
    cursor.execute(sql.SQL(" UNION ALL ").join(asks))
    return sorted(name for (name,) in cursor.fetchall())


def copy_of(table: str, columns: list[list[str]], way: str) -> sql.Composed:
    names = sql.SQL(", ").join(sql.Identifier(column) for column, _ in columns)
    return sql.SQL("COPY {} ({}) " + way).format(sql.Identifier(table), names)


def write_tables(cursor: Any, writer: Writer) -> dict[str, Table]:
    """In a transaction of REPEATABLE READ: all tables as they were at one moment, whoever writes meanwhile."""
    for setting in SETTINGS:
        cursor.execute(setting)
    written: dict[str, Table] = {}
    for name, columns in tables_of(cursor).items():
        if name in LEFT_OUT or not columns:
            continue
        with writer.member(table_member(name)) as member:
            cursor.copy_expert(copy_of(name, columns, "TO STDOUT"), member)
        written[name] = Table(columns, cursor.rowcount, member.sha256)
    return written


def sequences_of(cursor: Any) -> dict[str, list[Any]]:
    """Each sequence's last value, and whether it was given out already."""
    cursor.execute("SELECT sequencename FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1")
    found = {}
    for (name,) in cursor.fetchall():
        cursor.execute(sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name)))
        found[name] = list(cursor.fetchone())
    return found


def load_tables(cursor: Any, reader: Reader) -> None:
    """In one transaction: the rows as they were, nothing written by triggers, every foreign key asked afterwards."""
    for setting in SETTINGS:
        cursor.execute(setting)
    kept, here = reader.manifest.tables, tables_of(cursor)
    compare(kept, here)
    keys = drop_foreign_keys(cursor)
    for name in here:
        cursor.execute(sql.SQL("ALTER TABLE {} DISABLE TRIGGER USER").format(sql.Identifier(name)))
        if name not in LEFT_OUT:
            cursor.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))
    for name, table in kept.items():
        with reader.member(table_member(name), table.sha256) as member:
            cursor.copy_expert(copy_of(name, table.columns, "FROM STDIN"), member)
        if cursor.rowcount != table.rows:
            raise BadBackup(f"{name} in this back-up has not the rows that its list of contents says. Take another.")
    for name, (last, given) in reader.manifest.sequences.items():
        cursor.execute("SELECT setval(%s::regclass, %s, %s)", [f'public."{name}"', last, given])
    for name in here:
        cursor.execute(sql.SQL("ALTER TABLE {} ENABLE TRIGGER USER").format(sql.Identifier(name)))
    for table_name, key, definition in keys:
        add = sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}")
        cursor.execute(add.format(sql.Identifier(table_name), sql.Identifier(key), sql.SQL(definition)))


def compare(kept: dict[str, Table], here: dict[str, list[list[str]]]) -> None:
    """The migrations have made what the back-up was made from; otherwise rows would go astray."""
    missing = sorted(set(kept) ^ (set(here) - LEFT_OUT))
    other = [name for name in sorted(set(kept) & set(here)) if sorted(kept[name].columns) != sorted(here[name])]
    if missing or other:
        raise BadBackup(
            "The tables of this version are not those that the back-up was made from"
            f" ({', '.join([*missing, *other][:5])}). Install the version that made it, then restore."
        )


def drop_foreign_keys(cursor: Any) -> list[tuple[str, str, str]]:
    """Checked one by one they would take longer than all the rest; put back, each is checked for a whole table."""
    cursor.execute(FOREIGN_KEYS)
    keys: list[tuple[str, str, str]] = cursor.fetchall()
    for table, key, _ in keys:
        cursor.execute(sql.SQL("ALTER TABLE {} DROP CONSTRAINT {}").format(sql.Identifier(table), sql.Identifier(key)))
    return keys
