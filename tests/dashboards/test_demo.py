"""The demo trust is the same each time, is whole, holds the cases that matter, and touches no real data."""

from __future__ import annotations

import datetime
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import chain
from statistics import mean
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.models import F, Max, Min
from django.utils import timezone

from academies.access import Role
from academies.demo import DEMO_PEOPLE
from academies.inspection import FRAMEWORKS, framework_on
from academies.models import (
    Academy,
    CategoryDecision,
    Deployment,
    Inspection,
    Membership,
    SupportDelivery,
    SupportPromise,
    Term,
    Trust,
)
from academies.models.academy import Phase
from academies.row_scope import every_row
from accounts.models import User
from dashboards.demo import places
from dashboards.demo.attendance import Sessions, attendance
from dashboards.demo.load import SEED
from dashboards.demo.published import YEARS as PUBLISHED_YEARS
from dashboards.demo.results import Row, results
from dashboards.demo.reviews.acted import ACTED
from dashboards.demo.rolls import Enrolment, Pupil, Rolls, with_check_letter
from dashboards.models import FigureStatus, GapFigure, GapRun, Level, RunStatus
from plans.models import Action, Enquiry, Gate, Passage, Plan, Priority, SelfEvaluation, StageEntry
from pupils.measures import ASSESSMENTS
from pupils.models import Attendance, Checkpoint, ImportBatch, PublishedFigure, Result
from pupils.models import Enrolment as EnrolmentRow
from pupils.models.batch import ImportStatus
from pupils.models.published import PublishedLevel
from reviews.models import Finding, Review, ReviewNote
from tests import factories as make
from toolkit.models import Story, Verdict

LAST = places.LAST_FULL_YEAR


class Played:
    """One playing of the years."""

    def __init__(self) -> None:
        rng = np.random.default_rng(SEED)
        rolls = Rolls(rng).play()
        self.pupils: list[Pupil] = rolls.pupils
        self.enrolments: list[Enrolment] = rolls.enrolments
        self.results: list[Row] = list(results(rolls.enrolments, rng))
        self.sessions: list[Sessions] = list(attendance(rolls.enrolments, rng))

    def digest(self) -> str:
        told = hashlib.sha256()
        for e in self.enrolments:
            told.update(
                repr((e.pupil.upn, e.pupil.surname, e.pupil.dob, e.place.slug, e.year, e.nc_year, e.fsm6)).encode()
            )
        for row in (*self.results, *self.sessions):
            told.update(repr(tuple(row)).encode())
        return told.hexdigest()

    def values(self, assessment: str, slug: str, year: int, checkpoint: str = "Statutory") -> dict[bool, list[float]]:
        """Scores of the disadvantaged (True) and of others (False)."""
        found: dict[bool, list[float]] = defaultdict(list)
        for row in self.results:
            e = self.enrolments[row.enrolment]
            wanted = (row.assessment, row.checkpoint, e.place.slug, e.year) == (assessment, checkpoint, slug, year)
            if wanted and row.value is not None:
                found[e.disadvantaged].append(row.value)
        return found


@pytest.fixture(scope="module")
def played() -> Played:
    return Played()


def test_two_playings_are_the_same(played: Played) -> None:
    assert Played().digest() == played.digest()


def test_check_letter_is_that_of_a_known_upn() -> None:
    assert with_check_letter("801200005001") == "B801200005001"
    # 23 is prime and no weight is a multiple of it, so that any one wrong digit shows.
    for at in range(12):
        wrong = "801200005001"[:at] + str((int("801200005001"[at]) + 1) % 10) + "801200005001"[at + 1 :]
        assert with_check_letter(wrong)[0] != "B"


def test_upns_are_unique_and_valid(played: Played) -> None:
    alphabet = "ABCDEFGHJKLMNPQRTUVWXYZ"
    assert len({p.upn for p in played.pupils}) == len(played.pupils)
    for pupil in played.pupils:
        assert len(pupil.upn) == 13
        assert alphabet.index(pupil.upn[0]) == sum(i * int(c) for i, c in enumerate(pupil.upn[1:], 2)) % 23


