"""The documents say what the code does: the table of roles, and the files and tests that the map names."""

import ast
import re
from pathlib import Path

import pytest

from academies.access import Permission, Role
from academies.roles_table import role_table, with_table, write_table
from tests.house.files import ROOT, tree

MAP, ROLES, SAFE = (ROOT / "docs" / name for name in ("ARCHITECTURE.md", "roles.md", "security.md"))
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


def missing_files(says: str) -> list[str]:
    """Paths between backticks at which nothing lies."""
    named = set(re.findall(r"`([\w./-]+/[\w./-]*|Dockerfile|[\w-]+\.(?:md|toml|txt|yml))`", says))
    assert len(named) > 15
    return sorted(path for path in named if not (ROOT / path).exists() and not path.startswith((".local", "/")))


def missing_tests(says: str) -> list[str]:
    """Each `path::test` whose file is not there or holds no test of that name."""
    named = set(re.findall(r"`([\w./-]+/[\w./-]+)::(\w+)`", says))
    assert len(named) > 15
    return sorted(f"{path}::{test}" for path, test in named if test not in functions_of(ROOT / path))


def functions_of(path: Path) -> set[str]:
    return {part.name for part in tree(path).body if isinstance(part, ast.FunctionDef)} if path.is_file() else set()


@pytest.mark.parametrize("document", [MAP, SAFE], ids=lambda path: path.name)
def test_every_file_that_it_names_exists(document):
    assert missing_files(text(document)) == []


def test_every_test_that_proves_a_requirement_exists():
    assert missing_tests(text(SAFE)) == []


def test_no_test_is_named_in_a_way_that_is_not_looked_up():
    """A path cut short, two names in one pair of backticks."""
    told = re.findall(r"`[^`]*::[^`]*`", text(SAFE).replace("`path::test`", ""))
    assert [name for name in told if not re.fullmatch(r"`tests/[\w./-]+\.py::test_\w+`", name)] == []


@pytest.mark.parametrize("named", ["`tests/house/test_docs.py::test_nothing`", "`tests/house/nowhere.py::test_it`"])
def test_a_test_that_went_away_is_found(named):
    assert missing_tests(text(SAFE) + named) == [named.strip("`")]


@pytest.mark.parametrize("named", ["`celt/nowhere.py`", "`docs/nowhere/`", "`nowhere.toml`"])
def test_a_file_that_went_away_is_found(named):
    assert missing_files(text(SAFE) + named) == [named.strip("`")]


def answered(says: str, answer: str) -> set[str]:
    """The requirements whose row gives this answer, a range written out."""
    rows = re.findall(rf"^\| ([\d., –]+) \| {answer} \|", says, re.MULTILINE)
    return {number for row in rows for part in row.split(", ") for number in written_out(part)}


def written_out(part: str) -> list[str]:
    first, _, last = part.partition("–")
    chapter, _, begins = first.rpartition(".")
    ends = last.rpartition(".")[2] or begins
    return [f"{chapter}.{number}" for number in range(int(begins), int(ends) + 1)]


@pytest.mark.parametrize(("answer", "listed"), [("not met", "Not met"), ("in part", "In part")])
def test_what_is_open_stands_at_the_end_and_nothing_else(answer, listed):
    (end,) = re.findall(rf"\*\*{listed}:\*\* ([\d.,\s]+)\.$", text(SAFE), re.MULTILINE)
    assert re.findall(r"[\d.]+\d", end) == sorted(
        answered(text(SAFE), answer), key=lambda number: [int(part) for part in number.split(".")]
    )


def test_no_requirement_has_two_answers():
    rows = re.findall(r"^\| (\d[\d., –]*) \| ", text(SAFE), re.MULTILINE)
    told = [number for row in rows for part in row.split(", ") for number in written_out(part)]
    assert len(told) == len(set(told)) > 200
    assert written_out("2.1.9–2.1.11") == ["2.1.9", "2.1.10", "2.1.11"]


def test_every_decision_stands_in_the_list_of_decisions():
    listed = re.findall(r"^\d+\. \[.+\]\((.+)\)$", text(ROOT / "docs" / "adr" / "README.md"), re.MULTILINE)
    assert listed == sorted(path.name for path in (ROOT / "docs" / "adr").glob("[0-9]*.md"))


def test_it_stays_within_two_pages():
    assert text(MAP).count("\n") <= LINES
