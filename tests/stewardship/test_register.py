"""The register says of every field whose data it holds. A field that nobody classified fails here, and a stale line."""

import csv
import io
import re
import tomllib

import pytest

from stewardship.rules import register


def test_every_field_is_classified():
    missing = register.unclassified()
    assert not missing, (
        "Say in stewardship/personal_data.toml whose data these hold, under their model and one of its kinds: "
        + ", ".join(missing)
    )


def test_no_line_is_stale():
    assert register.stale() == [], "These fields of stewardship/personal_data.toml do not exist any more."


def test_no_field_stands_twice():
    whole = tomllib.loads(register.FILE.read_text())
    for label, kinds in whole["fields"].items():
        fields = [field for each in kinds.values() for field in each]
        assert len(fields) == len(set(fields)), label
        assert set(kinds) <= set(whole["kinds"]), label


def test_every_kind_says_all_that_a_register_must():
    for kind in register.kinds().values():
        assert kind.whose in register.WHOSE
        assert kind.copy in register.COPIES
        assert all((kind.category, kind.purpose, kind.basis, kind.kept)), kind.slug


def test_a_new_field_is_found(monkeypatch):
    known = dict(register.classified())
    del known["pupils.Pupil", "surname"]
    known["pupils.Pupil", "nickname"] = "pupil-name"
    monkeypatch.setattr(register, "classified", lambda: known)
    assert register.unclassified() == ["pupils.Pupil.surname"]
    assert register.stale() == ["pupils.Pupil.nickname"]


@pytest.mark.django_db
def test_the_page_and_its_file_say_the_same(cast, client_of):
    client = client_of(cast.data_lead)
    text = client.get("/care/personal-data/?whose=pupil").content.decode()
    assert re.search(r"<dt>Pupil</dt><dd>[^<]*surname", text)
    assert ">Pupils</h2>" in text
    assert ">Staff</h2>" not in text
    assert ">Staff</h2>" in client.get("/care/personal-data/").content.decode()
    file = client.get("/care/personal-data/register.csv?whose=pupil").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(file)))
    assert {row["Whose data"] for row in rows} == {"Pupils"}
    assert any((row["Table"], row["Column"], row["Field"]) == ("pupils.Pupil", "surname", "Surname") for row in rows)
    assert "Special category" in {row["Special"] for row in rows}
    assert all(row["Record"] in text for row in rows)
    assert {row["Category"] for row in rows} == set(re.findall(r"<h3>(.+?)</h3>", text))
    assert client_of(cast.headteacher).get("/care/personal-data/").status_code == 403
