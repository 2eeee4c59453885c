"""The command refuses wherever it was not told that this very database is a copy; in a copy nobody is left."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

import pghistory
import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from psycopg2 import sql

from academies.models import Academy, Contact
from academies.row_scope import every_row
from accounts.models import SignIn, User
from pupils.models import Pupil
from stewardship.anonymise import _tables
from tests import factories as make
from tests.cast import World
from tests.database import Parameters, as_owner, end_sessions

pytestmark = pytest.mark.django_db


def test_it_wants_the_name_of_the_copy():
    with pytest.raises(CommandError, match="--copy"):
        call_command("anonymise")


def test_another_database_is_refused(cast):
    make.ContactFactory(academy=cast.own, name="Ottilie Brandreth")
    with pytest.raises(CommandError, match="and not the copy celt_training"):
        call_command("anonymise", copy="celt_training")
    assert Academy.objects.get(pk=cast.own.pk).contacts.get().name == "Ottilie Brandreth"


def test_the_web_role_is_refused(cast):
    name = connection.settings_dict["NAME"]
    with pytest.raises(CommandError, match=r"in use|Only the owner"):
        call_command("anonymise", copy=name)


def test_names_numbers_and_words_of_every_table_and_history_are_replaced():
    replaced = {(table, column) for table, columns in _tables() for column in columns}
    assert {
        ("accounts_user", "full_name"),
        ("accounts_userevent", "email"),
        ("pupils_pupil", "upn"),
        ("pupils_pupilevent", "surname"),
        ("pupils_pupil", "dob"),
        ("academies_concern", "detail"),
        ("academies_concernevent", "detail"),
        ("coaching_note", "says"),
        ("coaching_noteevent", "says"),
        ("toolkit_practiceversion", "looks_like"),
    } <= replaced
    assert ("academies_academy", "name") not in replaced


# A whole copy, beside the database that it was made of.


@pytest.fixture
def copy_of(owner_database: Parameters) -> Iterator[Any]:
    """Makes a copy of the test database as it stands; returns how its owner reaches it."""
    name = f"{owner_database['dbname']}_training"
    words = sql.Identifier(name), sql.Identifier(owner_database["dbname"])
    server = {**owner_database, "dbname": "postgres"}

    def drop() -> None:
        with as_owner(server) as cursor:
            cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(words[0]))

    def made() -> Parameters:
        drop()
        connection.close()
        # What a live server's threads of tests before left open.
        end_sessions(owner_database, connection.settings_dict["USER"], connection.settings_dict["PASSWORD"])
        with as_owner(server) as cursor:
            cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*words))
        return {**owner_database, "dbname": name}

    yield made
    drop()


def anonymised(copy: Parameters) -> None:
    """As whoever runs the server does it: as the owner, with the address of the copy."""
    before = dict(connection.settings_dict)
    connection.settings_dict.update(NAME=copy["dbname"], USER=copy.get("user", ""), PASSWORD=copy.get("password", ""))
    try:
        call_command("anonymise", copy=copy["dbname"], verbosity=0)
    finally:
        connection.close()
        connection.settings_dict.update(before)


def found_in(cursor: Any, words: set[str]) -> dict[str, set[str]]:
    """Table -> which of these words stand in it, in any column."""
    cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace")
    tables = [name for (name,) in cursor.fetchall()]
    found = {}
    for table in tables:
        look = "SELECT coalesce(array_agg(sought), '{{}}') FROM unnest(%s) sought WHERE EXISTS ("
        row = "SELECT FROM {} whole_row WHERE strpos(lower(whole_row::text), lower(sought)) > 0)"
        cursor.execute(sql.SQL(look + row).format(sql.Identifier(table)), [sorted(words)])
        if here := set(cursor.fetchone()[0]):
            found[table] = here
    return found


def who_is_in(world: World) -> set[str]:
    """Every name, address and number by which somebody could be known, and what opens or tells of a sign-in."""
    with every_row():
        pupils = set(Pupil.objects.values_list("surname", flat=True)) | set(Pupil.objects.values_list("upn", flat=True))
    people = {value for row in User.objects.values_list("email", "full_name") for value in row}
    contacts = {value for row in Contact.objects.values_list("email", "name") for value in row}
    return {word for word in pupils | people | contacts | set(SignIn.objects.values_list("place", flat=True)) if word}


@pytest.mark.django_db(transaction=True)
def test_nobody_of_the_cast_is_found_in_any_table_of_a_copy(world: World, copy_of: Any, owner_database: Parameters):
    person = world.cast.teacher
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    SocialAccount.objects.create(user=person, provider="microsoft", uid="known-there-as-8841", extra_data={})
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "sealed-7719"})
    session = hashlib.sha1(b"a session").hexdigest()
    make.SignInFactory(user=person, session=session, place="203.0.113.0/24", device="Firefox on a loom")
    make.AccessEntryFactory(trust=world.cast.trust, person=person, reason="Asked by Nadia", came_from="203.0.113.9")
    with pghistory.context(user=person.pk, url="/invitations/told-to-nobody-5512/"):
        world.cast.own.save()
        Academy.objects.filter(pk=world.cast.own.pk).update(low_age=3)
    more = {"known-there-as-8841", "sealed-7719", session, "Firefox on a loom", "Asked by Nadia", "203.0.113.9"}
    more.add("told-to-nobody")
    words = who_is_in(world) | more | {p.text for p in world.planted if not p.text.isdecimal()}
    copy = copy_of()
    with as_owner(copy) as cursor:
        before = found_in(cursor, words)
        assert set().union(*before.values()) >= more, "this would prove nothing"
    anonymised(copy)
    with as_owner(copy) as cursor:
        left = found_in(cursor, words)
        assert not left, left
        cursor.execute("SELECT count(*) FROM accounts_user")
        assert cursor.fetchone()[0] == User.objects.count(), "they are others now, and as many"
