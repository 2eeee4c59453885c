"""What is done with Django before the programs start: migrations, the demo trust, static files. Runs as the owner."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import traceback
from pathlib import Path

from celt.local.state import local_directory, write_private

HALF_MADE_DEMO = "demo-half-made"
PEOPLE = "people.json"


def say(text: str) -> None:
    print(text, flush=True)


def migrate() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        say(f"Bringing the database up to date ({len(plan)} steps).")
        call_command("migrate", interactive=False, verbosity=0)


def load_demo(local: Path) -> None:
    """Fill an empty database. The note says that it was cut off, should it be."""
    from django.apps import apps
    from django.core.management import call_command, get_commands

    if "load_demo" not in get_commands() or apps.get_model("academies", "Trust").objects.exists():
        return
    say("Loading the demo trust: 13 academies, 7,000 pupils, five years.")
    note = local / HALF_MADE_DEMO
    note.touch()
    call_command("load_demo", verbosity=0)
    note.unlink()


def static_fingerprint(root: Path) -> str:
    """Changes when the packages or any of our own static files do."""
    from django.apps import apps
    from django.conf import settings

    own = [Path(folder) for folder in settings.STATICFILES_DIRS]
    own += [Path(app.path) / "static" for app in apps.get_app_configs() if Path(app.path).is_relative_to(root)]
    found = [(root / "requirements.txt").read_text(encoding="utf-8")]
    for folder in own:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and ".venv" not in path.parts and not path.is_relative_to(root / "static" / "built"):
                found.append(f"{path} {path.stat().st_size} {path.stat().st_mtime_ns}")
    return hashlib.sha256("\n".join(found).encode()).hexdigest()


def build_static(root: Path, local: Path) -> None:
    """The charts' bundle and the collected files, once for each state of them."""
    from django.conf import settings
    from django.core.management import call_command, get_commands

    stamp = local / "static-is"
    now = static_fingerprint(root)
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    if manifest.exists() and stamp.exists() and stamp.read_text(encoding="utf-8") == now:
        return
    say("Gathering the static files.")
    stamp.unlink(missing_ok=True)
    if "build_static" in get_commands():
        call_command("build_static", verbosity=0, stdout=io.StringIO())
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now, encoding="utf-8")


def note_people(local: Path) -> None:
    """Write down who can sign in: the demo people where the demo is on, and how many there are."""
    from django.contrib.auth import get_user_model

    from academies.demo import DEMO_PEOPLE

    users = set(get_user_model().objects.filter(is_active=True).values_list("email", flat=True))
    shown = DEMO_PEOPLE if os.environ.get("DEMO") == "1" else ()
    people = [[p.full_name, str(p.role.label), p.sentence] for p in shown if p.email in users]
    write_private(local / PEOPLE, json.dumps({"demo": people, "all": len(users)}))


def prepare(root: Path) -> int:
    """Do all of it. A failure is said in a sentence, with its traceback in a log."""
    import django

    local = local_directory(root)
    step = "The settings could not be read"
    try:
        django.setup()
        step = "The database could not be migrated"
        migrate()
        step = "The demo trust could not be loaded"
        if os.environ.get("DEMO") == "1":
            load_demo(local)
        step = "The static files could not be gathered"
        build_static(root, local)
        step = "The people could not be listed"
        note_people(local)
    except Exception as error:
        log = local / "log" / "prepare.log"
        write_private(log, traceback.format_exc())
        print(f"{step}: {error}\nMore of it in {log}", file=sys.stderr, flush=True)
        return 1
    return 0