def test_sizes_are_those_of_a_trust(played: Played) -> None:
    a_year = Counter(e.year for e in played.enrolments)
    assert set(a_year) == {2021, 2022, 2023, 2024, 2025, 2026}
    assert all(6800 <= count <= 7200 for count in a_year.values())
    secondary = Counter(e.place.phase for e in played.enrolments if e.year == LAST)
    assert 0.65 < secondary[Phase.SECONDARY] / a_year[LAST] < 0.72
    school_age = [e for e in played.enrolments if 0 <= e.nc_year <= 11]
    assert 0.23 < mean(e.disadvantaged for e in school_age) < 0.30
    by_academy = defaultdict(list)
    for e in school_age:
        by_academy[e.place.slug].append(e.disadvantaged)
    assert min(mean(flags) for flags in by_academy.values()) < 0.20
    assert max(mean(flags) for flags in by_academy.values()) > 0.36


def test_a_pupil_is_on_one_roll_a_year_and_moves_up_by_one(played: Played) -> None:
    years: dict[str, dict[int, int]] = defaultdict(dict)
    for e in played.enrolments:
        assert e.year not in years[e.pupil.upn]
        years[e.pupil.upn][e.year] = e.nc_year
    for nc in years.values():
        assert len({year - nc_year for year, nc_year in nc.items()}) == 1


def test_primary_pupils_go_on_to_the_trusts_secondaries(played: Played) -> None:
    primary = {e.pupil.upn for e in played.enrolments if e.year == 2024 and e.nc_year == 6}
    on = {e.pupil.upn for e in played.enrolments if e.year == 2025 and e.nc_year == 7}
    assert 0.8 < len(primary & on) / len(primary) < 1


def test_ages_fit_year_groups(played: Played) -> None:
    for e in played.enrolments:
        fifth = datetime.date(e.year - e.nc_year - 5, 9, 1)
        assert fifth <= e.pupil.dob < fifth.replace(year=fifth.year + 1)
        assert e.date_left is None or e.date_left >= e.date_on_roll


def test_every_result_is_one_that_an_import_would_take(played: Played) -> None:
    seen = set()
    for row in played.results:
        assessment = ASSESSMENTS[row.assessment]
        assert played.enrolments[row.enrolment].nc_year in assessment.year_groups
        assert (row.value is None) == bool(row.code)
        if row.value is None:
            assert row.code in assessment.codes
        else:
            assert (assessment.minimum or 0) <= row.value <= (assessment.maximum or 0)
        key = (row.enrolment, row.checkpoint, row.assessment)
        assert key not in seen
        seen.add(key)
    assert {row.assessment for row in played.results} == set(ASSESSMENTS)


def test_sessions_missed_lie_within_those_possible(played: Played) -> None:
    for s in played.sessions:
        assert s.possible > 0
        assert 0 <= s.authorised + s.unauthorised <= s.possible


def test_groups_of_one_to_five_exist_so_that_suppression_shows(played: Played) -> None:
    groups = Counter((e.place.slug, e.disadvantaged) for e in played.enrolments if e.year == LAST and e.nc_year == 6)
    assert 1 <= groups[places.TINY, True] <= 5
    assert 9 <= groups[places.ELEVEN, True] + groups[places.ELEVEN, False] <= 13


def test_one_gap_closed_because_others_fell(played: Played) -> None:
    before = played.values("ks4_attainment8", places.OTHERS_FELL, LAST - 1)
    after = played.values("ks4_attainment8", places.OTHERS_FELL, LAST)
    assert mean(after[False]) < mean(before[False]) - 3
    assert mean(after[True]) - mean(after[False]) > mean(before[True]) - mean(before[False])


def test_one_academy_does_well_for_its_disadvantaged(played: Played) -> None:
    everywhere = defaultdict(list)
    for row in played.results:
        e = played.enrolments[row.enrolment]
        if row.assessment == "ks2_reading" and row.checkpoint == "Statutory" and row.value and e.disadvantaged:
            everywhere[e.place.slug == places.DOING_WELL].append(row.value)
    assert mean(everywhere[True]) > mean(everywhere[False]) + 2


def test_one_academy_had_a_bad_year(played: Played) -> None:
    means = {
        year: mean(chain(*played.values("ks2_maths", places.BAD_YEAR, year).values())) for year in (2022, 2023, 2025)
    }
    assert means[2023] < means[2022] - 2
    assert means[2025] > means[2023] + 2


def test_one_academy_has_not_handed_in_the_autumn(played: Played) -> None:
    handed_in = {
        played.enrolments[row.enrolment].place.slug
        for row in played.results
        if played.enrolments[row.enrolment].year == places.THIS_YEAR
    }
    assert {place.slug for place in places.PLACES} - handed_in == {places.NOT_HANDED_IN}


