"""Every file that leaves and every list of names that is opened leaves one line, whoever wrote the view."""

import re

import pytest
from django.db import connection, transaction
from django.db.utils import InternalError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.models.file import FileKind
from reviews.models.review import MemberRole, ReviewState
from stewardship.models import AccessEntry, AccessForm
from stewardship.rules.access_log import FORMS, client_address, file_name, form_of, rows_of_csv
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_with_who_what_rows_and_from_where(cast, client_of):
    for number in range(3):
        make.ContactFactory(academy=cast.own, name=f"Somebody {number}", job="Office,\r\nmornings")
    client_of(cast.headteacher).get("/contacts/contacts.csv?academy=heronwick", REMOTE_ADDR="192.0.2.44")
    entry = AccessEntry.objects.get()
    assert (entry.person, entry.trust) == (cast.headteacher, cast.trust)
    assert (entry.kind, entry.form, entry.what) == ("export", "csv", "contacts.csv")
    assert entry.address == "/contacts/contacts.csv?academy=heronwick"
    assert (entry.rows, entry.came_from) == (3, "192.0.2.44")


def test_a_list_of_names_is_kept_as_opened(cast, client_of):
    make.ContactFactory.create_batch(4, academy=cast.own)
    client_of(cast.headteacher).get("/contacts/")
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.form, entry.rows) == ("opening", "page", 4)


@pytest.mark.parametrize(
    ("kind", "form"),
    [(FileKind.PHOTO, "jpeg"), (FileKind.PDF, "pdf"), (FileKind.DOCX, "docx"), (FileKind.XLSX, "xlsx")],
)
def test_each_kind_of_file_is_kept(kind, form, cast, client_of, settings, tmp_path):
    """What stands beside a review leaves as it was given, whatever it is."""
    settings.MEDIA_ROOT = tmp_path
    review = make.ReviewFactory(academy=cast.own, state=ReviewState.GATHERING)
    make.ReviewMemberFactory(review=review, person=cast.second_leader, role=MemberRole.LEAD)
    file = make.ReviewFileFactory(review=review, by=cast.second_leader, kind=kind, name=f"seen.{form}")
    client = client_of(cast.second_leader)
    assert client.get(reverse("reviews:file_show", args=[file.pk])).status_code == 200
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.form, entry.what, entry.rows) == ("export", form, f"seen.{form}", None)
    client.get(reverse("reviews:file_thumb", args=[file.pk]))
    assert AccessEntry.objects.count() == 1, "the small photo is part of its page"


def test_slides_pictures_and_calendars_are_files_too():
    slides = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    assert [form_of(kind) for kind in (slides, "image/png", "text/calendar; charset=utf-8")] == ["pptx", "png", "ics"]
    assert set(FORMS.values()) < set(AccessForm.values)


def test_what_somebody_typed_is_not_kept(cast, client_of):
    """A word to search for may be a person's name, and so may anything in an address that somebody made up."""
    make.ContactFactory(academy=cast.own)
    asked = "q=Mordlethorpe&academy=heronwick&year=Mordlethorpe&kind=x&Mordlethorpe%20Vane="
    client_of(cast.headteacher).get(f"/contacts/contacts.csv?{asked}")
    assert AccessEntry.objects.get().address == "/contacts/contacts.csv?q&academy=heronwick&year&kind"


def test_of_a_calendar_the_making_of_its_address_is_kept_and_no_secret(cast, client_of):
    client = client_of(cast.headteacher)
    page = client.post(reverse("academies:feed_make")).content.decode()
    entry = AccessEntry.objects.get()
    assert (entry.kind, entry.form, entry.address) == ("export", "ics", reverse("academies:feed_make"))
    # Once to copy, and once for a telephone to subscribe to.
    [secret] = set(re.findall(r"calendar/feed/([\w-]+)\.ics", page))
    assert client.get(reverse("academies:feed", args=[secret])).status_code == 200
    assert AccessEntry.objects.count() == 1


