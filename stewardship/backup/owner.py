"""Both commands work as the role that owns the tables: for it row-level security hides nothing."""

from __future__ import annotations

import os

import environ
from django.conf import settings
from django.db import OperationalError, connection

from celt.local.state import running_environment
from stewardship.backup.archive import BadBackup

ADDRESS = "DATABASE_OWNER_URL"
# Whoever owns the tables; where there are none yet, whoever may make some.
WHO = """
    SELECT coalesce(
        (SELECT pg_has_role(relowner, 'MEMBER') FROM pg_class WHERE oid = to_regclass('public.django_migrations')),
        has_schema_privilege('public', 'CREATE')
    )
"""


def become_owner() -> None:
    """Turn Django's connection to the owner's, where it is not already. Raises BadBackup where it cannot be."""
    if is_owner():
        return
    address = os.environ.get(ADDRESS) or running_environment(settings.BASE_DIR).get(ADDRESS, "")
    if address:
        connection.close()
        connection.settings_dict.update(environ.Env.db_url_config(address))
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
    except OperationalError as error:
        raise BadBackup(f"The database does not answer: {str(error).strip().splitlines()[-1]}") from None