@pytest.mark.django_db
class TestLoading:
    def test_refuses_a_database_that_holds_a_trust(self) -> None:
        make.TrustFactory(name="Saltmarsh Alliance")
        with pytest.raises(CommandError, match=r"already holds Saltmarsh Alliance.*Nothing was changed"):
            call_command("load_demo")
        assert Trust.objects.count() == 1
        assert not User.objects.exists()

    def test_refuses_a_database_that_holds_a_person(self) -> None:
        make.UserFactory()
        with pytest.raises(CommandError, match="already holds 1 people"):
            call_command("load_demo")
        assert not Trust.objects.exists()

    def test_says_so_and_ends_well_where_asked_to(self, capsys: pytest.CaptureFixture[str]) -> None:
        make.TrustFactory(name="Saltmarsh Alliance")
        call_command("load_demo", "--if-empty")
        assert "already holds Saltmarsh Alliance" in capsys.readouterr().out
        assert Trust.objects.count() == 1


@pytest.fixture(scope="module")
def loaded(django_db_setup: object, django_db_blocker: Any) -> Iterator[None]:
    """The demo trust in the database, once for all tests that only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    def test_makes_the_whole_trust(self, played: Played) -> None:
        trust = Trust.objects.get()
        assert Academy.objects.filter(trust=trust).count() == len(places.PLACES) == 13
        assert Counter(Academy.objects.values_list("phase", flat=True)) == {"secondary": 4, "primary": 9}
        with every_row():
            assert EnrolmentRow.objects.count() == len(played.enrolments)
            assert Result.objects.count() == len(played.results)
            assert Attendance.objects.count() == len(played.sessions)
            stored = EnrolmentRow.objects.filter(academic_year=LAST, disadvantaged=True).count()
            assert stored == sum(e.disadvantaged for e in played.enrolments if e.year == LAST)
        assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
        led = Membership.objects.current().filter(role=Role.HEADTEACHER).values_list("academy__slug", flat=True)
        assert sorted(led) == sorted({place.slug for place in places.PLACES} - {places.TINY}), "one head each, but one"
        assert {person.email for person in DEMO_PEOPLE} <= {user.email for user in User.objects.all()}
        assert not any(user.has_usable_password() for user in User.objects.all())
        assert Term.objects.count() == 3 * len(places.YEARS)
        assert set(Checkpoint.objects.values_list("name", flat=True)) == set(places.CHECKPOINTS)

    def test_its_figures_hold_the_cases_that_pages_show(self) -> None:
        figures = GapFigure.objects.filter(academic_year=LAST, checkpoint="Statutory", breakdown="all")
        of = figures.filter(level=Level.ACADEMY)
        fell = of.get(academy__slug=places.OTHERS_FELL, measure="ks4_attainment8")
        assert fell.others_fell
        assert fell.status == FigureStatus.SHOWN
        tiny = of.get(academy__slug=places.TINY, measure="ks2_rwm_exp")
        assert tiny.status == FigureStatus.SUPPRESSED
        assert of.filter(status=FigureStatus.SHOWN, reader_status=FigureStatus.SUPPRESSED).exists()
        trust = figures.get(level=Level.TRUST, measure="ks2_rwm_exp")
        assert trust.status == FigureStatus.SHOWN
        assert trust.pooled_years == 3
        assert -26 < (trust.gap or 0) < -14
        run = GapRun.objects.get()
        assert run.status == RunStatus.PUBLISHED
        assert all(note["rows"] > 0 for note in run.measures)

    def test_its_published_figures_agree_with_its_own(self) -> None:
        tables = PublishedFigure.objects.filter(level=PublishedLevel.ACADEMY, measure="ks4_attainment8")
        assert set(tables.values_list("academic_year", flat=True)) == set(PUBLISHED_YEARS)
        for row in tables:
            own = GapFigure.objects.get(
                academy=row.academy_id, academic_year=row.academic_year, measure=row.measure, checkpoint="Statutory",
                breakdown="all",
            )  # fmt: skip
            assert (row.n_disadvantaged, row.n_other) == (own.n_disadvantaged, own.n_other)
            assert row.value_other == pytest.approx(own.value_other, abs=0.05)
        withheld = PublishedFigure.objects.filter(level=PublishedLevel.ACADEMY, code_disadvantaged="SUPP")
        assert withheld.filter(academy__slug=places.TINY).exists()
        assert not withheld.exclude(value_disadvantaged=None, value_other=None, published_gap=None).exists()
        assert PublishedFigure.objects.filter(level=PublishedLevel.NATIONAL).exists()

    def test_every_row_says_which_file_it_came_in(self) -> None:
        told = dict(ImportBatch.objects.values_list("pk", "added"))
        held: Counter[int | None] = Counter()
        with every_row(), connection.cursor() as cursor:
            for table in ("pupils_enrolment", "pupils_result", "pupils_attendance", "pupils_publishedfigure"):
                cursor.execute(f"SELECT batch_id, count(*) FROM {table} GROUP BY 1")
                held.update(dict(cursor.fetchall()))
        assert held == told
        batches = list(ImportBatch.objects.order_by("created"))
        assert {batch.status for batch in batches} == {ImportStatus.APPLIED}
        assert all(batch.created < batch.applied for batch in batches if batch.applied)
        assert all(batch.created.weekday() < 5 for batch in batches)
        assert {batch.actor.email for batch in batches if batch.actor} == {"data.lead@demo.example"}

    def test_three_years_of_decisions_were_lived_through_two_schemes(self) -> None:
        confirmed = CategoryDecision.objects.confirmed()
        for year in (2024, 2025, 2026):
            standing = confirmed.of_whole_academy().on(datetime.date(year, 10, 15))
            assert standing.count() == (13 if year < 2026 else 12), "Carrowmoor waits for a second person"
        assert set(confirmed.values_list("scheme__version", flat=True)) == {1, 2}
        assert confirmed.filter(area__isnull=False).exists()
        assert not confirmed.filter(moderated_by=F("decided_by")).exists()
        assert confirmed.exclude(moderated_tier=F("tier")).count() == 1
        assert confirmed.filter(answer="disagrees").exists()
        (waiting,) = CategoryDecision.objects.awaiting()
        assert waiting.concerns.exists()
        for decision in CategoryDecision.objects.all():
            known = [reading["as_of"] for reading in decision.evidence["readings"] if reading["as_of"]]
            assert max(known) <= decision.decided_at.date().isoformat(), "no decision knows what came after it"

    def test_each_judgement_stands_under_the_framework_of_its_day(self) -> None:
        by_framework = Counter(Inspection.objects.values_list("framework", flat=True))
        assert set(by_framework) == set(FRAMEWORKS)
        for inspection in Inspection.objects.all():
            found = framework_on(inspection.started)
            assert found is not None
            assert found.slug == inspection.framework

    def test_support_was_promised_and_most_of_it_delivered(self) -> None:
        autumn = datetime.date(2026, 9, 1)
        past = SupportPromise.objects.standing().filter(due__lt=autumn).count()
        assert 0 < SupportPromise.objects.late(autumn).count() < 0.05 * past
        assert not SupportDelivery.objects.filter(on__gt=timezone.localdate()).exists()
        assert SupportPromise.objects.filter(called_off_at__isnull=False, academy__slug="goonvarra-primary").exists()

    def test_one_academy_only_receives(self) -> None:
        this_year = Deployment.objects.standing().filter(ends__gte=datetime.date(2026, 9, 1))
        gives = set(this_year.values_list("giver__slug", flat=True))
        receives = set(this_year.values_list("receiver__slug", flat=True))
        assert receives - gives == {"goonvarra-primary"}
        assert gives - receives == {"nansvellow-primary"}
        assert {place.slug for place in places.PLACES} - gives - receives == {places.TINY}
        for deployment in Deployment.objects.all():
            worked = sum(release.days for release in deployment.releases.filter(struck_at__isnull=True))
            assert deployment.days_released == worked <= deployment.days_pledged

    def test_academies_stand_in_all_three_stages_and_one_went_back(self) -> None:
        standing = Counter(Passage.objects.filter(closed_on__isnull=True).values_list("stage", flat=True))
        assert set(standing) == {1, 2, 3}
        assert sum(standing.values()) == len(places.PLACES)
        assert Gate.objects.filter(kind="back", status="confirmed").values_list("academy__slug", flat=True).get() == (
            places.CARNKELLY
        )
        assert Gate.objects.filter(status="sent_back").count() == 2
        assert Gate.objects.get(status="asked").academy.slug == "chymellyn-primary"
        assert not Gate.objects.filter(answered_by=F("asked_by")).exists()
        assert set(StageEntry.objects.values_list("at__year", flat=True)) >= {2024, 2025, 2026}
        for entry in StageEntry.objects.all():
            assert entry.on <= entry.at.date() <= timezone.localdate(), "nothing is logged before it happened"

    def test_two_years_of_plans_with_targets_and_what_became_of_them(self) -> None:
        by_year = Counter(Plan.objects.values_list("academic_year", flat=True))
        assert by_year == {LAST: 13, places.THIS_YEAR: 12}, "Carrowmoor has no plan this year: nobody leads it"
        aimed = Priority.objects.filter(target__isnull=False, baseline__isnull=False)
        assert aimed.count() > 0.8 * Priority.objects.exclude(measure="").count()
        assert set(aimed.values_list("figure_of", flat=True)) == {"gap", "dis"}
        written = set(Priority.objects.filter(meanings__isnull=False).values_list("plan__academy__slug", flat=True))
        assert len(written) >= 10
        waits = Priority.objects.filter(plan__academy__slug=places.BAD_YEAR, plan__academic_year=places.THIS_YEAR)
        assert not waits.filter(meanings__isnull=False).exists(), "its head has new figures to write about"
        states = Counter(Action.objects.values_list("priority__plan__academic_year", "state"))
        assert states[LAST, "dropped"] > 0
        assert states[LAST, "open"] == 0, "last year's actions were done or dropped"
        assert set(Action.objects.values_list("rag", flat=True)) == {"", "green", "amber", "red"}
        origins = {
            origin.split(":")[0] for origin in Action.objects.exclude(origin="").values_list("origin", flat=True)
        }
        assert origins == {"gap", "decision", "concern", "finding", "next_work"}
        for plan in Plan.objects.filter(academic_year=LAST).exclude(academy__slug__in=("goonvarra-primary",)):
            assert plan.snapshots.count() >= 3

    def test_rings_teams_and_tours_were_lived(self) -> None:
        agreed = SelfEvaluation.objects.agreed()
        assert agreed.count() == 15
        assert SelfEvaluation.objects.get(status="gathering").academy.slug == "goonvarra-primary"
        assert all(one.agreed_ratings.count() == 20 and one.ratings.count() >= 20 for one in agreed)
        assert set(Enquiry.objects.values_list("decision", flat=True)) == {"", "adopt", "adapt", "drop"}
        assert Enquiry.objects.filter(follows__isnull=False).exists()
        assert set(Story.objects.values_list("status", flat=True)) == {"offered", "taken", "declined"}
        assert set(Verdict.objects.values_list("held", flat=True)) == {"held", "did_not", "not_yet"}
        leads = Membership.objects.filter(role=Role.HEADTEACHER).values("user")
        assert not SelfEvaluation.objects.agreed().filter(academy__slug="carrowmoor-primary").exists()
        assert all(one.agreed_by_id in {each["user"] for each in leads} for one in agreed)

    def test_reviews_of_two_years_stand_at_every_point_of_their_way(self) -> None:
        reviews = Review.objects.all()
        assert set(reviews.values_list("state", flat=True)) == {
            "planned", "gathering", "drafted", "shared", "published", "followed",
        }  # fmt: skip
        days = reviews.aggregate(first=Min("starts"), last=Max("starts"))
        assert (days["last"] - days["first"]).days > 2 * 365
        told = reviews.filter(published_at__isnull=False)
        assert not told.filter(findings=None).exists()
        assert not told.filter(moderated="").exists()
        assert told.filter(moderated="changed").exists()
        # The next review looked at what the one before had asked for.
        again = Review.objects.get(title="Reading review, spring 2026", academy__slug="treskennow-primary")
        assert set(again.checks.values_list("met", flat=True)) == {"met", "not_met"}
        books = Finding.objects.filter(kind="next_step", says__startswith="Match the book that goes home")
        assert books.values("review__academy").distinct().count() == 3
        written = ReviewNote.objects.filter(review__state="gathering")
        assert written.values("by").distinct().count() > 1

    def test_next_steps_of_reviews_became_actions_of_the_same_academys_plans(self) -> None:
        actions = list(Action.objects.filter(origin__startswith="finding:").select_related("priority__plan"))
        assert len(actions) == len(ACTED)
        findings = Finding.objects.select_related("review").in_bulk(
            [int(each.origin.split(":")[1]) for each in actions]
        )
        for action in actions:
            finding = findings[int(action.origin.split(":")[1])]
            assert finding.review.academy_id == action.priority.plan.academy_id
            assert finding.review.published_at is not None
        assert {action.state for action in actions} == {"open", "done"}
