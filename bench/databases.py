"""A database a scale, filled once and kept: on the server of DATABASE_URL, or on one of the benchmark's own."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from bench.scales import Scale
from celt.local import roles
from celt.local.state import Stop

ROOT = Path(__file__).resolve().parents[1]


def name_of(scale: Scale) -> str:
    return f"celt_bench_{scale.pupils}"


def prepare(owner_url: str, scale: Scale, *, fresh: bool) -> str:
    """Make and fill the scale's database where it is not there yet. Returns the web role's address: the work that is
    measured runs as that role, row-level security and all."""
    name = name_of(scale)
    own = roles.url_of({**roles.parts_of(owner_url), "dbname": name})
    connection = roles.connect(owner_url)
    try:
        with connection.cursor() as cursor:
            if fresh:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    finally:
        connection.close()
    web = roles.ensure_web(own, secrets.token_hex(16))
    work("fill", own, scale)
    return web


def is_filled(owner_url: str) -> bool:
    connection = roles.connect(owner_url)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT EXISTS (SELECT FROM academies_trust)")
            return bool(cursor.fetchone()[0])
    except psycopg2.errors.UndefinedTable:
        return False
    finally:
        connection.close()


def work(task: str, url: str, scale: Scale, **options: Any) -> dict[str, Any]:
    """Run one task in a process of its own, so that its memory is its own too; returns what it found."""
    environment = {**os.environ, "DATABASE_URL": url, "SECRET_KEY": "only for the benchmark", "LOG_LEVEL": "WARNING"}
    environment |= {"DJANGO_SETTINGS_MODULE": "celt.settings", "DEMO": "0"}
    command = [sys.executable, "-m", "bench.worker", task, str(scale.pupils), json.dumps(options)]
    done = subprocess.run(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE, check=False)
    if done.returncode:
        raise Stop(f"The benchmark's task {task} failed at {scale}.")
    last = done.stdout.strip().splitlines()[-1]
    found: dict[str, Any] = json.loads(last)
    return found
