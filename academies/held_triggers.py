"""Closes two ways round the triggers that any session would have, the web role's too.

django-pgtrigger makes every trigger ask a function whether the session has set `pgtrigger.ignore`; and a trigger finds
its tables by name, which a temporary table of the same name would catch. Nothing here ignores a trigger, so the
function says no; and the triggers' functions look for tables among the real ones first. Each migration that makes a
trigger writes the functions anew, so this follows every `migrate`. It is the owner's to do: for another role it does
nothing.
"""

from typing import Any

from django.db import connections

HOLD = r"""
DO $hold$
DECLARE
    held regprocedure;
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_proc
        WHERE proname = '_pgtrigger_should_ignore' AND pronamespace = 'public'::regnamespace
            AND pg_has_role(proowner, 'MEMBER')
    ) THEN
        RETURN;
    END IF;
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name NAME) RETURNS BOOLEAN
        LANGUAGE sql IMMUTABLE AS 'SELECT false';
    FOR held IN
        SELECT oid::regprocedure FROM pg_proc
        WHERE pronamespace = 'public'::regnamespace AND (proname LIKE 'pgtrigger\_%' OR proname = '_pgh_attach_context')
    LOOP
        EXECUTE format('ALTER FUNCTION %s SET search_path = public, pg_temp', held);
    END LOOP;
END
$hold$
"""


def hold_triggers(using: str = "default", **kwargs: Any) -> None:
    """Follows `migrate` (post_migrate)."""
    with connections[using].cursor() as cursor:
        cursor.execute(HOLD)
