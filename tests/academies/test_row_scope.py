"""The scope of pupil rows opens for a block, closes after it, and never hides the error that ended the block."""

from __future__ import annotations

import pytest
from django.db import ProgrammingError, connection, transaction

from academies.row_scope import SETTING, every_row, row_scope


def scope_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [SETTING])
        return str(cursor.fetchone()[0])


@pytest.mark.django_db
def test_scope_opens_and_closes() -> None:
    assert scope_now() == ""
    with row_scope([3, 1, 3]):
        assert scope_now() == "1,3"
        with every_row():
            assert scope_now() == "*"
        assert scope_now() == "1,3"
    assert scope_now() == ""


@pytest.mark.django_db
def test_an_error_of_ours_closes_the_scope() -> None:
    with pytest.raises(ValueError, match="ours"), every_row():
        raise ValueError("ours")
    assert scope_now() == ""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("outside", [True, False], ids=["scope around transaction", "transaction around scope"])
def test_an_error_of_the_database_is_the_one_that_is_raised(outside: bool) -> None:
    contexts = (every_row, transaction.atomic) if outside else (transaction.atomic, every_row)
    with pytest.raises(ProgrammingError, match="no_such_table"), contexts[0](), contexts[1](), connection.cursor() as c:
        c.execute("SELECT * FROM no_such_table")
    assert scope_now() == ""


@pytest.mark.django_db(transaction=True)
def test_a_lost_connection_takes_the_scope_with_it() -> None:
    with every_row():
        connection.connection.close()
        connection.connection = None
        assert scope_now() == ""
    assert scope_now() == ""
