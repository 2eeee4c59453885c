"""What only the tables' owner may do: change history, so that an erasure and a rule of retention reach it.

The web role calls these functions and cannot do by itself what they do. Each looks for its own ground: an erasure that
one person asked for and whom the sealed ticket names has agreed to (academies/reader_scope.py); a rule that may not be
younger than its own bound. A table's triggers sleep while its rows are changed: they would keep what is to go.
"""

_AS_OWNER = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp"

# A text as a pattern: whole words, in any case, with any space, hyphen or dot between them and any apostrophe.
PATTERN = r"""
CREATE FUNCTION stewardship_pattern(word text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT '\m' || regexp_replace(regexp_replace(regexp_replace(
        btrim(word), '([].^$*+?(){}|[\\])', '\\\1', 'g'), '[''’ʼ]', '[''’ʼ]', 'g'), '[\s_-]+', '[\\s._-]+', 'g') || '\M'
$$;
"""

# Every text of every table, history included. Short columns hold codes and choices.
REPLACE = f"""
CREATE FUNCTION stewardship_replace(pattern text, instead text) RETURNS jsonb {_AS_OWNER} AS $$
DECLARE
    place record;
    held record;
    sets text;
    finds text;
    found boolean;
    changed bigint;
    told jsonb := '{{}}';
BEGIN
    FOR place IN
        SELECT c.oid, c.relname FROM pg_class c
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
            AND c.relname NOT IN ('django_migrations', 'django_content_type', 'django_session', 'reader_seal')
        ORDER BY c.relname
    LOOP
        sets := NULL;
        finds := NULL;
        FOR held IN
            SELECT a.attname, a.atttypid::regtype::text AS type, a.atttypmod - 4 AS letters FROM pg_attribute a
            WHERE a.attrelid = place.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
                AND a.atttypid::regtype::text IN
                    ('text', 'character varying', 'jsonb', 'text[]', 'character varying[]')
                AND NOT (a.atttypid::regtype::text = 'character varying' AND a.atttypmod BETWEEN 5 AND 34)
        LOOP
            finds := concat_ws(' OR ', finds, format('%I::text ~* $1', held.attname));
            sets := concat_ws(', ', sets, CASE
                WHEN held.type = 'character varying' AND held.letters > 0 THEN
                    format('%1$I = left(regexp_replace(%1$I, $1, $2, ''gi''), %2$s)', held.attname, held.letters)
                ELSE format('%1$I = regexp_replace(%1$I::text, $1, $2, ''gi'')::%2$s', held.attname, held.type)
            END);
        END LOOP;
        CONTINUE WHEN finds IS NULL;
        EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE %s)', place.relname, finds) INTO found USING pattern;
        CONTINUE WHEN NOT found;
        EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', place.relname);
        IF place.relname = 'toolkit_searchword' THEN  -- one line a word: two that go would be one
            EXECUTE format('DELETE FROM %I WHERE %s', place.relname, finds) USING pattern;
        ELSE
            EXECUTE format('UPDATE %I SET %s WHERE %s', place.relname, sets, finds) USING pattern, instead;
        END IF;
        GET DIAGNOSTICS changed = ROW_COUNT;
        EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', place.relname);
        told := told || jsonb_build_object(place.relname, changed);
    END LOOP;
    RETURN told;
END
$$;
REVOKE ALL ON FUNCTION stewardship_replace(text, text) FROM PUBLIC;
"""

# One statement on a table and on its history, whatever their triggers say.
QUIETLY = f"""
CREATE FUNCTION stewardship_quietly(place text, statement text, number bigint) RETURNS bigint {_AS_OWNER} AS $$
DECLARE
    changed bigint;
BEGIN
    EXECUTE format('ALTER TABLE %I DISABLE TRIGGER USER', place);
    EXECUTE statement USING number;
    GET DIAGNOSTICS changed = ROW_COUNT;
    EXECUTE format('ALTER TABLE %I ENABLE TRIGGER USER', place);
    RETURN changed;
END
$$;
REVOKE ALL ON FUNCTION stewardship_quietly(text, text, bigint) FROM PUBLIC;
"""

