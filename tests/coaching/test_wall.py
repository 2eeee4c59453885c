"""The wall of coaching, tried as the web role by direct SQL: whoever is neither of the two reads and writes nothing."""

import io
import re
import time

import psycopg2
import pytest
from django.apps import apps
from django.db import connection

from academies.access import Permission, roles_with
from academies.reader_scope import SETTING, reading_as, ticket
from coaching.models import Cycle, Note, Share, Visit
from coaching.wall import COACHING_ROLES, HISTORY, OPEN, POLICIES
from tests import factories as make
from tests.coaching.wall import PLANTED, TABLES, WALLED, asked, count, histories, leave, met, plant, said, why_refused

# Everybody of the cast who is neither the coach nor the teacher, and whom no page is shared with.
OTHERS = (
    "trust_leader", "second_leader", "headteacher", "senior_leader", "governor", "trustee", "data_lead", "moderator",
    "administrator", "external_coach", "outsider", "nobody", "sibling_teacher", "foreign_leader",
)  # fmt: skip
RLS = "row-level security"


@pytest.fixture
def walled(cast):
    return plant(cast)


@pytest.mark.django_db
def test_every_table_of_coaching_is_behind_the_wall_or_open_for_a_reason():
    tables = {model._meta.db_table for model in apps.get_app_config("coaching").get_models(include_auto_created=True)}
    assert tables == {*POLICIES, *HISTORY, *OPEN}, "A new table needs a policy in coaching/wall.py, or a reason."
    locked = {row[0] for row in asked("SELECT relname FROM pg_class WHERE relrowsecurity")}
    assert set(TABLES) <= locked
    first = {row[0] for row in asked("SELECT tablename FROM pg_policies WHERE policyname = 'first_look'")}
    assert set(TABLES) == first
    assert all(OPEN.values())


def test_the_walls_roles_are_those_that_coach():
    assert {role.value for role in roles_with(Permission.COACH)} == set(COACHING_ROLES)


def test_the_two_read_all_of_it(walled, cast):
    for person in (cast.coach, cast.teacher):
        with reading_as(person):
            assert {table: count(table) > 0 for table in TABLES} == dict.fromkeys(TABLES, True)


def test_without_a_reader_nothing_is_read(walled):
    assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)


@pytest.mark.parametrize("name", OTHERS)
def test_nobody_else_reads_anything(name, walled, cast):
    with reading_as(getattr(cast, name)):
        assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)
        assert [model.__name__ for model in (*WALLED, *histories()) if model._default_manager.exists()] == []


@pytest.mark.parametrize("name", ["trust_leader", "headteacher", "administrator", "external_coach", "outsider"])
def test_nobody_else_writes_or_deletes_anything(name, walled, cast):
    with reading_as(getattr(cast, name)):
        for table in TABLES:
            assert met(f"UPDATE {table} SET id = id") == 0, table
            assert met(f"DELETE FROM {table}") == 0, table
        for model in (Visit, Note, Share):
            assert RLS in why_refused_or_not_running(model, walled, getattr(cast, name)), model


