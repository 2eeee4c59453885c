"""The demo trust, backed up and restored into another database under other roles: every table row by row, every upload
byte by byte, every trigger, policy and grant."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from celt.local import roles
from stewardship.backup.tables import LEFT_OUT
from tests.faults.house import House

pytestmark = [pytest.mark.faults, pytest.mark.slow]

NEW, NEW_OWNER, NEW_WEB = "celt_restored", "restored_owner", "restored_web"
SAID = {
    "tables": "SELECT relname, relkind, relrowsecurity, relforcerowsecurity FROM pg_class"
    " WHERE relnamespace = 'public'::regnamespace ORDER BY 1",
    "columns": "SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attgenerated,"
    " a.attidentity, pg_get_expr(d.adbin, d.adrelid) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid"
    " LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum WHERE c.relkind = 'r'"
    " AND c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped ORDER BY 1, 2",
    "constraints": "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), condeferrable, condeferred,"
    " convalidated FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2",
    "indexes": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' ORDER BY 1",
    "triggers": "SELECT tgrelid::regclass::text, tgname, pg_get_triggerdef(oid), tgenabled FROM pg_trigger"
    " WHERE NOT tgisinternal ORDER BY 1, 2",
    "functions": "SELECT oid::regprocedure::text, pg_get_functiondef(oid) FROM pg_proc"
    " WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' ORDER BY 1",
    "policies": "SELECT tablename, policyname, permissive, cmd, qual, with_check FROM pg_policies"
    " WHERE schemaname = 'public' ORDER BY 1, 2",
    "extensions": "SELECT extname, extversion FROM pg_extension ORDER BY 1",
}
GRANTS = """
    SELECT c.relname, coalesce(nullif(g.grantee, 0)::regrole::text, 'everybody'), g.privilege_type
    FROM pg_class c, aclexplode(c.relacl) g WHERE c.relnamespace = 'public'::regnamespace ORDER BY 1, 2, 3
"""
FILES = {"reviews/5f2b": b"\x00\xffphoto" * 9_000, "imports/results.csv": b"a,b\n1,2\n", "library/none": b""}


@pytest.fixture(scope="module")
def saved(built: House, tmp_path_factory: pytest.TempPathFactory) -> Path:
    for name, content in FILES.items():
        path = built.folder / "media" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    file = tmp_path_factory.mktemp("backup") / "house.zip"
    said = built.manage("backup", str(file), owner=True)
    assert f"{len(list((built.folder / 'media').rglob('*/*')))} uploads" in said
    return file


@pytest.fixture(scope="module")
def restored(built: House, saved: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A database of other roles on the same server, filled from the file."""
    words = {NEW_OWNER: secrets.token_hex(16), NEW_WEB: secrets.token_hex(16)}
    admin = roles.connect(built.postgres.url("postgres", "postgres"))
    with admin.cursor() as cursor:
        for name, word in words.items():
            roles.ensure_role(cursor, name, word)
        roles.ensure_database(cursor, NEW, NEW_OWNER)
    place = roles.parts_of(built.owner_url) | {"dbname": NEW}
    owner = roles.url_of(place | {"user": NEW_OWNER, "password": words[NEW_OWNER]})
    web = roles.url_of(place | {"user": NEW_WEB, "password": words[NEW_WEB]})
    connection = roles.connect(owner)
    with connection.cursor() as cursor:
        roles.grant_web(cursor, NEW_WEB)
    connection.close()
    # Programs of its own: those of the other house are in the other database.
    folder = tmp_path_factory.mktemp("other")
    other = replace(built, folder=folder, owner_url=owner, web_url=web, processes={})
    assert "is restored" in other.manage("restore", str(saved), owner=True)
    yield other
    other.end_programs()
    with admin.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {NEW} WITH (FORCE)")
        for name in words:
            cursor.execute(f"DROP ROLE {name}")
    admin.close()


def rows_of(house: House, table: str) -> list[tuple[Any, ...]]:
    """How many rows there are, and the sum of the sums of each."""
    each = "md5(t::text)"
    return house.rows(f"SELECT count(*), md5(string_agg({each}, '' ORDER BY {each})) FROM \"{table}\" t")


