"""Rule 7: every change keeps who, when, before and after, by triggers, so that bulk writes and raw SQL are caught."""

import pghistory
import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.utils import InternalError

from academies.models import Academy, Membership
from academies.row_scope import every_row
from accounts.models import User
from pupils.models import Enrolment, ImportBatch, Pupil, Result
from tests import factories as make
from tests.house.files import APPS

# Kept by a run or a batch itself, which is written anew whole; not changed by people.
UNTRACKED = {
    "pupils.ImportRejection": "written once with its batch",
    "pupils.ImportChange": "is itself what a row said before",
    "pupils.Coverage": "counted from the rows; the batch is the record",
    "dashboards.GapFigure": "computed; the run is the record",
    "reviews.SurveySheet": "anonymous: a history would keep the moment",
    "reviews.SurveyAnswer": "anonymous: a history would keep the moment",
    "toolkit.SearchEntry": "says what published rows say; those keep their history",
    "toolkit.SearchWord": "the words of those entries",
    "accounts.SignIn": "says itself when it began and ended, and is forgotten after ninety days",
    "academies.Draft": "what was never sent is nobody's record",
    "academies.Presence": "a moment, for its own person alone: nobody looks up when somebody was here",
    "coaching.Opening": "only grows: it is a history itself",
    "stewardship.AccessEntry": "only grows: it is a history itself",
    "coaching.Reminder": "one’s own switch for letters and reminders",
}


def events(model, **which):
    """The history rows of a model."""
    return model._meta.get_field("events").related_model.objects.filter(**which)


def labels(obj) -> list[str]:
    return list(events(type(obj), pgh_obj_id=obj.pk).order_by("pgh_id").values_list("pgh_label", flat=True))


def actor_of(event) -> int | None:
    return event.pgh_context.metadata.get("user") if event.pgh_context else None


def test_every_model_keeps_its_history():
    bare = {
        model._meta.label
        for app in APPS
        for model in apps.get_app_config(app).get_models()
        if not model.__name__.endswith("Event") and not any(f.name == "events" for f in model._meta.related_objects)
    }
    assert bare == set(UNTRACKED), (
        "A model without history: track it, or say in UNTRACKED why not (and strike what is stale)."
    )


@pytest.mark.django_db
def test_an_academy_keeps_insert_update_and_delete(cast):
    academy = make.AcademyFactory(trust=cast.trust, name="Before")
    Academy.objects.filter(pk=academy.pk).update(name="After")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE academies_academy SET name = 'Raw' WHERE id = %s", [academy.pk])
    academy.refresh_from_db()
    Academy.objects.bulk_update([academy], ["name"])
    academy.la_name = "Bulk"
    Academy.objects.bulk_update([academy], ["la_name"])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM academies_academy WHERE id = %s", [academy.pk])
    assert labels(academy) == ["insert", "update", "update", "update", "delete"], "what changes nothing keeps nothing"
    names = events(Academy, pgh_obj_id=academy.pk).order_by("pgh_id").values_list("name", flat=True)
    assert list(names) == ["Before", "After", "Raw", "Raw", "Raw"]


@pytest.mark.django_db
def test_pupil_rows_keep_what_they_said_before(world):
    with every_row():
        enrolment = world.enrolments[world.cast.own.pk][1]
        Enrolment.objects.filter(pk=enrolment.pk).update(fsm6=True)
        result = enrolment.results.get()
        result.value = 90.0
        Result.objects.bulk_update([result], ["value"])
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM pupils_attendance WHERE enrolment_id = %s", [enrolment.pk])
        Pupil.objects.filter(enrolments=enrolment).delete()

        assert labels(enrolment) == ["update", "delete"]
        assert events(Enrolment, pgh_obj_id=enrolment.pk).earliest("pgh_id").fsm6 is False
        assert labels(result) == ["update", "delete"]
        assert events(Result, pgh_obj_id=result.pk).earliest("pgh_id").value == 104.0


@pytest.mark.django_db
def test_bulk_writes_keep_their_actor(world):
    lead = world.cast.data_lead
    with every_row(), pghistory.context(user=lead.pk, source="test"):
        changed = Result.objects.update(value=95.0)
        kept = events(Result, pgh_label="update")
        assert kept.count() == changed == 6
        assert {actor_of(event) for event in kept.select_related("pgh_context")} == {lead.pk}


@pytest.mark.django_db
def test_a_page_writes_its_actor_and_address_into_the_history(cast, client_of):
    client_of(cast.administrator).post(
        "/people/grant/",
        {"email": cast.nobody.email, "role": "teacher", "academy": cast.own.pk, "starts": "2024-09-01"},
    )
    granted = Membership.objects.get(user=cast.nobody)
    event = events(Membership, pgh_obj_id=granted.pk).get()
    assert event.pgh_label == "insert"
    assert actor_of(event) == cast.administrator.pk
    assert event.pgh_context.metadata["url"] == "/people/grant/"


@pytest.mark.django_db
def test_no_password_hash_and_no_session_reaches_the_history(cast):
    user = make.UserFactory(password=make.PASSWORD)
    user.set_password("Another-Long-Word-8")
    user.save()
    event_model = events(User).model
    assert {"password", "last_login"}.isdisjoint(field.name for field in event_model._meta.get_fields())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT string_agg(e::text, ' ') FROM {event_model._meta.db_table} e")
        assert "argon2" not in cursor.fetchone()[0]
    assert labels(user) == ["insert"], "a changed password alone leaves no trace of itself"


@pytest.mark.django_db
def test_progress_of_long_work_does_not_fill_the_history(cast):
    batch = make.ImportBatchFactory(trust=cast.trust, progress=0)
    for percent in (10, 20, 30):
        ImportBatch.objects.filter(pk=batch.pk).update(progress=percent)
    assert labels(batch) == ["insert"]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["UPDATE {table} SET name = 'forged'", "DELETE FROM {table}"])
def test_what_was_is_neither_changed_nor_deleted(statement, cast):
    table = events(Academy).model._meta.db_table
    assert events(Academy).exists()
    with pytest.raises(InternalError, match="Cannot update or delete"), transaction.atomic(), connection.cursor() as c:
        c.execute(statement.format(table=table))


def test_every_history_is_append_only():
    for app in APPS:
        for model in apps.get_app_config(app).get_models():
            if model.__name__.endswith("Event"):
                assert "append_only" in {t.name for t in getattr(model._meta, "triggers", ())}, model
