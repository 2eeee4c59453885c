"""A cycle with a word planted in every field that two people write in, and what tests ask the database about it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import Error, connection, models, transaction
from django.utils import timezone

from academies.reader_scope import reading_as
from accounts.models import User
from coaching.models import ActionStep, Cycle, Note, Opening, Revisit, Share, StepCheck, Visit, Word
from coaching.wall import HISTORY, POLICIES
from tests import factories as make

PLANTED = "corncrake"
TABLES = (*POLICIES, *HISTORY)
WALLED: tuple[type[models.Model], ...] = (
    Cycle, Visit, Note, Word, ActionStep, StepCheck, Revisit, Share, Opening,
)  # fmt: skip


@dataclass
class Walled:
    """What the coach and the teacher of the cast have between them. `visit` was fed back, `second` is being written;
    `share` lets the sibling head read the first one's page, `ended` was taken back from the data lead."""

    cycle: Cycle
    visit: Visit
    second: Visit
    step: ActionStep
    share: Share
    ended: Share


def said(what: str) -> str:
    return f"A {PLANTED} in the {what}"


def plant(cast: Any) -> Walled:
    now, day = timezone.now(), timezone.localdate()
    approach = make.ApproachFactory(trust=cast.trust)
    with reading_as(cast.coach):
        cycle = make.CycleFactory(
            academy=cast.own, coach=cast.coach, coachee=cast.teacher, approach=approach,
            focus=said("focus"), goal=said("goal"), says=said("invitation"), answer=said("answer"), came=said("end"),
        )  # fmt: skip
        visit = make.VisitFactory(
            cycle=cycle, day=day, where=said("lesson"), state="fed_back", started_at=now, ended_at=now,
            praise=said("praise"), question=said("question"), fed_back_at=now,
        )  # fmt: skip
        second = make.VisitFactory(cycle=cycle, day=day, where=said("lesson"), state="observing", started_at=now)
        make.VisitFactory(cycle=cycle, state="called_off", called_off_why=said("reason"))
        make.CoachingNoteFactory(visit=visit, says=said("note"))
        step = make.ActionStepFactory(visit=visit, says=said("step"), rehearsed=said("rehearsal"))
        make.StepCheckFactory(step=step, visit=second, says=said("check"))
        make.WordFactory(visit=visit, says=said("word"))
        make.OpeningFactory(cycle=cycle, person=cast.coach)
    with reading_as(cast.teacher):
        make.RevisitFactory(step=step, answered_at=now, holding="yes", says=said("look back"))
        share = make.ShareFactory(visit=visit, person=cast.sibling_head)
        ended = make.ShareFactory(visit=visit, person=cast.data_lead)
        ended.ended_at = now
        ended.save()
        Cycle.objects.filter(pk=cycle.pk).update(came=said("end, said better"))
    return Walled(cycle, visit, second, step, share, ended)


def leave(cast: Any, person: User) -> None:
    """The person's roles ended yesterday."""
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    person.memberships.update(starts=yesterday - datetime.timedelta(days=300), ends=yesterday)


def asked(sql: str, *parameters: Any) -> list[Any]:
    """What a statement answers to the web role."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def met(sql: str, *parameters: Any) -> int:
    """How many rows a statement met."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)


def count(table: str) -> int:
    return int(asked(f"SELECT count(*) FROM public.{table}")[0][0])


def why_refused(sql: str, *parameters: Any) -> str:
    """The database's own words; empty where the statement went through (and is undone)."""
    try:
        with transaction.atomic():
            met(sql, *parameters)
            transaction.set_rollback(True)
    except Error as error:
        return str(error).splitlines()[0]
    return ""


def histories() -> list[type[models.Model]]:
    return [model for model in apps.get_app_config("coaching").get_models() if model._meta.db_table in HISTORY]
