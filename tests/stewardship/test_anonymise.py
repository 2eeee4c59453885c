"""The command refuses wherever it was not told that this very database is a copy."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection

from academies.models import Academy
from stewardship.anonymise import _tables
from tests import factories as make

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
