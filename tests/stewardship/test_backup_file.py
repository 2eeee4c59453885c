"""The file of a back-up: whole or refused, with a sentence, before anything is touched."""

import json
import random
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from stewardship.backup import restore
from stewardship.backup.archive import (
    MANIFEST,
    SUM,
    BadBackup,
    Manifest,
    Reader,
    Table,
    Upload,
    Writer,
    sum_of,
    table_member,
    upload_member,
)
from stewardship.backup.uploads import files_in, write_back, write_uploads

ROWS = b"1\tHeronwick\n2\tWiddershaw\n"
PHOTO = random.Random(3).randbytes(200_000)


def written(path, **changes):
    writer = Writer(path)
    with writer.member(table_member("academies_academy")) as member:
        member.write(ROWS)
    manifest = Manifest("2026-09-01T02:00:00+00:00", {"academies": ["0001_initial"]})
    manifest.tables["academies_academy"] = Table([["id", "bigint"], ["name", "text"]], 2, member.sha256)
    with writer.member(upload_member("reviews/5f2b")) as member:
        member.write(PHOTO)
    manifest.uploads["reviews/5f2b"] = Upload(member.size, member.sha256)
    for name, value in changes.items():
        setattr(manifest, name, value)
    writer.finish(manifest)
    writer.close()
    return path


@pytest.fixture
def file(tmp_path):
    return written(tmp_path / "good.zip")


def sealed_again(path):
    """What somebody has changed and sealed anew: only its contents can tell."""
    with path.open("r+b") as stream:
        size = stream.seek(0, 2)
        whole = sum_of(stream, size - SUM)
        stream.seek(size - SUM)
        stream.write(whole.encode())
    return path


def why_not(path):
    with pytest.raises(BadBackup) as refused:
        Reader(path)
    return str(refused.value)


def test_a_whole_file_says_what_it_holds_and_any_program_opens_it(file):
    reader = Reader(file)
    assert reader.manifest.tables["academies_academy"].rows == 2
    with reader.member(upload_member("reviews/5f2b"), reader.manifest.uploads["reviews/5f2b"].sha256) as member:
        assert member.read() == PHOTO
    reader.close()
    assert file.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(file) as opened:
        assert opened.testzip() is None
        assert json.loads(opened.read(MANIFEST))["format"] == 1


def test_every_byte_counts(file, tmp_path):
    good = file.read_bytes()
    chance = random.Random(11)
    places = {0, 1, 4, len(good) - 1, len(good) - SUM - 1, *(chance.randrange(len(good)) for _ in range(60))}
    for place in sorted(places):
        bad = bytearray(good)
        bad[place] ^= 1 << chance.randrange(8)
        (tmp_path / "bad.zip").write_bytes(bad)
        assert any(word in why_not(tmp_path / "bad.zip") for word in ("damaged", "cut off", "no back-up")), place


@pytest.mark.parametrize("left", [0, 3, 100, 5_000, 150_000, -1, -SUM, -SUM - 8])
def test_a_file_that_was_cut_off_is_refused(file, left):
    cut = file.read_bytes()[:left]
    file.write_bytes(cut)
    assert any(word in why_not(file) for word in ("cut off", "damaged", "no back-up"))


def test_something_else_is_no_backup(tmp_path):
    other = tmp_path / "other.zip"
    other.write_bytes(b"A letter to parents. " * 50)
    assert "no back-up" in why_not(other)
    with zipfile.ZipFile(other, "w") as opened:
        opened.writestr("letter.txt", "Dear parents " * 50)
    assert "cut off" in why_not(other) or "no back-up" in why_not(other)
    assert "cannot be read" in why_not(tmp_path / "none.zip")


def test_a_newer_form_is_refused(tmp_path):
    assert "newer version" in why_not(written(tmp_path / "new.zip", format=2))