def why_refused_or_not_running(model, walled, person):
    rows = {
        Visit: ("cycle_id, client_key, day, \"where\", state, praise, question, revision, called_off_why",
                "%s, gen_random_uuid(), current_date, '', 'planned', '', '', 0, ''"),
        Note: ("cycle_id, visit_id, by_id, client_key, says, written_at",
               f"%s, {walled.visit.pk}, {person.pk}, gen_random_uuid(), 'x', now()"),
        Share: ("cycle_id, visit_id, person_id, by_id, at",
                f"%s, {walled.visit.pk}, {person.pk}, {walled.cycle.coachee_id}, now()"),
    }  # fmt: skip
    columns, values = rows[model]
    why = why_refused(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({values})", walled.cycle.pk)
    # A trigger that found no such cycle says the same of one that is not there.
    nowhere = why_refused(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({values})", 987_654_321)
    assert why == nowhere != ""
    return RLS if "does not run" in why or "coachee alone" in why else why


def test_a_deleted_row_is_refused_to_the_two_as_well(walled, cast):
    with reading_as(cast.coach):
        for table in TABLES:
            assert met(f"DELETE FROM {table}") == 0, table
        for table in HISTORY:
            assert met(f"UPDATE {table} SET pgh_label = 'forged'") == 0, table


def test_files_views_and_cursors_show_no_more_than_a_table(walled, cast):
    with reading_as(cast.headteacher):
        for table in TABLES:
            for what in (table, f"(SELECT * FROM {table})"):
                assert copied(f"COPY {what} TO STDOUT") == ""
            asked(f"CREATE TEMP VIEW peep_{table} AS SELECT * FROM public.{table}")
            assert count_of(f"peep_{table}") == 0
            asked(f"CREATE TEMP TABLE kept_{table} AS SELECT * FROM public.{table}")
            assert count_of(f"kept_{table}") == 0
        assert asked("DECLARE peep CURSOR FOR SELECT * FROM coaching_note") == []
        assert asked("FETCH ALL FROM peep") == []
        assert PLANTED not in str(asked("SELECT query_to_xml('SELECT * FROM coaching_cycle', true, false, '')"))


def copied(sql):
    file = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(sql, file)
    return file.getvalue()


def count_of(name):
    return asked(f"SELECT count(*) FROM {name}")[0][0]


def test_a_function_in_a_condition_is_asked_of_no_hidden_row(walled, cast):
    asked(
        "CREATE FUNCTION pg_temp.peep(text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 AS"
        " $$ BEGIN RAISE NOTICE 'seen %%', $1; RETURN true; END $$"
    )
    with reading_as(cast.headteacher):
        for table, column in (("coaching_cycle", "goal"), ("coaching_note", "says"), ("coaching_visitevent", "praise")):
            assert asked(f"SELECT * FROM {table} WHERE pg_temp.peep({column})") == []
            assert met(f"UPDATE {table} SET id = id WHERE pg_temp.peep({column})") == 0
            assert why_refused(f"SELECT * FROM {table} WHERE 1 / (length({column}) - length({column})) > 0") == ""
    assert PLANTED not in "".join(connection.connection.notices)


def test_names_of_ones_own_shadow_nothing(walled, cast):
    """Temporary tables and functions of the wall's names change neither the policies nor what the functions read."""
    with reading_as(cast.headteacher):
        asked(
            f"CREATE TEMP TABLE coaching_cycle AS SELECT {cast.headteacher.pk} AS coachee_id, {walled.cycle.pk} AS id"
        )
        asked("CREATE TEMP TABLE academies_membership AS SELECT * FROM public.academies_membership")
        asked("CREATE TEMP TABLE reader_seal AS SELECT ''::bytea AS inner_key, ''::bytea AS outer_key")
        asked(f"CREATE FUNCTION pg_temp.reader() RETURNS bigint LANGUAGE sql AS 'SELECT {cast.coach.pk}::bigint'")
        for path in ("pg_temp, public", "public, pg_temp"):
            asked(f"SET LOCAL search_path = {path}")
            assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)
            assert asked("SELECT public.coaching_cycles(), public.coaching_shared_visits()") == [([], [])]
            assert asked("SELECT public.reader()") == [(cast.headteacher.pk,)]


def test_a_made_up_ticket_opens_nothing(walled, cast):
    good, until = ticket(cast.coach), int(time.time()) + 500
    seal = good.split(".")[2]
    forged = (
        "", str(cast.coach.pk), f"{cast.coach.pk}.{until}", f"{cast.coach.pk}.{until}.{'0' * 64}",
        f"{cast.coach.pk}.{until + 99_999}.{seal}", f"{cast.coach.pk}.{until}.{seal}".replace(".", ","),
        ticket(cast.headteacher).replace(str(cast.headteacher.pk), str(cast.coach.pk), 1),
        ticket(cast.coach, seconds=-1),
        f"{cast.coach.pk}.99999999999999.{seal}", f"{cast.coach.pk} OR true.{until}.{seal}", "..", "*",
    )  # fmt: skip
    for value in forged:
        asked("SELECT set_config(%s, %s, true)", SETTING, value)
        assert asked("SELECT reader()") == [(None,)], value
        assert count("coaching_cycle") == 0, value
    asked("SELECT set_config(%s, %s, true)", SETTING, good)
    assert count("coaching_cycle") == 1, "the good one does open"


@pytest.mark.django_db
def test_a_ticket_is_worth_nothing_on_another_connection(cast):
    """Others of the web role can read it in pg_stat_activity while the statement runs."""
    good = ticket(cast.coach)
    other = psycopg2.connect(**connection.get_connection_params() | {"cursor_factory": None})
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT set_config(%s, %s, false)", [SETTING, good])
            cursor.execute("SELECT reader()")
            assert cursor.fetchone() == (None,)
    finally:
        other.close()


@pytest.mark.django_db
def test_the_key_is_not_read_by_the_web_role():
    assert asked("SELECT * FROM reader_seal") == []
    assert RLS in why_refused("INSERT INTO reader_seal VALUES ('', '')")
    assert met("DELETE FROM reader_seal") == 0 == met("UPDATE reader_seal SET inner_key = ''")
    assert "permission denied" in why_refused("TRUNCATE reader_seal")
    for table in (*TABLES, "reader_seal"):
        assert "owner" in why_refused(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
        assert "owner" in why_refused(f"CREATE POLICY peep ON {table} USING (true)")
    assert "permission denied" in why_refused("SELECT coaching_counted(1)")


def test_row_security_off_is_an_error_and_no_key(walled):
    asked("SET LOCAL row_security = off")
    assert RLS in why_refused("SELECT * FROM coaching_note")


@pytest.mark.django_db
def test_the_planner_keeps_no_samples_of_what_is_walled():
    kept = asked(
        "SELECT attrelid::regclass::text, attname FROM pg_attribute WHERE attrelid = ANY (%s::regclass[])"
        " AND attnum > 0 AND NOT attisdropped AND attstattarget IS DISTINCT FROM 0",
        list(TABLES),
    )
    assert kept == []
    assert asked("SELECT * FROM pg_stats WHERE tablename = ANY (%s)", list(TABLES)) == []
    assert "permission denied" in why_refused("SELECT * FROM pg_statistic")


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("coaching_cycle", "goal"),
        ("coaching_note", "says"),
        ("coaching_visit", "praise"),
        ("coaching_wordevent", "says"),
        ("coaching_cycleevent", "came"),
    ],
)
def test_a_plan_tells_no_guess_from_another(table, column, walled, cast):
    """`goal >= 'A corn'` is cheap and cannot leak, so PostgreSQL would ask it first, and EXPLAIN ANALYZE would tell.

    Costs are left out: they rest on samples, of which none are kept (above), and on the sizes of table and index, which
    move when PostgreSQL tidies them. What was done, row by row, stays in.
    """
    how = "ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF, BUFFERS OFF"

    def plan(guess):
        lines = asked(f"EXPLAIN ({how}) SELECT * FROM {table} WHERE {column} >= %s", guess)
        return [re.sub(re.escape(guess), "?", line) for (line,) in lines]

    with reading_as(cast.headteacher):
        assert plan("A corn") == plan("Z corn")