def test_every_table_is_the_same_row_by_row(built: House, restored: House) -> None:
    names = [name for name, kind, *_ in built.rows(SAID["tables"]) if kind == "r"]
    assert len(names) > 200
    assert [name for name in names if name not in LEFT_OUT and rows_of(built, name) != rows_of(restored, name)] == []
    assert built.value("SELECT count(*) FROM pupils_result") > 10_000


def test_what_is_left_out_is_not_there(restored: House) -> None:
    assert restored.value("SELECT count(*) FROM django_session") == 0
    assert restored.value("SELECT count(*) FROM reader_seal") == 1


@pytest.mark.parametrize("what", SAID)
def test_tables_triggers_and_policies_are_the_same(built: House, restored: House, what: str) -> None:
    ours, theirs = built.rows(SAID[what]), restored.rows(SAID[what])
    assert ours
    assert theirs == ours


def test_grants_are_the_same_for_the_roles_of_the_new_place(built: House, restored: House) -> None:
    def told(house: House) -> list[tuple[str, str, str]]:
        names = {roles.parts_of(house.owner_url)["user"]: "owner", roles.parts_of(house.web_url)["user"]: "web"}
        return [(table, names[who], may) for table, who, may in house.rows(GRANTS)]

    assert told(restored) == told(built)
    assert {who for _, who, _ in told(built)} == {"owner", "web"}


def test_sequences_go_on_where_they_were(built: House, restored: House) -> None:
    for name in ("academies_academy_id_seq", "pupils_result_id_seq", "pghistory_context_id_seq"):
        if not built.rows("SELECT 1 FROM pg_sequences WHERE sequencename = %s", name):
            continue
        asks = f"SELECT last_value, is_called FROM {name}"
        assert restored.rows(asks) == built.rows(asks)
    assert restored.value("SELECT nextval('pupils_result_id_seq') > max(id) FROM pupils_result")


def test_every_upload_is_the_same_byte_by_byte(built: House, restored: House) -> None:
    def files(house: House) -> dict[str, bytes]:
        media = house.folder / "media"
        return {p.relative_to(media).as_posix(): p.read_bytes() for p in media.rglob("*") if p.is_file()}

    assert files(restored) == files(built)
    assert files(restored).items() >= FILES.items()


def test_the_product_works_there_and_its_history_goes_on(restored: House) -> None:
    said = restored.python(
        "from academies.models import Academy\nfrom academies.row_scope import every_row\n"
        "from pupils.models import Pupil\nfrom accounts.models import User\n"
        "print(Pupil.objects.count())\nwith every_row(): print(Pupil.objects.count() > 1000)\n"
        "from plans.services.stage import add_note\n"
        "head = User.objects.get(email='headteacher@demo.example')\n"
        "academy = head.memberships.exclude(academy=None).first().academy\n"
        "add_note(by=head, academy=academy, says='Written after the restore.')\n"
    )
    assert said.split() == ["0", "True"]
    asks = "SELECT count(*) FROM plans_stageentryevent WHERE says = 'Written after the restore.'"
    assert restored.value(asks) == 1


def test_a_place_that_is_not_empty_is_refused_and_left_alone(built: House, restored: House, saved: Path) -> None:
    before = restored.value("SELECT count(*) FROM accounts_user")
    with pytest.raises(AssertionError, match="This database is not empty"):
        restored.manage("restore", str(saved), owner=True)
    assert restored.value("SELECT count(*) FROM accounts_user") == before


def test_the_web_role_may_neither_back_up_nor_restore(restored: House, saved: Path, tmp_path: Path) -> None:
    for arguments in (("backup", str(tmp_path / "b.zip")), ("restore", str(saved))):
        with pytest.raises(AssertionError, match="Only the role that owns the tables"):
            restored.manage(*arguments)
    assert list(tmp_path.iterdir()) == []


def test_beside_a_running_server_the_owner_is_found_by_its_own_address(
    built: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_OWNER_URL", built.owner_url)
    assert "uploads" in built.manage("backup", str(tmp_path / "b.zip"))
    assert "is whole" in built.manage("restore", "--check", str(tmp_path / "b.zip"))
