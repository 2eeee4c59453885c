"""Rule 12: the database is the second lock. As the web role, raw SQL reads and writes pupil rows in a scope alone."""

import pytest
from django.db import Error, ProgrammingError, connection, transaction
from django.db.utils import InternalError

from academies.row_scope import every_row, row_scope
from pupils.models import Attendance, Enrolment, ImportChange, ImportRejection, Pupil, Result
from tests import factories as make
from tests.database import as_owner

# Copies of pupil rows: what an import refused, and what it changed.
COPIES = ("pupils_importrejection", "pupils_importchange")
PUPIL_TABLES = ("pupils_pupil", "pupils_enrolment", "pupils_result", "pupils_attendance")
HISTORY_TABLES = ("pupils_pupilevent", "pupils_enrolmentevent", "pupils_resultevent", "pupils_attendanceevent")
# Every row of the product that names a pupil or says something of one lies behind the lock.
LOCKED = {Pupil, Enrolment, Result, Attendance}


def execute(sql: str, *parameters: int | str) -> int:
    """Runs a statement; returns how many rows it met."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def count(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return int(cursor.fetchone()[0])


def refused(sql: str, *parameters: int | str) -> bool:
    try:
        with transaction.atomic():
            execute(sql, *parameters)
    except (ProgrammingError, InternalError) as error:
        return "row-level security" in str(error)
    return False


@pytest.fixture
def history(world):
    """One changed and one deleted row of each pupil table, so that its history holds something."""
    with every_row():
        for model, change in ((Pupil, {"forename": "New"}), (Enrolment, {"eal": True})):
            model.objects.update(**change)
        Result.objects.update(value=101.0)
        Attendance.objects.update(authorised=5)
    return world


@pytest.mark.django_db
def test_the_tests_run_as_a_role_without_power():
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE relowner = current_user::regrole")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db
def test_every_table_with_a_pupil_has_its_policy():
    """A model that points at a pupil or an enrolment is locked too, and so is its history."""
    pointing = {
        relation.related_model
        for model in (Pupil, Enrolment)
        for relation in model._meta.related_objects
        if not relation.related_model.__name__.endswith("Event")
    }
    assert pointing | {Pupil} == LOCKED, (
        "A new table about pupils needs a policy (pupils/migrations/0002_row_security.py)."
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relrowsecurity")
        assert {*PUPIL_TABLES, *HISTORY_TABLES, *COPIES} <= {row[0] for row in cursor.fetchall()}


@pytest.mark.parametrize("table", [*PUPIL_TABLES, *HISTORY_TABLES])
def test_without_a_scope_nothing_is_read(table, history):
    assert count(table) == 0
    with every_row():
        assert count(table) > 0, "there was something to read"


@pytest.mark.parametrize("table", PUPIL_TABLES)
def test_a_scope_shows_its_own_academies_alone(table, world):
    with every_row():
        whole = count(table)
    with row_scope([world.cast.own.pk]):
        assert count(table) == whole // 3
    with row_scope([world.cast.own.pk, world.cast.foreign.pk]):
        assert count(table) == whole // 3 * 2
    with row_scope([]):
        assert count(table) == 0


def test_a_scope_of_one_academy_shows_its_pupils_by_name(world):
    with row_scope([world.cast.sibling.pk]):
        seen = set(Pupil.objects.values_list("surname", flat=True))
    assert seen == {"Corrigansson"}


@pytest.mark.parametrize("table", HISTORY_TABLES)
def test_a_scope_shows_the_history_of_its_own_academies_alone(table, history):
    with every_row():
        whole = count(table)
    assert whole
    for academies, share in (([history.cast.own], 1), ([history.cast.own, history.cast.foreign], 2), ([], 0)):
        with row_scope(academy.pk for academy in academies):
            assert count(table) == whole // 3 * share


@pytest.mark.parametrize("table", [*PUPIL_TABLES])
def test_without_a_scope_nothing_is_changed_or_deleted(table, world):
    assert execute(f"UPDATE {table} SET id = id") == 0
    assert execute(f"DELETE FROM {table}") == 0
    with every_row():
        assert count(table) > 0


def test_without_a_scope_no_pupil_row_is_written(world):
    own = world.enrolments[world.cast.own.pk][0]
    assert refused(
        "INSERT INTO pupils_pupil (trust_id, upn, surname, forename, sex) VALUES (%s, 'X', 'A', 'B', 'F')",
        world.cast.trust.pk,
    )
    assert refused(
        "INSERT INTO pupils_attendance (enrolment_id, term, possible, authorised, unauthorised)"
        " VALUES (%s, 'summer', 10, 0, 0)",
        own.pk,
    )


def test_a_scope_neither_changes_nor_takes_over_rows_of_another_academy(world):
    own, sibling = world.cast.own, world.cast.sibling
    theirs = world.enrolments[sibling.pk][0]
    with row_scope([own.pk]):
        assert execute("UPDATE pupils_enrolment SET eal = true WHERE academy_id = %s", sibling.pk) == 0
        assert execute("DELETE FROM pupils_result WHERE enrolment_id = %s", theirs.pk) == 0
        assert refused("UPDATE pupils_enrolment SET academy_id = %s WHERE academy_id = %s", sibling.pk, own.pk)
        assert refused(
            "INSERT INTO pupils_attendance (enrolment_id, term, possible, authorised, unauthorised)"
            " VALUES (%s, 'summer', 10, 0, 0)",
            theirs.pk,
        )


def test_a_scope_changes_rows_of_its_own_academy(world):
    with row_scope([world.cast.own.pk]):
        assert execute("UPDATE pupils_result SET value = 99") == 2


@pytest.mark.parametrize("table", HISTORY_TABLES)
def test_history_is_neither_changed_nor_deleted_by_the_web_role(table, history):
    with every_row():
        before = count(table)
        assert execute(f"UPDATE {table} SET pgh_label = 'forged'") == 0
        assert execute(f"DELETE FROM {table}") == 0
        assert count(table) == before > 0


def test_a_made_up_setting_opens_nothing(world):
    for value in ("", "0", "-1"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('celt.academies', %s, true)", [value])
        assert count("pupils_pupil") == 0


def test_row_level_security_cannot_be_switched_off_by_the_web_role(world):
    with pytest.raises(Error), transaction.atomic():
        execute("ALTER TABLE pupils_pupil DISABLE ROW LEVEL SECURITY")
    assert refused("SET LOCAL row_security = off; SELECT * FROM pupils_pupil") or count("pupils_pupil") == 0


@pytest.mark.django_db(transaction=True)
def test_the_next_request_of_a_connection_finds_the_scope_closed(client_of, owner_database):
    """A view that fails inside a scope leaves nothing open on the connection that the next request gets."""
    academy = make.AcademyFactory()
    with every_row():
        make.EnrolmentFactory(academy=academy)
    with row_scope([academy.pk]):
        assert count("pupils_pupil") == 1
    with pytest.raises(ZeroDivisionError), row_scope([academy.pk]):
        _ = 1 / 0
    assert count("pupils_pupil") == 0
    with pytest.raises(Error), row_scope([academy.pk]), transaction.atomic():
        execute("SELECT broken")
    assert count("pupils_pupil") == 0
    with as_owner(owner_database) as cursor:
        cursor.execute("SELECT count(*) FROM pupils_pupil")
        assert cursor.fetchone() == (1,)


@pytest.fixture
def copies(world):
    """What an import of each trust refused and changed, and what a file of schools refused."""
    with every_row():
        for batch in world.batches.values():
            make.ImportChangeFactory(batch=batch)
        schools = make.ImportBatchFactory(trust=world.cast.trust, kind="academies")
        make.ImportRejectionFactory(batch=schools, value="not a URN")
        make.ImportChangeFactory(batch=schools, table="academies_academy")
    return world


def test_what_an_import_kept_of_pupils_is_closed_without_a_scope(copies):
    assert list(ImportRejection.objects.values_list("value", flat=True)) == ["not a URN"]
    assert list(ImportChange.objects.values_list("table", flat=True)) == ["academies_academy"]
    with every_row():
        assert ImportRejection.objects.count() == 4
        assert ImportChange.objects.count() == 3


def test_refused_rows_open_to_their_own_trust_alone(copies):
    with row_scope([copies.cast.own.pk]):
        kinds = set(ImportRejection.objects.values_list("batch__trust", flat=True))
        assert kinds == {copies.cast.trust.pk}
        assert ImportRejection.objects.count() == 3
        assert ImportChange.objects.count() == 1, "what an import changed opens to whole scopes alone"
    with row_scope([copies.cast.foreign.pk]):
        assert copies.cast.foreign_trust.pk in ImportRejection.objects.values_list("batch__trust", flat=True)


@pytest.mark.parametrize("table", COPIES)
def test_copies_are_neither_written_nor_deleted_without_a_scope(table, copies):
    assert execute(f"DELETE FROM {table}") == 1, "the one of a file of schools, which names no pupil"
    insert = {
        "pupils_importrejection": "(batch_id, line, \"column\", value, reason, row) VALUES (%s, 1, '', '', '', '[]')",
        "pupils_importchange": "(batch_id, \"table\", row_id, before) VALUES (%s, 'pupils_pupil', 1, '{}')",
    }
    assert refused(f"INSERT INTO {table} {insert[table]}", copies.batches[copies.cast.trust.pk].pk)
