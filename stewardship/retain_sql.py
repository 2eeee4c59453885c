"""What a rule of retention lets go, counted or carried out, by the tables' owner: history and pupils' rows are reached.

Whoever could call this as the web role could bring nothing down before its time: each rule has a bound of its own.
"""

from stewardship.sql import forget_sign_in

# rule -> (days below which it refuses, a query of the numbers that it meets, the statements that let them go from their
# tables, and what goes besides). `before` is the moment before which rows must lie; `met` are the numbers.
RETAIN: dict[str, tuple[int, str, dict[str, str], str]] = {
    "pupils": (
        3 * 365,
        """
        SELECT p.id FROM pupils_pupil p JOIN pupils_enrolment e ON e.pupil_id = p.id
        WHERE p.upn <> 'E' || p.id
        GROUP BY p.id
        HAVING max(coalesce(e.date_left, make_date(e.academic_year + 1, 8, 31))) < before::date
        """,
        {
            "pupils_pupil": "UPDATE {} SET surname = 'Erased', forename = 'Pupil ' || id, upn = 'E' || id, dob = NULL",
            "pupils_pupilevent": "UPDATE {} SET surname = 'Erased', forename = 'Pupil ' || id, upn = 'E' || id,"
            " dob = NULL",
        },
        "",
    ),
    "accounts": (
        2 * 365,
        """
        SELECT u.id FROM accounts_user u JOIN academies_membership m ON m.user_id = u.id
        WHERE u.email <> 'erased-' || u.id || '@erased.invalid'
        GROUP BY u.id HAVING bool_and(m.ends IS NOT NULL AND m.ends < before::date)
        """,
        {
            "accounts_user": "UPDATE {} SET full_name = 'Erased person ' || id, is_active = false, password = '!',"
            " email = 'erased-' || id || '@erased.invalid'",
            "accounts_userevent": "UPDATE {} SET full_name = 'Erased person ' || id,"
            " email = 'erased-' || id || '@erased.invalid'",
        },
        forget_sign_in("met"),
    ),
    "access-log": (
        365,
        "SELECT id FROM stewardship_accessentry WHERE at < before",
        {"stewardship_accessentry": "DELETE FROM {}"},
        "",
    ),
}


def _branch(rule: str, days: int, due: str, lets_go: dict[str, str], besides: str) -> str:
    statements = "\n".join(
        f"ALTER TABLE {table} DISABLE TRIGGER USER;\n"
        f"{statement.format(table)} WHERE id = ANY (met);\n"
        f"ALTER TABLE {table} ENABLE TRIGGER USER;"
        for table, statement in lets_go.items()
    )
    return f"""
    IF rule = '{rule}' THEN
        IF carry_out AND before > now() - interval '{days} days' THEN
            RAISE EXCEPTION 'The rule {rule} keeps at least {days} days.' USING ERRCODE = '42501';
        END IF;
        met := ARRAY({due});
        IF carry_out AND met <> '{{}}' THEN
            {statements}
            {besides}
        END IF;
        RETURN cardinality(met);
    END IF;"""


# What is being applied at this moment is left alone.
WAITS = "b.created < before AND b.status IN ('reading', 'previewed', 'refused')"

FUNCTION = f"""
CREATE FUNCTION stewardship_retain(rule text, before timestamptz, carry_out boolean) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
#variable_conflict use_variable
DECLARE
    met bigint[];
    counted bigint;
BEGIN
    IF carry_out THEN
        SET CONSTRAINTS ALL IMMEDIATE;
    END IF;
    {"".join(_branch(rule, *rest) for rule, rest in RETAIN.items())}
    IF rule = 'waiting-files' THEN
        IF carry_out AND before > now() - interval '14 days' THEN
            RAISE EXCEPTION 'The rule waiting-files keeps at least 14 days.' USING ERRCODE = '42501';
        END IF;
        IF carry_out THEN
            -- Its triggers stay awake: the file's own history tells of it. Why one was refused stands.
            UPDATE pupils_importbatch b SET status = 'discarded', message = CASE b.status WHEN 'refused' THEN b.message
                ELSE 'Nobody applied it, so it was set aside by night and the file itself is gone.' END
            WHERE {WAITS};
            GET DIAGNOSTICS counted = ROW_COUNT;
        ELSE
            SELECT count(*) INTO counted FROM pupils_importbatch b WHERE {WAITS};
        END IF;
        RETURN counted;
    END IF;
    IF rule = 'import-copies' THEN
        IF carry_out AND before > now() - interval '180 days' THEN
            RAISE EXCEPTION 'The rule import-copies keeps at least 180 days.' USING ERRCODE = '42501';
        END IF;
        SELECT (SELECT count(*) FROM pupils_importrejection r JOIN pupils_importbatch b ON b.id = r.batch_id
                WHERE b.created < before)
            + (SELECT count(*) FROM pupils_importchange c JOIN pupils_importbatch b ON b.id = c.batch_id
                WHERE b.created < before) INTO counted;
        IF carry_out THEN
            DELETE FROM pupils_importrejection r USING pupils_importbatch b
            WHERE b.id = r.batch_id AND b.created < before;
            DELETE FROM pupils_importchange c USING pupils_importbatch b
            WHERE b.id = c.batch_id AND b.created < before;
        END IF;
        RETURN counted;
    END IF;
    IF rule = 'sessions' THEN
        SELECT count(*) INTO counted FROM django_session WHERE expire_date < least(before, now());
        IF carry_out THEN
            DELETE FROM django_session WHERE expire_date < least(before, now());
        END IF;
        RETURN counted;
    END IF;
    RAISE EXCEPTION 'There is no rule %.', rule;
END
$$;
"""
FUNCTION_OFF = "DROP FUNCTION stewardship_retain(text, timestamptz, boolean);"
