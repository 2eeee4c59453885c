"""A run publishes whole or not at all, one bad measure stops no other, and no run that was asked for is lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import polars as pl
import psycopg2
import pytest
from celery.exceptions import Retry
from django.core.management import CommandError, call_command
from django.utils import timezone

from academies.models import Trust
from academies.models.academy import Phase
from academies.row_scope import every_row
from celt.celery import RESUME
from celt.celery import app as celery_app
from dashboards import services, tasks
from dashboards.gaps import run as gap_run
from dashboards.gaps.cells import Cells
from dashboards.gaps.figures import figures
from dashboards.gaps.publish import replace_figures
from dashboards.gaps.run import LOCK, Busy, execute, measures_for, merged
from dashboards.models import GapFigure, GapRun, RunStatus, RunTrigger
from pupils import providers
from pupils.measures import MEASURES
from pupils.models import Result
from tests import factories as make
from tests.database import Parameters

pytestmark = pytest.mark.django_db(transaction=True)

TESTS = ("ks2_reading", "ks2_maths")
READING = {"ks2_reading_exp", "ks2_reading_high", "ks2_reading_mean"}
MATHS = {"ks2_maths_exp", "ks2_maths_high", "ks2_maths_mean"}


@pytest.fixture
def trust() -> Trust:
    """Twelve disadvantaged and twelve other pupils of one primary, with a reading and a maths score each."""
    return with_results(make.TrustFactory())


def with_results(trust: Trust, *, up: int = 0) -> Trust:
    with every_row():
        academy = make.AcademyFactory(trust=trust, phase=Phase.PRIMARY)
        checkpoint = make.CheckpointFactory(trust=trust, name="Statutory")
        for at in range(24):
            enrolment = make.EnrolmentFactory(academy=academy, academic_year=2023, fsm6=at % 2 == 0)
            for assessment in TESTS:
                make.ResultFactory(
                    enrolment=enrolment, checkpoint=checkpoint, assessment=assessment, value=90 + at + up
                )
    return trust


def raise_scores(by: int = 5) -> None:
    with every_row():
        for result in Result.objects.all():
            Result.objects.filter(pk=result.pk).update(value=(result.value or 0) + by)


def published(trust: Trust) -> dict[str, list[dict[str, Any]]]:
    """Rows by measure, without their numbers."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in GapFigure.objects.filter(trust=trust).order_by("measure", "level", "phase", "breakdown").values():
        found.setdefault(row["measure"], []).append({k: v for k, v in row.items() if k != "id"})
    return found


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs whose messages were sent, in the place of a broker."""
    messages: list[int] = []
    monkeypatch.setattr("dashboards.tasks.compute.delay", messages.append)
    return messages


@contextmanager
def lock_held(owner: Parameters, trust: Trust) -> Iterator[None]:
    """Another worker is at the trust's work."""
    connection = psycopg2.connect(**owner)
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, trust.pk])
        yield
    finally:
        connection.close()


def note_of(run: GapRun, slug: str) -> dict[str, Any]:
    return next(note for note in run.measures if note["slug"] == slug)


