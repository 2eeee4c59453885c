"""docs/ARCHITECTURE.md says what the code does: its table of roles, the files and the tests that it names."""

import re

import pytest

from academies.access import Permission, Role
from academies.roles_table import role_table, with_table, write_table
from tests.house.files import ROOT

DOCUMENT = ROOT / "docs" / "ARCHITECTURE.md"
# Two printed pages, the table of roles beside.
LINES = 170


def text() -> str:
    return DOCUMENT.read_text(encoding="utf-8")


def test_the_table_of_roles_is_what_the_code_says():
    assert with_table(text()) == text(), "Run `manage.py role_table --write`."


def test_the_table_names_every_role_and_permission():
    table = role_table()
    assert all(role.label in table for role in Role)
    assert all(permission.value in table for permission in Permission)


def test_a_table_that_went_stale_is_made_anew(tmp_path):
    stale = tmp_path / "doc.md"
    stale.write_text(text().replace("●", "", 1))
    assert write_table(stale)
    assert stale.read_text() == text()
    assert not write_table(stale)


def test_a_document_without_a_place_for_it_is_refused():
    with pytest.raises(ValueError, match="no place for the table"):
        with_table("# Architecture")


def test_every_file_that_it_names_exists():
    named = set(re.findall(r"`([\w./-]+/[\w./-]*)`", text()))
    assert len(named) > 15
    missing = sorted(path for path in named if not (ROOT / path).exists() and not path.startswith((".local", "/")))
    assert missing == []


def test_it_stays_within_two_pages():
    assert text().count("\n") <= LINES
