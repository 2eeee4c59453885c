"""The documents say what the code does: the table of roles, and the files and tests that the map names."""

import re
from pathlib import Path

import pytest

from academies.access import Permission, Role
from academies.roles_table import role_table, with_table, write_table
from tests.house.files import ROOT

MAP, ROLES = ROOT / "docs" / "ARCHITECTURE.md", ROOT / "docs" / "roles.md"
# Two printed pages.
LINES = 140


def text(document: Path) -> str:
    return document.read_text(encoding="utf-8")


def test_the_table_of_roles_is_what_the_code_says():
    assert with_table(text(ROLES)) == text(ROLES), "Run `manage.py role_table --write`."


def test_the_table_names_every_role_and_permission():
    table = role_table()
    assert all(role.label in table for role in Role)
    assert all(permission.value in table for permission in Permission)


def test_a_table_that_went_stale_is_made_anew(tmp_path):
    stale = tmp_path / "doc.md"
    stale.write_text(text(ROLES).replace("●", "", 1))
    assert write_table(stale)
    assert stale.read_text() == text(ROLES)
    assert not write_table(stale)


def test_a_document_without_a_place_for_it_is_refused():
    with pytest.raises(ValueError, match="no place for the table"):
        with_table("# Architecture")


def test_every_file_that_it_names_exists():
    named = set(re.findall(r"`([\w./-]+/[\w./-]*)`", text(MAP)))
    assert len(named) > 15
    missing = sorted(path for path in named if not (ROOT / path).exists() and not path.startswith((".local", "/")))
    assert missing == []


def test_it_stays_within_two_pages():
    assert text(MAP).count("\n") <= LINES
