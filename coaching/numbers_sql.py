"""The only way by which anything of coaching leaves the wall: SQL functions that know numbers of people and no person.

They run as the owner, and take no day, no place and no person from their caller. What they tell:

- of five people or more; not of a group of fewer, nor, in the trust's line, of a rest of fewer;
- nothing of an academy where fewer than ten may be coached, and never that nearly everybody is: a count stops five
  short of those who may be coached, since "5 or more of 6" is as good as a list of names. In the trust's line it stops
  where its academies' lines still leave five of any of them open;
- counts rounded down to fives ("at least 15"), and shares to tenths or in a word. So no two of them, nor this week's
  and last week's, give away by subtraction a person who is in the one and not in the other: what is left is known to
  within five at best. Official statistics of staff round to fives for the same reason;
- what there was at the end of last week, from 1 September on.

Each kind of figure asks who stands behind it: a count of visits those who were visited, not all who are coached.
"""

from coaching.wall import COACHED_ROLES, COACHING_ROLES, HERE, HOLDS

FEWEST = 5
SMALLEST = 2 * FEWEST  # of so many who may be coached on, five who are and five who are not can both be meant

NUMBERS = f"""
CREATE FUNCTION coaching_as_of() RETURNS date
LANGUAGE sql STABLE SET search_path = public, pg_temp {HERE} AS $$
    SELECT (date_trunc('week', current_date) - interval '1 day')::date
$$;

CREATE FUNCTION coaching_year_began() RETURNS date
LANGUAGE sql STABLE SET search_path = public, pg_temp {HERE} AS $$
    SELECT make_date(
        extract(year FROM coaching_as_of())::int - (extract(month FROM coaching_as_of()) < 9)::int, 9, 1)
$$;

CREATE FUNCTION coaching_told(n bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT n - n % {FEWEST}
$$;

-- Who may be coached, on the day that the counts are of; NULL: anywhere in the trust.
CREATE FUNCTION coaching_may(of_trust bigint) RETURNS TABLE (academy_id bigint, may bigint)
LANGUAGE sql STABLE SET search_path = public, pg_temp {HERE} AS $$
    WITH held AS (
        SELECT m.academy_id, m.user_id FROM academies_membership m JOIN accounts_user u ON u.id = m.user_id
        WHERE m.trust_id = of_trust AND m.role IN {COACHED_ROLES} AND u.is_active
            AND m.starts <= coaching_as_of() AND (m.ends IS NULL OR m.ends >= coaching_as_of())
    )
    SELECT h.academy_id, count(DISTINCT h.user_id) FROM held h WHERE h.academy_id IS NOT NULL GROUP BY h.academy_id
    UNION ALL
    SELECT NULL, count(DISTINCT h.user_id) FROM held h
$$;

-- How many people of an academy a reader of its line must hold possible.
CREATE FUNCTION coaching_open(people bigint, may bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT CASE
        WHEN may < {SMALLEST} THEN may
        WHEN people < {FEWEST} THEN {FEWEST} - 1
        WHEN coaching_told(people) >= coaching_told(may - {FEWEST}) THEN may
        ELSE coaching_told(people) + {FEWEST} - 1
    END
$$;

-- The most that the trust's line may say, of its academies' people whose count is told (else 0) and of those who may:
-- less each academy's most, what is left to any of them still leaves five of it open.
CREATE FUNCTION coaching_ceiling(people bigint[], may bigint[], anywhere bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT least(anywhere - {FEWEST}, (sum(o.most) + least(
        min(o.may - {FEWEST} - o.most) FILTER (WHERE o.most < o.may),
        -least({FEWEST}, coalesce(sum(o.may) FILTER (WHERE o.most = o.may), 0))))::bigint)
    FROM (SELECT u.may, coaching_open(u.people, u.may) AS most FROM unnest(people, may) u(people, may)) o
$$;

-- The count that is told where `ceiling` is the most that may be; NULL where that is no figure.
CREATE FUNCTION coaching_below(n bigint, ceiling bigint) RETURNS bigint
LANGUAGE sql IMMUTABLE SET search_path = public, pg_temp AS $$
    SELECT nullif(coaching_told(greatest(least(n, ceiling), 0)), 0)
$$;

CREATE FUNCTION coaching_counted(of_trust bigint) RETURNS TABLE (
    academy_id bigint, coach_id bigint, coachee_id bigint, practice_id bigint, runs boolean,
    in_rhythm boolean, visits bigint, class_minutes bigint, talk_minutes bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp {HERE} AS $$
    WITH terms AS MATERIALIZED (
        SELECT t.starts, t.ends FROM academies_term t
        WHERE t.trust_id = of_trust AND t.academic_year = extract(year FROM coaching_year_began())
    ),
    -- Holidays are no reproach.
    school AS MATERIALIZED (
        SELECT d::date AS day FROM generate_series(coaching_year_began(), coaching_as_of(), interval '1 day') d
        WHERE NOT EXISTS (SELECT FROM terms) OR EXISTS (SELECT FROM terms t WHERE d BETWEEN t.starts AND t.ends)
    ),
    cycles AS (
        SELECT c.id, c.academy_id, c.coach_id, c.coachee_id, c.practice_id, c.rhythm_weeks,
            c.closed_at IS NULL OR c.closed_at::date > coaching_as_of() AS runs,
            coalesce(max(v.day), c.answered_at::date) AS last_day,
            count(v.id) AS visits, coalesce(sum(v.class_minutes), 0) AS class_minutes,
            coalesce(sum(v.talk_minutes), 0) AS talk_minutes
        FROM coaching_cycle c
        LEFT JOIN coaching_visit v ON v.cycle_id = c.id AND v.state IN ('observed', 'fed_back')
            AND v.day BETWEEN coaching_year_began() AND coaching_as_of()
        WHERE c.trust_id = of_trust AND c.state IN ('active', 'closed') AND c.answered_at::date <= coaching_as_of()
            AND (c.closed_at IS NULL OR c.closed_at::date >= coaching_year_began())
        GROUP BY c.id
    )
    SELECT c.academy_id, c.coach_id, c.coachee_id, c.practice_id, c.runs,
        (SELECT count(*) FROM school s WHERE s.day > c.last_day) <= (c.rhythm_weeks + 1) * 7,
        c.visits, c.class_minutes, c.talk_minutes
    FROM cycles c
$$;
-- It names people: the functions below alone may call it.
REVOKE ALL ON FUNCTION coaching_counted(bigint) FROM PUBLIC;

CREATE FUNCTION coaching_programme(of_trust bigint) RETURNS TABLE (
    academy_id bigint, coachees bigint, cycles bigint, running bigint, rhythm text, visits bigint, class_share bigint,
    coaches bigint, load numeric
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp {HERE} AS $$
    WITH counted AS MATERIALIZED (SELECT * FROM coaching_counted(of_trust)),
    -- Who stands behind which kind of figure; `n` and `part` are what is added up.
    facts AS MATERIALIZED (
        SELECT 'year' AS kind, c.academy_id, c.coachee_id AS person, c.coachee_id, 1 AS n, 0 AS part, 0 AS other
        FROM counted c
        UNION ALL
        SELECT 'now', c.academy_id, c.coachee_id, c.coachee_id, 1, c.in_rhythm::int, 0 FROM counted c WHERE c.runs
        UNION ALL
        SELECT 'visited', c.academy_id, c.coachee_id, c.coachee_id, c.visits, c.class_minutes, c.talk_minutes
        FROM counted c WHERE c.visits > 0
        UNION ALL
        SELECT 'coaches', c.academy_id, c.coach_id, c.coachee_id, 1, 0, 0 FROM counted c WHERE c.runs
    ),
    who AS MATERIALIZED (SELECT * FROM coaching_may(of_trust)),
    groups AS MATERIALIZED (
        SELECT f.kind, f.academy_id, count(DISTINCT f.person) AS people, coalesce(max(w.may), 0) >= {SMALLEST}
            AND least(count(DISTINCT f.person), count(DISTINCT f.coachee_id)) >= {FEWEST} AS told
        FROM facts f LEFT JOIN who w USING (academy_id) GROUP BY f.kind, f.academy_id
    ),
    -- Those whom no academy's line counts.
    rest AS (
        SELECT f.kind, least(count(DISTINCT f.person), count(DISTINCT f.coachee_id)) >= {FEWEST} AS told
        FROM facts f JOIN groups g USING (kind, academy_id)
        WHERE NOT g.told AND NOT EXISTS (
            SELECT FROM facts o JOIN groups og USING (kind, academy_id)
            WHERE og.told AND o.kind = f.kind AND (o.person = f.person OR o.coachee_id = f.coachee_id))
        GROUP BY f.kind
    ),
    told AS (
        SELECT f.*, f.academy_id AS place FROM facts f JOIN groups g USING (kind, academy_id) WHERE g.told
        UNION ALL
        SELECT f.*, NULL FROM facts f JOIN groups g USING (kind, academy_id) LEFT JOIN rest r USING (kind)
        WHERE g.told OR r.told
    ),
    summed AS (
        SELECT t.place, t.kind, count(DISTINCT t.person) AS people, sum(t.n)::bigint AS n, sum(t.part)::bigint AS part,
            sum(t.other)::bigint AS other
        FROM told t GROUP BY t.place, t.kind
    ),
    ceilings AS (
        SELECT w.academy_id AS place, k.kind, w.may - {FEWEST} AS most
        FROM who w CROSS JOIN (SELECT DISTINCT kind FROM facts) k WHERE w.academy_id IS NOT NULL
        UNION ALL
        SELECT NULL, o.kind, coaching_ceiling(
            array_agg(o.people ORDER BY o.academy_id), array_agg(o.may ORDER BY o.academy_id),
            (SELECT t.may FROM who t WHERE t.academy_id IS NULL))
        FROM (
            SELECT w.academy_id, k.kind, w.may, CASE WHEN g.told THEN g.people ELSE 0 END AS people
            FROM who w CROSS JOIN (SELECT DISTINCT kind FROM facts) k LEFT JOIN groups g USING (academy_id, kind)
            WHERE w.academy_id IS NOT NULL
        ) o GROUP BY o.kind
    )
    SELECT s.place,
        max(coaching_below(s.people, c.most)) FILTER (WHERE s.kind = 'year'),
        max(coaching_below(s.n, c.most)) FILTER (WHERE s.kind = 'year'),
        max(coaching_below(s.n, c.most)) FILTER (WHERE s.kind = 'now'),
        max(CASE WHEN s.part * 3 >= s.n * 2 THEN 'most' WHEN s.part * 3 >= s.n THEN 'half' ELSE 'few' END)
            FILTER (WHERE s.kind = 'now'),
        max(coaching_told(s.n)) FILTER (WHERE s.kind = 'visited'),
        max(round(s.part * 10.0 / nullif(s.part + s.other, 0))::bigint * 10) FILTER (WHERE s.kind = 'visited'),
        max(coaching_below(s.people, c.most)) FILTER (WHERE s.kind = 'coaches'),
        max(round(s.n * 2.0 / s.people) / 2) FILTER (WHERE s.kind = 'coaches')
    FROM summed s JOIN ceilings c ON c.kind = s.kind AND c.place IS NOT DISTINCT FROM s.place
    GROUP BY s.place
    HAVING max(coaching_below(s.people, c.most)) FILTER (WHERE s.kind = 'year') IS NOT NULL
$$;

CREATE FUNCTION coaching_practices(of_trust bigint) RETURNS TABLE (
    academy_id bigint, practice_id bigint, people bigint
)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp {HERE} AS $$
    WITH counted AS MATERIALIZED (
        SELECT c.academy_id, c.practice_id, c.coachee_id FROM coaching_counted(of_trust) c
        WHERE c.practice_id IS NOT NULL
    ),
    who AS MATERIALIZED (SELECT * FROM coaching_may(of_trust)),
    groups AS MATERIALIZED (
        SELECT c.academy_id, c.practice_id, count(DISTINCT c.coachee_id) AS people,
            coalesce(max(w.may), 0) >= {SMALLEST} AND count(DISTINCT c.coachee_id) >= {FEWEST} AS told
        FROM counted c LEFT JOIN who w USING (academy_id) GROUP BY c.academy_id, c.practice_id
    ),
    rest AS (
        SELECT c.practice_id, count(DISTINCT c.coachee_id) >= {FEWEST} AS told
        FROM counted c JOIN groups g USING (academy_id, practice_id)
        WHERE NOT g.told AND NOT EXISTS (
            SELECT FROM counted o JOIN groups og USING (academy_id, practice_id)
            WHERE og.told AND o.practice_id = c.practice_id AND o.coachee_id = c.coachee_id)
        GROUP BY c.practice_id
    ),
    told AS (
        SELECT c.academy_id AS place, c.practice_id, c.coachee_id
        FROM counted c JOIN groups g USING (academy_id, practice_id) WHERE g.told
        UNION ALL
        SELECT NULL, c.practice_id, c.coachee_id
        FROM counted c JOIN groups g USING (academy_id, practice_id) LEFT JOIN rest r USING (practice_id)
        WHERE g.told OR r.told
    ),
    ceilings AS (
        SELECT w.academy_id AS place, p.practice_id, w.may - {FEWEST} AS most
        FROM who w CROSS JOIN (SELECT DISTINCT practice_id FROM groups) p WHERE w.academy_id IS NOT NULL
        UNION ALL
        SELECT NULL, o.practice_id, coaching_ceiling(
            array_agg(o.people ORDER BY o.academy_id), array_agg(o.may ORDER BY o.academy_id),
            (SELECT t.may FROM who t WHERE t.academy_id IS NULL))
        FROM (
            SELECT w.academy_id, p.practice_id, w.may, CASE WHEN g.told THEN g.people ELSE 0 END AS people
            FROM who w CROSS JOIN (SELECT DISTINCT practice_id FROM groups) p
            LEFT JOIN groups g USING (academy_id, practice_id)
            WHERE w.academy_id IS NOT NULL
        ) o GROUP BY o.practice_id
    )
    SELECT t.place, t.practice_id, coaching_below(count(DISTINCT t.coachee_id), max(c.most))
    FROM told t JOIN ceilings c ON c.practice_id = t.practice_id AND c.place IS NOT DISTINCT FROM t.place
    GROUP BY t.place, t.practice_id
    HAVING coaching_below(count(DISTINCT t.coachee_id), max(c.most)) IS NOT NULL
$$;

CREATE FUNCTION coaching_close_left() RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp {HERE} AS $$
DECLARE
    closed bigint;
    taken_back bigint;
BEGIN
    UPDATE coaching_cycle c SET state = 'withdrawn'
    WHERE c.state = 'invited' AND NOT (
        coaching_holds_a_role(c.coach_id, c.trust_id) AND coaching_holds_a_role(c.coachee_id, c.trust_id));
    GET DIAGNOSTICS taken_back = ROW_COUNT;
    -- Closed on the day after the last one of whoever left, though it is noticed later.
    UPDATE coaching_cycle c SET state = 'closed',
        closed_at = greatest(c.answered_at, least(now(), coalesce((
            SELECT CASE WHEN bool_or(m.ends IS NULL) THEN now() ELSE (max(m.ends) + 1)::timestamptz END
            FROM academies_membership m
            WHERE m.trust_id = c.trust_id AND m.role IN {COACHING_ROLES} AND m.user_id =
                CASE WHEN coaching_holds_a_role(c.coach_id, c.trust_id) THEN c.coachee_id ELSE c.coach_id END
        ), now()))),
        closed_why = CASE WHEN coaching_holds_a_role(c.coach_id, c.trust_id) THEN 'coachee_left' ELSE 'coach_left' END
    WHERE c.state = 'active' AND NOT (
        coaching_holds_a_role(c.coach_id, c.trust_id) AND coaching_holds_a_role(c.coachee_id, c.trust_id));
    GET DIAGNOSTICS closed = ROW_COUNT;
    RETURN closed + taken_back;
END
$$;
"""

HOLDS_A_ROLE = f"""
CREATE FUNCTION coaching_holds_a_role(person bigint, trust bigint) RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp {HERE} AS $$
    SELECT EXISTS ({HOLDS}) AND EXISTS (SELECT 1 FROM accounts_user u WHERE u.id = person AND u.is_active)
$$;
"""

NUMBERS_OFF = """
DROP FUNCTION coaching_close_left(); DROP FUNCTION coaching_practices(bigint); DROP FUNCTION coaching_programme(bigint);
DROP FUNCTION coaching_counted(bigint); DROP FUNCTION IF EXISTS coaching_below(bigint, bigint);
DROP FUNCTION IF EXISTS coaching_ceiling(bigint[], bigint[], bigint);
DROP FUNCTION IF EXISTS coaching_open(bigint, bigint); DROP FUNCTION IF EXISTS coaching_may(bigint);
DROP FUNCTION IF EXISTS coaching_told(bigint);
DROP FUNCTION coaching_year_began(); DROP FUNCTION coaching_as_of();
DROP FUNCTION coaching_holds_a_role(bigint, bigint);
"""
