"""`manage.py backup FILE`: the whole installation as it is at one moment, in one file."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from stewardship.backup.archive import BadBackup, Manifest, Writer
from stewardship.backup.owner import become_owner
from stewardship.backup.tables import sequences_of, tables_of, write_tables
from stewardship.backup.uploads import write_uploads


def make_backup(path: Path) -> Manifest:
    """Writes the file whole or not at all, and never over another. The product may run meanwhile."""
    if path.exists():
        raise BadBackup(f"{path} is there already. Give a name that is free: a back-up never overwrites another.")
    if not path.parent.is_dir():
        raise BadBackup(f"There is no folder {path.parent}. Make it first.")
    become_owner()
    half = path.with_name(f"{path.name}.part")
    try:
        writer = Writer(half)
    except FileExistsError:
        raise BadBackup(f"{half} is there: another back-up is being written, or was cut off. Delete it then.") from None
    except OSError as error:
        raise BadBackup(f"{half} cannot be written: {error.strerror}.") from None
    try:
        manifest = write_everything(writer)
        writer.finish(manifest)
        writer.close()
        half.rename(path)
    except OSError as error:
        raise BadBackup(f"The back-up could not be written: {error.strerror or error}.") from None
    finally:
        writer.close()
        half.unlink(missing_ok=True)
    return manifest


def write_everything(writer: Writer) -> Manifest:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        if "django_migrations" not in tables_of(cursor):
            raise BadBackup("This database holds nothing of the product. Check DATABASE_URL.")
        manifest = Manifest(timezone.now().isoformat(), migrations_of(cursor))
        manifest.tables = write_tables(cursor, writer)
        # After the rows: a number that was given out meanwhile is not given again.
        manifest.sequences = sequences_of(cursor)
    manifest.uploads = write_uploads(Path(settings.MEDIA_ROOT), writer)
    return manifest


def migrations_of(cursor: object) -> dict[str, list[str]]:
    """The migrations that the database has, by app."""
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")  # type: ignore[attr-defined]
    found: dict[str, list[str]] = {}
    for app, name in cursor.fetchall():  # type: ignore[attr-defined]
        found.setdefault(app, []).append(name)
    return found
