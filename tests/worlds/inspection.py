"""A history over all three frameworks at each academy, one inspection of it set aside."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from academies.models import Academy
from tests import factories as make
from tests.cast import World

# Outcomes that stand nowhere else: what inspectors wrote of each academy.
OUTCOMES = {
    "heronwick": "The quillwork of Heronwick is mended.",
    "otterbourne-vale": "The lanternry of Otterbourne is mended.",
    "puffinscar": "The gullery of Puffinscar is mended.",
}


def history(academy: Academy) -> None:
    make.InspectionFactory(academy=academy, started=datetime.date(2023, 10, 4))
    make.InspectionFactory(
        academy=academy, started=datetime.date(2025, 2, 5), kind="ungraded", outcome=OUTCOMES.get(academy.slug, "Kept.")
    )


def build(world: World) -> None:
    for academy in world.academies:
        history(academy)
        world.put("inspection", academy, make.InspectionFactory(academy=academy))
        leader = world.cast.foreign_leader if academy == world.cast.foreign else world.cast.trust_leader
        make.InspectionFactory(
            academy=academy, started=datetime.date(2026, 4, 1), grades={"achievement": "exceptional"},
            set_aside_at=timezone.now(), set_aside_by=leader, set_aside_why=f"Mistaken for {academy}",
        )  # fmt: skip


def grow(world: World, academies: Sequence[Academy]) -> None:
    for number, academy in enumerate(academies):
        history(academy)
        make.InspectionFactory(academy=academy)
        day = datetime.date(2025, 12, 1) + datetime.timedelta(days=number)
        make.InspectionFactory(academy=world.cast.own, kind="monitoring", started=day)
