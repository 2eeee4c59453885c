"""Contacts: who reads them, who keeps them, what is refused in a sentence, and two people changing one at once."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from academies.access import Role
from academies.models import Contact
from academies.services.contacts import add_contact, archive_contact, change_contact
from tests import factories as make
from tests.cast import Cast

pytestmark = pytest.mark.django_db

PROFILE, ADD = "/academies/heronwick/", "/academies/heronwick/contacts/add/"
TYPED = {"name": "Petronella Bice", "job": "Chair of governors", "email": "chair@example.org", "phone": ""}


@pytest.fixture
def contact(cast: Cast) -> Contact:
    made: Contact = make.ContactFactory(academy=cast.own, name="Hyacinth Mellowby")
    return made


def text_of(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.TRUST_LEADER, Role.ADMINISTRATOR])
def test_those_who_keep_contacts_add_one(cast, role, client_of):
    client = client_of(cast.people[role])
    answer = client.post(ADD, TYPED, follow=True)
    assert answer.redirect_chain == [(PROFILE, 302)]
    page = text_of(answer)
    assert "Petronella Bice stands among the contacts of Heronwick Primary Academy." in page
    assert "mailto:chair@example.org" in page


def test_a_contact_nobody_could_reach_is_refused_and_nothing_is_lost(cast, client_of):
    page = text_of(client_of(cast.headteacher).post(ADD, {**TYPED, "email": ""}))
    assert "Give an e-mail address or a telephone number" in page
    assert "Petronella Bice" in page
    assert not Contact.objects.exists()
    with pytest.raises(ValidationError, match="telephone number"):
        add_contact(academy=cast.own, name="A", job="B", by=cast.headteacher)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contact.objects.bulk_create([Contact(academy=cast.own, name="A", job="B")])


def test_a_wrong_address_is_said_beside_its_field(cast, client_of):
    page = text_of(client_of(cast.headteacher).post(ADD, {**TYPED, "email": "chair at example"}))
    assert "Enter a valid email address." in page
    assert "chair at example" in page


def test_staff_read_contacts_and_governors_do_not(cast, contact, client_of):
    for user in (cast.senior_leader, cast.coach, cast.data_lead, cast.headteacher):
        assert "Hyacinth Mellowby" in text_of(client_of(user).get(PROFILE))
        assert "Hyacinth Mellowby" in text_of(client_of(user).get("/contacts/"))
    for user in (cast.governor, cast.trustee, cast.moderator, cast.teacher):
        page = text_of(client_of(user).get(PROFILE))
        assert "Hyacinth Mellowby" not in page
        assert "Contacts" not in page
        assert client_of(user).get("/contacts/").status_code == 403
        assert client_of(user).get("/contacts/contacts.csv").status_code == 403


def test_a_reader_of_contacts_changes_none(cast, contact, client_of):
    page = text_of(client_of(cast.coach).get(PROFILE))
    assert f"/contacts/{contact.pk}/" not in page
    assert client_of(cast.coach).get(f"/contacts/{contact.pk}/").status_code == 403
    assert client_of(cast.coach).post(f"/contacts/{contact.pk}/archive/").status_code == 403
    assert client_of(cast.sibling_head).get(f"/contacts/{contact.pk}/").status_code == 404
    for refused in (
        lambda: change_contact(contact=contact, by=cast.sibling_head, **TYPED),
        lambda: archive_contact(contact=contact, by=cast.coach),
        lambda: add_contact(academy=cast.own, by=cast.governor, **TYPED),
    ):
        with pytest.raises(PermissionDenied):
            refused()


def test_a_contact_is_changed_and_its_history_kept(cast, contact, client_of):
    client_of(cast.headteacher).post(f"/contacts/{contact.pk}/", TYPED)
    contact.refresh_from_db()
    assert (contact.name, contact.phone) == ("Petronella Bice", "")
    assert [event.name for event in contact.events.order_by("pgh_id")] == ["Hyacinth Mellowby", "Petronella Bice"]


def test_the_second_of_two_sees_both_versions(cast, contact, client_of):
    client = client_of(cast.headteacher)
    address = f"/contacts/{contact.pk}/"
    seen = client.get(address).context["form"].initial["seen"]
    change_contact(contact=contact, by=cast.trust_leader, **{**TYPED, "name": "Changed Meanwhile"})
    page = client.post(address, {**TYPED, "name": "Typed Here", "seen": seen})
    shown = text_of(page)
    assert "Somebody else changed this while you wrote" in shown
    assert "Changed Meanwhile" in shown
    assert "Typed Here" in shown
    contact.refresh_from_db()
    assert contact.name == "Changed Meanwhile"
    again = page.context["form"].data["seen"]
    client.post(address, {**TYPED, "name": "Typed Here", "seen": again})
    contact.refresh_from_db()
    assert contact.name == "Typed Here"


def test_one_set_aside_stands_nowhere_and_stays_on_record(cast, contact, client_of):
    client = client_of(cast.headteacher)
    page = text_of(client.post(f"/contacts/{contact.pk}/archive/", follow=True))
    assert "Hyacinth Mellowby no longer stands among the contacts." in page
    assert "Hyacinth" not in text_of(client.get(PROFILE))
    assert "Hyacinth" not in text_of(client.get("/contacts/"))
    assert "Hyacinth" not in client.get("/contacts/contacts.csv").content.decode()
    assert client.get(f"/contacts/{contact.pk}/").status_code == 404
    again = client.post(f"/contacts/{contact.pk}/archive/", follow=True)
    assert again.status_code == 200, "a button pressed twice is no error"
    assert Contact.objects.filter(pk=contact.pk, archived_at__isnull=False).exists()
    first = archive_contact(contact=contact, by=cast.headteacher).archived_at
    assert archive_contact(contact=contact, by=cast.headteacher).archived_at == first


def test_the_list_of_a_head_names_the_one_academy_and_offers_no_choice_of_it(cast, contact, client_of):
    page = client_of(cast.headteacher).get("/contacts/").content.decode()
    assert f"One contact at {cast.own}." in page
    assert 'name="academy"' not in page


def test_the_trusts_contacts_as_a_list_and_a_file(cast, contact, client_of):
    make.ContactFactory(academy=cast.sibling, name="=Sum(A1)", email="sum@example.org")
    make.ContactFactory(academy=cast.foreign, name="Foreign Person")
    client = client_of(cast.trust_leader)
    page = text_of(client.get("/contacts/"))
    assert "Two contacts of the trust’s academies." in page
    assert "Foreign Person" not in page
    one = text_of(client.get("/contacts/?academy=heronwick"))
    assert "One contact at Heronwick Primary Academy." in one
    lines = list(csv.reader(client.get("/contacts/contacts.csv").content.decode("utf-8-sig").splitlines()))
    assert lines[0] == ["Academy", "Name", "What they do", "Telephone", "E-mail"]
    assert len(lines) == 3
    assert "'=Sum(A1)" in lines[2], "A spreadsheet must not run it."
    assert [line[1] for line in csv.reader(
        client.get("/contacts/contacts.csv?academy=heronwick").content.decode("utf-8-sig").splitlines()
    )] == ["Name", "Hyacinth Mellowby"]  # fmt: skip


def test_two_hundred_contacts_cost_the_queries_of_two(cast, contact, client_of, django_assert_max_num_queries):
    make.ContactFactory(academy=cast.sibling)
    client = client_of(cast.trust_leader)
    client.get("/contacts/")
    with django_assert_max_num_queries(15) as few:
        client.get("/contacts/")
    for academy in make.AcademyFactory.create_batch(66, trust=cast.trust):
        make.ContactFactory.create_batch(3, academy=academy)
    with django_assert_max_num_queries(len(few)):
        assert "200 contacts" in text_of(client.get("/contacts/"))
