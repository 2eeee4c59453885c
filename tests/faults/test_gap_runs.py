"""A run is published whole or not at all, whatever dies meanwhile, and what was asked for gets done."""

from __future__ import annotations

import pytest

from tests.faults.house import House, wait_until

pytestmark = [pytest.mark.faults, pytest.mark.slow]

REQUEST = """
from academies.models import Trust
from dashboards.services import request_run
print(request_run(trust=Trust.objects.get()).pk)
"""
SEND = "from dashboards.tasks import compute\ncompute.delay({run})"
RESUME = "from dashboards.tasks import resume_runs\nresume_runs.delay()"
DONE = ("published", "partly", "failed", "abandoned")


def request(house: House) -> int:
    return int(house.python(REQUEST).split()[-1])


def status(house: House, run: int) -> str:
    return str(house.value("SELECT status FROM dashboards_gaprun WHERE id = %s", run))


def standing(house: House) -> tuple[set[int], str]:
    """The runs whose figures stand, and what all of them say."""
    key = "measure, academic_year, checkpoint, level, phase, academy_id, breakdown"
    # Sums are taken in any order, so the last digits may differ from run to run.
    numbers = ", ".join(f"round({name}::numeric, 8)" for name in ("gap", "ci_low", "rank_gap", "pooled_gap"))
    rows = house.rows(
        f"SELECT array_agg(DISTINCT run_id), md5(string_agg(concat_ws(',', {key}, n_disadvantaged, n_other, status,"
        f" {numbers}), ';' ORDER BY {key})) FROM dashboards_gapfigure"
    )
    runs, told = rows[0]
    return set(runs), told


def newest(house: House) -> int:
    return int(house.value("SELECT max(id) FROM dashboards_gaprun"))


def published_whole(house: House, told: str) -> bool:
    """Whether the newest run is published, nothing waits or runs any more, and all figures are its own and right."""
    open_runs = house.value("SELECT count(*) FROM dashboards_gaprun WHERE status IN ('waiting', 'running')")
    return not open_runs and status(house, newest(house)) == "published" and standing(house) == ({newest(house)}, told)


@pytest.mark.parametrize(
    ("table", "mode"),
    [("pupils_result", "ACCESS EXCLUSIVE"), ("dashboards_gapfigure", "SHARE")],
    ids=["while it reads", "while it publishes"],
)
def test_a_worker_killed_in_mid_run_leaves_the_old_figures_and_the_next_one_finishes(
    house: House, table: str, mode: str
) -> None:
    before = standing(house)
    house.start_worker()
    with house.held_up(table, mode):
        run = request(house)
        house.wait_for_somebody(table)
        assert status(house, run) == "running"
        house.kill("worker")
    wait_until(lambda: not house.others(), "the killed worker's transaction is gone")
    assert standing(house) == before
    house.start_worker()
    wait_until(lambda: published_whole(house, before[1]), "the next worker has published what the killed one began")
    assert status(house, run) == "abandoned"


def test_a_server_that_stops_in_mid_run_leaves_the_old_figures_and_the_next_run_finishes(house: House) -> None:
    before = standing(house)
    house.start_worker()
    with house.held_up("dashboards_gapfigure"):
        run = request(house)
        house.wait_for_somebody("dashboards_gapfigure")
        house.stop_postgres_at_once()
    house.start_postgres()
    assert standing(house) == before
    wait_until(lambda: house.log("worker").count("succeeded") + house.log("worker").count("raised unexpected") > 1,
               "the worker has noticed")  # fmt: skip
    house.python(RESUME)  # as beat does every few minutes
    wait_until(lambda: published_whole(house, before[1]), "the run is done once the server is back")
    assert status(house, run) in {"abandoned", "failed"}


def test_a_run_outlives_a_restart_of_redis(house: House) -> None:
    before = standing(house)
    house.start_worker()
    with house.held_up("dashboards_gapfigure"):
        run = request(house)
        house.wait_for_somebody("dashboards_gapfigure")
        house.restart_redis()
    wait_until(lambda: published_whole(house, before[1]), "the run is published")
    assert status(house, run) == "published"
    after = request(house)
    wait_until(lambda: status(house, after) == "published", "the next run is taken from the restarted Redis")


def test_a_run_that_was_asked_for_while_redis_is_away_is_not_lost(house: House) -> None:
    house.kill("redis")
    run = request(house)
    assert status(house, run) == "waiting"
    house.redis.address.unlink(missing_ok=True)
    house.start_redis()
    house.start_worker()
    wait_until(lambda: status(house, run) == "published", "the run that nobody could be told of is done")


def test_a_run_delivered_twice_is_done_once(house: House) -> None:
    house.start_worker()
    house.start_worker("worker-2")
    with house.held_up("dashboards_gapfigure"):
        run = request(house)
        house.wait_for_somebody("dashboards_gapfigure")
        house.python(SEND.format(run=run))
    wait_until(lambda: status(house, run) == "published", "the run is published")
    at = house.value("SELECT published_at FROM dashboards_gaprun WHERE id = %s", run)
    house.python(SEND.format(run=run))
    tasks = "dashboards.tasks.compute"
    wait_until(lambda: sum(house.log(w).count(f"{tasks}[") for w in ("worker", "worker-2")) >= 3, "all deliveries came")
    wait_until(lambda: house.queue_is_empty(), "nothing is left to do")
    assert house.value("SELECT published_at FROM dashboards_gaprun WHERE id = %s", run) == at
    assert standing(house)[0] == {run}


def test_two_workers_on_one_trust_take_turns(house: House) -> None:
    before = standing(house)
    house.start_worker()
    house.start_worker("worker-2")
    with house.held_up("dashboards_gapfigure"):
        first, second = request(house), request(house)
        house.wait_for_somebody("dashboards_gapfigure")
        running = house.rows("SELECT id FROM dashboards_gaprun WHERE status = 'running'")
        assert len(running) == 1
    wait_until(lambda: {status(house, first), status(house, second)} <= set(DONE), "both runs are done")
    assert status(house, first) == status(house, second) == "published"
    runs, told = standing(house)
    assert len(runs) == 1
    assert told == before[1]