def test_a_guess_meets_no_unique_key(walled, cast):
    """Inserting the pair, the share or the look back again would say that it is there."""
    with reading_as(cast.headteacher):
        pair = why_refused(
            "INSERT INTO coaching_cycle (trust_id, academy_id, coach_id, coachee_id, approach_id, focus, goal,"
            " rhythm_weeks, state, invited_by_id, invited_at, says, expires_on, answered_at, answer, closed_why, came)"
            " SELECT %s, %s, %s, %s, %s, 'x', 'x', 2, 'active', %s, now(), '', current_date, now(), '', '', ''"
            " ON CONFLICT DO NOTHING",
            cast.trust.pk, cast.own.pk, cast.coach.pk, cast.teacher.pk, walled.cycle.approach_id, cast.coach.pk,
        )  # fmt: skip
        assert RLS in pair
        mine = make.CycleFactory(
            academy=cast.own, coach=cast.senior_leader, coachee=cast.headteacher, approach=walled.cycle.approach
        )
        for visit, step in ((walled.visit.pk, walled.step.pk), (987_654_321, 987_654_321)):
            refused = (
                why_refused("INSERT INTO coaching_revisit (cycle_id, step_id, weeks, due_on, holding, says)"
                            " VALUES (%s, %s, 1, current_date, '', '')", mine.pk, step),
                why_refused("INSERT INTO coaching_actionstep (cycle_id, visit_id, says, rehearsed, state)"
                            " VALUES (%s, %s, 'x', '', 'open')", mine.pk, visit),
                why_refused("INSERT INTO coaching_note (cycle_id, visit_id, by_id, client_key, says, written_at)"
                            " VALUES (%s, %s, %s, gen_random_uuid(), 'x', now())", mine.pk, visit, cast.headteacher.pk),
                why_refused("INSERT INTO coaching_opening (cycle_id, visit_id, person_id, what, at)"
                            " VALUES (%s, %s, %s, 'visit', now())", mine.pk, visit, cast.headteacher.pk),
            )  # fmt: skip
            assert [RLS in why for why in refused] == [True] * 4, refused


