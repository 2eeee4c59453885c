"""A file is in whole or not at all, whatever dies meanwhile, and it does come in."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.house import House, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]

GIVE = """
from pathlib import Path
from academies.models import Trust
from accounts.models import User
from pupils.services.uploads import give_file
path = Path({path!r})
batch = give_file(by=User.objects.get(email="data.lead@demo.example"), trust=Trust.objects.get(), kind="results",
                  chunks=[path.read_bytes()], filename=path.name)
print(batch.pk)
"""
CONFIRM = """
from accounts.models import User
from pupils.models import ImportBatch
from pupils.services.uploads import confirm_batch
confirm_batch(by=User.objects.get(email="data.lead@demo.example"), batch=ImportBatch.objects.get(pk={batch}))
"""
SEND = "from pupils.tasks import apply_import\napply_import.delay({batch})"


@pytest.fixture
def file(house: House, tmp_path: Path) -> Iterator[Path]:
    """New reading scores for a thousand pupils of last spring, which none of them has yet."""
    path = tmp_path / "spring.csv"
    upns = house.rows(
        "SELECT p.upn FROM pupils_enrolment e JOIN pupils_pupil p ON p.id = e.pupil_id"
        " WHERE e.academic_year = 2025 AND e.nc_year BETWEEN 10 AND 11 ORDER BY 1 LIMIT 1000"
    )
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("academic_year", "upn", "checkpoint", "assessment", "value"))
        writer.writerows(("2025/26", upn, "Spring", "reading_sas", 90 + at % 20) for at, (upn,) in enumerate(upns))
    yield path
    house.rows("DELETE FROM pupils_result r USING pupils_enrolment e WHERE e.id = r.enrolment_id"
               " AND r.assessment = 'reading_sas' AND e.nc_year BETWEEN 10 AND 11")  # fmt: skip


def status(house: House, batch: int) -> str:
    return str(house.value("SELECT status FROM pupils_importbatch WHERE id = %s", batch))


def written(house: House, batch: int) -> int:
    return int(house.value("SELECT count(*) FROM pupils_result WHERE batch_id = %s", batch))


def previewed(house: House, file: Path) -> int:
    """Give the file, and wait for a worker to preview it."""
    batch = int(house.python(GIVE.format(path=str(file))).split()[-1])
    wait_until(lambda: status(house, batch) == "previewed", f"batch {batch} is previewed")
    assert written(house, batch) == 0
    return batch


def test_a_killed_worker_leaves_nothing_half_written_and_the_next_one_finishes(house: House, file: Path) -> None:
    house.start_worker()
    batch = previewed(house, file)
    with house.held_up("pupils_result"):
        house.python(CONFIRM.format(batch=batch))
        house.wait_for_somebody("pupils_result")
        house.kill("worker")
    assert written(house, batch) == 0
    assert status(house, batch) == "applying"
    house.start_worker()
    wait_until(lambda: status(house, batch) == "applied", f"batch {batch} is applied by the next worker")
    assert written(house, batch) == 1000


def test_a_server_that_stops_in_mid_import_leaves_nothing_half_written(house: House, file: Path) -> None:
    house.start_worker()
    batch = previewed(house, file)
    with house.held_up("pupils_result"):
        house.python(CONFIRM.format(batch=batch))
        house.wait_for_somebody("pupils_result")
        house.stop_postgres_at_once()
    house.start_postgres()
    assert written(house, batch) in {0, 1000}
    wait_until(lambda: status(house, batch) == "applied", f"batch {batch} is applied once the server is back")
    assert written(house, batch) == 1000


def test_a_task_delivered_twice_does_its_work_once(house: House, file: Path) -> None:
    house.start_worker()
    batch = previewed(house, file)
    house.start_worker("worker-2")
    with house.held_up("pupils_result"):
        house.python(CONFIRM.format(batch=batch))
        house.wait_for_somebody("pupils_result")
        house.python(SEND.format(batch=batch))
    wait_until(lambda: status(house, batch) != "applying", f"batch {batch} is done")
    house.python(SEND.format(batch=batch))
    wait_until(lambda: house.log("worker").count("succeeded") + house.log("worker-2").count("succeeded") >= 4,
               "all three deliveries and the preview are through")  # fmt: skip
    assert status(house, batch) == "applied"
    assert written(house, batch) == 1000
    assert house.rows("SELECT added, unchanged FROM pupils_importbatch WHERE id = %s", batch) == [(1000, 0)]


def test_a_message_outlives_redis(house: House, file: Path) -> None:
    """No worker is there when the file is given: the message waits in Redis, and Redis is restarted meanwhile."""
    batch = int(house.python(GIVE.format(path=str(file))).split()[-1])
    house.restart_redis()
    house.start_worker()
    wait_until(lambda: status(house, batch) == "previewed", f"batch {batch} is previewed")
    house.restart_redis()
    house.python(CONFIRM.format(batch=batch))
    wait_until(lambda: status(house, batch) == "applied", f"batch {batch} is applied after the restart")
    assert written(house, batch) == 1000
