"""What its time has run out for goes by night, by rule, counted; and nothing goes before its time."""

import datetime
import os

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.utils import timezone

from academies.row_scope import every_row
from pupils.models import ImportBatch, Pupil
from pupils.models.batch import ImportStatus
from stewardship import tasks
from stewardship.models import AccessEntry, RetentionRun
from stewardship.rules.retention import RULES
from stewardship.services.retention import all_due, carry_out_rules, due
from stewardship.tasks import carry_out_retention
from tests import factories as make
from tests.stewardship.signed_in import EVERY_WAY, left_of_sign_in, sign_in_every_way

pytestmark = pytest.mark.django_db

BY_SLUG = {rule.slug: rule for rule in RULES}


@pytest.fixture(autouse=True)
def one_connection(monkeypatch):
    """The night closes connections that are old; the test's own holds what it made."""
    monkeypatch.setattr(tasks, "close_old_connections", lambda: None)


@pytest.fixture
def old_pupil(cast):
    with every_row():
        left = make.EnrolmentFactory(
            academy=cast.own,
            academic_year=2010,
            date_on_roll=datetime.date(2005, 9, 1),
            date_left=datetime.date(2011, 7, 20),
            pupil__surname="Longgone",
        )
        Pupil.objects.filter(pk=left.pupil_id).update(surname="Longgone-Vane")
        make.EnrolmentFactory(academy=cast.own, pupil__surname="Stillhere")
    return left.pupil


def test_a_pupil_who_left_long_ago_loses_the_name_everywhere(cast, old_pupil):
    assert due(BY_SLUG["pupils"]) == 1
    carry_out_retention()
    with every_row(), connection.cursor() as cursor:
        old_pupil.refresh_from_db()
        assert (old_pupil.surname, old_pupil.dob) == ("Erased", None)
        assert Pupil.objects.filter(surname="Stillhere").exists()
        cursor.execute("SELECT count(*) FROM pupils_pupilevent WHERE surname LIKE 'Longgone%'")
        assert cursor.fetchone() == (0,)
    run = RetentionRun.objects.get(rule="pupils")
    assert run.rows == 1
    assert due(BY_SLUG["pupils"]) == 0
    carry_out_retention()
    assert RetentionRun.objects.filter(rule="pupils").count() == 1, "a night with nothing due writes no line"


def test_somebody_who_left_long_ago_loses_name_address_and_keys(cast):
    gone = make.UserFactory(full_name="Longgone Leaver", email="longgone@example.org")
    make.MembershipFactory(
        user=gone, academy=cast.own, role="teacher", starts=datetime.date(2010, 9, 1), ends=datetime.date(2012, 8, 31)
    )
    sign_in_every_way(gone)
    assert left_of_sign_in(gone) == EVERY_WAY
    carry_out_rules()
    gone.refresh_from_db()
    assert (gone.full_name, gone.is_active) == (f"Erased person {gone.pk}", False)
    assert left_of_sign_in(gone) == set()
    cast.teacher.refresh_from_db()
    assert cast.teacher.is_active


def test_the_log_goes_after_two_years(cast):
    make.AccessEntryFactory(trust=cast.trust)
    later = timezone.now() + datetime.timedelta(days=3 * 365)
    assert due(BY_SLUG["access-log"], later) == 1
    assert due(BY_SLUG["access-log"]) == 0
    assert AccessEntry.objects.count() == 1


@pytest.fixture
def stored(cast, settings, tmp_path):
    """Puts a file of a status on the disk, given so many days ago; without a status it has no row."""
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "imports").mkdir()

    def put(name, status=None, days=31):
        given = timezone.now() - datetime.timedelta(days=days)
        path = tmp_path / "imports" / f"{name}.upload"
        path.write_text("Longgone,Zebedee")
        os.utime(path, (given.timestamp(), given.timestamp()))
        if status is None:
            return None
        batch = make.ImportBatchFactory(trust=cast.trust, status=status, stored_as=path.name, message="")
        ImportBatch.objects.filter(pk=batch.pk).update(created=given)
        return batch

    return put


def on_disk(settings):
    return {path.stem for path in (settings.MEDIA_ROOT / "imports").iterdir()}


def test_a_file_that_nobody_applied_goes_after_thirty_days(stored, settings):
    old = {status: stored(f"old-{status}", status) for status in ("reading", "previewed", "refused", "applying")}
    young = stored("young", ImportStatus.PREVIEWED, days=29)
    ImportBatch.objects.filter(pk=old["refused"].pk).update(message="It has no UPN.")
    assert due(BY_SLUG["waiting-files"]) == 3
    assert len(on_disk(settings)) == 5
    carry_out_retention()
    for batch in (*old.values(), young):
        batch.refresh_from_db()
    assert {old[status].status for status in ("reading", "previewed", "refused")} == {ImportStatus.DISCARDED}
    assert (old["applying"].status, young.status) == (ImportStatus.APPLYING, ImportStatus.PREVIEWED)
    assert on_disk(settings) == {"old-applying", "young"}
    assert old["refused"].message == "It has no UPN."
    assert "set aside by night" in old["previewed"].message
    assert old["previewed"].events.filter(status=ImportStatus.DISCARDED).exists(), "its history tells of it"
    assert RetentionRun.objects.get(rule="waiting-files").rows == 3


@pytest.mark.parametrize("status", ["applied", "undone", "discarded", None])
def test_bytes_that_nobody_waits_for_go_the_next_night(status, stored, settings):
    """A program was killed between the row and its file."""
    if status == "undone":
        batch = stored("left", ImportStatus.APPLIED, days=2)
        ImportBatch.objects.filter(pk=batch.pk).update(status=status, undone=timezone.now())
    else:
        stored("left", status, days=2)
    stored("on-its-way", days=0)
    carry_out_rules()
    assert on_disk(settings) == {"on-its-way"}


def test_the_page_says_how_many_files_wait_too_long(cast, stored, client_of):
    stored("old", ImportStatus.PREVIEWED)
    text = client_of(cast.data_lead).get("/care/retention/").content.decode()
    assert "Files that nobody applied" in text
    assert "30 days after the day they were given" in text
    assert "1 row would go tonight." in text
    assert all_due() == {rule.slug: due(rule) for rule in RULES}


def test_a_preview_changes_nothing(cast, old_pupil, client_of):
    text = client_of(cast.data_lead).get("/care/retention/").content.decode()
    assert "Pupils who have left" in text
    with every_row():
        assert Pupil.objects.filter(surname="Longgone-Vane").exists()
    assert not RetentionRun.objects.exists()
    assert client_of(cast.headteacher).get("/care/retention/").status_code == 403


@pytest.mark.parametrize("rule", [rule.slug for rule in RULES if rule.days])
def test_nothing_goes_before_its_time_whoever_asks(rule):
    """The bound stands in the database: raw SQL as the web role cannot move it."""
    with pytest.raises(DatabaseError, match="keeps at least"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT stewardship_retain(%s, now(), true)", [rule])


def test_every_rule_of_the_page_is_known_to_the_database():
    for rule in RULES:
        assert due(rule) >= 0
    with pytest.raises(DatabaseError, match="There is no rule"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT stewardship_retain('anything', now(), false)")
