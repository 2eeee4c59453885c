"""Web server, worker, PostgreSQL and Redis die at random while people write: what a page has acknowledged stands,
once.

`pytest -s` shows how many writes were acknowledged and found; docs/operations.md has the figures of one run.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.house import House, wait_until
from tests.faults.scripted import MISSING, PATIENCE, Visitor, Writer

pytestmark = [pytest.mark.faults, pytest.mark.slow]

# A web server has two processes to start, each with all of the product: on a busy machine that takes its time.
START = 300.0

ACADEMY = (
    "SELECT slug FROM academies_academy a JOIN academies_membership m ON m.academy_id = a.id"
    " JOIN accounts_user u ON u.id = m.user_id WHERE u.email = %s LIMIT 1"
)
PUPILS = (
    "SELECT p.upn FROM pupils_enrolment e JOIN pupils_pupil p ON p.id = e.pupil_id"
    " WHERE e.academic_year = 2025 AND e.nc_year = 10 ORDER BY 1 LIMIT 3"
)
RESUME = "from pupils.tasks import resume_imports\nresume_imports.delay()"


@pytest.fixture
def writers(house: House) -> list[Writer]:
    slug = house.value(ACADEMY, "headteacher@demo.example")
    other = house.value(ACADEMY, "giving.head@demo.example")
    upns = [upn for (upn,) in house.rows(PUPILS)]

    def note(at: str) -> Callable[[Visitor, str], bool]:
        """In the log of an academy's stages, as its head."""

        def write(visitor: Visitor, word: str) -> bool:
            status, leads_to = visitor.send(f"/academies/{at}/stages/log/note/", says=word)
            return status == 302 and leads_to.endswith("/stages/log/")

        return write

    def concern(visitor: Visitor, word: str) -> bool:
        """About an academy, as a leader of the trust."""
        status, leads_to = visitor.send(f"/academies/{slug}/concerns/raise/", title=word, detail="Seen on a visit.")
        return status == 302 and leads_to.startswith("/concerns/")

    def file(visitor: Visitor, word: str) -> bool:
        """Of results, as the data lead: a row, a file on the disk, and work for the worker."""
        status, leads_to = visitor.send_file("/data/files/give/", f"{word}.csv", content_of(word), kind="results")
        return status == 302 and leads_to.startswith("/data/files/")

    def content_of(word: str) -> bytes:
        head = "academic_year,upn,checkpoint,assessment,value"
        return "\n".join([head, *(f"2025/26,{u},{word[-8:]},reading_sas,{90 + len(u)}" for u in upns), ""]).encode()

    return [
        Writer("note-a", "headteacher@demo.example", note(slug)),
        Writer("note-b", "giving.head@demo.example", note(other)),
        Writer("concern-a", "trust.leader@demo.example", concern),
        Writer("concern-b", "second.leader@demo.example", concern),
        Writer("file", "data.lead@demo.example", file, pause=1.0),
    ]


def end_backend(house: House) -> None:
    """One of PostgreSQL's own processes: the server ends all of them and recovers by itself."""
    house.kill_one_of("postgres")


def end_postgres(house: House) -> None:
    house.stop_postgres_at_once()
    house.start_postgres()


def end_redis(house: House) -> None:
    house.kill("redis")
    house.redis.address.unlink(missing_ok=True)
    house.start_redis()


def end_worker(house: House) -> None:
    house.kill("worker")
    house.start_worker(wait=False)


def end_web(house: House) -> None:
    house.kill("web")
    house.start_web()


def end_web_process(house: House) -> None:
    """One of the web server's processes: the other goes on, and the server starts a new one."""
    house.kill_one_of("web")


FAULTS: tuple[Callable[[House], None], ...] = (
    end_backend, end_postgres, end_redis, end_worker, end_web, end_web_process,
)  # fmt: skip


def answers(house: House) -> bool:
    try:
        return Visitor(house.port).get("/readyz")[0] == 200
    except MISSING:
        return False


def everybody_writes(writers: list[Writer], when: str) -> None:
    """Each has something acknowledged from now on."""
    before = {writer.name: len(writer.acknowledged) for writer in writers}
    wait_until(
        lambda: all(len(writer.acknowledged) > before[writer.name] for writer in writers),
        f"everybody writes {when}: {before}",
        START,
    )


@pytest.mark.parametrize("seed", [20])
def test_every_acknowledged_write_stands_once(house: House, writers: list[Writer], seed: int) -> None:
    chance = random.Random(seed)
    house.start_web()
    house.start_worker(wait=False)
    wait_until(lambda: answers(house), "the web server answers", START)
    stop = threading.Event()
    threads = [threading.Thread(target=writer.work, args=(house.port, stop), daemon=True) for writer in writers]
    for thread in threads:
        thread.start()
    everybody_writes(writers, "at first")
    assert sum(len(writer.open) for writer in writers) == 0
    order = [*chance.sample(FAULTS, len(FAULTS)), end_postgres, end_redis]
    for fault in order:
        fault(house)
        # Whoever was signed in still is, and the next fault falls into writing again, at any moment of it.
        everybody_writes(writers, f"after {fault.__name__} (seed {seed})")
        time.sleep(chance.uniform(0.0, 1.0))
    stop.set()
    for thread in threads:
        thread.join(2 * PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    house.python(RESUME)
    stands = check_rows(house, writers)
    check_files(house, writers[-1])
    said, unanswered = (sum(len(getattr(w, kept)) for w in writers) for kept in ("acknowledged", "open"))
    print(
        f"\n{len(order)} faults ({', '.join(fault.__name__ for fault in order)}): {said} writes acknowledged, each"
        f" found once; {unanswered} without an answer, {stands - said} of them found, once each."
    )


def check_rows(house: House, writers: list[Writer]) -> int:
    """Acknowledged once, everything else at most once; and the history tells the same. How many stand."""
    stands = 0
    tables = {
        "note": ("plans_stageentry", "says"), "concern": ("academies_concern", "title"),
        "file": ("pupils_importbatch", "filename"),
    }  # fmt: skip
    for writer in writers:
        table, column = tables[writer.name.split("-")[0]]
        like = f"{writer.name}-%"
        found: dict[str, int] = dict(
            house.rows(
                f"SELECT replace({column}, '.csv', ''), count(*) FROM {table} WHERE {column} LIKE %s GROUP BY 1", like
            )
        )
        assert {word: found.get(word, 0) for word in writer.acknowledged} == dict.fromkeys(writer.acknowledged, 1)
        assert set(found) <= {*writer.acknowledged, *writer.open}
        assert {word: n for word, n in found.items() if n != 1} == {}
        stands += len(found)
        if writer.name.startswith("note"):
            told = house.value(f"SELECT count(*) FROM {table}event WHERE {column} LIKE %s", like)
            assert told == len(found)
    return stands


def check_files(house: House, writer: Writer) -> None:
    """Each file lies on the disk as it was sent, and the worker has read all of them."""
    kept = "SELECT replace(filename, '.csv', ''), stored_as FROM pupils_importbatch WHERE filename LIKE %s"
    for word, stored_as in house.rows(kept, f"{writer.name}-%"):
        assert word[-8:] in (Path(house.folder) / "media" / "imports" / stored_as).read_text()
    unread = "SELECT count(*) FROM pupils_importbatch WHERE filename LIKE %s AND status = 'reading'"
    wait_until(lambda: not house.value(unread, f"{writer.name}-%"), "the worker has read all", START)
