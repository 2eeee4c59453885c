"""What the database itself refuses of rounds, networks, visitors, schedules and logs, past every service."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tests import factories as make

pytestmark = pytest.mark.django_db

AGREED = "state = 'agreed', prediction = 'You would know how to begin.', agreed_at = now()"


def run(sql, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def refused(sql, *values):
    with pytest.raises(DatabaseError):
        run(sql, *values)


@pytest.fixture
def round(cast):
    network = make.NetworkFactory(trust=cast.trust, academies=[cast.own, cast.sibling])
    return make.RoundFactory(host=cast.own, network=network)


@pytest.mark.parametrize(
    "change",
    [
        "state = 'lost'",
        "problem = ''",
        "follow_up_on = day",
        "state = 'agreed'",
        "state = 'agreed', agreed_at = now()",
        "state = 'agreed', prediction = 'You would know.'",
        "agreed_at = now()",
        "state = 'followed', prediction = 'You would know.', agreed_at = now()",
    ],
)
def test_a_round_is_whole_in_every_state(round, change):
    refused(f"UPDATE reviews_round SET {change} WHERE id = %s", round.pk)


def test_what_visitors_came_for_stands_once_they_are_there(round, cast):
    run("UPDATE reviews_round SET problem = 'Who waits?' WHERE id = %s", round.pk)
    run("UPDATE reviews_round SET state = 'observing' WHERE id = %s", round.pk)
    for change in ("problem = 'Other'", "practice = 'Other'", f"host_id = {cast.sibling.pk}"):
        refused(f"UPDATE reviews_round SET {change} WHERE id = %s", round.pk)


def test_an_agreed_round_stands_and_an_ended_one_too(round):
    run(f"UPDATE reviews_round SET {AGREED} WHERE id = %s", round.pk)
    for change in ("prediction = 'Other'", "day = day - 1", "agreed_at = now() + interval '1 day'"):
        refused(f"UPDATE reviews_round SET {change} WHERE id = %s", round.pk)
    run("UPDATE reviews_round SET state = 'followed', came = 'Most begin now.' WHERE id = %s", round.pk)
    for change in ("came = 'Other'", "state = 'agreed'", "follow_up_on = day + 1"):
        refused(f"UPDATE reviews_round SET {change} WHERE id = %s", round.pk)
    refused("DELETE FROM reviews_round WHERE id = %s", round.pk)


def test_host_network_and_theory_are_of_one_trust(round, cast):
    elsewhere = make.NetworkFactory(trust=cast.foreign_trust, academies=[cast.foreign])
    theory = make.TheoryFactory(trust=cast.foreign_trust)
    for change in (f"network_id = {elsewhere.pk}", f"host_id = {cast.foreign.pk}", f"theory_id = {theory.pk}"):
        refused(f"UPDATE reviews_round SET {change} WHERE id = %s", round.pk)
    refused(
        "INSERT INTO reviews_networkplace (network_id, academy_id) VALUES (%s, %s)", round.network_id, cast.foreign.pk
    )


def test_a_network_has_one_name_in_use_and_each_academy_once(cast):
    network = make.NetworkFactory(trust=cast.trust, name="Moor", academies=[cast.own])
    insert = "INSERT INTO reviews_network (trust_id, name, ended_at) VALUES (%s, %s, %s)"
    refused(insert, cast.trust.pk, "MOOR", None)
    run(insert, cast.trust.pk, "MOOR", "2026-01-01")
    run(insert, cast.foreign_trust.pk, "Moor", None)
    refused("INSERT INTO reviews_networkplace (network_id, academy_id) VALUES (%s, %s)", network.pk, cast.own.pk)
    refused("DELETE FROM reviews_network WHERE id = %s", network.pk)


def test_one_facilitates_and_nobody_visits_twice(round):
    first = make.RoundVisitorFactory(round=round, facilitates=True)
    second = make.RoundVisitorFactory(round=round)
    refused("UPDATE reviews_roundvisitor SET facilitates = true WHERE id = %s", second.pk)
    refused(
        "INSERT INTO reviews_roundvisitor (round_id, person_id, facilitates) VALUES (%s, %s, false)",
        round.pk, second.person_id,
    )  # fmt: skip
    run("UPDATE reviews_roundvisitor SET ended_at = now() WHERE id = %s", first.pk)
    run("UPDATE reviews_roundvisitor SET facilitates = true WHERE id = %s", second.pk)
    refused("DELETE FROM reviews_roundvisitor WHERE id = %s", first.pk)


def test_nobody_of_another_round_goes_to_a_classroom(round):
    room, seat = make.RoundClassroomFactory(round=round), make.RoundVisitorFactory(round=round)
    other = make.RoundVisitorFactory()
    insert = "INSERT INTO reviews_classroomvisit (classroom_id, visitor_id) VALUES (%s, %s)"
    refused(insert, room.pk, other.pk)
    run(insert, room.pk, seat.pk)
    refused(insert, room.pk, seat.pk)
    refused("DELETE FROM reviews_roundclassroom WHERE id = %s", room.pk)


def test_the_log_only_grows(round):
    step = round.steps.create(step="plan", state="preparing", by=round.planned_by)
    refused("UPDATE reviews_roundstep SET says = 'Other' WHERE id = %s", step.pk)
    refused("DELETE FROM reviews_roundstep WHERE id = %s", step.pk)
    refused(
        "INSERT INTO reviews_roundstep (round_id, step, state, says, by_id, at) "
        "VALUES (%s, 'x', 'lost', '', %s, now())",
        round.pk, round.planned_by_id,
    )  # fmt: skip
