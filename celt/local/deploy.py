"""What compose's `migrate` does: the roles and the database as the superuser, then migrations as the owner."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import psycopg2

from celt.local import roles
from celt.local.postgres import grant, last_line
from celt.local.state import Stop


def address(name: str) -> str:
    """An address with a user and a password, out of the environment."""
    url = os.environ.get(name, "")
    if not url:
        raise Stop(f"{name} is not set.")
    parts = roles.parts_of(url)
    if not parts.get("user") or not parts.get("password"):
        raise Stop(f"{name} must name a user and a password.")
    return url


def deploy(root: Path) -> int:
    admin, owner, web = address("DATABASE_ADMIN_URL"), address("DATABASE_URL"), address("DATABASE_WEB_URL")
    owner_parts, web_parts = roles.parts_of(owner), roles.parts_of(web)
    if len({roles.parts_of(url)["user"] for url in (admin, owner, web)}) < 3:
        raise Stop("DATABASE_ADMIN_URL, DATABASE_URL and DATABASE_WEB_URL must name three users.")
    try:
        connection = roles.connect(admin)
        try:
            with connection.cursor() as cursor:
                roles.ensure_role(cursor, owner_parts["user"], owner_parts["password"])
                roles.ensure_role(cursor, web_parts["user"], web_parts["password"])
                roles.ensure_database(cursor, owner_parts["dbname"], owner_parts["user"])
        finally:
            connection.close()
        grant(owner, web_parts["user"])
    except psycopg2.Error as error:
        raise Stop(f"The roles could not be made: {last_line(str(error))}") from None
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_ADMIN_URL"}
    migrate = [sys.executable, "manage.py", "migrate", "--no-input"]
    return subprocess.run(migrate, cwd=root, env=environment, check=False).returncode
