"""Both commands work as the role that owns the tables: for it row-level security hides nothing."""

from __future__ import annotations

import os

import psycopg2
from django.conf import settings
from django.db import connection

from celt.local import roles
from celt.local.state import Stop, running_environment
from stewardship.backup.archive import BadBackup

ADDRESS = "DATABASE_OWNER_URL"
WHO = """
    SELECT pg_has_role(d.datdba, 'MEMBER') FROM pg_database d WHERE d.datname = current_database()
"""


def become_owner() -> None:
    """Turn Django's connection to the owner's, where it is not already. Raises BadBackup where it cannot be."""
    if is_owner():
        return
    address = os.environ.get(ADDRESS) or running_environment(settings.BASE_DIR).get(ADDRESS, "")
    if address:
        try:
            parts = roles.parts_of(address)
        except Stop as sentence:
            raise BadBackup(str(sentence).replace("DATABASE_URL", ADDRESS)) from None
        connection.close()
        connection.settings_dict.update(
            USER=parts.get("user", ""), PASSWORD=parts.get("password", ""), HOST=parts.get("host", ""),
            PORT=parts.get("port", ""), NAME=parts["dbname"],
        )  # fmt: skip
        if is_owner():
            return
    raise BadBackup(
        "Only the role that owns the tables reads every row. Give its address as DATABASE_URL; with docker compose,"
        " run this in the service `migrate`, which has it."
    )


def is_owner() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute(WHO)
            return bool(cursor.fetchone()[0])
    except psycopg2.OperationalError as error:
        raise BadBackup(f"The database does not answer: {str(error).strip().splitlines()[-1]}") from None
