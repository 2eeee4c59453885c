"""Each academy in stage two, with an activity under way, a gate that waits, a line in the log and its leadership."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.access import Permission
from academies.models import Academy
from celt.lib.terms import TERMS
from plans.models import StageActivity
from plans.services.programme import ensure_programme
from tests import factories as make
from tests.cast import World

# Texts that stand nowhere else.
NOTES = {
    "heronwick": "The quillwort of Heronwick",
    "otterbourne-vale": "The hornbeam of Otterbourne",
    "puffinscar": "The thrift of Puffinscar",
}
SAYS = {
    "heronwick": "Because of the marshmallow",
    "otterbourne-vale": "Because of the loosestrife",
    "puffinscar": "Because of the campion",
}
HANDED_ON = {
    "heronwick": "Teams choose the bulrush",
    "otterbourne-vale": "Teams choose the teasel",
    "puffinscar": "Teams choose the kelp",
}


def build(world: World) -> None:
    cast = world.cast
    heads = {cast.own: cast.headteacher, cast.sibling: cast.sibling_head, cast.foreign: cast.outsider}
    today = timezone.localdate()
    for trust in (cast.trust, cast.foreign_trust):
        ensure_programme(trust)
    for academy in world.academies:
        head = heads[academy]
        days = [today - datetime.timedelta(days=back) for back in (700, 330)]
        make.PassageFactory(academy=academy, opened_on=days[0], closed_on=days[1])
        make.PassageFactory(academy=academy, stage=2, opened_on=days[1])
        activity = StageActivity.objects.get(stage__trust=academy.trust, shown_by="enquiry", stage__number=2)
        world.put("activity", academy, activity)
        world.put("stage", academy, activity.stage)
        note = NOTES[academy.slug]
        make.ActivityProgressFactory(academy=academy, activity=activity, note=note, due=today)
        make.StageEntryFactory(
            academy=academy, stage=2, kind="logged", activity=activity, state="under_way", says=note, by=head
        )
        world.plant(academy, "a stage note", note, Permission.VIEW_PLAN)
        gate = make.GateFactory(academy=academy, stage=2, says=SAYS[academy.slug], asked_by=head)
        make.StageEntryFactory(academy=academy, stage=2, kind="asked", gate=gate, says=gate.says, by=head)
        world.put("gate", academy, gate)
        world.plant(academy, "a gate", SAYS[academy.slug], Permission.VIEW_PLAN)
        make.TwinTrackFactory(academy=academy, handed_on=HANDED_ON[academy.slug], written_by=head)
        world.plant(academy, "its leadership", HANDED_ON[academy.slug], Permission.VIEW_PLAN)


def grow(world: World, academies: Sequence[Academy]) -> None:
    own = world.cast.own
    stage = world.of("stage", own)
    today = timezone.localdate()
    for number, academy in enumerate(academies):
        head = make.UserFactory()
        make.PassageFactory(academy=academy, opened_on=today - datetime.timedelta(days=900 + number))
        make.GateFactory(academy=academy, asked_by=head)
        activity = make.StageActivityFactory(stage=stage)
        make.ActivityProgressFactory(academy=academy, activity=activity)
        make.ActivityProgressFactory(academy=own, activity=activity, due=today)
        make.StageEntryFactory(academy=own, stage=2, by=head)
        make.StageEntryFactory(academy=own, stage=2, kind="logged", activity=activity, state="under_way", by=head)
        make.GateFactory(
            academy=own, stage=2, status="withdrawn", asked_by=head, answered_by=head, answered_at=timezone.now()
        )
        make.TwinTrackFactory(academy=own, academic_year=2030 + number % 67, term=TERMS[number // 67])