class TestPublishing:
    def test_a_run_replaces_the_old_rows_and_says_what_it_did(self, trust: Trust) -> None:
        first = services.compute_gaps(trust=trust)
        before = published(trust)
        raise_scores()
        second = services.compute_gaps(trust=trust)
        after = published(trust)
        assert (first.status, second.status) == (RunStatus.PUBLISHED, RunStatus.PUBLISHED)
        assert {row["run_id"] for rows in after.values() for row in rows} == {second.pk}
        mean = {name: found["ks2_maths_mean"][0]["value_other"] for name, found in (("was", before), ("is", after))}
        assert mean["is"] == pytest.approx(mean["was"] + 5)
        assert second.figures == sum(map(len, after.values()))
        assert note_of(second, "ks2_maths_mean") | {"seconds": 0} == {
            "slug": "ks2_maths_mean", "rows": 24, "figures": len(after["ks2_maths_mean"]), "error": "", "seconds": 0,
        }  # fmt: skip
        assert {note["slug"] for note in second.measures} == set(MEASURES)
        assert second.started is not None
        assert second.published_at is not None
        assert second.progress == 100

    def test_data_are_as_of_the_newest_applied_file(self, trust: Trust) -> None:
        batch = make.ImportBatchFactory(trust=trust)
        make.ImportBatchFactory(trust=trust, kind="performance_tables")
        make.ImportBatchFactory(trust=trust, status="undone", undone=timezone.now())
        assert services.compute_gaps(trust=trust).data_as_of == batch.applied

    def test_an_error_in_publication_leaves_every_old_row(self, trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
        services.compute_gaps(trust=trust)
        before = published(trust)

        def broken(run: GapRun, frames: dict[str, pl.DataFrame]) -> int:
            replace_figures(run, frames)
            raise OSError("no space left on device")

        monkeypatch.setattr(gap_run, "replace_figures", broken)
        raise_scores()
        run = services.compute_gaps(trust=trust)
        assert run.status == RunStatus.FAILED
        assert run.published_at is None
        assert "no space left" in run.message
        assert published(trust) == before

    def test_readers_see_the_old_rows_until_all_new_ones_are_there(
        self, trust: Trust, monkeypatch: pytest.MonkeyPatch, owner_database: Parameters
    ) -> None:
        first = services.compute_gaps(trust=trust)
        seen: list[set[int]] = []

        def watched(run: GapRun, frames: dict[str, pl.DataFrame]) -> int:
            count = replace_figures(run, frames)
            reader = psycopg2.connect(**owner_database)
            with reader.cursor() as cursor:
                cursor.execute("SELECT DISTINCT run_id FROM dashboards_gapfigure WHERE trust_id = %s", [trust.pk])
                seen.append({run_id for (run_id,) in cursor.fetchall()})
            reader.close()
            return count

        monkeypatch.setattr(gap_run, "replace_figures", watched)
        second = services.compute_gaps(trust=trust)
        assert seen == [{first.pk}]
        assert {row["run_id"] for rows in published(trust).values() for row in rows} == {second.pk}

    def test_results_that_are_gone_take_their_figures_with_them(self, trust: Trust) -> None:
        services.compute_gaps(trust=trust)
        with every_row():
            Result.objects.filter(assessment="ks2_maths").delete()
        services.compute_gaps(trust=trust)
        assert set(published(trust)) == READING


class TestABadMeasure:
    def breaking(self, slugs: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
        def some_break(measure: Any, *rest: Any) -> pl.DataFrame:
            if measure.slug in slugs:
                raise ZeroDivisionError(f"{measure.slug} has no scale")
            return figures(measure, *rest)

        monkeypatch.setattr(gap_run, "figures", some_break)

    def test_stops_no_other_and_keeps_its_old_figures(self, trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
        first = services.compute_gaps(trust=trust)
        before = published(trust)
        raise_scores()
        self.breaking({"ks2_maths_mean"}, monkeypatch)
        second = services.compute_gaps(trust=trust)
        after = published(trust)
        assert second.status == RunStatus.PARTLY
        assert second.published_at is not None
        assert note_of(second, "ks2_maths_mean")["error"] == "ZeroDivisionError: ks2_maths_mean has no scale"
        assert [note["slug"] for note in second.measures if note["error"]] == ["ks2_maths_mean"]
        assert after["ks2_maths_mean"] == before["ks2_maths_mean"]
        assert {row["run_id"] for row in after["ks2_maths_mean"]} == {first.pk}
        others = {row["run_id"] for slug, rows in after.items() for row in rows if slug != "ks2_maths_mean"}
        assert others == {second.pk}

    def test_fails_loudly_in_the_log(
        self, trust: Trust, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        self.breaking({"ks2_maths_mean"}, monkeypatch)
        services.compute_gaps(trust=trust)
        [told] = [record for record in caplog.records if record.name == "dashboards.gaps.run"]
        assert told.levelname == "ERROR"
        assert "ks2_maths_mean" in told.getMessage()
        assert told.exc_info is not None

    def test_in_the_database_stops_no_other_either(self, trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
        """A statement that PostgreSQL refuses must not take the transaction of the others with it."""
        whole = Cells.of

        def refused(cells: Any, measure: Any) -> pl.DataFrame:
            if measure.slug == "ks2_maths_mean":
                from django.db import connection

                with connection.cursor() as cursor:
                    cursor.execute("SELECT 1 / 0")
            return whole(cells, measure)

        monkeypatch.setattr(Cells, "of", refused)
        run = services.compute_gaps(trust=trust)
        assert run.status == RunStatus.PARTLY
        assert set(published(trust)) == READING | MATHS - {"ks2_maths_mean"}

    def test_when_all_are_bad_the_run_failed_and_the_old_figures_stand(
        self, trust: Trust, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        services.compute_gaps(trust=trust)
        before = published(trust)
        self.breaking(set(MEASURES), monkeypatch)
        run = services.compute_gaps(trust=trust)
        assert run.status == RunStatus.FAILED
        assert run.published_at is None
        assert all(note["error"] for note in run.measures)
        assert published(trust) == before


class TestWhatWasTouched:
    def test_only_that_is_computed_again(self, trust: Trust) -> None:
        first = services.compute_gaps(trust=trust)
        raise_scores()
        second = services.compute_gaps(trust=trust, touched={"years": [2023], "assessments": ["ks2_reading"]})
        runs = {slug: {row["run_id"] for row in rows} for slug, rows in published(trust).items()}
        assert runs == {slug: {second.pk if slug in READING else first.pk} for slug in READING | MATHS}
        assert {note["slug"] for note in second.measures} == READING | {"ks2_rwm_exp", "ks2_rwm_high"}

    def test_attendance_and_pupils_own_flags_reach_their_measures(self) -> None:
        attendance = {m.slug for m in measures_for({"assessments": [], "attendance": True})}
        assert attendance == {"attendance_rate", "persistent_absence", "severe_absence"}
        assert {m.slug for m in measures_for({"assessments": [], "pupils": True})} == set(MEASURES)
        assert {m.slug for m in measures_for(None)} == set(MEASURES)
        assert measures_for({"years": [2023], "assessments": []}) == []

    def test_of_several_runs_is_put_together(self) -> None:
        one = {"years": [2023], "assessments": ["gld"]}
        two = {"years": [2022, 2023], "assessments": ["mtc"], "attendance": True}
        assert merged([one, two]) == {"years": [2022, 2023], "assessments": ["gld", "mtc"], "attendance": True}
        assert merged([one, None]) is None


class TestAskingForARun:
    def test_a_message_that_comes_twice_does_its_work_once(self, trust: Trust, sent: list[int]) -> None:
        run = services.request_run(trust=trust)
        assert sent == [run.pk]
        tasks.compute.apply(args=(run.pk,)).get()
        run.refresh_from_db()
        was = (run.status, run.published_at, published(trust))
        assert was[0] == RunStatus.PUBLISHED
        raise_scores()
        tasks.compute.apply(args=(run.pk,)).get()
        run.refresh_from_db()
        assert (run.status, run.published_at, published(trust)) == was

    def test_a_run_that_is_gone_is_no_error(self) -> None:
        tasks.compute.apply(args=(0,)).get()

    def test_a_run_of_the_same_trust_goes_first(
        self, trust: Trust, sent: list[int], owner_database: Parameters, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        run = services.request_run(trust=trust)
        asked: list[int] = []

        def again(*, countdown: int) -> Retry:
            asked.append(countdown)
            return Retry()

        monkeypatch.setattr(tasks.compute, "retry", again)
        with lock_held(owner_database, trust):
            with pytest.raises(Busy):
                execute(run)
            with pytest.raises(Retry):
                tasks.compute.run(run.pk)
        run.refresh_from_db()
        assert run.status == RunStatus.WAITING
        assert asked == [tasks.AGAIN_IN]
        assert tasks.compute.max_retries is None
        tasks.compute.apply(args=(run.pk,)).get()
        run.refresh_from_db()
        assert run.status == RunStatus.PUBLISHED

    def test_another_trust_s_run_is_not_waited_for(
        self, trust: Trust, sent: list[int], owner_database: Parameters
    ) -> None:
        with lock_held(owner_database, make.TrustFactory()):
            assert execute(services.request_run(trust=trust)).status == RunStatus.PUBLISHED

    def test_a_message_that_was_lost_is_sent_again(self, trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
        def no_broker(run_id: int) -> None:
            raise ConnectionError("Redis is away")

        monkeypatch.setattr("dashboards.tasks.compute.delay", no_broker)
        run = services.request_run(trust=trust, touched={"years": [2023], "assessments": ["ks2_maths"]})
        assert run.status == RunStatus.WAITING
        messages: list[int] = []
        monkeypatch.setattr("dashboards.tasks.compute.delay", messages.append)
        tasks.resume_runs()
        assert messages == [run.pk]

    def test_after_an_import_only_what_it_touched_is_asked_for(self, trust: Trust, sent: list[int]) -> None:
        assert tasks.after_import in providers.after_import
        touched = {"years": [2023], "assessments": ["ks2_maths"]}
        tasks.after_import(trust.pk, touched)
        run = GapRun.objects.get(trust=trust)
        assert (run.trigger, run.touched, sent) == (RunTrigger.IMPORT, touched, [run.pk])

    def test_every_night_each_trust_is_asked_for_in_full(self, trust: Trust, sent: list[int]) -> None:
        other = make.TrustFactory()
        tasks.compute_every_night()
        runs = list(GapRun.objects.order_by("pk"))
        assert {run.trust_id for run in runs} == {trust.pk, other.pk}
        assert {(run.trigger, run.touched) for run in runs} == {(RunTrigger.NIGHT, None)}
        assert sent == [run.pk for run in runs]

    def test_the_clock_knows_the_night_job_and_what_was_left_undone(self) -> None:
        scheduled = {entry["task"] for entry in celery_app.conf.beat_schedule.values()}
        assert {"dashboards.tasks.compute_every_night", "dashboards.tasks.resume_runs"} <= scheduled
        assert "dashboards.tasks.resume_runs" in RESUME


class TestARunWhoseWorkerIsGone:
    def dead(self, trust: Trust, touched: dict[str, Any] | None) -> GapRun:
        run: GapRun = make.GapRunFactory(
            trust=trust, status=RunStatus.RUNNING, published_at=None, touched=touched, trigger=RunTrigger.IMPORT
        )
        return run

    def test_is_taken_up_with_all_that_was_touched(self, trust: Trust, sent: list[int]) -> None:
        runs = [
            self.dead(trust, {"years": [2022], "assessments": ["ks2_maths"]}),
            self.dead(trust, {"years": [2023], "assessments": ["ks2_reading"]}),
        ]
        [asked] = services.resume_runs()
        assert {GapRun.objects.get(pk=run.pk).status for run in runs} == {RunStatus.ABANDONED}
        assert asked.status == RunStatus.WAITING
        assert asked.touched == {"years": [2022, 2023], "assessments": ["ks2_maths", "ks2_reading"]}
        assert sent == [asked.pk]
        tasks.compute.apply(args=(asked.pk,)).get()
        assert set(published(trust)) == READING | MATHS

    def test_is_left_alone_while_somebody_holds_the_lock(
        self, trust: Trust, sent: list[int], owner_database: Parameters
    ) -> None:
        run = self.dead(trust, None)
        with lock_held(owner_database, trust):
            assert services.resume_runs() == []
        run.refresh_from_db()
        assert run.status == RunStatus.RUNNING
        assert sent == []

    def test_is_taken_up_by_the_command_line_too(self, trust: Trust) -> None:
        run = self.dead(trust, {"years": [2023], "assessments": ["ks2_maths"]})
        own = services.compute_gaps(trust=trust, touched={"years": [2023], "assessments": ["ks2_reading"]})
        run.refresh_from_db()
        assert run.status == RunStatus.ABANDONED
        assert own.status == RunStatus.PUBLISHED
        assert set(published(trust)) == READING | MATHS


class TestTwoTrusts:
    def test_do_not_mix(self, trust: Trust) -> None:
        alone = services.compute_gaps(trust=trust)
        before = published(trust)
        other = with_results(make.TrustFactory(), up=7)
        run = services.compute_gaps(trust=other)
        assert published(trust) == before
        theirs = published(other)
        assert {row["trust_id"] for rows in theirs.values() for row in rows} == {other.pk}
        assert {row["run_id"] for rows in theirs.values() for row in rows} == {run.pk}
        assert theirs["ks2_maths_mean"][0]["value_other"] == before["ks2_maths_mean"][0]["value_other"] + 7
        again = services.compute_gaps(trust=trust)
        changed = {slug: [{**row, "run_id": alone.pk} for row in rows] for slug, rows in published(trust).items()}
        assert changed == before
        assert again.figures == alone.figures
        assert published(other) == theirs

    def test_a_failure_in_one_leaves_the_other(self, trust: Trust, monkeypatch: pytest.MonkeyPatch) -> None:
        other = with_results(make.TrustFactory())
        services.compute_gaps(trust=other)
        before = published(other)

        def broken(*_: object) -> int:
            raise OSError("no space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(gap_run, "replace_figures", broken)
            assert services.compute_gaps(trust=trust).status == RunStatus.FAILED
        assert published(other) == before
        assert not GapFigure.objects.filter(trust=trust).exists()

    def test_an_academy_that_left_is_counted_no_more_and_stops_nothing(self, trust: Trust) -> None:
        with_results(trust, up=3)
        services.compute_gaps(trust=trust)
        assert len({row["academy_id"] for row in published(trust)["ks2_maths_mean"]}) == 3
        leaver = trust.academies.order_by("pk").last()
        assert leaver is not None
        leaver.trust = make.TrustFactory()
        leaver.save()
        run = services.compute_gaps(trust=trust)
        assert run.status == RunStatus.PUBLISHED, run.measures
        rows = published(trust)["ks2_maths_mean"]
        assert leaver.pk not in {row["academy_id"] for row in rows}
        assert {row["n_other"] for row in rows if row["breakdown"] == "all"} == {12}
        assert services.compute_gaps(trust=leaver.trust).status == RunStatus.PUBLISHED


class TestTheCommand:
    def test_tells_each_measure_and_the_outcome(self, trust: Trust, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("compute_gaps", trust=trust.slug)
        told = capsys.readouterr().out
        assert "ks2_maths_mean" in told
        assert "24 pupils" in told
        assert f"{trust}: published" in told

    def test_fails_where_a_measure_failed_and_names_it(
        self, trust: Trust, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def broken(*_: object) -> pl.DataFrame:
            raise ZeroDivisionError("no scale")

        monkeypatch.setattr(gap_run, "figures", broken)
        with pytest.raises(CommandError, match="Not everything"):
            call_command("compute_gaps", trust=trust.slug)
        assert "ZeroDivisionError: no scale" in capsys.readouterr().out

    def test_knows_when_there_is_no_such_trust_and_no_trust(self) -> None:
        with pytest.raises(CommandError, match="import_gias"):
            call_command("compute_gaps")
        make.TrustFactory()
        with pytest.raises(CommandError, match="Those here"):
            call_command("compute_gaps", trust="nowhere")
