"""What is held of somebody, taken out by themselves; of a pupil, by a data lead, with the reason kept."""

import io
import json
import zipfile

import pytest

from academies.row_scope import every_row
from coaching.models import Note
from stewardship.models import AccessEntry
from tests.cast import PLANTED

pytestmark = pytest.mark.django_db


def opened(response):
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        return json.loads(archive.read("data.json")), archive.read("read-me.html").decode()


def test_one_s_own_data_is_a_page_and_a_file_for_machines(world, client_of):
    cast = world.cast
    data, page = opened(client_of(cast.coach).post("/care/personal-data/mine/"))
    records = {part["record"] for part in data["parts"]}
    assert {"accounts.User", "academies.Membership", "coaching.Cycle"} <= records
    assert cast.coach.full_name in page
    assert "argon2" not in page
    entry = AccessEntry.objects.get(form="zip")
    assert (entry.kind, entry.form, entry.person) == ("export", "zip", cast.coach)


def test_coaching_stands_in_it_for_its_own_two_alone(world, client_of):
    from academies.reader_scope import reading_as

    cast = world.cast
    with reading_as(cast.coach):
        said = list(Note.objects.values_list("says", flat=True))
    assert said
    assert said[0] in opened(client_of(cast.coach).post("/care/personal-data/mine/"))[1]
    for other in (cast.trust_leader, cast.administrator, cast.data_lead):
        page = opened(client_of(other).post("/care/personal-data/mine/"))[1]
        assert not any(each in page for each in said)


def test_a_coachee_reads_there_what_was_given_and_not_what_the_coach_still_writes(world, client_of):
    from tests.worlds.coaching import text

    own = world.cast.own
    page = opened(client_of(world.cast.teacher).post("/care/personal-data/mine/"))[1]
    for what in ("note", "praise", "question", "step"):
        assert text(own, f"fed_back {what}") in page
        assert text(own, f"observed {what}") not in page
    assert text(own, "observing note") not in page
    assert text(own, "observed lesson") in page  # that there was a visit, they know
    theirs = opened(client_of(world.cast.coach).post("/care/personal-data/mine/"))[1]
    assert text(own, "observed praise") in theirs


def test_a_pupil_s_data_is_taken_out_with_a_reason(world, client_of):
    cast = world.cast
    with every_row():
        pupil = world.enrolments[cast.own.pk][0].pupil
    client = client_of(cast.data_lead)
    response = client.post("/care/personal-data/pupil/", {"upn": pupil.upn.lower(), "reason": "By letter of 3 March."})
    data, page = opened(response)
    assert {part["record"] for part in data["parts"]} == {
        "pupils.Pupil", "pupils.Enrolment", "pupils.Result", "pupils.Attendance",
    }  # fmt: skip
    assert PLANTED[cast.own.name] in page
    entry = AccessEntry.objects.get(form="zip")
    assert (entry.reason, entry.rows, entry.form) == ("By letter of 3 March.", 4, "zip")


def test_without_a_reason_or_a_pupil_nothing_is_taken_out(world, client_of):
    client = client_of(world.cast.data_lead)
    with every_row():
        theirs = world.enrolments[world.cast.foreign.pk][0].pupil.upn
        ours = world.enrolments[world.cast.own.pk][0].pupil.upn
    for typed in ({"upn": ours}, {"upn": theirs, "reason": "Asked for."}, {"upn": "Z999999999999", "reason": "x"}):
        response = client.post("/care/personal-data/pupil/", typed)
        assert response["Content-Type"].startswith("text/html")
        assert 'role="alert"' in response.content.decode()
    assert not AccessEntry.objects.filter(form="zip").exists()


@pytest.mark.parametrize("who", ["headteacher", "administrator", "trust_leader", "governor"])
def test_a_pupil_s_data_is_for_the_trust_s_data_lead(who, cast, client_of):
    assert client_of(getattr(cast, who)).get("/care/personal-data/pupil/").status_code == 403
