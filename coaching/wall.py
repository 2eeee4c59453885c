"""The wall around coaching, in the database: who reads and writes which rows, as row-level security.

`reader()` is whoever `academies.reader_scope.reading_as` opened the connection for. The functions run as the owner,
since a policy that asked a table about itself would never end; each is told nothing by its caller and says no more than
its reader may know.

PostgreSQL puts conditions of a query before those of a policy where they are cheap and cannot leak (`goal > 'm'`), and
EXPLAIN ANALYZE or a clock then tells whether a row met them. So each table has a restrictive policy besides, of one
comparison, which nothing is cheaper than: `first_look`. Nor does the planner keep samples of any column.
"""

# Whoever holds none of these roles in the trust coaches nobody there and reads along with nobody. Those of
# Permission.COACH on the day of the migration; a test says when they differ.
COACHING_ROLES = ("trust_leader", "headteacher", "senior_leader", "coach", "teacher", "external_coach")
COACHED_ROLES = tuple(role for role in COACHING_ROLES if role != "external_coach")
HERE = "SET timezone = 'Europe/London'"  # a caller whose clock stands elsewhere moves no day
HOLDS = f"""
    SELECT 1 FROM academies_membership m
    WHERE m.user_id = person AND m.trust_id = trust AND m.role IN {COACHING_ROLES}
        AND m.starts <= current_date AND (m.ends IS NULL OR m.ends >= current_date)
"""
_AS_OWNER = f"LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp {HERE}"

# Cycles whose content the reader may see and add to; visits whose page was shared with them; and the cycles that either
# lies in.
FUNCTIONS = f"""
CREATE FUNCTION coaching_works_for(person bigint, trust bigint) RETURNS boolean {_AS_OWNER} AS $$
    SELECT person = reader() AND EXISTS ({HOLDS})
$$;
CREATE FUNCTION coaching_cycles() RETURNS bigint[] {_AS_OWNER} AS $$
    SELECT coalesce(array_agg(c.id), '{{}}') FROM coaching_cycle c
    WHERE c.coachee_id = reader() OR (c.coach_id = reader() AND coaching_works_for(c.coach_id, c.trust_id))
$$;
CREATE FUNCTION coaching_shared_visits() RETURNS bigint[] {_AS_OWNER} AS $$
    SELECT coalesce(array_agg(v.id), '{{}}')
    FROM coaching_share s
    JOIN coaching_cycle c ON c.id = s.cycle_id AND c.coachee_id = s.by_id
    JOIN coaching_visit v ON v.id = s.visit_id AND v.cycle_id = s.cycle_id AND v.state = 'fed_back'
    WHERE s.person_id = reader() AND s.ended_at IS NULL AND coaching_works_for(s.person_id, c.trust_id)
$$;
CREATE FUNCTION coaching_reached() RETURNS bigint[] {_AS_OWNER} AS $$
    SELECT coaching_cycles() || coalesce(array_agg(v.cycle_id), '{{}}')
    FROM coaching_visit v WHERE v.id = ANY (coaching_shared_visits())
$$;
"""
FUNCTIONS_OFF = """
DROP FUNCTION IF EXISTS coaching_reached(); DROP FUNCTION coaching_shared_visits(); DROP FUNCTION coaching_cycles();
DROP FUNCTION coaching_works_for(bigint, bigint);
"""

OWN_CYCLE = (
    "(coachee_id = (SELECT reader()) OR (coach_id = (SELECT reader()) AND coaching_works_for(coach_id, trust_id)))"
)
OF_OWN_CYCLE = "cycle_id = ANY ((SELECT coaching_cycles())::bigint[])"
COACHEES = "EXISTS (SELECT 1 FROM coaching_cycle c WHERE c.id = cycle_id AND c.coachee_id = (SELECT reader()))"
ONE_OF_TWO = "(SELECT reader()) = ANY (ARRAY[coachee_id, coach_id])"
REACHED = "cycle_id IN (SELECT unnest(coaching_reached()))"


def shared(visit: str) -> str:
    return f"{visit} = ANY ((SELECT coaching_shared_visits())::bigint[])"


def within(table: str, *columns: str, condition: str = OF_OWN_CYCLE) -> str:
    """And what the row hangs on is of the same cycle: else a guess of a number would meet others' unique keys, and
    others' pages what was added to them from outside."""
    held = {"visit_id": "coaching_visit", "step_id": "coaching_actionstep"}
    hangs = (
        f"EXISTS (SELECT 1 FROM {held[column]} h WHERE h.id = {table}.{column} AND h.cycle_id = {table}.cycle_id)"
        for column in columns
    )
    return " AND ".join([f"({condition})", *hangs])


