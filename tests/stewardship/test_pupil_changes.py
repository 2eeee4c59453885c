"""What was changed of a pupil's rows, for whoever may see them: with a reason, by UPN, and for nobody else's pupils."""

import re

import pytest

from academies.row_scope import every_row
from pupils.models import Attendance, Enrolment, Pupil, Result
from stewardship.models import AccessEntry

pytestmark = pytest.mark.django_db
ADDRESS = "/care/personal-data/pupil/changes/"
WHY = "By letter of 3 March."


@pytest.fixture
def changed(world):
    """The first pupil of each academy was moved, scored anew, away more often and called by another name."""
    pupils = {}
    with every_row():
        for academy in world.academies:
            enrolment = world.enrolments[academy.pk][0]
            pupils[academy.pk] = enrolment.pupil.upn
            Enrolment.objects.filter(pk=enrolment.pk).update(eal=True)
            Enrolment.objects.filter(pk=enrolment.pk).update(eal=False, sen="K")
            Result.objects.filter(enrolment=enrolment).update(value=101.0, code="")
            Attendance.objects.filter(enrolment=enrolment).update(authorised=5)
            Pupil.objects.filter(pk=enrolment.pupil_id).update(forename=f"Renamed at {academy.slug}")
    return pupils


def asked(client, status=200, **typed):
    response = client.post(ADDRESS, typed)
    assert response.status_code == status
    assert status != 200 or response["Cache-Control"] == "no-store, private"
    return response.content.decode().partition("<main")[2]


def test_each_change_says_what_was_there_before_and_after(changed, world, client_of):
    cast = world.cast
    page = asked(client_of(cast.data_lead), upn=changed[cast.own.pk].lower(), reason=WHY)
    assert page.count("<section") == 5  # name, enrolment twice, result, attendance
    assert f"<ins>Renamed at {cast.own.slug}</ins>" in page
    assert "Enrolment 20" in page
    first, second = page.index("<del>yes</del>"), page.index("<ins>yes</ins>")
    assert first < second, "the newest first: it became no after it had become yes"
    assert "<ins>SEN support</ins>" in page
    assert "<ins>5</ins>" in page
    entry = AccessEntry.objects.get(what__startswith="What was changed")
    assert (entry.kind, entry.form, entry.reason, entry.rows) == ("opening", "page", WHY, 5)
    assert changed[cast.own.pk] not in entry.address


def test_a_pupil_of_whom_nothing_was_changed_has_an_empty_history(world, client_of):
    with every_row():
        upn = world.enrolments[world.cast.own.pk][0].pupil.upn
    assert "Nothing was changed" in asked(client_of(world.cast.data_lead), upn=upn, reason=WHY)


def test_another_trusts_pupil_and_nobody_are_answered_alike_and_logged_as_nothing(changed, world, client_of):
    client = client_of(world.cast.data_lead)
    theirs, nobodys = (
        asked(client, 400, upn=upn, reason=WHY) for upn in (changed[world.cast.foreign.pk], "Z999999999999")
    )
    assert "Renamed" not in theirs
    assert 'role="alert"' in theirs
    one_s_own = re.compile(rf"csrfmiddlewaretoken\" value=\"\w+|{changed[world.cast.foreign.pk]}|Z999999999999")
    assert one_s_own.sub("", theirs) == one_s_own.sub("", nobodys)
    assert 'role="alert"' in asked(client, 400, upn=changed[world.cast.own.pk])  # no reason was given
    assert not AccessEntry.objects.filter(what__startswith="What was changed").exists()


@pytest.mark.parametrize("who", ["headteacher", "administrator", "trust_leader", "governor"])
def test_it_is_for_the_trusts_data_lead(who, changed, world, client_of):
    answer = client_of(getattr(world.cast, who)).post(ADDRESS, {"upn": changed[world.cast.own.pk], "reason": WHY})
    assert answer.status_code == 403