@pytest.mark.parametrize("address", ["/", "/academies/", "/data/files/layout/pupils.csv", "/healthz"])
def test_what_holds_nothing_sensitive_leaves_no_line(address, cast, client_of):
    client_of(cast.data_lead).get(address)
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize(
    ("exports", "openings", "said"),
    [
        (0, 0, "Nothing was taken out, and nothing sensitive was opened."),
        (1, 2, "Data was taken out once, and something sensitive was opened twice."),
        (0, 3, "Nothing was taken out, and something sensitive was opened 3 times."),
    ],
)
def test_the_page_says_how_often(exports, openings, said, cast, client_of):
    for kind, number in (("export", exports), ("opening", openings)):
        for _ in range(number):
            make.AccessEntryFactory(trust=cast.trust, person=cast.data_lead, kind=kind)
    page = client_of(cast.administrator).get("/care/exports-and-openings/").content.decode()
    assert said in page


def test_a_refusal_leaves_no_line(cast, client_of):
    assert client_of(cast.governor).get("/contacts/contacts.csv").status_code == 403
    assert not AccessEntry.objects.exists()


def test_coaching_is_never_in_it(world, client_of):
    """Its lines would tell who coaches whom."""
    cycle = world.of("cycle", world.cast.own)
    address = reverse("coaching:record_pdf", args=[cycle.pk])
    assert client_of(world.cast.coach).get(address).status_code == 200
    assert not AccessEntry.objects.filter(address__startswith="/coaching/").exists()


def test_it_costs_one_insert(cast, client_of):
    client = client_of(cast.headteacher)
    client.get("/contacts/contacts.csv")
    with CaptureQueriesContext(connection) as captured:
        client.get("/contacts/contacts.csv")
    assert sum("stewardship_accessentry" in query["sql"] for query in captured.captured_queries) == 1


@pytest.mark.parametrize("statement", ["UPDATE {} SET rows = 1", "DELETE FROM {}"])
def test_nobody_changes_it(statement, cast):
    make.AccessEntryFactory(trust=cast.trust)
    with pytest.raises(InternalError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("stewardship_accessentry"))


def test_it_is_read_and_narrowed_by_those_who_look_after_data(world, client_of):
    cast = world.cast
    make.AccessEntryFactory(trust=cast.trust, person=cast.coach, what="found.pdf", form="pdf")
    make.AccessEntryFactory(trust=cast.trust, person=cast.teacher, what="other.csv")
    client = client_of(cast.administrator)
    text = client.get("/care/exports-and-openings/?form=pdf").content.decode()
    assert "found.pdf" in text
    assert "other.csv" not in text
    text = client.get(f"/care/exports-and-openings/?person={cast.teacher.pk}").content.decode()
    assert "other.csv" in text
    assert "found.pdf" not in text
    text = client.get("/care/exports-and-openings/?q=found").content.decode()
    assert "found.pdf" in text
    assert "other.csv" not in text
    assert "taken-from-saltmarsh" not in client.get("/care/exports-and-openings/").content.decode()
    assert client.get("/care/exports-and-openings/?person=nobody&kind=x&page=99").status_code == 200


@pytest.mark.parametrize("who", ["trust_leader", "headteacher", "governor", "nobody", "coach"])
def test_nobody_else_reads_it(who, cast, client_of):
    assert client_of(getattr(cast, who)).get("/care/exports-and-openings/").status_code == 403


def test_its_own_file_is_logged_too(cast, client_of):
    assert client_of(cast.administrator).get("/care/exports-and-openings/entries.csv").status_code == 200
    assert AccessEntry.objects.get().what == "exports-and-openings.csv"


def test_the_address_is_the_one_that_the_trusted_proxy_saw():
    assert client_address("10.0.0.1", "203.0.113.9, 198.51.100.2", 0) == "10.0.0.1"
    assert client_address("10.0.0.1", "203.0.113.9, 198.51.100.2", 1) == "198.51.100.2"
    assert client_address("10.0.0.1", "", 1) == "10.0.0.1"
    assert client_address("", "", 0) is None


def test_forms_names_and_rows():
    assert form_of("text/csv; charset=utf-8") == "csv"
    assert form_of("text/html") == ""
    assert file_name('attachment; filename="a b.csv"', "/x/y.csv") == "a b.csv"
    assert file_name("attachment; filename*=utf-8''Pl%C3%A4n.docx", "/files/12/") == "Plän.docx"
    assert file_name("", "/x/y.pdf") == "y.pdf"
    assert rows_of_csv('\ufeffname\r\n"two\r\nlines"\r\nb\r\n'.encode()) == 2
    assert rows_of_csv(b"") == 0