# What a person, a pupil or a contact is called after it, in the record itself and in its history.
PSEUDONYMS = {
    "person": (
        ("accounts_user", "full_name = 'Erased person ' || id, email = 'erased-' || id || '@erased.invalid',"
         " is_active = false, password = '!'"),
        ("accounts_userevent", "full_name = 'Erased person ' || id, email = 'erased-' || id || '@erased.invalid'"),
    ),
    "pupil": (
        ("pupils_pupil", "surname = 'Erased', forename = 'Pupil ' || id, upn = 'E' || id, dob = NULL"),
        ("pupils_pupilevent", "surname = 'Erased', forename = 'Pupil ' || id, upn = 'E' || id, dob = NULL"),
    ),
    "contact": (
        ("academies_contact", "name = 'Erased contact ' || id, email = 'erased-' || id || '@erased.invalid',"
         " phone = '', archived_at = coalesce(archived_at, now())"),
        ("academies_contactevent", "name = 'Erased contact ' || id, email = '', phone = ''"),
    ),
}  # fmt: skip


def _pseudonyms() -> str:
    return "\n".join(
        f"IF asked.kind = '{kind}' THEN\n"
        + "\n".join(
            f"PERFORM stewardship_quietly('{table}', $q$UPDATE {table} SET {sets} WHERE id = $1$q$, asked.subject);"
            for table, sets in tables
        )
        + "\nEND IF;"
        for kind, tables in PSEUDONYMS.items()
    )


# What somebody signs in by, and what they had not sent: of nobody else, so that the rows go. What points to one first.
SIGN_IN = (
    "DELETE FROM django_session WHERE session_key IN (SELECT session FROM accounts_signin WHERE user_id = ANY ({}))",
    "DELETE FROM socialaccount_socialtoken WHERE account_id IN"
    " (SELECT id FROM socialaccount_socialaccount WHERE user_id = ANY ({}))",
    "DELETE FROM account_emailconfirmation WHERE email_address_id IN"
    " (SELECT id FROM account_emailaddress WHERE user_id = ANY ({}))",
    "DELETE FROM accounts_signin WHERE user_id = ANY ({})",
    "DELETE FROM socialaccount_socialaccount WHERE user_id = ANY ({})",
    "DELETE FROM account_emailaddress WHERE user_id = ANY ({})",
    "DELETE FROM mfa_authenticator WHERE user_id = ANY ({})",
    "DELETE FROM academies_draft WHERE user_id = ANY ({})",
)


def forget_sign_in(people: str) -> str:
    """Statements for the people whose numbers the SQL expression `people` gives, as an array."""
    return "\n".join(f"{statement.format(people)};" for statement in SIGN_IN)


# Of coaching about the person, what was written goes and that there was coaching stays: its numbers stand.
COACHING = ("goal", "came", "says", "praise", "question", "rehearsed", "where", "focus", "called_off_why", "answer")