@pytest.mark.parametrize("path", ["../escaped", "/etc/escaped", "reviews/../../escaped"])
def test_an_upload_that_would_leave_its_folder_is_refused(tmp_path, path):
    writer = Writer(tmp_path / "sly.zip")
    with writer.member(upload_member(path)) as member:
        member.write(b"x")
    manifest = Manifest("2026-09-01", {}, uploads={path: Upload(1, member.sha256)})
    writer.finish(manifest)
    writer.close()
    assert "outside" in why_not(tmp_path / "sly.zip")


def test_contents_that_are_not_those_of_the_list_are_refused(tmp_path):
    more = written(tmp_path / "more.zip", uploads={})
    assert "not what its list" in why_not(more)
    wrong = written(tmp_path / "wrong.zip", uploads={"reviews/5f2b": Upload(200_000, "0" * 64)})
    reader = Reader(wrong)
    put: list[Path] = []
    with pytest.raises(BadBackup, match="reviews/5f2b"):
        write_back(tmp_path / "media", reader, put)
    assert put == [tmp_path / "media" / "reviews" / "5f2b"]
    reader.close()


def test_a_migration_that_this_version_does_not_know_is_a_newer_version():
    restore.check_version(Manifest("", {"academies": ["0001_initial"]}))
    with pytest.raises(BadBackup, match=r"newer version .* academies\.9999_later"):
        restore.check_version(Manifest("", {"academies": ["0001_initial", "9999_later"]}))


def test_uploads_go_out_and_come_back_byte_by_byte(tmp_path):
    before, after = tmp_path / "before", tmp_path / "after"
    for name, content in {"reviews/ab": PHOTO, "imports/2026/x.csv": ROWS, "library/empty": b""}.items():
        (before / name).parent.mkdir(parents=True, exist_ok=True)
        (before / name).write_bytes(content)
    (before / "reviews" / "half.new").write_bytes(b"half of one")
    (before / "link").symlink_to("/etc/hostname")
    writer = Writer(tmp_path / "b.zip")
    manifest = Manifest("2026-09-01", {}, uploads=write_uploads(before, writer))
    writer.finish(manifest)
    writer.close()
    reader = Reader(tmp_path / "b.zip")
    write_back(after, reader, [])
    reader.close()
    there = {path.relative_to(after).as_posix(): path.read_bytes() for path in files_in(after)}
    assert there == {"reviews/ab": PHOTO, "imports/2026/x.csv": ROWS, "library/empty": b""}
    assert (after / "reviews" / "ab").stat().st_mode & 0o777 == 0o600


def test_a_restore_that_fails_leaves_no_upload(tmp_path, file):
    reader = Reader(file)
    there = []

    def fails():
        with restore.uploads_put(tmp_path / "media", reader):
            there.append((tmp_path / "media" / "reviews" / "5f2b").exists())
            raise RuntimeError("the rows were refused")

    with pytest.raises(RuntimeError):
        fails()
    reader.close()
    assert there == [True]
    assert list(files_in(tmp_path / "media")) == []


def test_the_command_checks_a_file_alone(file, capsys):
    call_command("restore", str(file), check=True)
    assert "is whole: 2 rows of 1 tables, 1 uploads" in capsys.readouterr().out
    file.write_bytes(file.read_bytes()[:-200])
    with pytest.raises(CommandError, match="back-up"):
        call_command("restore", str(file))


def test_no_backup_is_written_over_another(file, tmp_path):
    before = file.read_bytes()
    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(file))
    assert file.read_bytes() == before
    with pytest.raises(CommandError, match="no folder"):
        call_command("backup", str(tmp_path / "no" / "such" / "b.zip"))


@pytest.mark.django_db
def test_the_web_role_is_told_who_may(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)
    monkeypatch.setattr("stewardship.backup.owner.running_environment", lambda _: {})
    with pytest.raises(CommandError, match="Only the role that owns the tables"):
        call_command("backup", str(tmp_path / "b.zip"))
    assert list(tmp_path.iterdir()) == []
