"""The database's own lock on what belongs to persons (coaching, drafts), besides `visible_to`.

Policies ask the SQL function `reader()` who reads. It believes a ticket alone: the person, until when, and a seal of
both and of the connection that only the application can make, since the key lies in its settings and, in the database,
in a table that the web role may not read. So a forgotten filter, an administrator's list or a raw query reads nothing,
and whoever could run SQL as the web role could not name themselves somebody else (docs/adr/0018).
"""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, connections
from psycopg2.extensions import TRANSACTION_STATUS_INERROR

from accounts.models import User

SETTING = "celt.reader"
SECONDS = 900  # longer than any request may take, short enough to be worth nothing in a log
_BLOCK = 64  # HMAC's block of SHA-256, in bytes


def _key() -> bytes:
    return hashlib.sha256(b"celt.reader:" + settings.SECRET_KEY.encode()).digest()


def ticket(user: User, *, seconds: int = SECONDS) -> str:
    """`person.until.seal`, good for so many seconds on this connection. Others of the web role can read a running
    statement in pg_stat_activity; what they find there opens nothing to them."""
    return _sealed(user.pk, seconds)


def _sealed(pk: int, seconds: int) -> str:
    connection.ensure_connection()
    says = f"{pk}.{int(time.time()) + seconds}"
    sealed = f"{says}.{connection.connection.info.backend_pid}"
    return f"{says}.{hmac.new(_key(), sealed.encode(), hashlib.sha256).hexdigest()}"


def key_is_known() -> bool:
    """Whether the database believes what today's SECRET_KEY seals. After a new one `migrate` has to run."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reader_of(%s)", [_sealed(0, SECONDS)])
        return bool(cursor.fetchone()[0] == 0)


@contextmanager
def reading_as(user: User) -> Iterator[None]:
    """Opens to the block what belongs to this person, and closes it after. Raises ImproperlyConfigured where the
    database does not know this application's key."""
    before, reader = _swap(ticket(user))
    if reader != user.pk:
        _swap(before)
        raise ImproperlyConfigured("The database knows another SECRET_KEY: run `manage.py migrate` as its owner.")
    try:
        yield
    finally:
        _restore(before)


def _swap(value: str) -> tuple[str, int | None]:
    """The ticket before, and whom the database takes us for now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH before AS MATERIALIZED (SELECT coalesce(current_setting(%s, true), '') AS ticket)"
            # The order of a CASE is kept: first the ticket is set, then it is read.
            " SELECT ticket, CASE WHEN set_config(%s, %s, false) IS NOT NULL THEN reader() END FROM before",
            [SETTING, SETTING, value],
        )
        before, reader = cursor.fetchone()
        return before, reader


def _restore(value: str) -> None:
    held = connection.connection
    # As in row_scope: a broken transaction's rollback undoes the setting, a lost connection takes it along.
    if held is None or held.closed or connection.needs_rollback:
        return
    if held.info.transaction_status != TRANSACTION_STATUS_INERROR:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, value])


# HMAC is two hashes, each over the key folded with a constant; the database keeps both folded keys.
SEAL = """
DO $seal$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_class WHERE oid = to_regclass('public.reader_seal') AND pg_has_role(relowner, 'MEMBER')
    ) THEN
        RETURN;
    END IF;
    DELETE FROM public.reader_seal;
    INSERT INTO public.reader_seal (inner_key, outer_key) VALUES (decode('{inner}', 'hex'), decode('{outer}', 'hex'));
END
$seal$
"""


def seal_database(using: str = "default", **kwargs: Any) -> None:
    """Follows `migrate` (post_migrate), so that the owner tells the database the key of today's settings."""
    with connections[using].cursor() as cursor:
        cursor.execute(seal_statement())


def seal_statement() -> str:
    key = _key().ljust(_BLOCK, b"\0")
    inner, outer = (bytes(byte ^ fold for byte in key).hex() for fold in (0x36, 0x5C))
    return SEAL.format(inner=inner, outer=outer)


# What the web role was given with every table, it loses here; what reads the key runs as the owner.
READER_SQL = """
CREATE TABLE reader_seal (inner_key bytea NOT NULL, outer_key bytea NOT NULL);
ALTER TABLE reader_seal ENABLE ROW LEVEL SECURITY;
CREATE FUNCTION reader_of(ticket_says text) RETURNS bigint
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
    ticket text[] := string_to_array(coalesce(ticket_says, ''), '.');
    says bytea;
    expected text;
BEGIN
    IF array_length(ticket, 1) IS DISTINCT FROM 3
        OR ticket[1] !~ '^[0-9]{1,18}$' OR ticket[2] !~ '^[0-9]{1,12}$' OR ticket[3] !~ '^[0-9a-f]{64}$'
        OR ticket[2]::bigint < extract(epoch FROM clock_timestamp())
    THEN
        RETURN NULL;
    END IF;
    says := convert_to(ticket[1] || '.' || ticket[2] || '.' || pg_backend_pid(), 'UTF8');
    SELECT encode(sha256(s.outer_key || sha256(s.inner_key || says)), 'hex') INTO expected FROM reader_seal s;
    IF expected IS DISTINCT FROM ticket[3] THEN
        RETURN NULL;
    END IF;
    RETURN ticket[1]::bigint;
END
$$;
CREATE FUNCTION reader() RETURNS bigint
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$ SELECT reader_of(current_setting('celt.reader', true)) $$;
"""
READER_SQL_OFF = "DROP FUNCTION reader(); DROP FUNCTION reader_of(text); DROP TABLE reader_seal;"
# Every page with a form asks for drafts: by function with the ticket itself that is one query, not three.
DRAFTS_SQL = """
ALTER TABLE academies_draft ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_drafts ON academies_draft USING (user_id = (SELECT reader()));
CREATE FUNCTION drafts_of_reader(ticket_says text) RETURNS SETOF academies_draft
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
    SELECT * FROM academies_draft WHERE user_id = reader_of(ticket_says)
$$;
"""
DRAFTS_SQL_OFF = """
DROP FUNCTION drafts_of_reader(text);
DROP POLICY own_drafts ON academies_draft; ALTER TABLE academies_draft DISABLE ROW LEVEL SECURITY;
"""