ERASE = f"""
CREATE FUNCTION stewardship_erase(number bigint) RETURNS jsonb {_AS_OWNER} AS $$
DECLARE
    asked stewardship_erasure;
    words text[];
    pattern text;
    held record;
    told jsonb := '{{}}';
BEGIN
    SET CONSTRAINTS ALL IMMEDIATE;
    SELECT * INTO asked FROM stewardship_erasure WHERE id = number FOR UPDATE;
    IF asked.id IS NULL OR asked.state <> 'asked' OR asked.answered_by_id IS NULL
        OR asked.answered_by_id = asked.asked_by_id OR reader() IS DISTINCT FROM asked.answered_by_id
    THEN
        RAISE EXCEPTION 'An erasure is asked for by one person and agreed to by another.' USING ERRCODE = '42501';
    END IF;
    words := asked.words;
    IF asked.kind = 'person' THEN
        SELECT words || array_agg(name) INTO words FROM (
            SELECT unnest(ARRAY[full_name, email]) AS name FROM accounts_user WHERE id = asked.subject
            UNION SELECT unnest(ARRAY[full_name, email]) FROM accounts_userevent WHERE id = asked.subject) known;
        {forget_sign_in("ARRAY[asked.subject]")}
        UPDATE academies_membership SET ends = greatest(starts, current_date - 1)
        WHERE user_id = asked.subject AND (ends IS NULL OR ends >= current_date);
        FOR held IN
            SELECT c.relname, a.attname,
                CASE WHEN c.relname LIKE 'coaching\\_cycle%' THEN 'id' ELSE 'cycle_id' END AS cycle, a.atttypmod
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
            WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND c.relname ~
                '^coaching_(cycle|visit|note|word|actionstep|stepcheck|revisit)(event)?$'
                AND a.attname = ANY (ARRAY{list(COACHING)!r}) AND NOT a.attisdropped
                AND (a.atttypid = 'text'::regtype OR a.atttypmod > 34)
        LOOP
            PERFORM stewardship_quietly(held.relname, format(
                'UPDATE %1$I SET %2$I = ''[erased]'' WHERE %2$I <> '''' AND %3$I IN'
                ' (SELECT id FROM coaching_cycle WHERE coachee_id = $1)', held.relname, held.attname, held.cycle
            ), asked.subject);
        END LOOP;
    ELSIF asked.kind = 'pupil' THEN
        SELECT words || array_agg(name) INTO words FROM (
            SELECT unnest(ARRAY[forename || ' ' || surname, surname || ', ' || forename, surname || ' ' || forename,
                upn]) AS name
            FROM pupils_pupil WHERE id = asked.subject
            UNION SELECT unnest(ARRAY[forename || ' ' || surname, surname || ', ' || forename,
                surname || ' ' || forename, upn])
            FROM pupils_pupilevent WHERE id = asked.subject) known;
        UPDATE pupils_importrejection r SET row = '[]', value = '' FROM (
            SELECT upn, surname, forename FROM pupils_pupil WHERE id = asked.subject
            UNION SELECT upn, surname, forename FROM pupils_pupilevent WHERE id = asked.subject) known
        WHERE position(known.upn IN r.row::text || r.value) > 0
            OR (r.row::text ~* stewardship_pattern(known.surname)
                AND r.row::text ~* stewardship_pattern(known.forename));
        UPDATE pupils_importchange SET before = '{{}}'
        WHERE ("table" = 'pupils_pupil' AND row_id = asked.subject);
    ELSE
        SELECT words || array_agg(name) INTO words FROM (
            SELECT unnest(ARRAY[name, email, phone]) AS name FROM academies_contact WHERE id = asked.subject
            UNION SELECT unnest(ARRAY[name, email, phone]) FROM academies_contactevent WHERE id = asked.subject) known;
    END IF;
    -- All words in one pass: a row counts once, and where two begin alike the longer one is met.
    SELECT string_agg(stewardship_pattern(w), '|') INTO pattern
    FROM (SELECT DISTINCT btrim(w) AS w FROM unnest(words) w) wanted WHERE length(w) >= 3;
    IF pattern IS NOT NULL THEN
        told := stewardship_replace(pattern, '[erased]');
    END IF;
    {_pseudonyms()}
    UPDATE stewardship_erasure SET state = 'done', words = '{{}}', receipt = told WHERE id = number;
    SET CONSTRAINTS ALL DEFERRED;  -- as whoever called had them
    RETURN told;
END
$$;
"""

ERASE_OFF = """
DROP FUNCTION stewardship_erase(bigint); DROP FUNCTION stewardship_quietly(text, text, bigint);
DROP FUNCTION stewardship_replace(text, text); DROP FUNCTION stewardship_pattern(text);
"""
