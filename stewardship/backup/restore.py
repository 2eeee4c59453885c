"""`manage.py restore FILE`: an installation out of a back-up, into an empty place.

In the order that leaves no half that looks whole: the file is checked from end to end, the place is found empty, the
tables are made as they were at the time of the back-up, the uploads are put on the disk, the rows are loaded in one
transaction, and the migrations since then run. What fails before that transaction ends leaves the place as empty.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg2 import sql

from celt.lib.quick_migrations import rendering_little
from stewardship.backup.archive import BadBackup, Manifest, Reader
from stewardship.backup.make import migrations_of
from stewardship.backup.owner import become_owner
from stewardship.backup.tables import load_tables, tables_of, with_rows
from stewardship.backup.uploads import write_back

AT_ONCE = 20  # tables dropped in one statement: each holds locks, and the server has only so many
FUNCTIONS = """
    SELECT p.oid::regprocedure::text FROM pg_proc p
    WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')
"""
OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


def restore_backup(path: Path) -> Manifest:
    """Raises BadBackup with a sentence where the file or the place is not what it should be."""
    reader = Reader(path)
    try:
        check_version(reader.manifest)
        become_owner()
        media = Path(settings.MEDIA_ROOT)
        check_place(media)
        make_tables(reader.manifest)
        with uploads_put(media, reader), transaction.atomic(), connection.cursor() as cursor:
            load_tables(cursor, reader)
        # What came since, and what follows every `migrate`: the seal of this installation's own key, held triggers.
        call_command("migrate", interactive=False, verbosity=0)
        with connection.cursor() as cursor:
            names = sql.SQL(", ").join(sql.Identifier(name) for name in tables_of(cursor))
            cursor.execute(sql.SQL("ANALYZE {}").format(names))
        return reader.manifest
    finally:
        reader.close()


def check_version(manifest: Manifest) -> None:
    known = MigrationExecutor(None).loader.disk_migrations or {}
    unknown = [
        f"{app}.{name}" for app, names in manifest.migrations.items() for name in names if (app, name) not in known
    ]
    if unknown:
        raise BadBackup(
            f"A newer version of the product made this back-up: this one does not know {', '.join(unknown[:3])}."
            " Install that version, then restore."
        )


def check_place(media: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        if others := cursor.fetchone()[0]:
            raise BadBackup(
                f"{others} other connection{'s are' if others > 1 else ' is'} open to this database. Stop web server,"
                " worker and beat first."
            )
        filled = with_rows(cursor)
    if filled:
        raise BadBackup(
            f"This database is not empty: there are rows in {', '.join(filled[:5])}. A back-up is restored only into an"
            " empty one. Make a new database and give its address as DATABASE_URL."
        )
    if media.is_dir() and any(path.is_file() for path in media.rglob("*")):
        raise BadBackup(f"The uploads' folder {media} is not empty. Move it away, or name another as MEDIA_ROOT.")
    try:
        media.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadBackup(f"The uploads' folder {media} cannot be made: {error.strerror}.") from None
    if not os.access(media, os.W_OK | os.X_OK):
        raise BadBackup(f"The uploads' folder {media} cannot be written to.")


def make_tables(manifest: Manifest) -> None:
    """The tables as the migrations of the back-up make them."""
    with connection.cursor() as cursor:
        made = migrations_of(cursor) if "django_migrations" in tables_of(cursor) else {}
        if made == manifest.migrations:
            return
        if made:
            drop_everything(cursor)
    executor = MigrationExecutor(connection)
    applied = {(app, name) for app, names in manifest.migrations.items() for name in names}
    graph = executor.loader.graph
    leaves = [
        node for node in applied
        if node in graph.nodes and not any(child.key in applied for child in graph.node_map[node].children)
    ]  # fmt: skip
    with rendering_little():
        executor.migrate(sorted(leaves))


def drop_everything(cursor: Any) -> None:
    """Tables without rows, made by another version. What the roles may do in the schema stays."""
    names = list(tables_of(cursor))
    for start in range(0, len(names), AT_ONCE):
        group = sql.SQL(", ").join(sql.Identifier(name) for name in names[start : start + AT_ONCE])
        cursor.execute(sql.SQL("DROP TABLE {} CASCADE").format(group))
    cursor.execute(FUNCTIONS)
    for (function,) in cursor.fetchall():
        cursor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")


@contextlib.contextmanager
def uploads_put(media: Path, reader: Reader) -> Iterator[None]:
    """The uploads are there for the block, and stay once it has ended well."""
    put: list[Path] = []
    try:
        write_back(media, reader, put)
        yield
    except BaseException as error:
        for path in put:
            path.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise BadBackup(f"The uploads could not be written: {error.strerror or error}.") from None
        raise
