"""The first people of a trust come in by command: a role from today and a link to a password, within the rules."""

import re
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from academies.models import Membership
from accounts.models import User
from tests import factories as make

pytestmark = pytest.mark.django_db


def add(
    email: str = "Ada.Gannet@example.org", *, role: str = "administrator", name: str = "Ada Gannet", **options: Any
) -> str:
    out = StringIO()
    call_command("add_person", email, f"--role={role}", name=name, stdout=out, **options)
    return out.getvalue()


def refused(**options: Any) -> str:
    before = (User.objects.count(), Membership.objects.count())
    with pytest.raises(CommandError) as refusal:
        add(**options)
    assert (User.objects.count(), Membership.objects.count()) == before
    return str(refusal.value)


def test_new_person_gets_the_role_and_a_link_by_which_they_choose_a_password(settings: Any) -> None:
    settings.PUBLIC_URL = "https://gap.example"
    trust = make.TrustFactory(name="Gannet Trust")
    said = add()
    user = User.objects.get(email="ada.gannet@example.org")
    membership = Membership.objects.get()
    assert (membership.user, membership.trust, membership.academy, membership.role) == (
        user,
        trust,
        None,
        "administrator",
    )
    assert (membership.starts, membership.ends) == (timezone.localdate(), None)
    assert "Ada Gannet is administrator of Gannet Trust from today." in said
    assert not user.has_usable_password()
    (link,) = re.findall(r"^https://gap\.example(/\S+)$", said, re.MULTILINE)
    client, chosen = Client(), "Nine-Otters-Counted-9"
    form = client.get(link)
    client.post(form["Location"], {"password1": chosen, "password2": chosen})
    user.refresh_from_db()
    assert user.check_password(chosen)
    assert "This link does not work any more" in Client().get(link, follow=True).content.decode()


def test_password_from_the_input_is_used_and_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    make.TrustFactory()
    monkeypatch.setattr("sys.stdin", StringIO("Nine-Otters-Counted-9\n"))
    said = add(password_stdin=True)
    assert User.objects.get().check_password("Nine-Otters-Counted-9")
    assert "Otters" not in said
    assert "link" not in said


def test_weak_password_is_refused_and_nobody_is_added(monkeypatch: pytest.MonkeyPatch) -> None:
    make.TrustFactory()
    monkeypatch.setattr("sys.stdin", StringIO("password\n"))
    assert "too" in refused(password_stdin=True)


def test_somebody_who_is_here_gets_the_role_and_keeps_their_password() -> None:
    trust = make.TrustFactory()
    user = make.UserFactory(email="ada.gannet@example.org", password=make.PASSWORD)
    said = add(role="data_lead", name="")
    user.refresh_from_db()
    assert user.check_password(make.PASSWORD)
    assert "link" not in said
    assert Membership.objects.get().trust == trust
    assert "already holds that role" in refused(role="data_lead")


def test_academy_role_needs_its_academy_and_finds_it_by_urn_or_name() -> None:
    academy = make.AcademyFactory(name="Gannet Bay", urn=150001)
    assert "Name it with --academy" in refused(role="headteacher")
    add(role="headteacher", academy="150001")
    add("second@example.org", role="governor", academy="gannet bay")
    assert set(Membership.objects.values_list("academy", "role")) == {
        (academy.pk, "headteacher"),
        (academy.pk, "governor"),
    }
    assert "serves the whole trust" in refused(role="trustee", academy="150001")
    assert "has no academy “150009”" in refused(role="headteacher", academy="150009")


def test_the_trust_must_be_clear() -> None:
    assert "There is no trust here yet" in refused()
    make.TrustFactory(name="Gannet Trust", slug="gannet")
    make.TrustFactory(name="Cormorant Trust", slug="cormorant")
    assert "Gannet Trust (gannet)" in refused()
    add(trust="cormorant")
    assert Membership.objects.get().trust.name == "Cormorant Trust"


def test_what_is_missing_or_wrong_is_said() -> None:
    make.TrustFactory()
    assert "Say whose it is with --name" in refused(name=" ")
    assert "valid email" in refused(email="no-address")