def test_nobody_shares_a_page_of_others(walled, cast):
    """Neither under a cycle of one's own nor under theirs; temporary tables of the same names change nothing."""
    with reading_as(cast.headteacher):
        mine = make.CycleFactory(
            academy=cast.own, coach=cast.senior_leader, coachee=cast.headteacher, approach=walled.cycle.approach
        )
        asked(f"CREATE TEMP TABLE coaching_visit AS SELECT {walled.visit.pk} AS id, {mine.pk} AS cycle_id")
        asked("CREATE TEMP TABLE coaching_cycle AS SELECT * FROM public.coaching_cycle")
        for cycle in (mine.pk, walled.cycle.pk):
            why = why_refused(
                "INSERT INTO public.coaching_share (cycle_id, visit_id, person_id, by_id, at)"
                " VALUES (%s, %s, %s, %s, now())",
                cycle, walled.visit.pk, cast.trust_leader.pk, cast.headteacher.pk,
            )  # fmt: skip
            assert RLS in why or "coachee alone" in why


def test_a_page_that_is_shared_is_that_page_alone(walled, cast):
    with reading_as(cast.sibling_head):
        seen = {table: count(table) for table in TABLES if count(table)}
        assert seen == {
            "coaching_visit": 1, "coaching_note": 1, "coaching_word": 1, "coaching_actionstep": 1, "coaching_share": 1,
        }  # fmt: skip
        assert Visit.objects.get().praise == said("praise")
        assert met("UPDATE coaching_visit SET praise = ''") == 0 == met("UPDATE coaching_share SET ended_at = NULL")
    with reading_as(cast.teacher):
        met("UPDATE coaching_share SET ended_at = now() WHERE id = %s", walled.share.pk)
    with reading_as(cast.sibling_head):
        assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_whoever_left_the_trust_reads_no_page_that_was_shared(walled, cast):
    leave(cast, cast.sibling_head)
    with reading_as(cast.sibling_head):
        assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0)


def test_a_coach_who_left_reads_nothing_and_the_coachee_keeps_all(walled, cast):
    leave(cast, cast.coach)
    for zone in ("Europe/London", "<x>-167", "<x>167"):
        with reading_as(cast.coach):
            asked("SELECT set_config('timezone', %s, true)", zone)
            assert {table: count(table) for table in TABLES} == dict.fromkeys(TABLES, 0), zone
    leave(cast, cast.teacher)
    with reading_as(cast.teacher):
        assert Cycle.objects.get().goal == said("goal")
        assert {table: count(table) > 0 for table in TABLES} == dict.fromkeys(TABLES, True)


def test_the_night_closes_what_somebody_left(walled, cast):
    assert asked("SELECT coaching_close_left()") == [(0,)]
    leave(cast, cast.coach)
    assert asked("SELECT coaching_close_left()") == [(1,)]
    with reading_as(cast.teacher):
        assert (Cycle.objects.get().state, Cycle.objects.get().closed_why) == ("closed", "coach_left")