# Table -> (who reads a row, who writes it). What has no policy, such as deleting, is refused.
POLICIES = {
    "coaching_cycle": (OWN_CYCLE, OWN_CYCLE),
    "coaching_visit": (f"{OF_OWN_CYCLE} OR {shared('id')}", OF_OWN_CYCLE),
    "coaching_note": (f"{OF_OWN_CYCLE} OR {shared('visit_id')}", within("coaching_note", "visit_id")),
    "coaching_word": (f"{OF_OWN_CYCLE} OR {shared('visit_id')}", within("coaching_word", "visit_id")),
    "coaching_actionstep": (f"{OF_OWN_CYCLE} OR {shared('visit_id')}", within("coaching_actionstep", "visit_id")),
    "coaching_stepcheck": (OF_OWN_CYCLE, within("coaching_stepcheck", "visit_id", "step_id")),
    "coaching_revisit": (OF_OWN_CYCLE, within("coaching_revisit", "step_id")),
    "coaching_share": (
        f"{OF_OWN_CYCLE} OR (person_id = (SELECT reader()) AND {shared('visit_id')})",
        within("coaching_share", "visit_id", condition=COACHEES),
    ),
    # Whoever opens writes so themselves, a person whom a page was shared with too.
    "coaching_opening": (
        f"{OF_OWN_CYCLE} OR (person_id = (SELECT reader()) AND {shared('visit_id')})",
        f"person_id = (SELECT reader()) AND ((visit_id IS NULL AND {OF_OWN_CYCLE}) OR "
        + within("coaching_opening", "visit_id", condition=f"{OF_OWN_CYCLE} OR {shared('visit_id')}")
        + ")",
    ),
}
HISTORY = {
    "coaching_cycleevent": OWN_CYCLE,
    **{
        f"coaching_{table}event": OF_OWN_CYCLE
        for table in ("visit", "note", "word", "actionstep", "stepcheck", "revisit", "share")
    },
}
# What of coaching lies open to the web role, and why.
OPEN = {
    "coaching_approach": "the trust's own models of coaching; of no person",
    "coaching_approachevent": "the same",
    "coaching_reminder": "what somebody wants to be reminded of, and when was looked last; not whether something waits",
}

NO_SAMPLES = """
DO $$
DECLARE held record;
BEGIN
    FOR held IN SELECT attrelid::regclass AS place, attname FROM pg_attribute
        WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER COLUMN %I SET STATISTICS 0', held.place, held.attname);
    END LOOP;
END
$$;
"""


def _first_look(table: str) -> str:
    first = ONE_OF_TWO if table in ("coaching_cycle", "coaching_cycleevent") else REACHED
    return f"CREATE POLICY first_look ON {table} AS RESTRICTIVE FOR SELECT USING ({first});" + NO_SAMPLES.format(
        table=table
    )


def wall_sql() -> list[str]:
    """SQL that puts the wall up, a statement list for each table."""
    locked = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY own_read ON {table} FOR SELECT USING ({read});"
        f"CREATE POLICY own_add ON {table} FOR INSERT WITH CHECK ({write});"
        f"CREATE POLICY own_change ON {table} FOR UPDATE USING ({write}) WITH CHECK ({write});" + _first_look(table)
        for table, (read, write) in POLICIES.items()
    ]
    kept = [
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;"
        f"CREATE POLICY own_read ON {table} FOR SELECT USING ({read});"
        f"CREATE POLICY triggers_write ON {table} FOR INSERT WITH CHECK (true);" + _first_look(table)
        for table, read in HISTORY.items()
    ]
    return locked + kept


def wall_sql_off() -> list[str]:
    locked = [
        f"DROP POLICY IF EXISTS first_look ON {table}; DROP POLICY own_read ON {table}; DROP POLICY own_add ON {table};"
        f"DROP POLICY own_change ON {table};"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        for table in POLICIES
    ]
    kept = [
        f"DROP POLICY IF EXISTS first_look ON {table}; DROP POLICY own_read ON {table};"
        f"DROP POLICY triggers_write ON {table};"
        f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"
        for table in HISTORY
    ]
    return locked + kept
