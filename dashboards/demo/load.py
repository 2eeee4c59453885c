"""Makes the demo trust in an empty database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

import numpy as np
from django.db import transaction
from django.utils import timezone

from academies.demo import DEMO_PEOPLE
from academies.models import Academy, InsetDay, Membership, Term, Trust
from academies.providers import demo_parts
from academies.row_scope import every_row
from accounts.models import User
from celt.lib.terms import TERMS as TERM_NAMES
from dashboards.demo import store
from dashboards.demo.attendance import Sessions, attendance
from dashboards.demo.coaching.coaching import play_coaching
from dashboards.demo.files import (
    File,
    file_of_enrolment,
    file_of_result,
    file_of_sessions,
    make_batches,
    urn_of,
)  # fmt: skip
from dashboards.demo.places import (
    CHECKPOINTS,
    ESTABLISHMENT,
    INSET,
    LA_CODE,
    LA_NAME,
    PLACES,
    TERMS,
    TRUST_NAME,
    TRUST_SLUG,
    TRUST_UID,
    half_term,
)  # fmt: skip
from dashboards.demo.plans.play import play_improvement
from dashboards.demo.published import publish
from dashboards.demo.results import Row, results
from dashboards.demo.reviews.acted import play_acted
from dashboards.demo.reviews.reviewing import play_reviews
from dashboards.demo.rolls import Enrolment, Pupil, Rolls
from dashboards.demo.rounds.rounding import play_rounds
from dashboards.demo.strategy.play import play_strategy
from dashboards.demo.toolkit.play import play_toolkit
from dashboards.models import RunStatus
from dashboards.services import compute_gaps
from pupils.models import Checkpoint
from pupils.services.coverage import refresh_coverage

SEED = 54


class NotEmpty(Exception):
    """The database holds a trust; its message says so for people."""


def load_demo(say: Callable[[str], object] = len) -> Trust:
    """The whole demo: rows in one transaction, then the gaps, then the tables that were published of them."""
    trust = load_rows(say)
    run = compute_gaps(trust=trust)
    if run.status != RunStatus.PUBLISHED:
        raise RuntimeError(f"The gaps of the demo trust could not be computed: {run.message or run.measures}")
    say(f"{run.figures:,} figures")
    say(f"{publish(trust):,} published figures")
    play_strategy(trust, say)
    cast = play_improvement(trust, say)
    say(f"{play_reviews(cast, timezone.localdate())} reviews of two years")
    say(f"{play_acted(cast)} of their next steps as actions of plans")
    play_toolkit(cast, timezone.localdate(), say)
    say(f"{play_coaching(cast, timezone.localdate())} cycles of coaching")
    say(f"{play_rounds(cast, timezone.localdate())} instructional rounds")
    demo_parts.play(trust, timezone.localdate())
    return trust


def load_rows(say: Callable[[str], object] = len) -> Trust:
    """Everything but the figures, in one transaction. Raises NotEmpty, having written nothing, where a trust or a
    person exists already."""
    with transaction.atomic(), every_row():
        held = Trust.objects.order_by("pk").first()
        if held is not None:
            raise NotEmpty(f"This database already holds {held}. The demo trust goes into an empty database only.")
        people = User.objects.count()
        if people:
            raise NotEmpty(f"This database already holds {people} people. The demo trust goes into an empty one only.")
        trust = _make_trust()
        actor = _make_people(trust)
        rng = np.random.default_rng(SEED)
        rolls = Rolls(rng).play()
        say(f"{len(rolls.pupils):,} pupils over {len(TERMS)} years")
        marks = list(results(rolls.enrolments, rng))
        sessions = list(attendance(rolls.enrolments, rng))
        say(f"{len(marks):,} results and {len(sessions):,} terms of attendance")
        _store(trust, actor, rolls, marks, sessions)
        refresh_coverage(trust=trust, years=TERMS)
    store.analyse()
    return trust


def _make_trust() -> Trust:
    trust = Trust.objects.create(name=TRUST_NAME, slug=TRUST_SLUG, uid=TRUST_UID)
    Academy.objects.bulk_create(
        Academy(
            trust=trust, urn=urn_of(place), ukprn=19900001 + i, name=place.name, slug=place.slug, phase=place.phase,
            low_age=place.low_age, high_age=place.high_age, la_code=LA_CODE, la_name=LA_NAME,
            establishment_number=ESTABLISHMENT[place.slug],
        )
        for i, place in enumerate(PLACES)
    )  # fmt: skip
    Term.objects.bulk_create(
        Term(
            trust=trust, academic_year=year, name=name, starts=starts, ends=ends, half_term_starts=off[0],
            half_term_ends=off[1],
        )
        for year, dates in TERMS.items()
        for name, (starts, ends) in zip(TERM_NAMES, dates, strict=True)
        for off in (half_term(starts, ends),)
    )  # fmt: skip
    InsetDay.objects.bulk_create(InsetDay(trust=trust, academic_year=year, day=day) for year, day in INSET.items())
    Checkpoint.objects.bulk_create(
        Checkpoint(trust=trust, name=name, position=at) for at, name in enumerate(CHECKPOINTS, start=1)
    )
    return trust


def _make_people(trust: Trust) -> User | None:
    """One person a role, without a password: the demo's door alone lets them in. Returns who brings files in."""
    academies = {academy.slug: academy for academy in Academy.objects.filter(trust=trust)}
    actor = None
    for person in DEMO_PEOPLE:
        user = User.objects.create_user(person.email, None, full_name=person.full_name)
        place = academies[person.academy] if person.academy else None
        Membership.objects.create(
            user=user, trust=trust, academy=place, role=person.role, starts=TERMS[min(TERMS)][0][0]
        )
        if person.role == "data_lead":
            actor = user
    return actor


def _store(trust: Trust, actor: User | None, rolls: Rolls, marks: list[Row], sessions: list[Sessions]) -> None:
    enrolments = rolls.enrolments
    assessments: dict[File, set[str]] = defaultdict(set)
    files = [file_of_enrolment(enrolment) for enrolment in enrolments]
    for row in marks:
        files.append(file := file_of_result(row, enrolments[row.enrolment]))
        assessments[file].add(row.assessment)
    files += [file_of_sessions(row, enrolments[row.enrolment]) for row in sessions]
    batch = make_batches(trust, actor, files, assessments)

    store.stage("pupil", (_pupil(pupil) for pupil in rolls.pupils))
    store.stage("enrolment", ((*_enrolment(e), batch[file_of_enrolment(e)]) for e in enrolments))
    store.stage("result", ((*row, batch[file_of_result(row, enrolments[row.enrolment])]) for row in marks))
    store.stage("sessions", ((*row, batch[file_of_sessions(row, enrolments[row.enrolment])]) for row in sessions))
    store.insert(
        trust.pk, store.INSERT_PUPILS, store.INSERT_ENROLMENTS, store.KEYS, "ANALYZE demo_key", store.INSERT_RESULTS,
        store.INSERT_SESSIONS,
    )  # fmt: skip


def _pupil(pupil: Pupil) -> tuple[object, ...]:
    return pupil.upn, pupil.surname, pupil.forename, pupil.dob, pupil.sex


def _enrolment(e: Enrolment) -> tuple[object, ...]:
    return (
        e.pupil.upn, urn_of(e.place), e.year, e.nc_year, e.fsm6, e.looked_after, e.pupil.post_looked_after,
        e.pupil.service_child, e.sen, e.pupil.eal, e.pupil.ethnicity, e.date_on_roll, e.date_left,
    )  # fmt: skip
